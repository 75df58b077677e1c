"""A verdict as blocks: statement, hypotheses, derivation, routes, witness, correction."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sslcheck.derive.printing import plain
from sslcheck.derive.verdict import (
    ClaimResult,
    Correction,
    HypothesisUse,
    RouteResult,
    Step,
    Verdict,
    Witness,
)
from sslcheck.reports.report.blocks import (
    Block,
    Bullets,
    Formula,
    Heading,
    Math,
    Rich,
    Strong,
    Table,
    Text,
    words,
)
from sslcheck.reports.report.memory import Memory
from sslcheck.reports.text import conditions_title, needed

__all__ = ["claim_blocks", "statement", "verdict_line"]

_ROW = 4  # so many small values of a witness stand in one formula
_WIDE = 3  # columns from which on a matrix has a formula of its own


def is_sentence(text: str) -> bool:
    """Whether two plain words meet in a statement: it is not a formula."""
    return re.search(r"(?<![\\{A-Za-z])[a-z]{2,} [a-z]{2,}", text) is not None


def statement(text: str) -> Block:
    """A statement of the article: a formula, or a sentence."""
    return Text(words(text)) if is_sentence(text) else Formula(text)


def statement_piece(text: str) -> str | Math:
    """The same within a line."""
    return plain(text) if is_sentence(text) else Math(text)


def claim_blocks(
    claim: ClaimResult, level: int, memory: Memory | None = None, supposed: Sequence[str] = ()
) -> Iterator[Block]:
    """All that is known about a claim, below its heading, with headings of ``level``.

    With ``memory``, steps that an earlier claim has shown are referred to. ``supposed`` are the
    hypotheses of the claim as printed; the ledger of a refuted one is about its correction.
    """
    memory = memory or Memory()
    yield statement(claim.printed)
    if supposed and claim.verdict is not Verdict.PROVED:  # there the conditions name them
        yield Text((f"Supposed: {'; '.join(supposed)}.",))
    yield verdict_line(claim)
    if claim.conditions:
        title = conditions_title(claim.verdict).capitalize()
        yield Text((f"{title}: {'; '.join(claim.conditions)}",))
    repaired = claim.verdict is Verdict.REFUTED and claim.correction is not None
    if claim.hypotheses and not repaired:
        yield Heading(level, "Hypotheses")
        yield _ledger(claim.hypotheses)
    if claim.steps:
        yield Heading(level, "Proof")
        yield from memory.shown(claim.steps, claim.id, "", _step)
    if claim.witness is not None:
        yield Heading(level, "Counterexample")
        yield from _witness(claim.witness)
    for need in claim.needs:
        yield Heading(level, f"Counterexample without {need.condition}")
        yield from _witness(need.witness)
    if claim.correction is not None:
        yield Heading(level, f"{claim.correction.kind.capitalize()} statement")
        yield Formula(claim.correction.latex)
        yield Text((Strong(claim.correction.verdict.upper()),))
        if claim.hypotheses and repaired:
            yield Heading(level, "Hypotheses")
            yield _ledger(claim.hypotheses)
        yield from _correction(claim.correction, claim.id, memory)
    if claim.routes:
        yield Heading(level, "Routes")
        yield _routes(claim.routes)
    if claim.remarks:
        yield Heading(level, "Remarks")
        yield Bullets(tuple(words(remark) for remark in claim.remarks))


def verdict_line(claim: ClaimResult) -> Text:
    """The verdict in capitals, and why."""
    return Text((Strong(claim.verdict.upper()), f" {claim.why}" if claim.why else ""))


def _step(step: Step) -> tuple[Rich, str]:
    mark = "re-checked by the exact route" if step.rechecked else "not re-checked"
    return (f"{plain(step.reason)} ({mark})",), step.latex


def _ledger(uses: Sequence[HypothesisUse]) -> Table:
    headers = ("hypothesis", "meaning", "", "without it")
    rows = [(u.name, u.text, needed(u.needed), u.breaks) for u in uses]
    return Table(headers, tuple(tuple(words(cell) for cell in row) for row in rows))


def _correction(correction: Correction, claim: str, memory: Memory) -> Iterator[Block]:
    yield from memory.shown(correction.steps, claim, correction.kind, _step)
    if correction.routes:
        yield Text(words("Its routes:"))
        yield _routes(correction.routes)


def _routes(routes: Sequence[RouteResult]) -> Bullets:
    return Bullets(
        tuple((f"{r.name}: {r.result}" + (f" ({r.detail})" if r.detail else ""),) for r in routes)
    )


def _witness(witness: Witness) -> Iterator[Block]:
    if witness.sizes:
        yield Text((", ".join(f"{name} = {size}" for name, size in witness.sizes.items()),))
    yield from _values(witness)
    yield Text(("The sides there" + (" of" if witness.statement else ""),))
    if witness.statement:
        yield Formula(witness.statement)
    left, right = _matrix(r"\text{left}", witness.lhs), _matrix(r"\text{right}", witness.rhs)
    yield Formula(rf"{left}, \qquad {right}")
    if witness.note:
        yield Text(words(witness.note))


def _values(witness: Witness) -> Iterator[Formula]:
    """The values, small ones side by side."""
    row: list[str] = []
    for name, rows in witness.values.items():
        wide = any(len(entries) >= _WIDE for entries in rows)
        if row and (wide or len(row) == _ROW):
            yield Formula(", \\quad ".join(row))
            row = []
        row.append(_matrix(name, rows))
        if wide:
            yield Formula(row.pop())
    if row:
        yield Formula(", \\quad ".join(row))


def _matrix(name: str, rows: Sequence[Sequence[str]]) -> str:
    r"""``name = (...)``; one entry stands without brackets.

    >>> print(_matrix("W", [["1", "0"]]), _matrix("x", [["1/2"]]))
    W = \begin{pmatrix} 1 & 0 \end{pmatrix} x = 1/2
    """
    if [len(row) for row in rows] == [1]:
        return f"{name} = {rows[0][0]}"
    body = r" \\ ".join(" & ".join(row) for row in rows)
    return rf"{name} = \begin{{pmatrix}} {body} \end{{pmatrix}}"
