"""Training with the set predictor, the learned one, and variants that collapse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from sslcheck.reports.plots.series import Numbers, decades, letter, row, series_style, with_zero
from sslcheck.reports.plots.style import house

__all__ = ["Trained", "draw_training"]


@dataclass(frozen=True, slots=True)
class Trained:
    """One run: the norm of W, how many of ``modes`` are alive, the accuracy of a linear probe."""

    label: str
    times: Numbers
    norm: Numbers
    alive: Numbers
    accuracy: Numbers
    modes: int


def draw_training(runs: Sequence[Trained], chance: float) -> Figure:
    """Three panels over the time of the flow; ``chance`` is the accuracy of a guess."""
    with house():
        figure, axes = row(3, 3.1)
        for place, run in enumerate(runs):
            look = series_style(place) | {"linewidth": 1.5}
            axes[0].plot(run.times, with_zero(run.norm), label=run.label, **look)
            axes[1].plot(run.times, run.alive / run.modes, **look)
            axes[2].plot(run.times, run.accuracy, **look)
        axes[2].axhline(chance, label="chance", color="#595959", linestyle=":", linewidth=1)
        norms = [float(v) for run in runs for v in run.norm if v > 0]
        decades(axes[0], max(min(norms), 1e-6), max(norms))
        for place, (one, title, label) in enumerate(
            zip(
                axes,
                ("Norm of $W$", "Modes alive", "Linear probe"),
                (r"$\| W \|_F$", "share of the modes", "accuracy"),
                strict=True,
            )
        ):
            letter(one, place, title)
            one.set_ylabel(label)
            one.set_xlabel("time t = steps x rate")
        axes[1].set_ylim(-0.03, 1.03)
        axes[2].set_ylim(bottom=0)
        figure.legend(loc="outside lower center", ncols=3, handlelength=3.6)
    return figure
