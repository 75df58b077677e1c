"""Arrays of any library as files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sslcheck.numeric.bounds import InvalidOption
from sslcheck.numeric.handed import Kept, array_of, is_array

NUMBERS = np.arange(6.0).reshape(2, 3)


class OnDevice:
    """As CuPy has it: NumPy may not take it, `get` copies it."""

    __cuda_array_interface__ = {"version": 3}  # noqa: RUF012

    def get(self) -> Any:
        return NUMBERS

    def __array__(self, *_: Any) -> Any:
        raise TypeError("implicit conversion is not allowed")


class Tensor:
    """As PyTorch has it: no array while a gradient is taken, or on a device."""

    def __init__(self, ready: int = 0) -> None:
        self.ready = ready

    def detach(self) -> Tensor:
        return Tensor(self.ready + 1)

    def cpu(self) -> Tensor:
        return Tensor(self.ready + 1)

    def __array__(self, *_: Any, **__: Any) -> Any:
        if self.ready < 2:
            raise RuntimeError("Can't call numpy() on Tensor that requires grad")
        return NUMBERS


@pytest.mark.parametrize("given", [NUMBERS, NUMBERS.tolist(), OnDevice(), Tensor()])
def test_of_any_library(given: Any) -> None:
    assert is_array(given)
    np.testing.assert_array_equal(array_of(given, "`X`"), NUMBERS)


def test_of_a_file(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", NUMBERS)
    for path in (tmp_path / "x.npy", str(tmp_path / "x.npy")):
        assert is_array(path)
        np.testing.assert_array_equal(array_of(path, "`X`"), NUMBERS)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (np.array(["a"]), "real numbers; got dtype <U1"),
        (np.ones(2) * 1j, "got dtype complex128"),
        ([[1.0], [1.0, 2.0]], "is no array of numbers"),
        ("nowhere.npy", "cannot read `nowhere.npy`: No such file"),
        (Path(__file__), "is no array of numbers"),
    ],
)
def test_what_is_none(given: Any, said: str) -> None:
    with pytest.raises(InvalidOption, match=f"^`X`.*{said}"):
        array_of(given, "`X`")


def test_a_pickle_is_not_read(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", np.array([object()]), allow_pickle=True)
    with pytest.raises(InvalidOption, match="no array of numbers"):
        array_of(tmp_path / "x.npy", "`X`")


def test_equal_arrays_are_one_file() -> None:
    kept = Kept()
    path = kept.array(NUMBERS)
    assert kept.array(NUMBERS.copy()) == path
    assert kept.array(NUMBERS.reshape(3, 2)) != path
    assert kept.array(NUMBERS.astype(np.float32)) != path
    np.testing.assert_array_equal(np.load(path), NUMBERS)


def test_several_by_name() -> None:
    kept = Kept()
    path = kept.arrays({"X": NUMBERS, "X_prime": np.asarray(2.0)})
    with np.load(path) as found:
        assert sorted(found.files) == ["X", "X_prime"]
    assert kept.arrays({"X": NUMBERS}) != path


def test_what_was_made_is_taken_away(tmp_path: Path) -> None:
    there = Path(Kept(tmp_path).array(NUMBERS))
    kept = Kept(tmp_path)
    paths = [kept.array(NUMBERS), kept.arrays({"X": NUMBERS}), kept.array(NUMBERS[0])]
    assert {Path(path).parent for path in paths} == {tmp_path}
    kept.forget()
    assert [*tmp_path.iterdir()] == [there]
