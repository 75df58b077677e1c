"""Whether what a file holds can be what a run has recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

__all__ = ["check_saved"]

Numbers = np.ndarray[Any, Any]


def check_saved(
    found: Mapping[str, Numbers], like: Mapping[str, Numbers], times: Numbers, t: float
) -> None:
    """Raise ValueError unless ``found`` is what a run has recorded by the time ``t``.

    ``like`` is what it records at its first save time, ``times`` are all of them.
    """
    odd = sorted(found.keys() ^ like.keys())
    if odd:
        raise ValueError(f"these series are missing or unknown: {', '.join(odd[:5])}")
    count = int(np.searchsorted(times, t, side="right"))
    for name, first in like.items():
        values, shape = found[name], (count, *first.shape[1:])
        if values.shape != shape or values.dtype != first.dtype:
            raise ValueError(
                f"`{name}` is {values.dtype} of shape {values.shape}; expected {first.dtype} of"
                f" shape {shape}, as t = {t:g}"
            )
    if not np.array_equal(found["times"], times[:count]):
        raise ValueError("`times` are not those of this run")
