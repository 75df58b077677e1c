"""Devices that fail and memory that runs out are said in a sentence; what is a bug stays one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.numeric.cupy_device import PHILOX, CompileException, DeviceError, OutOfMemoryError
from tests.numeric.cupy_standin import CupyStandin

from sslcheck.cli.main import run
from sslcheck.numeric import simulation
from sslcheck.numeric.device.arrays import NotEnoughMemory, open_arrays
from sslcheck.numeric.device.faults import DeviceFailed, device_faults
from sslcheck.numeric.options import Options
from sslcheck.numeric.simulation import Simulation
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.training import Training

SIMULATE = ["simulate", "--d", "4", "--t-end", "1", "--saves", "3"]
TRAIN = ["train", "--d", "8", "--n", "3", "--steps", "9", "--batch", "8", "--probe", "10"]
COMMANDS = pytest.mark.parametrize("command", [SIMULATE, TRAIN], ids=["simulate", "train"])
ERRORS = [
    DeviceError("cudaErrorIllegalAddress: an illegal memory access was encountered\nmore"),
    CompileException("evaluate.cu(3): error: identifier is undefined\nmore"),
    RuntimeError("CuPy failed to load libnvrtc.so.12: OSError: no such file"),
    ImportError("libcurand.so.10: cannot open shared object file"),
]


def later(standin: CupyStandin, name: str, error: Exception) -> None:
    """Fail when a call is made the fifth time: after the look at what there is."""
    standin.faults[name] = error
    standin.after[name] = 4


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_a_device_that_fails_in_a_run(
    standin: CupyStandin, capsys: pytest.CaptureFixture[str], error: Exception
) -> None:
    later(standin, "matmul", error)
    assert run([*TRAIN, "--backend", "cupy"]) == 3
    kind, text = type(error).__name__, str(error).splitlines()[0]
    assert capsys.readouterr().err == (
        f"sslcheck: stand-in failed: {kind}: {text}; take `--backend numpy`, or try again: a run"
        " with `--out` goes on from its last checkpoint with `--resume`\n"
    )


@COMMANDS
def test_a_device_that_fails_at_the_last_wait(
    standin: CupyStandin, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    standin.faults["synchronize"] = ERRORS[0]
    assert run([*command, "--backend", "cupy"]) == 3
    assert "sslcheck: stand-in failed: DeviceError: cudaError" in capsys.readouterr().err


@COMMANDS
def test_a_run_that_failed_goes_on(
    standin: CupyStandin, capsys: pytest.CaptureFixture[str], tmp_path: Path, command: list[str]
) -> None:
    out = tmp_path / "run"
    standin.faults["matmul"] = ERRORS[0]
    standin.after["matmul"] = {"simulate": 250, "train": 60}[command[0]]
    options = ["--out", str(out), "--no-plots", "--checkpoint-every", "0"]
    assert run([*command, "--backend", "cupy", *options]) == 3
    assert (out / "checkpoint.npz").exists()
    capsys.readouterr()
    standin.faults.clear()
    assert run([command[0], "--resume", str(out), "--no-plots"]) == 0
    assert not (out / "checkpoint.npz").exists()


@COMMANDS
def test_memory_that_runs_out_on_the_device(
    standin: CupyStandin, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    later(standin, "matmul", OutOfMemoryError("Out of memory allocating 4,096 bytes"))
    assert run([*command, "--backend", "cupy"]) == 3
    err = capsys.readouterr().err
    assert err.startswith("sslcheck: out of memory on stand-in: Out of memory allocating 4,096")
    assert "; lower the sizes (`--d`, `--n`)" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("made", ["initial_state", "make_start", "make_moments"])
def test_memory_that_runs_out_on_the_host(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], made: str
) -> None:
    monkeypatch.setattr(simulation, made, lambda *_: np.empty(2**59))
    assert run(SIMULATE) == 3
    err = capsys.readouterr().err
    assert err.startswith("sslcheck: out of memory on the CPU: Unable to allocate 4.00 EiB")
    assert err.count("\n") == 1


def test_memory_of_the_host_in_a_run_on_a_device(standin: CupyStandin) -> None:
    arrays = open_arrays("cupy")
    with pytest.raises(NotEnoughMemory, match="on the CPU: Unable"), device_faults(arrays):
        np.empty(2**59)
    with pytest.raises(NotEnoughMemory, match="on stand-in: MemoryError"), device_faults(arrays):
        raise MemoryError


@pytest.mark.parametrize("error", [TypeError, ValueError, AttributeError, IndexError, OSError])
def test_what_is_a_bug_or_about_a_file_passes(standin: CupyStandin, error: type[Exception]) -> None:
    with pytest.raises(error, match="as it was"), device_faults(open_arrays("cupy")):
        raise error("as it was")


def test_numpy_has_no_device_that_fails() -> None:
    arrays = open_arrays("numpy")
    with pytest.raises(RuntimeError, match="a bug") as caught, device_faults(arrays):
        raise RuntimeError("a bug")
    assert not isinstance(caught.value, DeviceFailed)


def test_a_limit_of_the_pool_counts(standin: CupyStandin) -> None:
    """As by CUPY_GPU_MEMORY_LIMIT: less than the device has free."""
    assert open_arrays("cupy").free_memory() == standin.memory.total
    standin.memory.limit = 10_000
    arrays = open_arrays("cupy")
    held = arrays.zeros(1000)
    assert arrays.free_memory() == 2000
    with pytest.raises(NotEnoughMemory, match=r"stand-in \(of which CuPy may take 0.00 GiB\)"):
        arrays.check_memory(2001, "this")
    standin.memory.limit = 4 * standin.memory.total
    assert open_arrays("cupy").free_memory() == standin.memory.total - 8000
    del held


@pytest.mark.parametrize("limited", [True, False])
@pytest.mark.parametrize("command", ["simulate", "train"])
def test_too_large_a_run_is_refused_before_it_begins(
    standin: CupyStandin, capsys: pytest.CaptureFixture[str], command: str, limited: bool
) -> None:
    if limited:
        standin.memory.limit = 2**20
    else:
        standin.memory.taken = standin.memory.total - 2**20
    assert run([command, "--d", "400", "--backend", "cupy"]) == 3
    out, err = capsys.readouterr()
    assert not out
    assert re.fullmatch(
        r"sslcheck: this run( \(model `full`\))? needs \d+\.\d\d GiB on stand-in"
        rf"{re.escape(' (of which CuPy may take 0.00 GiB)') if limited else ''},"
        r" which has 0.00 GiB free; lower .*\n",
        err,
    )
    assert standin.calls["matmul"] == 1  # the one that looks whether there is cuBLAS


SIZES: dict[str, dict[str, Any]] = {
    "full": {"model": "full"},
    "no stop-gradient": {"target": "no-stop-gradient", "data": "power-law"},
}


@pytest.mark.parametrize("kind", SIZES)
def test_a_simulation_fits_where_its_plan_does(standin: CupyStandin, kind: str) -> None:
    options: dict[str, Any] = {"d": 96, "t_end": 0.05, "saves": 3, **SIZES[kind]}
    standin.memory.limit = int(1.2 * Simulation(Options(**options)).memory)
    assert Simulation(Options(backend="cupy", **options)).run().outcome == "completed"


@pytest.mark.parametrize("draws", ["device", "host"])
def test_a_training_fits_where_its_plan_does(
    standin: CupyStandin, monkeypatch: pytest.MonkeyPatch, draws: str
) -> None:
    """The state of a generator, however little it draws, is in the plan, also when reseeded."""
    monkeypatch.setattr("sslcheck.numeric.training.draws._EPOCH", 4)
    options: dict[str, Any] = {"d": 48, "n": 24, "batch": 64, "probe": 64, "steps": 10}
    training = Training(TrainOptions(draws=draws, backend="cupy", **options))
    assert (training.memory > PHILOX) == (draws == "device")
    standin.memory.limit = int(1.2 * training.memory)
    standin.memory.peak = 0
    assert training.run().outcome == "completed"
    assert standin.memory.peak > training.memory / 1.5
