"""Tokens, and the delimiters among them: opened, closed, and what stands right behind."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from sslcheck.derive.expr import Expr, Span
from sslcheck.derive.latex.caret import Misread
from sslcheck.derive.latex.delimiters import CLOSERS, Pairs
from sslcheck.derive.latex.norms import norm_tail
from sslcheck.derive.latex.tex import Tex

__all__ = [
    "AT_TIME",
    "BRACKET",
    "CLOSES",
    "DERIVATIVES",
    "MEANS",
    "OPENS",
    "Brackets",
    "Token",
    "conditional",
]

OPENS = r"(?:[\s~]|\\[,;:! ])*(?:\\(?:left|[bB]igg?l?)(?![A-Za-z])\s*)?\("
CLOSES = r"\s*(?:\\(?:right|[bB]igg?r?)(?![A-Za-z])\s*)?\)"
"""Parentheses that stand behind a name, whatever space is between, and how they end."""
AT_TIME = re.compile(rf"{OPENS}\s*(t\s*'?|(?P<start>(?:t\s*=\s*)?0)){CLOSES}", re.ASCII)
BRACKET = re.compile(
    r"(?:\s|\\[,;:! ])*(?:\\(?:left|[bB]igg?l?)(?![A-Za-z])\s*)?(\(|\[|\\\{)", re.ASCII
)
_DOTS = re.compile(r"[,;]\s*\\[lc]?dots\s*[,;]", re.ASCII)

DERIVATIVES = ("rate", "now", "second", "partial", "slope")
"""Kinds of frames that are numerators: what stands below was read with them."""

_FROBENIUS = re.compile(r"\s*_\s*(?:\{\s*)?(?:\\(?:mathrm|text)\s*\{?\s*)?F\s*\}{0,2}", re.ASCII)
_GROUPS = {"[": "square", "\\{": "curly"}
_LISTS = ("square", "curly", "inner", "covariance")


MEANS = ("expect", "variance", "covariance")
"""Kinds of frames that are means."""


def conditional(span: Span) -> Misread:
    """The error for a mean under a condition."""
    advice = "Means are over all that is random, `\\mathbb{E}[...]`; declare what else is meant."
    return Misread("a mean under a condition", span, advice)


class Token(NamedTuple):
    """A piece of a formula; the ``value`` of a ``LEAF`` is its finished node, else it is text."""

    kind: str
    value: Expr | str
    span: Span


class Brackets:
    """The tokens of a formula so far, and its open delimiters. Raises `Misread`."""

    def __init__(self, text: str, raised: Collection[str] = ()) -> None:
        self._text = text
        self._tex = Tex(text, raised)
        self._pairs = Pairs(text)
        self._tokens: list[Token] = []
        self._dropped = False
        """Whether a part between commas said nothing new."""

    def _put(self, kind: str, value: Expr | str, span: Span) -> int:
        self._tokens.append(Token(kind, value, span))
        return span[1]

    def _leaf(self, node: Expr) -> int:
        return self._put("LEAF", node, node.span or (0, 0))

    def _before(self) -> tuple[str, Expr | str]:
        """Kind and value of the token before."""
        return self._tokens[-1][:2] if self._tokens else ("", "")

    def _open(self, kind: str, closer: str, span: Span, value: str = "") -> int:
        self._pairs.open(kind, closer, span, value)
        return self._put("OPEN", kind, span)

    def _group(self, opener: str, span: Span) -> int:
        return self._open(_GROUPS.get(opener, "group"), CLOSERS[opener], span)

    def _open_brace(self, kind: str, command: str, span: Span, value: str = "") -> int:
        brace = self._tex.skip(span[1])
        if brace not in self._tex.braces:
            raise Misread(f"`{command}` without braces", span, f"Write `{command}{{...}}`.")
        return self._open(kind, "}", (span[0], brace + 1), value)

    def _open_bracket(self, kind: str, span: Span, value: str = "", *, alone: bool = False) -> int:
        bracket = BRACKET.match(self._text, span[1])
        if bracket is None and alone:
            return self._put("PREFIX", f"{kind} {value}", span)
        if bracket is None:
            command = self._text[slice(*span)]
            raise Misread(f"`{command}` without parentheses", span, f"Write `{command}(...)`.")
        return self._open(kind, CLOSERS[bracket[1]], (span[0], bracket.end()), value)

    def _close(self, closer: str, span: Span) -> int:
        self._check_conditional(closer, span)
        frame = self._pairs.close(closer, span)
        if frame.kind == "over":
            span = span[0], self._tex.skip(span[1]) + 1
            self._pairs.open("under", "}", span)
            return self._put("MIDDLE", "", span)
        numbered = frame.index or frame.entry != 1
        if not frame.value and (frame.kind == "columns" or (frame.kind == "diag" and numbered)):
            advice = r"Write it with an indexed symbol, as in `\text{diag}(p_1, \dots, p_d)`."
            what = "`diag`" if frame.kind == "diag" else "a list"
            raise Misread(f"{what} of unknown size", (frame.span[0], span[1]), advice)
        if frame.kind in DERIVATIVES:  # what it is by was read at the opening
            span = span[0], self._tex.braces[self._tex.skip(span[1])] + 1
        if frame.kind == "inner" and (below := _FROBENIUS.match(self._text, span[1])):
            span = span[0], below.end()
        if frame.kind in ("norm", "bars"):
            tail = norm_tail(self._tex, span)
            frame.value, span = tail.value, (span[0], tail.end)
        self._put("CLOSE", f"{frame.index} {frame.value}".lstrip(), span)
        match = AT_TIME.match(self._text, span[1])
        if match and match["start"]:
            return self._put("POSTFIX", "at 0", match.span())
        if match and frame.kind in (*DERIVATIVES, "norm", "bars"):
            return match.end()
        if match:
            advice = "For the value at `t` leave `(t)` out; for a product write `t` in front."
            raise Misread("a value at a time or a product", match.span(), advice)
        return span[1]

    def _check_conditional(self, closer: str, span: Span) -> None:
        """Raise `Misread` where the bar of a condition was taken for one that opens: `E[x|y]`."""
        around = self._pairs.frames[-2:]
        barred = [frame.kind for frame in around[1:]] == ["bars"] and around[0].kind in MEANS
        if barred and closer == around[0].closer:
            raise conditional((around[1].span[0], span[1]))

    def _norm(self, text: str, span: Span) -> int:
        frame = self._pairs.innermost
        if text == "\\lVert" or frame is None or frame.kind != "norm":
            return self._open("norm", "\\|", span)
        return self._close("\\|", span)

    def _bar(self, text: str, span: Span) -> int:
        """``|x|``: bars that do not say on which side they are, are paired as they come."""
        frame = self._pairs.innermost
        closer = "|" if text == "\\vert" else text
        if self._tex.below(span[1]) and (frame is None or frame.closer != closer):
            advice = r"Write `x(0)`, or `\left. ... \right|_{t=0}` around what is taken there."
            raise Misread(f"`{text}` with something below it", span, advice)
        if text == "\\lvert" or (closer == "|" and (frame is None or frame.closer != "|")):
            return self._open("bars", closer.replace("l", "r"), span)
        return self._close(closer, span)

    def _comma(self, text: str, span: Span) -> int:
        frame = self._pairs.innermost
        if frame is None:
            return self._separator(span)
        if frame.kind in _LISTS:
            return self._put("MIDDLE", "", span)
        if frame.kind == "trace" and frame.closer != ")":  # of a commutator
            frame.value = "square" if frame.closer == "]" else "curly"
            return self._put("MIDDLE", "", span)
        if frame.kind not in ("diag", "columns"):
            raise Misread(f"`{text}` cannot stand here", span, "It separates relations.")
        dots = _DOTS.match(self._text, span[0])
        frame.entry = 0 if dots or not frame.entry else frame.entry + 1
        return self._put("MIDDLE", "", dots.span() if dots else span)

    def _separator(self, span: Span) -> int:
        """Of several in a row (``, \\text{ where }``), only the first counts."""
        first = not self._tokens and self._dropped
        if first or self._before()[0] == "SEPARATOR":
            return span[1]
        return self._put("SEPARATOR", "", span)
