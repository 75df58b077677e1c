"""States that satisfy a constraint: one of them expressed by what is free, or given a property."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import TRACE, Word, closure
from sslcheck.derive.algebra.polynomials import fraction
from sslcheck.derive.expr import Expr, Prod, Relation, Sym, Transpose, difference
from sslcheck.derive.kinds.residuals.constants import demands
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Property, Setting, Symbol, stand_in
from sslcheck.derive.signs.branch import Branch
from sslcheck.derive.traverse import walk

__all__ = ["Constrained", "constrained", "expressed"]


@dataclass(frozen=True, slots=True)
class Constrained:
    """How a setting is given starts on a constraint.

    ``all_of_it``: whether these are all that there are; ``admissible``: whether they are seen to be
    what the states are declared to be.
    """

    impose: Callable[[Setting], Setting]
    all_of_it: bool = True
    admissible: bool = True


def constrained(normal: NormalForm, relation: Relation, gap: Element) -> Constrained | None:
    """How states are put on a constraint ``gap = 0``; None where that is not known.

    A state that a hypothesis gives a value keeps it: no other is put in its place.
    """
    setting = normal.setting
    lhs, rhs = relation.lhs, relation.rhs
    for state, value in ((lhs, rhs), (rhs, lhs)):
        if not isinstance(state, Sym) or not _free(setting, state.name):
            continue
        element = normal.element(value)
        if _names(element).isdisjoint((state.name, *setting.initial)):
            admissible = _admits(normal, setting.symbols[state.name], element)
            if any(part == state for part in walk(value)):
                value = normal.expr(element)  # it cancels
            return Constrained(_inserting(state.name, value), admissible=admissible)
    if not _names(gap).isdisjoint(setting.initial):
        return None
    for name in sorted(n for n in _names(gap) if _free(setting, n)):
        found = _marked(setting, name, gap) or _solved(normal, name, gap)
        if found is not None:
            return found
    return None


def expressed(normal: NormalForm) -> Setting | None:
    """A setting with what equations say of one constant matrix each said by it: that it is
    symmetric or orthonormal, or the skew part of a free one. None where no equation says so.
    """
    setting = normal.setting
    given = {*setting.lets, *setting.definitions, *setting.initial}
    for relation in setting.relations:
        gap = normal.residual(relation)
        names = _names(gap)
        (name,) = names if len(names) == 1 else ("",)
        symbol = setting.symbols.get(name)
        if relation.op != "=" or symbol is None or name in given or symbol.role != "parameter":
            continue
        found = _marked(setting, name, gap)
        if found is not None and found.all_of_it:
            left = tuple(other for other in setting.relations if other is not relation)
            setting = found.impose(replace(setting, relations=left))
    return None if setting is normal.setting else setting


def _free(setting: Setting, name: str) -> bool:
    """Whether a symbol moves, and nothing gives it a value."""
    symbol = setting.symbols.get(name)
    given = {*setting.lets, *setting.definitions, *setting.initial}
    return symbol is not None and symbol.moves and name not in given


def _admits(normal: NormalForm, symbol: Symbol, value: Element) -> bool:
    """Whether a value is seen to be what a symbol is declared to be."""
    traits = demands(normal, normal.expr(value), value, symbol, normal.setting)
    return all(trait.met for trait in traits)


def _names(element: Element) -> frozenset[Any]:
    """The letters of an element, and what stands inside of them: roots, inverses, exponents."""
    inner = frozenset().union(*(c.free() for c in element.terms.values()))
    return closure(element.letters() | inner)


def _inserting(name: str, value: Expr, *new: Symbol) -> Callable[[Setting], Setting]:
    def impose(setting: Setting) -> Setting:
        symbols = {**setting.symbols, **{s.name: s for s in new}}
        if symbols[name].role == "parameter":
            return replace(setting, symbols=symbols, lets={**setting.lets, name: value})
        return replace(setting, symbols=symbols, initial={**setting.initial, name: value})

    return impose


def _marking(name: str, mark: Property) -> Callable[[Setting], Setting]:
    def impose(setting: Setting) -> Setting:
        symbol = setting.symbols[name]
        marks = {mark} if mark == "orthonormal" else symbol.properties | {mark}
        marked = replace(symbol, properties=frozenset(marks))
        return replace(setting, symbols={**setting.symbols, name: marked})

    return impose


def _fresh(setting: Setting, name: str) -> str:
    name = stand_in(name)
    while name in setting.symbols:
        name = stand_in(name)
    return name


def _marked(setting: Setting, name: str, gap: Element) -> Constrained | None:
    """``W = W^T``, ``W = -W^T``, ``W^T W = I``, ``W W^T = I``, ``P P = P``."""
    symbol = setting.symbols[name]
    if symbol.scalar or any(c.free() for c in gap.terms.values()):
        return None
    words: dict[Word, Fraction] = {}
    lead: Fraction | None = None
    for word, coeff in gap.terms.items():
        number = fraction(coeff.num.LC)
        words[word[1:] if word[:1] == (TRACE,) else word] = number
        lead = lead or number
    assert lead is not None
    plain, turned = (name, False), (name, True)
    other = _fresh(setting, name)
    free = Sym(other)
    if words.keys() == {(plain,), (turned,)}:
        if words[(plain,)] == -words[(turned,)]:
            return Constrained(_marking(name, "symmetric"))
        if words[(plain,)] == words[(turned,)]:
            skew = difference(free, Transpose(free))
            return Constrained(_inserting(name, skew, Symbol(other, symbol.shape)))
    if symbol.properties:
        return None
    constant = words.pop((), None)
    (word, number), *more = words.items()
    if constant == -number and not more:
        if word in ((turned, plain), (plain, turned)) and gap.shape == ("1", "1"):
            word = (turned, plain) if symbol.shape[1] == "1" else (plain, turned)
            if "1" not in symbol.shape:
                return None  # a norm: no frame
        if word == (turned, plain):
            return Constrained(_marking(name, "orthonormal"))
        if word == (plain, turned):
            shape = symbol.shape[1], symbol.shape[0]
            frame = Symbol(other, shape, frozenset({"orthonormal"}))
            return Constrained(_inserting(name, Transpose(free), frame))
    twice = (plain, plain)
    if constant is None and words.keys() == {twice, (plain,)} and number == -words[more[0][0]]:
        frame = Symbol(other, (symbol.shape[0], other), frozenset({"orthonormal"}))
        projector = Prod((free, Transpose(free)))
        return Constrained(_inserting(name, projector, frame), all_of_it=False)
    return None


def _solved(normal: NormalForm, name: str, gap: Element) -> Constrained | None:
    """The constraint solved for a state in which it is linear, with a divisor that is not 0."""
    setting = normal.setting
    if setting.symbols[name].scalar:
        if gap.terms.keys() != {()}:
            return None
        whole = gap.terms[()].root_reduced().cancelled()
        if name in whole.denominator.free():
            return None
        found = whole.solved(name)
        if found is None or not Branch(normal.functions).nonzero(found[1]):
            return None
        value = normal.alphabet.scalar(found[0])
        admissible = _admits(normal, setting.symbols[name], value)
        return Constrained(_inserting(name, normal.expr(value)), admissible=admissible)
    word = ((name, False),)
    others = {w: c for w, c in gap.terms.items() if w != word}
    coeff = gap.terms.get(word)
    known = coeff is not None and Branch(normal.functions).nonzero(coeff)
    rest_of_it = Element(gap.alphabet, gap.shape, others)
    if not known or coeff is None or name in _names(rest_of_it):
        return None
    divided = rest_of_it.scaled(-(normal.scalars.number(1) / coeff))
    admissible = _admits(normal, setting.symbols[name], divided)
    return Constrained(_inserting(name, normal.expr(divided)), admissible=admissible)
