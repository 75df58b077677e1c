"""Verdicts as Jupyter shows them: Markdown with the mathematics in it, a few lines for each."""

from __future__ import annotations

from collections.abc import Iterator

from sslcheck.derive.markup import display, escape, escape_part, inline, is_sentence
from sslcheck.derive.prose import Math, prose, told
from sslcheck.derive.reason import joined
from sslcheck.derive.verdict import ClaimResult, Report, Verdict
from sslcheck.derive.words import counted

__all__ = ["claim_markdown", "report_markdown"]


def claim_markdown(claim: ClaimResult) -> str:
    """What was claimed, the verdict with its reason and conditions, and what should stand there."""
    return "\n\n".join(_claim(claim))


def _claim(claim: ClaimResult) -> Iterator[str]:
    yield f"**{escape(claim.id)}** {_line(claim.summary)}"
    yield _statement(claim.reading or claim.printed)
    if claim.reading not in ("", claim.printed):
        yield f"printed: {_piece(claim.printed)}"
    yield f"**{claim.verdict.upper()}** {_set(told(claim.because))}".rstrip()
    if claim.conditions:
        yield f"{_TITLES.get(claim.verdict, 'would hold only with')}: {_conditions(claim)}"
    if claim.correction is not None:
        yield f"{escape(claim.correction.kind)}: **{claim.correction.verdict.upper()}**"
        yield display(claim.correction.latex)


_TITLES = {Verdict.PROVED: "given", Verdict.CONDITIONAL: "on condition of"}


def _statement(printed: str) -> str:
    """A formula; a sentence, which the article may say instead, as text."""
    return _line(printed) if is_sentence(printed) else display(printed)


def _piece(printed: str) -> str:
    """The same within a line."""
    return _line(printed) if is_sentence(printed) else inline(printed)


def _line(text: str) -> str:
    """A sentence, with the formulas in it set."""
    return _set(prose(text))


def _set(line: tuple[str | Math, ...]) -> str:
    parts = (inline(p.latex) if isinstance(p, Math) else escape_part(p) for p in line)
    return "".join(parts).strip()


def _conditions(claim: ClaimResult) -> str:
    return _set(told(joined([c.said for c in claim.given], "; ")))


def report_markdown(report: Report) -> str:
    """A table with one row for each claim: its verdict, on which condition, and what is right."""
    lines = [f"**{escape(report.title or report.article)}**", ""]
    lines += [
        "| claim | statement | verdict | on condition of | instead |",
        "|---|---|---|---|---|",
    ]
    for claim in report.claims:
        instead = inline(claim.correction.latex) if claim.correction is not None else ""
        conditional = claim.verdict is Verdict.CONDITIONAL
        conditions = (_conditions(claim) or _set(told(claim.because))) if conditional else ""
        verdict = claim.verdict.upper()
        cells = (escape(claim.id), _line(claim.summary), verdict, conditions, instead)
        lines.append(f"| {' | '.join(cells)} |")
    decided = sum(claim.verdict is not Verdict.UNDECIDED for claim in report.claims)
    lines += ["", f"{decided} of {counted(len(report.claims), 'claim')} decided"]
    return "\n".join(lines)
