"""The CUDA text of ensembles: compiled for two architectures, and run as plain C beside Numba's."""

from __future__ import annotations

import importlib
from pathlib import Path

import numpy as np
import pytest
from tests.numeric.cupy_standin import CupyStandin
from tests.numeric.ensembles.flows import as_c, drawn, modal_point, scalar_point

from sslcheck.derive.emit import ElementwisePlan
from sslcheck.numeric.device.arrays import BackendUnavailable, open_arrays
from sslcheck.numeric.ensembles.cpu import compiled
from sslcheck.numeric.ensembles.gpu import cuda_ensemble, launched
from sslcheck.numeric.ensembles.options import EnsembleOptions
from sslcheck.numeric.ensembles.run import Ensemble
from sslcheck.numeric.ensembles.work import Limits
from sslcheck.numeric.integrate import TSIT5

LIMITS = Limits(5.0, 1e-6, 1e-9, 1000)
POINTS = (modal_point(), scalar_point("exact-modes", "strengths"))


@pytest.mark.parametrize("plan", POINTS, ids=lambda plan: str(plan.title))
def test_c_makes_the_steps_that_numba_makes(plan: ElementwisePlan, tmp_path: Path) -> None:
    pytest.importorskip("numba", reason="the extra `numba` is not installed")
    ours, theirs = (drawn(plan, 40, (0.0, 0.7, 1.4, 5.0)) for _ in range(2))
    for work in (ours, theirs):
        work.start[0, 3] = np.nan
    compiled(plan, TSIT5)(ours, LIMITS, 0, 40)
    as_c(cuda_ensemble(plan, TSIT5), tmp_path)(theirs, LIMITS)
    assert ours.status.tolist() == theirs.status.tolist()
    assert ours.accepted.tolist() == theirs.accepted.tolist()
    np.testing.assert_allclose(ours.end, theirs.end, rtol=1e-10)
    np.testing.assert_allclose(
        ours.largest[:, ours.status == 0], theirs.largest[:, ours.status == 0]
    )
    np.testing.assert_allclose(ours.samples, theirs.samples, rtol=1e-10)


@pytest.mark.parametrize("arch", ["sm_80", "sm_90"])
def test_compiles_for_a_gpu(arch: str) -> None:
    try:
        core = importlib.import_module("cuda.core")
        importlib.import_module("cuda.bindings.nvrtc").nvrtcVersion()
    except (ImportError, RuntimeError) as error:
        pytest.skip(f"NVRTC is not installed ({error}); the extra `test` has it for Linux x86-64")
    options = core.ProgramOptions(arch=arch, std="c++17")
    program = core.Program(cuda_ensemble(modal_point(), TSIT5), "c++", options)
    assert b"integrate" in bytes(program.compile("cubin").code)


def test_a_device_gives_what_the_host_gives(
    standin: CupyStandin, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("numba", reason="the extra `numba` is not installed")
    monkeypatch.setattr("sslcheck.numeric.ensembles.run._PIECE_OF_DEVICE", 16)
    runs = [
        Ensemble(
            EnsembleOptions(
                "directpred", trajectories=40, model="modal", t_end=3.0, every=1.0, backend=backend
            )
        ).run()
        for backend in ("numpy", "cupy")
    ]
    host, device = (run.work for run in runs)
    assert standin.calls["launch"] == 3
    assert host.accepted.tolist() == device.accepted.tolist()
    np.testing.assert_allclose(host.samples, device.samples, rtol=1e-9)
    np.testing.assert_allclose(host.largest, device.largest, rtol=1e-8)
    assert runs[1].held[0].keep == 40


def test_a_library_without_kernels_is_refused() -> None:
    with pytest.raises(BackendUnavailable, match="take `--backend cupy`"):
        launched(modal_point(), TSIT5, open_arrays("numpy"))
