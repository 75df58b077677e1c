"""The experiments behind the figures of the page of the shipped article `directpred`."""

from __future__ import annotations

from collections.abc import Callable

from sslcheck.reports.report.experiments.costs import cost
from sslcheck.reports.report.experiments.estimates import estimate
from sslcheck.reports.report.experiments.flows import alignment, balance, decay
from sslcheck.reports.report.experiments.planes import collapse, factor, phase
from sslcheck.reports.report.experiments.setting import Experiments, Plot
from sslcheck.reports.report.experiments.training import training

__all__ = ["PLOTS", "Experiments", "Plot"]

PLOTS: tuple[tuple[str, str, Callable[[Experiments], Plot]], ...] = (
    ("3", "balance", balance),
    ("4", "decay", decay),
    ("5", "alignment", alignment),
    ("6", "phase", phase),
    ("6", "collapse", collapse),
    ("6", "cost", cost),
    ("8", "factor", factor),
    ("9", "estimate", estimate),
    ("11", "training", training),
)
"""Equation, stem and function of each figure, in the order of the page."""
