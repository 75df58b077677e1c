"""A sweep in its folder goes on from where it was."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sslcheck.derive.errors import SslcheckError
from sslcheck.numeric.options import Options
from sslcheck.numeric.sweeps.axes import Axis
from sslcheck.numeric.sweeps.cells import Sweep
from sslcheck.numeric.sweeps.folder import conduct, create_sweep, open_sweep
from sslcheck.numeric.sweeps.workers import here

AXES = (Axis("eta", (0.0, 0.1, 0.2, 0.3)),)
SWEEP = Sweep("simulation", Options(d=3, t_end=1.0, saves=2).as_dict(), AXES)


def test_what_is_done_is_not_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sslcheck.numeric.stack._MOST", 1)  # one after the other
    create_sweep(tmp_path, SWEEP)
    ended: list[int] = []
    table = open_sweep(tmp_path)
    assert not conduct(table, here, lambda: len(ended) == 2, ended.extend)
    assert ended == [0, 1]
    table = open_sweep(tmp_path)
    assert conduct(table, here, lambda: False, ended.extend)
    assert ended == [0, 1, 2, 3]
    with np.load(tmp_path / "sweep.npz") as found:
        assert found["axis/eta"].tolist() == [0.0, 0.1, 0.2, 0.3]
        assert found["loss"].shape == (4, 1)
        assert np.isfinite(found["loss"]).all()


def test_a_folder_without_a_sweep_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SslcheckError, match="holds no sweep"):
        open_sweep(tmp_path)
    (tmp_path / "sweep.json").write_text("{}")
    with pytest.raises(SslcheckError, match="is damaged"):
        open_sweep(tmp_path)
