"""Formulas on lines: where one may end, so that a formula fits into any column.

A piece that is too wide for a column is written in a line, a fraction with a slash; where a line
may end then there is an ``\\allowbreak``. How long the lines are is left to LaTeX.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from sslcheck.derive.latex.caret import Misread
from sslcheck.derive.latex.rows import rows
from sslcheck.reports.latex.pieces import Piece, Unset, cut, joined, width
from sslcheck.reports.latex.words import escaped

__all__ = ["displayed", "inline"]

_WIDE = 22
"""Letters that fit into the narrower columns of papers."""
_DEEPEST = 6  # brackets inside each other, up to which breaks prefer the outer ones
_BREAK = "\n  \\allowbreak "
_NO_SUM = frozenset(("open", "bin", "rel", "punct", "op", "slash"))
"""After these a sign is that of a number."""


def inline(latex: str) -> str:
    r"""A formula in a line of text, in dollars.

    >>> print(inline(r"W_p^T + \input{x}"))
    $W_p^T + \text{\textbackslash{}input} {x}$
    """
    try:
        lines = _lines(latex)
    except Unset:
        return rf"\texttt{{{escaped(latex)}}}"
    return f"${_BREAK.join(lines)}$" if any(lines) else ""


def displayed(latex: str, command: str) -> str:
    r"""A formula on lines of its own, as the argument of a command; each row of a display alone.

    >>> print(displayed(r"\begin{cases} a = b \\ c = d \end{cases}", "\\show"))
    \show{a = b}
    \show{c = d}
    """
    return "\n".join(_displayed(row, command) for row in _rows(latex))


def _displayed(latex: str, command: str) -> str:
    try:
        lines = _lines(latex)
    except Unset:
        return rf"\par\texttt{{{escaped(latex)}}}\par"
    return f"{command}{{{_BREAK.join(lines)}}}" if any(lines) else ""


def _rows(latex: str) -> list[str]:
    try:
        return rows(latex)
    except Misread:
        return [latex]


def _lines(latex: str) -> list[str]:
    """The parts of a formula between which a line may end. Raises `Unset`."""
    return [joined(part) for part in _fitted([*_expanded(cut(latex))], 0)]


def _expanded(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces, those too wide written in a line."""
    for piece, after in zip_longest(pieces, pieces[1:]):
        if piece.width <= _WIDE or not piece.inner:
            yield piece
            continue
        inner = [*_expanded(piece.inner)]
        divides = any(part.role == "slash" for part in piece.inner)
        if divides and after is not None and after.role in ("ord", "op", "open"):
            # what follows a quotient is not below its line
            yield Piece("(", 0.6, "open")
            yield from inner
            yield Piece(")", 0.6, "close")
        else:
            yield from inner


def _fitted(pieces: Sequence[Piece], level: int) -> Iterator[Sequence[Piece]]:
    """Parts that fit; those that do not are cut inside brackets, and at last anywhere."""
    if width(pieces) <= _WIDE:
        yield pieces
    elif level > _DEEPEST:
        yield from _apart(pieces)
    else:
        for part in _parts(pieces, level):
            yield from _fitted(part, level + 1)


def _parts(pieces: Sequence[Piece], level: int) -> Iterator[Sequence[Piece]]:
    """Cut before signs and behind commas that stand inside no more than ``level`` brackets."""
    part: list[Piece] = []
    depth, before = 0, "open"
    for piece in pieces:
        depth -= piece.role == "close"
        signed = piece.role in ("bin", "rel") and before not in _NO_SUM
        ended = before in ("punct", "slash") and piece.role not in ("close", "punct", "space")
        if part and depth <= level and (signed or ended):
            yield part
            part = []
        part.append(piece)
        depth = max(depth, 0) + (piece.role == "open")
        before = before if piece.role == "space" else piece.role
    yield part


def _apart(pieces: Sequence[Piece]) -> Iterator[Sequence[Piece]]:
    """Cut between factors."""
    part: list[Piece] = []
    for piece in pieces:
        stays = piece.role in ("close", "punct", "space") or (part and part[-1].role == "open")
        if part and not stays and width((*part, piece)) > _WIDE:
            yield part
            part = []
        part.append(piece)
    yield part
