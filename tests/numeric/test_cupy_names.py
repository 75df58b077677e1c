"""The stand-in beside the CuPy that it stands for, which needs no device to be imported."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import pytest
from tests.numeric import cupy_device
from tests.numeric.cupy_array import DeviceArray
from tests.numeric.cupy_standin import BINARY, LINALG, OWN, UNARY, CupyStandin

from sslcheck.numeric.device.library import describe_backends

ERRORS = {
    "OutOfMemoryError": "cupy.cuda.memory",
    "CompileException": "cupy.cuda.compiler",
    "DeviceError": "cupy_backends.cuda.api.runtime",
}


if find_spec("cupy") is None:
    reason = "CuPy is not installed; `.ci/run` compares the stand-in with its oldest version"
    pytest.skip(reason, allow_module_level=True)
cupy: Any = importlib.import_module("cupy")


def taken_by(function: Any) -> list[str]:
    """The names of what a function of CuPy takes; those that are compiled tell it in their text."""
    try:
        return list(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        first = (function.__doc__ or "").splitlines()[0]
        inside = re.sub(r"=[^,]*?(\([^)]*\))?(?=[,)]|$)", "", first[first.index("(") + 1 :])
        return re.findall(r"(\w+)(?= *[,)])", inside)


def compare(function: Callable[..., Any], original: Any) -> None:
    """What is given by place has the same place, what is given by name the same name."""
    taken = [name for name in taken_by(original) if name != "self"]
    own = [p for n, p in inspect.signature(function).parameters.items() if n != "self"]
    by_place = [p.name for p in own if p.kind is p.POSITIONAL_OR_KEYWORD]
    assert taken[: len(by_place)] == by_place
    assert {p.name for p in own if p.kind is p.KEYWORD_ONLY} <= set(taken)


@pytest.mark.parametrize("name", [*OWN, *LINALG])
def test_functions(name: str) -> None:
    compare(
        getattr(CupyStandin, f"_{name}"), getattr(cupy.linalg if name in LINALG else cupy, name)
    )


@pytest.mark.parametrize("name", [*UNARY, *BINARY])
def test_functions_of_elements(name: str) -> None:
    function = getattr(cupy, name)
    if name in BINARY:
        assert (function.nin, function.nout) == (2, 1)
    elif not hasattr(function, "nin"):
        assert taken_by(function)[0] == "a"


@pytest.mark.parametrize("name", ["standard_normal", "random", "integers"])
def test_generators(name: str) -> None:
    compare(getattr(cupy_device.Generator, name), getattr(cupy.random.Generator, name))


def test_arrays() -> None:
    made_by_python = {"__module__", "__dict__", "__weakref__", "__annotations__"}
    own = {name for name in vars(DeviceArray) if not re.match("_[a-z]", name)} - made_by_python
    assert own <= set(dir(cupy.ndarray))


def test_device() -> None:
    for name in ("driverGetVersion", "getDeviceCount", "getDeviceProperties", "is_hip"):
        assert hasattr(cupy.cuda.runtime, name)
    assert {"id", "mem_info", "synchronize"} <= set(dir(cupy.cuda.Device))
    assert {"free_bytes", "get_limit", "used_bytes"} <= set(dir(cupy.get_default_memory_pool()))
    assert taken_by(cupy.random.Philox4x3210)[:1] == ["seed"]


@pytest.mark.parametrize("name", ERRORS)
def test_errors(name: str) -> None:
    """They are told apart by what they derive from."""
    original = "CUDARuntimeError" if name == "DeviceError" else name
    found = getattr(importlib.import_module(ERRORS[name]), original)
    assert found.__bases__ == getattr(cupy_device, name).__bases__


def test_it_imports_with_no_driver() -> None:
    """And is then refused in a sentence."""
    (found,) = (b for b in describe_backends() if b.name == "cupy")
    assert found.version == cupy.__version__
    assert found.available == bool(found.devices)
    assert found.available or re.match(r"no NVIDIA driver; CuPy is installed but ", found.detail)
