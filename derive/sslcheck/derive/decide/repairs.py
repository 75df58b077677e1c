"""The conditions with which a claim that is false holds: each needed, confirmed by both routes."""

from __future__ import annotations

from collections.abc import Sequence

from sslcheck.derive.article.article import Claim
from sslcheck.derive.decide.routes import Judge, Judged
from sslcheck.derive.errors import RouteDisagreement
from sslcheck.derive.expr import ZERO, Relation
from sslcheck.derive.setting import Setting
from sslcheck.derive.signs.scalar import minimal
from sslcheck.derive.verdicts.condition import AnyOf, Condition
from sslcheck.derive.verdicts.evidence import Need
from sslcheck.derive.verdicts.finding import Check

__all__ = ["Repairs"]


class Repairs:
    """What would mend the claims that a judge finds false."""

    def __init__(self, judge: Judge) -> None:
        self.judge = judge

    def conditions(self, claim: Claim, setting: Setting, judged: Judged) -> tuple[Condition, ...]:
        """The conditions that repair the claim, each needed, confirmed by both routes."""
        finding = judged.finding
        if finding.sufficient:
            if finding.possible is not None and self.judge.witness(finding.possible) is None:
                return ()  # nothing meets them
            found = self._met(setting, finding.conditions, finding.then)
            if found and not all(map(self.judge.holds, finding.firm)):
                names = "; ".join(condition.text for condition in found)
                raise RouteDisagreement(f"not true at an exact point although {names}")
            return tuple(self._spared(claim, setting, condition, found) for condition in found)
        needed = list(finding.conditions)
        more = self._left(claim, setting, needed) if needed else None
        if more is None:
            return ()
        for condition in list(needed):
            others = [c for c in needed if c is not condition]
            fewer = self._left(claim, setting, others) if others else None
            if fewer is not None:
                needed, more = others, fewer
        return self._met(setting, tuple(dict.fromkeys((*needed, *more))))

    def _spared(
        self, claim: Claim, setting: Setting, condition: Condition, found: Sequence[Condition]
    ) -> Condition:
        """A condition without what its ways ask for needlessly, as far as that is seen."""
        if not isinstance(condition, AnyOf):
            return condition
        ways = []
        for way in condition.ways:
            for one in way:
                rest = tuple(c for c in way if c is not one)
                left = self._left(claim, setting, rest) if rest else None
                if left is not None and {*left} <= {*found}:
                    way = rest
            ways.append(way)
        return AnyOf(minimal(ways))

    def _met(
        self, setting: Setting, conditions: Sequence[Condition], then: Sequence[Check] = ()
    ) -> tuple[Condition, ...]:
        """The conditions without the ways that no exact point meets; none where one has no other.

        Where they are met the checks have to be true.
        """
        then = then or (Check(Relation(ZERO, "=", ZERO), setting),)
        single = [c for c in conditions if not isinstance(c, AnyOf)]
        try:
            if not self._meets(single, then):
                return ()
            found: list[Condition] = []
            for condition in conditions:
                if isinstance(condition, AnyOf):
                    ways = condition.ways
                    met = tuple(w for w in ways if self._meets([*single, *w], then))
                    if not met:
                        return ()
                    condition = condition if met == ways else AnyOf(met)
                found.append(condition)
        except RouteDisagreement:
            if setting.began:
                return ()  # they may contradict what is supposed of the start
            raise
        return tuple(found)

    def _meets(self, conditions: Sequence[Condition], then: Sequence[Check]) -> bool:
        """Whether nothing says that conditions are never met at once."""
        demands = [c.demand for c in conditions if c.demand is not None]
        return not demands or all(self.judge.met(demands, c) is not False for c in then)

    def needed(
        self, claim: Claim, setting: Setting, conditions: Sequence[Condition]
    ) -> tuple[Need, ...]:
        """Of several conditions each, dropped alone: where the claim is then false."""
        needs = []
        for dropped in conditions if len(conditions) > 1 else ():
            narrowed = setting
            for condition in conditions:
                if condition is not dropped:
                    narrowed = condition.suppose(narrowed)
            failing = self.judge.judge(claim, narrowed, repairs=False).failing
            witness = self.judge.witness(failing) if failing is not None else None
            if witness is not None:
                needs.append(Need(dropped.said, witness))
        return tuple(needs)

    def _left(
        self, claim: Claim, setting: Setting, conditions: Sequence[Condition]
    ) -> tuple[Condition, ...] | None:
        """What else a claim needs where conditions are met; None where it is not seen to hold."""
        for condition in conditions:
            if isinstance(condition, AnyOf):
                others = [c for c in conditions if c is not condition]
                left = [self._left(claim, setting, [*others, *way]) for way in condition.ways]
                if None in left:
                    return None
                return tuple(dict.fromkeys(c for each in left for c in each or ()))
            setting = condition.suppose(setting)
        finding = self.judge.judge(claim, setting, repairs=False).finding
        return finding.conditions if finding.holds else None
