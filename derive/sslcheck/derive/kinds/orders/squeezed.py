"""Equations by inequalities that are supposed: neither side is more than the other."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Expr, Power, Relation, SquaredNorm, difference, negative
from sslcheck.derive.kinds.kind import Case
from sslcheck.derive.kinds.orders.order import by_combination
from sslcheck.derive.kinds.residuals.divisors import nonzero
from sslcheck.derive.signs.quadratic import read_form
from sslcheck.derive.verdicts.finding import Check, Finding, ProofStep, argued_step

__all__ = ["by_orders"]


def by_orders(case: Case, found: Finding) -> Finding:
    """That each equation holds as neither side is more, or as the square of the difference is not
    more than 0; what was ``found`` where that is not seen.
    """
    normal, steps = case.normal, list[ProofStep]()
    for relation, check in zip(case.relations, found.checks, strict=True):
        if all(gap.is_zero() for gap in normal.remainders(relation)):
            continue
        shown = next(
            filter(None, (_shown(case, way, check) for way in _ways(case, relation))), None
        )
        if shown is None:
            return found
        why = "what is neither more nor less than 0 is 0, and what has a square that is not more"
        steps += [*shown, argued_step(relation, why, "an equation, evaluated as the claim")]
    sides = [side for r in case.relations for side in (r.lhs, r.rhs)]
    return Finding(True, found.checks, tuple(steps), (), nonzero(normal, sides))


def _ways(case: Case, relation: Relation) -> Iterator[tuple[Expr, ...]]:
    """Numbers that are all not negative only where an equation holds."""
    gap = difference(relation.lhs, relation.rhs)
    if case.normal.whole(gap).shape == ("1", "1"):
        yield gap, negative(gap)
        yield (negative(Power(gap, Fraction(2))),)
    else:
        yield (negative(SquaredNorm(gap)),)


def _shown(case: Case, numbers: tuple[Expr, ...], check: Check) -> list[ProofStep] | None:
    """The steps that show that numbers are not negative."""
    normal, steps = case.normal, list[ProofStep]()
    for number in numbers:
        try:
            value = normal.finished(normal.whole(number)).value()
            shown = by_combination(normal, read_form(normal, number), value, number, False, check)
        except Unsupported:
            return None
        if shown is None:
            return None
        steps += shown.steps
    return steps
