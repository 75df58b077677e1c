"""`solution`: a closed form follows the flow from where it starts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from sslcheck.derive.algebra.letters import MatrixRootOf, PseudoOf
from sslcheck.derive.algebra.rebuild import letter_expr, ratio_expr
from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.algebra.substitution import Substitution
from sslcheck.derive.algebra.words import Element
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.expr import At, Dot, Expr, Relation, Sym, difference
from sslcheck.derive.kinds.kind import Case, Kind
from sslcheck.derive.kinds.residuals.divisors import nonzero, vanishing_factors
from sslcheck.derive.kinds.residuals.repairs import repairs
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.text.printing import relation_latex
from sslcheck.derive.text.reason import Reason, Tex, raised, reason
from sslcheck.derive.verdicts.condition import Condition, Nonzero
from sslcheck.derive.verdicts.finding import Check, Finding, argued_step, identity_step

__all__ = ["Solution"]

_READABLE = 1000  # characters of LaTeX; a longer step would tell a reader nothing
_ORDER = 3  # Taylor order to which the second route follows the exact flow
_AS_SERIES = "the closed form is evaluated with the claim itself, as a series in time"


class Solution(Kind, frozen=True, kw_only=True, tag="solution"):
    """Inserted, the closed form solves the flow of the unknown, and starts where it starts.

    Equality is then one for all t at which the trajectory exists. What the closed form divides by
    is not 0; where it is none at t = 0 the closed form holds until it vanishes.
    """

    unknown: str

    names = ("unknown",)
    meanings: ClassVar[Mapping[str, str]] = {
        "unknown": "the state that the closed form gives",
    }
    reads = "`unknown = closed form`"
    holds = "along"

    def decide(self, case: Case) -> Finding:
        """A closed form ``y = candidate`` follows the flow of y, and starts where y starts.

        The set ``y = candidate`` is invariant when the derivative of ``candidate - y`` vanishes on
        it; with equal initial values, uniqueness of the flow gives equality for all t.
        """
        setting, unknown = case.setting, self.unknown
        if unknown not in setting.flow:
            raise ArticleError(
                "a claim of kind `solution` is `unknown = closed form`, with a flow for the unknown"
            )
        relation = case.relation
        normal = case.normal
        left, candidate = normal.element(relation.lhs), normal.element(relation.rhs)
        if not (left - normal.element(Sym(unknown))).is_zero():
            raise raised(
                ArticleError, "the left side must be the unknown ", Tex(unknown, quoted=True)
            )
        matrix = left.shape != ("1", "1")
        value = normal.scalars.number(0) if matrix else candidate.as_scalar()
        if unknown in (candidate.letters() if matrix else value.free()):
            raise ArticleError(
                f"the closed form contains the unknown `{unknown}` itself; only its initial value"
                " may stand there"
            )
        gap = normal.rate(candidate - left)
        matrices, numbers = ({unknown: candidate}, {}) if matrix else ({}, {unknown: value})
        inserted = Substitution(normal.alphabet, matrices, numbers, normal.functions).element(gap)
        inside = normal.reduced(inserted.scalar_map(Ratio.root_reduced))
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
                reason(
                    "initial values agree; the flow is locally Lipschitz, so they are equal for",
                    " all ",
                    Sym("t"),
                )
                if start.is_zero()
                else "the initial values differ",
                _AS_SERIES,
            ),
        ]
        holds = inside.is_zero() and start.is_zero()
        doubtful = _not_lipschitz(normal, unknown) if holds else ()
        if doubtful:
            steps.pop()
            return Finding(None, (), tuple(steps), doubtful)
        at_first, later = _domain(normal, relation.rhs) if holds else ((), ())
        residuals: list[Element] = [r for r in (inside, start) if not r.is_zero()]
        conditions: tuple[Condition, ...] = at_first
        if not holds and case.repairs:
            conditions = repairs(normal, residuals, [candidate, left])
        return Finding(
            holds,
            (Check(relation, setting, _ORDER + _powers_of_time(candidate)),),
            tuple(steps),
            reason("" if holds else "it solves the equation only from special initial values"),
            conditions,
            complete=not any(map(normal.functions.opaque, residuals)),
            given=later,
        )


def _powers_of_time(closed_form: Element) -> int:
    """How high powers of t stand in a closed form: the second route has to look as far."""
    scalars = closed_form.alphabet.scalars
    at = scalars.position("t")
    if at is None:
        return 0
    values = closed_form.terms.values()
    polys = [scalars.align(poly) for value in values for poly in (value.num, value.den)]
    return max((m[at] for poly in polys for m in poly.itermonoms()), default=0)


def _domain(
    normal: NormalForm, closed_form: Expr
) -> tuple[tuple[Nonzero, ...], tuple[Nonzero, ...]]:
    """Divisors that must not be 0 at the start, and those that may become 0 later."""
    at_first: list[Nonzero] = []
    later: list[Nonzero] = []
    for condition in nonzero(normal, [closed_form]):
        start = normal.scalar(At(condition.value))
        factors = vanishing_factors(normal, start)
        at_first += [Nonzero(ratio_expr(factor)) for factor in factors]
        if not (start - normal.scalar(condition.value)).is_zero():
            later.append(condition)
    return tuple(dict.fromkeys(at_first)), tuple(later)


def _not_lipschitz(normal: NormalForm, unknown: str) -> Reason:
    """Why another solution may leave the same start: a root in the flow that may be 0."""
    rate = normal.element(Dot(Sym(unknown)))
    for letter in rate.letters():
        if isinstance(letter, (MatrixRootOf, PseudoOf)) and unknown in letter.value.letters():
            shown = letter_expr(letter)
            return reason("it solves the equation, but the flow need not be Lipschitz in ", shown)
    free = frozenset[Any]().union(*(coeff.free() for coeff in rate.terms.values()))
    for name in sorted(free & normal.scalars.roots.keys()):
        radicand = normal.scalars.roots[name]
        if unknown in radicand.deep() and vanishing_factors(normal, radicand):
            shown = normal.expr(normal.alphabet.scalar(radicand))
            return reason(
                "it solves the equation, but where ",
                shown,
                " is 0 the flow is not Lipschitz and may have other solutions; declare it positive",
            )
    return ()
