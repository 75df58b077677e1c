"""Equation (8): the factor tau of the target, integrated, as printed and in general."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.figure import Figure

from sslcheck.reports.figures.panels import TIME
from sslcheck.reports.figures.series import LAW, Numbers, letter, row
from sslcheck.reports.figures.style import BLUE, VERMILION, house, literal

__all__ = ["Factor", "draw_factor"]


@dataclass(frozen=True, slots=True)
class Factor:
    """One start of a mode; ``printed`` is (8) and ``general`` its proved general form."""

    title: str
    times: Numbers
    integrated: Numbers
    printed: Numbers
    general: Numbers


def draw_factor(cases: Sequence[Factor], equation: str) -> Figure:
    """One panel for each start: what is integrated, (8), and the general solution."""
    with house():
        figure, axes = row(len(cases), 2.6, sharey=True)
        for place, (one, case) in enumerate(zip(axes, cases, strict=True)):
            one.plot(case.times, case.integrated, color=BLUE, linewidth=3.2, label="integrated")
            printed: dict[str, Any] = {
                "color": VERMILION,
                "linestyle": (0, (5, 1.5)),
                "linewidth": 1.6,
            }
            one.plot(case.times, case.printed, label=f"({literal(equation)}) as printed", **printed)
            one.plot(case.times, case.general, label="general solution", **LAW)
            letter(one, place, case.title)
            one.set_xlabel(TIME if len(cases) < 3 else "time t")
        axes[0].set_ylabel(r"$\tau_j = a_j / w_j$")
        handles, labels = axes[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=3)
    return figure
