"""The signs of parameters with which a limit is reached that is missed where they are 0."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import product

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import ZERO, Sym, negative
from sslcheck.derive.kinds.kind import Case
from sslcheck.derive.setting import Symbol
from sslcheck.derive.verdicts.condition import (
    AnyOf,
    Condition,
    Nonzero,
    Positive,
    made_positive,
    with_lets,
)
from sslcheck.derive.verdicts.finding import Finding

__all__ = ["signs_needed"]

_Signs = tuple[int, ...]
_ALLOWED: dict[str, _Signs] = {"real": (1, 0, -1), "nonnegative": (1, 0), "positive": (1,)}


def signs_needed(
    case: Case, names: Sequence[str], seen: Callable[[Case], Finding | None]
) -> tuple[Condition, ...]:
    """What is to be asked of the signs of a few parameters so that a claim is ``seen`` to hold.

    None where the signs with which it is seen are not those of a few conditions.
    """
    allowed = [_ALLOWED[case.setting.symbols[name].sign] for name in names]
    good = {signs for signs in product(*allowed) if _holds(case, names, signs, seen)}
    sets = [
        [asked for asked in ((*each,), (1, -1), (1,)) if {*asked} <= {*each}] for each in allowed
    ]
    ways: list[tuple[_Signs, ...]] = []
    for way in product(*(dict.fromkeys(each) for each in sets)):  # the weakest come first
        inside = {*product(*way)}
        if inside <= good and not any(inside <= {*product(*other)} for other in ways):
            ways.append(way)
    if not ways or {signs for way in ways for signs in product(*way)} != good:
        return ()
    told = [_told(names, allowed, way) for way in ways]
    return told[0] if len(told) == 1 else (AnyOf(tuple(told)),)


def _told(
    names: Sequence[str], allowed: Sequence[_Signs], way: Iterable[_Signs]
) -> tuple[Condition, ...]:
    """What is asked of parameters by the signs that they may have."""
    return tuple(
        Nonzero(Sym(name)) if -1 in asked else Positive(Sym(name), (name,))
        for name, each, asked in zip(names, allowed, way, strict=True)
        if {*asked} != {*each}
    )


def _holds(
    case: Case, names: Sequence[str], signs: _Signs, seen: Callable[[Case], Finding | None]
) -> bool:
    """Whether a claim is seen to hold with some signs of parameters."""
    wanted: Mapping[str, int] = dict(zip(names, signs, strict=True))
    setting = made_positive(case.setting, [n for n, sign in wanted.items() if sign > 0])
    symbols, lets = dict(setting.symbols), {}
    for name, sign in wanted.items():
        size = f"|{name}|"
        if sign < 0:
            symbols[size] = Symbol(size, sign="positive")
        if sign <= 0:
            lets[name] = negative(Sym(size)) if sign else ZERO
    try:
        found = seen(replace(case, setting=with_lets(replace(setting, symbols=symbols), lets)))
    except (Unsupported, ZeroDivisionError):
        return False
    return found is not None and found.holds is True
