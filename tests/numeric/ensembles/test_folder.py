"""What an ensemble leaves in a folder can be read by the names that are documented."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sslcheck.numeric.disk.archive import digest_of
from sslcheck.numeric.disk.document import read_document
from sslcheck.numeric.ensembles.folder import arrays_of, write_ensemble
from sslcheck.numeric.ensembles.options import EnsembleOptions
from sslcheck.numeric.ensembles.run import Ensemble


def test_arrays_have_their_names(tmp_path: Path) -> None:
    pytest.importorskip("numba", reason="the extra `numba` is not installed")
    options = EnsembleOptions(
        "directpred", model="modal", trajectories=7, t_end=1.0, every=0.5, values={"eta": 0.5}
    )
    run = Ensemble(options).run()
    write_ensemble(tmp_path, run)
    with np.load(tmp_path / "ensemble.npz") as found:
        shapes = {name: found[name].shape for name in found}
        assert digest_of(dict(found)) == digest_of(arrays_of(run))
    assert shapes == {
        **dict.fromkeys(("status", "reached", "accepted", "rejected"), (7,)),
        **{f"{what}/{state}": (7,) for what in ("start", "end") for state in run.states},
        **{f"parameter/{name}": (7,) for name in ("X_j", "X_prime_j", "eta", "alpha_p", "beta")},
        "times": (3,),
        **dict.fromkeys(("sample/p_j", "sample/w_j", "sample/a_j"), (3, 7)),
    }
    document = read_document(tmp_path / "ensemble.json", "ensemble")
    assert document["options"]["values"] == {"eta": 0.5}
    assert document["result"] == {"completed": 7}
    assert document["statuses"][0] == "completed"
    assert document["record"] == digest_of(arrays_of(run))
