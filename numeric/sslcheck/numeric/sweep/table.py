"""The rows of a sweep as a CSV file that grows: what is in it survives whatever comes next."""

from __future__ import annotations

import csv
import io
import math
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from sslcheck.numeric.archive import DamagedArchive
from sslcheck.numeric.files import OutputError, open_regular, write_atomically
from sslcheck.numeric.sweep.cell import FAILED, HEAD, Row
from sslcheck.numeric.sweep.cells import Sweep

__all__ = ["Table", "as_line"]

_CELL = "cell"


def as_line(values: Iterable[Any]) -> str:
    """A line of CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(
        "" if v is None else repr(v) if isinstance(v, float) else str(v) for v in values
    )
    return text.getvalue()


class Table:
    """Rows by the number of their cell; with a ``path`` they stand in that file as well.

    The columns are the number of the cell, the values of the axes, the seed, and those of the rows.
    Where a row has a new column the file is written anew, whole. A last line that was cut off is
    dropped, and so is a cell that failed: both are done again. Raises `OutputError`,
    `UnreadableFile`, `DamagedArchive`.
    """

    def __init__(self, sweep: Sweep, path: Path | None = None, keep: bool = True) -> None:
        """Without ``keep`` the file is only read, with all that failed."""
        self.sweep, self.path = sweep, path
        self.axes = (*(axis.name for axis in sweep.axes), "seed")
        self.columns: list[str] = list(HEAD)
        self.rows: dict[int, Row] = {}
        if path is not None and os.path.lexists(path):
            self._read(path, failed=not keep)
            if keep:
                self._write_all()

    def add(self, rows: Mapping[int, Row]) -> None:
        """Take rows, and have them on the disk before anything else is done."""
        new = [n for row in rows.values() for n in row if n not in self.columns]
        self.columns += dict.fromkeys(new)
        self.rows |= rows
        if self.path is None:
            return
        if new or not self.path.exists():
            self._write_all()
            return
        try:
            with open(self.path, "a", encoding="utf-8", newline="") as stream:
                stream.write("".join(self.line(cell) for cell in rows))
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise OutputError(f"cannot write `{self.path}`: {error.strerror}") from error

    def line(self, cell: int) -> str:
        """The line of a cell."""
        row = self.rows[cell]
        return as_line((cell, *self.sweep.at(cell), *(row.get(name) for name in self.columns)))

    def arrays(self) -> dict[str, np.ndarray[Any, Any]]:
        """Each column that has numbers, in the shape of the sweep: nan where there is none.

        And the values of each axis that has numbers, as ``axis/NAME``.
        """
        found: dict[str, np.ndarray[Any, Any]] = {}
        for axis in self.sweep.axes:
            if axis.numbers:
                found[f"axis/{axis.name}"] = np.array(axis.values, dtype=np.float64)
        for name in self.columns:
            values = {cell: _number(row.get(name)) for cell, row in self.rows.items()}
            known = {cell: value for cell, value in values.items() if value is not None}
            if known:
                whole = np.full(len(self.sweep), np.nan)
                whole[list(known)] = list(known.values())
                found[name] = whole.reshape(self.sweep.shape)
        return found

    def _write_all(self) -> None:
        assert self.path is not None
        head = as_line((_CELL, *self.axes, *self.columns))
        write_atomically(self.path, head + "".join(map(self.line, self.rows)))

    def _read(self, path: Path, failed: bool) -> None:
        with open_regular(path) as stream:
            raw = stream.read()
        text = raw[: raw.rfind(b"\n") + 1]  # a line without an end was cut off
        fixed = 1 + len(self.axes)
        try:
            head, *lines = csv.reader(io.StringIO(text.decode("utf-8"), newline=""))
            if head[:fixed] != [_CELL, *self.axes] or head[fixed : fixed + len(HEAD)] != [*HEAD]:
                raise ValueError("its columns are others")
            self.columns = head[fixed:]
            for line in lines:
                cell = int(line[0])
                if not 0 <= cell < len(self.sweep) or len(line) != len(head):
                    raise ValueError(f"no cell `{line[0]}`")
                row = dict(zip(self.columns, map(_value, line[fixed:]), strict=True))
                if failed or row["code"] != FAILED:
                    self.rows[cell] = row
        except (UnicodeDecodeError, ValueError, csv.Error) as error:
            raise DamagedArchive(f"`{path}` is not the table of this sweep: {error}") from error


def _value(text: str) -> Any:
    if text in ("True", "False"):
        return text == "True"
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text or None


def _number(value: Any) -> float | None:
    """A value as a number; None for words and for nothing."""
    if isinstance(value, bool | int | float):
        return float(value)
    return math.nan if value == "nan" else None
