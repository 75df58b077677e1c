"""A verdict as blocks: statement, hypotheses, derivation, routes, witness, correction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sslcheck.derive.text.reason import Reason, alone, joined, of_sizes
from sslcheck.derive.verdicts.evidence import Correction, HypothesisUse, RouteResult, Step, Witness
from sslcheck.derive.verdicts.result import ClaimResult
from sslcheck.derive.verdicts.verdict import Verdict
from sslcheck.reports.page.blocks import (
    Block,
    Bullets,
    Folded,
    Formula,
    Heading,
    Link,
    Piece,
    Rich,
    StepList,
    Strong,
    Table,
    Text,
    called,
    line,
)
from sslcheck.reports.page.memory import Memory
from sslcheck.reports.text import conditions_title, counted, mark, needed, sides

__all__ = [
    "capital",
    "claim_blocks",
    "in_paper",
    "route_lines",
    "statement",
    "title",
    "titled",
    "verdict_line",
    "witness_blocks",
]

_ROW = 4  # so many small values of a witness stand in one formula
_WIDE = 3  # columns from which on a matrix has a formula of its own


def title(claim: ClaimResult) -> Reason:
    """What its author calls a claim; empty where that is its formula, which stands below."""
    return () if alone(claim.claimed) == _formula(claim) != "" else claim.claimed


def titled(claim: ClaimResult) -> Iterator[Text]:
    """The title, emphasised: it stands below the claim's heading."""
    if said := title(claim):
        yield Text(_strong(capital(line(said))))


def _formula(claim: ClaimResult) -> str:
    """What is decided, where that is a formula."""
    return claim.reading or alone(claim.stated)


def statement(claim: ClaimResult) -> Iterator[Text | Formula]:
    """What is decided, and what is printed where that is something else."""
    formula, again = _formula(claim), claim.stated == title(claim)
    if formula or not again:
        yield Formula(formula) if formula else Text(line(claim.stated))
    if claim.reading not in ("", claim.printed) and not again:
        yield Text(("Printed: ", *line(claim.stated)))
    if claim.understood:
        yield Text(("Read as",))
        yield Formula(claim.understood)


def _strong(said: Rich) -> Rich:
    """The words of a line emphasised; the space at their ends is left out of it."""
    pieces: list[Piece] = []
    for piece in said:
        if isinstance(piece, str) and piece.strip():
            bare = piece.strip()
            before, after = piece.split(bare, 1)
            pieces += [before, Strong(bare), after]
        else:
            pieces.append(piece)
    return tuple(pieces)


def capital(said: Rich) -> Rich:
    """A sentence's first word with a capital letter; a symbol stays as it is."""
    match said:
        case (str(text), *rest) if text[:1].isalpha() and text[1:2].islower():
            return (text[:1].upper() + text[1:], *rest)
    return said


def claim_blocks(
    claim: ClaimResult, level: int, memory: Memory | None = None, supposed: Reason = ()
) -> Iterator[Block]:
    """All that is known about a claim, below its title, with headings of ``level``.

    With ``memory``, steps that an earlier claim has shown are referred to. ``supposed`` are the
    hypotheses of the claim as printed; the ledger of a refuted one is about its correction.
    """
    memory = memory or Memory()
    yield from statement(claim)
    if supposed and claim.verdict is not Verdict.PROVED:  # there the conditions name them
        yield Text(("Supposed: ", *line(supposed), "."))
    yield verdict_line(claim)
    if claim.conditions:
        title = conditions_title(claim.verdict).capitalize()
        given = joined([condition.said for condition in claim.given], "; ")
        yield Text((f"{title}: ", *line(given)))
    if claim.paper:
        yield Text(in_paper(claim))
    repaired = claim.verdict is Verdict.REFUTED and claim.correction is not None
    if claim.hypotheses and not repaired:
        yield Heading(level, "Hypotheses")
        yield _ledger(claim.hypotheses)
    if claim.steps:
        yield _proof(level, [*memory.shown(claim.steps, claim.id, "", _step)], claim.steps)
    if claim.witness is not None:
        yield Heading(level, "Counterexample")
        yield from witness_blocks(claim.witness)
    for need in claim.needs:
        yield Heading(level, "Counterexample")
        yield Text(("Without ", *line(need.needed), ":"))
        yield from witness_blocks(need.witness)
    if claim.correction is not None:
        yield Heading(level, f"{claim.correction.kind.capitalize()} statement")
        yield Formula(claim.correction.latex)
        yield Text((Strong(claim.correction.verdict.upper()),))
        if claim.hypotheses and repaired:
            yield Heading(level, "Hypotheses")
            yield _ledger(claim.hypotheses)
        yield from _correction(claim.correction, claim.id, level, memory)
    if claim.routes:
        yield Heading(level, "Routes")
        yield Bullets(route_lines(claim.routes))
    if claim.remarks:
        yield Heading(level, "Remarks")
        yield Bullets(tuple(map(line, claim.notes)))


def verdict_line(claim: ClaimResult) -> Text:
    """The verdict in capitals, and why."""
    why = (" ", *line(claim.because)) if claim.because else ()
    return Text((Strong(claim.verdict.upper()), *why))


def in_paper(claim: ClaimResult) -> Rich:
    """Whether a finding is about the paper as well, and what the paper says."""
    lead = "The same in the paper" if claim.in_paper else "Not in the paper"
    return (f"{lead}: ", *line(claim.paper_says), ".")


def _step(step: Step) -> tuple[Rich, str]:
    return (*line(step.why), " (", *line(mark(step)), ")"), step.latex


def _hypothesis(name: str) -> Rich:
    return (Link(name, called("hypothesis", name), "name"),)


def _ledger(uses: Sequence[HypothesisUse]) -> Table:
    headers = ("hypothesis", "meaning", "", "without it")
    rows = [
        (_hypothesis(use.name), line(use.meaning), (needed(use.needed),), line(use.breaking))
        for use in uses
    ]
    return Table(headers, tuple(rows))


def _proof(level: int, blocks: Sequence[Text | StepList], steps: Sequence[Step]) -> Folded:
    return Folded(level, f"Proof, {counted(len(steps), 'step')}", tuple(blocks))


def _correction(correction: Correction, claim: str, level: int, memory: Memory) -> Iterator[Block]:
    if correction.steps:
        shown = memory.shown(correction.steps, claim, correction.kind, _step)
        yield _proof(level, [*shown], correction.steps)
    if correction.routes:
        yield Text(("Its routes:",))
        yield Bullets(route_lines(correction.routes))


def route_lines(routes: Sequence[RouteResult]) -> tuple[Rich, ...]:
    """What each route says, and how it knows."""
    return tuple(
        (f"{r.name}: {r.result}", *((" (", *line(r.says), ")") if r.says else ())) for r in routes
    )


def witness_blocks(witness: Witness) -> Iterator[Text | Formula]:
    """A counterexample: sizes, values, and what is false there with both of its sides."""
    if witness.sizes:
        yield Text(line(of_sizes(witness.sizes)))
    yield from _values(witness)
    lead, shown = sides(witness)
    yield Text((f"{lead[:1].upper()}{lead[1:]}" + (" of" if witness.statement else ""),))
    if witness.statement:
        yield Formula(witness.statement)
    yield Formula(", \\qquad ".join(_matrix(name, rows) for name, rows in shown))
    if witness.noted:
        yield Text(line(witness.noted))


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
