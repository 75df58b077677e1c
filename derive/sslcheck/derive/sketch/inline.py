r"""Formulas within sentences, ``$\eta > 0$`` or ``\(...\)``, and the words around them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from sslcheck.derive.sketch.macros import Macros

__all__ = ["Inline", "inlines"]

_FORMULA = re.compile(r"(?<!\\)\$([^$]{1,200})(?<!\\)\$|\\\(((?:[^\\]|\\[^)]){1,200})\\\)")
_MOST = 3000
_AROUND = 120  # characters before and after that are looked at


@dataclass(frozen=True, slots=True)
class Inline:
    """One formula on a single line, its macros expanded; ``before`` and ``after`` are words."""

    line: int
    before: str
    latex: str
    after: str


def inlines(text: str, macros: Macros) -> tuple[Inline, ...]:
    """The formulas in the sentences of a text, in order."""
    text = text.replace("$$", "  ")
    found, line, counted = [], 1, 0
    for match in islice(_FORMULA.finditer(text), _MOST):
        line += text.count("\n", counted, match.start())
        counted = match.start()
        start, end = match.span()
        before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
        latex = " ".join(macros.expand(match[1] or match[2]).split())
        found.append(Inline(line, before.replace("\n", " "), latex, after.replace("\n", " ")))
    return tuple(found)
