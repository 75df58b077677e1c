"""Where a page comes from: versions, machine, options, wall time, and the command."""

from __future__ import annotations

import platform
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from sslcheck.reports.environment import environment, installed_version
from sslcheck.reports.page.blocks import Heading, Listing, Provenance, Rich, Table, Text, words
from sslcheck.reports.text import duration

__all__ = ["Source", "provenance"]

_LIBRARIES = ("numpy", "scipy", "matplotlib", "latex2mathml")


@dataclass(frozen=True, slots=True)
class Source:
    """One thing that numbers of the page come from, with every option that it had."""

    name: Rich
    device: str
    options: Mapping[str, Any]
    seconds: float | None = None


def provenance(
    command: Sequence[str],
    seconds: Mapping[str, float],
    sources: Sequence[Source],
    inputs: Mapping[str, str],
) -> Provenance:
    """The block; ``seconds`` by part of the work, ``inputs`` are files by their SHA-256."""
    versions = environment() | {name: installed_version(name) for name in _LIBRARIES}
    rows = [*versions.items(), ("processor", platform.machine())]
    rows += [(f"time: {part}", duration(spent)) for part, spent in seconds.items()]
    rows += [(f"input {name}", f"SHA-256 {digest}") for name, digest in inputs.items()]
    runs = [
        (
            source.name,
            words(source.device),
            words("" if source.seconds is None else duration(source.seconds)),
            words(", ".join(f"{key} = {_shown(value)}" for key, value in source.options.items())),
        )
        for source in sources
    ]
    blocks: list[Heading | Text | Table | Listing] = [
        Heading(2, "Provenance"),
        Text(words("This page is made anew, figures included, by")),
        Listing(shlex.join(command)),
        Table(("what", "which"), tuple((words(name), words(text)) for name, text in rows)),
    ]
    if runs:
        blocks.append(Text(words("The runs behind the figures, with every option and seed:")))
        blocks.append(Table(("figure", "backend, device", "time", "options"), tuple(runs)))
    return Provenance(tuple(blocks))


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list | tuple):
        return f"[{' '.join(map(_shown, value))}]"
    text = str(value)
    # the folder of a file says something of the machine, not of the run
    return PurePath(text).name if text.endswith(".npz") else text
