"""``sslcheck train``: the article's loop in minibatches, beside what is proved about its flow."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sslcheck.cli.completing import articles
from sslcheck.cli.declared import takes
from sslcheck.cli.given import (
    FILES,
    KEPT,
    CheckpointEvery,
    Use,
    options_of,
    refuse_beside_resume,
    refuse_unused,
)
from sslcheck.cli.running import folder_named, keep
from sslcheck.cli.running import resume as go_on
from sslcheck.cli.training import compared
from sslcheck.derive import DEFAULT_ARTICLE
from sslcheck.numeric.training.options import TrainOptions

if TYPE_CHECKING:
    from sslcheck.numeric.training.predictor import Predictor

__all__ = ["TRAIN_CODES", "train", "training_options"]

# The backspace characters keep the lines apart in the help text.
TRAIN_CODES = """\b
Exit codes:
  0    all steps were made, nothing contradicts what is proved
  1    what happened is not what is proved for the flow
  2    the weights are not finite any more; what was logged is kept
  3    wrong use, or an input that cannot be read or used
  4    a bug of the checker
  130  interrupted; with --out the run can be resumed
"""


def _predictors(given: Mapping[str, Any]) -> set[str]:
    return set(_listed(given["predictors"]) if given["compare"] else [given["predictor"]])


def _schemes(given: Mapping[str, Any]) -> list[Predictor]:
    """The predictors of a call, of those names that there are."""
    from sslcheck.numeric.choices import allowed
    from sslcheck.numeric.training.predictor import predictor

    return [predictor(name) for name in _predictors(given) if name in allowed("predictor")]


def _targets(given: Mapping[str, Any]) -> set[str]:
    return set(_listed(given["targets"]) if given["compare"] else [given["target"]])


def _direct(given: Mapping[str, Any]) -> bool:
    return any(scheme.direct for scheme in _schemes(given))


def _learns(given: Mapping[str, Any]) -> bool:
    between = given["convention"] == "reference" and given["freq"] > 1
    return any(scheme.trained or (scheme.direct and between) for scheme in _schemes(given))


def _powered(given: Mapping[str, Any]) -> bool:
    return any(scheme.takes_power for scheme in _schemes(given))


# Of a comparison an option is used if one of the runs uses it.
_USES = (
    Use(("predictors", "targets", "seeds"), "--compare", lambda given: given["compare"]),
    Use(
        ("predictor", "target"),
        "a single run (with --compare the names go into --predictors and --targets)",
        lambda given: not given["compare"],
    ),
    Use(("rank",), "--noise low-rank", lambda given: given["noise"] == "low-rank"),
    Use(("mask",), "--noise mask", lambda given: given["noise"] == "mask"),
    Use(
        ("sigma2",),
        "--noise isotropic, diagonal or low-rank",
        lambda given: given["noise"] != "mask",
    ),
    Use(("separation", "probe"), "--classes 2 or more", lambda given: given["classes"] != 0),
    Use(("draws",), "batches that are drawn (--batch 1 or more)", lambda given: given["batch"] > 0),
    Use(
        ("convention", "eps", "rho", "freq", "center", "root"),
        "a predictor that is set from F (directpred, directcopy or directset)",
        _direct,
    ),
    Use(
        ("center",), "batches that are drawn (--batch 1 or more)", lambda given: given["batch"] > 0
    ),
    Use(("power",), "the predictor directset", _powered),
    Use(
        ("alpha_p",),
        "a predictor that learns (learned, or --convention reference with --freq 2 or more) or"
        " --init balanced",
        lambda given: _learns(given) or given["init"] == "balanced",
    ),
    Use(("beta", "tau0"), "the target ema", lambda given: "ema" in _targets(given)),
    Use(
        ("plots",),
        "a single run (with --compare none is drawn)",
        lambda given: not (given["compare"] and given["plots"]),
    ),
    *FILES,
    *KEPT,
)


@takes(TrainOptions)
def train(
    context: typer.Context,
    *,
    compare: Annotated[
        bool,
        typer.Option(
            "--compare",
            help="Run predictors x targets x seeds, in one table. Its rank is of F's shape, and of"
            " the runs in which a mode is alive: of what has collapsed it would say nothing.",
        ),
    ] = False,
    predictors: Annotated[
        str, typer.Option(metavar="NAME,..", help="Of the comparison.")
    ] = "directpred,directcopy,learned,identity",
    targets: Annotated[
        str, typer.Option(metavar="NAME,..", help="Of the comparison.")
    ] = "ema,simsiam,no-stop-gradient",
    seeds: Annotated[int, typer.Option(min=1, help="Runs of a cell, from --seed on.")] = 3,
    article: Annotated[
        str,
        typer.Option(
            metavar="NAME|FILE",
            help="A shipped article, or a TOML file, with a table [roles].",
            autocompletion=articles,
        ),
    ] = DEFAULT_ARTICLE,
    out: Annotated[
        Path | None,
        typer.Option(
            parser=folder_named,
            metavar="DIR",
            help="Write run.json, record.npz, checkpoints, a plot here.",
        ),
    ] = None,
    resume: Annotated[
        Path | None,
        typer.Option(
            parser=folder_named,
            metavar="DIR",
            help="Go on with what is in DIR, with its own options.",
        ),
    ] = None,
    checkpoint_every: CheckpointEvery = 30.0,
    plots: Annotated[bool, typer.Option("--plots/--no-plots", help="Draw the run in DIR.")] = True,
    **_: Any,
) -> int:
    """Train the linear network of an article in minibatches, beside what is proved about its flow.

    Before the run, the verdict of the theory: collapse or not, from this start. After it, what
    happened: a mode is alive whose w_j² is above 1/1000 of its mean at the start. The effective
    rank of F sees its shape alone, and no collapse of all modes.

    \b
    Examples:
      sslcheck train
      sslcheck train --predictor learned --init aligned --eta 0.15 --out runs/learned
      sslcheck train --compare --seeds 5
    """
    if resume is not None:
        refuse_beside_resume(context, {"checkpoint_every", "plots"})

    from sslcheck.numeric.folder import claimed
    from sslcheck.numeric.training.matrix import Matrix, create_matrix, open_matrix
    from sslcheck.numeric.training.training import Training

    if resume is not None:
        with claimed(resume):
            found = open_matrix(resume)
            if found is not None:
                return compared(found, resume, checkpoint_every)
            return go_on(resume, "train", checkpoint_every, plots)
    options = training_options(context)
    if compare:
        matrix = Matrix(options, _listed(predictors), _listed(targets), seeds)
        matrix.check()
        if out is None:
            return compared(matrix, None, checkpoint_every)
        with claimed(out, new=True):
            create_matrix(out, matrix)
            return compared(matrix, out, checkpoint_every)
    return keep(Training(options), options, out, checkpoint_every, plots)


def training_options(context: typer.Context) -> TrainOptions:
    """The options of a run that a command line asks for; those without an effect are refused."""
    refuse_unused(context, _USES)
    chosen = options_of(context, *TrainOptions.__dataclass_fields__)
    if context.params["compare"]:  # the one that --power is for must be there to take it
        takers = (s.name for s in _schemes(context.params) if s.takes_power)
        chosen["predictor"] = next(takers, chosen["predictor"])
    return TrainOptions(**chosen)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
