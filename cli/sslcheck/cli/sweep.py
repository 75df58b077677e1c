"""``sslcheck sweep``: many runs of ``simulate`` or ``train`` over values of their options."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sslcheck.cli.console import emit, manner
from sslcheck.cli.exits import INTERRUPTED
from sslcheck.cli.given import Use, refuse_unused
from sslcheck.cli.interrupt import Stop
from sslcheck.cli.progress import Bar
from sslcheck.cli.running import folder_named, tell_interrupted
from sslcheck.cli.simulate import simulation_options
from sslcheck.cli.train import training_options

if TYPE_CHECKING:
    from sslcheck.numeric.sweeps.cell import Row
    from sslcheck.numeric.sweeps.cells import Sweep
    from sslcheck.numeric.sweeps.table import SweepTable

__all__ = ["SWEEP_CODES", "sweep"]

# The backspace characters keep the lines apart in the help text.
SWEEP_CODES = """\b
Exit codes:
  0    every run came to its end, nothing contradicts what is proved
  1    a run contradicts what is proved
  2    a run failed or ended early: its row says why
  3    wrong use, or an input that cannot be read or used
  4    a bug of the checker
  130  interrupted; with --out the sweep can be resumed
"""

_OPTIONS = {"simulate": simulation_options, "train": training_options}
_USES = (
    Use(
        ("workers", "scheduler"),
        "one of the two",
        lambda given: not (given["workers"] and given["scheduler"]),
    ),
)


def sweep(
    context: typer.Context,
    what: Annotated[
        list[str] | None,
        typer.Argument(metavar="simulate|train [OPTIONS]", help="The runs, with their options."),
    ] = None,
    over: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=VALUES",
            help="An option or a parameter of the article with its values, `0.1,0.2` or"
            " `FIRST:LAST:COUNT`; repeat it.",
        ),
    ] = None,
    seeds: Annotated[int, typer.Option(min=1, help="Runs of each, from --seed on.")] = 1,
    workers: Annotated[
        int,
        typer.Option(min=0, max=256, help="Processes of this machine, by Dask; 0: this one alone."),
    ] = 0,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="A running scheduler of Dask.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            parser=folder_named,
            metavar="DIR",
            help="Write sweep.json, what comes out (sweep.csv, sweep.npz), and a figure of one axis"
            " or two.",
        ),
    ] = None,
    resume: Annotated[
        Path | None,
        typer.Option(
            parser=folder_named, metavar="DIR", help="Go on with the sweep in DIR, failed runs too."
        ),
    ] = None,
) -> int:
    """Run `simulate` or `train` for all combinations of values, and write a row for each run.

    Rows are printed as CSV as they end, in the order in which they end; with --json all of them at
    the end, with all of their columns. A run that cannot be made,
    or whose worker died, is a row with its cause, and the others go on. With --out a row is on the
    disk before it is printed; the file has all counts of the run and the last value of each of its
    series besides.

    \b
    Examples:
      sslcheck sweep simulate --d 16 --over eta=0:0.3:20 --out sweeps/eta
      sslcheck sweep train --over eta=0:0.3:7 --over sigma2=0.1,0.2 --seeds 5 --workers 2
      sslcheck sweep --resume sweeps/eta
    """
    from sslcheck.numeric.folder import SWEEP_TABLE, claimed
    from sslcheck.numeric.sweeps.folder import create_sweep, open_sweep
    from sslcheck.numeric.sweeps.table import SweepTable

    refuse_unused(context, _USES)
    rest = [*(what or []), *context.args]
    if resume is not None:
        if rest or over or out is not None or seeds != 1:
            raise typer.BadParameter(
                "with --resume the runs are those of the sweep; only --workers and --scheduler may"
                " be given beside it"
            )
        with claimed(resume):
            return _conducted(open_sweep(resume), workers, scheduler, resume)
    chosen = _chosen(context, rest, over or [], seeds)
    if out is None:
        return _conducted(SweepTable(chosen), workers, scheduler, None)
    with claimed(out, new=True):
        create_sweep(out, chosen)
        return _conducted(SweepTable(chosen, out / SWEEP_TABLE), workers, scheduler, out)


def _chosen(context: typer.Context, rest: list[str], over: list[str], seeds: int) -> Sweep:
    """The sweep that a command line asks for; the options are read by the command that has them."""
    from sslcheck.numeric.bounds import InvalidOption
    from sslcheck.numeric.jobs import kind_of
    from sslcheck.numeric.sweeps.axes import axes_of, pairs_over
    from sslcheck.numeric.sweeps.cells import Sweep

    name, *arguments = rest or [""]
    if name not in _OPTIONS:
        raise typer.BadParameter(
            f"what is swept must be `simulate` or `train`, with its options behind it; got `{name}`"
        )
    group: Any = context.parent.command if context.parent is not None else None
    command = group.get_command(context, name)
    inner = command.make_context(f"sslcheck sweep {name}", arguments)
    single = ("out", "resume", "compare", "ensemble")
    for option in single:
        if inner.params.get(option):
            raise InvalidOption(
                f"`--{option}` is of a single call of `{name}`, and no option of a sweep's runs"
            )
    options = _OPTIONS[name](inner)
    axes = axes_of(pairs_over(over), options)
    plain = options.as_dict()
    if plain.get("n") and inner.params["n"] == 0:
        plain["n"] = 0  # it follows `d`, which may be swept
    return Sweep(kind_of(options), plain, axes, seeds)


def _draw(table: SweepTable, folder: Path) -> None:
    """The figure of one axis or two of numbers."""
    from sslcheck.reports.page.swept import picture_of
    from sslcheck.reports.plots import is_saved, save
    from sslcheck.reports.plots.sweep import draw_sweep

    picture = picture_of(table)
    if picture is not None and not is_saved(folder / "sweep"):
        save(draw_sweep(picture), folder / "sweep")


def _conducted(table: SweepTable, workers: int, scheduler: str | None, folder: Path | None) -> int:
    """Run what has no row yet, print rows as they end; the exit code of them all."""
    from sslcheck.numeric.outcome import Outcome
    from sslcheck.numeric.sweeps.cell import HEAD
    from sslcheck.numeric.sweeps.folder import conduct, sweep_text
    from sslcheck.numeric.sweeps.table import as_line
    from sslcheck.numeric.sweeps.workers import here, on_dask

    runner = here
    if workers or scheduler:
        runner = functools.partial(on_dask, workers=workers, scheduler=scheduler or "")
    total, spent = len(table.sweep), 0.0
    as_json = manner() == "json"
    if not as_json:
        emit(as_line(("cell", *table.fixed, *HEAD)))
    with Stop() as stop, Bar("cells", "cell {:.0f}") as bar:

        def ended(rows: dict[int, Row]) -> None:
            nonlocal spent
            for cell, row in rows.items():
                spent += row["seconds"]
                if not as_json:
                    emit(as_line((cell, *table.sweep.at(cell), *(row[name] for name in HEAD))))
            done = len(table.rows)
            bar.show(done, total, done, spent)

        whole = conduct(table, runner, stop, ended)
    if as_json:
        emit(sweep_text(table))
    if folder is not None and whole:
        _draw(table, folder)
    if not whole:
        tell_interrupted("sweep", folder)
        return INTERRUPTED
    if table.contradicted:
        return 1
    codes = {row["code"] for row in table.rows.values()}
    return 0 if codes == {str(Outcome.COMPLETED)} else 2
