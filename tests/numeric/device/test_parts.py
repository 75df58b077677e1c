"""Parts of a step on threads of their own."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest
from threadpoolctl import ThreadpoolController

from sslcheck.numeric.device.arrays import open_arrays
from sslcheck.numeric.device.parts import Parts, parts_for

ARRAYS = open_arrays("numpy")


@pytest.mark.parametrize(("count", "rows"), [(1, 5), (2, 5), (3, 9), (4, 3)])
def test_every_row_is_in_one_part(count: int, rows: int) -> None:
    found = Parts(count).slices(rows)
    assert len(found) == count
    assert [k for part in found for k in range(rows)[part]] == [*range(rows)]


def test_works_are_done_at_a_time() -> None:
    meet = threading.Barrier(2, timeout=10)  # which one thread alone cannot pass
    Parts(2).each(meet.wait, meet.wait)
    seen: list[int] = []
    Parts(1).each(lambda: seen.append(1), lambda: seen.append(2))
    assert seen == [1, 2]


def test_what_a_part_raises_is_raised() -> None:
    def fails() -> None:
        raise ValueError("of a part")

    for works in ((fails, int), (int, fails)):
        with pytest.raises(ValueError, match="of a part"):
            Parts(2).each(*works)


def test_numbers_that_overflow_say_nothing_on_any_thread() -> None:
    with np.errstate(all="ignore"):
        Parts(2).each(*[lambda: np.full(3, 1e300) * 1e300] * 2)


@pytest.mark.parametrize(("flop", "count"), [(0, 1), (2**27 - 1, 1), (2**27, 2), (2**40, 4)])
def test_by_the_work_of_a_step(flop: int, count: int) -> None:
    with ThreadpoolController().limit(limits=4):
        assert parts_for(ARRAYS, flop).count == count


def test_a_library_with_threads_of_its_own_has_one_part() -> None:
    class Other(type(ARRAYS)):  # type: ignore[misc]
        shares = False

    other = Other(**{f: getattr(ARRAYS, f) for f in replace(ARRAYS).__dataclass_fields__})
    with ThreadpoolController().limit(limits=4):
        assert parts_for(other, 2**40).count == 1
