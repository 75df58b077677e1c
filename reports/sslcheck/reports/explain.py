"""The whole story of each claim, as text: proof, ledger, witness, correction, routes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import indent

from sslcheck.derive.text.markup import visible
from sslcheck.derive.text.printing import plain, to_text
from sslcheck.derive.text.reason import of_sizes, plainly
from sslcheck.derive.verdicts.evidence import Correction, HypothesisUse, RouteResult, Step, Witness
from sslcheck.derive.verdicts.report import Report
from sslcheck.derive.verdicts.result import ClaimResult
from sslcheck.derive.verdicts.verdict import Verdict
from sslcheck.reports.table import Paint, unpainted
from sslcheck.reports.text import clean, conditions_title, duration, mark, needed, sides

__all__ = ["render_explanation"]


def matrix(name: str, rows: Sequence[Sequence[str]]) -> str:
    """``name = [ ... ]`` with the columns aligned, one line for each row.

    >>> print(matrix("W", [["1", "0"], ["-1/2", "10"]]))
    W = [ 1     0  ]
        [ -1/2  10 ]
    """
    cells = [[clean(entry) for entry in row] for row in rows]
    label = f"{clean(name)} = "
    if [len(row) for row in cells] == [1]:
        return label + cells[0][0]
    if not any(cells):
        return f"{label}[ ]"
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [
        "[ " + "  ".join(map(str.ljust, row, widths)) + " ]"  # columns under one another
        for row in cells
    ]
    return label + ("\n" + " " * len(label)).join(lines)


def _block(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield title
        yield from (indent(line, "  ") for line in lines)


def _steps(steps: Sequence[Step]) -> Iterator[str]:
    for number, step in enumerate(steps, 1):
        said = f"{clean(step.reason)} [{clean(plainly(mark(step)))}]"
        yield f"{number}. {clean(plainly(step.states))}\n   {said}"


def _ledger(hypotheses: Sequence[HypothesisUse]) -> Iterator[str]:
    for use in hypotheses:
        line = f"{clean(use.name)}: {clean(use.text)} [{needed(use.needed)}]"
        yield line + (f"\n   without it: {clean(use.breaks)}" if use.breaks else "")


def _witness(witness: Witness) -> Iterator[str]:
    if witness.sizes:
        yield clean(plainly(of_sizes(witness.sizes)))
    yield from (matrix(plain(name), rows) for name, rows in witness.values.items())
    lead, shown = sides(witness)
    of = f" of {clean(to_text(witness.of))}" if witness.of is not None else ""
    yield lead + of
    yield from (matrix(plain(name), rows) for name, rows in shown)
    if witness.note:
        yield clean(witness.note)


def _routes(routes: Sequence[RouteResult]) -> Iterator[str]:
    for route in routes:
        detail = f" ({clean(route.detail)})" if route.detail else ""
        yield f"{clean(route.name)}: {clean(route.result)}{detail}"


def _correction(correction: Correction, paint: Paint) -> Iterator[str]:
    yield clean(plain(correction.latex))
    yield paint(correction.verdict, correction.verdict.upper())
    yield from _block("proof", [*_steps(correction.steps)])
    yield from _block("routes", [*_routes(correction.routes)])


def _why(claim: ClaimResult) -> str:
    """The words of a verdict; those of a claim that was not read show the place below them."""
    if claim.verdict is not Verdict.REFUSED:
        return clean(claim.why)
    return "\n".join(map(visible, claim.why.splitlines()))


def _body(claim: ClaimResult, paint: Paint) -> Iterator[str]:
    verdict = paint(claim.verdict, claim.verdict.upper())
    yield from _block("printed", [clean(plainly(claim.stated))])
    reading = claim.reading if claim.reading != claim.printed else ""
    read = [clean(plain(formula)) for formula in (reading, claim.understood) if formula]
    yield from _block("read as", read)
    yield from _block("verdict", [f"{verdict} {_why(claim)}".rstrip()])
    yield from _block(conditions_title(claim.verdict), [clean(text) for text in claim.conditions])
    yield from _block("proof", [*_steps(claim.steps)])
    yield from _block("hypotheses", [*_ledger(claim.hypotheses)])
    if claim.witness is not None:
        yield from _block("counterexample", [*_witness(claim.witness)])
    for need in claim.needs:
        title = f"counterexample without {clean(need.condition)}"
        yield from _block(title, [*_witness(need.witness)])
    if claim.correction is not None:
        title = f"{clean(claim.correction.kind)} statement"
        yield from _block(title, [*_correction(claim.correction, paint)])
    yield from _block("routes", [*_routes(claim.routes)])
    yield from _block("remarks", [clean(remark) for remark in claim.remarks])


def render_explanation(report: Report, paint: Paint = unpainted) -> str:
    """All that is known about each claim of ``report``, one section for each."""
    sections = []
    for claim in report.claims:
        heading = f"{clean(claim.id)}  {clean(claim.summary)}   {duration(claim.seconds)}"
        body = "\n".join(_body(claim, paint))
        sections.append(f"{heading}\n{indent(body, '  ')}\n")
    return "\n".join(sections)
