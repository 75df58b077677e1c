"""Options of a simulation: what is filled in, what is refused, what comes back from a file."""

from __future__ import annotations

import json

import pytest

from sslcheck.numeric.options import InvalidOption, Options


def test_as_many_outputs_as_inputs_unless_said() -> None:
    assert Options(d=7).n == 7
    assert Options(d=7, n=3).n == 3


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"d": 0}, "`d` must be at least 1"),
        ({"n": -1}, "`n` must be at least 1"),
        ({"saves": 1}, "`saves` must be at least 2"),
        ({"target": "moco"}, "`target` must be one of ema"),
        ({"method": "euler"}, "`method` must be one of auto, tsit5, adams, rk4"),
        ({"data": "white"}, "`data` must be one of isotropic"),
        ({"init": "zeros"}, "`init` must be one of random"),
        ({"alpha_p": 0.0}, "`alpha_p` must be a positive"),
        ({"sigma2": -1.0}, "`sigma2` must be a nonnegative"),
        ({"t_end": float("inf")}, "`t_end` must be a positive"),
        ({"dtype": "float32", "eta": 1e40}, "`eta` must be .* in float32"),
    ],
)
def test_values_that_make_no_sense(changes: dict[str, object], words: str) -> None:
    with pytest.raises(InvalidOption, match=words):
        Options(**changes)  # type: ignore[arg-type]


def test_what_is_kept_comes_back() -> None:
    chosen = Options(d=5, n=3, eta=0.1, target="simsiam", init="a/start.npz", seed=2**100)
    kept = json.loads(json.dumps(chosen.as_dict()))
    assert Options.from_dict(kept) == chosen


@pytest.mark.parametrize(
    "change", [{"d": "5"}, {"eta": None}, {"symmetrised": 1}, {"colour": "red"}, {"d": 0}]
)
def test_what_was_written_by_hand_is_checked(change: dict[str, object]) -> None:
    with pytest.raises((InvalidOption, TypeError, ValueError, KeyError)):
        Options.from_dict({**Options(d=5).as_dict(), **change})
