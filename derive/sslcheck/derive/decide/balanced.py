r"""Chains of layers that are balanced, by what all of them have in common.

Where ``W_{j+1}^T W_{j+1} = W_j W_j^T`` for all neighbours, there are matrices ``P_0, ..., P_L`` of
orthonormal columns and a diagonal ``Z`` with ``W_j = P_j e^Z P_{j-1}^T`` for every ``j``; so the
product of ``g`` layers from ``i + 1`` to ``k`` is ``P_k e^{g Z} P_i^T``. By induction on the depth:
``W_1 = P_1 S P_0^T`` is its singular value decomposition without the values 0. From
``W_j = P_j S P_{j-1}^T`` follows ``W_{j+1}^T W_{j+1} = P_j S^2 P_j^T``. So ``W_{j+1}`` is 0 where
``P_j^T`` is, and ``P_{j+1} = W_{j+1} P_j S^{-1}`` has orthonormal columns. That all layers are 0
is a limit of such chains, so that what is continuous holds there, too. Numbers of which the squares
are equal are ``u_j s`` with signs ``u_j``.

So a claim about any depth is one about ``P``, ``Z`` and how many layers there are in each run, with
numbers of layers as positive letters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple, TypeGuard

from sslcheck.derive.article.article import Article, Claim, Depths, Instance
from sslcheck.derive.article.assumptions import names_of
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.article.moving import parts_of
from sslcheck.derive.decide.outcome import Outcome
from sslcheck.derive.decide.premises import meant_as
from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.expr import (
    ZERO,
    Exp,
    Expr,
    Log,
    Num,
    Power,
    Prod,
    PseudoInverse,
    Quotient,
    Relation,
    SquaredNorm,
    Sum,
    Sym,
    Trace,
    Transpose,
    names_time,
    negative,
)
from sslcheck.derive.layers.indices import index_of
from sslcheck.derive.layers.layout import Layout
from sslcheck.derive.layers.ranges import named
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Symbol
from sslcheck.derive.text.reason import joined, reason
from sslcheck.derive.traverse import map_children, walk, within
from sslcheck.derive.verdicts.condition import Condition, Supposed
from sslcheck.derive.verdicts.evidence import Step
from sslcheck.derive.verdicts.verdict import Verdict

__all__ = ["Balanced", "Chain", "chain_of"]


_ONE = Num(Fraction(1))
_AT_AN_INSTANT = (Sum, Prod, Quotient, Power, Exp, Transpose, Trace, SquaredNorm)
"""Nodes of which the parts are at the instant at which they are."""


class Chain(NamedTuple):
    """The family of the layers, that of their spaces (nothing for numbers), and the hypotheses
    that say of all neighbours that they are balanced, with how each is meant.
    """

    base: str
    sizes: str
    hypotheses: tuple[str, ...]
    meant: tuple[str, ...]


def chain_of(depths: Depths, at_an_instant: Callable[[str], bool]) -> Chain | None:
    """The chain that the hypotheses of a claim say to be balanced, if they do.

    Of these it takes those that may be meant of the instant that the claim is about.
    """
    small = next((i for i in depths.instances if not i.general and i.layout.depth > 1), None)
    if small is None:
        return None
    derivation = Derivation(small.article)
    names = [n for n in small.claim.hypotheses if n in depths.uniform and at_an_instant(n)]
    for base, sizes in depths.chains.items():
        if found := [n for n in names if _says(derivation, small, n, base)]:
            meant = (meant_as(derivation, small.claim, name) for name in found)
            return Chain(base, sizes, tuple(found), tuple(meant))
    return None


def _says(derivation: Derivation, small: Instance, name: str, base: str) -> bool:
    """Whether the equations of a hypothesis are, at one depth, that all neighbours are balanced."""
    normal = derivation.normal(derivation.setting())
    relations = [r for r in small.article.hypotheses[name].relations if r.op == "="]
    sides = [Sum((relation.lhs, negative(relation.rhs))) for relation in relations]
    try:
        gaps = [normal.element(side) for side in sides]
        for layer in range(1, small.layout.depth):
            one, two = (Sym(named(base, str(k))) for k in (layer + 1, layer))
            pairs: list[tuple[Expr, Expr]] = [(_square(one), _square(Transpose(two)))]
            if small.article.symbols[one.name].sign == "positive":  # then one says the other
                pairs.append((one, two))
            wanted = [normal.element(Sum((a, negative(b)))) for a, b in pairs]
            alike = [(g, w) for g in gaps for w in wanted if g.shape == w.shape]
            if not any((g - w).is_zero() or (g + w).is_zero() for g, w in alike):
                return False
    except SslcheckError:
        return False
    return True


def _square(node: Expr) -> Expr:
    return Prod((Transpose(node), node))


class Balanced:
    """An instance's article with its balanced layers written by what they have in common."""

    def __init__(self, instance: Instance, chain: Chain) -> None:
        self._chain = chain
        self._made = made = _Written(instance.article, instance.layout, chain)
        said, article = chain.hypotheses, instance.article
        hypotheses = dict(article.hypotheses)
        for name in said:
            hypotheses[name] = replace(hypotheses[name], holds="at an instant", relations=())
        first = hypotheses[said[0]]
        lets = {**first.lets, **made.lets}
        hypotheses[said[0]] = replace(first, lets=lets, relations=tuple(made.relations))
        self.article = replace(
            article,
            spaces={**article.spaces, **made.spaces},
            symbols={**article.symbols, **made.symbols},
            hypotheses=hypotheses,
        )
        self.derivation = Derivation(self.article)

    def claim(self, claim: Claim) -> Claim | None:
        """What a claim says of it; None where it is not about an instant."""
        statement, form = claim.statement, claim.form
        parts = parts_of(claim, self.article.definitions)
        strict = any(r.op in ("<", ">", "pd") for r in statement.relations)
        chosen = [self.article.hypotheses[name] for name in claim.hypotheses]
        begins = any(h.holds == "at the start" for h in chosen)
        timed = statement.timed or statement.after or any(map(names_time, parts))
        more = self._is_supposed_more(claim)
        if strict or timed or begins or more or not form.over_time:
            return None
        normal = self.derivation.normal(self.derivation.setting(claim.hypotheses, claim.flow))
        relations = self._made.powers(statement.relations, normal)
        found = replace(claim, holds=None, statement=replace(statement, relations=relations))
        broken = map(self._made.is_broken, parts_of(found, self.article.definitions))
        return None if any(broken) else found  # where all layers are 0 it may not be as nearby

    def _is_supposed_more(self, claim: Claim) -> bool:
        """Whether more is supposed of the layers: where all are 0 it may be true, and of no chain
        nearby, so that nothing is a limit of what is shown.
        """
        names = self.derivation.hypotheses(claim.hypotheses, claim.flow)
        others = [self.article.hypotheses[n] for n in names if n not in self._chain.hypotheses]
        told = [Sym(name) for other in others for name in names_of(self.article, other)]
        parts = within(told, self.article.definitions)
        return any(isinstance(p, Sym) and p.name in self._made.lets for p in parts)

    def given(self, outcome: Outcome) -> Outcome | None:
        """An outcome with what is supposed meant as the claim says.

        None for a proof under conditions on what the layers have in common: no article says them.
        """
        if outcome.verdict is Verdict.CONDITIONAL or any(map(self._is_new, outcome.given)):
            return None
        chain, hypotheses = self._chain, self.article.hypotheses
        meant = {
            hypotheses[name].text: said
            for name, said in zip(chain.hypotheses, chain.meant, strict=True)
        }
        given = (
            replace(c, meant=meant.get(c.hypothesis, c.meant)) if isinstance(c, Supposed) else c
            for c in outcome.given
        )
        steps = (self._made.step, *outcome.steps)
        return replace(outcome, given=tuple(given), steps=steps)

    def _is_new(self, condition: Condition) -> bool:
        values = (getattr(condition, spec.name) for spec in fields(condition))
        parts = (part for value in values if isinstance(value, Expr) for part in walk(value))
        return any(isinstance(part, Sym) and part.name in self._made.symbols for part in parts)


