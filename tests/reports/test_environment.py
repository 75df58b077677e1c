"""Which versions made a report."""

from __future__ import annotations

import platform
from importlib import metadata

from sslcheck.reports.environment import environment, installed_version


def test_versions_are_those_that_are_installed() -> None:
    found = environment()
    assert found["sslcheck"] == metadata.version("sslcheck-dynamics")
    assert found["python"] == platform.python_version()
    assert list(found) == ["sslcheck", "python", "sympy", "platform"]


def test_what_is_not_installed_is_told() -> None:
    assert installed_version("sslcheck-no-such-thing") == "not installed"
