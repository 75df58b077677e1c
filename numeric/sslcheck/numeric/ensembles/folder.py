"""What an ensemble leaves in a folder: ``ensemble.npz`` with its arrays, ``ensemble.json``."""

from __future__ import annotations

import platform
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from sslcheck.numeric.disk.archive import digest_of, write_archive
from sslcheck.numeric.disk.document import FORMATS, write_document
from sslcheck.numeric.ensembles.result import EnsembleRun
from sslcheck.numeric.ensembles.work import CODES
from sslcheck.numeric.folder import ENSEMBLE, ENSEMBLE_RECORD

__all__ = ["arrays_of", "ensemble_document", "write_ensemble"]


def arrays_of(run: EnsembleRun) -> dict[str, np.ndarray[Any, Any]]:
    """The arrays by name, each with an entry for each of N trajectories.

    ``start/S``, ``end/S`` of each state (N), ``parameter/P`` (N); ``status`` (N), the place in
    `CODES`; ``reached`` (N) the time of the end, ``accepted`` and ``rejected`` (N) steps. Where
    states were kept on the way, ``times`` (T) and ``sample/S`` (T x N). States and parameters have
    the names that `array_name` gives: ``X_prime_j`` for ``X'_j``.
    """
    found = {**run.columns, **{f"sample/{name}": v for name, v in run.samples.items()}}
    return found | ({"times": run.work.times} if run.work.times.size else {})


def write_ensemble(path: Path, run: EnsembleRun) -> None:
    """Write both files into a folder that is `claimed`. Raises `OutputError`."""
    arrays = arrays_of(run)
    write_archive(path / ENSEMBLE_RECORD, arrays)
    write_document(path / ENSEMBLE, {**ensemble_document(run), "record": digest_of(arrays)})


def ensemble_document(run: EnsembleRun) -> dict[str, Any]:
    """What ``ensemble.json`` says of an ensemble, but for the file beside it."""
    libraries = ("numpy", "numba") if run.options.backend == "numpy" else ("numpy",)
    return {
        "format": FORMATS["ensemble"],
        "options": run.options.as_dict(),
        "flow": run.flow,
        "model": {"name": run.model.name, "why": run.why, "title": run.model.title},
        "trajectories": run.count,
        "drawn": list(run.drawn),
        "statuses": [str(code) for code in CODES],
        "result": {str(code): n for code, n in run.outcomes.items()},
        "laws": [asdict(row) for row in run.held],
        "device": run.device,
        "threads": run.threads,
        "seconds": round(run.seconds, 3),
        "versions": {
            "sslcheck": version("sslcheck-dynamics"),
            "python": platform.python_version(),
            **{name: version(name) for name in libraries},
        },
    }
