"""What is said about CuPy, with stand-ins for what this machine lacks."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.numeric.cupy_device import DeviceError, OutOfMemoryError
from tests.numeric.cupy_standin import CupyStandin

from sslcheck.cli.main import run
from sslcheck.numeric.device.backends import cupy as backend
from sslcheck.numeric.device.library import Backend, Device, library

CUDA12, CUDA13 = "'cupy-cuda12x[ctk]>=14'", "'cupy-cuda13x[ctk]>=14'"


def cupy() -> Backend:
    return library("cupy").describe()


@pytest.fixture
def wheel(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The distributions of CuPy that count as installed."""
    found = {"cupy-cuda12x"}
    monkeypatch.setattr(backend, "_installed", found.__contains__)
    return found


def test_device(standin: CupyStandin) -> None:
    assert cupy().available
    assert cupy().version == "14.0.0"
    assert cupy().detail == "driver for CUDA 12.4"
    assert cupy().devices == (Device("stand-in", 8 * 2**30),)


def test_rocm_is_called_by_its_name(standin: CupyStandin, wheel: set[str]) -> None:
    standin.rocm = True
    assert cupy().detail == "driver for HIP 7.0"
    standin.faults["matmul"] = ImportError("librocblas.so.4: cannot open shared object file")
    assert "CuPy cannot use hipBLAS: librocblas.so.4" in cupy().detail
    assert cupy().detail.endswith("install ROCm 7")


@pytest.mark.parametrize(
    ("call", "library"),
    [("zeros", "the device"), ("add", "NVRTC"), ("matmul", "cuBLAS"), ("eigvalsh", "cuSOLVER")],
)
@pytest.mark.parametrize(
    "error",
    [
        ImportError("lib.so.12: cannot open shared object file: No such file or directory"),
        RuntimeError("CuPy failed to load lib.so.12: OSError: lib.so.12: not found\nmore"),
        OSError("no lib.so.12"),
        DeviceError("cudaErrorNoKernelImageForDevice: no kernel image\nmore"),
    ],
)
def test_a_missing_library_is_said_before_any_work(
    standin: CupyStandin,
    wheel: set[str],
    capsys: pytest.CaptureFixture[str],
    call: str,
    library: str,
    error: Exception,
) -> None:
    standin.faults[call] = error
    assert not cupy().available
    said = f"CuPy cannot use {library}: {str(error).splitlines()[0]}"
    if library != "the device":
        said += f"; if it is missing: pip install {CUDA12}"
    assert cupy().detail == said
    for command in ("simulate", "train"):
        assert run([command, "--d", "8", "--backend", "cupy"]) == 3
        assert capsys.readouterr() == ("", f"sslcheck: backend `cupy` is not available: {said}\n")
    assert run(["env"]) == 0
    shown = " ".join(capsys.readouterr().out.split())  # it may be wrapped, but not in a word
    assert f"14.0.0 not available, {said}, stand-in (8.0 GiB)" in shown


@pytest.mark.parametrize(
    ("installed", "remedy"),
    [
        ("cupy-cuda13x", f"pip install {CUDA13}"),
        ("cupy", "install the CUDA toolkit that CuPy was built for"),
    ],
)
def test_the_remedy_is_for_what_is_installed(
    standin: CupyStandin, wheel: set[str], installed: str, remedy: str
) -> None:
    wheel.clear()
    wheel.add(installed)
    standin.faults["matmul"] = ImportError("no cuBLAS")
    assert cupy().detail == f"CuPy cannot use cuBLAS: no cuBLAS; if it is missing: {remedy}"


def test_a_device_that_is_full_lacks_no_library(standin: CupyStandin) -> None:
    standin.memory.taken = standin.memory.total
    assert cupy().detail.startswith("the device has no memory left to begin with: Out of memory")
    standin.memory.taken = 0
    standin.faults["eigvalsh"] = OutOfMemoryError("Out of memory allocating 3 bytes")
    assert "no memory left to begin with: Out of memory allocating 3" in cupy().detail


@pytest.mark.parametrize(
    ("driver", "installed", "said"),
    [
        (None, "cupy-cuda12x", "no NVIDIA driver; "),
        (
            12040,
            "cupy-cuda13x",
            "driver for CUDA 12.4, CuPy for CUDA 13: pip uninstall cupy-cuda13x, then pip install"
            f" {CUDA12}; ",
        ),
        (12040, "cupy-cuda12x", ""),
        (13000, "cupy-cuda13x", ""),
    ],
)
def test_no_usable_device(
    standin: CupyStandin,
    wheel: set[str],
    monkeypatch: pytest.MonkeyPatch,
    driver: int | None,
    installed: str,
    said: str,
) -> None:
    wheel.clear()
    wheel.add(installed)
    monkeypatch.setattr(backend, "_driver_version", lambda: driver)
    standin.faults["getDeviceCount"] = DeviceError("cudaErrorInsufficientDriver: too old\nmore")
    assert not cupy().available
    assert cupy().detail == (
        f"{said}CuPy is installed but finds no usable device: cudaErrorInsufficientDriver: too old"
    )


def test_no_device(standin: CupyStandin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standin.module.cuda.runtime, "getDeviceCount", lambda: 0)
    assert not cupy().available
    assert cupy().detail == "driver for CUDA 12.4; CuPy is installed; there is no device"


def test_broken_installation(
    standin: CupyStandin, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """CuPy puts the reason into a frame of lines; what is shown is the reason."""
    frame = "=" * 64
    (tmp_path / "cupy.py").write_text(
        "try:\n    raise ImportError('libstdc++.so.6: version not found')\n"
        "except ImportError as error:\n"
        f"    raise ImportError('\\n{frame}\\nFailed to import CuPy.\\n{frame}') from error\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "cupy")
    assert not cupy().available
    assert cupy().detail == (
        "CuPy is installed but cannot be imported: libstdc++.so.6: version not found"
    )


@pytest.mark.parametrize(
    ("driver", "amd", "advice"),
    [
        (None, False, f"no NVIDIA driver, no CuPy; with a driver: pip install {CUDA12}"),
        (None, True, "driver for AMD GPUs, no CuPy; with ROCm 7: pip install 'cupy-rocm-7-0>=14'"),
        (11080, False, "driver for CUDA 11.8 is too old: CUDA 12 or newer is needed"),
        (12040, True, f"driver for CUDA 12.4, no CuPy: pip install {CUDA12}"),
        (13000, False, f"driver for CUDA 13.0, no CuPy: pip install {CUDA13}"),
    ],
)
def test_not_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, driver: int | None, amd: bool, advice: str
) -> None:
    monkeypatch.setattr(backend, "find_spec", lambda _: None)
    monkeypatch.setattr(backend, "_driver_version", lambda: driver)
    monkeypatch.setattr(backend, "_AMD_DRIVER", tmp_path if amd else tmp_path / "none")
    assert cupy() == Backend("cupy", False, None, advice)


def test_advice_is_what_the_extras_bring() -> None:
    text = (Path(__file__).parents[4] / "pyproject.toml").read_text(encoding="utf-8")
    extras: dict[str, Any] = tomllib.loads(text)["project"]["optional-dependencies"]
    brought = {f"'{line}'" for name in ("cuda12", "cuda13", "rocm") for line in extras[name]}
    assert brought == set(backend._WHEELS.values())
