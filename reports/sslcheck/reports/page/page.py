"""The page: verdicts in a table, what is wrong, then every equation with its proofs and plots."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from sslcheck.derive.article.article import Article, Claim
from sslcheck.derive.text.reason import Reason, joined, reason
from sslcheck.derive.verdicts.report import Report
from sslcheck.derive.verdicts.result import ClaimResult
from sslcheck.derive.verdicts.verdict import Verdict
from sslcheck.reports.page.blocks import (
    Block,
    Bullets,
    Contents,
    Formula,
    Graph,
    Heading,
    Link,
    Listing,
    Math,
    Piece,
    Provenance,
    Rich,
    Strong,
    Table,
    Text,
    Web,
    called,
    line,
)
from sslcheck.reports.page.claims import capital, claim_blocks, in_paper, titled
from sslcheck.reports.page.graph.dependencies import dependencies
from sslcheck.reports.page.memory import Memory
from sslcheck.reports.page.notation import notation
from sslcheck.reports.page.used import listed
from sslcheck.reports.text import counted, grounds, rechecked, tally

__all__ = ["cited", "how_decided", "page", "supposed", "whose"]

_ARXIV = re.compile(r"arXiv:(\d{4}\.\d{4,5})")

DEPENDENCIES = "Dependencies"

Extras = Mapping[str, Sequence[Block]]
"""By the number of an equation: what stands below it besides its claims."""


def page(
    article: Article, report: Report, extras: Extras, ending: Sequence[Block] = ()
) -> Iterator[Block]:
    """The blocks of a report in order; ``ending`` follows the last equation."""
    yield Heading(1, report.title or report.article)
    yield from whose(report)
    yield from how_decided(report)
    body = [*_body(article, report, extras), *ending]
    yield Heading(2, "Contents")
    yield _contents(body, report)
    yield from body


def _contents(body: Sequence[Block], report: Report) -> Contents:
    """A line for each part, with the claims of an equation in that of the equation."""
    tones = {called("claim", claim.id): claim.verdict for claim in report.claims}
    parts: list[tuple[str, list[Rich]]] = []
    for block in _headings(body):
        if block.level == 2:
            parts.append((block.text, []))
        elif block.level == 3 and parts:
            text = block.text.removeprefix("Claim ") if block.text in tones else block.text
            parts[-1][1].append((Link(text, block.text, tones.get(block.text, "")),))
    return Contents(
        tuple(
            (Link(text, text), *((": ", *listed(inner, ", ")) if inner else ()))
            for text, inner in parts
        )
    )


def _headings(blocks: Sequence[Block]) -> Iterator[Heading]:
    for block in blocks:
        if isinstance(block, Heading):
            yield block
        elif isinstance(block, Provenance):
            yield from _headings(block.blocks)


def _body(article: Article, report: Report, extras: Extras) -> Iterator[Block]:
    yield Heading(2, "Summary")
    yield _summary(report)
    if report.problems:
        yield Heading(2, "What cannot be read")
        yield Listing("\n".join(report.problems))
    given = {name: _given(article, claim) for name, claim in _claims(article).items()}
    beyond = {claim.id for claim in article.claims if claim.beyond}
    told = {
        Verdict.REFUTED: (_wrong, f"What {_text(report)} gets wrong"),
        Verdict.CONDITIONAL: (_lacking, f"What {_text(report)} leaves unsaid"),
    }
    for verdict, (tell, heading) in told.items():
        found = [c for c in report.claims if c.verdict is verdict and c.id not in beyond]
        if found:
            yield Heading(2, heading)
            yield Bullets(tuple(tell(c, given[c.id]) for c in found))
    besides = [c for c in report.claims if c.verdict in told and c.id in beyond]
    if besides:
        yield Heading(2, f"Not said by {_text(report)}, and wrong or conditional")
        yield Bullets(tuple(told[c.verdict][0](c, given[c.id]) for c in besides))
    yield from notation(article, report)
    yield from _dependencies(article, report)
    yield from _equations(article, report, extras)


def _dependencies(article: Article, report: Report) -> Iterator[Block]:
    drawing = dependencies(article, report)
    if drawing is None:
        return
    yield Heading(2, DEPENDENCIES)
    names = sum(node.layer == 0 for node in drawing.nodes)
    alt = (
        f"Graph of {counted(names, 'hypothesis', 'hypotheses')}, the"
        f" {counted(len(report.claims), 'claim')} that suppose them, and what corrects these."
    )
    caption = (
        "Which hypotheses each claim supposes, and what is right where it is wrong or lacks a"
        " condition (✓ proved, ~ conditional, ✗ refuted). A dashed line is a hypothesis that is not"
        " needed after all."
    )
    yield Graph(drawing, alt, (caption,))


def how_decided(report: Report) -> Iterator[Text]:
    """How many claims there are of each verdict, and what the verdicts mean."""
    yield Text((tally(report), "."))
    yield Text(
        (
            "Every verdict comes from two routes that share no code: a normal form that holds for"
            " all matrix sizes, and exact rational arithmetic at small ones. Of the steps of the"
            f" proofs {rechecked(report)}; the others say why not. PROVED means for all sizes"
            " under the hypotheses named; CONDITIONAL that the text leaves a condition unsaid;"
            " REFUTED that there is an exact counterexample.",
        )
    )


def _equations(article: Article, report: Report, extras: Extras) -> Iterator[Block]:
    memory = Memory(refer=True)
    for number, equation in article.equations.items():
        claims = [c for c in report.claims if c.equation == number]
        if not claims:
            continue
        yield Heading(2, called("equation", number))
        yield Formula(equation.latex)
        yield from _sections(article, claims, memory)
        yield from extras.get(number, ())
    others = [c for c in report.claims if c.equation not in article.equations]
    if others:
        yield Heading(2, "Claims on no equation")
        yield from _sections(article, others, memory)
        yield from extras.get("", ())


def _sections(article: Article, claims: Sequence[ClaimResult], memory: Memory) -> Iterator[Block]:
    own = _claims(article)
    for claim in claims:
        yield Heading(3, called("claim", claim.id))
        yield from titled(claim)
        yield _where(own[claim.id])
        yield from claim_blocks(claim, 4, memory, supposed(article, own[claim.id]))


def _where(claim: Claim) -> Text:
    """Where else the page speaks of a claim, and of what it supposes."""
    said: list[Rich] = [(Link("summary", _row(claim.id)),)]
    if claim.flow:
        said.append(("flow ", Link(claim.flow, called("flow", claim.flow), "name")))
    if claim.hypotheses:
        names = [(Link(n, called("hypothesis", n), "name"),) for n in claim.hypotheses]
        said.append(("supposes ", *listed(names, ", ")))
    if claim.hypotheses or claim.repaired:
        said.append((Link(DEPENDENCIES.lower(), DEPENDENCIES),))
    return Text(listed(said, " · "), aside=True)


def _row(claim: str) -> str:
    """What links call the row of a claim in the summary."""
    return f"Summary of {claim}"


def _text(report: Report) -> str:
    """What it is that was checked."""
    return "the summary" if report.summary_of else "the article"


def cited(text: str) -> Rich:
    """Where a text is from, with a link for each number of the arXiv."""
    pieces: list[Piece] = []
    begun = 0
    for found in _ARXIV.finditer(text):
        pieces += [text[begun : found.start()], Web(found[0], f"https://arxiv.org/abs/{found[1]}")]
        begun = found.end()
    return (*pieces, text[begun:])


def whose(report: Report) -> Iterator[Text]:
    """Whose text was checked, and which findings are about the paper that it sums up."""
    if not report.summary_of:
        if report.source:
            yield Text(cited(report.source))
        return
    author = f" by {report.source}" if report.source else ""
    yield Text(
        (f"The text that is checked is a summary{author} of ", *cited(report.summary_of), ".")
    )
    found = [c for c in report.claims if c.verdict in (Verdict.REFUTED, Verdict.CONDITIONAL)]
    same = [c for c in found if c.in_paper]
    apart = [c for c in found if c.in_paper is False]
    if same or apart:
        names: list[Piece] = []
        for claim in same:
            names += [*([", "] if names else []), Link(claim.id, called("claim", claim.id))]
        unknown = len(found) - len(same) - len(apart)
        yield Text(
            (
                "It is not that paper. What the paper itself says was found by reading it, not by"
                f" the program. Findings below: {len(found)}; about the paper as well: {len(same)}",
                *([" (", *names, ")"] if names else []),
                f"; not about it: {len(apart)}"
                + (f"; it is not known of: {unknown}" if unknown else "")
                + ".",
            )
        )


def _summary(report: Report) -> Table:
    """What decides comes first: a narrow screen cuts off, if anything, what can be read below."""
    headers = ["claim", "verdict", "statement as printed", "why, on condition of"]
    in_words = any(claim.claimed != claim.stated for claim in report.claims)
    headers[2:2] = ["what it says"] if in_words else []
    rows = []
    for claim in report.claims:
        known = claim.in_paper is not None and claim.verdict is not Verdict.PROVED
        where = f" ({'also' if claim.in_paper else 'not'} in the paper)" if known else ""
        rows.append(
            (
                (Link(claim.id, called("claim", claim.id)),),
                (Strong(claim.verdict.upper()), where),
                *([line(claim.claimed) if claim.claimed != claim.stated else ()] * in_words),
                line(claim.stated),
                line(grounds(claim)),
            )
        )
    return Table(tuple(headers), tuple(rows), tuple(_row(claim.id) for claim in report.claims))


def _claims(article: Article) -> dict[str, Claim]:
    return {claim.id: claim for claim in article.claims}


def supposed(article: Article, claim: Claim) -> Reason:
    """The texts of a claim's hypotheses, as printed."""
    return joined([article.hypotheses[name].text for name in claim.hypotheses], "; ")


