"""BLAS gets the threads that the products of a run are worth, and no more than are allowed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from threadpoolctl import ThreadpoolController

from sslcheck.numeric.device.threads import GRAIN, blas_threads, threads_for
from sslcheck.numeric.options import Options
from sslcheck.numeric.simulation import Simulation
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.training import Training

ANY = 2**60
"""Operations that are worth every thread there is."""


@pytest.fixture(autouse=True)
def _four_allowed() -> Iterator[None]:
    with ThreadpoolController().limit(limits=4):
        yield


@pytest.mark.parametrize(
    ("flop", "threads"),
    [(0, 1), (GRAIN - 1, 1), (2 * GRAIN - 1, 1), (2 * GRAIN, 2), (3 * GRAIN, 3), (ANY, 4)],
)
def test_a_thread_for_each_grain_of_work(flop: int, threads: int) -> None:
    assert threads_for(flop) == threads
    with blas_threads(flop):
        assert {pool["num_threads"] for pool in _pools()} == {threads}
    assert {pool["num_threads"] for pool in _pools()} == {4}


def test_what_is_allowed_around_is_not_exceeded() -> None:
    with blas_threads(2 * GRAIN), blas_threads(ANY):
        assert threads_for(ANY) == 2


def _pools() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ThreadpoolController().select(user_api="blas").info()
    return found


def _simulation(d: int) -> Callable[..., object]:
    return Simulation(Options(d=d, n=d, t_end=1e-3, saves=2, model="full")).run


def _training(d: int) -> Training:
    return Training(TrainOptions(d=d, n=d, batch=d, steps=2, classes=0, log_every=2))


@pytest.mark.parametrize(("d", "threads"), [(16, 1), (330, 2)])
def test_a_run_takes_threads_by_its_largest_product(d: int, threads: int) -> None:
    seen = set()
    _simulation(d)(progress=lambda _: seen.add(threads_for(ANY)))
    assert seen == {threads}  # 2 d^3 operations: 72 million, a little above two grains


@pytest.mark.parametrize(("d", "parts"), [(16, 1), (240, 2)])
def test_training_has_threads_of_its_own_and_leaves_blas_one(d: int, parts: int) -> None:
    seen, training = set(), _training(d)
    assert training.threads == training.parts.count == parts
    training.run(progress=lambda _: seen.add(threads_for(ANY)))
    assert seen == {1}
