"""What is dear to make of shipped articles, made once for all tests that look at it."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import TypeVar

from sslcheck.derive import load_article, verify
from sslcheck.derive.verdicts.report import Report

__all__ = ["decided", "loaded", "once", "share"]

T = TypeVar("T")

loaded = cache(load_article)
"""An article as it is read, for what is made of it while tests are collected."""

_shared: list[Path] = []


def share(folder: Path) -> None:
    """From now on what one process makes `once` is there for all others that share the folder."""
    _shared[:] = [folder]


def once(function: Callable[..., T]) -> Callable[..., T]:
    """A function of names that works out once for all processes what it makes of them."""

    @cache
    @wraps(function)
    def found(*names: str) -> T:
        if not _shared:
            return function(*names)
        kept = _shared[0] / ",".join(
            (function.__name__, *names)
        )  # a name may end as another goes on
        if not kept.exists():
            part = kept.with_name(f"{kept.name}-{os.getpid()}")
            part.write_bytes(pickle.dumps(function(*names)))
            part.replace(kept)
        made: T = pickle.loads(kept.read_bytes())
        return made

    return found


@once
def decided(name: str, *select: str) -> Report:
    """The verdicts on all claims of an article, or on those of the equations in ``select``."""
    return verify(loaded(name), select or None)
