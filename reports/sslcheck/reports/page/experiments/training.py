"""Training in minibatches: equations (9) to (11) at work, and what collapses without them."""

from __future__ import annotations

from typing import Any

from sslcheck.derive.text.printing import plain
from sslcheck.numeric.outcome import Outcome
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.result import TrainRun
from sslcheck.numeric.training.training import Training
from sslcheck.reports.page.blocks import rich
from sslcheck.reports.page.experiments.modes import RunFailed
from sslcheck.reports.page.experiments.setting import Experiments, Plot, found
from sslcheck.reports.page.provenance import Source
from sslcheck.reports.plots.variants import Trained, draw_training

__all__ = ["training"]

_COMMON: dict[str, Any] = {
    "steps": 500,
    "lr": 0.03,
    "log_every": 10,
    "batch": 128,
    "dtype": "float64",
}
_RUNS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("DirectPred, ({estimate}) to ({rule})", {"predictor": "directpred", "freq": 5}),
    ("learned predictor", {"predictor": "learned"}),
    ("learned, ${decay} = 0.5$", {"predictor": "learned", "eta": 0.5}),
    ("no predictor, ${predictor} = I$", {"predictor": "identity"}),
    ("no stop-gradient", {"predictor": "learned", "target": "no-stop-gradient"}),
)


def training(given: Experiments, place: str) -> Plot:
    """The set predictor against the learned one and three variants that collapse."""
    n, roles = max(given.d // 2, 2), given.roles
    names = [
        label.format(
            estimate=given.places.estimate, rule=place, decay=roles.decay, predictor=roles.predictor
        )
        for label, _ in _RUNS
    ]
    common = {"article": given.name, "d": given.d, "n": n, "seed": given.seed, **_COMMON}
    runs = [_run(TrainOptions(**common, **chosen)) for _, chosen in _RUNS]
    drawn = [
        Trained(
            label,
            run.times,
            run.series["norm of W"],
            run.series["modes alive"],
            run.series["probe accuracy"],
            n,
        )
        for label, run in zip(names, runs, strict=True)
    ]
    shrunk = [float(t.norm[-1] / t.norm[0]) for t in drawn]
    alive = [float(t.alive[-1]) / n for t in drawn]
    kept = shrunk[0] > 0.3 and shrunk[1] > 0.3
    lost = max(shrunk[2:]) < 0.3
    more = alive[0] > alive[1]
    options = runs[0].options
    caption = rich(
        f"Stochastic training for $d = {given.d}$, $n = {n}$, isotropic data, batches of"
        f" {options.batch}, ${roles.target}$ moving by its average, ${roles.decay} ="
        f" {options.eta:g}$ unless said; DirectPred sets ${roles.predictor}$ every"
        f" {options.freq} steps. (a) With the set and with the learned predictor the"
        f" representation {found(kept, 'stays', 'does not stay')}; with strong decay, without a"
        " predictor, or without the stop-gradient it"
        f" {found(lost, 'shrinks away', 'does not shrink away')}. (b) DirectPred keeps"
        f" {found(more, 'more modes alive than', 'no more modes alive than')} the learned"
        " predictor. (c) The accuracy of a linear probe on the representation."
    )
    alt = (
        f"Three panels over training time for five variants: norm of {plain(roles.online)}, share"
        " of modes alive, probe accuracy. DirectPred and the learned predictor stay up, strong"
        " decay, no predictor and no stop-gradient fall."
    )
    sources = tuple(
        Source(rich(f"training: {label}"), run.device, run.options.as_dict(), run.seconds)
        for label, run in zip(names, runs, strict=True)
    )
    figure = draw_training(drawn, 1 / options.classes)
    return Plot("training", place, alt, caption, figure, sources)


def _run(options: TrainOptions) -> TrainRun:
    run = Training(options).run()
    if run.outcome is not Outcome.COMPLETED:
        raise RunFailed(f"a training run for a figure ended early: {run.message}")
    return run
