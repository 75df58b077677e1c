"""The folder of a run of training, and of a comparison that goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tests.numeric.training.runs import options

from sslcheck.numeric.disk.document import DamagedDocument
from sslcheck.numeric.folder import Folder, UnusableFolder
from sslcheck.numeric.training.compare import compare
from sslcheck.numeric.training.matrix import Matrix, create_matrix, open_matrix
from sslcheck.numeric.training.training import Training


def after(steps: int) -> Callable[[], bool]:
    left = steps

    def stopped() -> bool:
        nonlocal left
        left -= 1
        return left == 0

    return stopped


def test_folder(tmp_path: Path) -> None:
    o = options(classes=4, probe=40)
    place = Folder.create(tmp_path / "run", o)
    training = Training(o)
    place.begin(training)
    assert not Folder.open(place.path).completed
    run = training.run()
    place.finish(training, run)
    found = Folder.open(place.path)
    assert found.completed
    assert found.options == o.as_dict()
    document = found.document
    assert document["theory"]["verdict"] == str(run.forecast.verdict)
    assert document["plan"]["matrix products"] == run.products
    assert document["result"]["end"]["loss"] == run.series["loss"][-1]
    with np.load(place.path / "record.npz", allow_pickle=False) as record:
        np.testing.assert_array_equal(record["series/loss"], run.series["loss"])
        np.testing.assert_array_equal(record["last/W"], run.last["W"])
    with pytest.raises(UnusableFolder, match="holds a run already"):
        Folder.create(place.path, o)


def small_matrix() -> Matrix:
    return Matrix(options(steps=20), ("directpred", "learned"), ("ema", "simsiam"), 2)


@pytest.mark.slow
def test_a_comparison_goes_on(tmp_path: Path) -> None:
    matrix = small_matrix()
    whole = compare(matrix)
    assert whole.finished
    create_matrix(tmp_path, matrix)
    assert open_matrix(tmp_path) == matrix
    first = compare(matrix, tmp_path, stopped=after(75))  # in the fourth of eight runs
    assert not first.finished
    assert len(first.cells) == 1
    made: list[int] = []
    again = compare(matrix, tmp_path, progress=lambda at: made.append(at.steps))
    assert again.finished
    assert made[0] == 76  # neither the runs that are complete nor the steps of the fourth
    assert [c.values for c in again.cells] == [c.values for c in whole.cells]
    with pytest.raises(UnusableFolder, match="holds a comparison already"):
        create_matrix(tmp_path, matrix)
    (tmp_path / "compare.json").write_text("{")
    with pytest.raises(DamagedDocument, match="damaged"):
        open_matrix(tmp_path)
    assert open_matrix(tmp_path / "elsewhere") is None
