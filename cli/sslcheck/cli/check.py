"""``sslcheck check``: read an article without deciding anything; all mistakes at once."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from sslcheck.cli.console import emit, say
from sslcheck.cli.exits import MISUSE, tell

__all__ = ["Format", "check"]


Format = Literal["text", "json"]
"""How the mistakes are written."""


def check(
    article: Annotated[
        str, typer.Argument(metavar="NAME|FILE", help="A TOML file, or a shipped article.")
    ],
    format_: Annotated[
        Format, typer.Option("--format", help="How to write what is wrong.")
    ] = "text",
) -> int:
    """Read an article and tell all that is wrong in it, with line numbers.

    Nothing is decided. The exit code is 0 if all of it can be read, 3 if not. For editors,
    `--format json` gives a list of objects with `file`, `line` (0: none) and `message`.

    \b
    Examples:
      sslcheck check mine.toml
      sslcheck check mine.toml --format json
    """
    import json

    from sslcheck.derive.errors import ArticleError
    from sslcheck.derive.reading.loading import article_text, mistakes_in
    from sslcheck.derive.text.words import counted

    place = article
    try:
        text, place = article_text(article)
        told = mistakes_in(text, place)
    except ArticleError as error:  # what is no text
        told = error.mistakes or ((0, str(error)),)
    if format_ == "json":
        entries = [{"file": place, "line": line, "message": message} for line, message in told]
        emit(json.dumps(entries, indent=2, sort_keys=True) + "\n")
    for line, message in told if format_ == "text" else ():
        first, *more = message.split("\n")
        say(f"{place}:{line}: {first}" if line else first)
        for part in more:
            say(part if part.startswith("  ") else f"  {part}")
    if told:
        tell(f"sslcheck: {place}: {counted(len(told), 'mistake')}")
    elif format_ == "text":
        say(f"{place}: nothing is wrong")
    return MISUSE if told else 0
