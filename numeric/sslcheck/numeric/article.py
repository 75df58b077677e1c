"""The article whose flow is integrated and trained."""

from __future__ import annotations

from functools import cache

from sslcheck.derive import load_article
from sslcheck.derive.decide.scene import Scene

__all__ = ["scene"]


@cache
def scene() -> Scene:
    """The article ``directpred`` with its flows, each derived once for all runs."""
    return Scene(load_article("directpred"))
