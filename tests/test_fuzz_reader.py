"""Files of other people that once were wrong for a reader, and the first of those that feed it."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from tests.fuzz_guard import Guard
from tests.fuzz_targets import TARGETS

FEW = {"verify": 1, "run": 1}  # the others of these take seconds to make
ONCE_WRONG = [
    ("latex", b"W = " + b"I " * 1900 + b"W")  # a chain of identities, one found by the next
]


@pytest.fixture(scope="module")
def guarded() -> Iterator[dict[str, Guard]]:
    guards = {name: Guard(target.call, limit=20.0) for name, target in TARGETS.items()}
    yield guards
    for guard in guards.values():
        guard.close()


@pytest.mark.parametrize("target", TARGETS)
def test_spoilt_files_are_read_or_refused(target: str, guarded: dict[str, Guard]) -> None:
    rng = random.Random(0)
    for data in islice(TARGETS[target].seeds(), FEW.get(target, 8)):
        for _ in range(5):
            data = TARGETS[target].spoilt(rng, data)
            assert guarded[target](data) is None, data


@pytest.mark.parametrize(("target", "data"), ONCE_WRONG)
def test_what_once_was_wrong(target: str, data: bytes, guarded: dict[str, Guard]) -> None:
    assert guarded[target](data) is None


def read(data: bytes, folder: Path) -> None:
    """A reader that does what an input says."""
    match data:
        case b"open":
            Path(os.devnull).read_bytes()
        case b"evaluate":
            eval("1 + 1")
        case b"run":
            os.system("true")
        case b"endless":
            while True:
                pass
        case _:
            raise KeyError(data)


@pytest.mark.parametrize("data", ["open", "evaluate", "run", "endless", "raise"])
def test_what_a_reader_must_not_do_is_seen(data: str) -> None:
    guard = Guard(read, limit=0.2)
    found = guard(data.encode())
    guard.close()
    assert found is not None
    said = {"open": os.devnull, "evaluate": "<string>", "run": "os.system", "endless": "slow"}
    assert said.get(data, "KeyError") in found.place + found.said
