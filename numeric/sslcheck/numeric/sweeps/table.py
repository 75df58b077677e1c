"""The rows of a sweep as a CSV file that grows: what is in it survives whatever comes next."""

from __future__ import annotations

import csv
import io
import math
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sslcheck.derive.text.columns import as_csv, as_frame
from sslcheck.derive.text.markup import escape
from sslcheck.derive.text.words import counted
from sslcheck.numeric.disk.archive import DamagedArchive
from sslcheck.numeric.disk.files import OutputError, open_regular, write_atomically
from sslcheck.numeric.lookup import SeriesDict
from sslcheck.numeric.sweeps.cell import FAILED, HEAD, Row
from sslcheck.numeric.sweeps.cells import Sweep

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SweepTable", "as_line"]

_CELL = "cell"
_SHOWN = 10  # rows in a notebook


def as_line(values: Iterable[Any]) -> str:
    """A line of CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(
        "" if v is None else repr(v) if isinstance(v, float) else str(v) for v in values
    )
    return text.getvalue()


class SweepTable:
    """Rows by the number of their cell; with a ``path`` they stand in that file as well.

    The columns are the number of the cell, the values of the axes, the seed, and those of the rows.
    ``table["loss"]`` is a column of numbers in the shape of the axes and seeds, found by the words
    that one would say for it, ``table.axes["eta"]`` the values of an axis.
    Where a row has a new column the file is written anew, whole. A last line that was cut off is
    dropped, and so is a cell that failed: both are done again. Raises `OutputError`,
    `UnreadableFile`, `DamagedArchive`.
    """

    def __init__(self, sweep: Sweep, path: Path | None = None, keep: bool = True) -> None:
        """Without ``keep`` the file is only read, with all that failed."""
        self.sweep, self.path = sweep, path
        self.names: list[str] = list(HEAD)
        self.rows: dict[int, Row] = {}
        if path is not None and os.path.lexists(path):
            self._read(path, failed=not keep)
            if keep:
                self._write_all()

    @property
    def fixed(self) -> tuple[str, ...]:
        """The columns that say what a cell is: the axes, and the seed."""
        return (*(axis.name for axis in self.sweep.axes), "seed")

    @property
    def axes(self) -> dict[str, tuple[Any, ...]]:
        """The values of each axis, and the seeds, by name."""
        first = self.sweep.at(0)[-1]
        seeds = tuple(range(first, first + self.sweep.seeds))
        return {**{axis.name: axis.values for axis in self.sweep.axes}, "seed": seeds}

    @property
    def failed(self) -> dict[int, str]:
        """Why there is no run, by the cells that have none."""
        return {c: str(row["cause"]) for c, row in self.rows.items() if row["code"] == FAILED}

    @property
    def contradicted(self) -> bool:
        """Whether something is not as it is proved, in any of the runs."""
        return any(row["contradicted"] for row in self.rows.values())

    def __getitem__(self, words: str) -> np.ndarray[Any, Any]:
        return SeriesDict(self.arrays())[words]

    def __repr__(self) -> str:
        over = ", ".join(f"{name}: {len(values)}" for name, values in self.axes.items())
        return f"<SweepTable: {len(self.rows)} of {counted(len(self.sweep), 'run')} over {over}>"

    @property
    def columns(self) -> dict[str, list[Any]]:
        """What `sweep.csv` has: a value for each row that there is, by the name of its column."""
        cells = sorted(self.rows)
        at = [self.sweep.at(cell) for cell in cells]
        fixed = {name: [values[k] for values in at] for k, name in enumerate(self.fixed)}
        measured = {n: [self.rows[cell].get(n) for cell in cells] for n in self.names}
        return {_CELL: cells, **fixed, **measured}

    def to_csv(self, path: str | Path | None = None) -> str:
        """`columns` as CSV, which is also written to ``path`` where one is given."""
        return as_csv(self.columns, path)

    def to_pandas(self) -> pd.DataFrame:
        """`columns` as a table of pandas. Raises `MissingLibrary` without pandas."""
        return as_frame(self.columns)

    def _repr_markdown_(self) -> str:
        """The first rows, as Jupyter shows them."""
        shown = (_CELL, *self.fixed, *HEAD)
        lines = [f"`{self!r}`", "", f"| {' | '.join(shown)} |", "|" + "---|" * len(shown)]
        for row in zip(*(self.columns[name][:_SHOWN] for name in shown), strict=True):
            lines.append(f"| {' | '.join('' if v is None else escape(str(v)) for v in row)} |")
        return "\n".join(lines)

    def add(self, rows: Mapping[int, Row]) -> None:
        """Take rows, and have them on the disk before anything else is done."""
        new = [n for row in rows.values() for n in row if n not in self.names]
        self.names += dict.fromkeys(new)
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
        return as_line((cell, *self.sweep.at(cell), *(row.get(name) for name in self.names)))

    def arrays(self) -> dict[str, np.ndarray[Any, Any]]:
        """Each column that has numbers, in the shape of the sweep: nan where there is none.

        And the values of each axis that has numbers, as ``axis/NAME``.
        """
        found: dict[str, np.ndarray[Any, Any]] = {}
        for axis in self.sweep.axes:
            if axis.numbers:
                found[f"axis/{axis.name}"] = np.array(axis.values, dtype=np.float64)
        for name in self.names:
            values = {cell: _number(row.get(name)) for cell, row in self.rows.items()}
            known = {cell: value for cell, value in values.items() if value is not None}
            if known:
                whole = np.full(len(self.sweep), np.nan)
                whole[list(known)] = list(known.values())
                found[name] = whole.reshape(self.sweep.shape)
        return found

    def _write_all(self) -> None:
        assert self.path is not None
        head = as_line((_CELL, *self.fixed, *self.names))
        write_atomically(self.path, head + "".join(map(self.line, self.rows)))

    def _read(self, path: Path, failed: bool) -> None:
        with open_regular(path) as stream:
            raw = stream.read()
        text = raw[: raw.rfind(b"\n") + 1]  # a line without an end was cut off
        fixed = 1 + len(self.fixed)
        try:
            head, *lines = csv.reader(io.StringIO(text.decode("utf-8"), newline=""))
            if head[:fixed] != [_CELL, *self.fixed] or head[fixed : fixed + len(HEAD)] != [*HEAD]:
                raise ValueError("its columns are others")
            self.names = head[fixed:]
            for line in lines:
                cell = int(line[0])
                if not 0 <= cell < len(self.sweep) or len(line) != len(head):
                    raise ValueError(f"no cell `{line[0]}`")
                row = dict(zip(self.names, map(_value, line[fixed:]), strict=True))
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
