"""``sslcheck articles`` and ``sslcheck show``: the articles that come with the package."""

from __future__ import annotations

from typing import Annotated

import typer

from sslcheck.cli.completing import shipped
from sslcheck.cli.console import emit, manner, width

__all__ = ["articles", "show"]


def articles() -> int:
    """List the shipped articles.

    A name from the list stands for its file wherever a command takes an article.

    \b
    Example:
      sslcheck articles
    """
    import json
    import tomllib

    from sslcheck.derive.reading.loading import shipped_articles, shipped_text
    from sslcheck.reports.columns import columns
    from sslcheck.reports.text import clean

    rows = []
    for name in shipped_articles():
        tables = tomllib.loads(shipped_text(name))
        claims = str(len(tables["claim"]))
        rows.append((name, clean(tables["article"].get("title", name)), claims))
    if manner() == "json":
        entries = [{"name": n, "title": t, "claims": int(k)} for n, t, k in rows]
        emit(json.dumps(entries, indent=2, sort_keys=True) + "\n")
        return 0
    emit(columns(("name", "title", "claims"), rows, width(), flexible={1: 1}, right=(2,)) + "\n")
    return 0


def show(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A shipped article.", autocompletion=shipped)
    ] = "",
    schema: Annotated[
        bool,
        typer.Option(
            "--schema", help="Print the JSON schema of article files instead, for editors."
        ),
    ] = False,
) -> int:
    """Print the file of a shipped article as it is, comments and all; with --json its tables.

    \b
    Examples:
      sslcheck show two-layer > mine.toml
      sslcheck show --schema > article.schema.json
    """
    import json
    import tomllib

    from sslcheck.derive.reading.loading import shipped_text

    if bool(name) == schema:
        context.fail("show takes the NAME of a shipped article (`sslcheck articles`) or --schema")
    if schema and context.params["json"]:
        context.fail("--schema is JSON already; leave --json out")
    if schema:
        from sslcheck.derive.reading.schema import article_schema

        emit(json.dumps(article_schema(), indent=2) + "\n")
        return 0
    text = shipped_text(name)
    tables = json.dumps(tomllib.loads(text), indent=2, ensure_ascii=False) + "\n"
    emit(tables if manner() == "json" else text)
    return 0
