"""Blocks as LaTeX: paragraphs, formulas, lists."""

from __future__ import annotations

from sslcheck.reports.latex.blocks import block, in_line
from sslcheck.reports.page.blocks import Bullets, Formula, Link, Math, StepList, Strong, Text, Web


def test_line() -> None:
    said = ("for ", Math("W_p"), ", ", Strong("50 %"), " of ", Link("2.1", "Claim 2.1"))
    assert in_line(said) == r"for $W_p$, \textbf{50 \%} of 2.1"
    assert in_line((Web("arXiv:1_2", "https://x"),)) == r"arXiv:1\_2"


def test_blocks() -> None:
    assert block(Text(("so",))) == "so\n"
    assert block(Formula("a = b")) == r"\sslcheckformula{a = b}"
    assert block(Bullets((("a",),))) == "\\begin{itemize}\\raggedright\n\\item a\n\\end{itemize}"


def test_steps_go_on_counting() -> None:
    text = block(StepList(((("why",), "x = 1"), (("then",), "")), first=9))
    assert text == (
        "\\begin{enumerate}\n\\item[9.] why\n\\sslcheckformula{x = 1}\n\\item[10.] then\n"
        "\\end{enumerate}"
    )
