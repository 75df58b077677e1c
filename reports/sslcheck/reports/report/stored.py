"""Runs that `sslcheck simulate --out` has written, read back: options, summary, series."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sslcheck.derive.errors import SslcheckError
from sslcheck.numeric.archive import DamagedArchive, UnreadableFile, read_archive
from sslcheck.numeric.findings import Finding
from sslcheck.numeric.options import InvalidOption, Options

__all__ = ["StoredRun", "UnusableRun", "read_run"]

_FORMAT = "sslcheck run 1"
_LARGEST = 10 * 2**20  # bytes of a run.json


class UnusableRun(SslcheckError, ValueError):
    """A folder holds no run that a report could show; the message says why."""


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run from its folder; ``digest`` is the SHA-256 of its two files together."""

    name: str
    options: Options
    device: str
    model: str
    result: Mapping[str, Any]
    findings: tuple[Finding, ...]
    times: np.ndarray[Any, Any]
    series: Mapping[str, np.ndarray[Any, Any]]
    digest: str


def read_run(path: Path) -> StoredRun:
    """The run in the folder ``path``. Raises `UnusableRun`; nothing in the folder is touched."""
    head, trajectory = path / "run.json", path / "trajectory.npz"
    if not head.is_file():
        raise UnusableRun(f"`{path}` holds no run: there is no `run.json` in it")
    try:
        if head.stat().st_size > _LARGEST:
            raise UnusableRun(f"`{head}` is larger than {_LARGEST} bytes: it describes no run")
        raw = head.read_bytes()
        document = json.loads(raw.decode("utf-8"))
        if document["format"] != _FORMAT:
            raise UnusableRun(f"`{head}` was not written by this version of sslcheck simulate")
        options = Options.from_dict(document["options"])
        result = dict(document["result"])
        if result["code"] == "running":
            raise UnusableRun(
                f"the run in `{path}` has not ended; go on with it by `sslcheck simulate --resume"
                f" {path}`"
            )
        findings = tuple(_finding(row) for row in document["gauges"])
        device, model = str(document["device"]), str(document["model"]["name"])
    except OSError as error:
        raise UnusableRun(f"cannot read `{head}`: {error.strerror or error}") from error
    except UnusableRun:
        raise
    except (InvalidOption, ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnusableRun(f"`{head}` is damaged or foreign: {_line(error)}") from error
    times, series, digest = _series(trajectory)
    digest = hashlib.sha256(raw + digest.encode()).hexdigest()
    name = path.resolve().name
    return StoredRun(name, options, device, model, result, findings, times, series, digest)


def _finding(row: Mapping[str, Any]) -> Finding:
    def number(key: str) -> float:
        return math.nan if row[key] is None else float(row[key])

    limit = None if row["limit"] is None else float(row["limit"])
    holds = row["holds"]
    if holds not in (True, False, None):
        raise ValueError(f"`holds` must be true, false or null; got {holds!r}")
    texts = [str(row[key]) for key in ("name", "equation", "note")]
    return Finding(
        texts[0], texts[1], number("start"), number("end"), number("worst"), limit, holds, texts[2]
    )


def _series(
    file: Path,
) -> tuple[np.ndarray[Any, Any], dict[str, np.ndarray[Any, Any]], str]:
    if not file.is_file():
        raise UnusableRun(f"`{file.parent}` has no `trajectory.npz`: its run wrote no result")
    try:
        arrays = read_archive(file)
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
    except (DamagedArchive, UnreadableFile) as error:
        raise UnusableRun(str(error)) from error
    except OSError as error:
        raise UnusableRun(f"cannot read `{file}`: {error.strerror or error}") from error
    times = arrays.get("times")
    if times is None or times.ndim != 1 or not times.size or times.dtype.kind != "f":
        raise UnusableRun(f"`{file}` has no series `times`: sslcheck simulate did not write it")
    series = {}
    for name, values in arrays.items():
        if name.startswith("gauge/"):
            if values.shape != times.shape or values.dtype.kind != "f":
                raise UnusableRun(f"`{name}` in `{file}` has not one number for each time")
            series[name.removeprefix("gauge/")] = values
    return times, series, digest


def _line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)
