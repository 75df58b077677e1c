"""What is said about the backends, with stand-ins for what this machine lacks."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import pytest

from sslcheck.numeric import backends
from sslcheck.numeric.backends import Device


def fake_cupy(**runtime: Any) -> Any:
    return SimpleNamespace(
        __version__="14.0", cuda=SimpleNamespace(runtime=SimpleNamespace(**runtime))
    )


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes a stand-in importable as cupy."""

    def put(module: Any) -> None:
        monkeypatch.setattr(backends, "find_spec", lambda _: object())
        monkeypatch.setitem(sys.modules, "cupy", module)

    return put


def test_device(install: Any) -> None:
    install(
        fake_cupy(
            driverGetVersion=lambda: 12040,
            getDeviceCount=lambda: 1,
            getDeviceProperties=lambda _: {"name": b"A100", "totalGlobalMem": 2**30},
        )
    )
    _, cupy = backends.describe_backends()
    assert cupy.available
    assert cupy.detail == "driver for CUDA 12.4"
    assert cupy.devices == (Device("A100", 2**30),)


def test_no_driver(install: Any) -> None:
    def fail() -> int:
        raise RuntimeError("cudaErrorInsufficientDriver: too old\nmore")

    install(fake_cupy(driverGetVersion=fail))
    _, cupy = backends.describe_backends()
    assert not cupy.available
    assert cupy.detail.endswith("no usable device: cudaErrorInsufficientDriver: too old")


def test_no_device(install: Any) -> None:
    install(fake_cupy(driverGetVersion=lambda: 12040, getDeviceCount=lambda: 0))
    assert not backends.describe_backends()[1].available


def test_broken_installation(install: Any) -> None:
    install(None)  # what makes `import cupy` fail
    _, cupy = backends.describe_backends()
    assert not cupy.available
    assert "cannot be imported" in cupy.detail


@pytest.mark.parametrize(
    ("driver", "advice"),
    [(None, "[cuda12]"), (11080, "too old"), (12040, "[cuda12]"), (13000, "[cuda13]")],
)
def test_not_installed(monkeypatch: pytest.MonkeyPatch, driver: int | None, advice: str) -> None:
    monkeypatch.setattr(backends, "find_spec", lambda _: None)
    monkeypatch.setattr(backends, "_driver_version", lambda: driver)
    numpy, cupy = backends.describe_backends()
    assert numpy.available
    assert not cupy.available
    assert advice in cupy.detail
