"""`solution`: a closed form follows the flow from where it starts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, ClassVar

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import RootOf
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.rebuild import letter_expr, ratio_expr
from sslcheck.derive.algebra.substitution import Substitution
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.expr import At, Dot, Expr, Relation, Sym, difference
from sslcheck.derive.kinds.kind import Case, Kind
from sslcheck.derive.kinds.residuals.branches import on_branch
from sslcheck.derive.kinds.residuals.divisors import nonzero, vanishing_factors
from sslcheck.derive.kinds.residuals.recurrence import recurrence
from sslcheck.derive.kinds.residuals.repairs import repairs
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.signs.lipschitz import rough
from sslcheck.derive.text.printing import relation_latex
from sslcheck.derive.text.reason import Reason, Tex, joined, raised, reason
from sslcheck.derive.verdicts.condition import Condition, Nonzero, Positive
from sslcheck.derive.verdicts.finding import Check, Finding, ProofStep, argued_step, identity_step

__all__ = ["Solution"]

_READABLE = 1000  # characters of LaTeX; a longer step would tell a reader nothing
_ORDER = 3  # Taylor order to which the second route follows the exact flow
_AS_SERIES = "the closed form is evaluated with the claim itself, as a series in time"


class Solution(Kind, frozen=True, kw_only=True, tag="solution"):
    """Inserted, the closed form solves the flow of the unknown, and starts where it starts.

    The unknown is the left side; of several that move each other, each may have its closed form,
    `a = ..., b = ...`. Equality is then one for all t at which the trajectory exists. What the
    closed form divides by is not 0; where it is none at t = 0 the closed form holds until it
    vanishes.
    """

    unknown: str = ""

    names = ("unknown",)
    meanings: ClassVar[Mapping[str, str]] = {
        "unknown": "the state that the closed form gives: the left side, which need not be named"
    }
    several = True
    reads = "`unknown = closed form`, or one for each of several states"
    holds = "along"

    def named(self, relations: tuple[Relation, ...]) -> Solution:
        """With the left side as the unknown, where there is one."""
        if self.unknown or len(relations) != 1 or not isinstance(relations[0].lhs, Sym):
            return self
        return Solution(unknown=relations[0].lhs.name)

    def decide(self, case: Case) -> Finding:
        """Closed forms ``y = candidate`` follow the flow of y, and start where y starts.

        The set ``y = candidate`` is invariant when the derivative of ``candidate - y`` vanishes on
        it; with equal initial values, uniqueness of the flow gives equality for all t. Where y is
        moved by others it may satisfy a linear equation of higher order, which the closed form has
        to satisfy as well.
        """
        forms = self._forms(case)
        found = _inserted(case, forms)
        if found.holds or len(forms) > 1:
            return found
        return _of_higher_order(case, forms[0]) or found

    def _forms(self, case: Case) -> list[_ClosedForm]:
        """The unknowns with their closed forms."""
        normal, forms = case.normal, list[_ClosedForm]()
        for relation in case.relations:
            name = self.unknown
            if not name or len(case.relations) > 1:
                name = relation.lhs.name if isinstance(relation.lhs, Sym) else ""
            if name not in case.setting.flow:
                got = name or relation_latex(relation)
                raise ArticleError(
                    "a claim of kind `solution` is `unknown = closed form`, with a flow for the"
                    f" unknown; got `{got}`, which the flow does not move: claim what is defined"
                    " or supposed as `identity`"
                )
            left, candidate = normal.element(relation.lhs), normal.element(relation.rhs)
            if not (left - normal.element(Sym(name))).is_zero():
                raise raised(
                    ArticleError, "the left side must be the unknown ", Tex(name, quoted=True)
                )
            forms.append(_ClosedForm(name, relation, left, candidate))
        if self.unknown and self.unknown not in {form.name for form in forms}:
            raise raised(
                ArticleError, "the left side must be the unknown ", Tex(self.unknown, quoted=True)
            )
        for form, other in product(forms, repeat=2):
            if form is not other and form.name == other.name:
                raise ArticleError(f"`{form.name}` has two closed forms; make two claims of them")
            if form.name in other.letters():
                raise ArticleError(
                    f"the closed form contains the unknown `{form.name}` itself; only its initial"
                    " value may stand there"
                )
        return forms


@dataclass(frozen=True, slots=True)
class _ClosedForm:
    """``name = candidate``, as the ``relation`` says it; ``left`` is the state."""

    name: str
    relation: Relation
    left: Element
    candidate: Element

    def letters(self) -> frozenset[Any]:
        """What the closed form is made of."""
        if self.left.shape != ("1", "1"):
            return self.candidate.letters()
        return self.candidate.as_scalar().free()


def _inserted(case: Case, forms: list[_ClosedForm]) -> Finding:
    """All closed forms inserted at once."""
    setting, normal = case.setting, case.normal
    scalar = [form for form in forms if form.left.shape == ("1", "1")]
    matrices = {form.name: form.candidate for form in forms if form not in scalar}
    numbers = {form.name: form.candidate.as_scalar() for form in scalar}
    replaced = Substitution(normal.alphabet, matrices, numbers, normal.functions)
    steps: list[ProofStep] = []
    residuals: list[Element] = []
    doubtful: Reason = ()
    lasting: list[Ratio] = []
    for form in forms:
        relation, unknown = form.relation, Sym(form.name)
        gap = normal.rate(form.candidate - form.left)
        left = replaced.element(gap).scalar_map(Ratio.root_reduced)
        inside, positive = normal.reduced(left), tuple[Ratio, ...]()
        if not inside.is_zero():
            branch, positive = on_branch(normal, left)
            inside, positive = (branch, positive) if branch.is_zero() else (inside, ())
            lasting += positive
        start = normal.element(difference(At(relation.rhs), At(unknown)))
        residuals += [r for r in (inside, start) if not r.is_zero()]
        apart = difference(relation.rhs, unknown)
        moved = Relation(Dot(apart), "=", normal.expr(gap))
        left_over = Relation(Dot(apart), "=", normal.expr(inside))
        rate = Relation(Dot(unknown), "=", normal.expr(normal.rate(form.left)))
        steps.append(identity_step(rate, "the flow of the unknown", setting))
        if len(relation_latex(moved)) < _READABLE:
            steps.append(
                identity_step(
                    moved,
                    "the closed form differentiated, an integral by its end, less the flow",
                    setting,
                )
            )
        steps.append(
            argued_step(
                reason(left_over, " on ", joined([reason(f.relation) for f in forms], ", ")),
                "the closed form differentiated and inserted: it follows the same equation"
                if inside.is_zero()
                else "the closed form differentiated and inserted: this is left, so it leaves it",
                _AS_SERIES,
            )
        )
        steps.append(_at_start(normal, relation.rhs, unknown, start))
        doubtful = doubtful or _not_lipschitz(normal, form.name, replaced, positive)
    return _finding(case, forms, residuals, steps, doubtful, lasting)


def _of_higher_order(case: Case, form: _ClosedForm) -> Finding | None:
    """By the linear equation that the unknown and its derivatives satisfy; None without one."""
    normal, relation = case.normal, form.relation
    found = recurrence(normal, form.left)
    if found is None:
        return None
    derivatives = found.derivatives[: len(found.coefficients)]
    value, starts = form.candidate, list[Element]()
    for derivative in derivatives:
        at_first = normal.element(At(normal.expr(value)))
        starts.append(at_first - normal.element(At(normal.expr(derivative))))
        value = normal.rate(value)
    inside = normal.reduced(found.inserted(normal, form.candidate).scalar_map(Ratio.root_reduced))
    order = len(derivatives)
    law = found.relation(normal, Sym(form.name))
    fits = inside.is_zero() and all(start.is_zero() for start in starts)
    steps: list[ProofStep] = [
        identity_step(law, "the derivatives of the unknown along the flow", case.setting),
        argued_step(
            reason(law, " with ", relation, " inserted"),
            "the closed form satisfies the same linear equation"
            if inside.is_zero()
            else "the closed form does not satisfy this equation",
            _AS_SERIES,
        ),
        argued_step(
            reason(form.relation, " and its derivatives at ", Sym("t"), " = 0"),
            f"equal below order {order}: a linear equation has one solution that begins so"
            if fits
            else "not all of them are equal",
            _AS_SERIES,
        ),
    ]
    residuals = [r for r in (inside, *starts) if not r.is_zero()]
    return _finding(case, [form], residuals, steps, more=order)


def _at_start(normal: NormalForm, form: Expr, unknown: Expr, start: Element) -> ProofStep:
    """What the closed form is at the start."""
    at_start = Relation(difference(At(form), At(unknown)), "=", normal.expr(start))
    if not start.is_zero():
        return argued_step(at_start, "the initial values differ", _AS_SERIES)
    why = "initial values agree; the flow is locally Lipschitz, so they are equal for all "
    return argued_step(at_start, reason(why, Sym("t")), _AS_SERIES)


def _finding(
    case: Case,
    forms: list[_ClosedForm],
    residuals: list[Element],
    steps: list[ProofStep],
    doubtful: Reason = (),
    lasting: Iterable[Ratio] = (),
    more: int = 0,
) -> Finding:
    """What residuals say of closed forms that hold while what is ``lasting`` is positive; ``more``
    orders in time are compared.
    """
    normal, setting = case.normal, case.setting
    holds = not residuals
    if holds and doubtful:
        return Finding(None, (), tuple(steps[:-1]), doubtful)
    domains = [_domain(normal, form.relation.rhs) for form in forms] if holds else []
    conditions: tuple[Condition, ...] = tuple(c for first, _ in domains for c in first)
    conditions = (*conditions, *(Positive(ratio_expr(root)) for root in lasting))
    if not holds and case.repairs:
        shown = [side for form in forms for side in (form.candidate, form.left)]
        conditions = repairs(normal, residuals, shown)
    return Finding(
        holds,
        tuple(
            Check(form.relation, setting, _ORDER + more + _powers_of_time(form.candidate))
            for form in forms
        ),
        tuple(steps),
        reason("" if holds else "it solves the equation only from special initial values"),
        tuple(dict.fromkeys(conditions)),
        complete=not any(map(normal.functions.opaque, residuals)),
        given=tuple(dict.fromkeys(c for _, later in domains for c in later)),
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


def _not_lipschitz(
    normal: NormalForm, unknown: str, replaced: Substitution, positive: Collection[Ratio]
) -> Reason:
    """Why another solution may leave the same start: a root in the flow that may be 0.

    With the closed form inserted it is not where it is the root of a square of what is positive.
    """
    for letter in rough(normal, [unknown], [unknown]):
        if not isinstance(letter, RootOf):
            shown = letter_expr(letter)
            return reason("it solves the equation, but the flow need not be Lipschitz in ", shown)
        radicand = normal.alphabet.scalar(letter.value)
        square = _is_square(normal, replaced.element(radicand), positive)
        if not square and vanishing_factors(normal, letter.value):
            shown = normal.expr(radicand)
            return reason(
                "it solves the equation, but where ",
                shown,
                " is 0 the flow is not Lipschitz and may have other solutions; declare it positive",
            )
    return ()


def _is_square(normal: NormalForm, value: Element, roots: Iterable[Ratio]) -> bool:
    """Whether a number is the square of one of these, up to a factor."""
    found = normal.functions.either_root(value.as_scalar())
    return found is not None and any(not (found / root).cancelled().free() for root in roots)
