"""Error messages that point into a formula: headline, formula, carets under the place, advice."""

from __future__ import annotations

from sslcheck.derive.expr import Span

__all__ = ["Misread", "located", "place", "placeless"]

_WIDEST = 96
"""Formulas longer than this are shown as a window around the carets."""


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
) -> str:
    """``where: headline``, then the formula with carets under ``span`` (if both are known), then
    the lines of ``advice``, indented."""
    lines = [f"{where}: {headline}" if where else headline]
    if source.strip() and span is not None:
        lines += place(source, span)
    lines += advice.splitlines()
    return "\n  ".join(lines)


def place(source: str, span: Span) -> list[str]:
    """The formula and a line of carets under ``span``; a window of it if it is long."""
    start = max(0, min(span[0], len(source)))
    end = max(start + 1, min(span[1], len(source)))
    left, right = 0, len(source)
    if right > _WIDEST:
        left = max(0, min(start - _WIDEST // 3, right - _WIDEST))
        right = left + _WIDEST
    shown = source[left:right]
    margin = len(shown) - len(shown.lstrip())
    head = "... " if left else ""
    tail = " ..." if right < len(source) else ""
    carets = " " * (len(head) + start - left - margin) + "^" * (min(end, right) - start)
    # Control characters and the like would shift or hide the carets.
    shown = "".join(char if char.isprintable() else " " for char in shown)
    return [head + shown[margin:].rstrip() + tail, carets]


def placeless(message: str) -> str:
    """A message of `located`, or several, without the formulas and the carets below them.

    >>> placeless(located("what is this?", "Say it.", source="a ! b", span=(2, 3)))
    'what is this?\\n  Say it.'
    """
    kept: list[str] = []
    for line in message.split("\n"):
        if line.strip() and not line.strip(" ^"):
            kept.pop()  # the formula that the carets are under
            kept[-1] += "" if kept[-1].endswith((".", "?", ";", ":")) else ":"
        else:
            kept.append(line)
    return "\n".join(kept)
