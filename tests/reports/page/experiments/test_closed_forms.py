"""Closed forms beside the flow: what is proved lies on it, what is refuted does not."""

from __future__ import annotations

import numpy as np
import pytest
from tests.decided import decided

from sslcheck.reports.page.experiments import Experiments, Plot
from sslcheck.reports.page.experiments.any_flow import flow_plots
from sslcheck.reports.page.experiments.closed_forms import drawable


def drawn(name: str) -> Plot:
    given = Experiments(name, seed=1)
    wanted = flow_plots(given, decided(name))
    ((place, make),) = ((p, m) for stem, p, m in wanted if stem.startswith("closed-form"))
    return make(given, place)


def caption(plot: Plot) -> str:
    return "".join(str(getattr(part, "latex", part)) for part in plot.caption)


def test_a_scalar() -> None:
    plot = drawn("oja")
    assert plot.equation == "6"
    right, wrong = plot.figure.axes
    assert [line.get_label() for line in right.get_lines()] == ["integrated", "as claimed"]
    integrated, claimed, proved = (np.asarray(line.get_ydata()) for line in wrong.get_lines())
    assert np.abs(claimed - integrated).max() > 0.1
    assert np.abs(proved - integrated).max() < 1e-4
    text = caption(plot)
    assert "That of 6.solution lies on it. That of 6.rate leaves it" in text
    assert "unexpected" not in text
    assert "first mode" not in text


@pytest.mark.slow
@pytest.mark.parametrize("name", ["stepwise", "exact-modes", "dimensional-collapse"])
def test_modes(name: str) -> None:
    text = caption(drawn(name))
    assert "of the first mode" in text
    assert "lies on it" in text
    assert "unexpected" not in text


def test_what_is_supposed_of_the_start_is_not_drawn() -> None:
    given = Experiments("directpred")
    claims = [claim for claim in given.article.claims if claim.id == "8"]
    assert drawable(given, claims, "system-6") == []
