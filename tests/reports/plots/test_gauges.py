"""The gauges as panels: what is drawn is what was measured and what is proved."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.reports.plots.kinds import KINDS, run_of

from sslcheck.numeric.simulation import Run
from sslcheck.reports.plots import Curve, Panel, gauge_panels


def panel_of(run: Run, title: str) -> Panel:
    (found,) = [p for p in gauge_panels(run) if p.title.startswith(title)]
    return found


def curve_of(panel: Panel, role: str) -> Curve:
    (found,) = [c for c in panel.curves if c.role == role]
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_series_is_drawn_once_as_it_is(kind: str) -> None:
    run = run_of(kind)
    panels = gauge_panels(run)
    drawn = [c.values for p in panels for c in p.curves if c.role in ("measured", "second")]
    # what drifts are relative to is no panel of its own
    shown = {n: v for n, v in run.series.items() if not n.startswith("scale of ")}
    for name, values in shown.items():
        same = sum(bool(np.array_equal(values, d, equal_nan=True)) for d in drawn)
        assert same >= 1, name
    bounded = any(f"size of {w.claim}" in run.series and w.claim == "5.align" for w in run.laws)
    # the commutator is the quantity of that law
    assert len(drawn) == len(shown) - (bounded and "commutator" in shown)


@pytest.mark.parametrize("kind", KINDS)
def test_limits_are_those_of_the_findings(kind: str) -> None:
    run = run_of(kind)
    wanted = sorted(
        f.limit
        for f in run.findings
        if f.limit is not None and f.name.startswith(("drift of", "asymmetry of"))
    )
    drawn = sorted(p.limit for p in gauge_panels(run) if p.limit is not None)
    assert drawn == wanted
    assert bool(wanted) == (kind in {*KINDS} - {"collapse", "collapse, aligned"} - unlimited())


def unlimited() -> set[str]:
    """Runs with fixed steps, and one that saved nothing but its start."""
    return {k for k, o in KINDS.items() if o.get("method") == "rk4" or k == "one save"}


@pytest.mark.parametrize("kind", ["random", "aligned", "aligned, power law"])
def test_the_law_is_an_exponential_that_the_run_follows(kind: str) -> None:
    run = run_of(kind)
    panel = panel_of(run, "Size and law of eq. (3)")
    law = curve_of(panel, "law").values
    start = run.series["size of 3.balanced"][0]
    np.testing.assert_allclose(law, start * np.exp(-2 * run.options.eta * run.times), rtol=1e-14)
    np.testing.assert_allclose(curve_of(panel, "measured").values, law, rtol=1e-4)
    assert not panel.note


def test_a_law_follows_the_rates_of_the_run() -> None:
    run = run_of("random")
    other = replace(run, options=replace(run.options, eta=0.3))
    law = curve_of(panel_of(other, "Size and law"), "law").values
    np.testing.assert_allclose(law[-1] / law[0], np.exp(-0.6 * run.times[-1]))


def test_what_starts_at_zero_is_said_to() -> None:
    panel = panel_of(run_of("balanced"), "Size and law of eq. (3)")
    assert panel.note == "starts at 0: only the integration error is seen"


@pytest.mark.parametrize(
    ("kind", "claim", "factor"),
    [("simsiam, symmetrised", "5.align", 2), ("collapse", "4.decay", 1)],
)
def test_the_bound_is_the_bound(kind: str, claim: str, factor: int) -> None:
    run = run_of(kind)
    size = run.series[f"size of {claim}"]
    panel = panel_of(run, "Decay and bound")
    bound = curve_of(panel, "bound").values
    assert size[0] <= bound[0] <= 1.1 * size[0]  # a margin for the error of the integral
    assert (curve_of(panel, "measured").values <= bound * (1 + 1e-4)).all()
    # of a constant gap the integral is exact
    gap = np.full_like(run.times, 0.2)
    changed = replace(run, series={**run.series, f"gap of {claim}": gap})
    moved = curve_of(panel_of(changed, "Decay and bound"), "bound").values
    np.testing.assert_allclose(moved, size[0] * np.exp(-factor * 0.2 * run.times), rtol=1e-12)
    assert not np.allclose(moved[1:], bound[1:])
    doubled = replace(run, series={**run.series, f"size of {claim}": 2 * size})
    np.testing.assert_allclose(
        curve_of(panel_of(doubled, "Decay and bound"), "bound").values, 2 * bound
    )


def test_no_bound_is_drawn_where_none_is_proved() -> None:
    panel = panel_of(run_of("symmetrised"), "Decay, eq. (5)")
    assert [c.role for c in panel.curves] == ["measured"]
    assert panel.note == "no bound: W_a = τ W is not kept"


def test_series_that_a_run_lacks_are_left_out() -> None:
    run = run_of("simsiam, symmetrised")
    kept = {k: v for k, v in run.series.items() if k in ("loss", "size of 5.align")}
    assert [p.title for p in gauge_panels(replace(run, series=kept))] == ["Objective, eq. (1)"]
    assert not gauge_panels(replace(run, series={}))


def test_a_loss_that_vanishes_is_on_a_logarithmic_axis() -> None:
    assert panel_of(run_of("collapse"), "Objective").log
    assert not panel_of(run_of("random"), "Objective").log


def test_units_and_modes_are_named() -> None:
    assert panel_of(run_of("collapse"), "Smallest eigenvalue of $H$").ylabel.endswith("[1/time]")
    assert panel_of(run_of("aligned"), "Drift").ylabel == "relative drift, worst mode"
    assert panel_of(run_of("random"), "Drift").ylabel == "relative drift"
    assert panel_of(run_of("random"), "Effective rank").ylabel == "effective rank (n = 6)"
