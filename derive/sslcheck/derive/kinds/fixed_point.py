"""`fixed-point`: a printed recursion leaves a value in place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import ClassVar

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import closure
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.rebuild import ratio_expr
from sslcheck.derive.article.article import Claim
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.expr import Expr, Relation, Sym
from sslcheck.derive.kinds.identity import identity_finding
from sslcheck.derive.kinds.kind import Case, Kind
from sslcheck.derive.kinds.residuals.constants import demands, refuse_supposed
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting
from sslcheck.derive.shapes import resolve_relation
from sslcheck.derive.text.reason import Math, Reason, reason
from sslcheck.derive.traverse import symbols_in, walk
from sslcheck.derive.verdicts.condition import with_lets
from sslcheck.derive.verdicts.finding import Check, Finding, ProofStep, identity_step

__all__ = ["FixedPoint", "weight_of"]


class FixedPoint(Kind, frozen=True, kw_only=True, tag="fixed-point"):
    """The value solves the printed recursion ``unknown = rhs(unknown)``.

    The printed `line` is the recursion, with the `unknown` alone on its left; the reading gives the
    value. The claim says that inserting the value on the right gives the value again, and that it
    is what is declared of the unknown (sign, symmetric, ...). Where the old value stands there as a
    multiple the row also says when the value is the only fixed point, and when iterating tends to
    it.
    """

    unknown: str

    meanings: ClassVar[Mapping[str, str]] = {
        "unknown": "the symbol alone on the left of the recursion"
    }
    reads = "`unknown = value`, with the recursion `unknown = ...` as its printed `line`"
    needs_flow = "for derivatives"

    def refuse(self, claim: Claim) -> None:
        """Also where the printed line is no recursion of the unknown."""
        Kind.refuse(self, claim)
        value = claim.statement.relations[0]
        inside = symbols_in(walk(value.rhs))
        if claim.row is None or value.lhs != Sym(self.unknown) or self.unknown in inside:
            raise ArticleError(
                "a fixed-point claim needs a printed `line` with the recursion and a reading"
                f" `{self.unknown} = value`, the value without `{self.unknown}`"
            )
        rule = claim.row.relations[0]
        if len(claim.row.relations) > 1 or rule.op != "=" or rule.lhs != Sym(self.unknown):
            raise ArticleError(
                f"the printed line must be the recursion `{self.unknown} = ...`, with the unknown"
                f" alone on the left; got `{claim.row.source.strip()}`"
            )

    def decide(self, case: Case) -> Finding:
        """The value inserted; of a linear recursion the fixed point is derived and compared."""
        claim, setting, normal, unknown = case.claim, case.setting, case.normal, self.unknown
        assert claim.row is not None
        refuse_supposed(setting, unknown)
        rule = resolve_relation(
            claim.row.relations[0],
            setting.symbols,
            source=claim.row.source,
            where=f"equation ({claim.equation})",
            merged=setting.merged,
        )
        claimed = case.relation.rhs
        inserted = with_lets(setting, {unknown: claimed})
        solves = Check(Relation(Sym(unknown), "=", rule.rhs), inserted)
        right = normal.element(rule.rhs)
        steps: tuple[ProofStep, ...] = (
            identity_step(
                Relation(rule.rhs, "=", normal.expr(right)),
                reason("the expectation over the views", *_outputs(setting, rule.rhs)),
                setting,
            ),
        )
        weight = weight_of(normal, right, unknown)
        one = normal.scalars.number(1)
        remarks: tuple[Reason, ...] = ()
        if weight is None or (one - weight).is_zero():
            found = identity_finding(
                case.derivation.normal(inserted), (Relation(claimed, "=", rule.rhs),), inserted
            )
            other = (
                "the old value stands there otherwise than as a multiple: there may be others, and"
                " what attracts is open"
            )
            if weight is not None:
                other = "the weight of the old value is 1: the fixed point is not unique, if any"
            remarks = (reason(other),)
        else:
            rest = right - normal.element(Sym(unknown)).scaled(weight)
            value = normal.expr(rest.scaled(one / (one - weight)))
            found = identity_finding(normal, (Relation(value, "=", claimed),), setting)
            fixed = reason("the fixed point is ", value)
            found = replace(found, why=found.why and fixed)
            said = reason(
                "the fixed point is ", Relation(Sym(unknown), "=", value), "; the distance"
            )
            said = reason(said, " to it shrinks by the factor ", ratio_expr(weight), " each time")
            steps += (
                identity_step(
                    Relation(rule.rhs, "=", Sym(unknown)),
                    said,
                    with_lets(setting, {unknown: value}),
                ),
            )
            remarks = (
                reason("the only one where ", Math(ratio_expr(one - weight), "\\neq 0")),
                reason("it attracts where ", Math(ratio_expr(weight), "\\in (-1, 1)")),
            )
        found = replace(found, checks=(solves,), steps=(*steps, *found.steps), remarks=remarks)
        return self._as_declared(case, found) if found.holds else found

    def _as_declared(self, case: Case, found: Finding) -> Finding:
        """Whether a value that solves the recursion is what is declared of the unknown."""
        setting, normal, value = case.setting, case.normal, case.relation.rhs
        element = normal.finished(normal.element(value))
        for demand in demands(normal, value, element, setting.symbols[self.unknown], setting):
            if not demand.met:
                checks, steps = (demand.check,), (*found.steps, demand.step)
                return replace(
                    found, holds=None, checks=checks, steps=steps, why=demand.why, decisive=True
                )
        return found


def _outputs(setting: Setting, rule: Expr) -> Iterator[str | Expr]:
    """Which symbols of a recursion are outputs on a view."""
    names = dict.fromkeys(part.name for part in walk(rule) if isinstance(part, Sym))
    for name in names:
        if setting.symbols[name].role == "view" and name in setting.definitions:
            yield from (", with ", Sym(name), " the output on a view")


def weight_of(normal: NormalForm, right: Element, unknown: str) -> Ratio | None:
    """The factor of the unknown in a linear recursion, None where it is not linear."""
    zero = normal.scalars.number(0)
    itself = normal.element(Sym(unknown))
    if normal.setting.symbols[unknown].scalar:
        value = right.as_scalar()
        below = value.denominator
        made = closure(n for n in value.free() if not isinstance(n, str))
        if unknown in below.free() | made:
            return None
        weight = value.coefficients(unknown).get(1, zero)
        rest = value - weight * value.scalars.letter(unknown)
        return None if unknown in rest.free() else weight
    (word,) = itself.terms
    weight = right.terms.get(word, zero)
    return None if unknown in (right - itself.scaled(weight)).letters() else weight
