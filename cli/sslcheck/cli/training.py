"""Runs of ``sslcheck train``: what is done, shown and kept, and the exit codes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sslcheck.cli.console import emit, say, width
from sslcheck.cli.exits import INTERRUPTED
from sslcheck.cli.interrupt import Stop
from sslcheck.cli.progress import Bar
from sslcheck.cli.running import draw, lacks_figures, recall, tell_changes, tell_interrupted, warn

if TYPE_CHECKING:
    from sslcheck.numeric.train.compare import Comparison, Matrix
    from sslcheck.numeric.train.folder import TrainFolder
    from sslcheck.numeric.train.result import TrainRun
    from sslcheck.numeric.train.training import Training

__all__ = ["compared", "resumed", "single"]


def resumed(folder: TrainFolder, every: float, plots: bool) -> int:
    """Go on with a run; of one that is completed draw the figures that are missing."""
    from sslcheck.numeric.train.training import Training

    if folder.completed and not (plots and lacks_figures(folder)):
        folder.read()  # only what is intact is complete
        say(f"nothing to do: the run in `{folder.path}` is completed")
        return 0
    training = Training(folder.options)
    if not folder.completed:
        tell_changes(folder, training)
        return single(training, folder, every, plots)
    run = recall(folder, training)
    _foretell(training)
    _show(run)
    _draw(run, folder)
    return _exit_code(run, folder)


def single(training: Training, folder: TrainFolder | None, every: float, plots: bool) -> int:
    """Train, from the checkpoint in the folder if there is one, show and keep the result."""
    _foretell(training)
    checkpoint = folder.checkpoint if folder is not None else None
    with Stop() as stop, Bar("steps", "t = {:.4g}") as bar:
        run = training.run(
            progress=lambda at: bar.show(at.t, at.t_end, at.steps, at.seconds),
            stopped=stop,
            checkpoint=checkpoint,
            every=every,
            resume=checkpoint is not None and checkpoint.exists(),
            warn=warn,
        )
    _show(run)  # before anything is written: a full disk must not lose it
    if folder is not None:
        folder.finish(training, run)
        if plots:
            _draw(run, folder)
    return _exit_code(run, folder)


def _foretell(training: Training) -> None:
    from sslcheck.reports.training import render_forecast

    emit(render_forecast(training, width()))


def _show(run: TrainRun) -> None:
    from sslcheck.reports.training import render_training

    emit(render_training(run, width()))


def _draw(run: TrainRun, folder: TrainFolder) -> None:
    from sslcheck.reports.figures import training_figure

    draw({"training": training_figure(run)}, folder.path)


def compared(matrix: Matrix, folder: Path | None, every: float) -> int:
    """Train every cell of a comparison, from where the folder has it; show the table."""
    from sslcheck.numeric.train.compare import compare
    from sslcheck.reports.training import render_cell, render_comparison

    with Stop() as stop, Bar("steps", "step {:.0f}") as bar:
        found: Comparison = compare(
            matrix,
            folder,
            progress=lambda at: bar.show(at.t, at.t_end, at.steps, at.seconds, at.name),
            stopped=stop,
            every=every,
            warn=warn,
            ended=lambda cell: bar.note(render_cell(cell, matrix.base)),
        )
    emit(render_comparison(found, width()))
    if not found.finished:
        tell_interrupted("train", folder)
        return INTERRUPTED
    if any(cell.differ for cell in found.cells):
        return 1
    return 2 if any(cell.diverged for cell in found.cells) else 0


def _exit_code(run: TrainRun, folder: TrainFolder | None) -> int:
    from sslcheck.numeric.train.findings import agrees
    from sslcheck.numeric.train.outcome import TrainOutcome

    if run.outcome is TrainOutcome.INTERRUPTED:
        tell_interrupted("train", folder.path if folder is not None else None)
        return INTERRUPTED
    if run.outcome is not TrainOutcome.COMPLETED:
        return 2
    return 1 if agrees(run) is False else 0
