"""Subscripts of entries: behind parentheses and superscripts, and what may stand above them."""

from __future__ import annotations

from sslcheck.derive.expr import Entry, Span
from sslcheck.derive.latex.caret import Misread
from sslcheck.derive.latex.nodes import BELOW
from sslcheck.derive.latex.signs import Signs

__all__ = ["Subscripts"]


class Subscripts(Signs):
    """The tokens of a formula so far, among them entries. Raises `Misread`."""

    def _is_entry(self) -> bool:
        """Whether the token before ends an entry."""
        kind, value = self._before()
        return isinstance(value, Entry) or (kind == "POSTFIX" and str(value).startswith(BELOW))

    def _entry(self, span: Span) -> int | None:
        """Where the letters of an entry end that are below what is before; None for all else."""
        kind, value = self._before()
        below = self._tex.below(span[0])
        letters = self._scope.letters(self._tex.word(below)) if below else ()
        if kind not in ("LEAF", "CLOSE", "POSTFIX") or below is None or not letters:
            return None
        if self._is_entry():
            return None
        if kind == "POSTFIX" and str(value).lstrip("-").isdigit():
            raise _two_ways(str(value), span)
        return self._put("POSTFIX", BELOW + " ".join(letters), (span[0], below[1]))

    def _check_power_of_entry(self, above: str, span: Span) -> None:
        """Refuses ``A_{ij}^T`` and ``A_{ij}^{-1}``, which look like entries of other matrices."""
        if not above.strip().isdigit():
            raise _two_ways(above, span)


def _two_ways(above: str, span: Span) -> Misread:
    advice = f"Write `(A^{{{above}}})_{{ij}}`, or `(A_{{ij}})^{{{above}}}` of the number."
    return Misread("this may be an entry of a power, or a power of an entry", span, advice)
