"""Blocks as GitHub-flavoured Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from tabulate import tabulate

from sslcheck.derive.text.markup import clean, display, escape, escape_part, inline, visible
from sslcheck.reports.page.blocks import (
    Block,
    Bullets,
    Contents,
    Folded,
    Formula,
    Graph,
    Heading,
    Link,
    Listing,
    Math,
    Picture,
    Piece,
    Provenance,
    Rich,
    StepList,
    Strong,
    Table,
    Text,
    Web,
)

__all__ = ["GRAPH", "PROVENANCE", "anchors", "to_markdown"]

GRAPH = "dependencies"
"""The file stem of the picture of a `Graph`."""

PROVENANCE = ("<!-- provenance -->", "<!-- end of provenance -->")
"""The comments around what differs from run to run."""


def anchors(blocks: Sequence[Block]) -> dict[str, str]:
    """The anchor that GitHub gives to each heading; of equal headings the first is linked to.

    A row of a table has that of the heading above it.

    >>> anchors([Heading(1, "Equation (3)"), Heading(2, "Claim 3.a"), Heading(2, "Claim 3a")])
    {'Equation (3)': 'equation-3', 'Claim 3.a': 'claim-3a', 'Claim 3a': 'claim-3a-1'}
    """
    found: dict[str, str] = {}
    used: dict[str, int] = {}
    rows: dict[str, str] = {}
    slug = ""
    for block in blocks:
        match block:
            case Table(names=names):
                rows |= dict.fromkeys(names, slug)
            case Heading(text=text) | Folded(title=text):
                slug = re.sub(r"[^\w\- ]", "", clean(text).lower()).replace(" ", "-")
                count = used.get(slug, 0)
                used[slug] = count + 1
                slug = f"{slug}-{count}" if count else slug
                if isinstance(block, Heading):
                    found.setdefault(text, slug)
            case Provenance(blocks=inner):
                found = anchors(inner) | found
    return rows | found


def to_markdown(blocks: Sequence[Block], pictures: str = "figures") -> str:
    """The page; ``pictures`` is the folder of the figures relative to it."""
    return _Writer(anchors(blocks), pictures).page(blocks)


class _Writer:
    def __init__(self, anchors: dict[str, str], pictures: str) -> None:
        self.anchors = anchors
        self.pictures = pictures

    def page(self, blocks: Sequence[Block]) -> str:
        parts = [part for block in blocks for part in self.block(block)]
        return "\n\n".join(part for part in parts if part) + "\n"

    def block(self, block: Block) -> Iterator[str]:
        match block:
            case Heading(level=level, text=text):
                yield f"{'#' * level} {escape(text)}"
            case Text(line=line, aside=aside):
                yield f"*{self.line(line)}*" if aside else self.line(line)
            case Formula(latex=latex):
                yield display(latex)
            case Bullets(lines=lines):
                yield "\n".join(f"- {self.line(line)}" for line in lines)
            case StepList():
                yield from self.steps(block)
            case Table(headers=headers, rows=rows):
                cells = [[self.line(cell) for cell in row] for row in rows]
                yield tabulate(cells, headers=headers, tablefmt="github", disable_numparse=True)
            case Picture(stem=stem, alt=alt, caption=caption):
                yield f"![{escape(alt)}]({quote(f'{self.pictures}/{stem}.svg')})"
                yield f"*Figure.* {self.line(caption)}"
            case Listing(text=text):
                yield "\n".join(f"    {visible(line)}" for line in text.splitlines())
            case Contents(lines=lines):
                yield from self.block(Bullets(lines))
            case Graph(alt=alt, caption=caption):
                yield from self.block(Picture(GRAPH, alt, caption))
            case Folded(level=level, title=title, blocks=inner):
                yield from self.block(Heading(level, title))
                for block in inner:
                    yield from self.block(block)
            case Provenance(blocks=inner):
                yield PROVENANCE[0]
                for part in inner:
                    yield from self.block(part)
                yield PROVENANCE[1]

    def steps(self, block: StepList) -> Iterator[str]:
        for number, (reason, latex) in enumerate(block.steps, block.first):
            mark = f"{number}. "
            yield mark + self.line(reason)
            if latex:
                yield " " * len(mark) + display(latex)

    def line(self, line: Rich) -> str:
        return "".join(map(self.piece, line)).strip()

    def piece(self, piece: Piece) -> str:
        match piece:
            case Math(latex=latex):
                return inline(latex)
            case Strong(text=text):
                return f"**{escape(text)}**"
            case Link(text=text, heading=heading):
                target = self.anchors.get(heading)
                return f"[{escape(text)}](#{quote(target)})" if target else escape(text)
            case Web(text=text, address=address):
                return f"[{escape(text)}]({quote(address, safe=':/')})"
        return escape_part(piece)
