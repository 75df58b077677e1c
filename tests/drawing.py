"""How many examples a random test draws."""

from __future__ import annotations

import os

__all__ = ["EXPLORE", "examples"]

EXPLORE = "SSLCHECK_EXPLORE" in os.environ
"""Whether new examples are asked for."""


def examples(count: int) -> int:
    """As many as suffice to see a mistake that is made once; more where new ones are drawn."""
    return 5 * count if EXPLORE else count
