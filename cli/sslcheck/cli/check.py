"""``sslcheck check``: read an article without deciding anything; all mistakes at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from sslcheck.cli.console import emit, say
from sslcheck.cli.exits import MISUSE, tell

if TYPE_CHECKING:
    from sslcheck.derive.errors import Spot

__all__ = ["Format", "check"]


Format = Literal["text", "json"]
"""How the mistakes are written."""


def check(
    articles: Annotated[
        list[str], typer.Argument(metavar="NAME|FILE", help="TOML files, or shipped articles.")
    ],
    format_: Annotated[
        Format, typer.Option("--format", help="How to write what is wrong.")
    ] = "text",
) -> int:
    """Read articles and tell all that is wrong in them, with lines and columns.

    Nothing is decided. The exit code is 0 if all of them can be read, 3 if not. For editors,
    `--format json` gives a list of objects with `file`, `line`, `column` (both from 1; 0: none)
    and `message`.

    \b
    Examples:
      sslcheck check mine.toml
      sslcheck check mine.toml --format json
    """
    import json

    found = [(article, *_read(article)) for article in articles]
    if format_ == "json":
        entries = [
            {"file": place or article, **spot._asdict(), "message": message}
            for article, place, told in found
            for spot, message in told
        ]
        emit(json.dumps(entries, indent=2, sort_keys=True) + "\n")
    for _, place, told in found:
        _tell(place, told, quiet=format_ == "json")
    return MISUSE if any(told for _, _, told in found) else 0


def _read(article: str) -> tuple[str, tuple[tuple[Spot, str], ...]]:
    """What an article is called, and what is wrong in it where."""
    from sslcheck.derive.errors import ArticleError, ArticleNotFound, Spot
    from sslcheck.derive.reading.loading import article_text, mistakes_in

    try:
        text, place = article_text(article)
    except (ArticleError, ArticleNotFound) as error:  # no file, or no text
        return "", ((Spot(), str(error)),)
    return place, mistakes_in(text, place)


def _tell(place: str, told: tuple[tuple[Spot, str], ...], quiet: bool) -> None:
    from sslcheck.derive.text.words import counted

    if not place:  # the others are told all the same
        tell(f"sslcheck: {told[0][1]}")
        return
    for spot, message in () if quiet else told:
        first, *more = message.split("\n")
        say(f"{place}:{spot.line}:{spot.column}: {first}" if spot.line else f"{place}: {first}")
        for part in more:
            say(part if part.startswith("  ") else f"  {part}")
    if told:
        tell(f"sslcheck: {place}: {counted(len(told), 'mistake')}")
    elif not quiet:
        say(f"{place}: nothing is wrong")
