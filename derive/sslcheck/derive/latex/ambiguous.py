r"""What may be read in two ways: refused before it is read in one of them.

Each check looks at tokens alone, at those around the place that is read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sslcheck.derive import expr as e
from sslcheck.derive.expr import Span
from sslcheck.derive.latex.caret import Misread
from sslcheck.derive.latex.nodes import is_power
from sslcheck.derive.latex.tokens import Token

__all__ = ["JOINS", "STARTS", "Ambiguous", "is_wide"]

STARTS = ("LEAF", "OPEN", "NARROW", "PREFIX", "CDOT", "SLASH")
"""Tokens that go on with a product."""


JOINS = ("SIGN", "PREFIX", "SLASH", "KRON", "ODOT")
_AFTER = ("LEAF", "CLOSE", "POSTFIX", "NARROW", "CDOT", *JOINS)
_BEFORE = (*STARTS, "KRON", "ODOT", "POSTFIX", "ABOVE")
"""Tokens behind which, and before which, a part is not alone in a side, or in delimiters."""


_BRACED = re.compile(r"\\(?:[dt]?frac|d+ot)(?![A-Za-z])", re.ASCII)
"""How derivatives begin that show what is derived: by braces, or by what they stand above."""


class Ambiguous:
    """Tokens with the place that is read. Each check raises `Misread`."""

    def __init__(self, tokens: Sequence[Token], source: str) -> None:
        self._tokens = tokens
        self._source = source
        self._at = 0

    def _text(self, token: Token) -> str:
        return self._source[slice(*token.span)].strip()

    def _check_maximum(self, prefix: Token) -> None:
        r"""``\max_j (s_j)^2`` and ``\max_j (s_j) \eta`` are read in two ways."""
        if not str(prefix.value).startswith("max ") or self._tokens[self._at].kind != "OPEN":
            return
        depth, at = 1, self._at + 1
        while depth:
            depth += {"OPEN": 1, "ABOVE": 1, "CLOSE": -1}.get(self._tokens[at].kind, 0)
            at += 1
        if self._tokens[at].kind in (*STARTS, "POSTFIX", "ABOVE", "ODOT"):
            advice = "It may be read in two ways: write parentheses around all that it takes."
            raise Misread("a maximum that goes on behind parentheses", prefix.span, advice)

    def _check_derivative(self, first: Token) -> None:
        r"""``\nabla_x x^2`` and ``dx/dt^2`` are read in two ways; a transpose is of the whole."""
        behind = self._tokens[self._at]
        power = behind.kind == "ABOVE" or (behind.kind == "POSTFIX" and is_power(str(behind.value)))
        derived = isinstance(first.value, (e.Dot, e.Gradient, e.Partial)) or (
            first.kind == "OPEN" and str(first.value) == "gradient"
        )
        if power and derived and not _BRACED.match(self._source, first.span[0]):
            advice = "It may be read in two ways: write parentheses around what is raised."
            raise Misread("a power behind a derivative", first.span, advice)

    def _check_braces(self, first: int, end: int) -> None:
        """Braces do not show: what they hold must mean the same without them."""
        before, behind = (self._tokens[k].kind if k >= 0 else "" for k in (first - 2, end + 1))
        if before not in _AFTER and behind not in _BEFORE:
            return
        depth, kinds = 0, list[str]()
        for token in self._tokens[first:end]:
            depth -= token.kind == "CLOSE"
            kinds += [token.kind] if depth == 0 else []
            depth += token.kind in ("OPEN", "ABOVE")
        several = sum(kind in ("LEAF", "OPEN", "NARROW") for kind in kinds) > 1
        raised = behind in ("POSTFIX", "ABOVE") or before == "NARROW"
        if {*kinds} & {*JOINS} or (several and raised):
            advice = "TeX does not print them: write parentheses."
            raise Misread("braces around more than a factor", self._tokens[first - 1].span, advice)

    def _check_space(self) -> None:
        r"""A ``\quad`` stands between no factors: it parts statements."""
        if is_wide(self._tokens, self._at, self._source):
            gap = self._tokens[self._at - 1].span[1], self._tokens[self._at].span[0]
            advice = "Write a comma between two statements, nothing between two factors."
            raise Misread("a wide space between factors", gap, advice)

    def _check_expectation(self, span: Span) -> None:
        r"""``\mathbb{E}(x)(y)`` and ``\mathbb{E}(x)^2`` are read in two ways."""
        if self._tokens[self._at].kind in ("POSTFIX", *STARTS):
            advice = r"It may be read in two ways: write `\mathbb{E}[...]`."
            raise Misread("an expectation that goes on behind its parentheses", span, advice)


def is_wide(tokens: Sequence[Token], at: int, source: str) -> bool:
    """Whether a wide space parts a token from that before it, with which it may be a product."""
    before, behind = tokens[at - 1], tokens[at]
    ends, starts = before.kind in ("LEAF", "CLOSE", "POSTFIX"), behind.kind in STARTS[:4]
    return ends and starts and "quad" in source[before.span[1] : behind.span[0]]
