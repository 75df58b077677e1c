"""Figures and pages from Python."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from matplotlib.figure import Figure

import sslcheck.reports
from sslcheck.cli.main import run
from sslcheck.numeric import simulate, train
from sslcheck.reports import Figures, figures, report
from sslcheck.reports.page.stored import UnusableRun


def test_figures_of_every_kind_of_run() -> None:
    runs: dict[str, Any] = {
        "gauges modes": simulate(d=6, init="aligned", t_end=1.0, saves=3),
        "gauges": simulate("two-layer", d=4, h=3, m=2, t_end=1.0, saves=3),
        "training": train(d=8, n=4, steps=10, log_every=5, batch=8, classes=0),
    }
    for stems, made in runs.items():
        drawn = figures(made)
        assert [*drawn] == stems.split()
        assert all(isinstance(figure, Figure) for figure in drawn.values())


def test_they_show_themselves_and_are_saved(tmp_path: Path) -> None:
    drawn = figures(simulate(d=6, init="aligned", t_end=1.0, saves=3))
    shown = re.findall(
        r'<img alt="(\w+)" width="\d+" src="data:image/png;base64,', str(drawn._repr_html_())
    )
    assert shown == ["gauges", "modes"]
    drawn.save(tmp_path / "new" / "folder")
    assert {path.name for path in (tmp_path / "new" / "folder").iterdir()} == {
        f"{stem}.{kind}" for stem in drawn for kind in ("svg", "png")
    }


def test_of_a_folder(tmp_path: Path) -> None:
    assert (
        run(["simulate", "--d", "4", "--t-end", "1", "--no-plots", "--out", f"{tmp_path / 'r'}"])
        == 0
    )
    assert isinstance(figures(tmp_path / "r"), Figures)
    assert len(figures(str(tmp_path / "r"))) == 1
    with pytest.raises(UnusableRun):
        figures(tmp_path)
    with pytest.raises(TypeError, match="takes a run or the folder of one; got int"):
        figures(3)  # type: ignore[arg-type]


def test_the_page_is_that_of_the_command_line(tmp_path: Path) -> None:
    found = report("two-layer", tmp_path / "a", figures=False, equations="2")
    assert found["2"].verdict == "proved"
    command = ["--article", "two-layer", "--out", str(tmp_path / "b"), "--no-figures", "-e", "2"]
    assert run(["report", *command, "--format", "html"]) == 0
    pages = [(tmp_path / folder / "report.html").read_text(encoding="utf-8") for folder in "ab"]
    one, two = (page.split("Provenance")[0] for page in pages)
    assert one == two
    assert "sslcheck report --article two-layer" in pages[0]


def test_nothing_heavy_is_imported_before_it_is_asked_for() -> None:
    script = (
        "import sys, sslcheck.derive, sslcheck.numeric, sslcheck.reports;"
        "print([m for m in ('matplotlib', 'pandas', 'IPython', 'scipy') if m in sys.modules]);"
        "import sslcheck.derive as d; print(d.__version__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    heavy, version = done.stdout.splitlines()
    assert heavy == "[]"
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)


def test_a_table_needs_nothing_of_pages_and_kernels() -> None:
    script = (
        "import sys; from sslcheck.reports import render_table, summary_line;"
        "print([m for m in ('reports.page', 'reports.latex', 'derive.discover', 'derive.emit')"
        " if f'sslcheck.{m}' in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_all_that_is_public_is_found() -> None:
    assert all(callable(getattr(sslcheck.reports, name)) for name in sslcheck.reports.__all__)
    with pytest.raises(AttributeError, match="no attribute `nothing`"):
        _ = sslcheck.reports.nothing
