"""Shipped articles, decided once for all tests that look at what comes out."""

from __future__ import annotations

from functools import cache

from sslcheck.derive import load_article, verify
from sslcheck.derive.verdicts.report import Report

__all__ = ["decided", "loaded"]

loaded = cache(load_article)
"""An article as it is read, for what is made of it while tests are collected."""


@cache
def decided(name: str = "directpred", *select: str) -> Report:
    """The verdicts on all claims of an article, or on those of the equations in ``select``."""
    return verify(loaded(name), select or None)
