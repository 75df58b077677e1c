"""Runs that `sslcheck simulate --out` and `train --out` have written, read back."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sslcheck.derive import DEFAULT_ARTICLE
from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.text.printing import plain
from sslcheck.numeric.disk.archive import DamagedArchive
from sslcheck.numeric.disk.document import DamagedDocument, read_document
from sslcheck.numeric.disk.files import UnreadableFile, read_bounded
from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.folder import (
    COMPARISON,
    RECORD,
    RUN,
    SWEEP,
    SWEEP_TABLE,
    UnusableFolder,
    read_record,
)
from sslcheck.numeric.jobs import options_in, options_of
from sslcheck.numeric.options import InvalidOption, Options
from sslcheck.numeric.sweeps.folder import read_sweep
from sslcheck.numeric.sweeps.table import SweepTable
from sslcheck.numeric.training.compare import read_comparison
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.watched.series import Group, Scale, Series
from sslcheck.reports.page.swept import picture_of, sweep_rows
from sslcheck.reports.plots.sweep import SweepPicture
from sslcheck.reports.text import counted, number
from sslcheck.reports.training import comparison_rows

__all__ = ["StoredRun", "UnusableRun", "read_run"]


class UnusableRun(SslcheckError, ValueError):
    """A folder holds no run that a report could show; the message says why."""


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run, or a comparison of many, from its folder, as words and numbers to show.

    ``chosen`` are those of its ``options`` that are not the defaults, ``headers`` and ``rows`` its
    summary, ``about`` what its series are, ``digest`` the SHA-256 of its ``run.json``, which holds
    that of its series. A comparison has no series.
    """

    name: str
    title: str
    said: str
    options: Mapping[str, Any]
    chosen: tuple[str, ...]
    device: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    times: np.ndarray[Any, Any]
    series: Mapping[str, np.ndarray[Any, Any]]
    about: Mapping[str, Series]
    digest: str
    picture: SweepPicture | None = None
    """Of a sweep."""


def read_run(path: Path) -> StoredRun:
    """What is in the folder ``path``. Raises `UnusableRun`; nothing in the folder is touched."""
    try:
        if os.path.lexists(path / COMPARISON):
            return _comparison(path)
        if os.path.lexists(path / SWEEP):
            return _sweep(path)
        return _run(path)
    except (DamagedArchive, DamagedDocument, UnreadableFile, UnusableFolder) as error:
        raise UnusableRun(str(error)) from error
    except _FOREIGN as error:
        if isinstance(error, UnusableRun):
            raise
        there = (name for name in (COMPARISON, SWEEP) if os.path.lexists(path / name))
        head = path / next(there, RUN)
        raise UnusableRun(f"`{head}` is damaged or foreign: {_line(error)}") from error


def _run(path: Path) -> StoredRun:
    document = _document(path)
    options = options_in(document, path)
    times, series = _series(path / RECORD, document)
    kind = _KINDS[document["kind"]]
    title, said = kind.describe(options.as_dict(), document)
    result = document["result"]
    return StoredRun(
        name=_name(path),
        title=title,
        said=f"{result['code']}: {result['message']}. {said}",
        options=options.as_dict(),
        chosen=_chosen(options),
        device=str(document["device"]),
        headers=kind.headers,
        rows=tuple(kind.row(row) for row in document["findings"]),
        times=times,
        series=series,
        about={str(n): _about(s) for n, s in document["series"].items() if n in series},
        digest=_digest(path / RUN),
    )


def _comparison(path: Path) -> StoredRun:
    """The cells of a comparison by `sslcheck train --compare` that are complete."""
    found = read_comparison(path)
    matrix, cells = found.matrix, len(found.cells)
    headers, rows = comparison_rows(found)
    every = counted(len([*matrix.cells()]), "cell")
    said = "completed" if found.finished else f"interrupted when {cells} of {every} had ended"
    return StoredRun(
        name=_name(path),
        title=f"comparison of {every}, {counted(matrix.seeds, 'seed')} each, n = {matrix.base.n},"
        f" d = {matrix.base.d}",
        said=f"{said}. Numbers are means ± standard deviations over the seeds.",
        options=matrix.base.as_dict(),
        chosen=_chosen(matrix.base),
        device="",
        headers=headers,
        rows=tuple(rows),
        times=np.zeros(0),
        series={},
        about={},
        digest=_digest(path / COMPARISON),
    )


def _sweep(path: Path) -> StoredRun:
    """The rows that a sweep by `sslcheck sweep` has come to."""
    table = SweepTable(read_sweep(path), path / SWEEP_TABLE, keep=False)
    sweep, codes = table.sweep, Counter(str(row["code"]) for row in table.rows.values())
    options = options_of(sweep.kind, sweep.plain(0))
    headers, rows = sweep_rows(table)
    axes = " and ".join(f"{plain(a.name).strip()} ({len(a.values)})" for a in sweep.axes)
    left = len(sweep) - len(table.rows)
    ended = ", ".join(f"{n} {code}" for code, n in codes.items()) or "nothing ended"
    return StoredRun(
        name=_name(path),
        title=f"sweep over {axes}, {counted(sweep.seeds, 'seed')} each, by {sweep.kind}",
        said=f"{ended}" + f", {left} not run" * bool(left) + ". Numbers are means and standard"
        " deviations over the seeds.",
        options=dict(sweep.options),
        chosen=_chosen(options),
        device="",
        headers=headers,
        rows=tuple(rows),
        times=np.zeros(0),
        series={},
        about={},
        digest=_digest(path / SWEEP),
        picture=picture_of(table),
    )


