"""From an article to verdicts: claim after claim, none at the cost of the others."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from sslcheck.derive.article.article import Article, Claim
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.decide.budget import time_limit
from sslcheck.derive.decide.depths import AtDepths
from sslcheck.derive.decide.forked import can_fork, shared
from sslcheck.derive.decide.ledger import Entry
from sslcheck.derive.decide.outcome import Outcome, Statements
from sslcheck.derive.decide.understood import understood
from sslcheck.derive.decide.worded import worded
from sslcheck.derive.errors import (
    ArticleError,
    OutOfTime,
    RouteDisagreement,
    SslcheckError,
    TooLarge,
)
from sslcheck.derive.reading.loading import load_article
from sslcheck.derive.text.reason import Reason, of_error, reason
from sslcheck.derive.text.words import did_you_mean
from sslcheck.derive.verdicts.evidence import Correction, HypothesisUse, RouteResult
from sslcheck.derive.verdicts.report import Report
from sslcheck.derive.verdicts.result import ClaimResult
from sslcheck.derive.verdicts.verdict import Verdict

__all__ = ["BUDGET", "Deciders", "Vouch", "Vouched", "verify"]

BUDGET = 20.0
"""Seconds of processor time that a claim may take, and each entry of its ledger."""

T = TypeVar("T")
Progress = Callable[[int, int, str], None]


class Deciders(NamedTuple):
    """What has decided a claim, and what it is made of is at hand: of claims about layers, too."""

    statements: Statements
    depths: AtDepths


class Vouched(NamedTuple):
    """What somebody says of a verdict, and what others may re-check, if there is something."""

    says: RouteResult
    certificate: Mapping[str, Any] | None = None


Vouch = Callable[[Deciders, Claim, Outcome, Outcome | None], Vouched]
"""Somebody who vouches for the outcome of a claim, and of its repair, or is silent."""


def verify(
    article: Article | str | Path,
    select: str | Sequence[str] | None = None,
    progress: Progress | None = None,
    *,
    ledger: bool = True,
    budget: float = BUDGET,
    vouch: Vouch | None = None,
    jobs: int = 1,
) -> Report:
    """Decide the claims of an article by both routes.

    ``article`` may be the name of a shipped one or the path of a file. ``select`` names an
    equation (``"2"``) or a claim (``"2.1"``), or several; all claims if it is None.
    ``ledger`` also drops each hypothesis of each claim in turn, which takes as long again.
    ``progress`` is called with (claims done, claims in all, id of the next claim).
    ``budget`` is the processor time in seconds for a claim, and for each entry of its ledger.
    ``vouch`` is asked about each claim, within the same time. ``jobs`` processes share the claims,
    where this one has no other threads and can be forked; verdicts and order are the same.
    Raises `ArticleError` for an unknown selection, and the errors of `load_article`; what is wrong
    with one claim is its verdict.
    """
    started = time.perf_counter()
    if not isinstance(article, Article):
        article = load_article(os.fspath(article))
    claims = _selected(article, [select] if isinstance(select, str) else select)
    engine = _Engine(article, ledger, budget, vouch)

    def began(done: int, k: int) -> None:
        if progress is not None:
            progress(done, len(claims), claims[k].id)

    decided = shared(
        lambda k: engine.decided(claims[k]),
        _runs(claims),
        jobs if jobs > 1 and len(claims) > 1 and can_fork() and not _wants_tracebacks() else 0,
        began,
        lambda k, why: (_result(claims[k], _lost(why)), None),
    )
    results = [decided[k] for k in range(len(claims))]
    if progress is not None:
        progress(len(claims), len(claims), "")
    return Report(
        article.name,
        article.title,
        tuple(result for result, _ in results),
        time.perf_counter() - started,
        certificates={result.id: made for result, made in results if made is not None},
        source=article.source,
        summary_of=article.summary_of,
        problems=article.problems if select is None or any(c.refused for c in claims) else (),
    )


def _selected(article: Article, select: Sequence[str] | None) -> tuple[Claim, ...]:
    if select is None:
        return article.claims
    wanted: set[str] = set()
    for name in select:
        hits = {c.id for c in article.claims if name in (c.equation, c.id)}
        if not hits:
            ids = [c.id for c in article.claims]
            raise ArticleError(
                f"no equation or claim `{name}` in `{article.name}`; equations:"
                f" {', '.join(article.numbers)}; claims: {', '.join(ids)}"
                f"{did_you_mean(name, (*article.numbers, *ids))}"
            )
        exact = {c.id for c in article.claims if c.id == name}
        is_equation = name in article.equations
        wanted |= hits if is_equation else exact or hits
    return tuple(c for c in article.claims if c.id in wanted)


def _runs(claims: Sequence[Claim]) -> list[list[int]]:
    """The numbers of claims by equation, the most first: so processes end at about the same time.

    What is said of a claim may hang on what was worked out before it, as the order of terms does:
    never on other equations, so that it is the same whoever decides those, or nobody.
    """
    runs: dict[str, list[int]] = {}
    for k, claim in enumerate(claims):
        runs.setdefault(claim.equation, []).append(k)
    return sorted(runs.values(), key=len, reverse=True)


class _Engine:
    statements: Statements
    depths: AtDepths

    def __init__(self, article: Article, ledger: bool, budget: float, vouch: Vouch | None) -> None:
        self.article = article
        self.ledger = ledger
        self.budget = budget
        self.vouch = vouch
        self.equation: str | None = None

    def _forget(self) -> None:
        """Begin anew: what was worked out, or begun, is not relied on."""
        self.statements = Statements(Derivation(self.article), self.ledger)
        self.depths = AtDepths(self.ledger)

    def decided(self, claim: Claim) -> tuple[ClaimResult, Mapping[str, Any] | None]:
        """The verdict on a claim, whatever is wrong with it, and its certificate if one is made."""
        started = time.perf_counter()
        if claim.equation != self.equation:
            self.equation = claim.equation
            self._forget()
        outcome = self._guarded(claim)
        repair = None
        if claim.repaired is not None and outcome.verdict not in (Verdict.PROVED, Verdict.REFUSED):
            repair = self._guarded(claim.repaired)
        vouched = self._vouched(claim, outcome, repair)
        uses = self._uses(claim, outcome, repair) if self.ledger else ()
        names = self.statements.derivation.hypotheses(claim.hypotheses, claim.flow)
        result = _result(claim, outcome, repair)
        result = replace(result, given=worded(self.article, names, result.given))
        routes = (*result.routes, *(() if vouched is None else (vouched.says,)))
        seconds = time.perf_counter() - started
        result = replace(result, hypotheses=uses, routes=routes, seconds=seconds)
        return result, vouched and vouched.certificate

    def _vouched(self, claim: Claim, outcome: Outcome, repair: Outcome | None) -> Vouched | None:
        """What somebody says who was asked to vouch for a verdict."""
        ask = self.vouch
        if ask is None:
            return None
        return self._within(
            lambda: ask(Deciders(self.statements, self.depths), claim, outcome, repair),
            lambda error: Vouched(RouteResult("certificate", "silent", _why(error))),
        )

    def _guarded(self, claim: Claim) -> Outcome:
        """The outcome within the budget; an error of one claim is its verdict."""
        if claim.refused:
            return Outcome(Verdict.REFUSED, claim.refused)
        if claim.depths is not None:
            depths = claim.depths
            return self._within(lambda: self.depths.outcome(depths), _failed)
        return self._within(lambda: self.statements.outcome(claim), _failed)

    def _within(self, work: Callable[[], T], failed: Callable[[Exception], T]) -> T:
        """What a piece of work within the budget comes to, or what its failure does."""
        try:
            with time_limit(self.budget):
                return work()
        except Exception as error:
            told = isinstance(error, SslcheckError)
            if not told and _wants_tracebacks():
                raise
            if not told or isinstance(error, OutOfTime):
                self._forget()
            return failed(error)

    def _uses(
        self, claim: Claim, outcome: Outcome, repair: Outcome | None
    ) -> tuple[HypothesisUse, ...]:
        """Each hypothesis dropped in turn; of the correction, where the claim is refuted."""
        if outcome.verdict is Verdict.REFUTED and repair is not None and claim.repaired is not None:
            claim, outcome = claim.repaired, repair
        names = self.statements.derivation.hypotheses(claim.hypotheses, claim.flow)
        if claim.depths is not None:  # what becomes of a claim at one depth is not told of all
            untested = "of a claim about all depths this is not tested"
            entries = (Entry(self.statements, claim, outcome, name) for name in names)
            return tuple(entry.unknown(reason(untested)) for entry in entries)
        return tuple(self._use(claim, outcome, name) for name in names)

    def _use(self, claim: Claim, outcome: Outcome, name: str) -> HypothesisUse:
        entry = Entry(self.statements, claim, outcome, name)
        return self._within(entry.use, lambda error: entry.unknown(_why(error)))


def _result(claim: Claim, outcome: Outcome, repair: Outcome | None = None) -> ClaimResult:
    """What is told of a claim, and of what should stand instead, where that was decided."""
    correction = None
    if repair is not None and claim.repaired is not None:
        latex = claim.repaired.statement.source
        correction = Correction(claim.repair, latex, repair.verdict, repair.steps, repair.routes)
    return ClaimResult(
        id=claim.id,
        equation=claim.equation,
        kind=claim.kind,
        stated=claim.stated,
        claimed=claim.claimed,
        verdict=outcome.verdict,
        because=outcome.because,
        given=outcome.given,
        witness=outcome.witness,
        needs=outcome.needs,
        correction=correction,
        routes=outcome.routes,
        steps=outcome.steps,
        notes=outcome.notes,
        in_paper=claim.in_paper,
        paper_says=claim.paper_says,
        reading=claim.reading,
        understood=understood(claim),
    )


def _lost(why: str) -> Outcome:
    """The verdict on a claim whose process ended before it."""
    more = reason(f"the process that decided it {why}; one job (`--jobs 1`) decides it in this one")
    return Outcome(Verdict.UNDECIDED, more)


def _failed(error: Exception) -> Outcome:
    """The verdict on a claim that an error stands in the way of."""
    if isinstance(error, OutOfTime):
        more = reason(_why(error), "; give it more time (`--budget`) or split the claim")
        return Outcome(Verdict.UNDECIDED, more)
    if isinstance(error, TooLarge):
        return Outcome(Verdict.UNDECIDED, _why(error))
    refused = isinstance(error, SslcheckError) and not isinstance(error, RouteDisagreement)
    return Outcome(Verdict.REFUSED if refused else Verdict.DISAGREEMENT, _why(error))


def _why(error: Exception) -> Reason:
    """What an error says; one that nobody raised on purpose is a bug that one claim meets."""
    if isinstance(error, SslcheckError):
        return of_error(error)
    return reason(
        f"internal error, {type(error).__name__}: {error}; this is a bug of the checker"
        " (SSLCHECK_TRACEBACK=1 shows where)"
    )


def _wants_tracebacks() -> bool:
    """Whether somebody looks for a bug: what nobody raised on purpose is raised, here."""
    return bool(os.environ.get("SSLCHECK_TRACEBACK"))
