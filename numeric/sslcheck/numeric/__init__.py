"""The numerical side: runs of derived flows, training, arrays on any backend.

>>> from sslcheck.numeric import simulate
>>> run = simulate(d=8, t_end=1.0, saves=3)
>>> run.series["balance"].shape, run.series["balance"] is run.series["drift of 3.balanced"]
((3,), True)

What is in ``__all__`` is public, everything else may change. It is loaded when it is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sslcheck.numeric.bounds import InvalidOption
    from sslcheck.numeric.ensembles.result import EnsembleRun
    from sslcheck.numeric.face import ensemble, simulate, sweep, train
    from sslcheck.numeric.flows.run import FlowRun
    from sslcheck.numeric.job import Progress
    from sslcheck.numeric.simulation import Run
    from sslcheck.numeric.sweeps.table import SweepTable
    from sslcheck.numeric.training.result import TrainRun
    from sslcheck.numeric.watched.finding import Finding

__all__ = [
    "EnsembleRun",
    "Finding",
    "FlowRun",
    "InvalidOption",
    "Progress",
    "Run",
    "SweepTable",
    "TrainRun",
    "ensemble",
    "simulate",
    "sweep",
    "train",
]

_HOME = {
    "EnsembleRun": "ensembles.run",
    "Finding": "watched.finding",
    "FlowRun": "flows.run",
    "InvalidOption": "bounds",
    "Progress": "job",
    "Run": "simulation",
    "SweepTable": "sweeps.table",
    "TrainRun": "training.result",
    "ensemble": "face",
    "simulate": "face",
    "sweep": "face",
    "train": "face",
}


def __getattr__(name: str) -> Any:
    """Load what is asked for, and no more."""
    if name not in _HOME:
        raise AttributeError(f"module `sslcheck.numeric` has no attribute `{name}`")
    return getattr(import_module(f"sslcheck.numeric.{_HOME[name]}"), name)
