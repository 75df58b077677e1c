"""Each claim as a theorem with its proof, or as what is wrong with it and what is right."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sslcheck.derive.article.article import Article, Claim
from sslcheck.derive.text.reason import Reason, alone, joined, placeless, reason
from sslcheck.derive.verdicts.evidence import Correction, HypothesisUse, RouteResult, Step, Witness
from sslcheck.derive.verdicts.report import Report
from sslcheck.derive.verdicts.result import ClaimResult
from sslcheck.derive.verdicts.verdict import Verdict
from sslcheck.reports.latex.blocks import Block, block, in_line
from sslcheck.reports.latex.frame import framed
from sslcheck.reports.latex.notation import notation
from sslcheck.reports.latex.words import escaped
from sslcheck.reports.page.blocks import Bullets, Formula, Rich, Strong, Text, line
from sslcheck.reports.page.claims import (
    capital,
    in_paper,
    route_lines,
    statement,
    title,
    verdict_line,
    witness_blocks,
)
from sslcheck.reports.page.memory import Memory
from sslcheck.reports.page.page import how_decided, supposed, whose
from sslcheck.reports.page.used import listed
from sslcheck.reports.text import conditions_title, mark, needed

__all__ = ["render_latex"]

_HEADS = {Verdict.PROVED: "Theorem", Verdict.CONDITIONAL: "Theorem"}
_PROOFS = {
    Verdict.PROVED: "Proof",
    Verdict.CONDITIONAL: "Proof",
    Verdict.REFUTED: "Why it is false",
}


def render_latex(article: Article, report: Report, more: Iterable[Block] = ()) -> str:
    """The theorems of a report, with the article's own letters and numbers, and ``more`` below
    them; ASCII only.
    """
    parts = (*_Appendix(article, report).parts(), *_shown(more))
    return framed(report.title or report.article, "\n".join(parts))


class _Appendix:
    def __init__(self, article: Article, report: Report) -> None:
        self.article = article
        self.report = report
        self.claims = {claim.id: claim for claim in article.claims}
        self.heads = {c.id: f"{_HEADS.get(c.verdict, 'Claim')} {c.id}" for c in report.claims}
        self.memory = Memory(refer=True, calls=self.heads.__getitem__)

    def parts(self) -> Iterator[str]:
        """The parts of the text in order."""
        yield from _shown(self.opening())
        yield "\\subsection*{Notation}\n"
        chosen = [self.claims[claim.id] for claim in self.report.claims]
        yield from _shown(notation(self.article, chosen))
        yield from _shown(_kinds(chosen))
        for number, equation in self.article.equations.items():
            if found := [c for c in self.report.claims if c.equation == number]:
                yield f"\\subsection*{{Equation ({escaped(number)})}}\n"
                yield from _shown([Text(("As printed:",)), Formula(equation.latex)])
                for claim in found:
                    yield from self.claim(claim)
        others = [c for c in self.report.claims if c.equation not in self.article.equations]
        if others:
            yield "\\subsection*{Claims on no equation}\n"
        for claim in others:
            yield from self.claim(claim)

    def opening(self) -> Iterator[Block]:
        """Whose text it is, and what was found in all."""
        yield from whose(self.report)
        yield from how_decided(self.report)
        open_ = [c.id for c in self.report.claims if c.verdict not in _PROOFS]
        if open_:
            yield Text(("Not decided, and so listed without a proof: ", ", ".join(open_), "."))
        if self.report.problems:
            yield Text(("What cannot be read:",))
            yield Bullets(tuple((problem,) for problem in self.report.problems))

    def claim(self, claim: ClaimResult) -> Iterator[str]:
        """A theorem with its proof, or a claim with what is wrong with it and what is right."""
        own = self.claims[claim.id]
        yield _statement(self.heads[claim.id], title(claim), self.stated(claim, own))
        yield from _shown(self.found(claim))
        proof = [*self.memory.shown(claim.steps, claim.id, "", _step)]
        yield from _proof(_PROOFS.get(claim.verdict, "What is known"), proof, claim.routes)
        head = f"Counterexample {claim.id}"
        if claim.witness is not None:
            yield _counterexample(head, (), claim.witness)
        for need in claim.needs:
            yield _counterexample(head, need.needed, need.witness)
        if claim.correction is not None:
            yield from self.correction(claim, claim.correction, own)
        yield from _shown(_ledger(claim.hypotheses))
        if claim.notes:
            yield from _shown([Text(("Remarks:",)), Bullets(tuple(map(line, claim.notes)))])

    def stated(self, claim: ClaimResult, own: Claim) -> Iterator[Block]:
        """What is supposed, and the statement."""
        conditions = joined([condition.said for condition in claim.given], "; ")
        proved, conditional = (claim.verdict is v for v in (Verdict.PROVED, Verdict.CONDITIONAL))
        yield _supposing(own, conditions if proved else supposed(self.article, own))
        if conditional and conditions:
            yield Text(("If ", *line(conditions), ", then"))
        yield from statement(claim)

    def found(self, claim: ClaimResult) -> Iterator[Text]:
        """The verdict where there is more to say of it than a proof does."""
        if claim.verdict is not Verdict.PROVED:
            yield verdict_line(replace(claim, because=placeless(claim.because)))
            if claim.given and claim.verdict is not Verdict.CONDITIONAL:
                given = joined([condition.said for condition in claim.given], "; ")
                lead = conditions_title(claim.verdict).capitalize()
                yield Text((f"{lead}: ", *line(given), "."))
        if claim.paper:
            yield Text(in_paper(claim))

    def correction(self, claim: ClaimResult, found: Correction, own: Claim) -> Iterator[str]:
        """What is right instead, as a theorem of its own if it is proved."""
        kind = "Theorem" if found.verdict is Verdict.PROVED else "Statement"
        repaired = own.repaired or own
        stated: list[Block] = [
            _supposing(repaired, supposed(self.article, repaired)),
            Formula(found.latex),
        ]
        if found.verdict is not Verdict.PROVED:
            stated.append(Text((Strong(found.verdict.upper()),)))
        yield _statement(f"{kind} {claim.id}, {found.kind}", (), stated)
        proof = [*self.memory.shown(found.steps, claim.id, found.kind, _step)]
        yield from _proof(_PROOFS.get(found.verdict, "What is known"), proof, found.routes)


def _statement(head: str, title: Reason, shown: Iterable[Block]) -> str:
    note = f"[{{{in_line(capital(line(title)))}}}]" if title else ""
    body = "\n".join(_shown(shown))
    return f"\\begin{{sslcheckclaim}}{{{escaped(head)}}}{note}\n{body}\n\\end{{sslcheckclaim}}\n"


def _supposing(own: Claim, given: Reason) -> Text:
    """Kind and flow of a claim, and what it supposes."""
    flow = f", along the flow `{own.flow}`" if own.flow else ""
    told = (". Suppose: ", *line(given)) if given else ()
    return Text((f"For all sizes (`{own.kind}`){flow}", *told, "."))


def _proof(title: str, steps: Sequence[Block], routes: Sequence[RouteResult]) -> Iterator[str]:
    """The steps, and what the routes say in the end."""
    if steps or routes:
        yield f"\\begin{{proof}}[{title}]\\leavevmode"
        yield from _shown(steps)
        if routes:
            # no blank line: the end of the proof is marked in the last one
            yield block(Text(("Routes: ", *listed(route_lines(routes)), "."))).rstrip()
        yield "\\end{proof}\n"


def _counterexample(head: str, without: Reason, witness: Witness) -> str:
    note = reason("without ", without) if without else ()
    return _statement(head, note, witness_blocks(witness))


def _ledger(uses: Sequence[HypothesisUse]) -> Iterator[Text | Bullets]:
    """What becomes of a claim without each of its hypotheses."""
    if uses:
        yield Text(("Hypotheses, and what breaks without each:",))
        yield Bullets(
            tuple(
                (
                    f"`{use.name}` is {needed(use.needed)}",
                    *((": ", *line(use.breaking)) if use.breaking else ()),
                    ".",
                )
                for use in uses
            )
        )


def _kinds(claims: Sequence[Claim]) -> Iterator[Text | Bullets]:
    """What a claim of each kind says."""
    # that of a claim that cannot be read is none
    kinds = {c.kind: type(c.form) for c in claims if not c.refused}
    meant = {kind: inspect.cleandoc(form.__doc__ or "") for kind, form in kinds.items()}
    yield Text(("What a statement of each kind says:",))
    yield Bullets(
        tuple(
            (f"`{kind}`: ", meaning.split("\n\n")[0].replace("``", "`"))
            for kind, meaning in sorted(meant.items())
        )
    )


def _step(step: Step) -> tuple[Rich, str]:
    """Why, and the formula that it leads to; words instead of it lead."""
    formula = alone(step.states)
    states = () if formula else (*capital(line(step.states)), ". ")
    again = () if step.rechecked else (" (", *line(mark(step)), ")")
    return (*states, *capital(line(step.why)), *again, ":" if formula else "."), formula


def _shown(parts: Iterable[Block]) -> Iterator[str]:
    return map(block, parts)
