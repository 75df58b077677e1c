"""A run of any flow as text: its sizes, values, model and gauges in the article's letters."""

from __future__ import annotations

from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.flows.run import FlowSimulation
from sslcheck.reports.flow_run import render_flow_run


def test_the_summary_is_in_the_letters_of_the_article() -> None:
    sizes = {"d": 4, "h": 3, "m": 2}
    values = {r"\lambda": 0.25}
    options = FlowOptions("deep-linear-2", sizes=sizes, values=values, t_end=2.0, saves=3)
    text = render_flow_run(FlowSimulation(options).run())
    assert "flow    with-decay of deep-linear-2, d = 4, h = 3, m = 2\n" in text
    assert "values  λ = 0.25\n" in text
    assert "data    Σ dense, Φ dense\n" in text
    assert "drift of W_2^T W_2 - W_1 W_1^T" in text
    assert text.endswith("1 proved statement holds along the run\n")


def test_a_flow_without_parameters_says_nothing_of_them() -> None:
    text = render_flow_run(FlowSimulation(FlowOptions("isoloss", "collapsing", t_end=1.0)).run())
    assert "values" not in text
    assert "data" not in text
    assert text.endswith("no proved statement can be held against this run\n")
