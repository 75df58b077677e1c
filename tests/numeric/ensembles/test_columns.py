"""Numbers of trajectories: a file, one for all, or drawn; and what is wrong with a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.reading.loading import load_article
from sslcheck.numeric.device.arrays import NotEnoughMemory
from sslcheck.numeric.ensembles.columns import Columns
from sslcheck.numeric.ensembles.options import EnsembleOptions

ARTICLE = load_article("exact-modes")
STATES, PARAMETERS = ("u_j",), ("s_j", r"\theta")


def columns(room: Any = lambda _: None, **given: Any) -> Columns:
    def symbols(names: tuple[str, ...]) -> dict[str, Any]:
        return {name: ARTICLE.symbols[name] for name in names}

    options = EnsembleOptions(ARTICLE.name, **given)
    return Columns(ARTICLE, options, symbols(STATES), symbols(PARAMETERS), room)


def test_a_file_says_and_the_rest_is_drawn(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", theta=[0.5, 1.0, 2.0])
    (tmp_path / "a.csv").write_text("θ \r\n0.5\r\n1\r\n\r\n2e0\r\n")
    for name in ("a.npz", "a.csv"):
        found = columns(file=str(tmp_path / name), starts={"u_j": 0.25}, seed=3)
        assert found.count == 3
        assert found.drawn == ("s_j",)
        assert found.value(r"\theta").tolist() == [0.5, 1.0, 2.0]
        assert found.value("u_j").tolist() == [0.25] * 3
        again = columns(trajectories=3, seed=3)
        np.testing.assert_array_equal(found.value("s_j"), again.value("s_j"))
        assert again.value("s_j").min() > 0
        assert np.ptp(again.value("u_j")) > 0


def test_numbers_that_are_not_finite_pass(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("u_j,theta\nnan,1\ninf,1\n")
    assert columns(file=str(tmp_path / "a.csv")).value("u_j").tolist() == [
        pytest.approx(np.nan, nan_ok=True), np.inf,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("u_j,thet\n1,1\n", "did you mean"),
        ("u_j,u_j\n1,1\n", "names a column twice"),
        ("u_j,theta\n1\n", "2 names and 1 numbers"),
        ("u_j,theta\n1,x\n", "a number for each name"),
        ("u_j,theta\n1,1,1\n", "2 names and 3 numbers"),
        ("u_j,theta\n", "has no trajectory"),
        ("theta\n-1\n", "is declared"),
        ("", "has no"),
        ("\udcff", "does not begin with a line of names"),
    ],
)
def test_what_is_wrong_with_a_table_is_said(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "a.csv").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(SslcheckError, match=said):
        columns(file=str(tmp_path / "a.csv"))


def test_what_is_wrong_with_an_archive_is_said(tmp_path: Path) -> None:
    for arrays, said in (
        ({"u_j": np.ones(2), "theta": np.ones(3)}, "different lengths"),
        ({"u_j": np.ones((2, 2))}, "one for each trajectory"),
        ({"u_j": np.array(["a"])}, "one for each trajectory"),
        ({"u_j": np.float64(1.0)}, "has no trajectory"),
        ({"u_k": np.ones(2)}, "did you mean"),
    ):
        np.savez(tmp_path / "a.npz", **arrays)
        with pytest.raises(SslcheckError, match=said):
            columns(file=str(tmp_path / "a.npz"))
    np.savez(tmp_path / "a.npz", theta=np.ones(2))
    with pytest.raises(SslcheckError, match="given otherwise as well"):
        columns(file=str(tmp_path / "a.npz"), values={"theta": 1.0})
    with pytest.raises(SslcheckError, match="must be a number of trajectories"):
        columns(file="a.txt")


def test_room_is_asked_for_before_numbers_are_read(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", theta=np.ones(4))
    (tmp_path / "a.csv").write_text("theta\n" + "x\n" * 4)

    def none(count: int) -> None:
        assert count == 4
        raise NotEnoughMemory

    for given in ({"trajectories": 4}, {"file": "a.npz"}, {"file": "a.csv"}):
        if "file" in given:
            given = {"file": str(tmp_path / str(given["file"]))}
        with pytest.raises(NotEnoughMemory):
            columns(none, **given)
