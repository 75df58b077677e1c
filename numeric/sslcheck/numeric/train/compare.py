"""Many training runs: predictors x targets x seeds, put together in one table."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from sslcheck.numeric.bounds import InvalidOption, check_counts
from sslcheck.numeric.files import write_atomically
from sslcheck.numeric.rundir import UnusableFolder
from sslcheck.numeric.simulate import Progress
from sslcheck.numeric.train.findings import agrees, happened
from sslcheck.numeric.train.folder import TrainFolder
from sslcheck.numeric.train.options import DIRECT, POWERS, TrainOptions
from sslcheck.numeric.train.outcome import TrainOutcome
from sslcheck.numeric.train.training import Training

__all__ = ["Cell", "Comparison", "Matrix", "compare", "create_matrix", "open_matrix"]

_FILE = "compare.json"
_FORMAT = "sslcheck train compare 1"
_MOST_SEEDS = 100_000  # all results of a cell are kept until its row is made


@dataclass(frozen=True, slots=True)
class Matrix:
    """What is compared: ``base`` with each predictor, target, and seed (from that of ``base``)."""

    base: TrainOptions
    predictors: tuple[str, ...]
    targets: tuple[str, ...]
    seeds: int

    def cells(self) -> Iterator[tuple[str, str]]:
        """The pairs of predictor and target."""
        return ((p, t) for t in self.targets for p in self.predictors)

    def check(self) -> None:
        """Raise `InvalidOption` for an empty list, a name, or options that a run would refuse."""
        check_counts(self, {"seeds": 1}, most=_MOST_SEEDS)
        for name in ("predictors", "targets"):
            if not getattr(self, name):
                raise InvalidOption(f"`{name}` must name at least one")
        for predictor, target in self.cells():
            self.options(predictor, target, 0)

    def options(self, predictor: str, target: str, k: int) -> TrainOptions:
        """The options of run ``k`` of a cell; what a predictor does not have falls away."""
        base = self.base
        power = 0.5 if predictor in POWERS else base.power
        exponent = POWERS.get(predictor, power)
        return replace(
            base,
            predictor=predictor,
            target=target,
            seed=base.seed + k,
            power=power,
            root=base.root if predictor in DIRECT and exponent == 0.5 else "eigh",
        )


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

    ``structure`` says what kind of matrix each moment of the data is, if a run was made now.
    """

    matrix: Matrix
    cells: tuple[Cell, ...]
    finished: bool
    structure: Mapping[str, str]


def create_matrix(path: Path, matrix: Matrix) -> None:
    """Write ``compare.json`` into a new folder. Raises `UnusableFolder`, `OutputError`."""
    if (path / _FILE).exists():
        raise UnusableFolder(f"`{path}` holds a comparison already; go on by `--resume {path}`")
    path.mkdir(parents=True, exist_ok=True)
    document = {
        "format": _FORMAT,
        "options": matrix.base.as_dict(),
        "predictors": list(matrix.predictors),
        "targets": list(matrix.targets),
        "seeds": matrix.seeds,
    }
    write_atomically(path / _FILE, json.dumps(document, indent=2, sort_keys=True) + "\n")


def open_matrix(path: Path) -> Matrix | None:
    """The comparison in a folder, or None if it holds none. Raises `UnusableFolder`."""
    file = path / _FILE
    if not file.is_file():
        return None
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        if found["format"] != _FORMAT:
            raise ValueError(found["format"])
        base = TrainOptions.from_dict(found["options"])
        predictors, targets = (tuple(map(str, found[k])) for k in ("predictors", "targets"))
        matrix = Matrix(base, predictors, targets, int(found["seeds"]))
        matrix.check()
        return matrix
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        raise UnusableFolder(f"`{file}` is damaged: {error!r}") from error


def compare(
    matrix: Matrix,
    folder: Path | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    stopped: Callable[[], bool] = lambda: False,
    every: float = 30.0,
) -> Comparison:
    """Run all of it; with ``folder`` each run has its own folder there, and complete ones stay.

    ``progress`` counts steps over all runs.
    """
    cells: list[Cell] = []
    structure: dict[str, str] = {}
    pairs = list(matrix.cells())
    total, before = len(pairs) * matrix.seeds * matrix.base.steps, 0.0
    for at, (predictor, target) in enumerate(pairs):
        results: list[dict[str, Any]] = []
        for k in range(matrix.seeds):
            done = (at * matrix.seeds + k) * matrix.base.steps

            def show(p: Progress, done: int = done, before: float = before) -> None:
                progress(Progress(done + p.steps, total, 0, done + p.steps, before + p.seconds))

            result = _result(matrix.options(predictor, target, k), folder, show, stopped, every)
            before += result["seconds"]
            structure |= result.get("structure", {})
            if result["code"] == str(TrainOutcome.INTERRUPTED):
                return Comparison(matrix, tuple(cells), False, structure)
            results.append(result)
        cells.append(_cell(predictor, target, results))
    return Comparison(matrix, tuple(cells), True, structure)


def _result(
    options: TrainOptions,
    folder: Path | None,
    progress: Callable[[Progress], None],
    stopped: Callable[[], bool],
    every: float,
) -> dict[str, Any]:
    """The result of one run: made now, gone on with, or read."""
    place: TrainFolder | None = None
    resumed = False
    if folder is not None:
        path = folder / f"{options.predictor}-{options.target}-{options.seed}"
        resumed = (path / "run.json").exists()
        place = TrainFolder.open(path) if resumed else TrainFolder.create(path, options)
        if place.completed:
            return {**place.document["result"], "verdict": place.document["theory"]["verdict"]}
    training = Training(options)
    if place is not None and not resumed:
        place.begin(training)
    checkpoint = place.checkpoint if place is not None else None
    resumed = resumed and checkpoint is not None and checkpoint.exists()
    run = training.run(progress, stopped, checkpoint, every, resumed)
    if place is not None:
        place.finish(training, run)
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


def _cell(predictor: str, target: str, results: list[dict[str, Any]]) -> Cell:
    diverged = [r for r in results if r["code"] == str(TrainOutcome.NOT_FINITE)]
    ended = [r["end"] for r in results if r not in diverged] or [r["end"] for r in diverged]
    names = list(ended[0])
    values = {name: tuple(_number(end[name]) for end in ended) for name in names}
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
    """Mean and deviation of the sample, which is 0 for a single run; nan of what is none."""
    if not values:
        return float("nan"), float("nan")
    with np.errstate(all="ignore"):
        mean, finite = float(np.mean(values)), np.isfinite(values).all()
        spread = float(np.std(values, ddof=1)) if len(values) > 1 else 0.0
    return mean, spread if finite else float("nan")
