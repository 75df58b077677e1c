r"""What is said around relations and changes nothing: ``for all t``, ``j = 1, \dots, d``.

A claim is about all times, modes and trajectories anyway. Of a limit, ``as t \to \infty`` says no
more than the arrow does. What restricts a statement (``for t > 1``, ``if ...``) is never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from functools import cache
from typing import NamedTuple

from sslcheck.derive.expr import Span

__all__ = ["Run", "Trimmed", "minimised", "runs", "trimmed"]

_WORD = r"\\(?:text|textrm|mbox|mathrm)\s*"
_GREATER = r"(?:(?P<after>>)|\\ge(?:q(?:slant)?)?(?![A-Za-z]))\s*0"
_BOUNDED = (
    rf"t(?!\s*')\s*(?:{_GREATER}"
    r"|\\in\s*(?:\[|(?P<opened>\())\s*0\s*,\s*(?:T|\+?\s*\\infty)\s*[)\]]"
    r"|\\in\s*\\mathbb\s*\{?\s*R\s*\}?\s*_\s*"
    r"(?:\{\s*\\geq?\s*0\s*\}|(?P<positive>\+|\{\s*(?:\+|>\s*0)\s*\})))"
)
_AFTER = ("after", "opened", "positive")  # 0 is left out, or may be
_TIMES = rf"(?:{_BOUNDED}|t(?!\s*'))"
_LETTER = r"(?:[A-Za-z]|\\[A-Za-z]+)"
_PLACE = rf"(?:{_LETTER}|[0-9])(?:\s*[-+]\s*[0-9])?"
_MORE = rf"\s*,\s*(?:{_PLACE}\s*,\s*)?\\[lc]?dots\s*,\s*"
_LESS = r"\\le(?:q(?:slant)?)?(?![A-Za-z])"
_RANGES = (
    rf"(?P<index>{_LETTER})\s*=\s*(?P<first>{_PLACE}){_MORE}(?P<last>{_PLACE})",
    rf"(?P<index>{_LETTER})\s*\\in\s*\\\{{\s*(?P<first>{_PLACE}){_MORE}(?P<last>{_PLACE})\s*\\\}}",
    rf"(?P<index>{_LETTER})\s*\\in\s*\[\s*(?P<last>{_PLACE})\s*\]",
    rf"(?P<first>{_PLACE})\s*{_LESS}\s*(?P<index>{_LETTER})\s*(?:{_LESS}|(?P<below><))\s*"
    rf"(?P<last>{_PLACE})",
    rf"(?P<index>{_LETTER})\s*(?:{_LESS}|(?P<below><))\s*(?P<last>{_PLACE})",
    rf"(?P<index>{_LETTER})\s*(?:\\ge(?:q(?:slant)?)?(?![A-Za-z])|(?P<beyond>>))\s*(?P<first>{_PLACE})",
)
_FOR = r"[\s,~]*[Ff]or\s*"
_FOR_ALL = r"[\s,~]*[Ff]or\s+(?:all|every|each|any)\s*(?:times?\s*)?"
_EVERY = rf"(?:\\forall(?![A-Za-z])|{_WORD}\{{{_FOR_ALL}\}})"
_GAP = r"(?:[\s~]|\\[,;:! ]|\\q?quad(?![A-Za-z]))*"
_RUNNING = (
    rf"(?:{_EVERY}|{_WORD}\{{{_FOR}\}}){_GAP}{_BOUNDED}",
    rf"{_EVERY}{_GAP}t(?!\s*')",
    rf"{_WORD}\{{{_FOR_ALL}\$?\s*{_TIMES}\s*\$?\s*\}}",
    rf"{_EVERY}{_GAP}(?P<letters>{_LETTER}(?:\s*,\s*{_LETTER})*)",
    *(rf"(?:{_EVERY}|{_WORD}\{{{_FOR}\}}){_GAP}{said}" for said in _RANGES),
)
# patterns are compiled when a line needs them: there are many, and few lines do
_LEADS = [rf"{_GAP}{said}{_GAP}(?:[:,]|\\q?quad(?![A-Za-z]))" for said in _RUNNING]
_TRAILS = [rf"[,;(]?{_GAP}{said}\s*\)?$" for said in _RUNNING]
_BESIDE = [
    rf"(?:[,;(]{_GAP}|{_GAP}\\q?quad(?![A-Za-z]){_GAP}){said}\s*\)?$"
    for said in (_BOUNDED, *_RANGES)
]
"""What says the same behind a comma or a wide space."""
_LARGE = (
    rf"[,;(]?{_GAP}(?:(?:{_WORD}\{{[\s,~]*(?:as|for)\s*\}}|(?<=\())\s*"
    r"t\s*\\(?:to|rightarrow)\s*\+?\s*\\infty"
    rf"|(?:(?<=[^\\][,;])|\\q?quad(?![A-Za-z])){_GAP}t\s*\\(?:to|rightarrow)\s*\+?\s*\\infty"
    rf"|{_WORD}\{{[\s,~]*as\s*\$\s*t\s*\\(?:to|rightarrow)\s*\+?\s*\\infty\s*\$\s*\}})\s*\)?$"
)
_SPOKEN = re.compile(r"\\forall|\{[\s,~]*[Ff]or", re.ASCII)
_ORDERED = re.compile(r"(?:[,;(]|quad).*(?:[<>]|\\in|\\[lg]e|dots)", re.ASCII | re.DOTALL)
_INFINITE = re.compile(r"\\infty")
_SORTS = ((_INFINITE, [_LARGE]), (_SPOKEN, _TRAILS), (_ORDERED, _BESIDE))
"""What a line has in which a trail of each sort stands."""
_MINIMISED = re.compile(
    rf"{_GAP}(?:\\min(?![A-Za-z])|\\underset\s*\{{[^{{}}]{{0,60}}\}}\s*\{{\s*\\min\s*\}}"
    r"|\\operatorname\*?\s*\{\s*minimi[sz]e\s*\}|\\(?:text|mathrm)\s*\{\s*minimi[sz]e\s*\})"
    rf"(?:\s*\\limits)?\s*(?:_\s*(?:\{{[^{{}}]*(?:\{{[^{{}}]*\}}[^{{}}]*)*\}}|[A-Za-z]|\\[A-Za-z]+))?{_GAP}",
    re.ASCII,
)
_END = re.compile(r"(?:[\s.,;~]|\\[,;:! ]|\\q?quad(?![A-Za-z]))+$", re.ASCII)
_FURTHEST = 160
"""Characters at an end of a line that are looked at."""


class Trimmed(NamedTuple):
    """What is left of a line; ``limit``: where it is said that the time is large, or None;
    ``always``: whether it is said of all times; ``after``: whether it is of those after 0."""

    first: int
    last: int
    limit: Span | None = None
    always: bool = False
    after: bool = False


class Run(NamedTuple):
    """What letters run over, in words of the text: from ``first`` to ``last``, or over all."""

    letters: tuple[str, ...]
    first: str
    last: str
    span: Span
    below: bool = False
    beyond: bool = False
    """Whether ``last`` itself is left out, and whether ``first`` is."""
    half: bool = False
    """Whether one end alone is said: of layers, as else it may be what restricts a claim."""


def runs(text: str) -> Iterator[Run]:
    """What letters are said to run over before a line's relations, and behind them."""
    return (run for match in _around(text, lambda _: True) if (run := _run(match)))