def _given(article: Article, claim: Claim) -> Reason:
    """What a correction supposes, where that is not what the claim supposes."""
    if claim.repaired is None or claim.repaired.hypotheses == claim.hypotheses:
        return ()
    return supposed(article, claim.repaired)


def _corrected(claim: ClaimResult, given: Reason) -> Rich:
    if claim.correction is None:
        return ()
    name = "Correct" if claim.correction.kind == "corrected" else "In general"
    return (
        f" {name}: ",
        Math(claim.correction.latex),
        *line(reason(", given ", given) if given else ()),
        f" ({claim.correction.verdict.upper()}).",
    )


def _paper(claim: ClaimResult) -> Rich:
    return (" ", *in_paper(claim)) if claim.paper_says else ()


def _wrong(claim: ClaimResult, given: Reason) -> Rich:
    link = Link(f"({claim.id})", called("claim", claim.id))
    said = line(reason(" ", claim.claimed, ": ", claim.because, "."))
    return (link, *said, *_corrected(claim, given), *_paper(claim))


def _lacking(claim: ClaimResult, given: Reason) -> Rich:
    link = Link(f"({claim.id})", called("claim", claim.id))
    needs = joined([c.said for c in claim.given], " and ")
    condition = reason("only if ", needs, ". ") if needs else ()
    said = line(reason(" ", claim.claimed, ": ", condition))
    why = (*capital(line(claim.because)), ".")
    return (link, *said, *why, *_corrected(claim, given), *_paper(claim))
