"""A page as data: blocks and pieces of text, which the renderers turn into Markdown or HTML.

A plain string is text, never markup: the renderers escape it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sslcheck.derive.text import reason
from sslcheck.derive.text.reason import Reason, written

__all__ = [
    "Block",
    "Bullets",
    "Folded",
    "Formula",
    "Heading",
    "Link",
    "Listing",
    "Math",
    "Picture",
    "Piece",
    "Provenance",
    "Rich",
    "StepList",
    "Strong",
    "Table",
    "Text",
    "Web",
    "line",
    "rich",
    "words",
]


@dataclass(frozen=True, slots=True)
class Math:
    """A formula within a line."""

    latex: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Emphasised text."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """Text that leads to the heading called ``heading`` on the same page."""

    text: str
    heading: str


@dataclass(frozen=True, slots=True)
class Web:
    """Text that leads to an address outside; only the program makes one, never an article."""

    text: str
    address: str


Piece = str | Math | Strong | Link | Web
Rich = tuple[Piece, ...]
"""A line: pieces one after the other, with no space added."""


@dataclass(frozen=True, slots=True)
class Heading:
    """``text`` at a level, 1 the highest; on a page it is the name that a `Link` uses."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    line: Rich


@dataclass(frozen=True, slots=True)
class Formula:
    """A display formula in LaTeX."""

    latex: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """An unordered list, one line each."""

    lines: tuple[Rich, ...]


@dataclass(frozen=True, slots=True)
class StepList:
    """Numbered steps from ``first`` on: a reason and the formula that it leads to."""

    steps: tuple[tuple[Rich, str], ...]
    first: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Cells of a table; every row is as long as the headers."""

    headers: tuple[str, ...]
    rows: tuple[tuple[Rich, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure by its file stem inside the folder of the figures, ``alt`` for who cannot see it."""

    stem: str
    alt: str
    caption: Rich


@dataclass(frozen=True, slots=True)
class Listing:
    """Text that is shown letter by letter, such as a command."""

    text: str


@dataclass(frozen=True, slots=True)
class Folded:
    """A table that is shown on demand, below the words of ``title``."""

    title: str
    table: Table


@dataclass(frozen=True, slots=True)
class Provenance:
    """What differs from run to run: the only part of a page that does."""

    blocks: tuple[Heading | Text | Table | Listing | Bullets | Folded, ...] = field(default=())


Block = (
    Heading | Text | Formula | Bullets | StepList | Table | Picture | Listing | Folded | Provenance
)


def line(said: Reason) -> Rich:
    """A reason as a line."""
    return tuple(
        Math(part.latex) if isinstance(part, reason.Math | reason.Tex) else part.text
        for part in said
    )


def rich(text: str) -> Rich:
    """A line as it is written in a program: formulas between dollars."""
    return line(written(text))


def words(text: str) -> Rich:
    """Plain text as a line."""
    return (text,)
