"""``sslcheck env``: versions, and the array backends of this machine."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from sslcheck.cli.console import emit, width

if TYPE_CHECKING:
    from sslcheck.numeric.device.library import Backend

__all__ = ["Format", "env"]


Format = Literal["table", "json"]
"""How the description is written."""


def env(
    format_: Annotated[Format, typer.Option("--format", help="How to write it.")] = "table",
) -> int:
    """Show versions and array backends.

    For a backend that is not available it says what to install.

    \b
    Example:
      sslcheck env --format json
    """
    from sslcheck.numeric.device.library import describe_backends
    from sslcheck.reports.environment import environment

    facts: dict[str, str | int | None] = {**environment(), "cores": os.cpu_count()}
    backends = describe_backends()
    if format_ == "json":
        document = {**facts, "backends": [asdict(backend) for backend in backends]}
        emit(json.dumps(document, indent=2, sort_keys=True) + "\n")
        return 0

    from sslcheck.reports.columns import pairs
    from sslcheck.reports.text import clean

    known = ((name, "" if fact is None else str(fact)) for name, fact in facts.items())
    rows = [*known, *((backend.name, _sentence(backend)) for backend in backends)]
    emit(pairs([(name, clean(text)) for name, text in rows], width()) + "\n")
    return 0


def _sentence(backend: Backend) -> str:
    return ", ".join(_parts(backend))


def _parts(backend: Backend) -> Iterator[str]:
    yield f"{backend.version or ''} {'available' if backend.available else 'not available'}".strip()
    yield backend.detail
    for device in backend.devices:
        yield f"{device.name} ({device.memory / 2**30:.1f} GiB)"
