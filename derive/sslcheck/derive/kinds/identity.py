"""`identity`: an equation holds at every admissible point, for all sizes."""

from __future__ import annotations

from dataclasses import replace

from sslcheck.derive.algebra.words import Element
from sslcheck.derive.expr import (
    At,
    Dot,
    Exp,
    Expr,
    Integral,
    Partial,
    Relation,
    Sym,
    difference,
    walk,
)
from sslcheck.derive.finding import Check, Finding, ProofStep, identity_step
from sslcheck.derive.kinds.kind import Case, Kind
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.reason import Reason, reason
from sslcheck.derive.repairs import repairs
from sslcheck.derive.setting import Setting

__all__ = ["Identity", "identity_finding", "moves"]

_LATER = 2  # order in time


class Identity(Kind, frozen=True, kw_only=True, tag="identity"):
    """At every admissible point both sides are equal; derivatives are those of the flow."""

    reads = "`left = right`, or several such equations"
    several = True
    needs_flow = "for derivatives"
    shows_flow = True

    def decide(self, case: Case) -> Finding:
        """Both sides have the same normal form, so they agree for every size and every value."""
        finding = identity_finding(case.normal, case.relations, case.setting)
        bound = case.setting.lets.keys() | case.setting.definitions.keys()
        sides = [side for r in case.relations for side in (r.lhs, r.rhs)]
        for name in {p.name for side in sides for p in walk(side) if isinstance(p, Sym)} - bound:
            if finding.holds is False and case.setting.symbols[name].role == "constant":
                why = "; ", Sym(name), " is declared as a constant: is it of kind `integral`?"
                return replace(finding, why=reason(finding.why, *why))
        return finding


def identity_finding(
    normal: NormalForm, relations: tuple[Relation, ...], setting: Setting
) -> Finding:
    """The finding on a set of equations."""
    residuals: list[Element] = []
    sides: list[Element] = []
    steps: list[ProofStep] = []
    for relation in relations:
        residual = normal.residual(relation)
        residuals.append(residual)
        for side in (relation.lhs, relation.rhs):
            finished = normal.finished(normal.element(side))
            sides.append(finished)
            reached = normal.expr(finished)
            if reached != side:
                steps.append(
                    identity_step(Relation(side, "=", reached), _reason(side, setting), setting)
                )
        if residual.is_zero():
            steps.append(
                identity_step(
                    relation,
                    "both sides have the same normal form, hence for every size and every value",
                    setting,
                    _order(relation, setting),
                )
            )
        else:
            rest = Relation(difference(relation.lhs, relation.rhs), "=", normal.expr(residual))
            steps.append(
                identity_step(rest, "words that do not cancel: the two sides differ", setting)
            )
    holds = all(r.is_zero() for r in residuals)
    why: Reason = ()
    if not holds:
        first = next(r for r in residuals if not r.is_zero())
        why = reason("the two sides differ by ", normal.expr(first))
    return Finding(
        holds,
        tuple(Check(relation, setting, _order(relation, setting)) for relation in relations),
        tuple(steps),
        why,
        () if holds else repairs(normal, residuals, sides),
        complete=not any(normal.functions.opaque(r) for r in residuals),
    )


def _order(relation: Relation, setting: Setting) -> int:
    """To which order in time an equation is to be compared at exact points.

    One that names the time (exponentials, integrals, values at 0) says more than its start does,
    unless the setting itself speaks of the start only.
    """
    timed = (At, Exp, Integral)
    nodes = [part for side in (relation.lhs, relation.rhs) for part in walk(side)]
    at_start = setting.initial or any(
        s.role == "state" and s.properties for s in setting.symbols.values()
    )
    return 0 if at_start or not any(isinstance(part, timed) for part in nodes) else _LATER


def moves(node: Expr) -> bool:
    """Whether a time derivative occurs."""
    return any(isinstance(part, Dot) for part in walk(node))


def _reason(side: Expr, setting: Setting) -> str:
    if any(isinstance(part, Partial) for part in walk(side)):
        return "the flow differentiated by the parameter"
    if moves(side):
        return "the derived flow inserted, products multiplied out"
    if setting.lets or setting.definitions:
        return "definitions and hypotheses inserted, products multiplied out"
    return "products multiplied out"
