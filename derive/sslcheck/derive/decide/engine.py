"""From claims to verdicts: both routes, conditions, corrections and the assumption ledger."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sslcheck.derive.article import Article, Claim
from sslcheck.derive.decide.finding import Condition, ProofStep, with_lets
from sslcheck.derive.decide.identity import moves
from sslcheck.derive.decide.routes import Judge, Judged, routes
from sslcheck.derive.decide.scene import Scene
from sslcheck.derive.errors import (
    ArticleError,
    RouteDisagreement,
    ShapeMismatch,
    Unsupported,
)
from sslcheck.derive.expr import Dot, Exp, Expect, Expr, Gradient, Quotient, Sym, walk
from sslcheck.derive.printing import plain, to_text
from sslcheck.derive.setting import Setting
from sslcheck.derive.verdict import (
    ClaimResult,
    Correction,
    HypothesisUse,
    Need,
    Report,
    RouteResult,
    Step,
    Verdict,
    Witness,
)

__all__ = ["verify"]

Progress = Callable[[int, int, str], None]


def verify(
    article: Article,
    select: Sequence[str] | None = None,
    progress: Progress | None = None,
    *,
    ledger: bool = True,
) -> Report:
    """Decide the claims of an article by both routes.

    ``select`` names equations (``"2"``) or claims (``"2.1"``); all claims if it is None.
    ``ledger`` also drops each hypothesis of each claim in turn, which takes as long again.
    ``progress`` is called with (claims done, claims in all, id of the next claim).
    Raises `ArticleError` for an unknown selection or a malformed claim and `RouteDisagreement`
    where the routes differ.
    """
    started = time.perf_counter()
    claims = _selected(article, select)
    results: list[ClaimResult] = []
    engine = _Engine(article, ledger)
    for done, claim in enumerate(claims):
        if progress is not None:
            progress(done, len(claims), claim.id)
        results.append(engine.result(claim))
    if progress is not None:
        progress(len(claims), len(claims), "")
    return Report(
        article.name,
        article.title,
        tuple(results),
        time.perf_counter() - started,
        source=article.source,
        summary_of=article.summary_of,
    )


def _selected(article: Article, select: Sequence[str] | None) -> tuple[Claim, ...]:
    if select is None:
        return article.claims
    wanted: set[str] = set()
    for name in select:
        hits = {c.id for c in article.claims if name in (c.equation, c.id)}
        if not hits:
            ids = ", ".join(c.id for c in article.claims)
            raise ArticleError(
                f"no equation or claim `{name}` in `{article.name}`; equations:"
                f" {', '.join(article.numbers)}; claims: {ids}"
            )
        exact = {c.id for c in article.claims if c.id == name}
        is_equation = name in article.equations
        wanted |= hits if is_equation else exact
    return tuple(c for c in article.claims if c.id in wanted)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """The verdict on one statement, before correction and ledger."""

    verdict: Verdict
    why: str = ""
    conditions: tuple[str, ...] = ()
    applied: tuple[Condition, ...] = ()
    routes: tuple[RouteResult, ...] = ()
    steps: tuple[Step, ...] = ()
    witness: Witness | None = None
    needs: tuple[Need, ...] = ()
    remarks: tuple[str, ...] = ()
    merged: tuple[tuple[str, str], ...] = ()
    solved: Mapping[str, Expr] = field(default_factory=dict)


class _Engine:
    def __init__(self, article: Article, ledger: bool = True) -> None:
        self.article = article
        self.ledger = ledger
        self.scene = Scene(article)
        self.judge = Judge(self.scene)

    def result(self, claim: Claim) -> ClaimResult:
        started = time.perf_counter()
        outcome = self._outcome(claim)
        repair: _Outcome | None = None
        correction: Correction | None = None
        if outcome.verdict is not Verdict.PROVED and claim.repaired is not None:
            repaired = self._outcome(claim.repaired)
            repair = repaired
            correction = Correction(
                claim.repair,
                claim.repaired.statement.source,
                repaired.verdict,
                repaired.steps,
                repaired.routes,
            )
            if outcome.verdict is Verdict.CONDITIONAL and claim.repair == "corrected":
                outcome = replace(outcome, verdict=Verdict.REFUTED)
        ledger = self._ledger(claim, outcome, repair) if self.ledger else ()
        return ClaimResult(
            id=claim.id,
            equation=claim.equation,
            kind=claim.kind,
            printed=claim.printed,
            summary=claim.summary,
            verdict=outcome.verdict,
            why=outcome.why,
            conditions=outcome.conditions,
            hypotheses=ledger,
            witness=outcome.witness,
            needs=outcome.needs,
            correction=correction,
            routes=outcome.routes,
            steps=outcome.steps,
            remarks=outcome.remarks,
            seconds=time.perf_counter() - started,
            in_paper=claim.in_paper,
            paper=claim.paper,
        )

    # -- one statement --------------------------------------------------------------------------

    def _outcome(self, claim: Claim) -> _Outcome:
        try:
            setting = self.scene.setting(claim.hypotheses, claim.flow)
        except Unsupported as error:
            return _Outcome(Verdict.UNDECIDED, f"its setting cannot be formed: {error}")
        try:
            judged = self.judge.judge(claim, setting)
        except ShapeMismatch as error:
            return self._not_conforming(claim, setting, error)
        return self._judged(claim, setting, judged)

    def _judged(self, claim: Claim, setting: Setting, judged: Judged) -> _Outcome:
        finding = judged.finding
        steps = self.judge.steps(claim, (*self._flow_steps(claim), *finding.steps))
        base = _Outcome(
            Verdict.PROVED,
            finding.why,
            routes=routes(judged),
            steps=steps,
            remarks=finding.remarks,
            solved=finding.solved,
        )
        if finding.holds:
            return replace(base, conditions=self._used(claim, setting))
        if finding.holds is None:
            return replace(base, verdict=Verdict.UNDECIDED)
        assert judged.failing is not None
        witness = self.judge.witness(judged.failing)
        conditions = self._conditions(claim, setting, judged)
        return replace(
            base,
            verdict=Verdict.CONDITIONAL if conditions else Verdict.REFUTED,
            conditions=tuple(c.text or c.latex for c in conditions),
            applied=conditions,
            witness=witness,
            needs=self._needs(claim, setting, conditions) if self.ledger else (),
        )

    def _used(self, claim: Claim, setting: Setting) -> tuple[str, ...]:
        """What a proof rests on: the claim's hypotheses, and signs that its divisions need."""
        texts = [self.article.hypotheses[name].text for name in claim.hypotheses]
        sides = [side for r in claim.statement.relations for side in (r.lhs, r.rhs)]
        below = [
            part.denominator
            for side in (*sides, *setting.lets.values())
            for part in walk(side)
            if isinstance(part, Quotient)
        ]
        normal = self.scene.normal(setting)
        signs = []
        for node in below:
            if isinstance(node, Sym) and node.name in setting.symbols:
                positive = setting.symbols[node.name].sign == "positive"
                signs.append(f"{plain(node.name)} {'> 0' if positive else '≠ 0'}")
                continue
            timed = any(isinstance(p, (Dot, Exp)) for p in walk(node))
            if not timed and normal.functions.sign(normal.scalar(node)) is None:
                signs.append(f"{to_text(node)} ≠ 0")
        return tuple(dict.fromkeys([*texts, *signs]))

    def _conditions(self, claim: Claim, setting: Setting, judged: Judged) -> tuple[Condition, ...]:
        """The conditions that repair the claim, each needed, confirmed by both routes."""
        finding = judged.finding
        if finding.sufficient:
            for condition in finding.conditions:
                if condition.check is not None and not self.judge.holds(condition.check):
                    raise RouteDisagreement(
                        f"claim `{claim.id}`: not true at an exact point although {condition.text}"
                    )
            return finding.conditions
        needed = list(finding.conditions)
        if not needed or not self._holds_with(claim, setting, needed):
            return ()
        for condition in list(needed):
            others = [c for c in needed if c is not condition]
            if others and self._holds_with(claim, setting, others):
                needed = others
        return tuple(needed)

    def _needs(
        self, claim: Claim, setting: Setting, conditions: Sequence[Condition]
    ) -> tuple[Need, ...]:
        """Of several conditions each, dropped alone: where the claim is then false."""
        needs = []
        for dropped in conditions if len(conditions) > 1 else ():
            narrowed = setting
            for condition in conditions:
                if condition is not dropped:
                    narrowed = condition.apply(narrowed)
            failing = self.judge.judge(claim, narrowed).failing
            witness = self.judge.witness(failing) if failing is not None else None
            if witness is not None:
                needs.append(Need(dropped.text or dropped.latex, witness))
        return tuple(needs)

    def _holds_with(self, claim: Claim, setting: Setting, conditions: Sequence[Condition]) -> bool:
        for condition in conditions:
            setting = condition.apply(setting)
        return self.judge.judge(claim, setting).finding.holds is True

    def _not_conforming(self, claim: Claim, setting: Setting, error: ShapeMismatch) -> _Outcome:
        """A product that conforms only for equal spaces: what does the claim say there?"""
        if not self.judge.does_not_conform(claim, setting):  # such as n*d for d*n
            why = f"does not conform: {_last(error)}; the exact route sees equal numbers"
            return _Outcome(Verdict.UNDECIDED, why)
        first, second = sorted(error.spaces)
        only = f"{second} = {first}"
        both = tuple(
            RouteResult(name, "fails", "the product does not conform")
            for name in ("normal form", "exact evaluation")
        )
        reason = f"does not conform unless {only}"
        if "1" in error.spaces:
            return _Outcome(Verdict.REFUTED, f"does not conform: {_last(error)}", routes=both)
        merged = {first: second}
        narrowed = self.scene.setting(claim.hypotheses, claim.flow, merged)
        try:
            judged = self.judge.judge(claim, narrowed)
        except ShapeMismatch:
            return _Outcome(Verdict.REFUTED, f"does not conform: {_last(error)}", routes=both)
        inner = self._judged(claim, narrowed, judged)
        if inner.verdict is Verdict.PROVED:
            return replace(
                inner,
                verdict=Verdict.CONDITIONAL,
                why=reason,
                conditions=(only,),
                routes=both,
                merged=((first, second),),
            )
        why = f"{reason}; for {only} {inner.why}"
        if inner.verdict is Verdict.UNDECIDED:
            return replace(inner, why=why)
        return replace(inner, verdict=Verdict.REFUTED, why=why, conditions=(), routes=both)

    def _flow_steps(self, claim: Claim) -> tuple[ProofStep, ...]:
        """How the flow that an identity is about was derived."""
        if claim.kind != "identity":
            return ()
        relations = claim.statement.relations
        if not any(moves(side) for r in relations for side in (r.lhs, r.rhs)):
            return ()
        flow = claim.flow
        for name in claim.hypotheses:
            flow = self.article.hypotheses[name].flow or flow
        states = {
            part.arg.name
            for r in relations
            for side in (r.lhs, r.rhs)
            for part in walk(side)
            if isinstance(part, Dot) and isinstance(part.arg, Sym)
        }
        kept = []
        for step in self.scene.flow(flow).steps:
            assert step.check is not None
            left = step.check.relation.lhs
            about = any(
                (isinstance(part, Gradient) and part.symbol in states)
                or (isinstance(part, Dot) and part.arg in {Sym(s) for s in states})
                for part in walk(left)
            )
            gradients = any(isinstance(part, Expect) for part in walk(left))
            if about or gradients:
                kept.append(step)
        return tuple(kept)

    # -- ledger ---------------------------------------------------------------------------------

    def _ledger(
        self, claim: Claim, outcome: _Outcome, repair: _Outcome | None
    ) -> tuple[HypothesisUse, ...]:
        """Each hypothesis dropped in turn; of the correction, where the claim is refuted."""
        if outcome.verdict is Verdict.REFUTED and repair is not None and claim.repaired is not None:
            claim, outcome = claim.repaired, repair
        uses = []
        for name in claim.hypotheses:
            hypothesis = self.article.hypotheses[name]
            if outcome.verdict in (Verdict.PROVED, Verdict.CONDITIONAL):
                needed, breaks = self._without(claim, name, outcome)
            else:
                needed, breaks = None, f"the claim is {outcome.verdict} with it"
            uses.append(HypothesisUse(name, hypothesis.text, needed, breaks))
        return tuple(uses)

    def _without(self, claim: Claim, name: str, outcome: _Outcome) -> tuple[bool | None, str]:
        others = tuple(h for h in claim.hypotheses if h != name)
        less = replace(claim, hypotheses=others)
        try:
            setting = self.scene.setting(others, claim.flow, dict(outcome.merged))
            sufficient = False
            for condition in outcome.applied:
                setting = condition.apply(setting)
            judged = self.judge.judge(less, setting)
            sufficient = judged.finding.sufficient and bool(outcome.applied)
        except (ArticleError, ShapeMismatch, Unsupported) as error:
            return True, f"without it the claim cannot be put: {_last(error)}"
        if judged.finding.holds or sufficient:
            return False, ""
        if judged.finding.holds is None and outcome.solved:
            fixed = with_lets(setting, outcome.solved)
            judged = self.judge.judge(replace(less, kind="identity"), fixed)
            names = ", ".join(outcome.solved)
            if judged.finding.holds is False:
                return True, f"with the derived {names}, {judged.finding.why}"
        if judged.finding.holds is None:
            if judged.failing is not None:
                return True, f"false without it: {judged.failing.note}"
            return None, f"undecided without it: {judged.finding.why}"
        return True, judged.finding.why


def _last(error: Exception) -> str:
    """The line of a message that says what is wrong, without caret lines."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip(" ^")]
    telling = [line for line in lines if "inner spaces" in line or " but " in line]
    return (telling or lines)[0]
