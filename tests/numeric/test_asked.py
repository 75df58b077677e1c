"""What keywords and arrays ask for, as options."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sslcheck.derive import SslcheckError
from sslcheck.numeric import simulate
from sslcheck.numeric.asked import ensemble_asked, simulation_asked, training_asked
from sslcheck.numeric.bounds import InvalidOption
from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.handed import Kept
from sslcheck.numeric.options import Options

SHORT: dict[str, Any] = {"t_end": 1.0, "saves": 3}
X = np.diag([3.0, 2.0, 1.0, 0.5]) + 0.1


def test_numbers_by_any_spelling() -> None:
    words: tuple[dict[str, Any], ...] = ({"theta": 0.5}, {"θ": 0.5}, {r"\theta": np.float64(0.5)})
    found = [simulation_asked("exact-modes", "strengths", word, Kept()) for word in words]
    assert found[0] == found[1] == found[2]
    assert isinstance(found[0], FlowOptions)
    assert found[0].values == {r"\theta": 0.5}


def test_arrays_are_files_and_say_the_sizes(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    found = simulation_asked("directpred", "", {"X": X, "W": np.ones((2, 4))}, kept)
    assert isinstance(found, Options)
    assert (found.d, found.n) == (4, 2)
    assert {Path(found.data).parent, Path(found.init).parent} == {tmp_path}
    assert training_asked("directpred", {"X": X}, kept).d == 4


@pytest.mark.parametrize(
    ("article", "given", "said"),
    [
        ("directpred", {"etta": 1}, "`etta` is no option and no symbol.*did you mean `eta`"),
        ("two-layer", {"SS": X}, "did you mean `S`"),
        ("directpred", {"X": X, "data": "isotropic"}, "give `data` or X, not both"),
        ("directpred", {"X": "isotropic"}, "`X`: cannot read `isotropic`"),
        ("two-layer", {"S": np.ones((4, 3))}, "must be real numbers of shape"),
        ("directpred", {"X": X, "d": 5}, "must have shape"),
    ],
)
def test_what_cannot_be_meant(article: str, given: dict[str, Any], said: str) -> None:
    with pytest.raises(SslcheckError, match=said):
        simulate(article, **given, **SHORT)


def test_an_ensemble_has_a_number_or_one_for_each(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    found = ensemble_asked("a", "f", 0, {"w": [1.0, 2.0], "eta": 0.5, "t_end": 3}, kept)
    assert (found.trajectories, found.t_end) == (0, 3)
    with np.load(found.file) as arrays:
        assert {name: arrays[name].tolist() for name in arrays} == {
            "w": [1.0, 2.0],
            "eta": [0.5, 0.5],
        }
    assert ensemble_asked("a", "f", 7, {"eta": 0.5}, kept).trajectories == 0
    assert ensemble_asked("a", "f", 7, {}, kept).trajectories == 7
    assert ensemble_asked("a", "f", 0, {"file": Path("x.csv")}, kept).file == "x.csv"


@pytest.mark.parametrize(
    ("count", "given", "said"),
    [
        (
            3,
            {"w": [1.0, 2.0]},
            r"one for each of the trajectories; got shape \(2,\) beside \[2, 3\]",
        ),
        (0, {"w": [1.0], "v": [1.0, 2.0]}, "one for each of the trajectories"),
        (2, {"w": np.eye(2)}, r"got shape \(2, 2\)"),
        (0, {"w": 1.0, "file": "x.csv"}, "give `file` or w, not both"),
        (0, {"w": 1.0}, "say how many `trajectories`"),
        (0, {}, "trajectories"),
    ],
)
def test_what_is_no_ensemble(count: int, given: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidOption, match=said):
        ensemble_asked("a", "f", count, given, Kept())