def minimised(text: str) -> str:
    r"""What says an objective, without the ``\min_W`` before it.

    >>> minimised(r"\min_{W, V} \; L(W, V) = 0")
    'L(W, V) = 0'
    """
    match = _MINIMISED.match(text)
    return text[match.end() :] if match else text


def trimmed(text: str, indices: Collection[str]) -> Trimmed:
    """A line without what is said before and behind its relations."""
    found = [*_around(text, lambda match: _known(match, indices))]
    large = [match.span() for match in found if match.re.pattern == _LARGE]
    said = [match for match in found if match.re.pattern != _LARGE]
    trails = [match for match in found if match.re.pattern not in _LEADS]
    return Trimmed(
        max([0, *(match.end() for match in said if match.re.pattern in _LEADS)]),
        min([_end(text, len(text)), *(_end(text, match.start()) for match in trails)]),
        large[-1] if large else None,
        any(_run(match) is None for match in said),
        any(_said(match, name) for match in said for name in _AFTER),
    )


def _around(text: str, admits: Callable[[re.Match[str]], bool]) -> Iterator[re.Match[str]]:
    """What stands around the relations of a line, the outer before the inner."""
    first, last = 0, _end(text, len(text))
    while match := next(filter(admits, _matches(text, first, last)), None):
        yield match
        if match.re.pattern in _LEADS:
            first = match.end()
        else:
            last = _end(text, match.start())


def _matches(text: str, first: int, last: int) -> Iterator[re.Match[str]]:
    end, start = min(last, first + _FURTHEST), max(first, last - _FURTHEST)
    for lead in _LEADS if _SPOKEN.search(text, first, end) else ():
        if match := _compiled(lead).match(text, first, end):
            yield match
    for hint, trails in _SORTS:
        for trail in trails if hint.search(text, start, last) else ():
            match = _compiled(trail).search(text, start, last)
            if match and match.start() > first:
                yield match


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


def _said(match: re.Match[str], name: str) -> str:
    return match.groupdict().get(name) or ""


def _run(match: re.Match[str]) -> Run | None:
    """What letters run over; None where it is the time that runs."""
    letters = _said(match, "letters") or _said(match, "index")
    if not letters:
        return None
    named = tuple(part.strip() for part in letters.split(","))
    ends = _said(match, "first"), _said(match, "last")
    left_out = bool(_said(match, "below")), bool(_said(match, "beyond"))
    half = "[" not in match[0] and "" in ends and any(ends)
    return Run(named, ends[0], ends[1], match.span(), *left_out, half)


def _known(match: re.Match[str], indices: Collection[str]) -> bool:
    """Whether it is an index that runs, over all that it stands for, or the time."""
    run = _run(match)
    if run is None:
        return True
    if run.half or run.first not in ("", "1") or run.below or re.search(r"[-+]", run.last):
        return False
    around = match.string[: match.start()] + match.string[match.end() :]
    return all(letter in indices or _stands_below(letter, around) for letter in run.letters)


def _stands_below(letter: str, text: str) -> bool:
    """Whether a letter stands below an entry."""
    return (
        letter in "ijklmn" and re.search(rf"_\s*(?:{letter}|\{{[^{{}}]*{letter})", text) is not None
    )


def _end(text: str, end: int) -> int:
    """``end``, moved before punctuation and spaces."""
    match = _END.search(text, max(0, end - _FURTHEST), end)
    return match.start() if match else end
