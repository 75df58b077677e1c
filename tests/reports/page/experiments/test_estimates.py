"""The recursion on sampled views: its figure is complete, and the caption says what it shows."""

from __future__ import annotations

import pytest
from tests.reports.page.experiments.plots import is_complete


@pytest.mark.slow
@pytest.mark.parametrize(("stem", "equation"), [("estimate", "9")])
def test_figures_are_complete(stem: str, equation: str) -> None:
    assert is_complete(stem, equation)
