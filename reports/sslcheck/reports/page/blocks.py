"""A page as data: blocks and pieces of text, which the renderers turn into Markdown or HTML.

A plain string is text, never markup: the renderers escape it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sslcheck.derive.text import reason
from sslcheck.derive.text.reason import Reason, written
from sslcheck.reports.page.graph.drawing import Drawing

__all__ = [
    "Block",
    "Bullets",
    "Contents",
    "Folded",
    "Formula",
    "Graph",
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
    "called",
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
    """Text that leads to the heading, or the row of a table, called ``heading`` on the same page.

    ``tone`` is a verdict, or ``name`` for what is called by a name; only its look depends on it.
    """

    text: str
    heading: str
    tone: str = ""


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
    """A paragraph; ``aside`` if it only says what else to see."""

    line: Rich
    aside: bool = False


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
    """Cells of a table; every row is as long as the headers. ``names`` are what links call rows."""

    headers: tuple[str, ...]
    rows: tuple[tuple[Rich, ...], ...]
    names: tuple[str, ...] = ()


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
class Contents:
    """What is where on the page: a line for each part of it."""

    lines: tuple[Rich, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """What depends on what, drawn; every node leads to its heading."""

    drawing: Drawing
    alt: str
    caption: Rich


@dataclass(frozen=True, slots=True)
class Folded:
    """Blocks shown on demand, below ``title``, which is a heading of ``level`` elsewhere."""

    level: int
    title: str
    blocks: tuple[Heading | Text | Formula | Bullets | StepList | Table, ...]


@dataclass(frozen=True, slots=True)
class Provenance:
    """What differs from run to run: the only part of a page that does."""

    blocks: tuple[Heading | Text | Table | Listing | Bullets | Folded, ...] = field(default=())


Block = (
    Heading
    | Text
    | Formula
    | Bullets
    | StepList
    | Table
    | Picture
    | Listing
    | Contents
    | Graph
    | Folded
    | Provenance
)


def line(said: Reason) -> Rich:
    """A reason as a line."""
    return tuple(map(_piece, said))


def _piece(part: reason.Fragment) -> Piece:
    match part:
        case reason.Math() | reason.Tex():
            return Math(part.latex)
        case reason.Ref(kind=kind, name=name):
            text = f"({name})" if kind == "equation" else name
            return Link(text, called(kind, name), "" if kind == "equation" else "name")
    return part.text


def called(kind: str, name: str) -> str:
    """What a page calls a thing of the article, in a heading or a row of a table.

    >>> print(called("claim", "2.1"), called("equation", "2"), called("flow", "byol"), sep=", ")
    Claim 2.1, Equation (2), Flow byol
    """
    return f"{kind.capitalize()} {f'({name})' if kind == 'equation' else name}"


def rich(text: str) -> Rich:
    """A line as it is written in a program: formulas between dollars."""
    return line(written(text))


def words(text: str) -> Rich:
    """Plain text as a line."""
    return (text,)
