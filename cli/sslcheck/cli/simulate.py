"""``sslcheck simulate``: integrate the derived flow."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from sslcheck.cli.completing import flows
from sslcheck.cli.declared import help_of, takes
from sslcheck.cli.ensemble import ENSEMBLE, MANY, simulate_ensemble
from sslcheck.cli.flow_run import FLOW, ROLES, by_flow, drawing, flow_options, one_of
from sslcheck.cli.given import (
    FILES,
    KEPT,
    ArticleName,
    CheckpointEvery,
    Use,
    first,
    options_of,
    refuse_beside_resume,
    refuse_unused,
)
from sslcheck.cli.running import folder_named, keep
from sslcheck.cli.running import resume as go_on
from sslcheck.derive import DEFAULT_ARTICLE
from sslcheck.numeric.ensembles.options import EnsembleOptions
from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.options import DATA, INITS, Integrating, Options

__all__ = ["SIMULATE_CODES", "simulate", "simulation_options"]

# The backspace characters keep the lines apart in the help text.
SIMULATE_CODES = """\b
Exit codes:
  0    the end time was reached, every proved statement holds along the run
  1    a gauge exceeds the limit that is proved for it
  2    the run ended early; what it had saved is kept
  3    wrong use, or an input that cannot be read or used
  4    a bug of the checker
  130  interrupted; with --out the run can be resumed
"""


_USES = (
    Use(("beta", "tau0"), "--target ema", lambda given: given["target"] == "ema"),
    Use(("rtol", "atol"), "an adaptive --method", lambda given: given["method"] != "rk4"),
    Use(("step",), "--method rk4", lambda given: given["method"] == "rk4"),
    Use(
        ("seed",),
        "a start that is drawn (--init random, aligned or balanced)",
        lambda given: not first(given["init"]).endswith(".npz"),
    ),
    *FILES,
    *KEPT,
)


_MANY_INTEGRATED = ("model", "t_end", "rtol", "atol", "max_steps", "seed", "backend")
"""And what an ensemble is."""


@takes(Options, FlowOptions, EnsembleOptions)
def simulate(
    context: typer.Context,
    *,
    data: Annotated[
        list[str] | None,
        typer.Option(
            metavar="isotropic|power-law|FILE.npz|SYMBOL=...",
            help=f"{help_of(Options, 'data')} With --flow, of one matrix: SYMBOL=FILE.npy, or"
            " SYMBOL=isotropic, diagonal or dense; repeat it.",
            show_default="isotropic; with --flow drawn as declared",
        ),
    ] = None,
    init: Annotated[
        list[str] | None,
        typer.Option(
            metavar="random|aligned|balanced|FILE.npz|STATE=...",
            help=f"{help_of(Options, 'init')} With --flow, of one state: STATE=FILE.npy, or a"
            " number of a scalar; repeat it.",
            show_default="random; with --flow drawn as declared",
        ),
    ] = None,
    article: ArticleName = DEFAULT_ARTICLE,
    flow: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help=help_of(FlowOptions, "flow"),
            show_default="what --target says; without a table [roles] the first",
            autocompletion=flows,
        ),
    ] = None,
    size: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SPACE=SIZE", help="With --flow: size of one space; repeat it. Others are 64."
        ),
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="SYMBOL=NUMBER",
            help="With --flow: a scalar by its symbol, such as `eta=0.1`; repeat it. Others are"
            " drawn.",
        ),
    ] = None,
    ensemble: Annotated[
        str | None,
        typer.Option(
            metavar="FILE|N",
            help="Many trajectories of scalars or modes, each with steps of its own: N that are"
            " drawn, or those of a .npz or .csv file with starts and parameters by name.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            parser=folder_named,
            metavar="DIR",
            help="Write run.json, record.npz, checkpoints and plots here.",
        ),
    ] = None,
    resume: Annotated[
        Path | None,
        typer.Option(
            parser=folder_named,
            metavar="DIR",
            help="Go on with the run in DIR, with its own options.",
        ),
    ] = None,
    checkpoint_every: CheckpointEvery = 30.0,
    plots: Annotated[
        bool, typer.Option("--plots/--no-plots", help="Draw the gauges and modes in DIR.")
    ] = True,
    **_: Any,
) -> int:
    """Integrate the flow of an article, and hold it against what is proved about it.

    The kernels are emitted from the derivation. Where the data and the start allow it, a smaller
    system is integrated that is proved to give the same. A collapse is seen by the modes that are
    alive, those whose w_j² is above 1/1000 of its mean at the start; the effective rank of F is one
    of its shape, and stays as it is where all modes shrink alike.

    \b
    Examples:
      sslcheck simulate --d 512
      sslcheck simulate --d 4096 --init aligned --out runs/aligned
      sslcheck simulate --backend cupy --d 4096
      sslcheck simulate --article two-layer --size d=512 --size h=64 --data S=isotropic
      sslcheck simulate --article exact-modes --flow strengths --set \\\\theta=0.5
      sslcheck simulate --ensemble 1000000 --model modal --scale 1.25 --set eta=0.05
    """
    if resume is not None:
        refuse_beside_resume(context, {"checkpoint_every", "plots"})
    elif ensemble is not None:
        refuse_unused(context, MANY)
        return simulate_ensemble(
            context,
            ensemble,
            options_of(context, "article", "flow", "scale", "every", *_MANY_INTEGRATED),
            named=(set_ or [], init or []),
            out=out,
        )

    if resume is not None:
        from sslcheck.numeric.folder import claimed

        with claimed(resume):
            return go_on(resume, "simulate", checkpoint_every, plots)

    from sslcheck.numeric.flows.run import FlowSimulation
    from sslcheck.numeric.jobs import job_of, kind_of

    options = simulation_options(context)
    job = job_of(kind_of(options), options.as_dict())
    if isinstance(job, FlowSimulation):
        refuse_unused(context, drawing(job.inputs.drawn, job.inputs.states))
    return keep(job, options, out, checkpoint_every, plots)


def simulation_options(context: typer.Context) -> Options | FlowOptions:
    """The options of a run that a command line asks for; those without an effect are refused."""
    given = context.params
    lists, perhaps = (given["size"], given["set_"]), (given["data"], given["init"])
    if by_flow(given["article"], given["flow"], lists, perhaps):
        refuse_unused(context, (*ROLES, ENSEMBLE))
        size, set_, data, init = (words or [] for words in (*lists, *perhaps))
        plain = options_of(
            context, "article", "flow", "scale", "products", *Integrating.__dataclass_fields__
        )
        return flow_options(plain, (size, set_, data, init))
    refuse_unused(context, (*_USES, FLOW, ENSEMBLE))
    named = {
        "data": one_of("--data", given["data"], DATA),
        "init": one_of("--init", given["init"], INITS),
    }
    return Options(**{**options_of(context, *Options.__dataclass_fields__), **named})
