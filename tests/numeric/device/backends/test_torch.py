"""PyTorch as a backend: the numbers of NumPy, on whatever device it chooses."""

from __future__ import annotations

import math
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from tests.numeric.test_strict_device import KINDS

from sslcheck.cli.main import run
from sslcheck.numeric.choices import allowed
from sslcheck.numeric.device.arrays import (
    Arrays,
    BackendUnavailable,
    Fault,
    NotEnoughMemory,
    open_arrays,
)
from sslcheck.numeric.device.backends import torch as backend
from sslcheck.numeric.device.faults import DeviceFailed, device_faults
from sslcheck.numeric.device.library import library
from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.flows.run import FlowSimulation
from sslcheck.numeric.options import Options
from sslcheck.numeric.simulation import Simulation
from sslcheck.numeric.training.draws import open_draws
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.training import Training

torch = pytest.importorskip("torch")


@pytest.fixture
def arrays() -> Arrays:
    return open_arrays("torch")


def test_it_is_described() -> None:
    found = library("torch").describe()
    assert found.available
    assert found.version == str(torch.__version__)
    assert found.detail


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_simulation_is_that_of_numpy(kind: str, dtype: str) -> None:
    rtol = 1e-4 if dtype == "float32" else 1e-6
    options = Options(d=7, n=4, t_end=1.0, saves=5, rtol=rtol, dtype=dtype, **KINDS[kind])
    found = Simulation(options, open_arrays("torch", dtype)).run()
    expected = Simulation(options).run()
    assert found.outcome == expected.outcome == "completed"
    near = 1e-10 if dtype == "float64" else 2e-4
    for name, values in expected.states.items():
        assert isinstance(found.states[name], np.ndarray)
        assert found.states[name].dtype == np.dtype(dtype)
        np.testing.assert_allclose(found.states[name], values, rtol=near, atol=near)
    for name, values in expected.series.items():
        np.testing.assert_allclose(found.series[name], values, rtol=1e3 * near, atol=10 * near)


@pytest.mark.parametrize(
    "options",
    [
        FlowOptions("two-layer", sizes={"d": 4, "h": 3, "m": 2}, t_end=2.0, saves=5),
        FlowOptions("exact-modes", "strengths", sizes={"h": 3}, t_end=2.0, saves=5),
        FlowOptions("oja", t_end=1.0, saves=5),
    ],
    ids=lambda options: f"{options.article}",
)
def test_any_flow_is_that_of_numpy(options: FlowOptions, arrays: Arrays) -> None:
    found, expected = FlowSimulation(options, arrays).run(), FlowSimulation(options).run()
    for name, values in expected.last.items():
        np.testing.assert_allclose(found.last[name], values, rtol=1e-9, atol=1e-12)
    for name, values in expected.series.items():
        np.testing.assert_allclose(found.series[name], values, rtol=1e-6, atol=1e-9)


TRAINED: dict[str, dict[str, Any]] = {
    "plain": {},
    "learned": {"predictor": "learned", "momentum": 0.5},
    "no stop-gradient": {"target": "no-stop-gradient", "predictor": "identity"},
    "products": {"root": "products", "data": "power-law"},
    "masks and classes": {"noise": "mask", "classes": 3, "probe": 64},
    "low rank, centred": {"noise": "low-rank", "center": True, "convention": "reference"},
    "exact moments": {"batch": 0, "predictor": "directcopy", "convention": "reference"},
}


@pytest.mark.parametrize(
    ("kind", "dtype"),
    [*((kind, "float64") for kind in TRAINED), ("plain", "float32"), ("products", "float32")],
)
def test_training_is_that_of_numpy(kind: str, dtype: str) -> None:
    given = {"d": 8, "n": 5, "batch": 32, "steps": 40, "log_every": 10, "classes": 0}
    options = TrainOptions(**{**given, "draws": "host", "dtype": dtype, **TRAINED[kind]})
    found = Training(options, open_arrays("torch", dtype)).run()
    expected = Training(options).run()
    near = 1e-9 if dtype == "float64" else 1e-3
    for name, values in expected.series.items():
        if name == "clamped":  # rounding decides whether an eigenvalue 0 is below it
            continue
        np.testing.assert_allclose(found.series[name], values, rtol=near, atol=near, err_msg=name)
    for name, values in expected.last.items():
        np.testing.assert_allclose(found.last[name], values, rtol=near, atol=near)