@dataclass(frozen=True, slots=True)
class _Part:
    """``P_high e^{degree Z} P_low^T``, or ``u_high s^degree`` with a sign or none."""

    high: str
    degree: Expr
    low: str


class _Written:
    """What the letters of a layout are; ``lets`` and ``relations`` say it."""

    def __init__(self, article: Article, layout: Layout, chain: Chain) -> None:
        self.article, self.layout, self.chain = article, layout, chain
        self.symbols: dict[str, Symbol] = {}
        self.lets: dict[str, Expr] = {}
        self.relations: list[Relation] = []
        self._rank = _fresh("r", article.spaces)
        self._ends: dict[str, Sym] = {}
        self._parts: dict[str, _Part] = {}
        square = (self._rank, self._rank)
        if chain.sizes:
            self._middle = self._symbol("Z", shape=square, properties=frozenset({"diagonal"}))
        else:
            self._middle = self._symbol("s", sign="positive")
        for letter, high, degree, low in self._letters():
            symbol = article.symbols.get(letter)
            if not chain.sizes:  # a number has a sign of its own, unless it is declared
                high, low = letter if symbol and symbol.sign == "real" else "", ""
            if symbol is not None:
                self._parts[letter] = _Part(high, degree, low)
        self.lets |= {letter: self._value(part) for letter, part in self._parts.items()}

    @property
    def spaces(self) -> dict[str, str]:
        """The space that the layers have in common."""
        return {self._rank: "rank of the layers"} if self.chain.sizes else {}

    @property
    def step(self) -> Step:
        """What the layers have in common, and why."""
        said = [reason(Relation(Sym(name), "=", value)) for name, value in self.lets.items()]
        kind = "singular values, in directions that fit" if self.chain.sizes else "absolute value"
        why = reason(f"balanced layers have the same {kind}: by induction from each to the next")
        unchecked = reason("it is a theorem about all such layers, used as it is")
        return Step(joined(said, "; "), why, False, unchecked)

    def is_broken(self, node: Expr) -> bool:
        """Whether a node is not continuous where layers are 0, or has no value there."""
        match node:
            case Quotient(_, inner) | Log(inner):
                named = within((inner,), self.article.definitions)
                layers = [self.article.symbols[p.name] for p in named if self._is_layer(p)]
                return any(layer.sign != "positive" for layer in layers)
            case Power(_, exponent):
                return exponent < 0
        return isinstance(node, PseudoInverse)

    def _is_layer(self, node: Expr) -> TypeGuard[Sym]:
        return isinstance(node, Sym) and node.name in self._parts

    def powers(self, relations: Sequence[Relation], normal: NormalForm) -> tuple[Relation, ...]:
        """Relations in which powers of what is ``P_i e^{g Z} P_i^T`` are written so as well."""
        change = partial(self._without_powers, normal=normal)
        return tuple(replace(r, lhs=change(r.lhs), rhs=change(r.rhs)) for r in relations)

    # -- letters ----------------------------------------------------------------------------------

    def _letters(self) -> Iterator[tuple[str, str, Expr, str]]:
        """Each layer and block by its letter: its upper end, of how many it is, its lower end."""
        base, label = self.chain.base, self.layout.label
        numbers: dict[str, Expr] = {}
        for layer in self.layout.layers:
            yield named(base, label(layer)), label(layer), _ONE, label(layer - 1)
        for first, last in self.layout.blocks:
            low, high = label(first), label(last)
            count = self._symbol("g", sign="positive")
            begin, end = index_of(low), index_of(high)
            if begin is None or end is None or not end.base:
                raise TypeError(f"no labels of layers: {low}, {high}")
            shift = Num(Fraction(begin.shift - 1 - end.shift))
            terms = (numbers.get(begin.base, ZERO), count, shift)
            numbers[end.base] = Sum(tuple(term for term in terms if term != ZERO))
            yield named(base, f"{high}:{low}"), high, count, label(first - 1)
            if not self.chain.sizes:
                yield named(base, f"{low}:{high}"), high, count, label(first - 1)
        self.lets |= {k: v for k, v in numbers.items() if k in self.article.symbols}

    def _symbol(self, name: str, **declared: Any) -> Sym:
        name = _fresh(name, {**self.article.symbols, **self.symbols})
        self.symbols[name] = Symbol(name, **declared)
        return Sym(name)

    def _end(self, label: str) -> Sym:
        """What stands between two layers."""
        if label not in self._ends and self.chain.sizes:
            shape = (named(self.chain.sizes, label), self._rank)
            marks = frozenset({"orthonormal"})
            self._ends[label] = self._symbol(named("P", label), shape=shape, properties=marks)
        elif label not in self._ends:
            sign = self._ends[label] = self._symbol(f"u_{{{label}}}")
            self.relations.append(Relation(Power(sign, Fraction(2)), "=", _ONE))
        return self._ends[label]

    def _value(self, part: _Part) -> Expr:
        if self.chain.sizes:
            middle = Exp(Prod((part.degree, self._middle)))
            return Prod((self._end(part.high), middle, Transpose(self._end(part.low))))
        middle = Exp(Prod((part.degree, Log(self._middle))))
        if part.high == part.low:
            return middle
        return Prod((self._end(part.high), middle))

    # -- powers -----------------------------------------------------------------------------------

    def _without_powers(self, node: Expr, normal: NormalForm) -> Expr:
        """Outside of derivatives, in which layers move as they do."""
        if isinstance(node, Sym):
            meaning = normal.setting.definitions.get(node.name)
            found = node if meaning is None else self._without_powers(meaning, normal)
            return node if found == meaning else found
        if raised := _power(node):
            base, above = raised
            part = self._part(base, normal)
            if part is not None and part.high == part.low:
                sign = normal.functions.sign(normal.scalar(above))
                if sign == 1:
                    return self._value(replace(part, degree=Prod((part.degree, above))))
                if sign == 0:
                    return Power(base, Fraction(0))
        if not isinstance(node, _AT_AN_INSTANT):
            return node
        return map_children(node, lambda child: self._without_powers(child, normal))

    def _part(self, node: Expr, normal: NormalForm) -> _Part | None:
        """What a product of layers is, if it is one of neighbours."""
        if isinstance(node, Sym):
            meaning = normal.setting.definitions.get(node.name)
            if node.name in self._parts or meaning is None:
                return self._parts.get(node.name)
            return self._part(meaning, normal)
        if isinstance(node, Transpose):
            part = self._part(node.arg, normal)
            return part and replace(part, high=part.low, low=part.high)
        if isinstance(node, Prod):
            parts = [self._part(factor, normal) for factor in node.factors]
            known = [part for part in parts if part is not None]
            meet = all(one.low == two.high for one, two in pairwise(known))
            if len(known) < len(parts) or not (meet or not self.chain.sizes):
                return None
            degree = Sum(tuple(part.degree for part in known))
            if not self.chain.sizes:
                return _Part("".join(part.high for part in known), degree, "")
            return _Part(known[0].high, degree, known[-1].low)
        if raised := _power(node):
            base, above = raised
            part = self._part(base, normal)
            even = isinstance(above, Num) and above.value % 2 == 0 and not self.chain.sizes
            if part is not None and even:  # the square of a sign is 1
                part = replace(part, high="")
            if part is None or part.high != part.low:
                return None
            if normal.functions.sign(normal.scalar(above)) == 1:
                return replace(part, degree=Prod((part.degree, above)))
        return None


def _fresh(name: str, taken: Mapping[str, object]) -> str:
    while name in taken:
        name += "'"
    return name


def _power(node: Expr) -> tuple[Expr, Expr] | None:
    """The base and the exponent of a power, in letters or in numbers."""
    match node:
        case Exp(Prod((above, Log(base)))):
            return base, above
        case Power(base, exponent):
            return base, Num(exponent)
    return None
