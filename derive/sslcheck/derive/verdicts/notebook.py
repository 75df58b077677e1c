"""Verdicts as Jupyter shows them: Markdown with the mathematics in it, a few lines for each."""

from __future__ import annotations

from collections.abc import Iterator

from sslcheck.derive.text.markup import display, escape, escape_part, inline
from sslcheck.derive.text.reason import Math, Reason, Tex, alone, joined
from sslcheck.derive.text.words import counted
from sslcheck.derive.verdicts.report import Report
from sslcheck.derive.verdicts.result import ClaimResult
from sslcheck.derive.verdicts.verdict import Verdict

__all__ = ["claim_markdown", "report_markdown"]


def claim_markdown(claim: ClaimResult) -> str:
    """What was claimed, the verdict with its reason and conditions, and what should stand there."""
    return "\n\n".join(_claim(claim))


def _claim(claim: ClaimResult) -> Iterator[str]:
    yield f"**{escape(claim.id)}** {_set(claim.claimed)}"
    formula = claim.reading or alone(claim.stated)
    yield display(formula) if formula else _set(claim.stated)
    if claim.reading not in ("", claim.printed):
        yield f"printed: {_set(claim.stated)}"
    if claim.understood:
        yield f"read as: {inline(claim.understood)}"
    yield f"**{claim.verdict.upper()}** {_set(claim.because)}".rstrip()
    if claim.conditions:
        yield f"{_TITLES.get(claim.verdict, 'would hold with')}: {_conditions(claim)}"
    if claim.correction is not None:
        yield f"{escape(claim.correction.kind)}: **{claim.correction.verdict.upper()}**"
        yield display(claim.correction.latex)


_TITLES = {Verdict.PROVED: "given", Verdict.CONDITIONAL: "on condition of"}


def _set(said: Reason) -> str:
    """A sentence, with the formulas in it set."""
    parts = (inline(p.latex) if isinstance(p, Math | Tex) else escape_part(p.text) for p in said)
    return "".join(parts).strip()


def _conditions(claim: ClaimResult) -> str:
    return _set(joined([condition.said for condition in claim.given], "; "))


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
        conditions = (_conditions(claim) or _set(claim.because)) if conditional else ""
        verdict = claim.verdict.upper()
        cells = (escape(claim.id), _set(claim.claimed), verdict, conditions, instead)
        lines.append(f"| {' | '.join(cells)} |")
    decided = sum(claim.verdict is not Verdict.UNDECIDED for claim in report.claims)
    lines += ["", f"{decided} of {counted(len(report.claims), 'claim')} decided"]
    return "\n".join(lines)
