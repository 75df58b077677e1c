"""A report as GitHub-flavoured Markdown. All text of an article is escaped: it is not trusted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tabulate import tabulate

from sslcheck.derive.printing import plain
from sslcheck.derive.verdict import ClaimResult, Report, RouteResult, Step, Witness
from sslcheck.reports.table import HEADERS
from sslcheck.reports.text import clean, conditions_title, duration, grounds, needed, summary_line

__all__ = ["render_markdown"]

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def escape(text: str) -> str:
    r"""Plain text that Markdown and HTML leave alone, also in a table cell.

    >>> print(escape("a|b <i>W_p</i> $x$ [y](z)"))
    a\|b &lt;i&gt;W\_p&lt;/i&gt; \$x\$ \[y\](z)
    """
    text = re.sub(r"[&<>]", lambda found: _ENTITIES[found[0]], clean(text))
    return re.sub(r"([\\`*_~#|$\[\]!])", r"\\\1", text)


def mathematics(latex: str) -> str:
    r"""A display formula that its own text can neither end nor leave.

    >>> print(mathematics("a < b$$<script>"))
    $$a \lt b \lt script \gt $$
    """
    latex = clean(latex).replace("$", "").replace("`", "'")
    latex = re.sub(r"\s*<\s*", r" \\lt ", latex)
    latex = re.sub(r"\s*>\s*", r" \\gt ", latex)
    return f"$${latex}$$"


def printed(statement: str) -> str:
    r"""A statement of the article: a formula, or a sentence if two plain words meet in it.

    >>> print(printed(r"\dot W = 0"))
    $$\dot W = 0$$
    >>> print(printed("the weights are balanced"))
    the weights are balanced
    """
    sentence = re.search(r"(?<![\\{A-Za-z])[a-z]{2,} [a-z]{2,}", statement)
    return escape(statement) if sentence else mathematics(statement)


def matrix(name: str, rows: Sequence[Sequence[str]]) -> str:
    r"""``name = (...)`` as a display formula; one entry stands without brackets.

    >>> print(matrix("W", [["1", "0"]]))
    $$W = \begin{pmatrix}1 & 0\end{pmatrix}$$
    """
    if [len(row) for row in rows] == [1]:
        return mathematics(f"{name} = {rows[0][0]}")
    body = r" \\ ".join(" & ".join(row) for row in rows)
    return mathematics(rf"{name} = \begin{{pmatrix}}{body}\end{{pmatrix}}")


def _steps(steps: Sequence[Step]) -> Iterator[str]:
    for number, step in enumerate(steps, 1):
        mark = "re-checked by the exact route" if step.rechecked else "not re-checked"
        yield f"{number}. {escape(plain(step.reason))} ({mark})"
        yield f"   {mathematics(step.latex)}"


def _witness(witness: Witness) -> Iterator[str]:
    if witness.sizes:
        yield ", ".join(f"{escape(name)} = {size}" for name, size in witness.sizes.items())
    yield from (matrix(name, rows) for name, rows in witness.values.items())
    yield "The sides there" + (" of" if witness.statement else "")
    if witness.statement:
        yield mathematics(witness.statement)
    yield matrix(r"\text{left}", witness.lhs)
    yield matrix(r"\text{right}", witness.rhs)
    if witness.note:
        yield escape(witness.note)


def _routes(routes: Sequence[RouteResult]) -> str:
    return "\n".join(
        f"- {escape(route.name)}: {escape(route.result)}"
        + (f" ({escape(route.detail)})" if route.detail else "")
        for route in routes
    )


def _section(claim: ClaimResult) -> Iterator[str]:
    yield f"## {escape(claim.id)} {escape(claim.summary)}"
    yield printed(claim.printed)
    yield f"**{claim.verdict.upper()}** {escape(claim.why)}".rstrip()
    if claim.conditions:
        title = conditions_title(claim.verdict).capitalize()
        yield f"{title}: {'; '.join(map(escape, claim.conditions))}"
    if claim.steps:
        yield "### Proof"
        yield from _steps(claim.steps)
    if claim.hypotheses:
        yield "### Hypotheses"
        headers = ("hypothesis", "meaning", "", "without it")
        rows = [(h.name, h.text, needed(h.needed), h.breaks) for h in claim.hypotheses]
        yield _grid([[escape(cell) for cell in row] for row in rows], headers)
    if claim.witness is not None:
        yield "### Counterexample"
        yield from _witness(claim.witness)
    for need in claim.needs:
        yield f"### Counterexample without {escape(need.condition)}"
        yield from _witness(need.witness)
    if claim.correction is not None:
        yield f"### {escape(claim.correction.kind.capitalize())} statement"
        yield mathematics(claim.correction.latex)
        yield f"**{claim.correction.verdict.upper()}**"
        yield from _steps(claim.correction.steps)
        if claim.correction.routes:
            yield _routes(claim.correction.routes)
    if claim.routes:
        yield "### Routes"
        yield _routes(claim.routes)
    if claim.remarks:
        yield "### Remarks"
        yield "\n".join(f"- {escape(remark)}" for remark in claim.remarks)


def _grid(rows: Sequence[Sequence[str]], headers: Sequence[str]) -> str:
    return tabulate(rows, headers=headers, tablefmt="github", disable_numparse=True)


def render_markdown(report: Report, explain: bool = False) -> str:
    """A title, the table of verdicts and, with ``explain``, a section for each claim."""
    rows = [
        (
            escape(claim.id),
            escape(claim.summary),
            claim.verdict.upper(),
            escape(grounds(claim)),
            duration(claim.seconds),
        )
        for claim in report.claims
    ]
    parts = [f"# {escape(report.title or report.article)}", _grid(rows, HEADERS)]
    parts += [escape(remark) for remark in report.remarks]
    parts.append(summary_line(report))
    if explain:
        for claim in report.claims:
            parts += _section(claim)
    return "\n\n".join(parts) + "\n"
