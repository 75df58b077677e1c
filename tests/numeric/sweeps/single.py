"""One cell of a sweep by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sslcheck.numeric.sweeps.cell import Row, run_cells

__all__ = ["run_cell"]


def run_cell(kind: str, plain: Mapping[str, Any]) -> Row:
    """Its row."""
    ((_, row),) = run_cells(kind, iter([(0, plain)]), lambda: False)
    return row
