"""Conditions that are the claim itself leave it nothing to say: of a state they are asked of the
start, if the flow then keeps them, and are none otherwise.
"""

from __future__ import annotations

from dataclasses import replace

from sslcheck.derive.algebra.linear_solve import multiple
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import At, Relation, Sym, difference
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.signs.kept import kept
from sslcheck.derive.verdicts.condition import AnyOf, Condition, Definite, Positive

__all__ = ["not_restated"]

_MORE = {"pd", ">", "psd", ">="}


def not_restated(
    derivation: Derivation, setting: Setting, claimed: Relation, conditions: tuple[Condition, ...]
) -> tuple[Condition, ...]:
    """The conditions of an inequality without those that say what it says; none if one is needed.

    ``X > 0`` is no condition of ``2 X > 0``; of a state it is asked of the start where it is kept.
    """
    if claimed.op not in _MORE | {"<", "<="}:
        return conditions
    found: list[Condition] = []
    for condition in conditions:
        ways = condition.ways if isinstance(condition, AnyOf) else ((condition,),)
        told = [_said(derivation, setting, claimed, way) for way in ways]
        left = tuple(way for way in told if way)
        if not left:
            return ()
        if left != tuple(ways):
            condition = left[0][0] if len(left) == 1 == len(left[0]) else AnyOf(left)
        found.append(condition)
    return tuple(found)


def _said(
    derivation: Derivation, setting: Setting, claimed: Relation, way: tuple[Condition, ...]
) -> tuple[Condition, ...]:
    """A way that says something else; empty if there is none."""
    condition = way[0]
    if len(way) > 1 or not isinstance(condition, (Definite, Positive)):
        return way
    if not _is_claimed(derivation, setting, claimed, condition):
        return way
    value = condition.value
    if not isinstance(value, Sym) or value.name not in setting.flow:
        return ()
    stronger = {**setting.symbols, value.name: _stronger(setting.symbols[value.name])}
    if value.name not in kept(replace(setting, symbols=stronger), derivation.scalars):
        return ()
    return (type(condition)(At(value)),)


def _is_claimed(
    derivation: Derivation, setting: Setting, claimed: Relation, condition: Definite | Positive
) -> bool:
    """Whether the claim is that a positive multiple of a condition's value is positive."""
    normal = derivation.normal(setting)
    sides = (claimed.lhs, claimed.rhs) if claimed.op in _MORE else (claimed.rhs, claimed.lhs)
    try:
        gap, value = normal.element(difference(*sides)), normal.element(condition.value)
        factor = multiple(normal.finished(gap), normal.finished(value))
    except Unsupported:
        return False
    return factor is not None and normal.functions.sign(factor) == 1


def _stronger(symbol: Symbol) -> Symbol:
    """A symbol that is declared to be what a condition asks of it."""
    if symbol.scalar:
        return replace(symbol, sign="positive")
    return replace(symbol, properties=symbol.properties | {"invertible"})
