"""The collapse threshold: where a mode ends, over weight decay and augmentation."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from sslcheck.reports.plots.series import Numbers, letter, row
from sslcheck.reports.plots.style import BLACK, BLUE, VERMILION, house

__all__ = ["Collapse", "draw_collapse"]


@dataclass(frozen=True, slots=True)
class Collapse:
    """The final s over the plane (rows: sigma^2), the derived threshold, and a cut through it.

    ``threshold`` is eta for each sigma^2. The cut is at ``cut_sigma2``: eta, the final p from a
    high and from a low start, and over ``branch_eta`` the fixed points p_+ and p_- (gaps beyond the
    threshold).
    """

    eta: Numbers
    sigma2: Numbers
    final: Numbers
    threshold: Numbers
    cut_sigma2: float
    cut_eta: Numbers
    cut_high: Numbers
    cut_low: Numbers
    branch_eta: Numbers
    upper: Numbers
    lower: Numbers


def draw_collapse(data: Collapse) -> Figure:
    """Left the plane, right the cut: markers are integrated, lines are derived."""
    with house():
        figure, (left, right) = row(2, 3.0)
        mesh = left.pcolormesh(
            data.eta, data.sigma2, data.final, cmap=_colours(), vmin=0, rasterized=True
        )
        figure.colorbar(mesh, ax=left, label="final $s_j$, from $p_j(0) = 1$")
        left.plot(data.threshold, data.sigma2, color=VERMILION, linewidth=2, linestyle="--",
                  label=r"derived $\eta_c$")  # fmt: skip
        left.set_xlim(float(data.eta[0]), float(data.eta[-1]))
        left.set_xlabel(r"weight decay $\eta$ [1/time]")
        left.set_ylabel(r"augmentation $\sigma^2$")
        left.grid(False)
        left.legend(loc="upper right", frameon=True, facecolor="white", framealpha=0.9)
        letter(left, 0, "Where a mode ends")
        right.plot(data.branch_eta, data.upper, color=BLACK, linewidth=1.4, label="$p_+$, derived")
        right.plot(
            data.branch_eta,
            data.lower,
            color=BLACK,
            linewidth=1.4,
            linestyle=":",
            label="$p_-$, derived",
        )
        right.plot(
            data.cut_eta, data.cut_high, "o", color=BLUE, markersize=4, label="final $p_j$ from 1"
        )
        right.plot(
            data.cut_eta,
            data.cut_low,
            "x",
            color=VERMILION,
            markersize=5,
            label="final $p_j$ from 0.05",
        )
        right.set_xlabel(r"weight decay $\eta$ [1/time]")
        right.set_ylabel("$p_j$")
        right.legend(loc="best")
        letter(right, 1, rf"Cut at $\sigma^2 = {data.cut_sigma2:g}$")
    return figure


def _colours() -> LinearSegmentedColormap:
    """From white (collapsed) to dark blue: its lightness alone tells."""
    return LinearSegmentedColormap.from_list("collapse", ["#FFFFFF", "#9CC9E6", BLUE, "#00263D"])
