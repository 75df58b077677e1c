"""Panels of a run of any flow: one for each law, the objective, the states."""

from __future__ import annotations

from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.flows.run import FlowRun, FlowSimulation
from sslcheck.reports.plots.flow import flow_figures, flow_panels


def run(name: str, flow: str, **given: object) -> FlowRun:
    options = FlowOptions(name, flow, t_end=2.0, saves=3, **given)  # type: ignore[arg-type]
    return FlowSimulation(options).run()


def test_a_law_has_its_drift_and_its_size() -> None:
    found = run("two-layer", "descent", sizes={"d": 4, "h": 3, "m": 2})
    panels = {p.title: p for p in flow_panels(found)}
    assert [*panels] == [
        "Drift from the law of eq. (2)",
        "Size and law of eq. (2)",
        "Objective",
        "Size of the states",
    ]
    (drift,) = panels["Drift from the law of eq. (2)"].curves
    assert drift.label == "drift of $A A^T - B^T B$"
    assert panels["Drift from the law of eq. (2)"].limit == found.findings[0].limit
    assert [c.label for c in panels["Size of the states"].curves] == [r"$\|A\|$", r"$\|B\|$"]
    (figure,) = flow_figures(found).values()
    assert len(figure.axes) == 4
    assert figure.axes[-1].get_xlabel() == "time t of the flow"  # which need be of no gradient


def test_modes_show_their_largest_number() -> None:
    (panel,) = flow_panels(run("exact-modes", "strengths", sizes={"h": 3}))
    assert panel.ylabel == "largest |entry|"
    assert panel.title == "Size of $|u_j|$"
    assert [c.label for c in panel.curves] == ["$|u_j|$"]


def test_an_inequality_has_its_least_value() -> None:
    found = run("stepwise", "descent")
    (margin,) = found.margins
    (panel,) = (p for p in flow_panels(found) if p.title == r"$-\dot{L}$ $\geq 0$")
    assert panel.ylabel == "value"
    assert panel.curves[0].values is found.series[f"margin of {margin.claim}"]


def test_a_number_is_drawn_itself() -> None:
    found = run("oja", "length")
    (panel,) = flow_panels(found)
    assert (panel.title, panel.ylabel) == (r"State $\nu$", "value")
    assert panel.curves[0].values.tolist() == found.states["nu"].reshape(-1).tolist()
