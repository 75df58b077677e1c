"""The picture and the table of a sweep; a threshold stands there only where it is proved."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sslcheck.numeric.options import Options
from sslcheck.numeric.sweeps.axes import axes_of, pairs_over
from sslcheck.numeric.sweeps.cell import failed
from sslcheck.numeric.sweeps.cells import Sweep
from sslcheck.numeric.sweeps.folder import create_sweep
from sslcheck.numeric.sweeps.table import SweepTable
from sslcheck.reports.page.stored import UnusableRun, read_run
from sslcheck.reports.page.swept import picture_of, sweep_rows

PLANE = ("eta=0:0.3:3", "sigma2=0,1")


def table(*over: str, path: Path | None = None, seeds: int = 1, **options: Any) -> SweepTable:
    base = Options(d=4, **options)
    sweep = Sweep("simulation", base.as_dict(), axes_of(pairs_over(over), base), seeds)
    if path is not None:
        create_sweep(path, sweep)
        path = path / "sweep.csv"
    found = SweepTable(sweep, path)
    row = {"code": "completed", "cause": "", "contradicted": False, "seconds": 0.1}
    for cell in range(len(sweep)):
        found.add({cell: {**row, "loss": 1.0 + cell, "modes alive": float(cell)}})
    return found


def test_the_threshold_is_that_of_the_article() -> None:
    picture = picture_of(table(*PLANE))
    assert picture is not None
    assert picture.quantity == "modes alive at the end"
    assert picture.found.shape == (3, 2, 1)
    assert picture.edge is not None
    assert picture.edge.along == 0
    # by hand: tau^2 / (4 (1 + sigma^2)) at tau = 1
    assert picture.edge.values == pytest.approx([0.25, 0.125])
    assert r"$\tau_j = 1$" in picture.edge.label
    assert picture.labels == (r"$\eta$", r"$\sigma^2$")
    line = picture_of(table("eta=0:0.3:3", sigma2=0.6))
    assert line is not None
    assert line.edge is not None
    assert line.edge.values == pytest.approx(1 / 6.4)


@pytest.mark.parametrize("given", [
    (("sigma2=0,1",), {}),
    (PLANE, {"data": "power-law"}),
    (("eta=0:0.3:3",), {"article": "non-contrastive"}),
])  # fmt: skip
def test_no_threshold_where_none_is_proved_of_what_is_swept(given: Any) -> None:
    over, options = given
    picture = picture_of(table(*over, **options))
    assert picture is not None
    assert picture.edge is None


def test_words_and_three_axes_have_no_picture() -> None:
    assert picture_of(table("target=ema,simsiam")) is None
    assert picture_of(table(*PLANE, "beta=1,2")) is None
    assert picture_of(table("eta=0.1")) is None


def test_rows_are_means_over_the_seeds() -> None:
    found = table("eta=0,0.1", seeds=2)
    found.add({3: failed("no")})
    headers, rows = sweep_rows(found)
    assert headers == ("eta", "ended", "modes alive", "±")
    assert rows[0] == ("0", "2 completed", "0.5", "0.707")
    assert rows[1][:3] == ("0.1", "1 completed, 1 failed", "2")


def test_a_folder_is_read_and_left_as_it_is(tmp_path: Path) -> None:
    found = table(*PLANE, path=tmp_path)
    found.add({2: failed("no")})
    before = (tmp_path / "sweep.csv").read_bytes()
    run = read_run(tmp_path)
    assert (tmp_path / "sweep.csv").read_bytes() == before
    assert run.title == "sweep over eta (3) and sigma2 (2), 1 seed each, by simulation"
    assert run.said.startswith("5 completed, 1 failed. ")
    assert len(run.rows) == 6
    assert run.picture is not None
    assert np.isnan(run.picture.found[1, 0, 0])
    (tmp_path / "sweep.csv").write_text("cell\n")
    with pytest.raises(UnusableRun, match="not the table of this sweep"):
        read_run(tmp_path)


def test_a_threshold_that_is_refuted_is_not_drawn(tmp_path: Path) -> None:
    folder = Path(str(files("sslcheck.derive") / "articles"))
    text = (folder / "directpred.toml").read_text(encoding="utf-8")
    wrong = text.replace("= \\frac{\\tau_j^2}{4 (1", "= \\frac{\\tau_j^2}{5 (1")
    assert wrong != text
    path = tmp_path / "wrong.toml"
    path.write_text(wrong)
    picture = picture_of(table(*PLANE, article=str(path)))
    assert picture is not None
    assert picture.edge is None
