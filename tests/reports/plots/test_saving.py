"""Files of figures: the same twice, whole or not at all."""

from __future__ import annotations

import struct
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure
from tests.reports.plots.kinds import figures_of, run_of

from sslcheck.numeric.disk.files import OutputError
from sslcheck.reports.plots import save, simulation_figures


def simple() -> Figure:
    figure = Figure(figsize=(2, 1))
    figure.subplots().plot(np.arange(3))
    return figure


@pytest.mark.slow
@pytest.mark.parametrize("stem", ["gauges", "modes"])
def test_files_are_the_same_whenever_written(tmp_path: Path, stem: str) -> None:
    run = run_of("aligned")
    save(simulation_figures(run)[stem], tmp_path / "first")
    with matplotlib.rc_context({"svg.fonttype": "none", "savefig.facecolor": "black"}):
        save(simulation_figures(run)[stem], tmp_path / "anew")
    are_the_same(tmp_path, "first", "anew")


def test_a_figure_is_the_same_saved_again(tmp_path: Path) -> None:
    figure = simple()
    save(figure, tmp_path / "first")
    save(figure, tmp_path / "again")
    are_the_same(tmp_path, "first", "again")


def are_the_same(folder: Path, one: str, two: str) -> None:
    for kind in ("svg", "png"):
        assert (folder / f"{one}.{kind}").read_bytes() == (folder / f"{two}.{kind}").read_bytes()
    assert sorted(p.suffix for p in folder.iterdir()) == [".png"] * 2 + [".svg"] * 2


def test_what_is_in_the_files(tmp_path: Path) -> None:
    save(figures_of("random")["gauges"], tmp_path / "run.v1")
    svg = (tmp_path / "run.v1.svg").read_text(encoding="utf-8")
    assert "<dc:date>" not in svg
    assert "<text" not in svg, "text is drawn as paths"
    png = (tmp_path / "run.v1.png").read_bytes()
    assert struct.unpack(">I", png[16:20]) == (1050,)  # 7 inches of 150 dots
    assert b"Software" not in png


def test_a_drawing_that_fails_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text("old")
    figure = simple()
    figure.suptitle(r"$\nosuchcommand$")
    with pytest.raises(ValueError, match="nosuchcommand"):
        save(figure, tmp_path / "a")
    assert [p.name for p in tmp_path.iterdir()] == ["a.svg"]
    assert (tmp_path / "a.svg").read_text() == "old"


def test_a_place_that_cannot_be_written_is_named_before_anything_is(tmp_path: Path) -> None:
    (tmp_path / "a.png").mkdir()
    with pytest.raises(OutputError, match=r"a\.png"):
        save(simple(), tmp_path / "a")
    assert [p.name for p in tmp_path.iterdir()] == ["a.png"]
    with pytest.raises(OutputError, match="no folder"):
        save(simple(), tmp_path / "missing" / "a")
