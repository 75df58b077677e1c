"""Figures of the page of any article: a run of each flow, the line of a scalar."""

from __future__ import annotations

from functools import cache

import numpy as np
from tests.decided import decided

from sslcheck.derive.verdicts.report import Report
from sslcheck.reports.page.experiments import Experiments, Plot
from sslcheck.reports.page.experiments.any_flow import flow_plots


@cache
def report(name: str) -> Report:
    return decided(name)


def plots(name: str) -> dict[str, Plot]:
    given = Experiments(name, seed=1)
    return {stem: make(given, place) for stem, place, make in flow_plots(given, report(name))}


def caption(plot: Plot) -> str:
    return "".join(str(getattr(part, "latex", part)) for part in plot.caption)


def test_a_run_is_held_against_what_is_proved() -> None:
    (plot,) = plots("two-layer").values()
    assert (plot.stem, plot.equation) == ("flow-1", "2")
    assert len(plot.figure.axes) == 4
    assert "stays so within the tolerance" in caption(plot)
    assert "unexpected" not in caption(plot)
    assert "below its dashed limit" in plot.alt


def test_a_scalar_that_is_proved_to_settle_has_its_line() -> None:
    given = Experiments("oja", seed=1)
    wanted = [*flow_plots(given, report("oja"))]
    assert [stem for stem, _, _ in wanted] == [
        "flow-1",
        "flow-2",
        "flow-3",
        "closed-form-3",
        "line-3",
    ]
    _, place, make = wanted[-1]
    plot = make(given, place)
    (axes,) = plot.figure.axes
    assert np.asarray(axes.get_lines()[-1].get_xdata()).tolist() == [1.0]
    assert "nu" in caption(plot)


def test_only_what_is_shown_is_drawn() -> None:
    given, whole = Experiments("oja"), report("oja")
    from dataclasses import replace

    assert not [*flow_plots(given, replace(whole, claims=()))]


def test_a_scalar_that_moves_alone_as_supposed_has_its_line() -> None:
    given = Experiments("non-contrastive")
    wanted = [stem for stem, _, _ in flow_plots(given, report("non-contrastive"))]
    beside = [stem for stem in wanted if not stem.startswith("flow")]
    assert beside == ["line-5", "line-5-2", "threshold-5"]
