"""``sslcheck simulate --ensemble``: many trajectories of scalars or modes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from sslcheck.cli.console import emit, manner, width
from sslcheck.cli.exits import INTERRUPTED
from sslcheck.cli.flow_run import drawing
from sslcheck.cli.given import Use, refuse_unused
from sslcheck.cli.interrupt import Stop
from sslcheck.cli.progress import Bar
from sslcheck.cli.running import tell_interrupted

if TYPE_CHECKING:
    from sslcheck.numeric.ensembles.result import EnsembleRun

__all__ = ["ENSEMBLE", "MANY", "simulate_ensemble"]

_ONE = "one run, without --ensemble"

MANY = (
    Use(("d", "n", "size", "data"), f"{_ONE}; each trajectory is a single mode", lambda _: False),
    Use(
        ("alpha_p", "beta", "eta", "sigma2", "tau0"),
        f"{_ONE}; here `--set SYMBOL=NUMBER`, `--init STATE=NUMBER` or a file says it",
        lambda _: False,
    ),
    Use(("target", "symmetrised"), f"{_ONE}; here `--flow NAME`", lambda _: False),
    Use(("method",), f"{_ONE}; steps are adaptive here", lambda given: given["method"] == "auto"),
    Use(("step",), f"{_ONE}; steps are adaptive here", lambda _: False),
    Use(("saves",), f"{_ONE}; here `--every TIME`", lambda _: False),
    Use(("every",), "--out DIR, where states are kept", lambda given: given["out"] is not None),
    Use(("products",), f"{_ONE}; each trajectory is of modes or scalars", lambda _: False),
    Use(("dtype",), f"{_ONE}; here numbers are float64", lambda given: given["dtype"] == "float64"),
    Use(("checkpoint_every",), _ONE, lambda _: False),
    Use(("plots",), _ONE, lambda given: not given["plots"]),
)
"""Options that have no effect on an ensemble."""

ENSEMBLE = Use(("every",), "--ensemble FILE|N", lambda _: False)
"""And one that has an effect only there."""


def simulate_ensemble(
    context: typer.Context,
    ensemble: str,
    plain: Mapping[str, Any],
    named: tuple[list[str], list[str]],
    out: Path | None,
) -> int:
    """Run an ensemble; ``named`` are the values of --set and --init."""
    from sslcheck.numeric.disk.document import document_text
    from sslcheck.numeric.ensembles.folder import ensemble_document, write_ensemble
    from sslcheck.numeric.ensembles.options import EnsembleOptions
    from sslcheck.numeric.ensembles.run import Ensemble
    from sslcheck.numeric.flows.naming import number_of, pairs_given
    from sslcheck.numeric.folder import claimed

    def numbers(option: str, given: list[str], example: str) -> dict[str, float]:
        pairs = pairs_given(option, given, example)
        return {name: number_of(option, name, value) for name, value in pairs.items()}

    whole = ensemble.isascii() and ensemble.isdigit()
    count = int(ensemble[:20]) if whole else 0  # longer ones are too many, whatever follows
    options = EnsembleOptions(
        **plain,
        trajectories=count,
        file="" if whole else ensemble,
        values=numbers("--set", named[0], r"'\eta=0.1'"),
        starts=numbers("--init", named[1], "w_j=0.5"),
    )
    work = Ensemble(options)
    refuse_unused(context, drawing(work.columns.drawn, work.columns.states))

    from sslcheck.reports.ensemble import render_ensemble

    def run() -> EnsembleRun:
        with Stop() as stop, Bar("trajectories", "{:.0f}") as bar:
            found = work.run(
                lambda done, count, seconds: bar.show(done, count, done, seconds), stop
            )
        as_json = manner() == "json"
        text = document_text(ensemble_document(found)) if as_json else ""
        emit(text or render_ensemble(found, width()))
        return found

    if out is None:
        return _exit_code(run())
    with claimed(out, new=True):
        found = run()  # shown before anything is written: a full disk must not lose it
        write_ensemble(out, found)
    return _exit_code(found)


def _exit_code(run: EnsembleRun) -> int:
    from sslcheck.numeric.integrate import Outcome

    if Outcome.INTERRUPTED in run.outcomes:
        tell_interrupted("simulate", None)
        return INTERRUPTED
    if run.contradicted:
        return 1
    return 0 if {*run.outcomes} == {Outcome.COMPLETED} else 2
