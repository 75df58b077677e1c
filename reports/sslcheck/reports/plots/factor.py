"""Closed forms beside what is integrated: as printed, and what is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from sslcheck.reports.plots.panels import TIME
from sslcheck.reports.plots.series import LAW, Numbers, letter, row
from sslcheck.reports.plots.style import BLUE, VERMILION, house

__all__ = ["Factor", "draw_factor"]


@dataclass(frozen=True, slots=True)
class Factor:
    """One panel; ``general`` is the proved form that should stand there, where it is another."""

    title: str
    times: Numbers
    integrated: Numbers
    printed: Numbers
    general: Numbers | None


def draw_factor(
    cases: Sequence[Factor], unknown: str, printed_as: str = "as printed", kind: str = "general"
) -> Figure:
    """One panel for each case: what is integrated, the printed form, and the ``kind`` one."""
    with house():
        figure, axes = row(len(cases), 2.6, sharey=True)
        for place, (one, case) in enumerate(zip(axes, cases, strict=True)):
            one.plot(case.times, case.integrated, color=BLUE, linewidth=3.2, label="integrated")
            printed: dict[str, Any] = {
                "color": VERMILION,
                "linestyle": (0, (5, 1.5)),
                "linewidth": 1.6,
            }
            one.plot(case.times, case.printed, label=printed_as, **printed)
            if case.general is not None:
                one.plot(case.times, case.general, label=f"{kind} solution", **LAW)
            letter(one, place, case.title)
            one.set_xlabel(TIME if len(cases) < 3 else "time t")
        axes[0].set_ylabel(unknown)
        lows, highs = zip(*map(_limits, cases), strict=True)
        axes[0].set_ylim(min(lows), max(highs))
        named = {
            label: handle
            for one in axes
            for handle, label in zip(*one.get_legend_handles_labels(), strict=True)
        }
        figure.legend([*named.values()], [*named], loc="outside lower center", ncols=3)
    return figure


def _limits(case: Factor) -> tuple[float, float]:
    """What is integrated is seen whole, and of a form that runs away from it the beginning."""
    shown = case.integrated[np.isfinite(case.integrated)]
    low, high = float(shown.min()), float(shown.max())
    near = case.printed[np.abs(case.printed - (low + high) / 2) <= 1.5 * (high - low)]
    low, high = min(low, *near, low), max(high, *near, high)
    margin = 0.06 * (high - low) or 1.0
    return low - margin, high + margin