def test_its_own_draws_go_on_to_the_same_bits(tmp_path: Path) -> None:
    options = TrainOptions(d=8, n=5, batch=32, steps=30, log_every=10, classes=3, probe=32)
    kept, left = tmp_path / "kept.npz", iter([False] * 11 + [True])
    whole = Training(options, open_arrays("torch", "float32")).run()
    Training(options, open_arrays("torch", "float32")).run(
        stopped=lambda: next(left), checkpoint=kept, every=1e9
    )
    again = Training(options, open_arrays("torch", "float32")).run(
        checkpoint=kept, every=1e9, resume=True
    )
    for name, values in whole.last.items():
        assert again.last[name].tobytes() == values.tobytes()
    host = Training(options).run()
    assert not np.array_equal(host.last["W"], whole.last["W"])


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_draws_are_those_of_their_laws(dtype: str) -> None:
    arrays = open_arrays("torch", dtype)
    draws = open_draws(arrays, 3, "device")
    draws.begin(0)
    out = arrays.zeros((200, 100))
    draws.normal(out)
    values = arrays.to_host(out)
    assert abs(values.mean()) < 0.03
    assert abs(values.std() - 1) < 0.03
    draws.uniform(out)
    values = arrays.to_host(out)
    assert 0 <= values.min() < 0.01 < 0.99 < values.max() < 1
    labels = arrays.to_host(draws.labels(1000, 4))
    assert set(labels.tolist()) == {0, 1, 2, 3}


def test_what_it_calls_otherwise_is_what_numpy_does(arrays: Arrays) -> None:
    xp, rng = arrays.xp, np.random.default_rng(0)
    host = rng.standard_normal((3, 4))
    a, b = arrays.put(host), arrays.put(host[::-1])
    out = arrays.zeros((3, 4))
    for name in ("add", "subtract", "multiply", "maximum"):
        wanted = getattr(np, name)
        found = getattr(xp, name)
        np.testing.assert_array_equal(arrays.to_host(found(a, b)), wanted(host, host[::-1]))
        np.testing.assert_array_equal(arrays.to_host(found(0.5, a)), wanted(0.5, host))
        if name != "maximum":
            assert found(a, 0.5, out=out) is out
            np.testing.assert_array_equal(arrays.to_host(out), wanted(host, 0.5))
    np.testing.assert_allclose(arrays.to_host(xp.sum(a, axis=1)), host.sum(axis=1))
    np.testing.assert_allclose(arrays.to_host(xp.mean(a, axis=0)), host.mean(axis=0))
    np.testing.assert_array_equal(arrays.to_host(xp.argmax(a, axis=1)), host.argmax(axis=1))
    taken = xp.take(a, arrays.to_device(np.array([2, 0])), axis=0)
    np.testing.assert_array_equal(arrays.to_host(taken), host[[2, 0]])
    turned = xp.where(a.T > 0, a.T, 0.0 * a.T)
    assert xp.reshape(turned, (-1,)).data_ptr() == turned.data_ptr()  # a view, as of NumPy's
    assert xp.eye(2, dtype=a.dtype).dtype == xp.ones(2, dtype=a.dtype).dtype == a.dtype


def test_what_is_put_is_a_copy(arrays: Arrays) -> None:
    host = np.ones(3)
    put = arrays.put(host)
    put += 1.0
    assert host.tolist() == [1.0, 1.0, 1.0]
    still = np.broadcast_to(1.0, (3,))  # which nobody may write to
    assert arrays.to_host(arrays.put(still)).tolist() == [1.0, 1.0, 1.0]


