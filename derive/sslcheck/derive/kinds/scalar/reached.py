"""Whether every solution of a flow of one scalar tends to a fixed point, by the signs of its rate.

On a line each solution is monotone: it tends to the next fixed point or leaves every bounded set
(Strogatz, Nonlinear Dynamics and Chaos, section 2.6).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.expr import ZERO, Dot, Num, Power, Relation, Sym, difference
from sslcheck.derive.kinds.kind import Case
from sslcheck.derive.kinds.scalar.alone import alone
from sslcheck.derive.kinds.scalar.equilibria import Picture, line
from sslcheck.derive.kinds.scalar.flow_claim import Leaf, at_values, starting, with_values
from sslcheck.derive.kinds.scalar.numbers import Root
from sslcheck.derive.kinds.stability import Answer, Attractors
from sslcheck.derive.signs.branch import Branch
from sslcheck.derive.text.reason import Reason, reason
from sslcheck.derive.verdicts.finding import Check, Finding, ProofStep, argued_step

__all__ = ["reached", "toward"]


def reached(case: Case) -> Finding | None:
    """Whether a scalar tends to its limit from every admissible start; None where it is open."""
    try:
        for claimed, limit, _ in toward(case):
            (name,) = (r.lhs.name for r in claimed.relations if isinstance(r.lhs, Sym))
            try:
                found = _Reached(claimed, line(case, name), (limit,)).finding()
            except Unsupported:
                found = Finding(None, (), ())
            if found.holds is None:
                found = alone(claimed, name, limit) or found
            special = bool(case.setting.initial or case.setting.relations)  # not from every start
            return None if found.holds is None or (special and not found.holds) else found
    except (ArticleError, Unsupported):
        pass
    return None


def toward(case: Case) -> Iterator[tuple[Case, Ratio, Ratio]]:
    """What is said of a scalar where what is to vanish is a multiple of its distance to a limit.

    With it the limit, and what the distance is multiplied by.
    """
    gap, moves = difference(case.relation.lhs, case.relation.rhs), case.normal.functions.moves
    rest = case.normal.scalar(gap)
    for name in sorted(rest.free() & case.setting.flow.keys()):
        slope = rest.diff(name).cancelled()
        if any(map(moves, slope.deep())) or not case.normal.functions.nonzero(slope):
            continue
        limit = (rest.substitute({name: rest.scalars.number(0)}) / -slope).root_reduced()
        limit = limit.cancelled()
        if not any(map(moves, limit.free())):
            shown = case.normal.expr(case.normal.alphabet.scalar(limit))
            claimed = replace(case, relations=(Relation(Sym(name), "->", shown),))
            yield claimed, limit, slope


@dataclass(frozen=True, slots=True)
class _Reached(Attractors):
    """The one claimed point attracts, and no other fixed point is a start."""

    def answer(self, branch: Branch) -> Answer:
        """As of what attracts, with the other fixed points as missing ones."""
        found = Attractors.answer(self, branch)
        if found.points or found.missing or found.surplus:
            points = [p.value for p in self.flow.zeros(branch)]
            others = [v for v in points if self._starts(branch, v) and not self._is(branch, v)]
            return Answer((*found.missing, *others), found.surplus, found.points)
        return found  # counted, by `tested`

    def tested(self, at: Mapping[str, Fraction]) -> Check | bool | None:
        """As of what attracts, and that what starts at another fixed point stays there."""
        picture = self.flow.picture(at)
        if picture is None:
            return None
        others = self._others(picture)
        if others:
            exact = [r.low for r in others if r.low == r.high and (self._whole or r.low > 0)]
            return self._staying(exact[0], at) if exact else None
        found = Attractors.tested(self, at)
        return found if self._whole or found is True else None

    def explained(
        self, leaves: list[Leaf[Answer]], at: Mapping[str, Fraction], failing: Check
    ) -> Reason:
        """Where a solution does something else."""
        picture = self.flow.picture(at)
        if picture is None or self._others(picture):
            return failing.note
        return reason(at_values(at, ": "), self.errors((), self.claimed))

    def steps(self, leaves: list[Leaf[Answer]]) -> Iterator[ProofStep]:
        """The fixed points, and that every solution goes to the one that is claimed."""
        yield from Attractors.steps(self, leaves)
        limit = Relation(Sym(self.flow.variable), "->", self.shown(self.claimed[0]))
        yield argued_step(
            reason(limit),
            "the rate is positive below the only fixed point and negative above it: each solution"
            " is monotone and bounded, exists for all times and tends to it",
            "a limit, not an equation at a point",
        )

    @property
    def _positive(self) -> bool:
        symbol = self.case.setting.symbols[self.flow.variable]
        return self.flow.half and symbol.sign == "positive"

    @property
    def _whole(self) -> bool:
        """Whether all of the line that is looked at are admissible starts, but 0."""
        return self.flow.half or self.case.setting.symbols[self.flow.variable].sign == "real"

    def _others(self, picture: Picture) -> list[Root]:
        """The fixed points that are starts and not the limit."""
        known = {picture.index(value) for value in self.claimed}
        if self._positive and picture.roots and not picture.gaps[0]:
            known.add(0)  # 0 itself is no start
        return [root for k, root in enumerate(picture.roots) if k not in known]

    def _staying(self, value: Fraction, at: Mapping[str, Fraction]) -> Check:
        """A check that fails because a solution does not move, at a point of the parameters."""
        variable = Sym(self.flow.variable)
        start = Relation(variable, "=", Num(value))
        note = reason(at_values(at, ", "), start, ": a fixed point, from which it does not move")
        setting = starting(with_values(self.case.setting, at), self.flow.variable, Num(value))
        moved = Relation(Power(Dot(variable), Fraction(2)), ">", ZERO)
        return Check(moved, setting, note=note)

    def _starts(self, branch: Branch, value: Ratio) -> bool:
        """Whether a fixed point is an admissible start."""
        return not self._positive or branch.sign(value) != 0

    def _is(self, branch: Branch, value: Ratio) -> bool:
        return branch.sign(value - self.claimed[0]) == 0
