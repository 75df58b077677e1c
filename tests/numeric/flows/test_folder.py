"""The folder of a run by the name of a flow: what is in it, and that it is not resumed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from sslcheck.numeric.flows.folder import FlowFolder
from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.flows.run import FlowSimulation
from sslcheck.numeric.folder import UnusableFolder


def test_a_run_is_written_with_its_options_and_its_record(tmp_path: Path) -> None:
    options = FlowOptions("two-layer", sizes={"d": 4, "h": 3, "m": 2}, t_end=1.0, saves=3)
    simulation = FlowSimulation(options)
    folder = FlowFolder.create(tmp_path / "run", options)
    run = simulation.run()
    folder.finish(simulation, run)
    document = json.loads((tmp_path / "run" / "run.json").read_text())
    assert document["options"]["sizes"] == {"d": 4, "h": 3, "m": 2}
    assert (document["flow"], document["result"]["code"]) == ("descent", "completed")
    assert document["gauges"][0]["holds"] is True
    assert document["sizes"] == {"d": 4, "h": 3, "m": 2}
    with np.load(tmp_path / "run" / "trajectory.npz") as record:
        np.testing.assert_array_equal(record["last/A"], run.last["A"])
        assert record["state/A"].shape == (3, 3, 4)
    with pytest.raises(UnusableFolder, match="keeps no checkpoint"):
        FlowFolder.open(tmp_path / "run")
