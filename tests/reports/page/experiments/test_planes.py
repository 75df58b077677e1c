"""Runs of many modes at once: figures are complete, their captions say what the runs show."""

from __future__ import annotations

import pytest
from tests.reports.page.experiments.plots import is_complete


@pytest.mark.slow
@pytest.mark.parametrize(("stem", "equation"), [("phase", "6"), ("collapse", "6"), ("factor", "8")])
def test_figures_are_complete(stem: str, equation: str) -> None:
    assert is_complete(stem, equation)
