"""A run of training in one line, and the figure that shows it."""

from __future__ import annotations

from tests.numeric.training.runs import train


def test_a_run_is_told_in_one_line() -> None:
    run = train(steps=20)
    assert repr(run).startswith("<TrainRun: directpred, target ema, n = 4, d = 6, completed after")
    assert repr(run).endswith(f"20 steps, {len(run.series)} series at 3 times>")
    assert run.figures == ("training",)


def test_one_entry_for_each_record() -> None:
    run = train(steps=25)
    assert {len(series) for series in run.series.values()} == {len(run.times)} == {4}
    assert (run.times[0], run.times[-1]) == (0.0, 25 * run.options.time_step)
