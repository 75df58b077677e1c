"""Theorems about every depth: layers, and runs of layers, in place of letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sslcheck.derive.article.article import Depths, Instance
from sslcheck.derive.coq.names import spelled
from sslcheck.derive.coq.parts import Parts
from sslcheck.derive.coq.uncovered import Uncovered
from sslcheck.derive.expr import Expr, Prod, Sym
from sslcheck.derive.layers.indices import Index, index_of
from sslcheck.derive.layers.layout import Layout
from sslcheck.derive.layers.ranges import named

__all__ = ["Runs", "Term", "of_layers"]

Term = tuple[str, str]
"""The last and the first layer of a run, as numbers of Coq; the same twice for one layer."""


@dataclass(frozen=True, slots=True)
class Runs:
    """What the letters of a layout are: layers, and runs of them that may be of none.

    ``base`` is the family of the layers, ``sizes`` that of their spaces.
    """

    base: str
    sizes: str
    layout: Layout
    matrices: Mapping[str, Term]
    spaces: Mapping[str, str]

    @classmethod
    def of(cls, depths: Depths, instance: Instance) -> Runs:
        """Those of an instance. Raises `Uncovered` where layers are no chain, or more than one."""
        chains = [chain for chain in depths.chains.items() if chain[1]]
        if len(chains) != 1:
            raise Uncovered("layers that are no single chain of matrices")
        ((base, sizes),) = chains
        layout = instance.layout
        matrices = {
            named(base, layout.label(layer)): (_number(layout.label(layer)),) * 2
            for layer in layout.layers
        }
        for first, last in layout.blocks:
            low, high = layout.label(first), layout.label(last)
            matrices[named(base, f"{high}:{low}")] = _number(high), _number(low)
        cuts = {0, *layout.layers, *(layer - 1 for layer in layout.layers)}
        cuts |= {cut for first, last in layout.blocks for cut in (first - 1, last)}
        spaces = {named(sizes, layout.label(cut)): _number(layout.label(cut)) for cut in cuts}
        return cls(base, sizes, layout, matrices, spaces)

    @property
    def conditions(self) -> Iterator[str]:
        """That no block is of a negative number of layers."""
        for block in self.layout.blocks:
            first, last = (_index(self.layout.label(layer)) for layer in block)
            below = Index(first.base, first.shift - 1 - last.shift)
            yield f"({_number_of(below)} <= {spelled(last.base)})%N"

    def product(self, value: Expr | None) -> Sequence[Term]:
        """The neighbours of which a value is the product from above; empty if it is none."""
        factors = value.factors if isinstance(value, Prod) else ()
        names = [factor.name for factor in factors if isinstance(factor, Sym)]
        if len(names) < 2 or len(names) < len(factors):
            return ()
        order = [*reversed(self._in_order())]
        at = order.index(names[0]) if names[0] in order else 0
        return [self.matrices[name] for name in names] if names == order[at:][: len(names)] else ()

    def _in_order(self) -> list[str]:
        """The letters from below."""
        layout = self.layout
        found, layer = [], 1
        while layer <= layout.depth:
            block = layout.block_of(layer)
            label = layout.label
            said = f"{label(block[1])}:{label(block[0])}" if block else label(layer)
            found.append(named(self.base, said))
            layer = block[1] + 1 if block else layer + 1
        return found


def of_layers(
    name: str,
    parts: Parts,
    runs: Runs,
    members: Mapping[str, str],
    values: Mapping[str, Sequence[Term]],
) -> Iterator[str]:
    """The theorem about layers, from `letters_`, which is about letters.

    ``members`` are the matrices that are letters of layers, ``values`` the abbreviations of
    products of neighbours.
    """
    letters = tuple(map(spelled, runs.layout.names))
    if {*letters} & {*parts.numbers, *parts.matrices}:
        raise Uncovered("the number of layers in a formula")
    if any(parts.matrices[own].mark for own in members):
        raise Uncovered("what is declared of a layer")
    base, sizes = f"{spelled(runs.base)}_at_", f"{spelled(runs.sizes)}_at_"
    at = {space: f"({sizes} {number})" for space, number in runs.spaces.items()}
    parts = replace(
        parts, spaces={space: at.get(space, own) for space, own in parts.spaces.items()}
    )

    def run(term: Term) -> str:
        return f"({base} {term[0]})" if term[0] == term[1] else f"(run {base} {term[0]} {term[1]})"

    terms = {own: run(runs.matrices[key]) for own, key in members.items()}
    yield "\n(* The same for every depth: layers, and runs of layers, in place of letters. *)"
    yield "Section Layers."
    yield "Variable K_ : fieldType.\nHypothesis char0_ : [char K_] =i pred0."
    yield f"Variable {sizes} : nat -> nat."
    yield f"Variable {base} : forall k_ : nat, 'M[K_]_({sizes} k_, {sizes} k_.-1)."
    yield f"Variables {' '.join(letters)} : nat."
    for k, condition in enumerate(runs.conditions):
        yield f"Hypothesis inside{k}_ : {condition}."
    arguments = yield from parts.declared(without={*members, *at.values()})
    wholes = {own: product for own, product in values.items() if product}
    for own, product in wholes.items():
        yield from _whole(f"whole_{own}_", base, product, run, len([*runs.conditions]))
    replaced = [
        (own, replace(piece, text=run((wholes[own][0][0], wholes[own][-1][1]))))
        if own in wholes
        else (own, piece)
        for own, piece in parts.lets
    ]
    yield f"Theorem {name} :"
    for own, term in terms.items():
        yield f"  let {own} : {parts.kind(parts.matrices[own])} := {term} in"
    yield from replace(parts, lets=replaced).claimed(True)
    yield "Proof using All."
    yield f"have H_ := @letters_ K_ char0_ {' '.join(terms.get(own, own) for own in arguments)}."
    rules = ", ".join([*(f"whole_{own}_" for own in wholes), "mulmxA"])
    yield f"cbv zeta in H_ |- *; rewrite ?({rules}) in H_ |- *; exact: H_."
    yield "Qed.\nEnd Layers."


def _whole(
    name: str, base: str, product: Sequence[Term], run: Callable[[Term], str], conditions: int
) -> Iterator[str]:
    """That a run is the product of its parts."""
    text, last = run(product[-1]), product[-1][1]
    for term in reversed(product[:-1]):
        text = f"({run(term)} *m {text})"
    yield f"Lemma {name} : {run((product[0][0], last))} = {text}."
    yield "Proof using All."
    yield "".join(f"have /ssrnat.leP i{k}_ := inside{k}_. " for k in range(conditions))
    for at, (high, low) in enumerate(product):
        if at < len(product) - 1:
            yield f"refine (etrans (@runD _ _ {base} {high} {low} {last} _ _ _) _);"
            yield "  [by apply/ssrnat.leP; lia..|]; refine (congr2 (@mulmx _ _ _ _) _ _)."
        yield "by apply: run1; apply/ssrnat.leP; lia." if high == low else "exact: erefl."
    yield "Qed."


def _index(label: str) -> Index:
    index = index_of(label)
    if index is None:
        raise TypeError(f"no label of a layer: {label}")
    return index


def _number(label: str) -> str:
    return _number_of(_index(label))


def _number_of(index: Index) -> str:
    if not index.base:
        return str(index.shift)
    return spelled(index.base) + (".+1" if index.shift > 0 else ".-1") * abs(index.shift)
