"""Columns as CSV, and as a table of pandas."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sslcheck.derive.errors import MissingLibrary
from sslcheck.derive.text.columns import as_csv, as_frame

COLUMNS: dict[str, Any] = {"t": np.array([0.0, 0.1]), "said": ['a "word", and\nanother', "plain"]}


def test_a_reader_gets_back_what_was_written(tmp_path: Path) -> None:
    text = as_csv(COLUMNS, tmp_path / "t.csv")
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as file:
        rows = [*csv.reader(file)]
    assert rows == [["t", "said"], ["0.0", COLUMNS["said"][0]], ["0.1", "plain"]]
    assert text == (tmp_path / "t.csv").read_text(encoding="utf-8")


def test_columns_of_one_length() -> None:
    with pytest.raises(ValueError, match=r"shorter|longer"):
        as_csv({"a": [1], "b": [1, 2]})


def test_pandas() -> None:
    pandas = pytest.importorskip("pandas")
    frame = as_frame(COLUMNS)
    assert isinstance(frame, pandas.DataFrame)
    assert [*frame.columns] == ["t", "said"]
    assert frame["t"].to_numpy().tolist() == [0.0, 0.1]


def test_without_pandas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingLibrary, match="pip install pandas"):
        as_frame(COLUMNS)
