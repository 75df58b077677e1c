"""``sslcheck simulate``: integrate the derived flow."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sslcheck.cli.completing import flows
from sslcheck.cli.ensemble import ENSEMBLE, MANY, simulate_ensemble
from sslcheck.cli.flow_run import FLOW, ROLES, by_flow, one_of, simulate_flow
from sslcheck.cli.given import (
    FILES,
    KEPT,
    ArticleName,
    CheckpointEvery,
    PredictorRate,
    TargetName,
    Use,
    first,
    options_of,
    refuse_beside_resume,
    refuse_unused,
)
from sslcheck.cli.running import folder_named, keep
from sslcheck.cli.running import resume as go_on
from sslcheck.derive import DEFAULT_ARTICLE
from sslcheck.numeric.choices import BackendName, Dtype, Method, ModelName

__all__ = ["SIMULATE_CODES", "simulate"]

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
    Use(("rtol", "atol"), "--method tsit5", lambda given: given["method"] == "tsit5"),
    Use(("step",), "--method rk4", lambda given: given["method"] == "rk4"),
    Use(
        ("seed",),
        "a start that is drawn (--init random, aligned or balanced)",
        lambda given: not first(given["init"]).endswith(".npz"),
    ),
    *FILES,
    *KEPT,
)


_INTEGRATION = (
    *("model", "t_end", "method", "rtol", "atol", "step", "max_steps"),
    *("saves", "seed", "dtype", "backend"),
)
"""What any flow is integrated by."""

_MANY_INTEGRATED = ("model", "t_end", "rtol", "atol", "max_steps", "seed", "backend")
"""And what an ensemble is."""


def simulate(
    context: typer.Context,
    d: Annotated[int, typer.Option("--d", min=1, help="Inputs.")] = 512,
    n: Annotated[
        int, typer.Option("--n", min=0, help="Outputs; 0 stands for d.", show_default=True)
    ] = 0,
    data: Annotated[
        list[str] | None,
        typer.Option(
            metavar="isotropic|power-law|FILE.npz|SYMBOL=...",
            help="Moment of the mean view: the identity, diag(1/j) of mean 1, or `X` (and"
            " `X_prime`, that of the noise) of a file: numbers, diagonals or symmetric PSD"
            " matrices. With --flow, of one matrix: SYMBOL=FILE.npy, or SYMBOL=isotropic,"
            " diagonal or dense; repeat it.",
            show_default="isotropic; with --flow drawn as declared",
        ),
    ] = None,
    sigma2: Annotated[
        float, typer.Option(help="Variance of the augmentation, sigma2 times the identity.")
    ] = 0.25,
    init: Annotated[
        list[str] | None,
        typer.Option(
            metavar="random|aligned|balanced|FILE.npz|STATE=...",
            help="Start: random matrices, diagonal in the data's basis, balanced (the"
            " Gram matrices of both networks equal up to alpha_p), or `W_p`, `W` (and `W_a`) of a"
            " file. With --flow, of one state: STATE=FILE.npy, or a number of a scalar; repeat it.",
            show_default="random; with --flow drawn as declared",
        ),
    ] = None,
    tau0: Annotated[float, typer.Option(help="Target over online network at the start.")] = 1.0,
    alpha_p: PredictorRate = 1.0,
    beta: Annotated[
        float,
        typer.Option(help="Rate of the moving average [1/time]; 0: the target stays as it is."),
    ] = 1.0,
    eta: Annotated[float, typer.Option(help="Weight decay [1/time].")] = 0.05,
    target: TargetName = "ema",
    symmetrised: Annotated[
        bool,
        typer.Option("--symmetrised", help="Move the predictor by the symmetric part of its line."),
    ] = False,
    model: Annotated[
        ModelName,
        typer.Option(help="System to integrate; auto: the cheapest that is proved exact."),
    ] = "auto",
    t_end: Annotated[
        float, typer.Option("--t-end", help="End time, in units of the gradient flow.")
    ] = 20.0,
    method: Annotated[
        Method, typer.Option(help="Tsitouras 5(4), adaptive; or classical, fixed steps.")
    ] = "tsit5",
    rtol: Annotated[float, typer.Option(help="Relative tolerance of a step.")] = 1e-6,
    atol: Annotated[float, typer.Option(help="Absolute tolerance of a step.")] = 1e-9,
    step: Annotated[float, typer.Option(help="Step of rk4 [time].")] = 0.01,
    max_steps: Annotated[int, typer.Option(min=1, help="Most steps, rejected ones too.")] = 100_000,
    saves: Annotated[int, typer.Option(min=2, help="Save times, both ends included.")] = 41,
    seed: Annotated[int, typer.Option(min=0, help="Of the start; the same on every backend.")] = 0,
    dtype: Annotated[Dtype, typer.Option(help="Floating-point type.")] = "float64",
    backend: Annotated[BackendName, typer.Option(help="Array library.")] = "numpy",
    article: ArticleName = DEFAULT_ARTICLE,
    flow: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="A flow of the article by its name: of matrices, modes or scalars.",
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
            help="With --flow: a scalar by its symbol, such as `\\\\eta=0.1`; repeat it. Others are"
            " drawn.",
        ),
    ] = None,
    scale: Annotated[
        float,
        typer.Option(help="With --flow: size of the states that are drawn, about their norm."),
    ] = 0.15,
    ensemble: Annotated[
        str | None,
        typer.Option(
            metavar="FILE|N",
            help="Many trajectories of scalars or modes, each with steps of its own: N that are"
            " drawn, or those of a .npz or .csv file with starts and parameters by name.",
        ),
    ] = None,
    every: Annotated[
        float,
        typer.Option(
            help="With --ensemble: time between two states that are kept; 0: the end only."
        ),
    ] = 0.0,
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
            ensemble,
            options_of(context, "article", "flow", "scale", "every", *_MANY_INTEGRATED),
            named=(set_ or [], init or []),
            out=out,
        )
    elif by_flow(article, flow, [size, set_], [data, init]):
        refuse_unused(context, (*ROLES, ENSEMBLE))
        return simulate_flow(
            options_of(context, "article", "flow", "scale", *_INTEGRATION),
            named=(size or [], set_ or [], data or [], init or []),
            kept=(out, checkpoint_every, plots),
        )
    else:
        refuse_unused(context, (*_USES, FLOW, ENSEMBLE))

    if resume is not None:
        from sslcheck.numeric.folder import claimed

        with claimed(resume):
            return go_on(resume, "simulate", checkpoint_every, plots)

    from sslcheck.numeric.options import DATA, INITS, Options
    from sslcheck.numeric.simulate import Simulation

    named = {"data": one_of("--data", data, DATA), "init": one_of("--init", init, INITS)}
    options = Options(**{**options_of(context, *Options.__dataclass_fields__), **named})
    return keep(Simulation(options), options, out, checkpoint_every, plots)
