"""CuPy's stand-in, in its place; what is derived once for many runs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.numeric.cupy_standin import CupyStandin
from tests.numeric.once import deriving_once


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where kernels are compiled, once for all tests."""
    return tmp_path_factory.mktemp("kernels")


@pytest.fixture
def standin(monkeypatch: pytest.MonkeyPatch, compiled: Path) -> CupyStandin:
    """A stand-in that is imported as ``cupy``."""
    found = CupyStandin(compiled)
    monkeypatch.setitem(sys.modules, "cupy", found.module)
    return found


@pytest.fixture(scope="module")
def derived_once() -> Iterator[None]:
    """What is derived is the same for every array library: once for a file of tests."""
    with deriving_once():
        yield
