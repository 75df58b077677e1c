"""An option that does not apply is refused, never ignored: a sample of all pairs."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.attack_ignored import ignored, pairs, write_files
from tests.drawing import EXPLORE, examples

_SAMPLE = examples(20)
_SEED = None if EXPLORE else 0
_MANY = "simulate --ensemble=all.npz --article=exact-modes --flow=strengths --t-end=1"
_ONCE = [  # options that were ignored once
    *((_MANY, option) for option in ("step", "seed", "scale", "every", "products")),
    ("discover --flow=modal --degree=1", "size"),
]


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_files()


@pytest.mark.slow
def test_none_of_a_sample_is_ignored() -> None:
    quick = [*pairs("simulate", "train", "kernels", "sweep", "check", "show", "articles", "env")]
    assert len(quick) > 500
    chosen = random.Random(_SEED).sample(quick, _SAMPLE)
    assert [pair for pair in chosen if "--ensemble" not in pair[0] and ignored(*pair)] == []


@pytest.mark.slow
@pytest.mark.parametrize(("scene", "option"), _ONCE)
def test_not_again(scene: str, option: str) -> None:
    if "--ensemble" in scene:
        pytest.importorskip("numba", reason="the extra `numba` is not installed")
    assert (scene, option) in [*pairs()]
    assert not ignored(scene, option)


def test_one_that_is_ignored_would_be_seen() -> None:
    """The values of a bound that is not met say nothing."""
    assert ignored("simulate --d=5 --n=3 --t-end=1 --saves=3", "max_steps")
