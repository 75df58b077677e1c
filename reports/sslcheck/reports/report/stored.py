"""Runs that `sslcheck simulate --out` and `train --out` have written, read back."""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sslcheck.derive.errors import SslcheckError
from sslcheck.numeric.archive import DamagedArchive
from sslcheck.numeric.document import FORMATS, DamagedDocument, read_document
from sslcheck.numeric.files import UnreadableFile, read_bounded
from sslcheck.numeric.folder import COMPARISON, RUN, read_record
from sslcheck.numeric.options import InvalidOption, Options
from sslcheck.numeric.series import Group
from sslcheck.numeric.train.options import TrainOptions
from sslcheck.reports.text import counted, number

__all__ = ["StoredRun", "UnusableRun", "read_run"]


class UnusableRun(SslcheckError, ValueError):
    """A folder holds no run that a report could show; the message says why."""


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run from its folder, as words and numbers to show.

    ``chosen`` are those of its ``options`` that are not the defaults, ``headers`` and ``rows`` its
    summary, ``limits`` what is proved about some of its series, by their names, ``digest`` the
    SHA-256 of its ``run.json``, which holds that of its series.
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
    limits: Mapping[str, float]
    digest: str


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a command writes its folder."""

    command: str
    file: str
    group: Group
    options: type[Options] | type[TrainOptions]
    describe: Callable[[Mapping[str, Any], Mapping[str, Any]], tuple[str, str]]
    headers: tuple[str, ...]
    rows: str
    row: Callable[[Mapping[str, Any]], tuple[str, ...]]


def read_run(path: Path) -> StoredRun:
    """The run in the folder ``path``. Raises `UnusableRun`; nothing in the folder is touched."""
    try:
        document, digest = _document(path)
        kind = _KINDS[document["format"]]
        times, series = _series(path / kind.file, kind, document)
    except (DamagedArchive, DamagedDocument, UnreadableFile) as error:
        raise UnusableRun(str(error)) from error
    try:
        options = kind.options.from_dict(document["options"]).as_dict()
        title, said = kind.describe(options, document)
        rows = tuple(kind.row(row) for row in document[kind.rows])
        limits = _limits(document[kind.rows])
        device = str(document["device"])
    except _FOREIGN as error:
        raise UnusableRun(f"`{path / RUN}` is damaged or foreign: {_line(error)}") from error
    usual = kind.options().as_dict()
    return StoredRun(
        name=Path(os.path.realpath(path)).name,
        title=title,
        said=said,
        options=options,
        chosen=tuple(name for name in sorted(options) if options[name] != usual[name]),
        device=device,
        headers=kind.headers,
        rows=rows,
        times=times,
        series=series,
        limits={name: limit for name, limit in limits.items() if name in series},
        digest=digest,
    )


def _document(path: Path) -> tuple[Mapping[str, Any], str]:
    """What ``run.json`` says, of a run that has ended, and its digest."""
    head = path / RUN
    if os.path.lexists(path / COMPARISON):
        raise UnusableRun(
            f"`{path}` holds a comparison of many runs by `sslcheck train --compare`; give the"
            " folder of one of its runs"
        )
    if not os.path.lexists(head):
        raise UnusableRun(f"`{path}` holds no run: there is no `{RUN}` in it")
    document = read_document(head, "simulate", "train")
    kind, result = _KINDS[document["format"]], document.get("result")
    if isinstance(result, dict) and result.get("code") == "running":
        raise UnusableRun(
            f"the run in `{path}` has not ended; go on with it by `sslcheck {kind.command}"
            f" --resume {path}`"
        )
    return document, hashlib.sha256(read_bounded(head)).hexdigest()


def _simulated(options: Mapping[str, Any], document: Mapping[str, Any]) -> tuple[str, str]:
    flow, model, result = document["flow"], document["model"]["name"], document["result"]
    title = f"{flow} flow, n = {options['n']}, d = {options['d']}, {model} model"
    proved = [row["holds"] for row in document["gauges"] if row["holds"] is not None]
    held = sum(map(bool, proved))
    return title, (
        f"{result['code']}: {result['message']}. {held} of"
        f" {counted(len(proved), 'statement')} proved about it held along it."
    )


def _trained(options: Mapping[str, Any], document: Mapping[str, Any]) -> tuple[str, str]:
    result, theory = document["result"], document["theory"]
    title = (
        f"training, predictor {options['predictor']}, target {options['target']},"
        f" n = {options['n']}, d = {options['d']}"
    )
    return title, (
        f"{result['code']}: {result['message']}. The theory says: {theory['verdict']}"
        f" ({theory['why']}); what happened: {result['happened']}."
    )


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


def _limits(rows: list[Mapping[str, Any]]) -> dict[str, float]:
    """The limits that a logarithmic axis can show, by the series that they are limits of."""
    found = {str(row.get("series")): row.get("limit") for row in rows}
    return {name: float(limit) for name, limit in found.items() if limit and 0 < limit < math.inf}


_FOREIGN = (InvalidOption, ValueError, KeyError, TypeError, AttributeError, OverflowError)
"""What reading raises that meets something else than it looks for."""

_KINDS = {
    FORMATS["simulate"]: _Kind(
        "simulate",
        "trajectory.npz",
        Group.GAUGE,
        Options,
        _simulated,
        ("eq.", "gauge", "start", "end", "worst", "limit", "", "note"),
        "gauges",
        _gauge,
    ),
    FORMATS["train"]: _Kind(
        "train",
        "history.npz",
        Group.METRIC,
        TrainOptions,
        _trained,
        ("eq.", "metric", "start", "end", "theory", "note"),
        "metrics",
        _metric,
    ),
}


def _series(
    file: Path, kind: _Kind, document: Mapping[str, Any]
) -> tuple[np.ndarray[Any, Any], dict[str, np.ndarray[Any, Any]]]:
    if not os.path.lexists(file):
        raise UnusableRun(f"`{file.parent}` has no `{file.name}`: its run wrote no result")
    arrays = read_record(file, document)
    times = arrays.get("times")
    if times is None or times.ndim != 1 or not times.size or times.dtype.kind != "f":
        raise UnusableRun(f"`{file}` has no series `times`: {kind.command} did not write it")
    series = kind.group.found(arrays)
    for name, values in kind.group.named(series).items():
        if values.shape != times.shape or values.dtype.kind != "f":
            raise UnusableRun(f"`{name}` in `{file}` has not one number for each time")
    return times, series


def _line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)
