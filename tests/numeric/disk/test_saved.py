"""A record that a run can have made by some time, and records that it cannot."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from sslcheck.numeric.disk.saved import Numbers, check_saved

TIMES = np.array([0.0, 1.0, 2.0, 3.0])
LIKE: dict[str, Numbers] = {
    "times": TIMES[:1], "series/loss": np.zeros(1), "state/W": np.zeros((1, 2, 3), np.float32),
}  # fmt: skip


def by(count: int) -> dict[str, Numbers]:
    return {
        "times": TIMES[:count],
        "series/loss": np.zeros(count),
        "state/W": np.zeros((count, 2, 3), np.float32),
    }


@pytest.mark.parametrize(("t", "count"), [(0.0, 1), (0.9, 1), (2.0, 3), (3.0, 4)])
def test_what_is_saved_by_a_time(t: float, count: int) -> None:
    check_saved(by(count), LIKE, TIMES, t)
    with pytest.raises(ValueError, match=f"as t = {t:g}"):
        check_saved(by(count + 1 if count < 4 else 3), LIKE, TIMES, t)


CHANGES: dict[str, Callable[[dict[str, Numbers]], object]] = {
    "missing or unknown: series/loss": lambda found: found.pop("series/loss"),
    "missing or unknown: gauge/x": lambda found: found.update({"gauge/x": np.zeros(3)}),
    "`state/W` is float64": lambda found: found.update({"state/W": np.zeros((3, 2, 3))}),
    "`times` are not those": lambda found: found.update({"times": TIMES[:3] + 1e-9}),
}


@pytest.mark.parametrize("words", CHANGES)
def test_what_no_run_has_saved(words: str) -> None:
    found = by(3)
    CHANGES[words](found)
    with pytest.raises(ValueError, match=words):
        check_saved(found, LIKE, TIMES, 2.5)
