"""CuPy's stand-in, in its place; what is derived once for many runs."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.numeric.cupy_standin import CupyStandin

from sslcheck.derive import load_article
from sslcheck.derive.decide.collapse import decay_laws, mode_growth
from sslcheck.derive.emit import Model
from sslcheck.numeric.system import plan_of


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
    plans: dict[str, Any] = {}

    def planned(model: Model, sizes: Mapping[str, int], outputs: Any = None) -> Any:
        key = repr((model.title, model.setting.lets, sorted(sizes.items()), outputs))
        if key not in plans:
            plans[key] = plan_of(model, sizes, outputs)
        return plans[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sslcheck.derive.load_article", cache(load_article))
        patch.setattr("sslcheck.numeric.train.forecast.decay_laws", cache(decay_laws))
        patch.setattr("sslcheck.numeric.train.forecast.mode_growth", cache(mode_growth))
        patch.setattr("sslcheck.numeric.choose.plan_of", planned)
        patch.setattr("sslcheck.numeric.evaluator.plan_of", planned)
        yield
