"""Runs that `sslcheck simulate --out` and `train --out` have written, read back."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sslcheck.derive.errors import SslcheckError
from sslcheck.numeric.archive import DamagedArchive, UnreadableFile, read_archive
from sslcheck.numeric.options import InvalidOption, Options
from sslcheck.numeric.train.options import TrainOptions

__all__ = ["StoredRun", "UnusableRun", "read_run"]

_LARGEST = 10 * 2**20  # bytes of a run.json


class UnusableRun(SslcheckError, ValueError):
    """A folder holds no run that a report could show; the message says why."""


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run from its folder, as words and numbers to show.

    ``chosen`` are those of its ``options`` that are not the defaults, ``headers`` and ``rows`` its
    summary, ``limits`` what is proved about some of its series, by their names, ``digest`` the
    SHA-256 of its two files together.
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
    prefix: str
    options: type[Options] | type[TrainOptions]
    describe: Callable[[Mapping[str, Any], Mapping[str, Any]], tuple[str, str]]
    headers: tuple[str, ...]
    rows: str
    row: Callable[[Mapping[str, Any]], tuple[str, ...]]


def read_run(path: Path) -> StoredRun:
    """The run in the folder ``path``. Raises `UnusableRun`; nothing in the folder is touched."""
    head = path / "run.json"
    if not head.is_file():
        raise UnusableRun(f"`{path}` holds no run: there is no `run.json` in it")
    try:
        if head.stat().st_size > _LARGEST:
            raise UnusableRun(f"`{head}` is larger than {_LARGEST} bytes: it describes no run")
        raw = head.read_bytes()
        document = json.loads(raw.decode("utf-8"))
        kind = _KINDS.get(document["format"])
        if kind is None:
            raise UnusableRun(f"`{head}` was not written by this version of sslcheck")
        options = kind.options.from_dict(document["options"]).as_dict()
        result = dict(document["result"])
        if result["code"] == "running":
            raise UnusableRun(
                f"the run in `{path}` has not ended; go on with it by `sslcheck {kind.command}"
                f" --resume {path}`"
            )
        title, said = kind.describe(options, document)
        rows = tuple(kind.row(row) for row in document[kind.rows])
        limits = _limits(document[kind.rows])
        device = str(document["device"])
    except OSError as error:
        raise UnusableRun(f"cannot read `{head}`: {error.strerror or error}") from error
    except UnusableRun:
        raise
    except (
        InvalidOption,
        ValueError,
        KeyError,
        TypeError,
        ArithmeticError,
        RecursionError,
    ) as error:
        raise UnusableRun(f"`{head}` is damaged or foreign: {_line(error)}") from error
    times, series, digest = _series(path / kind.file, kind)
    usual = kind.options().as_dict()
    return StoredRun(
        name=path.resolve().name,
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
        digest=hashlib.sha256(raw + digest.encode()).hexdigest(),
    )


def _simulated(options: Mapping[str, Any], document: Mapping[str, Any]) -> tuple[str, str]:
    flow, model, result = Options(**options).flow, document["model"]["name"], document["result"]
    title = f"{flow} flow, n = {options['n']}, d = {options['d']}, {model} model"
    proved = [row["holds"] for row in document["gauges"] if row["holds"] is not None]
    held = sum(map(bool, proved))
    return title, (
        f"{result['code']}: {result['message']}. {held} of {len(proved)} statements that are proved"
        " about it hold along it."
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
    limit = "" if row["limit"] is None else f"≤ {_number(row['limit'])}"
    holds = {True: "holds", False: "EXCEEDED", None: ""}[row["holds"]]
    numbers = [_number(row[key]) for key in ("start", "end", "worst")]
    return str(row["equation"]), str(row["name"]), *numbers, limit, holds, str(row["note"])


def _metric(row: Mapping[str, Any]) -> tuple[str, ...]:
    numbers = [_number(row[key]) for key in ("start", "end", "theory")]
    return str(row["equation"]), str(row["name"]), *numbers, str(row["note"])


def _limits(rows: list[Mapping[str, Any]]) -> dict[str, float]:
    """The limits that a logarithmic axis can show, by the series that they are limits of."""
    found = {str(row.get("series")): row.get("limit") for row in rows}
    return {name: float(limit) for name, limit in found.items() if limit and 0 < limit < math.inf}


def _number(value: float | None) -> str:
    return "-" if value is None or math.isnan(value) else f"{float(value):.3g}"


_KINDS = {
    "sslcheck run 1": _Kind(
        "simulate",
        "trajectory.npz",
        "gauge/",
        Options,
        _simulated,
        ("eq.", "gauge", "start", "end", "worst", "limit", "", "note"),
        "gauges",
        _gauge,
    ),
    "sslcheck train 1": _Kind(
        "train",
        "history.npz",
        "metric/",
        TrainOptions,
        _trained,
        ("eq.", "metric", "start", "end", "theory", "note"),
        "metrics",
        _metric,
    ),
}


def _series(
    file: Path, kind: _Kind
) -> tuple[np.ndarray[Any, Any], dict[str, np.ndarray[Any, Any]], str]:
    if not file.is_file():
        raise UnusableRun(f"`{file.parent}` has no `{file.name}`: its run wrote no result")
    try:
        arrays = read_archive(file)
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
    except (DamagedArchive, UnreadableFile) as error:
        raise UnusableRun(str(error)) from error
    except OSError as error:
        raise UnusableRun(f"cannot read `{file}`: {error.strerror or error}") from error
    times = arrays.get("times")
    if times is None or times.ndim != 1 or not times.size or times.dtype.kind != "f":
        raise UnusableRun(f"`{file}` has no series `times`: {kind.command} did not write it")
    series = {}
    for name, values in arrays.items():
        if name.startswith(kind.prefix):
            if values.shape != times.shape or values.dtype.kind != "f":
                raise UnusableRun(f"`{name}` in `{file}` has not one number for each time")
            series[name.removeprefix(kind.prefix)] = values
    return times, series, digest


def _line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)
