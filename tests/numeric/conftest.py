"""CuPy's stand-in, in its place."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from tests.numeric.cupy_standin import CupyStandin
from tests.numeric.runs import begun


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


@pytest.fixture(scope="session")
def interrupted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run that was interrupted; tests work on copies."""
    return begun(tmp_path_factory.mktemp("interrupted") / "run", 30).path
