"""What is compared: options of each run, and the file that keeps them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.numeric.training.runs import options

from sslcheck.numeric.bounds import InvalidOption
from sslcheck.numeric.disk.document import DamagedDocument
from sslcheck.numeric.folder import COMPARISON, UnusableFolder
from sslcheck.numeric.training.matrix import Matrix, create_matrix, folder_of, open_matrix

BASE = options(seed=5, predictor="directset", power=0.3)
MATRIX = Matrix(BASE, ("directset", "learned"), ("ema", "simsiam"), 2)


def test_each_run_has_the_options_that_its_predictor_has() -> None:
    found = {pair: MATRIX.options(*pair, 1) for pair in MATRIX.cells()}
    assert [*found] == [(p, t) for t in ("ema", "simsiam") for p in ("directset", "learned")]
    for (name, target), run in found.items():
        assert (run.predictor, run.target, run.seed) == (name, target, 6)
        assert run.power == (0.3 if name == "directset" else 0.5)
        assert folder_of(run) == f"{name}-{target}-6"


def test_a_comparison_is_what_its_file_says(tmp_path: Path) -> None:
    assert open_matrix(tmp_path) is None
    create_matrix(tmp_path, MATRIX)
    assert open_matrix(tmp_path) == MATRIX
    with pytest.raises(UnusableFolder):
        create_matrix(tmp_path, MATRIX)
    text = json.loads((tmp_path / COMPARISON).read_text())
    (tmp_path / COMPARISON).write_text(json.dumps({**text, "seeds": "many"}))
    with pytest.raises(DamagedDocument):
        open_matrix(tmp_path)


@pytest.mark.parametrize("change", [{"seeds": 0}, {"predictors": ()}, {"predictors": ("other",)}])
def test_what_is_no_comparison(change: dict[str, object]) -> None:
    given = {"predictors": ("learned",), "targets": ("ema",), "seeds": 1, **change}
    with pytest.raises(InvalidOption):
        Matrix(options(), **given).check()  # type: ignore[arg-type]