def _name(path: Path) -> str:
    return Path(os.path.realpath(path)).name


def _digest(file: Path) -> str:
    return hashlib.sha256(read_bounded(file)).hexdigest()


def _chosen(options: Options | FlowOptions | TrainOptions) -> tuple[str, ...]:
    """The names of the options that are not the defaults."""
    given, usual = options.as_dict(), type(options)(article=options.article).as_dict()
    changed = {name for name in given if given[name] != usual[name]}
    other = options.article != DEFAULT_ARTICLE
    return tuple(sorted(changed | {"article"} if other else changed))


def _document(path: Path) -> Mapping[str, Any]:
    """What ``run.json`` says, of a run that has ended."""
    if not os.path.lexists(path / RUN):
        raise UnusableRun(f"`{path}` holds no run: there is no `{RUN}` in it")
    document = read_document(path / RUN, "run")
    result = document.get("result")
    if isinstance(result, dict) and result.get("code") == "running":
        raise UnusableRun(
            f"the run in `{path}` has not ended; go on with it by `sslcheck"
            f" {document.get('command')} --resume {path}`"
        )
    return document


def _simulated(options: Mapping[str, Any], document: Mapping[str, Any]) -> tuple[str, str]:
    flow, model = document["flow"], document["model"]["name"]
    title = f"{flow} flow, n = {options['n']}, d = {options['d']}, {model} model"
    return title, _held(document["findings"])


def _flow(options: Mapping[str, Any], document: Mapping[str, Any]) -> tuple[str, str]:
    sizes = "".join(f", {space} = {size}" for space, size in document["sizes"].items())
    name = Path(options["article"]).name
    title = f"flow {document['flow']} of {name}{sizes}, {document['model']['name']} model"
    return title, _held(document["findings"])


def _trained(options: Mapping[str, Any], document: Mapping[str, Any]) -> tuple[str, str]:
    theory = document["theory"]
    title = (
        f"training, predictor {options['predictor']}, target {options['target']},"
        f" n = {options['n']}, d = {options['d']}"
    )
    return title, (
        f"The theory says: {theory['verdict']} ({theory['why']}); what happened:"
        f" {document['result']['happened']}."
    )


def _held(rows: Iterable[Mapping[str, Any]]) -> str:
    proved = [row["holds"] for row in rows if row["holds"] is not None]
    held = sum(map(bool, proved))
    return f"{held} of {counted(len(proved), 'statement')} proved about it held along it."


def _gauge(row: Mapping[str, Any]) -> tuple[str, ...]:
    if row["holds"] not in (True, False, None):
        raise ValueError(f"`holds` must be true, false or null; got {row['holds']!r}")
    sign = "≥" if row.get("least") else "≤"
    limit = "" if row["limit"] is None else f"{sign} {number(row['limit'])}"
    holds = {True: "holds", False: "EXCEEDED", None: ""}[row["holds"]]
    numbers = [number(row[key]) for key in ("start", "end", "worst")]
    return str(row["equation"]), str(row["name"]), *numbers, limit, holds, str(row["note"])


def _metric(row: Mapping[str, Any]) -> tuple[str, ...]:
    numbers = [number(row[key]) for key in ("start", "end", "theory")]
    return str(row["equation"]), str(row["name"]), *numbers, str(row["note"])


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a kind of run is told: its title and result, and the rows of its summary."""

    describe: Callable[[Mapping[str, Any], Mapping[str, Any]], tuple[str, str]]
    headers: tuple[str, ...]
    row: Callable[[Mapping[str, Any]], tuple[str, ...]]


_GAUGES = ("eq.", "gauge", "start", "end", "worst", "limit", "", "note")
_KINDS = {
    "simulation": _Kind(_simulated, _GAUGES, _gauge),
    "flow": _Kind(_flow, _GAUGES, _gauge),
    "training": _Kind(_trained, ("eq.", "metric", "start", "end", "theory", "note"), _metric),
}

_FOREIGN = (InvalidOption, ValueError, KeyError, TypeError, AttributeError, OverflowError)
"""What reading raises that meets something else than it looks for."""


def _about(said: Mapping[str, Any]) -> Series:
    """What ``run.json`` says of a series. Raises ValueError for what it cannot say."""
    limit = said["limit"]
    if limit is not None and not isinstance(limit, int | float):
        raise ValueError(f"a limit must be a number or null; got {limit!r}")
    return Series(
        quantity=str(said["quantity"]),
        unit=str(said["unit"]),
        scale=Scale(said["scale"]),
        law=str(said["law"]),
        limit=None if limit is None else float(limit),
    )


def _series(
    file: Path, document: Mapping[str, Any]
) -> tuple[np.ndarray[Any, Any], dict[str, np.ndarray[Any, Any]]]:
    if not os.path.lexists(file):
        raise UnusableRun(f"`{file.parent}` has no `{file.name}`: its run wrote no result")
    arrays = read_record(file, document)
    times = arrays.get("times")
    if times is None or times.ndim != 1 or not times.size or times.dtype.kind != "f":
        raise UnusableRun(f"`{file}` has no series `times`: no run wrote it")
    series = Group.SERIES.found(arrays)
    for name, values in Group.SERIES.named(series).items():
        if values.shape != times.shape or values.dtype.kind != "f":
            raise UnusableRun(f"`{name}` in `{file}` has not one number for each time")
    return times, series


def _line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)
