r"""What is said around relations and changes nothing: ``for all t``, ``j = 1, \dots, d``.

A claim is about all times, modes and trajectories anyway. Of a limit, ``as t \to \infty`` says no
more than the arrow does. What restricts a statement (``for t > 1``, ``if ...``) is never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from sslcheck.derive.expr import Span

__all__ = ["Trimmed", "trimmed"]

_WORD = r"\\(?:text|textrm|mbox|mathrm)\s*"
_GREATER = r"(?:>|\\ge(?:q(?:slant)?)?(?![A-Za-z]))\s*0"
_TIMES = (
    rf"t(?!\s*')\s*(?:{_GREATER}"
    r"|\\in\s*[\[(]\s*0\s*,\s*(?:T|\+?\s*\\infty)\s*[)\]]"
    r"|\\in\s*\\mathbb\s*\{?\s*R\s*\}?\s*_\s*(?:\+|\{\s*(?:\+|(?:>|\\geq?)\s*0)\s*\}))?"
)
_LIST = r"1\s*,\s*(?:2\s*,\s*)?\\[lc]?dots\s*,\s*(?:\w|\\[A-Za-z]+)"
_MODES = rf"(?P<index>[a-z])\s*(?:=\s*{_LIST}|\\in\s*\\\{{\s*{_LIST}\s*\\\}})?"
_FOR_ALL = r"[\s,~]*[Ff]or\s+(?:all|every|each|any)\s*(?:times?\s*)?"
_EVERY = rf"(?:\\forall|{_WORD}\{{{_FOR_ALL}\}})"
_ALL = rf"(?:{_EVERY}\s*(?:{_TIMES}|{_MODES}))"
_SAID = rf"{_WORD}\{{{_FOR_ALL}\$?\s*(?:{_TIMES})\s*\$?\s*\}}"
_GAP = r"(?:[\s~]|\\[,;:! ]|\\q?quad(?![A-Za-z]))*"
_LEAD = re.compile(
    rf"{_GAP}(?:(?:{_ALL}|{_SAID}){_GAP}(?:[:,]|\\q?quad(?![A-Za-z]))"
    rf"|\\forall\s*[a-z]\s*:)",
    re.ASCII,
)
_TRAIL = re.compile(
    rf"(?:[,;(]?{_GAP}(?:{_ALL}|{_SAID})|[,;]{_GAP}(?P<mode>[a-z])\s*=\s*{_LIST})\s*\)?$", re.ASCII
)
_LARGE = re.compile(
    rf"[,;(]?{_GAP}(?:(?:{_WORD}\{{[\s,~]*(?:as|for)\s*\}}|(?<=\())\s*"
    r"t\s*\\(?:to|rightarrow)\s*\+?\s*\\infty"
    rf"|{_WORD}\{{[\s,~]*as\s*\$\s*t\s*\\(?:to|rightarrow)\s*\+?\s*\\infty\s*\$\s*\}})\s*\)?$",
    re.ASCII,
)
_END = re.compile(r"(?:[\s.,;~]|\\[,;:! ]|\\q?quad(?![A-Za-z]))+$", re.ASCII)
_FURTHEST = 160
"""Characters at the end of a line that are looked at."""


class Trimmed(NamedTuple):
    """What is left of a line; ``limit``: where it is said that the time is large, or None;
    ``always``: whether it is said of all times."""

    first: int
    last: int
    limit: Span | None = None
    always: bool = False


def trimmed(text: str, indices: Collection[str]) -> Trimmed:
    """A line without what is said before and behind its relations."""
    lead = _LEAD.match(text)
    lead = lead if lead and _known(lead, indices) else None
    first, always = lead.end() if lead else 0, lead is not None and _is_timed(lead)
    last, limit = _end(text, len(text)), None
    while True:
        start = max(first, last - _FURTHEST)
        if large := _LARGE.search(text, start, last):
            limit, last = large.span(), _end(text, large.start())
            continue
        match = _TRAIL.search(text, start, last)
        if match is None or not _known(match, indices) or match.start() <= first:
            return Trimmed(first, last, limit, always)
        always = always or _is_timed(match)
        last = _end(text, match.start())


def _is_timed(match: re.Match[str]) -> bool:
    """Whether it is the time that runs."""
    return not any(match[name] not in (None, "t") for name in match.groupdict())


def _known(match: re.Match[str], indices: Collection[str]) -> bool:
    """Whether the letter that runs is an index, where it is not the time."""
    found = [match[name] for name in ("index", "mode") if match.groupdict().get(name)]
    return all(letter == "t" or letter in indices for letter in found)


def _end(text: str, end: int) -> int:
    """``end``, moved before punctuation and spaces."""
    match = _END.search(text, max(0, end - _FURTHEST), end)
    return match.start() if match else end
