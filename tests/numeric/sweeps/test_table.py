"""The table of a sweep: what was written survives a kill at any byte, and new columns."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from sslcheck.derive.errors import SslcheckError
from sslcheck.numeric.options import Options
from sslcheck.numeric.sweeps.axes import Axis
from sslcheck.numeric.sweeps.cell import failed
from sslcheck.numeric.sweeps.cells import Sweep
from sslcheck.numeric.sweeps.table import SweepTable

AXES = (Axis("eta", (0.0, 0.1)), Axis("target", ("ema", "simsiam")))
SWEEP = Sweep("simulation", Options(d=4).as_dict(), AXES, 2)


def row(**more: object) -> dict[str, object]:
    return {"code": "completed", "cause": "", "contradicted": False, "seconds": 0.5, **more}


def filled(path: Path | None) -> SweepTable:
    table = SweepTable(SWEEP, path)
    table.add({3: row(loss=0.25)})
    table.add({0: row(loss=float("nan")), 5: failed('a, "b"')})
    table.add({1: row(loss=1e-300, rank=2)})
    return table


def test_rows_come_back_and_failed_ones_are_done_again(tmp_path: Path) -> None:
    path = tmp_path / "sweep.csv"
    before = filled(path)
    lines = list(csv.reader(path.read_text().splitlines()))
    assert lines[0][:4] == ["cell", "eta", "target", "seed"]
    assert lines[0][4:] == ["code", "cause", "contradicted", "seconds", "loss", "rank"]
    assert [line[0] for line in lines[1:]] == ["3", "0", "5", "1"]
    assert lines[3][4:6] == ["failed", 'a, "b"']
    after = SweepTable(SWEEP, path)
    assert after.rows.keys() == {3, 0, 1}
    assert after.names == before.names
    whole = SweepTable(SWEEP, path, keep=False)
    assert whole.rows.keys() == {3, 0, 1}  # the failed one is gone since it was opened to go on
    for name in ("loss", "rank", "axis/eta"):
        np.testing.assert_array_equal(after.arrays()[name], before.arrays()[name])


def test_a_kill_at_any_byte_loses_the_last_row_at_most(tmp_path: Path) -> None:
    path = tmp_path / "sweep.csv"
    filled(path)
    whole = path.read_bytes()
    ends = [k + 1 for k, byte in enumerate(whole) if byte == ord("\n")]
    for cut in range(ends[0], len(whole), 3):
        path.write_bytes(whole[:cut])
        found = SweepTable(SWEEP, path)
        kept = sum(end <= cut for end in ends) - 1
        assert len(found.rows) == kept - (kept >= 3)  # the third one failed
        found.add({7: row(loss=1.0)})
        assert SweepTable(SWEEP, path).rows.keys() == found.rows.keys()


def test_arrays_have_the_shape_of_the_sweep() -> None:
    found = filled(None).arrays()
    assert found["axis/eta"].tolist() == [0.0, 0.1]
    assert "axis/target" not in found
    assert found["loss"].shape == (2, 2, 2)
    assert found["loss"][0, 1, 1] == 0.25
    assert found["rank"][0, 0, 1] == 2.0
    assert np.isnan(found["loss"]).sum() == 6
    assert "cause" not in found


@pytest.mark.parametrize(
    "text", ["", "cell,eta\n", "x\n1\n", "\udcff\n", "cell,eta,target,seed,code,cause,contradicted"]
)
def test_another_table_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "sweep.csv"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(SslcheckError, match="not the table of this sweep"):
        SweepTable(SWEEP, path)
    head = "cell,eta,target,seed,code,cause,contradicted,seconds\n"
    for line in ("9,0,ema,0,completed,,False,1\n", "x,0,ema,0,completed,,False,1\n", "1,2\n"):
        path.write_text(head + line)
        with pytest.raises(SslcheckError, match="not the table of this sweep"):
            SweepTable(SWEEP, path)
