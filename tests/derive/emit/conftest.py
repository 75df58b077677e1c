"""The article's flows as models, and how an emitted text is run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.derive.emit.running import Values, evaluate

from sslcheck.derive import load_article
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.emit import ElementwisePlan, Plan


@pytest.fixture(scope="session")
def scene() -> Derivation:
    return Derivation(load_article("directpred"))


@pytest.fixture(scope="session")
def run() -> Callable[[Plan | ElementwisePlan, Values], dict[str, Any]]:
    return evaluate
