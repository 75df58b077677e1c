"""What a run of training needs depends on what is recorded."""

from __future__ import annotations

from tests.numeric.training.runs import options

from sslcheck.numeric.training.training import Training


def test_memory_depends_on_what_is_recorded_not_on_the_steps() -> None:
    def needed(steps: int, log_every: int) -> int:
        return Training(options(steps=steps, log_every=log_every)).memory

    assert needed(10, 1) == needed(10**7, 10**6)
    assert needed(10**6, 1) > 10**6 * 8 * 10  # each record: ten numbers at least
