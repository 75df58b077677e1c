"""Rows of text under headers, or beside names, laid out for a width: the one place that does it.

Cells are text and stay as they are: ``1,000``, ``1e5`` or ``True`` is no number here. (tabulate
takes some such cells for numbers when it wraps them itself, so it is never asked to.)
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Collection, Mapping, Sequence

from tabulate import tabulate

__all__ = ["columns", "pairs", "wrapped"]

_GAP = 2
_HEADER_PADDING = 2  # tabulate makes a column at least this much wider than its header
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")

Rows = Sequence[Sequence[str]]


def columns(
    headers: Sequence[str],
    rows: Rows,
    width: int,
    *,
    flexible: Mapping[int, float],
    right: Collection[int] = (),
    keys: int = 1,
    blocks: bool = False,
    least: int = 12,
) -> str:
    """A table with left-aligned columns but for those in ``right``.

    Columns in ``flexible`` are wrapped if there is not room for all, down to ``least`` places; what
    they get is in proportion to the weights given there. The first ``keys`` columns name a row:
    if that is not enough, the others are put under one another in ``blocks``, each beside the
    names, or, if nothing else helps, each row becomes a list of its cells.

    >>> print(columns(("n", "note"), [("1,000", "a few words")], 18, flexible={1: 1}, least=6))
    n      note
    1,000  a few words
    >>> print(columns(("n", "note"), [("1,000", "a few words")], 10, flexible={1: 1}))
    1,000
      note: a
        few
        words
    """
    return (
        _table(headers, rows, width, flexible, right, least)
        or (_blocks(headers, rows, width, flexible, right, keys, least) if blocks else "")
        or _records(headers, rows, width, keys)
    )


def pairs(rows: Rows, width: int) -> str:
    """Names, and beside each what there is to say, wrapped.

    >>> print(pairs([("work", "58 steps of tsit5"), ("result", "1e5")], 18))
    work    58 steps
            of tsit5
    result  1e5
    """
    names = max((len(name) for name, _ in rows), default=0) + _GAP
    room = max(width - names, 1)
    return _tabulate([], [(name, wrapped(text, room)) for name, text in rows], ())


def wrapped(text: str, width: int, indent: str = "") -> str:
    """Text broken between words into lines of at most ``width``, within a word only if it must be.

    >>> wrapped("18 proved,   2 refuted", 10)
    '18 proved,\\n2 refuted'
    """
    room = max(width, len(indent) + 1)
    # names and commands keep their hyphens in one piece, to be copied
    lines = textwrap.wrap(text, room, subsequent_indent=indent, break_on_hyphens=False)
    return "\n".join(lines)


def _table(
    headers: Sequence[str],
    rows: Rows,
    width: int,
    flexible: Mapping[int, float],
    right: Collection[int],
    least: int,
) -> str:
    """All columns beside one another; nothing if they do not fit."""
    widths = [_natural([row[k] for row in rows], header) for k, header in enumerate(headers)]
    fixed = sum(w for k, w in enumerate(widths) if k not in flexible) + _GAP * (len(widths) - 1)
    shares = _shared({k: widths[k] for k in flexible}, flexible, width - fixed)
    if any(share < min(least, widths[k]) for k, share in shares.items()) or (
        not shares and fixed > width
    ):
        return ""
    cells = [[wrapped(c, shares[k]) if k in shares else c for k, c in enumerate(r)] for r in rows]
    heads = [wrapped(h, shares[k] - _HEADER_PADDING) if k in shares else h
             for k, h in enumerate(headers)]  # fmt: skip
    return _tabulate(heads, cells, right)


def _blocks(
    headers: Sequence[str],
    rows: Rows,
    width: int,
    flexible: Mapping[int, float],
    right: Collection[int],
    keys: int,
    least: int,
) -> str:
    """The columns after the first ``keys`` in groups, as many in each as fit beside those."""

    def block(members: Sequence[int]) -> str:
        chosen = [*range(keys), *members]
        kept = [r for r in rows if any(r[k] for k in members)]
        return _table(
            [headers[k] for k in chosen],
            [[row[k] for k in chosen] for row in kept],
            width,
            {at: flexible[k] for at, k in enumerate(chosen) if k in flexible},
            [at for at, k in enumerate(chosen) if k in right],
            least,
        )

    found: list[str] = []
    rest = [k for k in range(keys, len(headers)) if any(row[k] for row in rows)]
    while rest:
        take = next((n for n in range(len(rest), 0, -1) if block(rest[:n])), 0)
        if not take:
            return ""
        found.append(block(rest[:take]))
        rest = rest[take:]
    return "\n\n".join(found)


def _records(headers: Sequence[str], rows: Rows, width: int, keys: int) -> str:
    """Each row as a list: what names it, and below it the other cells with their headers."""
    found = []
    for row in rows:
        lines = [wrapped("  ".join(filter(None, row[:keys])), width, "  ")]
        line = ""
        for header, cell in zip(headers[keys:], row[keys:], strict=True):
            item = f"{header}: {cell}" if header and cell else cell
            if line and len(line) + _GAP + len(item) > width:
                lines.append(wrapped(line, width, "    "))
                line = ""
            line = f"{line}  {item}" if item else line
        found.append("\n".join([*lines, wrapped(line, width, "    ")]).rstrip())
    return "\n".join(found)


def _shared(natural: Mapping[int, int], weights: Mapping[int, float], room: int) -> dict[int, int]:
    """What each column gets of ``room``: all it needs, or its part of what those leave over."""
    widths: dict[int, int] = {}
    while rest := [k for k in natural if k not in widths]:
        total = sum(weights[k] for k in rest)
        part = {k: round(room * weights[k] / total) for k in rest}
        modest = [k for k in rest if natural[k] <= part[k]]
        for k in modest or rest:
            widths[k] = natural[k] if modest else part[k]
            room -= widths[k]
        if not modest:
            widths[rest[-1]] += room  # what rounding has left
    return widths


def _natural(column: Sequence[str], header: str) -> int:
    return max([len(header) + _HEADER_PADDING, *(len(_COLOUR.sub("", cell)) for cell in column)])


def _tabulate(headers: Sequence[str], rows: Rows, right: Collection[int]) -> str:
    count = len(rows[0]) if rows else len(headers)
    text = tabulate(
        rows,
        headers=headers,
        tablefmt="plain",
        disable_numparse=True,
        colalign=["right" if k in right else "left" for k in range(count)] if rows else None,
    )
    return "\n".join(line.rstrip() for line in text.splitlines())
