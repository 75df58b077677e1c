"""What the shell offers for names of articles, and for names in them; nothing heavy is imported.

A file that cannot be read offers nothing: what is wrong with it is said when the command runs.
"""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import typer

from sslcheck.derive import DEFAULT_ARTICLE

__all__ = ["articles", "claims", "flows", "hypotheses", "shipped"]

_LARGEST = 2**20  # bytes of a file that is looked into while somebody types


def shipped(incomplete: str) -> list[str]:
    """Shipped articles that begin so."""
    folder = resources.files("sslcheck.derive") / "articles"
    names = (entry.name.removesuffix(".toml") for entry in folder.iterdir())
    return sorted(name for name in names if name.startswith(incomplete))


def articles(incomplete: str) -> list[str]:
    """Shipped articles, TOML files and folders that begin so."""
    begun = incomplete.rpartition("/")[2]
    lead = incomplete.removesuffix(begun)
    try:
        entries = [e for e in Path(lead or ".").iterdir() if e.name.startswith(begun)]
    except OSError:
        entries = []
    seen = [entry for entry in entries if begun or not entry.name.startswith(".")]
    files = [f"{lead}{entry.name}" for entry in seen if entry.suffix == ".toml"]
    folders = [f"{lead}{entry.name}/" for entry in seen if entry.is_dir()]
    return shipped(incomplete) + sorted(files + folders)


def claims(ctx: typer.Context, incomplete: str) -> list[str]:
    """Equations and claims of the article that begin so."""
    document = _document(ctx)
    names = [_text(table, "number") for table in _tables(document, "equation")]
    names += [_text(table, "id") for table in _tables(document, "claim")]
    return [name for name in dict.fromkeys(names) if name and name.startswith(incomplete)]


def flows(ctx: typer.Context, incomplete: str) -> list[str]:
    """Flows of the article that begin so."""
    return _keys(ctx, "flows", incomplete)


def hypotheses(ctx: typer.Context, incomplete: str) -> list[str]:
    """Hypotheses of the article that begin so."""
    return _keys(ctx, "hypotheses", incomplete)


def _keys(ctx: typer.Context, table: str, incomplete: str) -> list[str]:
    found = _document(ctx).get(table)
    return [k for k in found if k.startswith(incomplete)] if isinstance(found, dict) else []


def _document(ctx: typer.Context) -> dict[str, Any]:
    """The tables of the article that stands on the line so far; empty if it cannot be read."""
    name = str(ctx.params.get("article") or DEFAULT_ARTICLE)
    try:
        if name in shipped(name):
            folder = resources.files("sslcheck.derive") / "articles"
            return tomllib.loads((folder / f"{name}.toml").read_text("utf-8"))
        file = Path(name)
        if not file.is_file() or file.stat().st_size > _LARGEST:
            return {}
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}


def _tables(document: dict[str, Any], name: str) -> list[Any]:
    found = document.get(name)
    return found if isinstance(found, list) else []


def _text(table: Any, key: str) -> str:
    return str(table.get(key, "")) if isinstance(table, dict) else ""
