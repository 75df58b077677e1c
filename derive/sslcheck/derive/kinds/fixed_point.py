"""`fixed-point`: a printed recursion leaves a value in place."""

from __future__ import annotations

from dataclasses import replace

from sslcheck.derive.algebra.rebuild import ratio_expr
from sslcheck.derive.condition import with_lets
from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.expr import Relation, Sym
from sslcheck.derive.finding import Check, Finding, identity_step
from sslcheck.derive.kinds.identity import identity_finding
from sslcheck.derive.kinds.kind import Case, Kind
from sslcheck.derive.reason import Math, Reason, reason
from sslcheck.derive.shapes import resolve_relation

__all__ = ["FixedPoint"]


class FixedPoint(Kind, frozen=True, kw_only=True, tag="fixed-point"):
    """The value solves the printed recursion ``unknown = rhs(unknown)``."""

    unknown: str

    names = ("unknown",)
    reads = "`unknown = value`, with the recursion as its printed `line`"
    needs_flow = "for derivatives"

    def decide(self, case: Case) -> Finding:
        """The fixed point of a linear recursion is derived and compared with the claimed value."""
        claim, setting, unknown = case.claim, case.setting, self.unknown
        if claim.row is None or case.relation.lhs != Sym(unknown):
            raise ArticleError(
                f"claim `{claim.id}`: a fixed-point claim needs a printed `line` with the"
                " recursion, `unknown`, and a reading `unknown = value`"
            )
        rule = resolve_relation(
            claim.row.relations[0],
            setting.symbols,
            source=claim.row.source,
            where=f"equation ({claim.equation})",
            merged=setting.merged,
        )
        normal = case.normal
        right = normal.element(rule.rhs)
        itself = normal.element(Sym(unknown))
        (word,) = itself.terms
        weight = right.terms.get(word, case.derivation.scalars.number(0))
        rest = right - itself.scaled(weight)
        if unknown in rest.letters():
            raise Unsupported(f"the recursion is not linear in `{unknown}`")
        one = case.derivation.scalars.number(1)
        fixed = rest.scaled(one / (one - weight))
        value = normal.expr(fixed)
        steps = (
            identity_step(
                Relation(rule.rhs, "=", normal.expr(right)),
                "the expectation over the views, with f the output on a view",
                setting,
            ),
            identity_step(
                Relation(rule.rhs, "=", Sym(unknown)),
                reason(
                    "the fixed point is ",
                    Relation(Sym(unknown), "=", value),
                    "; the distance to it shrinks by the factor ",
                    ratio_expr(weight),
                    " each time",
                ),
                with_lets(setting, {unknown: value}),
            ),
        )
        claimed = case.relation.rhs
        found = identity_finding(normal, (Relation(value, "=", claimed),), setting)
        check = Check(Relation(Sym(unknown), "=", rule.rhs), with_lets(setting, {unknown: claimed}))
        why: Reason = found.why and reason("the fixed point is ", value)
        regular = reason("where ", Math(ratio_expr(one - weight), "\\neq 0"))
        return replace(
            found, checks=(check,), steps=(*steps, *found.steps), why=why, remarks=(regular,)
        )
