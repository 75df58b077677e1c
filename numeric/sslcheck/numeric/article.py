"""The article whose flow is integrated and trained."""

from __future__ import annotations

from functools import cache

from sslcheck.derive import load_article
from sslcheck.derive.derivation import Derivation

__all__ = ["scene"]


@cache
def scene() -> Derivation:
    """The article ``directpred`` with its flows, each derived once for all runs."""
    return Derivation(load_article("directpred"))
