"""The gauges of a run that was stored: one panel for each series."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from sslcheck.numeric.watched.series import Series
from sslcheck.reports.plots.panels import Curve, Panel, draw_panels
from sslcheck.reports.plots.style import literal

__all__ = ["draw_stored"]

Numbers = np.ndarray[Any, Any]

_MOST = 12  # panels


def draw_stored(
    times: Numbers, series: Mapping[str, Numbers], about: Mapping[str, Series], title: str
) -> Figure:
    """A panel for each series that is to be seen, in their order; ``about`` says what they are."""
    seen = {
        name: values for name, values in series.items() if _known(name, about).scale != "hidden"
    }
    panels = [_panel(name, values, _known(name, about)) for name, values in seen.items()]
    return draw_panels(times, panels[:_MOST], literal(title))


def _known(name: str, about: Mapping[str, Series]) -> Series:
    return about.get(name, Series(name, "value"))


def _panel(name: str, values: Numbers, series: Series) -> Panel:
    log, limit = series.scale == "log", series.limit
    title = series.title[:1].upper() + series.title[1:]
    shown = limit if limit is not None and (limit > 0 or not log) else None
    return Panel(literal(title), literal(series.unit), (Curve(literal(name), values),), log, shown)
