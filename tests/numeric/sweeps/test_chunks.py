"""Chunks grow to what takes a second, and nothing is lost of one that was not finished."""

from __future__ import annotations

from itertools import islice
from typing import Any

import pytest
from tests.numeric.sweeps.single import run_cell
from tests.numeric.sweeps.test_workers import SWEEP

from sslcheck.numeric.sweeps import chunks as module
from sslcheck.numeric.sweeps.chunks import Chunks, run_chunk


def test_chunks_are_of_cells_next_to_each_other() -> None:
    chunks = Chunks(iter(range(1000)))
    assert [*islice(chunks, 3)] == [[0], [1], [2]]
    sizes = []
    for _ in range(9):
        chunks.took(10, 0.05)
        sizes.append(chunks.size)
    assert sizes == [2, 4, 8, 16, 32, 64, 64, 64, 64]
    assert next(chunks) == [*range(3, 67)]
    chunks.took(64, 6.4)
    assert next(chunks) == [*range(67, 77)]
    chunks.took(10, 40.0)
    assert next(chunks) == [77]
    chunks.took(0, 0.0)
    assert chunks.size == 1


def test_what_comes_back_is_handed_out_first() -> None:
    chunks = Chunks(iter(range(5)))
    chunks.took(1, 0.1)
    assert next(chunks) == [0, 1]
    chunks.again([1])
    chunks.alone([0, 7])
    assert [*chunks] == [[0], [7], [1, 2], [3, 4]]
    chunks.again([9])
    assert [*chunks] == [[9]]


def test_a_chunk_is_what_its_cells_are(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, dict[str, Any]]] = [(c, SWEEP.plain(c)) for c in range(4)]
    rows, seconds = run_chunk(SWEEP.kind, asked)
    assert sorted(rows) == [0, 1, 2, 3]
    assert seconds > 0
    for cell, plain in asked:
        alone = run_cell(SWEEP.kind, plain)
        assert rows[cell].keys() == alone.keys()
        assert rows[cell]["code"] == alone["code"]
        assert rows[cell].get("J") == pytest.approx(alone.get("J"))
    monkeypatch.setattr(module, "_SECONDS", 0.0)
    assert [*run_chunk(SWEEP.kind, asked)[0]] == [0]