def test_what_has_no_solution_is_told_as_numpy_does(arrays: Arrays) -> None:
    with pytest.raises(np.linalg.LinAlgError):
        arrays.xp.linalg.inv(arrays.zeros((2, 2)))


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (torch.OutOfMemoryError("CUDA out of memory"), NotEnoughMemory),
        (
            RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory"),
            NotEnoughMemory,
        ),
        (RuntimeError("mat1 and mat2 shapes cannot be multiplied"), RuntimeError),
        (ValueError("a bug"), ValueError),
    ],
)
def test_faults(arrays: Arrays, error: Exception, fault: type[Exception]) -> None:
    with pytest.raises(fault) as raised, device_faults(arrays):
        raise error
    assert isinstance(raised.value, DeviceFailed | NotEnoughMemory) == (fault is NotEnoughMemory)


def test_an_error_of_the_driver_is_one_of_the_device(arrays: Arrays) -> None:
    accelerator = getattr(torch, "AcceleratorError", None)
    if accelerator is None:
        pytest.skip("this PyTorch has no such error")
    assert arrays.fault(accelerator.__new__(accelerator)) is Fault.DEVICE


def stand_in(**has: bool) -> Any:
    """What `_device` and what is said of it ask PyTorch."""
    cuda = SimpleNamespace(
        is_available=lambda: has.get("cuda", False),
        current_device=lambda: 1,
        get_device_name=lambda device: "a GPU",
        mem_get_info=lambda device: (1000, 5000),
        memory_reserved=lambda device: 300,
        memory_allocated=lambda device: 200,
    )
    mps = SimpleNamespace(is_available=lambda: has.get("mps", False))
    return SimpleNamespace(
        cuda=cuda,
        backends=SimpleNamespace(mps=mps),
        device=lambda kind, index=0: SimpleNamespace(type=kind, index=index),
        get_num_threads=lambda: 2,
        float64=torch.float64,
        float32=torch.float32,
    )


def test_the_device_is_the_one_that_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    for has, kind, words in (
        ({"cuda": True, "mps": True}, "cuda", "a GPU by PyTorch"),
        ({"mps": True}, "mps", "Apple's GPU by PyTorch"),
        ({}, "cpu", "the CPU by PyTorch, 2 threads"),
    ):
        fake = stand_in(**has)
        device = backend._device(fake)
        assert device.type == kind
        assert backend._words(fake, device) == words
    fake = stand_in(cuda=True)
    assert backend._free(fake, backend._device(fake)) == 1100
    monkeypatch.setattr(backend, "_device", lambda torch: SimpleNamespace(type="mps"))
    with pytest.raises(BackendUnavailable, match="no float64; take `--dtype float32`"):
        library("torch").arrays("float64")


def test_where_it_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backend, "find_spec", lambda _: None)
    found = library("torch").describe()
    assert (found.available, found.detail) == (False, "no PyTorch: pip install 'torch>=2.13'")


def test_the_command_line_takes_it(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert "torch" in allowed("backend")
    small = ["--d", "6", "--backend", "torch", "--out"]
    assert run(["simulate", "--t-end", "1", *small, str(tmp_path / "s"), "--no-plots"]) == 0
    assert "by PyTorch" in capsys.readouterr().out
    assert run(["train", "--steps", "20", *small, str(tmp_path / "t"), "--no-plots"]) in (0, 1)
    assert '"torch": "' in (tmp_path / "t" / "run.json").read_text(encoding="utf-8")
    assert run(["env"]) == 0
    assert "torch" in capsys.readouterr().out


def test_nothing_of_it_is_imported_for_another_backend() -> None:
    import subprocess
    import sys

    text = (
        "import sys; from sslcheck.numeric.device.arrays import open_arrays; open_arrays('numpy');"
        " assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", text], check=True)


def test_a_matrix_of_zeros_or_of_no_numbers(arrays: Arrays) -> None:
    from sslcheck.numeric.device.spectrum import eigenvalues, eigenvectors

    assert arrays.to_host(eigenvalues(arrays, arrays.zeros((3, 3)))).tolist() == [0.0] * 3
    wrong = arrays.zeros((3, 3)) + math.nan
    assert np.isnan(arrays.to_host(eigenvectors(arrays, wrong)[0])).all()
