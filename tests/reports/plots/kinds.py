"""Small runs of every kind that the figures have to cope with, each made once."""

from __future__ import annotations

from functools import cache
from typing import Any

from matplotlib.figure import Figure

from sslcheck.numeric.options import Options
from sslcheck.numeric.simulation import Run, Simulation
from sslcheck.reports.plots import simulation_figures

KINDS: dict[str, dict[str, Any]] = {
    "random": {},
    "aligned": {"init": "aligned"},
    "aligned, power law": {"d": 40, "n": 30, "init": "aligned", "data": "power-law"},
    "balanced": {"init": "balanced", "model": "full"},
    "symmetrised": {"symmetrised": True},
    "simsiam, symmetrised": {"target": "simsiam", "symmetrised": True},
    "collapse": {"target": "no-stop-gradient", "data": "power-law"},
    "collapse, aligned": {"target": "no-stop-gradient", "init": "aligned"},
    "fixed steps": {"method": "rk4", "step": 0.1},
    "blown up": {"method": "rk4", "step": 5.0, "target": "no-stop-gradient", "t_end": 200.0},
    "one save": {"max_steps": 3},
}


@cache
def run_of(kind: str) -> Run:
    """The run of a kind, at n = 6 and d = 9 unless it says otherwise."""
    return Simulation(Options(**{"d": 9, "n": 6, "t_end": 10.0, "saves": 21, **KINDS[kind]})).run()


@cache
def figures_of(kind: str) -> dict[str, Figure]:
    """The figures of the run of a kind, to be read only."""
    return simulation_figures(run_of(kind))
