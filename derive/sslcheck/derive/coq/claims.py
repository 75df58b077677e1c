"""From a proved claim to the goals whose theorems are the claim, kind by kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sslcheck.derive.article.article import Claim
from sslcheck.derive.coq.theorems import Goal
from sslcheck.derive.coq.uncovered import Uncovered
from sslcheck.derive.decide.outcome import Statements
from sslcheck.derive.expr import ZERO, Dot, Relation, difference
from sslcheck.derive.kinds.identity import Identity
from sslcheck.derive.kinds.integral import Integral, isolate
from sslcheck.derive.kinds.kind import Case
from sslcheck.derive.kinds.lyapunov import LyapunovLaw
from sslcheck.derive.kinds.preserved import Preserved
from sslcheck.derive.kinds.residuals.cofactors import certificate
from sslcheck.derive.kinds.residuals.multiples import combined
from sslcheck.derive.kinds.stationary import Stationary
from sslcheck.derive.setting import Setting

__all__ = ["COVERED", "goals"]

COVERED: Mapping[str, str] = {
    "identity": "both sides are equal",
    "integral": "the relation solved for its constant: the rate of that is 0",
    "preserved": "where the constraint holds, its rate is 0",
    "lyapunov": "the law, with the matrix that was found written out",
    "stationary": "where the rates of all states are 0, the equation holds",
}
"""The kinds that have theorems, and what the theorem of one says."""


def goals(statements: Statements, claim: Claim) -> Iterator[Goal]:
    """The goals of a proved claim. Raises `Uncovered` where it has none."""
    if claim.kind not in COVERED:
        raise Uncovered(f"claims of kind `{claim.kind}`")
    if claim.depths is not None:
        raise Uncovered("the claim is about every depth, a theorem about one")
    setting = statements.setting(claim)
    relations = statements.judge.resolved(claim, setting)
    case = Case(statements.derivation, claim, relations, setting, repairs=False)
    match claim.form:
        case Identity():
            for relation in relations:
                yield _equation(case, relation, setting, setting.relations)
        case Integral(constant=constant):
            symbol = setting.symbols[constant]
            if symbol.properties or symbol.sign != "real":
                raise Uncovered("what is declared of the constant")
            bracket = isolate(case.relation, constant)
            yield Goal(Relation(Dot(bracket), "=", ZERO), setting)
        case Preserved(free=free):
            if free:
                raise Uncovered("a constraint with a free function")
            gap = difference(case.relation.lhs, case.relation.rhs)
            rest = certificate(case.derivation.normal(setting), case.relation)
            if rest is None:
                raise Uncovered("a rate that is no sum of multiples of the constraint")
            supposed = () if rest == ZERO else (case.relation,)
            yield Goal(Relation(Dot(gap), "=", ZERO), setting, supposed, rest if supposed else None)
        case LyapunovLaw():
            values = claim.form.decide(case).solved
            yield Goal(case.relation, setting, values=values)
        case Stationary(of=""):
            rates = tuple(Relation(rate, "=", ZERO) for rate in setting.flow.values())
            still = replace(setting, flow={})
            yield _equation(case, case.relation, still, rates)
        case _:
            raise Uncovered("stationary points of a scalar")


def _equation(
    case: Case, relation: Relation, setting: Setting, supposed: tuple[Relation, ...]
) -> Goal:
    """An equation, where others hold: a combination of them is what the sides differ by."""
    if not supposed:
        return Goal(relation, setting)
    normal = case.derivation.normal(replace(setting, relations=()))
    target = normal.finished(normal.element(difference(relation.lhs, relation.rhs)))
    if target.is_zero():
        return Goal(relation, setting)
    gaps = [difference(r.lhs, r.rhs) if r.rhs != ZERO else r.lhs for r in supposed]
    rest = combined(normal, target, [(gap, normal.finished(normal.element(gap))) for gap in gaps])
    if rest is None:
        raise Uncovered("sides that differ by no sum of multiples of the hypotheses")
    return Goal(relation, setting, supposed, rest)
