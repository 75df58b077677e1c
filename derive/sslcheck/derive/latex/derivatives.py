r"""How derivatives are written: ``\frac{dW}{dt}``, ``\frac{\partial J}{\partial W}``, ``dW/dt``.

Nothing is read here but the marks; what stands for the operand is left to the lexer.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from sslcheck.derive.expr import Span
from sslcheck.derive.latex.caret import Misread
from sslcheck.derive.latex.scope import Scope
from sslcheck.derive.latex.tex import Tex

__all__ = ["Derivative", "Derivatives"]

_PARTIAL = r"\\partial(?![A-Za-z])"
_UPRIGHT = r"(?:\\(?:mathrm|text|operatorname|mathsf)(?:\s*\{\s*d\s*\}|\s+d)|\{\s*\\rm\s+d\s*\})"
_SECOND = r"\s*\^\s*(?:2|\{\s*2\s*\})"
_MARK = re.compile(rf"(?:(?P<upright>{_UPRIGHT})|(?P<plain>d)|(?P<partial>{_PARTIAL}))", re.ASCII)
_TIME = re.compile(rf"\s*t(?:\s*(?P<square>{_SECOND}))?(?![A-Za-z']|\s*[_'])", re.ASCII)
_SQUARE = re.compile(_SECOND, re.ASCII)
_OVER = re.compile(r"\s*/\s*", re.ASCII)


class Derivative(NamedTuple):
    r"""A derivative: ``kind`` as the parser knows it, by which ``variable`` if not the time.

    ``start`` is where the operand begins, or None where it follows the whole.
    """

    kind: str
    variable: str
    start: int | None
    end: int
    operand: Span | None = None
    """The name that it is of, where it is written with a slash."""


class _Mark(NamedTuple):
    partial: bool
    second: bool
    end: int
    start: int
    declared: bool
    """Whether the ``d`` is a symbol of the article, too."""


class Derivatives:
    """Recognises the derivatives of one formula. Raises `Misread` for orders that differ."""

    def __init__(self, tex: Tex, scope: Scope) -> None:
        self._tex = tex
        self._scope = scope

    def fraction(self, over: Span, under: Span) -> Derivative | None:
        """What the two arguments of a fraction say, if they say a derivative."""
        top, bottom = self._tex.inner(over), self._tex.inner(under)
        mark = self._mark(top[0], top[1])
        by = self._by(bottom[0], bottom[1], mark) if mark else None
        if mark is None or by is None or by[2] != bottom[1]:
            return None
        kind, variable, _ = by
        start = self._tex.skip(mark.end)
        alone = start >= top[1]
        return Derivative(self._kind(kind, variable, alone), variable, None if alone else start, 0)

    def slashed(self, start: int) -> Derivative | None:
        r"""``dW/dt``, ``\partial J / \partial W`` or, of what follows, ``d/dt``."""
        text = self._tex.text
        mark = self._mark(start, len(text))
        if mark is None:
            return None
        first = self._tex.skip(mark.end)
        end: int | None = first
        if not _OVER.match(text, first):
            end = self._tex.name_end(first)
        slash = _OVER.match(text, end) if end is not None else None
        by = self._by(slash.end(), len(text), mark) if slash else None
        if end is None or by is None:
            return None
        kind, variable, last = by
        alone = end == first
        operand = None if alone else (first, end)
        return Derivative(self._kind(kind, variable, True), variable, None, last, operand)

    def _kind(self, kind: str, variable: str, alone: bool) -> str:
        """A derivative by a matrix is a gradient; the name is for one of what follows."""
        if variable and not self._scope.symbol(variable).scalar:
            return "gradient" if alone else "slope"
        return kind

    def _mark(self, start: int, end: int) -> _Mark | None:
        match = _MARK.match(self._tex.text, start, end)
        if match is None:
            return None
        position = match.end()
        declared = False
        if match["plain"]:
            declared = self._scope.declares("d")
            if self._tex.name_end(start) != position:
                return None
        elif match["upright"] and self._scope.declares(self._tex.name(match.span())):
            return None
        square = _SQUARE.match(self._tex.text, position, end)
        position = square.end() if square else position
        return _Mark(bool(match["partial"]), square is not None, position, start, declared)

    def _by(self, start: int, end: int, mark: _Mark) -> tuple[str, str, int] | None:
        """Kind, variable and end of what a derivative is by."""
        text = self._tex.text
        below = _MARK.match(text, start, end)
        if below is None or bool(below["partial"]) != mark.partial:
            return None
        if not self._scope.declares("t") and (time := _TIME.match(text, below.end(), end)):
            if bool(time["square"]) != mark.second:
                advice = r"Write `\frac{d W}{dt}` or `\frac{d^2 W}{dt^2}`."
                raise Misread("a derivative of unlike orders", (start, time.end()), advice)
            if mark.declared:
                headline = "`d` is a declared symbol: this may be a quotient, or a derivative"
                advice = r"Write `\dot{W}` or `\partial_t W` for a derivative, or rename it."
                raise Misread(headline, (mark.start, time.end()), advice)
            kind = "second" if mark.second else "now" if mark.partial else "rate"
            return kind, "", time.end()
        alone = below["plain"] is None or self._tex.name_end(start) == below.end()
        if mark.second and not mark.declared and alone:
            advice = "Only first derivatives by symbols can be read."
            raise Misread("a second derivative by what is not the time", (mark.start, end), advice)
        by = self._tex.skip(below.end())
        last = self._tex.name_end(by)
        span = by, last or by
        matrix = last is not None and last <= end and self._is_matrix(span)
        if not mark.partial and not mark.declared and alone and not matrix:
            advice = r"Write `\frac{\partial J}{\partial W}`; a size `d` stands last in a product."
            raise Misread("a derivative by what is not the time", (mark.start, below.end()), advice)
        if mark.declared or not alone or mark.second or last is None or last > end:
            return None
        return "partial", self._scope.variable(self._tex.name(span), span), last

    def _is_matrix(self, span: Span) -> bool:
        """Whether a matrix or vector is called so: by none of them is there a quotient."""
        name = self._tex.name(span)
        known = self._scope.declares(name) or self._scope.entry(name, span) is not None
        return known and not self._scope.symbol(self._scope.variable(name, span)).scalar
