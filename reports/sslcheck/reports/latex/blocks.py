"""Blocks as LaTeX: what stands in a theorem or a proof. All text is escaped: it is not trusted."""

from __future__ import annotations

from sslcheck.reports.latex.formula import displayed, inline
from sslcheck.reports.latex.words import escaped
from sslcheck.reports.page.blocks import (
    Bullets,
    Formula,
    Link,
    Math,
    Piece,
    Rich,
    StepList,
    Strong,
    Text,
    Web,
)

__all__ = ["FORMULA", "Block", "block", "in_line"]

Block = Text | Formula | Bullets | StepList

FORMULA = "\\sslcheckformula"
"""The command that sets a formula on lines of its own; the document defines it."""


def block(shown: Block) -> str:
    """A paragraph, a formula or a list."""
    match shown:
        case Text(line=said):
            return in_line(said) + "\n"
        case Formula(latex=latex):
            return displayed(latex, FORMULA)
        case Bullets(lines=lines):
            items = "\n".join(f"\\item {in_line(said)}" for said in lines)
            return f"\\begin{{itemize}}\\raggedright\n{items}\n\\end{{itemize}}"
        case StepList(steps=steps, first=first):
            items = "\n".join(
                f"\\item[{number}.] {in_line(why)}\n{displayed(latex, FORMULA)}".rstrip()
                for number, (why, latex) in enumerate(steps, first)
            )
            return f"\\begin{{enumerate}}\n{items}\n\\end{{enumerate}}"


def in_line(said: Rich) -> str:
    """Words and formulas, one after the other."""
    return "".join(map(_piece, said)).strip()


def _piece(piece: Piece) -> str:
    match piece:
        case Math(latex=latex):
            return inline(latex)
        case Strong(text=text):
            return rf"\textbf{{{escaped(text)}}}"
        case Link(text=text, tone="name"):
            return escaped(f"`{text}`")
        case Link(text=text) | Web(text=text):
            return escaped(text)
    before = " " if piece[:1].isspace() else ""
    after = " " if piece[-1:].isspace() and piece.strip() else ""
    return f"{before}{escaped(piece)}{after}"
