"""A paper's source, of LaTeX, Markdown or a notebook: its text with the mathematics in it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.sketch.displays import Display, displays, unnumbered
from sslcheck.derive.sketch.inline import Inline, inlines
from sslcheck.derive.sketch.macros import Macros, group

__all__ = ["SUFFIXES", "Paper", "SourceError", "read_paper"]

SUFFIXES = (".tex", ".md", ".markdown", ".ipynb")
MAX_BYTES = 5_000_000
_MOST_DISPLAYS = 1000
_IN = re.compile(r"\\in(?![A-Za-z])")
_AROUND = 80  # characters before and after that are looked at
_MOST_PLACES = 2000
_COMMENT = re.compile(r"(?<!\\)%.*")
_FENCE = re.compile(r"^[ \t]*(```+|~~~+)[ \t]*(\w*).*$", re.MULTILINE)
_TITLE = re.compile(r"^#[ \t]+([^\n]{1,200})", re.MULTILINE)


class SourceError(SslcheckError, ValueError):
    """The source of a paper cannot be read as one."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What a source says: its title and its numbered displays, macros expanded."""

    title: str
    displays: tuple[Display, ...]
    memberships: str
    """The places where something is said to be ``\\in`` a set, one in each line."""
    sentences: tuple[Inline, ...] = ()
    """The formulas within sentences."""
    unnumbered: tuple[int, ...] = ()
    """The lines of displays without a number, where others have one."""


def read_paper(data: bytes, name: str) -> Paper:
    """Read a source by the end of its name. Raises `SourceError`."""
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise SourceError(f"`{name}`: the source of a paper ends in one of {', '.join(SUFFIXES)}")
    if len(data) > MAX_BYTES:
        raise SourceError(f"`{name}`: larger than {MAX_BYTES} bytes; give the part with equations")
    text = data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    if suffix == ".ipynb":
        text = _cells(text, name)
    text = "".join(c if c == "\n" or c.isprintable() else " " for c in text)
    text = _COMMENT.sub("", text) if suffix == ".tex" else _without_code(text)
    macros = Macros()
    body = macros.collect(text)
    found = displays(body, macros)
    if not found:
        raise SourceError(
            f"`{name}`: no displayed equation in it: none of `equation`, `align`, `gather`,"
            " `\\[ ... \\]` and `$$ ... $$`"
        )
    if len(found) > _MOST_DISPLAYS:
        raise SourceError(
            f"`{name}`: {len(found)} displayed equations, more than {_MOST_DISPLAYS}: give the part"
            " that an article is to be about"
        )
    said, others = inlines(body, macros), unnumbered(body, macros)
    return Paper(_title(text, suffix), found, _memberships(body, macros), said, others)


def _memberships(text: str, macros: Macros) -> str:
    places = islice(_IN.finditer(text), _MOST_PLACES)
    around = (text[max(0, m.start() - _AROUND) : m.end() + _AROUND] for m in places)
    return "\n".join(macros.expand(" ".join(place.split())) for place in around)


def _cells(text: str, name: str) -> str:
    """The text cells of a notebook."""
    try:
        cells = json.loads(text)["cells"]
        parts = [cell["source"] for cell in cells if cell["cell_type"] == "markdown"]
        joined = "\n\n".join(part if isinstance(part, str) else "".join(part) for part in parts)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise SourceError(f"`{name}`: is no notebook: {type(error).__name__}, {error}") from error
    return joined


def _without_code(text: str) -> str:
    """Markdown without its blocks of code; those of mathematics become displays."""
    kept: list[str] = []
    fence = ""  # what closes the block
    for line in text.split("\n"):
        match = _FENCE.match(line)
        if fence:
            closing = match is not None and match[1].startswith(fence[:3]) and not match[2]
            kept.append("$$" if closing and fence.endswith("math") else "")
            if not closing and fence.endswith("math"):
                kept[-1] = line
            fence = "" if closing else fence
        elif match:
            fence = match[1][:3] + ("math" if match[2] == "math" else "")
            kept.append("$$" if match[2] == "math" else "")
        else:
            kept.append(line)
    return "\n".join(kept)


def _title(text: str, suffix: str) -> str:
    if suffix == ".tex":
        match = re.search(r"\\title\s*(?:\[[^\]]{0,200}\])?\s*(?=\{)", text)
        end = group(text, match.end()) if match else None
        said = text[match.end() : end][:300] if match and end else ""
    else:
        match = _TITLE.search(text)
        said = match[1] if match else ""
    return " ".join(re.sub(r"\\[A-Za-z]+|[\\{}*`~]", " ", said).split())
