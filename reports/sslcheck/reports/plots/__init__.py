"""Runs as pictures: functions from plain data to a `matplotlib.figure.Figure`, and one that saves.

Nothing here touches pyplot or leaves a global setting changed.
"""

from __future__ import annotations

from sslcheck.reports.plots.gauges import gauge_panels
from sslcheck.reports.plots.modes import choose_modes, draw_modes
from sslcheck.reports.plots.panels import Curve, Panel, draw_panels
from sslcheck.reports.plots.run import simulation_figures
from sslcheck.reports.plots.saving import is_saved, save
from sslcheck.reports.plots.training import training_figure

__all__ = [
    "Curve",
    "Panel",
    "choose_modes",
    "draw_modes",
    "draw_panels",
    "gauge_panels",
    "is_saved",
    "save",
    "simulation_figures",
    "training_figure",
]
