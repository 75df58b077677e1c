"""Scalars that move alone: the line of the rate, and fixed points over a parameter."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sslcheck.derive import verify
from sslcheck.reports.page.experiments import Experiments, Plot
from sslcheck.reports.page.experiments.any_flow import flow_plots
from sslcheck.reports.page.experiments.scalars import rate_of

TEXT = r"""
[article]
name = "scalars"
format = 2
[spaces]
n = "units"
[symbols]
x = { role = "state", sign = "nonnegative" }
y = { role = "state" }
m = { sign = "positive" }
k = { sign = "positive" }
'\eta' = { sign = "positive" }
[flows.f]
let = ["m = k"]
equations = ['RATE']
[[claim]]
id = "c"
kind = "KIND"
flow = "f"
reading = 'SAID'
"""
THRESHOLD = 'threshold"\nvariable = "x"\nparameter = \'\\eta'


@pytest.fixture
def given(tmp_path: Path) -> Experiments:
    return Experiments(str(tmp_path / "scalars.toml"))


def plots(given: Experiments, rate: str, kind: str, said: str) -> dict[str, Plot]:
    text = TEXT.replace("RATE", rate).replace('"KIND"', f'"{kind}"').replace("SAID", said)
    Path(given.name).write_text(text.replace('\\eta"', "\\eta'"), encoding="utf-8")
    found = flow_plots(given, verify(given.name))
    return {stem: make(given, place) for stem, place, make in found if stem != "flow-1"}


def caption(plot: Plot) -> str:
    return "".join(str(getattr(part, "latex", part)) for part in plot.caption)


def test_a_limit_that_the_flow_names_otherwise_has_its_line(given: Experiments) -> None:
    drawn = plots(given, r"\dot{x} = x (m - x)", "stability", r"x \to m")
    (axes,) = drawn["line-1"].figure.axes
    curve, _, points = axes.get_lines()
    (point,) = np.asarray(points.get_xdata()).tolist()
    values, rate = np.asarray(curve.get_xdata()), np.asarray(curve.get_ydata())
    assert np.allclose(rate, values * (point - values))
    assert f"k = {point:.3g}" in caption(drawn["line-1"])


@pytest.mark.parametrize(
    ("rate", "value", "branches"),
    [
        (r"\dot{x} = x^2 (1 - x) - \eta x", r"\frac{1}{4}", lambda m: (1 + np.sqrt(1 - 4 * m)) / 2),
        (r"\dot{x} = x (m - x) - \eta x", "k", None),
        (r"\dot{x} = \frac{x (m - x - \eta)}{1 + x}", "m", None),
    ],
)
def test_fixed_points_meet_at_the_threshold(
    given: Experiments, rate: str, value: str, branches: object
) -> None:
    (plot,) = plots(given, rate, THRESHOLD, rf"\eta = {value}").values()
    assert "two of them merge" in caption(plot)
    (axes,) = plot.figure.axes
    attracting, others, threshold = (np.array(line.get_xydata()) for line in axes.get_lines())
    at = threshold[0, 0]
    upper = attracting[attracting[:, 1] > 0]
    assert upper[:, 0].max() < at
    if callable(branches):
        assert np.allclose(upper[:, 1], branches(upper[:, 0]), atol=1e-4)
    else:
        assert np.allclose(upper[:, 1], at - upper[:, 0], atol=1e-4)
        assert others[:, 0].max() < at + 0.01 * at


def test_what_is_moved_by_another_has_no_rate_of_its_own(given: Experiments) -> None:
    rate = r"\dot{x} = x (m - x) - \eta x', '\dot{y} = -y"
    assert plots(given, rate, THRESHOLD, r"\eta = m")
    (claim,) = given.article.claims
    assert rate_of(given, claim) is not None
    other = Experiments(given.name)
    assert not plots(other, rate.replace("m - x", "m - x y"), "stability", r"x \to 0")
    assert rate_of(other, other.article.claims[0]) is None


def test_each_threshold_has_its_figure(given: Experiments) -> None:
    """One that is said a second time has none."""
    rate = r"\dot{x} = x^2 (1 - x) - \eta x', '\dot{y} = y (4 - y^2) - \eta y"
    said = r"""\eta = \frac{1}{4}'
[[claim]]
id = "again"
kind = "threshold"
variable = "x"
parameter = '\eta'
flow = "f"
reading = '\eta = \frac{2}{8}'
[[claim]]
id = "other"
kind = "threshold"
variable = "y"
parameter = '\eta'
flow = "f"
reading = '\eta = 4"""
    found = plots(given, rate, THRESHOLD, said)
    assert [*found] == ["threshold-1", "threshold-1-2"]
    attracting = np.array(found["threshold-1-2"].figure.axes[0].get_lines()[0].get_xdata())
    assert attracting.min() < 1 < 4 < attracting.max()


def test_what_merges_like_a_root_is_shown_whole(given: Experiments) -> None:
    rate = r"\dot{x} = x (k - x^2) - \eta x"
    (plot,) = plots(given, rate, THRESHOLD, r"\eta = k").values()
    (axes,) = plot.figure.axes
    attracting = np.array(axes.get_lines()[0].get_xydata())
    lowest = attracting[attracting[:, 1] > 0].min(axis=0)[0]
    at = np.asarray(axes.get_lines()[-1].get_xdata())[0]
    assert lowest < 0.2 * at
