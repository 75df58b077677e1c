"""Points at which a condition is met, beside all that a setting says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice, zip_longest

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.exact.check import violation
from sslcheck.derive.exact.construct import corrected, satisfying
from sslcheck.derive.exact.point import Point
from sslcheck.derive.exact.sample import raised, sizes_allowed
from sslcheck.derive.exact.scope import Scope
from sslcheck.derive.exact.shrink import mixed_points, simple_points
from sslcheck.derive.exact.squares import draw_point
from sslcheck.derive.expr import Relation
from sslcheck.derive.setting import Setting

__all__ = ["meeting"]

_PATTERNS = ((2, 3, 2, 3), (3, 2, 3, 2), (2, 2, 2, 2), (4, 4, 4, 4))
"""Sizes of the first, second, ... space: what is met where one is 1 alone counts as never met."""

_SIMPLE = 20
_MIXED = 40
_ENOUGH = 3
_STAYS = 3
"""Taylor order up to which a trajectory is seen to stay."""


def meeting(
    setting: Setting, demands: Sequence[Relation], claimed: Relation, order: int = 0
) -> list[Point] | None:
    """A few points at which all demands hold and what is claimed has a value.

    Trajectories stay there where hypotheses want them, as far as Taylor series tell. Empty where
    none is found; None where the demands have a value at no point that is tried.
    """
    found: list[Point] = []
    valued, laws = False, setting.leftover
    asked = [*((demand, 0) for demand in demands), *((law, _STAYS) for law in laws)]
    order = max(order, _STAYS) if laws else order
    for point in _points(setting, [*demands, *laws, claimed], order):
        try:
            missed = [one for one, most in asked if violation(one, point, most) is not None]
            violation(claimed, point, order)
        except (Unsupported, ZeroDivisionError):
            continue
        valued = True
        found += [] if missed else [point]
        if len(found) == _ENOUGH:
            break
    return found if valued else None


def _points(setting: Setting, relations: Sequence[Relation], order: int) -> Iterator[Point]:
    """Generic points of several sizes that satisfy the setting, each with simpler ones."""
    scope = Scope(setting)
    sides = [side for relation in relations for side in (relation.lhs, relation.rhs)]
    roots = scope.closure(sides)[1]
    for seed, sizes in enumerate(_sizes(scope)):
        try:
            first = satisfying(draw_point(scope, sizes, seed, roots), roots, order)
            yield first
        except (Unsupported, ZeroDivisionError):
            continue
        simpler = zip_longest(islice(simple_points(first), _SIMPLE), mixed_points(first, _MIXED))
        yield from filter(None, map(corrected, filter(None, chain.from_iterable(simpler))))


def _sizes(scope: Scope) -> Iterator[Mapping[str, int]]:
    for pattern in _PATTERNS:
        sizes = {s: pattern[i % len(pattern)] for i, s in enumerate(scope.spaces)}
        sizes = raised(scope, sizes)
        if sizes_allowed(scope, sizes):
            yield sizes
