"""A training run as text and as a figure: what is there for which run."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.numeric.training.runs import options, train

from sslcheck.numeric.training.compare import Cell, Comparison, _told, compare
from sslcheck.numeric.training.matrix import Matrix
from sslcheck.numeric.training.training import Training
from sslcheck.reports.training import render_comparison, render_forecast, render_training


@pytest.mark.parametrize("width", [80, 120])
def test_text_keeps_to_the_width_but_for_the_table(width: int) -> None:
    head = render_forecast(Training(options(data="power-law", noise="mask")), width)
    assert max(map(len, head.splitlines())) <= width
    tail = render_training(train(classes=4, probe=20), width).split("\n\n")[0]
    assert max(map(len, tail.splitlines())) <= width


def test_a_row_has_the_values_of_the_run() -> None:
    run = train(classes=4, probe=20)
    text = render_training(run)
    for key, name in (("norm of W", "‖W‖"), ("loss", "objective J"), ("probe accuracy", "probe")):
        line = next(line for line in text.splitlines() if name in line)
        for value in (run.series[key][0], run.series[key][-1], run.expected[key]):
            assert f" {value:.3g}" in line


def test_a_comparison_without_a_cell_is_no_table() -> None:
    matrix = Matrix(options(), ("learned",), ("ema", "simsiam"), 2)
    lines = render_comparison(Comparison(matrix, (), False, {})).splitlines()
    assert lines[-1] == "interrupted before the first of 2 cells had ended"
    assert not any(line.startswith("target") for line in lines)


def test_cells_of_a_comparison() -> None:
    matrix = Matrix(options(), ("learned",), ("ema", "simsiam"), 2)
    cells = (
        Cell("learned", "ema", Counter(collapse=2), Counter({"3 of 4 alive": 1, "collapse": 1}),
             1, 1, 0, (0.05, 0.05), {"loss": (1.2345, 0.056)}, {}),
        Cell("learned", "simsiam", Counter(collapse=2), Counter(diverged=2), 0, 0, 2, (0.05, 0.02),
             {}, {}),
    )  # fmt: skip
    lines = render_comparison(Comparison(matrix, cells, False, {})).splitlines()
    assert "lr 0.02 to 0.05 (from X and X')" in " ".join(lines[:5])
    assert "3 of 4 alive in 1 run, collapse in 1" in lines[-3]
    assert "1 NOT as proved" in lines[-3]
    assert "1.23 ± 0.06" in lines[-3]
    assert lines[-2].rstrip().endswith("-")
    assert "interrupted" in lines[-1]


MATRICES: dict[str, Any] = {
    "isotropic": 0.7,
    "diagonal": np.arange(1.0, 7.0),
    "dense": np.eye(6) + 0.2,
}


@pytest.mark.parametrize("kind", MATRICES)
@pytest.mark.parametrize("noise", MATRICES)
def test_the_header_says_what_the_moments_are(tmp_path: Path, kind: str, noise: str) -> None:
    """Of a single run and of a comparison; X' is the file's, whatever the augmentation's name."""
    file = tmp_path / "c.npz"
    np.savez(file, X=MATRICES[kind], X_prime=MATRICES[noise])
    chosen = options(data=str(file), steps=1, predictor="learned")
    single = render_forecast(Training(chosen), 400)
    several = render_comparison(compare(Matrix(chosen, ("learned",), ("ema",), 1)), 400)
    for text in (single, several):
        (line,) = [line for line in text.splitlines() if line.startswith("data ")]
        assert line.split(maxsplit=1)[1] == f"{kind} inputs ({file}), {noise} augmentation"


def test_the_rank_of_what_has_collapsed_is_not_told() -> None:
    """Its shape alone would look sound. Where some runs live, the rank is theirs."""
    dead = options(steps=300, lr=0.1, eta=3.0, log_every=300, target="simsiam")
    cells = compare(Matrix(dead, ("learned",), ("simsiam",), 2)).cells
    assert cells[0].happened == {"collapse": 2}
    assert all(rank > 1 for rank in cells[0].values["effective rank"])
    text = render_comparison(Comparison(Matrix(dead, (), (), 2), cells, True, {}))
    heads, cell = text.splitlines()[-2:]
    assert cell[heads.index("rank") :].startswith("-  ")
    lives: dict[str, tuple[float, ...]] = {"modes alive": (0.0, 4.0), "effective rank": (3.9, 2.0)}
    assert dict(_told(lives))["effective rank"] == (2.0,)
