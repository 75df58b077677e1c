"""Comparisons of ``sslcheck train``: what is done and shown, and the exit codes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sslcheck.cli.console import emit, manner, width
from sslcheck.cli.exits import INTERRUPTED
from sslcheck.cli.interrupt import Stop
from sslcheck.cli.progress import Bar
from sslcheck.cli.running import tell_interrupted, warn

if TYPE_CHECKING:
    from sslcheck.numeric.training.compare import Comparison
    from sslcheck.numeric.training.matrix import Matrix

__all__ = ["compared"]


def compared(matrix: Matrix, folder: Path | None, every: float) -> int:
    """Train every cell of a comparison, from where the folder has it; show the table."""
    from sslcheck.numeric.training.compare import compare
    from sslcheck.reports.training import render_cell, render_comparison

    with Stop() as stop, Bar("steps", "step {:.0f}") as bar:
        found: Comparison = compare(
            matrix,
            folder,
            progress=lambda at: bar.show(at.t, at.t_end, at.steps, at.seconds, at.name),
            stopped=stop,
            every=every,
            warn=warn,
            ended=lambda cell: bar.note(render_cell(cell, matrix.base)),
        )
    emit(_as_json(found) if manner() == "json" else render_comparison(found, width()))
    if not found.finished:
        tell_interrupted("train", folder)
        return INTERRUPTED
    if any(cell.differ for cell in found.cells):
        return 1
    return 2 if any(cell.diverged for cell in found.cells) else 0


def _as_json(found: Comparison) -> str:
    from dataclasses import fields

    from sslcheck.numeric.disk.document import document_text
    from sslcheck.numeric.training.matrix import matrix_document

    cells = [{f.name: getattr(cell, f.name) for f in fields(cell)} for cell in found.cells]
    return document_text(
        {**matrix_document(found.matrix), "cells": cells, "finished": found.finished}
    )
