"""`common`: one function of time serves all modes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.rebuild import ratio_expr
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.expr import Dot, Expr, Prod, Quotient, Relation, Sym
from sslcheck.derive.kinds.kind import Case, Kind
from sslcheck.derive.kinds.residuals.choices import AT_FIRST, keeps_sign, what_lasts
from sslcheck.derive.kinds.residuals.constants import refuse_supposed
from sslcheck.derive.kinds.residuals.divisors import vanishing_factors
from sslcheck.derive.kinds.residuals.modes import apart, same_for_all
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.text.reason import joined, reason
from sslcheck.derive.verdicts.condition import Nonzero
from sslcheck.derive.verdicts.finding import Check, Finding, argued_step, identity_step

__all__ = ["Common"]


class Common(Kind, frozen=True, kw_only=True, tag="common"):
    """One function of time, the ``unknown``, satisfies the equation at every mode.

    The equation gives its derivative, which must then be the same for all modes. If the unknown
    has an equation of motion of its own, that one must give the same derivative.
    """

    unknown: str

    needs_flow = "never"
    names = ("unknown",)
    sought = ("unknown",)
    meanings: ClassVar[Mapping[str, str]] = {"unknown": "the function of time that all modes share"}
    reads = "`factor * derivative of the unknown = expression`"

    def decide(self, case: Case) -> Finding:
        """An equation ``factor * dy/dt = rhs`` for every mode j, with one y for all of them.

        The derivative that it gives must not depend on the mode; two modes are compared.
        """
        setting, unknown = case.setting, self.unknown
        refuse_supposed(setting, unknown, lets=False)  # a let may give it; its rate is compared
        match case.relation.lhs:
            case Dot(arg=Sym(name=name)) if name == unknown:
                rate: Expr = case.relation.rhs
            case Prod(factors=(*factors, Dot(arg=Sym(name=name)))) if name == unknown:
                rate = Quotient(case.relation.rhs, Prod(tuple(factors)))
            case _:
                raise ArticleError(
                    "the left side must be a factor times the derivative of the `unknown`"
                )
        if setting.symbols[unknown].index:
            raise ArticleError(
                f"`{unknown}` has a value for each mode already; the `unknown`"
                " of a claim of kind `common` has no index"
            )
        normal = case.normal
        value = normal.scalar(rate).root_reduced().cancelled()
        below = value.denominator
        needed = _divided(normal, below)
        asked = normal.expr(normal.alphabet.scalar(value))
        inserted = identity_step(
            Relation(rate, "=", asked),
            reason(
                "what one mode asks of the derivative of ", Sym(unknown), ", with the flow inserted"
            ),
            setting,
        )
        own = setting.flow.get(unknown) or setting.lets.get(unknown)
        if own is not None or not setting.symbols[unknown].moves:
            moved = normal.scalar(Dot(Sym(unknown))).cancelled()
            holds = (value - moved).is_zero()
            step = identity_step(
                Relation(Dot(Sym(unknown)), "=", normal.expr(normal.alphabet.scalar(moved))),
                "its own equation of motion",
                setting,
            )
            check = Check(Relation(Dot(Sym(unknown)), "=", rate), setting)
            why = reason("" if holds else "its own equation of motion says another thing")
            return Finding(holds, (check,), (inserted, step), why, needed if holds else ())
        indices = sorted({setting.symbols[n].index for n in setting.symbols} - {""})
        differs = {i: d for i in indices if not (d := apart(normal, value, i)).is_zero()}
        holds = not differs
        lasting = case.derivation.normal(what_lasts(case, setting, None))
        if holds and _divided(lasting, below) != needed:
            return Finding(None, (), (inserted,), AT_FIRST)
        if holds and not keeps_sign(lasting, unknown, value):
            why = reason("nothing shows that ", Sym(unknown), " has its declared sign at all times")
            return Finding(None, (), (inserted,), why)
        listed = [
            reason(Sym(n))
            for n in sorted(value.free())
            if any(normal.functions.indexed(n, i) for i in differs)
        ]
        depends = (": it depends on ", joined(listed, ", "), ", so the system is overdetermined")
        compared = argued_step(
            reason("the same for any two modes: " if holds else "it depends on the mode: ", asked),
            reason("two modes compared", *(() if holds else depends)),
            "two modes by name; over all modes the claim itself is evaluated",
        )
        note = reason(
            "the largest and the smallest derivative of ", Sym(unknown), " that two modes ask for"
        )
        why = reason("" if holds else "overdetermined: the modes ask for different derivatives")
        checks = tuple(
            Check(same_for_all(rate, index), setting, note=note) for index in differs or indices
        ) or (Check(Relation(rate, "=", asked), setting),)
        special = normal.functions.opaque(normal.alphabet.scalar(value))
        return Finding(
            holds, checks, (inserted, compared), why, needed if holds else (), complete=not special
        )


def _divided(normal: NormalForm, below: Ratio) -> tuple[Nonzero, ...]:
    """That what is divided by is not 0, where that is not known."""
    return tuple(Nonzero(ratio_expr(factor)) for factor in vanishing_factors(normal, below))
