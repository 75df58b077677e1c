"""The verdict on one statement, before correction and ledger: both routes, and conditions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sslcheck.derive.article.article import Claim
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.article.moving import needs_flow, parts_of
from sslcheck.derive.decide.doubts import doubt, no_model
from sslcheck.derive.decide.flow_steps import flow_steps
from sslcheck.derive.decide.keeping import Keeping
from sslcheck.derive.decide.needless import without_needless
from sslcheck.derive.decide.premises import premises
from sslcheck.derive.decide.repairs import Repairs
from sslcheck.derive.decide.restated import is_declared, not_restated
from sslcheck.derive.decide.routes import Judge, Judged, routes
from sslcheck.derive.decide.smallest import at_one
from sslcheck.derive.decide.staying import about_points, fails_at_rest, left, rests, unsure
from sslcheck.derive.errors import ArticleError, ShapeMismatch, Unsupported
from sslcheck.derive.expr import ZERO, At, Expr, Integral, Relation, Size, Sym
from sslcheck.derive.setting import Setting
from sslcheck.derive.text.reason import Reason, joined, of_error, reason
from sslcheck.derive.verdicts.condition import Condition, SameSize, Stays
from sslcheck.derive.verdicts.evidence import Need, RouteResult, Step, Witness
from sslcheck.derive.verdicts.finding import Check
from sslcheck.derive.verdicts.verdict import Verdict

__all__ = ["Outcome", "Statements"]

_WEAK = {"<": "<=", ">": ">=", "pd": "psd"}
"""Relations with what they leave out."""

_INSTANT = reason("so it is at this instant, which need not be one of a trajectory that stays")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict with all that it rests on."""

    verdict: Verdict
    because: Reason = ()
    given: tuple[Condition, ...] = ()
    applied: tuple[Condition, ...] = ()
    routes: tuple[RouteResult, ...] = ()
    steps: tuple[Step, ...] = ()
    witness: Witness | None = None
    needs: tuple[Need, ...] = ()
    notes: tuple[Reason, ...] = ()
    merged: tuple[tuple[str, str], ...] = ()
    solved: Mapping[str, Expr] = field(default_factory=dict)


