"""What an evaluation costs: the figures are complete, and their captions say what the runs show."""

from __future__ import annotations

import pytest
from tests.reports.page.experiments.plots import is_complete


@pytest.mark.slow
@pytest.mark.parametrize(("stem", "equation"), [("cost", "6")])
def test_figures_are_complete(stem: str, equation: str) -> None:
    assert is_complete(stem, equation)
