"""Figures as files that are the same, byte for byte, whenever the drawing is."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from matplotlib.figure import Figure

from sslcheck.numeric.files import check_target, write_atomically
from sslcheck.reports.figures.style import house

__all__ = ["is_saved", "save"]

_DPI = 150
# no date and no version of a program: they would change without the drawing
_METADATA = {"svg": {"Date": None, "Creator": None}, "png": {"Software": None}}


def save(figure: Figure, stem: Path) -> None:
    """Write ``stem.svg`` and ``stem.png`` (150 dpi).

    Both are drawn before either is written, and each is written whole or not at all. Raises
    `OutputError`.
    """
    targets = _targets(stem)
    for target in targets.values():
        check_target(target)
    drawn: dict[str, bytes] = {}
    with house():
        for kind, metadata in _METADATA.items():
            stream = BytesIO()
            figure.savefig(stream, format=kind, dpi=_DPI, metadata=metadata)
            drawn[kind] = stream.getvalue()
    for kind, target in targets.items():
        content = drawn[kind]
        write_atomically(target, lambda stream, content=content: stream.write(content))  # type: ignore[misc]


def is_saved(stem: Path) -> bool:
    """Whether `save` has come to its end there: each file is whole, but one may be missing."""
    return all(target.is_file() for target in _targets(stem).values())


def _targets(stem: Path) -> dict[str, Path]:
    return {kind: stem.with_name(f"{stem.name}.{kind}") for kind in _METADATA}
