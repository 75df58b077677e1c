"""What one evaluation of each model costs, counted from its plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from sslcheck.reports.plots.series import Numbers, letter, row, series_style
from sslcheck.reports.plots.style import house

__all__ = ["Cost", "draw_cost"]

_MARKS = "osD^v"


@dataclass(frozen=True, slots=True)
class Cost:
    """One model: operations and bytes moved for each d, and its matrix products."""

    label: str
    d: Numbers
    flops: Numbers
    traffic: Numbers
    products: int


def draw_cost(models: Sequence[Cost]) -> Figure:
    """Left floating-point operations, right bytes moved, both on logarithmic axes."""
    with house():
        figure, (left, right) = row(2, 3.5)
        for place, model in enumerate(models):
            look = series_style(place) | {"marker": _MARKS[place % len(_MARKS)], "markersize": 4}
            noun = "product" if model.products == 1 else "products"
            left.plot(
                model.d, model.flops, label=f"{model.label} ({model.products} {noun})", **look
            )
            right.plot(model.d, model.traffic, **look)
        for axes in (left, right):
            axes.set_xscale("log", base=2)
            axes.set_yscale("log")
            axes.set_xlabel("d, with n = d / 8")
        left.set_ylabel("operations [FLOP]")
        right.set_ylabel("memory traffic [bytes]")
        letter(left, 0, "Arithmetic")
        letter(right, 1, "Traffic, if nothing is cached")
        figure.legend(
            loc="outside lower center", ncols=2, title="model (matrix products per evaluation)"
        )
    return figure
