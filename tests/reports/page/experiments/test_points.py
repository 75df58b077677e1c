"""Claims at drawn points."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sslcheck.derive import verify
from sslcheck.reports.page.experiments import Experiments, Plot
from sslcheck.reports.page.experiments.modes import RunFailed
from sslcheck.reports.page.experiments.points import point_plots

TEXT = r"""
[article]
name = "points"
format = 2
[spaces]
n = "units"
d = "inputs"
[symbols]
A = { shape = ["n", "n"], properties = ["psd"] }
B = { shape = ["n", "n"], properties = ["psd"] }
F = { shape = ["n", "n"] }
W = { shape = ["n", "d"] }
x = { shape = ["n", "1"] }
[[equation]]
number = "1"
latex = 'F = \frac{1}{2} F + \frac{1}{2} W W^T'
[[claim]]
id = "c"
"""


def plots(folder: Path, claim: str) -> dict[str, Plot]:
    path = folder / "points.toml"
    path.write_text(TEXT + claim, encoding="utf-8")
    given = Experiments(str(path))
    found = point_plots(given, verify(str(path)))
    return {stem: make(given, place) for stem, place, make in found}


def test_an_order_that_fails_shows_how_often(tmp_path: Path) -> None:
    (plot,) = plots(tmp_path, "kind = 'inequality'\nreading = 'A B + B A \\succeq 0'").values()
    (axes,) = plot.figure.axes
    below, above, _ = (np.asarray(line.get_ydata()) for line in axes.get_lines())
    assert (below < 0).all()
    assert (above >= 0).all()
    assert f"below 0 at {len(below)} of them" in "".join(map(str, plot.caption))


def test_a_counterexample_that_is_special_has_no_figure(tmp_path: Path) -> None:
    with pytest.raises(RunFailed, match="none of 200 drawn points refutes"):
        plots(tmp_path, "kind = 'inequality'\nreading = '(x^T x - 1)^2 > 0'")


def test_what_holds_has_no_figure(tmp_path: Path) -> None:
    assert not plots(tmp_path, "kind = 'inequality'\nreading = 'A + B \\succeq 0'")


def test_a_recursion_tends_to_what_is_right(tmp_path: Path) -> None:
    claim = "kind = 'fixed-point'\nequation = '1'\nline = 1\nunknown = 'F'\n"
    said = "reading = 'F = 2 W W^T'\ncorrected = 'F = W W^T'"
    (plot,) = plots(tmp_path, claim + said).values()
    (axes,) = plot.figure.axes
    wrong, right = (np.asarray(line.get_ydata()) for line in axes.get_lines())
    assert np.allclose(right[1:20], right[:19] / 2, rtol=1e-6)
    assert wrong[-1] > 0.1
