"""The runs of a sweep by number."""

from __future__ import annotations

import itertools
import json

import pytest

from sslcheck.numeric.bounds import InvalidOption
from sslcheck.numeric.options import Options
from sslcheck.numeric.sweeps.axes import Axis
from sslcheck.numeric.sweeps.cells import Sweep

AXES = (Axis("eta", (0.0, 0.1, 0.2)), Axis("target", ("ema", "simsiam")))
SWEEP = Sweep("simulation", Options(d=4, seed=5).as_dict(), AXES, 2)


def test_each_combination_has_its_cell() -> None:
    assert (len(SWEEP), SWEEP.shape) == (12, (3, 2, 2))
    every = list(itertools.product((0.0, 0.1, 0.2), ("ema", "simsiam"), (5, 6)))
    assert [SWEEP.at(cell) for cell in range(12)] == every
    for cell, (eta, target, seed) in enumerate(every):
        plain = SWEEP.plain(cell)
        assert (plain["eta"], plain["target"], plain["seed"], plain["d"]) == (eta, target, seed, 4)


def test_a_sweep_is_plain_values() -> None:
    assert Sweep.from_dict(json.loads(json.dumps(SWEEP.as_dict()))) == SWEEP
    for name, wrong in (("axes", []), ("seeds", 0), ("axes", [{"name": "x"}]), ("options", {})):
        with pytest.raises(InvalidOption):
            Sweep.from_dict({**SWEEP.as_dict(), name: wrong})
