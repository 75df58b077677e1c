"""What an ensemble is asked to be is checked once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sslcheck.numeric.bounds import InvalidOption
from sslcheck.numeric.ensembles.options import EnsembleOptions


def test_options_are_plain_values() -> None:
    options = EnsembleOptions("oja", trajectories=3, values={"x": 1.0})
    assert json.loads(json.dumps(options.as_dict()))["values"] == {"x": 1.0}


@pytest.mark.parametrize(
    "wrong",
    [{"trajectories": 0}, {"every": -1.0}, {"rtol": 1.0}, {"seed": -1}, {"t_end": 0.0},
     {"backend": "none"}, {"scale": float("nan")}],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidOption):
        EnsembleOptions("oja", **{"trajectories": 1, **wrong})
