"""Arrays of users' files: plain numbers of the right shape, or one clear message."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest

from sslcheck.derive.setting import Symbol
from sslcheck.numeric.bounds import InvalidOption
from sslcheck.numeric.disk.files import UnreadableFile
from sslcheck.numeric.flows.given import read_value

SYMBOL = Symbol("M", ("d", "d"), frozenset({"symmetric"}))
SHAPES = ((2, 2), (2,))


def read(path: Path) -> np.ndarray:
    return read_value(str(path), SYMBOL, SHAPES, "float64", "d = 2")


def test_numbers_come_in_double_precision(tmp_path: Path) -> None:
    file = tmp_path / "M.npy"
    np.save(file, np.array([[1, 2], [2, 3]], dtype=np.int8))
    assert read(file).dtype == np.float64
    np.testing.assert_array_equal(read(file), [[1, 2], [2, 3]])
    np.save(file, np.ones(2, dtype=np.float32))
    assert read(file).shape == (2,)


def test_nothing_is_unpickled(tmp_path: Path) -> None:
    file = tmp_path / "M.npy"
    np.save(file, np.array([[print, 1], [1, 2]], dtype=object), allow_pickle=True)
    with pytest.raises(InvalidOption, match="must be real numbers of shape"):
        read(file)
    file.write_bytes(pickle.dumps([1, 2]))
    with pytest.raises(InvalidOption, match=r"is not an \.npy file of plain numbers"):
        read(file)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (np.ones((3, 3)), r"shape \(2, 2\) or \(2,\); got float64 of shape \(3, 3\)\. Sizes"),
        (np.ones((2, 2), dtype=complex), "got complex128"),
        (np.array([[1.0, np.nan], [np.nan, 1.0]]), r"finite numbers.*got nan at \[0, 1\]"),
        (np.array([[1.0, 2.0], [0.0, 1.0]]), "is declared symmetric; it is not symmetric"),
        (np.full((2, 2), 1e60), "of size 1e"),
    ],
)
def test_what_is_of_no_use_is_told(value: np.ndarray, said: str, tmp_path: Path) -> None:
    np.save(tmp_path / "M.npy", value)
    with pytest.raises(InvalidOption, match=said):
        read(tmp_path / "M.npy")


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        read(tmp_path / "no.npy")
    with pytest.raises(UnreadableFile):
        read(tmp_path)
    np.save(tmp_path / "M.npy", np.ones((2, 2)))
    whole = (tmp_path / "M.npy").read_bytes()
    (tmp_path / "M.npy").write_bytes(whole[:-8])
    with pytest.raises(InvalidOption, match="is cut off or damaged"):
        read(tmp_path / "M.npy")
