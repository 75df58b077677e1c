"""The kinds of runs, by what ``run.json`` calls them: to go on with one that is in a folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.flows.run import FlowSimulation
from sslcheck.numeric.folder import RUN, Folder, UnusableFolder
from sslcheck.numeric.job import Job
from sslcheck.numeric.options import Options
from sslcheck.numeric.simulation import Simulation
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.training import Training

__all__ = ["job_of", "kind_of", "open_job", "options_in", "options_of"]

_OPTIONS: Mapping[str, type[Options] | type[FlowOptions] | type[TrainOptions]] = {
    Simulation.kind: Options,
    FlowSimulation.kind: FlowOptions,
    Training.kind: TrainOptions,
}
_JOBS: Mapping[str, Any] = {job.kind: job for job in (Simulation, FlowSimulation, Training)}


def kind_of(options: Options | FlowOptions | TrainOptions) -> str:
    """What the run that these options ask for is called."""
    return next(kind for kind, made in _OPTIONS.items() if type(options) is made)


def options_of(kind: str, plain: Mapping[str, Any]) -> Options | FlowOptions | TrainOptions:
    """The options of a kind of run from plain values. Raises KeyError, `InvalidOption`."""
    return _OPTIONS[kind].from_dict(plain)


def job_of(kind: str, plain: Mapping[str, Any]) -> Job[Any]:
    """A run from plain options; raises what these and the run raise."""
    found: Job[Any] = _JOBS[kind](options_of(kind, plain))
    return found


def options_in(document: Mapping[str, Any], path: Path) -> Options | FlowOptions | TrainOptions:
    """The options that a ``run.json`` in the folder ``path`` has.

    Raises `UnusableFolder` for a kind that there is not, `InvalidOption`.
    """
    kind, options = document.get("kind"), document.get("options")
    if not isinstance(kind, str) or kind not in _OPTIONS or not isinstance(options, dict):
        raise UnusableFolder(f"`{path / RUN}` is damaged: it says of no run what it is")
    return _OPTIONS[kind].from_dict(options)


def open_job(folder: Folder) -> Job[Any]:
    """The run in a folder, ready to go on; raises what making it from its options raises."""
    options = options_in(folder.document, folder.path)
    found: Job[Any] = _JOBS[folder.document["kind"]](options)
    return found
