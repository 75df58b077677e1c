"""Runs for other programs and notebooks."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import numpy as np
import pytest

from sslcheck.numeric import FlowRun, Run, TrainRun, simulate, train


@pytest.fixture(scope="module")
def runs() -> tuple[Run | FlowRun | TrainRun, ...]:
    return (
        simulate(d=6, t_end=1.0, saves=5),
        simulate("two-layer", d=4, h=3, m=2, t_end=1.0, saves=5),
        train(d=8, n=4, steps=20, log_every=5, batch=16, classes=0),
    )


def rows(text: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text))


def test_csv_holds_the_numbers(runs: tuple[Run | FlowRun | TrainRun, ...]) -> None:
    for run in runs:
        head, *lines = rows(run.to_csv())
        assert head == ["t", *run.series]
        found = np.array(lines, dtype=float)
        np.testing.assert_array_equal(found[:, 0], run.times)
        np.testing.assert_array_equal(found[:, head.index("loss")], run.series["objective"])


def test_pandas_holds_the_numbers(runs: tuple[Run | FlowRun | TrainRun, ...]) -> None:
    pytest.importorskip("pandas")
    for run in runs:
        frame = run.to_pandas()
        assert len(frame) == len(run.times)
        np.testing.assert_array_equal(frame["loss"], run.series["J"])


def test_a_notebook_shows_the_summary(runs: tuple[Run | FlowRun | TrainRun, ...]) -> None:
    for run in runs:
        table = run._repr_markdown_().splitlines()[2:]
        assert {line.count("|") for line in table} == {9}
        assert len(table) == 2 + len(run.findings)
        assert "nan" not in "".join(table)


def test_one_line_each(runs: tuple[Run | FlowRun | TrainRun, ...]) -> None:
    for run in runs:
        assert "\n" not in repr(run)
        assert len(repr(run)) < 400
