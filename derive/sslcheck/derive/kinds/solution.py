"""`solution`: a closed form follows the flow from where it starts."""

from __future__ import annotations

from sslcheck.derive.algebra.words import Element
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.expr import At, Dot, Relation, Sym, difference
from sslcheck.derive.finding import Check, Finding, argued_step, identity_step
from sslcheck.derive.kinds.kind import Case, Kind
from sslcheck.derive.kinds.repairs import repairs
from sslcheck.derive.printing import relation_latex
from sslcheck.derive.reason import reason

__all__ = ["Solution"]

_READABLE = 1000  # characters of LaTeX; a longer step would tell a reader nothing
_ORDER = 3  # Taylor order to which the second route follows the exact flow
_AS_SERIES = "the closed form is evaluated with the claim itself, as a series in time"


class Solution(Kind, frozen=True, kw_only=True, tag="solution"):
    """Inserted, the closed form solves the flow of the unknown, and starts where it starts."""

    unknown: str

    names = ("unknown",)
    reads = "`unknown = closed form`"
    holds = "along"

    def decide(self, case: Case) -> Finding:
        """A closed form ``y = candidate`` follows the flow of y, and starts where y starts.

        The set ``y = candidate`` is invariant when the derivative of ``candidate - y`` vanishes on
        it; with equal initial values, uniqueness of the flow gives equality for all t.
        """
        claim, setting, unknown = case.claim, case.setting, self.unknown
        if unknown not in setting.flow:
            raise ArticleError(
                f"claim `{claim.id}`: a claim of kind `solution` is `unknown = closed form`, with a"
                " flow for the unknown"
            )
        relation = case.relation
        normal = case.normal
        left, candidate = normal.element(relation.lhs), normal.scalar(relation.rhs)
        if not (left - normal.element(Sym(unknown))).is_zero():
            raise ArticleError(f"claim `{claim.id}`: the left side must be the unknown `{unknown}`")
        gap = normal.rate(normal.alphabet.scalar(candidate) - left)
        inside = gap.scalar_map(lambda c: c.substitute({unknown: candidate}).root_reduced())
        start = normal.element(difference(At(relation.rhs), At(Sym(unknown))))
        apart = difference(relation.rhs, Sym(unknown))
        moved = Relation(Dot(apart), "=", normal.expr(gap))
        left_over = Relation(Dot(apart), "=", normal.expr(inside))
        at_start = Relation(difference(At(relation.rhs), At(Sym(unknown))), "=", normal.expr(start))
        steps = [
            identity_step(
                Relation(Dot(Sym(unknown)), "=", normal.expr(normal.rate(left))),
                "the flow of the unknown",
                setting,
            )
        ]
        if len(relation_latex(moved)) < _READABLE:
            steps.append(
                identity_step(
                    moved,
                    "the closed form differentiated, an integral by its end, less the flow",
                    setting,
                )
            )
        steps += [
            argued_step(
                reason(left_over, " on ", relation),
                "the closed form differentiated and inserted: it follows the same equation"
                if inside.is_zero()
                else "the closed form differentiated and inserted: this is left, so it leaves it",
                _AS_SERIES,
            ),
            argued_step(
                at_start,
                "initial values agree; the flow is locally Lipschitz, so they are equal for all t"
                if start.is_zero()
                else "the initial values differ",
                _AS_SERIES,
            ),
        ]
        holds = inside.is_zero() and start.is_zero()
        residuals: list[Element] = [r for r in (inside, start) if not r.is_zero()]
        return Finding(
            holds,
            (Check(relation, setting, _ORDER),),
            tuple(steps),
            reason("" if holds else "it solves the equation only from special initial values"),
            () if holds else repairs(normal, residuals, [normal.alphabet.scalar(candidate), left]),
        )
