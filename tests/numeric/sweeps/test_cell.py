"""One cell: a row whatever happens."""

from __future__ import annotations

import pytest
from tests.numeric.sweeps.single import run_cell

from sslcheck.numeric.options import Options
from sslcheck.numeric.simulation import Simulation
from sslcheck.numeric.sweeps.cell import HEAD, run_cells

PLAIN = Options(d=4, n=2, t_end=1.0, saves=3).as_dict()


def test_the_row_is_that_of_the_run() -> None:
    row, run = run_cell("simulation", PLAIN), Simulation(Options.from_dict(PLAIN)).run()
    assert tuple(row)[:4] == HEAD
    assert (row["code"], row["cause"], row["contradicted"]) == ("completed", "", False)
    assert row["steps accepted"] == run.accepted
    for name, series in run.series.items():
        assert row[name] == pytest.approx(series[-1], nan_ok=True)


def test_what_cannot_be_made_has_its_cause() -> None:
    assert run_cell("simulation", {**PLAIN, "eta": -1.0})["code"] == "failed"
    assert "nonnegative" in run_cell("simulation", {**PLAIN, "eta": -1.0})["cause"]
    assert "KeyError" in run_cell("nothing", PLAIN)["cause"]
    early = run_cell("simulation", {**PLAIN, "max_steps": 2})
    assert (early["code"], early["steps accepted"]) == ("too many steps", 2)
    assert [*run_cells("simulation", iter([(0, PLAIN)]), lambda: True)] == []
