"""The look of all figures is that of the house, and leaves no trace in others."""

from __future__ import annotations

import subprocess
import sys

import matplotlib
from tests.reports.plots.kinds import run_of

from sslcheck.reports.plots import simulation_figures


def test_settings_are_those_of_the_house_and_left_as_they_were() -> None:
    run = run_of("aligned")
    with matplotlib.rc_context({"axes.facecolor": "black", "axes.grid": False}):
        before = dict(matplotlib.rcParams)
        figures = simulation_figures(run)
        assert dict(matplotlib.rcParams) == before
    for figure in figures.values():
        assert figure.get_facecolor() == (1, 1, 1, 1)
        assert all(a.get_facecolor() == (1, 1, 1, 1) for a in figure.axes)


def test_neither_pyplot_nor_a_backend_is_loaded() -> None:
    code = (
        "import sys, sslcheck.reports.plots as f;"
        "sys.exit(any(m in sys.modules for m in ('matplotlib.pyplot', 'tkinter')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
