"""Which versions produced a report."""

from __future__ import annotations

import platform
from importlib import metadata

__all__ = ["environment", "installed_version"]


def installed_version(distribution: str) -> str:
    """The version of an installed distribution without importing it, or ``"not installed"``."""
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return "not installed"


def environment() -> dict[str, str]:
    """Versions of sslcheck, Python and SymPy, and the platform.

    >>> sorted(environment())
    ['platform', 'python', 'sslcheck', 'sympy']
    """
    return {
        "sslcheck": installed_version("sslcheck-dynamics"),
        "python": platform.python_version(),
        "sympy": installed_version("sympy"),
        "platform": platform.platform(),
    }
