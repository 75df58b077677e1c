"""Runs of ``simulate`` and ``train``: driven, shown, kept in folders, and their exit codes."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from sslcheck.cli.console import emit, manner, say, width
from sslcheck.cli.exits import INTERRUPTED, tell
from sslcheck.cli.interrupt import Stop
from sslcheck.cli.progress import Bar

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sslcheck.numeric.folder import Folder
    from sslcheck.numeric.job import Job

__all__ = ["conduct", "folder_named", "keep", "resume", "tell_interrupted", "warn"]


def folder_named(text: str) -> Path:
    """The parser of options that name a folder; an empty name would stand for the current one."""
    if not str(text):
        raise typer.BadParameter("is empty; give the name of a folder, or `.` for this one")
    return Path(text)


def warn(text: str) -> None:
    """Say on stderr what does not end a run, on a line of its own where a bar may be."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
    tell(f"sslcheck: {text}")


def tell_interrupted(command: str, folder: Path | None) -> None:
    """Say how an interrupted run goes on, if it does."""
    if folder is None:
        tell("sslcheck: interrupted; nothing is kept, as no `--out DIR` says where")
    else:
        place = shlex.quote(str(folder))
        tell(f"sslcheck: interrupted; go on by `sslcheck {command} --resume {place}`")


def keep(job: Job[Any], options: Any, out: Path | None, every: float, plots: bool) -> int:
    """Make a run and show it; with ``out`` it is kept there. The exit code.

    ``options`` are those that were given, of which ``job`` may have chosen some. Raises
    `UnusableFolder`, `FolderInUse`, `OutputError`.
    """
    from sslcheck.numeric.folder import Folder, claimed

    if out is None:
        return conduct(job, None, every, plots)
    with claimed(out, new=True):
        folder = Folder.create(out, job.settled(options))
        folder.begin(job)
        return conduct(job, folder, every, plots)


def resume(path: Path, command: str, every: float, plots: bool) -> int:
    """Go on with a run of a command; of one that is completed draw the figures that are missing.

    Belongs inside `claimed`. Raises the errors of `Folder.open` and `open_job`.
    """
    from sslcheck.numeric.folder import RUN, Folder
    from sslcheck.numeric.jobs import open_job

    folder = Folder.open(path, command)
    if folder.completed and not (plots and _lacks_figures(folder)):
        folder.read()  # only what is intact is complete
        if manner() == "json":
            emit((path / RUN).read_text(encoding="utf-8"))
        else:
            say(f"nothing to do: the run in `{path}` is completed")
        return 0
    job = open_job(folder)
    if folder.completed:
        run = _recalled(folder, job)
        if manner() == "json":
            emit(_as_json(job, run, folder))
        else:
            _Shown.of(job).all(job, run)
        _draw(job, run, folder)
        return _exit_code(job, run, folder)
    if changes := folder.changes(job):
        warn(
            f"the run in `{path}` goes on with other {', '.join(changes)}: its numbers may differ"
            " in their last digits"
        )
    return conduct(job, folder, every, plots)


def conduct(job: Job[Any], folder: Folder | None, every: float, plots: bool) -> int:
    """Go to the end, from the checkpoint if there is one; show and keep what came out."""
    checkpoint = folder.checkpoint if folder is not None else None
    shown = _Shown.of(job)
    if manner() != "json":
        shown.before(job)
    with Stop() as stop, Bar(shown.unit, shown.axis) as bar:
        run = job.run(
            progress=lambda at: bar.show(at.t, at.t_end, getattr(at, shown.unit), at.seconds),
            stopped=stop,
            checkpoint=checkpoint,
            every=every,
            resume=checkpoint is not None and checkpoint.exists(),
            warn=warn,
        )
    # before anything is written: a full disk must not lose it
    if manner() == "json":
        emit(_as_json(job, run, folder))
    else:
        shown.after(run)
    if folder is not None:
        folder.finish(job, run)
        if plots:
            _draw(job, run, folder)
    return _exit_code(job, run, folder)


def _as_json(job: Job[Any], run: Any, folder: Folder | None) -> str:
    """What ``run.json`` says of the run, whether there is one or not."""
    from sslcheck.numeric.disk.document import document_text
    from sslcheck.numeric.folder import run_document

    options = folder.options if folder is not None else job.options.as_dict()
    return document_text(run_document(job, options, run))


@dataclass(frozen=True, slots=True)
class _Shown:
    """How a kind of run is shown: before it, as a bar, after it, in figures."""

    unit: str
    axis: str
    render: Callable[[Any, int], str]
    figures: Callable[[Any], Mapping[str, Figure]]
    foretell: Callable[[Any, int], str] | None = None

    @classmethod
    def of(cls, job: Job[Any]) -> _Shown:
        """That of a run."""
        return _KINDS[job.kind](job)

    def before(self, job: Job[Any]) -> None:
        """What is known before the first step, of runs of which something is."""
        if self.foretell is not None:
            emit(self.foretell(job, width()))

    def after(self, run: Any) -> None:
        """The summary."""
        emit(self.render(run, width()))

    def all(self, job: Job[Any], run: Any) -> None:
        """What a whole run shows."""
        self.before(job)
        self.after(run)


def _simulation(job: Any) -> _Shown:
    from sslcheck.reports.simulation import render_run

    def figures(run: Any) -> Mapping[str, Figure]:
        from sslcheck.reports.plots import simulation_figures

        return simulation_figures(run)

    unit = "products" if job.plan.products else "steps"
    return _Shown(unit, _TIME, render_run, figures)


def _flow(job: Any) -> _Shown:
    from sslcheck.reports.flow_run import render_flow_run

    def figures(run: Any) -> Mapping[str, Figure]:
        from sslcheck.reports.plots.flow import flow_figures

        return flow_figures(run)

    return _Shown("steps", _TIME, render_flow_run, figures)


def _training(job: Any) -> _Shown:
    from sslcheck.reports.training import render_forecast, render_training

    def figures(run: Any) -> Mapping[str, Figure]:
        from sslcheck.reports.plots import training_figure

        return {"training": training_figure(run)}

    return _Shown("steps", "t = {:.4g}", render_training, figures, render_forecast)


_TIME = "t = {:.2f}"
_KINDS = {"simulation": _simulation, "flow": _flow, "training": _training}


def _recalled(folder: Folder, job: Job[Any]) -> Any:
    """The run that has ended in a folder, from what was kept of it."""
    from sslcheck.numeric.disk.archive import DamagedArchive

    recorded = folder.read()
    try:
        return job.recall(recorded, folder.result)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        if isinstance(error, DamagedArchive):
            raise
        raise DamagedArchive(f"`{folder.record}` is not that of this run: {error}") from error


def _lacks_figures(folder: Folder) -> bool:
    """Whether a run was ended before all of its figures were drawn."""
    from sslcheck.reports.plots import is_saved

    return not all(is_saved(folder.path / stem) for stem in folder.figures)


def _draw(job: Job[Any], run: Any, folder: Folder) -> None:
    """Write those figures that are not there yet."""
    from sslcheck.reports.plots import is_saved, save

    for stem, figure in _Shown.of(job).figures(run).items():
        if not is_saved(folder.path / stem):
            save(figure, folder.path / stem)


def _exit_code(job: Job[Any], run: Any, folder: Folder | None) -> int:
    from sslcheck.numeric.outcome import Outcome

    if run.outcome is Outcome.INTERRUPTED:
        tell_interrupted(job.command, folder.path if folder is not None else None)
        return INTERRUPTED
    if run.outcome is not Outcome.COMPLETED:
        return 2
    return 1 if run.contradicted else 0