class Statements:
    """Decides statements of one article; ``needs`` also shows why each condition is needed."""

    def __init__(self, derivation: Derivation, needs: bool = True) -> None:
        self.derivation = derivation
        self.judge = Judge(derivation)
        self.repairs = Repairs(self.judge)
        self.needs = needs

    def setting(self, claim: Claim, merged: Mapping[str, str] | None = None) -> Setting:
        """The setting of a claim.

        Raises `ArticleError` where its hypotheses clash or it needs a flow and has none.
        """
        self._refuse_no_flow(claim)
        return self.derivation.setting(
            claim.hypotheses, claim.flow, merged, claim.form.meant(claim)
        )

    def outcome(self, claim: Claim) -> Outcome:
        """The verdict on the claim's statement."""
        outcome = self._after_start(claim, self._outcome(claim))
        outcome = replace(outcome, notes=(*outcome.notes, *self._bounds(claim)))
        other = self._other_reading(claim)
        if other is None or outcome.verdict in (Verdict.UNDECIDED, Verdict.REFUSED):
            return outcome
        warning = reason(
            "what the flow lets is inserted before the gradient is taken, which so goes through it"
        )
        meant = Statements(other, needs=False).outcome(claim).verdict
        if outcome.verdict is Verdict.REFUTED and meant in (Verdict.PROVED, Verdict.CONDITIONAL):
            why = reason(
                warning,
                f": then the claim is refuted; inserted after the gradient it is {meant};"
                " write `set` for that",
            )
            return replace(outcome, verdict=Verdict.UNDECIDED, because=why, given=())
        return replace(outcome, notes=(*outcome.notes, warning))

    def _after_start(self, claim: Claim, outcome: Outcome) -> Outcome:
        """What is said of ``t > 0`` is false only where it is so with equality as well, or where
        both sides stay equal: where it is false at 0 alone, it may be true later.
        """
        statement, symbols = claim.statement, self.derivation.article.symbols
        relations = tuple(replace(r, op=_WEAK.get(r.op, r.op)) for r in statement.relations)
        refuted = outcome.verdict in (Verdict.REFUTED, Verdict.CONDITIONAL)
        if not (statement.after and refuted and relations != statement.relations):
            return outcome
        parts = [*parts_of(claim, self.derivation.article.definitions)]
        moving = (isinstance(p, Sym) and p.name in symbols and symbols[p.name].moves for p in parts)
        if not (any(isinstance(p, (At, Integral)) for p in parts) or any(moving)):
            return outcome  # of the time alone it is decided as it is said
        weak = replace(claim, statement=replace(statement, relations=relations))
        found = self._outcome(weak)
        if found.verdict is Verdict.REFUTED:
            return found
        if equal := self._stay_equal(claim, weak, found.verdict is Verdict.PROVED):
            why, witness = equal
            outcome = replace(outcome, verdict=Verdict.REFUTED, because=why, given=(), applied=())
            return replace(outcome, witness=witness or outcome.witness)
        start = reason(
            "it is said of ", Relation(Sym("t"), ">", ZERO), " alone, and not seen there"
        )
        why = reason(start, "; from ", Relation(Sym("t"), "=", ZERO), " on: ", outcome.because)
        return replace(outcome, verdict=Verdict.UNDECIDED, because=why, given=(), witness=None)

    def _stay_equal(
        self, claim: Claim, weak: Claim, ordered: bool
    ) -> tuple[Reason, Witness | None] | None:
        """Why the sides of an inequality are equal at all times, always or where nothing moves;
        ``ordered``: one is known to be at most the other.
        """
        (relation,) = weak.statement.relations
        turned = replace(relation, lhs=relation.rhs, rhs=relation.lhs)
        other = replace(weak, statement=replace(weak.statement, relations=(turned,)))
        if ordered and self._outcome(other).verdict is Verdict.PROVED:
            return reason("both sides are equal at all times"), None
        rest = fails_at_rest(self.judge, claim, self.setting(claim), timed=True)
        if rest is None:
            return None
        why = reason("both sides stay equal where nothing moves")
        return why, self.judge.witness(rest)

    def _bounds(self, claim: Claim) -> Iterator[Reason]:
        """What the symbols are that inequalities among the hypotheses bring."""
        article = self.derivation.article
        for name in self.derivation.hypotheses(claim.hypotheses, claim.flow):
            for _, equation, more in article.hypotheses[name].bounds:
                symbol = article.symbols[more]
                sign = {"positive": " is positive", "nonnegative": " is not negative"}
                marks = "definite" if "invertible" in symbol.properties else "semi-definite"
                which = sign.get(symbol.sign, f" is positive {marks}")
                yield reason("supposed: ", equation, ", where ", Sym(more), which)

    def _other_reading(self, claim: Claim) -> Derivation | None:
        flow = self.derivation.flow_name(claim.hypotheses, claim.flow)
        return self.derivation.set_instead(flow) if flow else None

    def _outcome(self, claim: Claim) -> Outcome:
        claim.form.refuse(claim)
        try:
            setting = self.setting(claim)
        except Unsupported as error:
            why = reason("its setting cannot be formed: ", of_error(error))
            return self._false_at_one(claim) or Outcome(Verdict.UNDECIDED, why)
        if self.judge.model(setting) is None:
            return Outcome(Verdict.UNDECIDED, no_model(self.derivation, setting))
        if setting.leftover and not self.judge.met((), Check(Relation(ZERO, "=", ZERO), setting)):
            why = reason("no exact point was found from which the flow stays where the hypotheses")
            return Outcome(Verdict.UNDECIDED, reason(why, " want it: do they contradict it?"))
        lost = left(claim, setting, self.derivation.scalars)
        if lost and not rests(self.judge, setting):
            names = joined([reason(Sym(c.name), f" stays {c.what}") for c in lost], " and ")
            why = reason("no trajectory is seen on which ", names, ": the flow does not keep it")
            return Outcome(Verdict.UNDECIDED, why)
        if lost and about_points(claim, setting):
            setting = replace(setting, kept=None)
        try:
            judged = self.judge.judge(claim, setting)
        except ShapeMismatch as error:
            return self._not_conforming(claim, setting, error)
        return self._judged(claim, setting, judged)

    def _false_at_one(self, claim: Claim) -> Outcome | None:
        """That a claim is false where a space has one dimension, if it is seen there."""
        for space, article, small in at_one(self.derivation, claim):
            statements = Statements(Derivation(article), needs=False)
            try:
                setting = statements.setting(small)
                if statements.judge.model(setting) is None:
                    continue
                judged = statements.judge.judge(small, setting)
                found = statements._judged(small, setting, judged)
            except (ArticleError, ShapeMismatch, Unsupported):
                continue
            if found.verdict is Verdict.REFUTED:
                why = reason("already for ", Size(space), " = 1: ", found.because)
                return replace(found, because=why, given=())
        return None

    def _judged(self, claim: Claim, setting: Setting, judged: Judged) -> Outcome:
        finding = judged.finding
        steps = self.judge.steps((*flow_steps(self.derivation, claim), *finding.steps))
        base = Outcome(
            Verdict.PROVED,
            finding.why,
            routes=routes(judged),
            steps=steps,
            notes=finding.remarks,
            solved=finding.solved,
        )
        lost = left(claim, setting, self.derivation.scalars)
        stay = (*map(Stays, setting.leftover), *(c for c in lost if c.name in setting.wanted))
        if finding.holds:
            needed = self._needed(setting, finding.conditions)
            given = (*needed, *premises(self.derivation, claim, setting), *finding.given, *stay)
            found = replace(
                base,
                verdict=Verdict.CONDITIONAL if needed else Verdict.PROVED,
                given=_once(given),
                applied=needed,
            )
            return self._while_declared(claim, setting, found)
        if finding.holds is None:
            return replace(base, verdict=Verdict.UNDECIDED)
        assert judged.failing is not None
        witness = self.judge.witness(judged.failing)
        conditions = self.repairs.conditions(claim, setting, judged)
        if conditions and len(claimed := self.judge.resolved(claim, setting)) == 1:
            conditions = not_restated(self.derivation, setting, claimed[0], conditions)
        conditions = self._needed(setting, conditions)
        repaired = conditions and (
            claim.repair == "general" or all(condition.repairs for condition in conditions)
        )
        doubtful: Reason = ()
        if (setting.leftover or lost) and not repaired:
            still = fails_at_rest(self.judge, claim, setting)
            witness = None if still is None else self.judge.witness(still)
            doubtful = unsure(setting, lost) if still is None else ()
        elif (setting.leftover or lost) and witness is not None:
            witness = replace(witness, noted=joined([witness.noted, _INSTANT], "; "))
        if not repaired and (why := doubtful or doubt(self.derivation, claim, setting)):
            why = reason(finding.why, "; but ", why)
            return replace(base, verdict=Verdict.UNDECIDED, because=why)
        return replace(
            base,
            verdict=Verdict.CONDITIONAL if repaired else Verdict.REFUTED,
            given=(*conditions, *(stay if repaired else ())),
            applied=conditions,
            witness=witness,
            needs=self.repairs.needed(claim, setting, conditions) if self.needs else (),
        )

    def _needed(self, setting: Setting, conditions: tuple[Condition, ...]) -> tuple[Condition, ...]:
        """Conditions without what the setting says already, or others of them."""
        return without_needless(self.derivation.normal(setting), conditions)

    def _while_declared(self, claim: Claim, setting: Setting, outcome: Outcome) -> Outcome:
        """A proof at an instant may use what is declared of states and the flow does not keep."""
        if setting.kept is not None or not setting.flow:
            return outcome
        keeping = Keeping(self.judge, claim, setting)
        conditions = keeping.conditions
        if not conditions:
            return outcome
        given = (*outcome.given, *conditions)
        if claim.holds == "at an instant" or about_points(claim, setting):
            return replace(outcome, given=given)
        names = joined([reason(Sym(c.name), f" {c.what}") for c in conditions], " and ")
        if (left := keeping.leaves()) is None:
            said = [] if keeping.has_rates else [c.name for c in conditions]
            if self._is_declared(claim, setting, said):
                why = reason("the flow is not seen to keep ", names)
                return replace(outcome, verdict=Verdict.UNDECIDED, because=why)
            return replace(outcome, verdict=Verdict.CONDITIONAL, applied=conditions, given=given)
        why = reason("the flow does not keep ", names, ": it is false soon after a start")
        fails = tuple(replace(route, result="fails", says=why) for route in outcome.routes)
        witness = self.judge.witness(left)
        return Outcome(Verdict.REFUTED, why, routes=fails, witness=witness)

    def _is_declared(self, claim: Claim, setting: Setting, names: Sequence[str]) -> bool:
        """Whether an inequality says of a state what is declared of it."""
        claimed = self.judge.resolved(claim, setting)
        return len(claimed) == 1 and is_declared(self.derivation, setting, claimed[0], names)

    def _refuse_no_flow(self, claim: Claim) -> None:
        article = self.derivation.article
        if self.derivation.flow_name(claim.hypotheses, claim.flow):
            return
        if what := needs_flow(claim, article.symbols, article.definitions):
            declared = ", ".join(f"`{name}`" for name in article.flows) or "none"
            raise ArticleError(f"{what} needs a flow; add `flow = ...` (declared: {declared})")

    # -- shapes ---------------------------------------------------------------------------------

    def _not_conforming(self, claim: Claim, setting: Setting, error: ShapeMismatch) -> Outcome:
        """A product that conforms only for equal spaces: what does the claim say there?"""
        core = reason("does not conform: ", error.core or str(error))
        if not self.judge.does_not_conform(claim, setting):  # such as n*d for d*n
            wrong = self.judge.misordered(claim, setting) if claim.form.pointwise else None
            if wrong is None:
                why = reason(core, "; the exact route sees equal numbers")
                return Outcome(Verdict.UNDECIDED, why)
            words = reason("the spaces stand in another order"), reason("false at an exact point")
            said = tuple(
                RouteResult(name, "fails", why)
                for name, why in zip(("normal form", "exact evaluation"), words, strict=True)
            )
            witness = self.judge.witness(wrong)
            return Outcome(Verdict.REFUTED, core, routes=said, witness=witness)
        both = tuple(
            RouteResult(name, "fails", reason("the product does not conform"))
            for name in ("normal form", "exact evaluation")
        )
        if "1" in error.spaces:
            return Outcome(Verdict.REFUTED, core, routes=both)
        first, second = sorted(error.spaces)
        only = SameSize(first, second)
        narrowed = self.setting(claim, {first: second})
        try:
            judged = self.judge.judge(claim, narrowed)
        except ShapeMismatch:
            return Outcome(Verdict.REFUTED, core, routes=both)
        inner = self._judged(claim, narrowed, judged)
        unless = reason("does not conform unless ", only.said)
        if inner.verdict is Verdict.PROVED and self._is_empty(claim, narrowed):
            why = reason(unless, "; for ", only.said, " both sides are 0, and nothing is said")
            return Outcome(Verdict.REFUTED, why, routes=both)
        if inner.verdict is Verdict.PROVED:
            return replace(
                inner,
                verdict=Verdict.CONDITIONAL,
                because=unless,
                given=(only,),
                routes=both,
                merged=((first, second),),
            )
        why = reason(joined([unless, reason("for ", only.said, " ", inner.because)], "; "))
        if inner.verdict is Verdict.UNDECIDED:
            return replace(inner, because=why)
        return replace(inner, verdict=Verdict.REFUTED, because=why, given=(), routes=both)

    def _is_empty(self, claim: Claim, setting: Setting) -> bool:
        """Whether all sides of equations are 0, so that they say nothing."""
        relations = self.judge.resolved(claim, setting)
        normal = self.derivation.normal(setting)
        try:
            parts = [
                normal.reduced(part)
                for relation in relations
                for side in (relation.lhs, relation.rhs)
                for part in normal.parts(side)[0]
            ]
        except Unsupported:
            return False
        return claim.form.pointwise and all(part.is_zero() for part in parts)


def _once(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    """The conditions without those that say what another says."""
    found: dict[Reason, Condition] = {}
    for condition in conditions:
        found.setdefault(condition.said, condition)
    return tuple(found.values())
