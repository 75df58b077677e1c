"""Runs that were stopped go on to the same bits; what they cannot go on from is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.numeric.training.runs import options

from sslcheck.numeric.device.parts import Parts
from sslcheck.numeric.disk.checkpoint import ForeignCheckpoint, write_checkpoint
from sslcheck.numeric.outcome import Outcome
from sslcheck.numeric.training.result import TrainRun
from sslcheck.numeric.training.training import Training

KINDS: dict[str, dict[str, Any]] = {
    "directpred": {},
    "float32": {"dtype": "float32"},
    "learned, momentum": {"predictor": "learned", "momentum": 0.7, "target": "simsiam"},
    "masks, classes": {"noise": "mask", "classes": 4, "probe": 40},
    "products": {"root": "products", "eps": 0.0, "batch": 64},
    "reference": {"convention": "reference", "freq": 4, "momentum": 0.3},
    "no stop-gradient": {"target": "no-stop-gradient", "predictor": "learned"},
    "exact": {"batch": 0},
}


def after(steps: int) -> Callable[[], bool]:
    left = steps

    def stopped() -> bool:
        nonlocal left
        left -= 1
        return left == 0

    return stopped


def bits(run: TrainRun) -> dict[str, bytes]:
    return {name: a.tobytes() for name, a in (run.series | run.last).items()}


@pytest.mark.parametrize("parts", [1, 2])
@pytest.mark.parametrize("kind", KINDS)
def test_goes_on_to_the_same_bits(
    kind: str, parts: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = "sslcheck.numeric.training.training"
    monkeypatch.setattr(f"{module}.parts_for", lambda arrays, flop: Parts(parts))
    o = options(**KINDS[kind])
    whole = Training(o).run()
    path = tmp_path / "checkpoint.npz"
    for stop in (7, 16):  # two interruptions
        run = Training(o).run(stopped=after(stop), checkpoint=path, every=1e9, resume=path.exists())
        assert run.outcome is Outcome.INTERRUPTED
    assert run.steps == 23
    job = Training(o)
    assert job.threads == parts
    run = job.run(checkpoint=path, every=1e9, resume=True)
    assert run.outcome is Outcome.COMPLETED
    assert bits(run) == bits(whole)
    assert (run.steps, run.products, run.clamped) == (whole.steps, whole.products, whole.clamped)


def test_a_checkpoint_of_another_run_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.npz"
    Training(options()).run(stopped=after(5), checkpoint=path)
    with pytest.raises(ForeignCheckpoint, match="other options"):
        Training(options(seed=9)).run(checkpoint=path, resume=True)


IMPOSSIBLE: dict[str, tuple[float, ...]] = {
    "step": (-1, 0.5, 41, 1e308, float("inf"), float("nan")),
    "seconds": (-1, float("nan")),
    "clamped": (-1, float("inf")),
    "fallbacks": (0.5, float("inf")),
    "products": (-1, float("nan")),
    "stream 1 state 2": (-1, 2**32, float("inf")),  # of the generator
    "stream 0 inc 0": (0.5, float("nan")),
    "stream 1 spare": (2, float("inf")),
    "stream 0 uinteger": (2**32, float("inf")),
}


def test_memory_that_no_run_can_have(tmp_path: Path) -> None:
    """Written by hand, with a digest: every number is held against what it stands for."""
    path, training = tmp_path / "checkpoint.npz", Training(options())
    training.run(stopped=after(5), checkpoint=path)
    true = training._kept(0.0)
    for name, values in IMPOSSIBLE.items():
        for value in values:
            write_checkpoint(path, replace(true, memory={**true.memory, name: value}))
            with pytest.raises(ForeignCheckpoint, match=f"incomplete: `{name}` = "):
                Training(options()).run(checkpoint=path, resume=True)
        short = {key: number for key, number in true.memory.items() if key != name}
        write_checkpoint(path, replace(true, memory=short))
        with pytest.raises(ForeignCheckpoint, match=f"incomplete: '{name}'"):
            Training(options()).run(checkpoint=path, resume=True)
    write_checkpoint(path, replace(true, memory={**true.memory, "step": 40}))
    with pytest.raises(ForeignCheckpoint, match=r"expected float64 of shape \(5,\)"):
        Training(options()).run(checkpoint=path, resume=True)
    write_checkpoint(path, true)
    Training(options()).run(checkpoint=path, resume=True)


def test_products_are_counted_before_the_run() -> None:
    for predictor, target, each in (
        ("directpred", "ema", 6),
        ("learned", "simsiam", 6),
        ("identity", "ema", 3),
        ("learned", "no-stop-gradient", 7),
    ):
        training = Training(options(predictor=predictor, target=target, d=40))
        assert training.planned == each * 40
        assert training.run().products == training.planned
    by_products = Training(options(root="products"))
    assert by_products.run().products > by_products.planned
