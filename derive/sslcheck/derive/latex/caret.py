"""Errors that point into a formula: headline, the place in the formula, advice."""

from __future__ import annotations

from sslcheck.derive.expr import Span
from sslcheck.derive.text.reason import Place, Reason, reason

__all__ = ["Misread", "located"]


class Misread(Exception):
    """What is wrong at ``span``; raised by the reader's stages and turned into a ``LatexError``.

    The stages do not know where the formula comes from; `reader` does, and adds it.
    """

    def __init__(self, headline: str, span: Span, advice: str = "") -> None:
        super().__init__(headline)
        self.headline = headline
        self.span = span
        self.advice = advice


def located(
    headline: str, advice: str = "", *, source: str = "", span: Span | None = None, where: str = ""
) -> Reason:
    """``where: headline``, then the place of ``span`` in the formula (if both are known), then the
    lines of ``advice``, indented."""
    first = f"{where}: {headline}" if where else headline
    place = () if span is None or not source.strip() else (Place(source, span),)
    return reason(first, place, "".join(f"\n  {line}" for line in advice.splitlines()))
