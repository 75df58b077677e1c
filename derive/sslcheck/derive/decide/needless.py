"""Conditions of numbers without what is known: positive factors, and what others imply."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.rebuild import ratio_expr
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.signs.scalar import Signs
from sslcheck.derive.verdicts.condition import Condition, Nonnegative, Nonzero, Positive

__all__ = ["without_needless"]


def without_needless(normal: NormalForm, conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    """The conditions that say something, in as few factors as they need.

    With r > 0 declared ``m / r > 0`` is ``m > 0``, ``2 r > 0`` is none, nor is ``m > 0`` beside
    ``m - 1 >= 0``.
    """
    signs = Signs(normal.functions)
    found: list[tuple[Condition, Ratio | None]] = []
    for condition in conditions:
        value = _value(normal, condition)
        told = condition if value is None else _essential(signs, condition, value)
        if told is not None:
            found.append((told, _value(normal, told)))
    kept = list(found)
    for each in found:
        others = [one for one in kept if one is not each]
        if any(_implies(signs, one, each) for one in others):
            kept = others
    return tuple(condition for condition, _ in kept)


def _value(normal: NormalForm, condition: Condition) -> Ratio | None:
    """The number that a condition is about."""
    if not isinstance(condition, (Positive, Nonnegative, Nonzero)):
        return None
    try:
        element = normal.whole(condition.value)
        return element.value().root_reduced().cancelled() if element.shape == ("1", "1") else None
    except Unsupported:
        return None


def _essential(signs: Signs, condition: Condition, value: Ratio) -> Condition | None:
    """A condition without factors that are positive anyway; None where nothing is left of it."""
    assert isinstance(condition, (Positive, Nonnegative, Nonzero))
    if signs.known_positive(value):
        return None
    if isinstance(condition, Nonnegative) and signs.known_nonnegative(value):
        return None
    left = value.scalars.number(-1 if value.num.LC * value.den.LC < 0 else 1)
    for factor, power in (*value.numerator.factors(), *value.denominator.factors()):
        if not signs.known_positive(_led(factor)):
            even = power % 2 == 0 and not isinstance(condition, Nonzero)
            left = left * _led(factor) ** (2 if even else 1)
    same = (value - left).is_zero() or (isinstance(condition, Nonzero) and (value + left).is_zero())
    return condition if same else replace(condition, value=ratio_expr(left))


def _led(factor: Ratio) -> Ratio:
    """A factor with a positive leading number."""
    return factor if factor.num.LC > 0 else -factor


def _implies(
    signs: Signs, one: tuple[Condition, Ratio | None], other: tuple[Condition, Ratio | None]
) -> bool:
    """Whether one condition implies another, as their values differ by what is not negative."""
    (given, low), (asked, high) = one, other
    if low is None or high is None or isinstance(given, Nonzero):
        return False
    gap = (high - low).cancelled()
    strict = isinstance(given, Positive) or isinstance(asked, Nonnegative)
    return signs.known_nonnegative(gap) if strict else signs.known_positive(gap)
