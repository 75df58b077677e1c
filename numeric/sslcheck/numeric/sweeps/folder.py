"""A sweep in its folder: ``sweep.json`` says what it is, ``sweep.csv`` and ``.npz`` what came."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from sslcheck.numeric.bounds import InvalidOption
from sslcheck.numeric.disk.archive import write_archive
from sslcheck.numeric.disk.document import (
    FORMATS,
    DamagedDocument,
    document_text,
    read_document,
    write_document,
)
from sslcheck.numeric.folder import SWEEP, SWEEP_RECORD, SWEEP_TABLE, UnusableFolder
from sslcheck.numeric.sweeps.cell import Row
from sslcheck.numeric.sweeps.cells import Sweep
from sslcheck.numeric.sweeps.table import SweepTable
from sslcheck.numeric.sweeps.workers import Rows

__all__ = ["conduct", "create_sweep", "open_sweep", "read_sweep", "sweep_text"]


def create_sweep(path: Path, sweep: Sweep) -> None:
    """Write ``sweep.json`` into a folder that is `claimed`. Raises `OutputError`."""
    write_document(path / SWEEP, {"format": FORMATS["sweep"], **sweep.as_dict()})


def sweep_text(table: SweepTable) -> str:
    """What was asked and what came of it, as JSON: a row for each run that has ended."""
    columns = table.columns
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    whole = len(table.rows) == len(table.sweep)
    told = {"format": FORMATS["sweep"], **table.sweep.as_dict(), "rows": rows, "finished": whole}
    return document_text(told)


def read_sweep(path: Path) -> Sweep:
    """What a folder holds. Raises `UnusableFolder`, `DamagedDocument`, `UnreadableFile`."""
    if not os.path.lexists(path / SWEEP):
        raise UnusableFolder(f"`{path}` holds no sweep: there is no `{SWEEP}` in it")
    try:
        return Sweep.from_dict(read_document(path / SWEEP, "sweep"))
    except InvalidOption as error:
        raise DamagedDocument(f"`{path / SWEEP}` is damaged: {error}") from error


def open_sweep(path: Path) -> SweepTable:
    """The sweep in a folder with its rows. Raises what `read_sweep` and `SweepTable` raise."""
    return SweepTable(read_sweep(path), path / SWEEP_TABLE)


def conduct(
    table: SweepTable,
    runner: Callable[..., Rows],
    stopped: Callable[[], bool],
    ended: Callable[[dict[int, Row]], None] = lambda _: None,
) -> bool:
    """Run the cells that have no row; ``ended`` is told of rows once they are on the disk.

    Whether all cells have a row. The archive is written at the end, and when it is interrupted.
    """
    missing = (cell for cell in range(len(table.sweep)) if cell not in table.rows)
    for rows in runner(table.sweep, missing, stopped):
        table.add(rows)
        ended(rows)
    if table.path is not None and table.rows:
        write_archive(table.path.with_name(SWEEP_RECORD), table.arrays())
    return len(table.rows) == len(table.sweep)
