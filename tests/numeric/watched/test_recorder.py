"""What a run has saved: rows in order, restored as they were, no more than there is room for."""

from __future__ import annotations

import numpy as np
import pytest

from sslcheck.numeric.watched.recorder import Recorder
from sslcheck.numeric.watched.series import Series

TIMES = np.array([0.0, 0.5, 1.0, 1.5])
KNOWN = {"loss": Series("objective", "value"), "other": Series("other", "value")}


def recorded(count: int, whole: bool = True) -> Recorder:
    recorder = Recorder(TIMES, whole, KNOWN)
    for k in range(count):
        state = np.full((2, 3), k, np.float32)
        recorder.add({"loss": 10.0 - k}, {"W": state})
        state[:] = -1  # what is recorded is a copy
    return recorder


def test_save_times_are_due_once() -> None:
    recorder = recorded(1)
    assert recorder.due(0.4) == []
    assert recorder.due(1.0) == [0.5, 1.0]
    assert recorded(3).due(1.0) == []
    assert recorded(3).due(9.0) == [1.5]


def test_series_and_states_so_far() -> None:
    recorder = recorded(2)
    np.testing.assert_array_equal(recorder.series()["loss"], [10.0, 9.0])
    assert recorder.states()["W"].dtype == np.float32
    np.testing.assert_array_equal(recorder.states()["W"][:, 1, 2], [0.0, 1.0])
    assert recorded(2, whole=False).states() == {}


@pytest.mark.parametrize("whole", [True, False])
def test_what_is_restored_goes_on_alike(whole: bool) -> None:
    again = Recorder(TIMES, whole, KNOWN)
    again.restore(recorded(2, whole).as_arrays())
    for k in (2, 3):
        again.add({"loss": 10.0 - k}, {"W": np.full((2, 3), k, np.float32)})
    found, expected = again.as_arrays(), recorded(4, whole).as_arrays()
    assert found.keys() == expected.keys()
    for name, values in expected.items():
        np.testing.assert_array_equal(found[name], values)


def test_rows_that_do_not_fit_are_refused() -> None:
    arrays = recorded(2).as_arrays()
    with pytest.raises(ValueError, match=r"`series/loss` has shape \(1,\), of 2 save times"):
        Recorder(TIMES, True, KNOWN).restore({**arrays, "series/loss": np.zeros(1)})
    with pytest.raises(ValueError, match="broadcast"):
        Recorder(TIMES[:1], True, KNOWN).restore(arrays)
    with pytest.raises(KeyError, match="times"):
        Recorder(TIMES, True, KNOWN).restore({})


def test_only_what_is_known_is_recorded() -> None:
    with pytest.raises(KeyError, match="nothing is known of the series lost"):
        Recorder(TIMES, False, KNOWN).add({"loss": 1.0, "lost": 2.0}, {})
    arrays = {"times": TIMES[:1], "series/lost": np.zeros(1)}
    with pytest.raises(KeyError, match="lost"):
        Recorder(TIMES, False, KNOWN).restore(arrays)
    assert recorded(1).about == {"loss": KNOWN["loss"]}
