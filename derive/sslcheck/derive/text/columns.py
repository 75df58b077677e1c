"""Columns of values for other programs: as CSV, or as a table of pandas."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sslcheck.derive.errors import MissingLibrary

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Columns", "as_csv", "as_frame"]

Columns = Mapping[str, Any]
"""Values by the name of their column, as sequences or arrays, the same number in each."""


def as_csv(columns: Columns, path: str | Path | None = None) -> str:
    r"""The columns as CSV, which is also written to ``path`` where one is given.

    >>> as_csv({"t": [0.0, 0.5], "J": [1.25, 1.0]})
    't,J\n0.0,1.25\n0.5,1.0\n'
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    text = stream.getvalue()
    if path is not None:
        Path(path).write_text(text, encoding="utf-8", newline="")
    return text


def as_frame(columns: Columns) -> pd.DataFrame:
    """The columns as a `pandas.DataFrame`. Raises `MissingLibrary` without pandas."""
    try:
        import pandas
    except ImportError as error:
        raise MissingLibrary(
            "a table of pandas needs pandas, which is not installed: `pip install pandas`, or take"
            " `to_csv()`"
        ) from error
    return pandas.DataFrame(columns)
