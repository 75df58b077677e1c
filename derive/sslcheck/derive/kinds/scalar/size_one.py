"""Points of size 1, where all matrices are numbers, at which a flow rests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from random import Random

from sympy import Expr as Formula

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import TRACE, InverseOf, Letter, SizeOf, TraceOf
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.expr import Expr, Num
from sslcheck.derive.kinds.kind import Case
from sslcheck.derive.kinds.scalar.numbers import number, polynomial, real_roots
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting, Symbol

__all__ = ["at_size_one", "commuting", "smallest"]

_TRIED = 200
_VALUES = (Fraction(0), Fraction(1), Fraction(-1), Fraction(2), Fraction(1, 2))


def at_size_one(case: Case, setting: Setting, point: Mapping[str, Expr]) -> Setting:
    """A setting at a point of size 1: there its states start, and all else has these values."""
    one = dict.fromkeys(case.derivation.article.spaces, "1")
    states = {n: v for n, v in point.items() if setting.symbols[n].role == "state"}
    others = {n: v for n, v in point.items() if n not in states}
    return replace(
        setting,
        merged={**setting.merged, **one},
        lets={**setting.lets, **others},
        initial={**setting.initial, **states},
    )


def smallest(
    normal: NormalForm,
    setting: Setting,
    target: Element,
    gaps: list[Element],
    positive: bool = False,
) -> dict[str, Expr] | None:
    """A point of size 1 at which the gaps are 0 and the target is not, or is ``positive``.

    None where none is found.
    """
    values = [commuting(normal, e) for e in (target, *gaps)]
    names = sorted({n for v in values for n in v.free()})
    if any(n not in setting.symbols or n in setting.lets for n in names):
        return None
    rng = Random(0)
    for _ in range(_TRIED):
        at = {n: rng.choice(_VALUES) for n in names}
        if rng.random() < 0.5:
            same = rng.choice(_VALUES)
            at.update({n: same for n in names if setting.symbols[n].role == "state"})
        for gap in rng.sample(values[1:], len(gaps)):
            if number(gap, at) != 0:
                ways = (_solved(gap, name, at) for name in rng.sample(names, len(names)))
                at |= next(filter(None, ways), {})
        stationary = all(number(gap, at) == 0 for gap in values[1:])
        meant = all(_admissible(setting.symbols[n], v) for n, v in at.items())
        if stationary and meant and _counts(number(values[0], at), positive):
            return {n: Num(v) for n, v in at.items()}
    return None


def _counts(value: Formula | None, positive: bool) -> bool:
    return value is not None and bool(value > 0 if positive else value != 0)


def _admissible(symbol: Symbol, value: Fraction) -> bool:
    """Whether a symbol of size 1 may have a value."""
    if value == 0 and "invertible" in symbol.properties:
        return False
    if symbol.sign != "real" or "psd" in symbol.properties:
        return value > 0 or (value == 0 and symbol.sign != "positive")
    return "orthonormal" not in symbol.properties or value * value == 1


def commuting(normal: NormalForm, element: Element) -> Ratio:
    """An element at size 1, where all letters are numbers."""
    total = normal.scalars.number(0)
    for word, coeff in element.terms.items():
        for letter in word:
            if letter != TRACE:
                coeff = coeff * _one(normal, letter[0])
        total = total + coeff
    numbers = {letter: _number(normal, letter) for letter in total.free()}
    return total.substitute({n: v for n, v in numbers.items() if v is not None}).root_reduced()


def _number(normal: NormalForm, letter: Letter) -> Ratio | None:
    """A trace, or a size, at size 1."""
    if isinstance(letter, TraceOf):
        return _trace(normal, letter)
    return normal.scalars.one if isinstance(letter, SizeOf) else None


def _trace(normal: NormalForm, trace: TraceOf) -> Ratio:
    total = normal.scalars.one
    for letter, _ in trace.word:
        total = total * _one(normal, letter)
    return total


def _one(normal: NormalForm, letter: Letter) -> Ratio:
    """A matrix at size 1; inverses are quotients."""
    if isinstance(letter, InverseOf):
        return normal.scalars.one / commuting(normal, letter.value)
    return normal.scalars.letter(letter)


def _solved(value: Ratio, name: str, at: dict[str, Fraction]) -> dict[str, Fraction]:
    """A letter with the number that makes a value 0, if that is a rational one."""
    poly = polynomial(value, name, {n: v for n, v in at.items() if n != name})
    roots = () if poly is None else real_roots(poly)
    return next(({name: root.low} for root in roots if root.low == root.high), {})
