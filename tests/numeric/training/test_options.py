"""Options of training that make no sense are refused by name."""

from __future__ import annotations

from typing import Any

import pytest
from tests.numeric.training.runs import options

from sslcheck.numeric.options import InvalidOption


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"classes": 1}, "`classes`"),
        ({"classes": 8}, "2 to d \\+ 1 = 7"),
        ({"noise": "low-rank", "rank": 7}, "at most d = 6"),
        ({"mask": 1.0}, "below 1"),
        ({"rho": 1.0}, "below 1"),
        ({"momentum": 1.5}, "below 1"),
        ({"lr": -0.1}, "nonnegative"),
        ({"eta": float("nan")}, "nonnegative"),
        ({"predictor": "directprd"}, "one of directcopy, directpred"),
        ({"data": "white"}, "path of an .npz file"),
        ({"power": 0.3}, "directset"),
        ({"root": "products", "predictor": "directcopy"}, "square roots"),
        ({"steps": 0}, "at least 1"),
    ],
)
def test_options_that_make_no_sense(changes: dict[str, Any], what: str) -> None:
    with pytest.raises(InvalidOption, match=what):
        options(**changes)
