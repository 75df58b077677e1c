"""Conditions that are the claim itself leave it nothing to say: of a state they are asked of the
start, if the flow then keeps them, and are none otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sslcheck.derive.algebra.linear_solve import multiple
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import At, Ident, Prod, Relation, Sym, Transpose, difference
from sslcheck.derive.setting import Property, Setting, Symbol
from sslcheck.derive.signs.kept import kept
from sslcheck.derive.verdicts.condition import AnyOf, Condition, Definite, Positive

__all__ = ["is_declared", "not_restated"]

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


def is_declared(
    derivation: Derivation, setting: Setting, claimed: Relation, names: Iterable[str]
) -> bool:
    """Whether an inequality says that a positive multiple of one of these states has its sign, or
    an equation that one is symmetric or orthonormal.
    """
    if claimed.op == "=":
        return any(_is_property(derivation, setting, claimed, name) for name in names)
    if claimed.op not in _MORE | {"<", "<="}:
        return False
    conditions = (
        Positive(Sym(n)) if setting.symbols[n].scalar else Definite(Sym(n)) for n in names
    )
    return any(_is_claimed(derivation, setting, claimed, c) for c in conditions)


def _is_property(derivation: Derivation, setting: Setting, claimed: Relation, name: str) -> bool:
    """Whether an equation is a multiple of what a property of a state says."""
    symbol, state = setting.symbols[name], Sym(name)
    if symbol.scalar:
        return False
    plain = replace(symbol, properties=frozenset[Property]())
    normal = derivation.normal(replace(setting, symbols={**setting.symbols, name: plain}))
    law = difference(state, Transpose(state))
    if "orthonormal" in symbol.properties:
        law = difference(Prod((Transpose(state), state)), Ident(symbol.shape[1]))
    try:
        gap = normal.element(difference(claimed.lhs, claimed.rhs))
        return multiple(gap, normal.element(law)) is not None
    except Unsupported:
        return False


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
    """Whether the claim is that a positive multiple of a condition's value is positive.

    ``z + 1`` is none of z: the quotient has no value where z is 0.
    """
    normal = derivation.normal(setting)
    sides = (claimed.lhs, claimed.rhs) if claimed.op in _MORE else (claimed.rhs, claimed.lhs)
    try:
        gap, value = normal.element(difference(*sides)), normal.element(condition.value)
        factor = multiple(normal.finished(gap), normal.finished(value))
    except Unsupported:
        return False
    if factor is None or normal.functions.sign(factor) != 1:
        return False
    return not any(factor.denominator.deep() & c.deep() for c in value.terms.values())


def _stronger(symbol: Symbol) -> Symbol:
    """A symbol that is declared to be what a condition asks of it."""
    if symbol.scalar:
        return replace(symbol, sign="positive")
    return replace(symbol, properties=symbol.properties | {"invertible"})
