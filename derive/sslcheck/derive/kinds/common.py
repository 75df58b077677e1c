"""`common`: one function of time serves all modes."""

from __future__ import annotations

from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.expr import Dot, Expr, Maximum, Prod, Quotient, Relation, Sym, negative
from sslcheck.derive.finding import Check, Finding, argued_step, identity_step
from sslcheck.derive.kinds.kind import Case, Kind
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.printing import plain
from sslcheck.derive.reason import Math, reason

__all__ = ["Common"]


class Common(Kind, frozen=True, kw_only=True, tag="common"):
    """One function of time, moved as its own flow says if it has one, serves all modes."""

    unknown: str

    needs_flow = "never"
    names = ("unknown",)
    reads = "`factor * derivative of the unknown = expression`"

    def decide(self, case: Case) -> Finding:
        """An equation ``factor * dy/dt = rhs`` for every mode j, with one y for all of them.

        The derivative that it gives must not depend on the mode; two modes are compared.
        """
        claim, setting, unknown = case.claim, case.setting, self.unknown
        match case.relation.lhs:
            case Dot(arg=Sym(name=name)) if name == unknown:
                rate: Expr = case.relation.rhs
            case Prod(factors=(*factors, Dot(arg=Sym(name=name)))) if name == unknown:
                rate = Quotient(case.relation.rhs, Prod(tuple(factors)))
            case _:
                raise ArticleError(
                    f"claim `{claim.id}`: the left side must be a factor times the derivative of"
                    " the `unknown`"
                )
        normal = case.normal
        value = normal.scalar(rate).cancelled()
        first, second = (_of_mode(normal, value, k) for k in ("1", "2"))
        apart = (first - second).cancelled()
        indexed = [n for n in value.free() if setting.symbols[n].index]
        listed = ", ".join(map(plain, sorted(indexed)))
        holds = apart.is_zero()
        steps = (
            identity_step(
                Relation(rate, "=", normal.expr(normal.alphabet.scalar(value))),
                reason(
                    "what one mode asks of the derivative of ",
                    Sym(unknown),
                    ", with the flow inserted",
                ),
                setting,
            ),
            argued_step(
                reason(
                    Math(normal.expr(normal.alphabet.scalar(apart)), "= 0" if holds else "\\neq 0")
                ),
                "modes 1 and 2 compared: "
                + (
                    "it does not depend on the mode"
                    if holds
                    else f"it depends on {listed}, so the system is overdetermined"
                ),
                "two modes by name; over all modes the claim itself is evaluated",
            ),
        )
        index = next((setting.symbols[n].index for n in indexed), "")
        largest = Maximum(rate, index)
        smallest = negative(Maximum(negative(rate), index))
        note = reason(
            "the largest and the smallest derivative of ", Sym(unknown), " that two modes ask for"
        )
        why = reason("" if holds else "overdetermined: the modes ask for different derivatives")
        return Finding(
            holds, (Check(Relation(largest, "=", smallest), setting, note=note),), steps, why
        )


def _of_mode(normal: NormalForm, value: Ratio, mode: str) -> Ratio:
    names = [n for n in value.free() if normal.setting.symbols[n].index]
    return value.substitute(
        {
            n: normal.scalars.letter(_numbered(n, normal.setting.symbols[n].index, mode))
            for n in names
        }
    )


def _numbered(name: str, index: str, mode: str) -> str:
    return name.replace(f"_{index}", f"_{mode}")
