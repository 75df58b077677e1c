"""Array libraries by name, and memory: predicted, refused before anything is made, and kept to."""

from __future__ import annotations

import importlib.util
import tracemalloc
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sslcheck.cli.main import run
from sslcheck.numeric import start
from sslcheck.numeric.device import arrays
from sslcheck.numeric.device.arrays import BackendUnavailable, NotEnoughMemory, open_arrays
from sslcheck.numeric.device.backends import cupy
from sslcheck.numeric.options import Options
from sslcheck.numeric.simulation import Simulation

MIB = 2**20


@pytest.mark.parametrize(
    ("backend", "dtype", "words"),
    [
        ("jax", "float64", "no backend `jax`; supported: cupy, numpy, torch"),
        ("numpy", "float16", "no dtype `float16`; supported: float64, float32"),
        ("numpy", "complex128", "no dtype `complex128`"),
    ],
)
def test_unknown_names(backend: str, dtype: str, words: str) -> None:
    with pytest.raises(BackendUnavailable, match=words):
        open_arrays(backend, dtype)


def test_missing_cupy_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cupy, "find_spec", lambda _: None)
    monkeypatch.setattr(cupy, "_driver_version", lambda: 13000)
    assert run(["simulate", "--d", "4", "--backend", "cupy"]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert err == (
        "sslcheck: backend `cupy` is not available: driver for CUDA 13.0, no CuPy:"
        " pip install 'cupy-cuda13x[ctk]>=14'\n"
    )


@pytest.mark.skipif(importlib.util.find_spec("cupy") is not None, reason="CuPy is installed")
def test_cupy_as_it_is_here() -> None:
    with pytest.raises(BackendUnavailable, match=r"`cupy` is not available: .*no CuPy"):
        open_arrays("cupy")


@pytest.mark.parametrize(("dtype", "size"), [("float64", 8), ("float32", 4)])
def test_numbers_have_the_dtype(dtype: str, size: int) -> None:
    made = open_arrays("numpy", dtype)
    assert made.itemsize == size
    assert made.zeros((2, 3)).dtype == np.dtype(dtype)
    put = made.put(np.arange(6.0).reshape(2, 3).T)
    assert put.dtype == np.dtype(dtype)
    assert put.flags["C_CONTIGUOUS"]
    assert made.norm(put) == pytest.approx(55**0.5)
    assert 1 + made.epsilon > 1
    assert made.numbers([put[0, 0], put[1, 0]]) == [0.0, 1.0]


class Forbidden:
    """An array library that may not be used."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"`{name}` was called before memory was checked")


@pytest.mark.parametrize("changes", [{}, {"init": "balanced"}, {"model": "full", "n": 1000}])
def test_too_large_a_run_is_refused_before_any_work(
    monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any]
) -> None:
    def drawn(*_: object) -> Any:
        raise AssertionError("the start was drawn before memory was checked")

    for name in ("_random", "_balanced", "_orthonormal"):
        monkeypatch.setattr(start, name, drawn)
    little = replace(
        open_arrays("numpy"), xp=Forbidden(), to_device=drawn, free_memory=lambda: 5 * MIB
    )
    tracemalloc.start()
    try:
        with pytest.raises(NotEnoughMemory) as caught:
            Simulation(Options(d=8192, **changes), little)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 20 * MIB  # one matrix of the run is 62 MiB at least
    text = str(caught.value)
    assert "GiB on the CPU, which has 0.00 GiB free" in text
    assert "lower the sizes (`--d`, `--n`)" in text
    assert "\n" not in text


def test_refused_by_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(arrays, "_free_host_memory", lambda: 1000)
    assert run(["simulate", "--d", "8", "--out", str(tmp_path / "run")]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("sslcheck: this run (model `full`) needs 0.00 GiB")
    assert err.count("\n") == 1
    assert not (tmp_path / "run").exists()


def test_memory_that_the_system_does_not_tell() -> None:
    unknown = replace(open_arrays("numpy"), free_memory=lambda: None)
    assert Simulation(Options(d=4), unknown).memory > 0
    exact = Simulation(Options(d=4)).memory
    Simulation(Options(d=4), replace(unknown, free_memory=lambda: exact))
    with pytest.raises(NotEnoughMemory):
        Simulation(Options(d=4), replace(unknown, free_memory=lambda: exact - 1))


def test_free_memory_of_this_machine() -> None:
    free = open_arrays("numpy").free_memory()
    assert free is None or 10 * MIB < free < 2**50


RUNS: dict[str, dict[str, Any]] = {
    "full": {},
    "no stop-gradient": {"n": 128, "target": "no-stop-gradient", "data": "power-law"},
    "float32, many saves": {"dtype": "float32", "n": 128, "saves": 12},
    "fixed steps": {"method": "rk4", "step": 0.02},
}


@pytest.mark.parametrize("kind", RUNS)
def test_predicted_memory(kind: str, tmp_path: Path) -> None:
    """The bytes that a run with checkpoints is said to need are what it takes, to a fifth."""
    options = {"d": 256, "model": "full", "t_end": 0.05, "saves": 3, **RUNS[kind]}
    Simulation(Options(**{**options, "d": 6, "n": 0})).run()  # so that imports do not count
    tracemalloc.start()
    try:
        simulation = Simulation(Options(**options))
        simulation.run(checkpoint=tmp_path / "kept.npz", every=0.0)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert 1 / 1.2 < simulation.memory / peak < 1.2


def test_copies_on_the_host_stay_as_they_are() -> None:
    arrays = open_arrays("numpy")
    array = arrays.put(np.ones(2))
    copied = arrays.copied({"a": array})
    array[...] = 2.0
    assert copied["a"].tolist() == [1.0, 1.0]
