"""The panels of a run of training."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.numeric.training.runs import train

from sslcheck.reports.plots.training import training_figure, training_panels


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "titles"),
    [
        ({"classes": 4, "probe": 20}, ["probe", "(9)"]),
        ({"predictor": "learned"}, ["(3)"]),
        ({"target": "no-stop-gradient", "predictor": "identity"}, []),
    ],
)
def test_panels(changes: dict[str, Any], titles: list[str]) -> None:
    run = train(**changes)
    panels = training_panels(run)
    shown = " ".join(p.title for p in panels)
    assert all(title in shown for title in titles)
    assert len(panels) == 5 + len(titles)
    loss = panels[0].curves[0]
    np.testing.assert_array_equal(loss.values, run.series["loss"])
    bound = any(c.role == "bound" for p in panels for c in p.curves)
    assert bound is (run.options.target == "no-stop-gradient")
    figure = training_figure(run)
    assert len(figure.axes) == len(panels)
    assert str(run.forecast.verdict) in figure.get_suptitle()
