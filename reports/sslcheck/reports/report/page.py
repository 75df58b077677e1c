"""The page: verdicts in a table, what is wrong, then every equation with its proofs and plots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sslcheck.derive.article import Article, Claim
from sslcheck.derive.printing import plain
from sslcheck.derive.verdict import ClaimResult, Report, Verdict
from sslcheck.reports.report.blocks import (
    Block,
    Bullets,
    Formula,
    Heading,
    Link,
    Math,
    Piece,
    Rich,
    Strong,
    Table,
    Text,
    words,
)
from sslcheck.reports.report.claims import claim_blocks, is_sentence
from sslcheck.reports.report.memory import Memory, claim_heading
from sslcheck.reports.text import repair, tally

__all__ = ["page"]

_LONG = 75  # characters of LaTeX from which on a formula would make a table too wide

Extras = Mapping[str, Sequence[Block]]
"""By the number of an equation: what stands below it besides its claims."""


def page(
    article: Article, report: Report, extras: Extras, ending: Sequence[Block] = ()
) -> Iterator[Block]:
    """The blocks of a report in order; ``ending`` follows the last equation."""
    yield Heading(1, report.title or report.article)
    if article.source:
        yield Text(words(article.source))
    yield Text((tally(report), "."))
    yield Text(
        (
            "Every claim is decided by two routes that share no code: a normal form that holds for"
            " all matrix sizes, and exact rational arithmetic at small ones. ",
            "PROVED means for all sizes under the hypotheses named; CONDITIONAL that the text"
            " leaves a condition unsaid; REFUTED that there is an exact counterexample.",
        )
    )
    yield Heading(2, "Summary")
    yield _summary(report)
    given = {claim.id: _given(article, claim.id) for claim in report.claims}
    wrong = tuple(_wrong(c, given[c.id]) for c in report.claims if c.verdict is Verdict.REFUTED)
    lacking = tuple(
        _lacking(c, given[c.id]) for c in report.claims if c.verdict is Verdict.CONDITIONAL
    )
    if wrong:
        yield Heading(2, "What the article gets wrong")
        yield Bullets(wrong)
    if lacking:
        yield Heading(2, "What the article leaves unsaid")
        yield Bullets(lacking)
    yield from _equations(article, report, extras)
    yield from ending


def _equations(article: Article, report: Report, extras: Extras) -> Iterator[Block]:
    memory = Memory(refer=True)
    for number, equation in article.equations.items():
        claims = [c for c in report.claims if c.equation == number]
        if not claims:
            continue
        yield Heading(2, equation_heading(number))
        yield Formula(equation.latex)
        for claim in claims:
            yield Heading(3, claim_heading(claim.id))
            yield Text((Strong(_capital(claim.summary)),))
            yield from claim_blocks(claim, 4, memory, _supposed(article, claim.id))
        yield from extras.get(number, ())


def equation_heading(number: str) -> str:
    """The heading of an equation on the page."""
    return f"Equation ({number})"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:] if text[:1].isalpha() and text[1:2].islower() else text


def _summary(report: Report) -> Table:
    headers = ("claim", "statement as printed", "what it says", "verdict", "conditions", "where")
    rows = []
    for claim in report.claims:
        heading = claim_heading(claim.id)
        rows.append(
            (
                words(claim.id),
                (_short(claim.printed),),
                words(claim.summary),
                (Strong(claim.verdict.upper()),),
                (_conditions(claim),),
                (Link(f"({claim.equation})", heading),),
            )
        )
    return Table(headers, tuple(rows))


def _short(text: str) -> Piece:
    """A statement for a cell: a formula where it is not too wide, else in plain characters."""
    if is_sentence(text) or len(text) > _LONG:
        return plain(text)
    return Math(text)


def _conditions(claim: ClaimResult) -> str:
    joined = "; ".join(claim.conditions)
    match claim.verdict:
        case Verdict.PROVED:
            return f"all sizes; given {joined}" if joined else "all sizes"
        case Verdict.CONDITIONAL:
            parts = [f"if {' and '.join(claim.conditions)}" if joined else ""]
        case Verdict.REFUTED:
            parts = [claim.why, f"holds only if {joined}" if joined else ""]
        case _:
            parts = [claim.why]
    if claim.correction is not None:
        parts.append(repair(claim.correction))
    return "; ".join(filter(None, parts))


def _claims(article: Article) -> dict[str, Claim]:
    return {claim.id: claim for claim in article.claims}


def _supposed(article: Article, name: str) -> tuple[str, ...]:
    """The texts of a claim's hypotheses, as printed."""
    return tuple(article.hypotheses[h].text for h in _claims(article)[name].hypotheses)


def _given(article: Article, name: str) -> str:
    """What a correction supposes, where that is not what the claim supposes."""
    claim = _claims(article)[name]
    if claim.repaired is None or claim.repaired.hypotheses == claim.hypotheses:
        return ""
    return "; ".join(article.hypotheses[h].text for h in claim.repaired.hypotheses)


def _corrected(claim: ClaimResult, given: str) -> Rich:
    if claim.correction is None:
        return ()
    name = "Correct" if claim.correction.kind == "corrected" else "In general"
    return (
        f" {name}: ",
        Math(claim.correction.latex),
        f", given {given}" if given else "",
        f" ({claim.correction.verdict.upper()}).",
    )


def _wrong(claim: ClaimResult, given: str) -> Rich:
    link = Link(f"({claim.id})", claim_heading(claim.id))
    return (link, f" {claim.summary}: {claim.why}.", *_corrected(claim, given))


def _lacking(claim: ClaimResult, given: str) -> Rich:
    link = Link(f"({claim.id})", claim_heading(claim.id))
    needs = " and ".join(claim.conditions)
    condition = f"only if {needs}. " if needs else ""
    return (link, f" {claim.summary}: {condition}{_capital(claim.why)}.", *_corrected(claim, given))
