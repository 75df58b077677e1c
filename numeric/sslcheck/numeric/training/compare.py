"""Many training runs: predictors x targets x seeds, put together in one table."""

from __future__ import annotations

import os
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sslcheck.numeric.disk.document import read_document
from sslcheck.numeric.disk.remembered import number
from sslcheck.numeric.folder import COMPARISON, RUN, Folder, UnusableFolder, claimed
from sslcheck.numeric.job import Progress
from sslcheck.numeric.outcome import Outcome
from sslcheck.numeric.training.findings import agrees, happened
from sslcheck.numeric.training.matrix import Matrix, folder_of, open_matrix
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.result import TrainRun
from sslcheck.numeric.training.training import Training

__all__ = ["Cell", "Comparison", "compare", "read_comparison"]


@dataclass(frozen=True, slots=True)
class Cell:
    """The runs of one predictor and target: counts of words, mean and deviation of metrics.

    ``agree``, ``differ`` count the runs that did, or did not do, what the theory said of them,
    ``diverged`` those whose numbers are not finite any more. Metrics are of the others, or of these
    if there are no others. ``lr`` are the steps of the runs, which may be from the data of each.
    """

    predictor: str
    target: str
    verdicts: Counter[str]
    happened: Counter[str]
    agree: int
    differ: int
    diverged: int
    lr: tuple[float, ...]
    metrics: dict[str, tuple[float, float]]
    values: dict[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All cells that were reached; ``finished`` is False where the runs were interrupted.

    ``structure`` says what kind of matrix each moment of the data is.
    """

    matrix: Matrix
    cells: tuple[Cell, ...]
    finished: bool
    structure: Mapping[str, str]


def compare(
    matrix: Matrix,
    folder: Path | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    stopped: Callable[[], bool] = lambda: False,
    every: float = 30.0,
    warn: Callable[[str], None] = warnings.warn,
    ended: Callable[[Cell], None] = lambda _: None,
) -> Comparison:
    """Run all of it; with ``folder`` each run has its own folder there, and complete ones stay.

    ``progress`` counts steps over all runs; ``ended`` is told of each cell; ``warn`` is
    told, once of each, of steps that are too long, of checkpoints that cannot be written, of runs
    that go on with other libraries or threads.
    """
    cells: list[Cell] = []
    structure: dict[str, str] = {}
    told: set[str] = set()

    def once(text: str) -> None:
        if text not in told:
            told.add(text)
            warn(text)

    pairs = list(matrix.cells())
    total, before = len(pairs) * matrix.seeds * matrix.base.steps, 0.0
    for at, (predictor, target) in enumerate(pairs):
        results: list[dict[str, Any]] = []
        for k in range(matrix.seeds):
            done = (at * matrix.seeds + k) * matrix.base.steps
            options = matrix.options(predictor, target, k)
            name = f"{target}, {predictor}, seed {options.seed}"

            def show(
                p: Progress, done: int = done, before: float = before, name: str = name
            ) -> None:
                steps, seconds = done + p.steps, before + p.seconds
                progress(Progress(steps, total, 0, steps, seconds, name))

            result = _result(options, folder, show, stopped, every, once)
            before += result["seconds"]
            structure |= result["structure"]
            if result["code"] == str(Outcome.INTERRUPTED):
                return Comparison(matrix, tuple(cells), False, structure)
            results.append(result)
        cells.append(_cell(predictor, target, results))
        ended(cells[-1])
    return Comparison(matrix, tuple(cells), True, structure)


def _result(
    options: TrainOptions,
    folder: Path | None,
    progress: Callable[[Progress], None],
    stopped: Callable[[], bool],
    every: float,
    warn: Callable[[str], None],
) -> dict[str, Any]:
    """The result of one run: made now, gone on with, or read."""
    if folder is None:
        training = _opened(options, warn)
        return _summary(training, training.run(progress, stopped, warn=warn))
    path = folder / folder_of(options)
    if path.is_symlink():
        raise UnusableFolder(f"`{path}` is a link; a comparison writes into its own folder only")
    begun = os.path.lexists(path / RUN)
    with claimed(path, new=not begun):
        place = Folder.open(path, "train") if begun else Folder.create(path, options)
        if place.options != options.as_dict():
            raise UnusableFolder(f"`{path}` holds a run with other options than the comparison")
        if place.completed:
            return _stored(place.document, path)
        training = _opened(options, warn)
        if not begun:
            place.begin(training)
        elif changes := place.changes(training):
            warn(f"`{path}` goes on with other {', '.join(changes)}")
        resume = place.checkpoint.exists()
        run = training.run(progress, stopped, place.checkpoint, every, resume, warn)
        place.finish(training, run)
    return _summary(training, run)


def _opened(options: TrainOptions, warn: Callable[[str], None]) -> Training:
    training = Training(options)
    if training.options.lr >= training.longest:
        warn(
            f"with lr {options.lr:g} the runs of {options.predictor} with target {options.target}"
            " will blow up; without `--lr` it is taken from the data"
        )
    return training


def _summary(training: Training, run: TrainRun) -> dict[str, Any]:
    return {
        "code": str(run.outcome),
        "verdict": str(run.forecast.verdict),
        "happened": happened(run),
        "agrees": agrees(run),
        "structure": training.problem.moments.structure,
        "lr": run.options.lr,
        "seconds": run.seconds,
        "end": {name: float(values[-1]) for name, values in run.series.items()},
    }


def read_comparison(path: Path) -> Comparison:
    """What a comparison in a folder has come to, from the runs that are complete; nothing is run.

    Raises `UnusableFolder` where there is none, `DamagedDocument`, `UnreadableFile`,
    `InvalidOption`.
    """
    matrix = open_matrix(path)
    if matrix is None:
        raise UnusableFolder(f"`{path}` holds no comparison: there is no `{COMPARISON}` in it")
    cells: list[Cell] = []
    structure: dict[str, str] = {}
    for predictor, target in matrix.cells():
        results: list[dict[str, Any]] = []
        for k in range(matrix.seeds):
            options = matrix.options(predictor, target, k)
            place = path / folder_of(options)
            if not os.path.lexists(place / RUN):
                return Comparison(matrix, tuple(cells), False, structure)
            document = read_document(place / RUN, "run")
            if document.get("options") != options.as_dict():
                raise UnusableFolder(
                    f"`{place}` holds a run with other options than the comparison"
                )
            if "record" not in document:
                return Comparison(matrix, tuple(cells), False, structure)
            results.append(_stored(document, place))
            if results[-1]["code"] == str(Outcome.INTERRUPTED):
                return Comparison(matrix, tuple(cells), False, structure)
            structure |= results[-1]["structure"]
        cells.append(_cell(predictor, target, results))
    return Comparison(matrix, tuple(cells), True, structure)


def _stored(document: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """The same of a run that has ended before, from its ``run.json``."""
    try:
        result = document["result"]
        return {
            **{name: str(result[name]) for name in ("code", "happened")},
            "verdict": str(document["theory"]["verdict"]),
            "agrees": result["agrees"],
            "structure": {str(n): str(kind) for n, kind in document["data"].items()},
            "lr": number(result, "lr"),
            "seconds": number(result, "seconds"),
            "end": {str(name): _number(value) for name, value in result["end"].items()},
        }
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError) as error:
        raise UnusableFolder(f"`{path / RUN}` is damaged: {error!r}") from error


def _cell(predictor: str, target: str, results: list[dict[str, Any]]) -> Cell:
    diverged = [r for r in results if r["code"] == str(Outcome.NOT_FINITE)]
    ended = [r["end"] for r in results if r not in diverged] or [r["end"] for r in diverged]
    values = {name: tuple(end[name] for end in ended) for name in ended[0]}
    return Cell(
        predictor,
        target,
        Counter(r["verdict"] for r in results),
        Counter(r["happened"] for r in results),
        sum(r["agrees"] is True for r in results),
        sum(r["agrees"] is False for r in results),
        len(diverged),
        tuple(r["lr"] for r in results),
        {name: _spread(told) for name, told in _told(values)},
        values,
    )


def _told(values: dict[str, tuple[float, ...]]) -> Iterator[tuple[str, tuple[float, ...]]]:
    """What goes into the mean of a metric: the rank of runs in which a mode is alive only.

    The rank of what has collapsed is that of its last shape, and says nothing.
    """
    for name, ends in values.items():
        if name == "effective rank":
            pairs = zip(ends, values["modes alive"], strict=True)
            yield name, tuple(rank for rank, modes in pairs if modes != 0)
        else:
            yield name, ends


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)  # JSON has null for what is none


def _spread(values: tuple[float, ...]) -> tuple[float, float]:
    """Mean and deviation of the sample; nan where there is none, as of a single run."""
    if not values:
        return float("nan"), float("nan")
    with np.errstate(all="ignore"):
        mean, finite = float(np.mean(values)), np.isfinite(values).all()
        spread = float(np.std(values, ddof=1)) if len(values) > 1 else float("nan")
    return mean, spread if finite else float("nan")
