"""Pairing of delimiters: TeX braces, parentheses, norm bars, and ``\\int`` with its ``dt'``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sslcheck.derive.expr import Span
from sslcheck.derive.latex.caret import Misread

__all__ = ["CLOSERS", "DEEPEST", "Frame", "Pairs", "pair_braces"]

DEEPEST = 40
"""How deep delimiters may nest."""

CLOSERS = {"(": ")", "[": "]", "{": "}", "\\{": "\\}"}

_KINDS = {
    **dict.fromkeys(("}", "\\}"), "brace"),
    "dt'": "integral",
    "\\|": "norm",
    **dict.fromkeys(("|", "\\rvert"), "absolute value"),
    "\\rangle": "inner product",
    "\\right|_{t=0}": "bar",
}


def pair_braces(text: str) -> dict[int, int]:
    """Position of each TeX brace ``{`` to that of its ``}``; raises `Misread` if one is alone."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for match in re.finditer(r"\\.|[{}]", text, re.DOTALL):
        if match[0] == "{":
            opened.append(match.start())
        elif match[0] == "}" and not opened:
            raise Misread("unbalanced brace", match.span(), "This `}` closes nothing.")
        elif match[0] == "}":
            pairs[opened.pop()] = match.start()
    if opened:
        span = (opened[-1], opened[-1] + 1)
        raise Misread("unbalanced brace", span, "This `{` is never closed: add a `}`.")
    return pairs


@dataclass
class Frame:
    """An open delimiter: ``kind`` is what it means, ``value`` what its partner has to carry.

    In a ``diag`` or ``columns``, ``entry`` counts the entries before the dots and is 0 after them;
    ``index`` is that of its symbols.
    """

    kind: str
    closer: str
    span: Span
    value: str = ""
    entry: int = 1
    index: str = ""


class Pairs:
    """The stack of open delimiters of ``text``."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.frames: list[Frame] = []

    @property
    def innermost(self) -> Frame | None:
        """The delimiter that has to be closed first."""
        return self.frames[-1] if self.frames else None

    def within(self, *kinds: str) -> Frame | None:
        """The innermost open delimiter of these kinds."""
        return next((frame for frame in reversed(self.frames) if frame.kind in kinds), None)

    def open(self, kind: str, closer: str, span: Span, value: str = "") -> None:
        """Push a delimiter; raises `Misread` if there are too many."""
        if len(self.frames) >= DEEPEST:
            raise Misread(f"nested deeper than {DEEPEST}", span, "Split the formula.")
        self.frames.append(Frame(kind, closer, span, value))

    def close(self, closer: str, span: Span) -> Frame:
        """Pop the partner of ``closer``; raises `Misread` if that is not the innermost."""
        headline = f"unbalanced {_KINDS.get(closer, 'parenthesis')}"
        if not self.frames:
            raise Misread(headline, span, f"This `{closer}` closes nothing.")
        frame = self.frames.pop()
        if frame.closer != closer:
            opener = self._text[slice(*frame.span)]
            advice = f"This is `{closer}`, but `{opener}` before it has to be closed first."
            raise Misread(headline, span, f"{advice}\nExpected `{frame.closer}`.")
        return frame

    def finish(self) -> None:
        """Raise `Misread` if a delimiter is still open."""
        if frame := self.innermost:
            opener = self._text[slice(*frame.span)]
            headline = f"unbalanced {_KINDS.get(frame.closer, 'parenthesis')}"
            advice = f"`{opener}` is never closed: expected `{frame.closer}`."
            raise Misread(headline, frame.span, advice)
