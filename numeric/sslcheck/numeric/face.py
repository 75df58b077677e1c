"""Runs from Python: what the command line asks for by options, by keywords and arrays."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from sslcheck.derive import DEFAULT_ARTICLE
from sslcheck.numeric.asked import ensemble_asked, simulation_asked, training_asked
from sslcheck.numeric.bounds import InvalidOption
from sslcheck.numeric.ensembles.result import EnsembleRun
from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.flows.run import FlowRun
from sslcheck.numeric.folder import SWEEP_TABLE, Folder, claimed
from sslcheck.numeric.handed import Kept
from sslcheck.numeric.job import Progress
from sslcheck.numeric.jobs import job_of, kind_of
from sslcheck.numeric.notebook import shown_in_notebook
from sslcheck.numeric.options import Options
from sslcheck.numeric.simulation import Run
from sslcheck.numeric.sweeps.axes import axes_of
from sslcheck.numeric.sweeps.cell import Row
from sslcheck.numeric.sweeps.cells import Sweep
from sslcheck.numeric.sweeps.folder import conduct, create_sweep
from sslcheck.numeric.sweeps.table import SweepTable
from sslcheck.numeric.sweeps.workers import here, on_dask
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.result import TrainRun

__all__ = ["ensemble", "simulate", "sweep", "train"]

Told = Callable[[Progress], None] | None
Place = str | Path | None


def simulate(
    article: str | Path = DEFAULT_ARTICLE,
    flow: str = "",
    *,
    out: Place = None,
    progress: Told = None,
    **given: Any,
) -> Run | FlowRun:
    r"""Integrate a flow and hold it against what is proved about it, as ``sslcheck simulate`` does.

    Keywords are those options (`Options`; of a flow by its name `FlowOptions`), sizes of spaces
    (``d=64``), and symbols as they are printed (``X=...``, ``X_prime=...``, ``W=...``): numbers,
    arrays of any library, lists, or ``.npy`` files. A state gets its start. Sizes that are not
    given are those of the arrays. With ``out`` the run is kept in that folder, with checkpoints;
    ``sslcheck simulate --resume`` goes on with it, and draws its figures. In a notebook a bar is
    shown, unless ``progress`` is told. Raises `InvalidOption`, `UnusableFolder`, and the errors of
    `Simulation` and `FlowSimulation`.

    >>> run = simulate("two-layer", "descent", h=3, m=2, S=[[2, 0], [0, 1]], t_end=1.0)
    >>> run.states["A"].shape, run.findings[0].holds
    ((41, 3, 2), True)
    """
    asked = functools.partial(simulation_asked, str(article), flow, given)
    found: Run | FlowRun = _run(asked, out, progress)
    return found


def train(
    article: str | Path = DEFAULT_ARTICLE, *, out: Place = None, progress: Told = None, **given: Any
) -> TrainRun:
    """Train the network of an article in minibatches, as ``sslcheck train`` does.

    Keywords are the options of that (`TrainOptions`) and symbols; ``out`` is as in `simulate`.

    >>> run = train(d=8, n=4, steps=20, X=[1.0] * 8, classes=0)
    >>> run.last["W"].shape
    (4, 8)
    """
    asked = functools.partial(training_asked, str(article), given)
    found: TrainRun = _run(asked, out, progress)
    return found


def ensemble(
    article: str | Path = DEFAULT_ARTICLE,
    flow: str = "",
    trajectories: int = 0,
    *,
    out: Place = None,
    progress: Told = None,
    **given: Any,
) -> EnsembleRun:
    r"""Many trajectories of scalars or modes, as ``sslcheck simulate --ensemble`` has them.

    Keywords are options (`EnsembleOptions`) and symbols of the flow: a number for all trajectories,
    or an array with one for each; how many there are follows from the arrays. What is not given is
    drawn for each. ``out`` is a folder for the arrays. Raises what `Ensemble` raises.

    >>> run = ensemble("exact-modes", "strengths", u=[0.5, 1.0], s=1.0)  # doctest: +SKIP
    >>> run.end["u"].shape  # doctest: +SKIP
    (2,)
    """
    from sslcheck.numeric.ensembles.folder import write_ensemble
    from sslcheck.numeric.ensembles.run import Ensemble

    with _kept(out) as kept, _told(progress) as tell:
        options = ensemble_asked(str(article), flow, trajectories, given, kept)
        try:
            work = Ensemble(options)
        except InvalidOption as error:
            raise InvalidOption(str(error).replace(f"`{options.file}`", "what is given")) from error
        run = work.run(lambda done, all_, s: tell(_counted("trajectories", done, all_, s)))
        if out is not None:
            write_ensemble(Path(out), run)
        return run


def sweep(
    what: Literal["simulate", "train"],
    article: str | Path = DEFAULT_ARTICLE,
    flow: str = "",
    *,
    over: Mapping[str, Any],
    seeds: int = 1,
    workers: int = 0,
    scheduler: str = "",
    out: Place = None,
    progress: Told = None,
    **given: Any,
) -> SweepTable:
    """Run `simulate` or `train` for all combinations of values, as ``sslcheck sweep`` does.

    ``over`` has values by the names of options or parameters: an array, a list, or a text such as
    ``"0:0.3:20"``. Other keywords are those of the runs. A run that cannot be made is a row that
    says why. With ``out`` each row is on the disk as it ends; ``sslcheck sweep --resume`` goes on.
    Raises `InvalidOption`, `UnusableFolder`, `DaskMissing`, `ClusterFailed`.

    >>> found = sweep("simulate", over={"eta": [0.0, 0.2]}, seeds=2, d=4, t_end=1.0)
    >>> found["modes alive"].shape, found.failed
    ((2, 2), {})
    """
    if what not in ("simulate", "train"):
        raise InvalidOption(f"what is swept must be `simulate` or `train`; got `{what}`")
    if what == "train" and flow:
        raise InvalidOption("`flow` is of `simulate`; training follows its `target`")
    if workers and scheduler:
        raise InvalidOption("give `workers` or a `scheduler`, not both")
    with _kept(out) as kept, _told(progress) as tell:
        options: Options | FlowOptions | TrainOptions
        if what == "train":
            options = training_asked(str(article), given, kept)
        else:
            options = simulation_asked(str(article), flow, given, kept)
        plain = options.as_dict()
        if plain.get("n") == plain.get("d") and not given.get("n"):
            plain |= {"n": 0} if "n" in plain else {}  # it follows `d`, which may be swept
        asked = Sweep(kind_of(options), plain, axes_of(over.items(), options), seeds)
        if out is not None:
            create_sweep(Path(out), asked)
        table = SweepTable(asked, Path(out) / SWEEP_TABLE if out is not None else None)
        spent = 0.0

        def ended(rows: dict[int, Row]) -> None:
            nonlocal spent
            spent += sum(row["seconds"] for row in rows.values())
            tell(_counted("runs", len(table.rows), len(asked), spent))

        apart = functools.partial(on_dask, workers=workers, scheduler=scheduler)
        conduct(table, apart if workers or scheduler else here, lambda: False, ended)
        return table


def _run(
    asked: Callable[[Kept], Options | FlowOptions | TrainOptions], out: Place, progress: Told
) -> Any:
    with _kept(out) as kept, _told(progress) as tell:
        options = asked(kept)
        job = job_of(kind_of(options), options.as_dict())
        if out is None:
            return job.run(progress=tell)
        folder = Folder.create(Path(out), job.settled(options))
        folder.begin(job)
        run = job.run(progress=tell, checkpoint=folder.checkpoint)
        folder.finish(job, run)
        return run


@contextlib.contextmanager
def _kept(out: Place) -> Iterator[Kept]:
    """Where arrays are kept: in the folder of a run, which is claimed, or of the process.

    Where nothing comes of the run, nothing is left.
    """
    if out is None:
        yield Kept()
        return
    path, there = Path(out), Path(out).exists()
    kept = Kept(path.resolve())
    try:
        with claimed(path, new=True):
            yield kept
    except BaseException:
        if not any(file.suffix == ".json" for file in path.glob("*")):
            kept.forget()
            if not there:
                with contextlib.suppress(OSError):  # something else has come into it
                    path.rmdir()
        raise


def _told(progress: Told) -> contextlib.AbstractContextManager[Callable[[Progress], None]]:
    return shown_in_notebook() if progress is None else contextlib.nullcontext(progress)


def _counted(name: str, done: int, whole: int, seconds: float) -> Progress:
    return Progress(float(done), float(whole), 0, done, seconds, name)
