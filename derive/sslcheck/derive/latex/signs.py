"""What is written at relations: limits, reasons above signs, and memberships beside them."""

from __future__ import annotations

import re

from sslcheck.derive.expr import Span, Sym
from sslcheck.derive.latex.caret import Misread
from sslcheck.derive.latex.membership import member_end
from sslcheck.derive.latex.names import Names
from sslcheck.derive.latex.scope import Scope
from sslcheck.derive.latex.tokens import Brackets
from sslcheck.derive.latex.vocabulary import TOKENS, unknown

__all__ = ["Signs"]

_BEHIND = re.compile(
    r"(?:[\s~]|\\[,;:! ])*(?:[,;.]|\\(?:text|q?quad|forall)(?![A-Za-z])|$)", re.ASCII
)
_MEMBERS = re.compile(r"[^=<>]{1,80}?\\in\s*\\mathbb\s*(?:\{\s*R|R(?![A-Za-z]))", re.ASCII)
_SIGN = re.compile(r"\s*(?:>|\\geq?(?:slant)?(?![A-Za-z]))\s*0(?!\.?[0-9])", re.ASCII)
_SPACES = r"(?:[\s~]|\\[,;:! ])*"
_COMMA = rf"(?:[,;.]|\\q?quad(?![A-Za-z])|\\text\s*\{{[\s,~]*and[\s~]*\}}){_SPACES}"
_GAP, _NEXT = (re.compile(rf"{_SPACES}(?:{_COMMA}){many}", re.ASCII) for many in "*+")
_LARGE = re.compile(r"t\s*\\(?:to|rightarrow)\s*\+?\s*\\infty", re.ASCII)
_REASON = re.compile(
    r"(?:\\(?:text|mathrm)\s*\{)?\s*(?:def\.?|!|\\triangle|\([\w*.]{1,6}\))\s*\}?", re.ASCII
)


class Signs(Brackets):
    """The tokens of a formula so far, with the names that it may use. Raises `Misread`."""

    def __init__(self, text: str, names: Names) -> None:
        super().__init__(text, names.raised)
        self._scope = Scope(names, self._pairs)
        self._last = len(text)

    def _membership(self, span: Span) -> int:
        r"""Drop ``V, W \in ...``, which stands alone between commas, if it is what is declared."""
        tokens = self._tokens
        if not self._is_member() or self._pairs.innermost:
            raise unknown("\\in", span, ())
        while self._is_member():
            leaf = tokens[-1].value
            assert isinstance(leaf, Sym)
            symbol = self._scope.symbol(leaf.name)
            end = member_end(self._tex, symbol, span, settled=self._scope.settled)
            tokens.pop()
            separator = tokens.pop() if tokens else None
        if not _BEHIND.match(self._text, end):
            raise Misread("`\\in` within a formula", span, "Put it behind a comma.")
        if separator:
            tokens.append(separator)
        self._dropped = True
        return end

    def _is_of_members(self, position: int) -> bool:
        r"""Whether ``\forall`` there is said of symbols that are in a set: ``V, W \in ...``."""
        return _MEMBERS.match(self._text, position) is not None and not self._pairs.innermost

    def _is_of_sign(self, position: int) -> bool:
        """Whether all that follows are signs of symbols: ``\\mu > 0``, ``\\nu \\ge 0``."""
        gap = _GAP.match(self._text, position, self._last)
        while gap and not self._pairs.innermost:
            end = self._tex.name_end(gap.end())
            if end is None or not self._scope.declares(self._tex.name((gap.end(), end))):
                return False
            sign = _SIGN.match(self._text, end, self._last)
            if sign is None or _GAP.fullmatch(self._text, sign.end(), self._last):
                return sign is not None
            gap = _NEXT.match(self._text, sign.end(), self._last)
        return False

    def _is_member(self) -> bool:
        """Whether a symbol stands alone behind the last comma."""
        tokens = self._tokens
        leaf = tokens[-1].value if tokens else ""
        alone = len(tokens) == 1 or (len(tokens) > 1 and tokens[-2].kind == "SEPARATOR")
        return alone and isinstance(leaf, Sym) and leaf.name != "t"

    def _limit(self, command: str, span: Span) -> int:
        r"""``\lim_{t \to \infty} Q = L`` and ``Q \xrightarrow{t \to \infty} L`` are ``Q \to L``."""
        find = self._tex.below if command == "\\lim" else self._tex.argument
        found = find(span[1])
        if found is None or not _LARGE.fullmatch(self._tex.word(found)):
            advice = r"Known are `\lim_{t \to \infty} Q = L` and `Q \to L`."
            raise Misread(f"unreadable `{command}`", span, advice)
        kind = ("LIMIT", "") if command == "\\lim" else TOKENS["\\to"]
        return self._put(*kind, (span[0], found[1]))

    def _over_sign(self, command: str, span: Span) -> int:
        r"""A sign with its reason above it: ``\overset{(3)}{=}``."""
        above = self._tex.argument(span[1])
        sign = self._tex.argument(above[1]) if above else None
        token = TOKENS.get(self._tex.word(sign), ("", "")) if sign else ("", "")
        if not (
            above and sign and token[0] == "RELATION" and _REASON.fullmatch(self._tex.word(above))
        ):
            advice = r"Above a relation only its reason can stand: `\overset{(3)}{=}`."
            raise Misread(f"unreadable `{command}`", span, advice)
        return self._put(*token, (span[0], sign[1]))
