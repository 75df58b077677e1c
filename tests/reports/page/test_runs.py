"""Stored runs on a page."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sslcheck.numeric.disk.document import write_document
from sslcheck.numeric.folder import Folder
from sslcheck.numeric.options import Options
from sslcheck.numeric.simulation import Simulation
from sslcheck.reports.page.stored import read_run
from sslcheck.reports.page.write import Request, write_report


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A folder as `sslcheck simulate --out` leaves it."""
    options = Options(d=6, t_end=2.0, saves=5)
    simulation = Simulation(options)
    folder = Folder.create(tmp_path / "run", options)
    folder.begin(simulation)
    folder.finish(simulation, simulation.run())
    return folder.path


def change(run: Path, edit: Callable[[dict[str, Any]], None]) -> None:
    document = json.loads((run / "run.json").read_text(encoding="utf-8"))
    edit(document)
    write_document(run / "run.json", document)  # with its digest, as someone would who forges


def test_only_the_options_that_were_chosen_are_in_sight(run: Path, tmp_path: Path) -> None:
    assert read_run(run).chosen == ("d", "n", "saves", "t_end")
    write_report(Request(out=tmp_path / "r", equations=("1",), runs=(run,), figures=False))
    text = (tmp_path / "r" / "report.md").read_text(encoding="utf-8")
    shown, folded = text.split("### Run 1: run")[1].split("#### All ")
    assert "alpha\\_p" not in shown
    assert "| alpha\\_p " in folded
    assert folded.startswith(f"{len(read_run(run).options)} options\n")


@pytest.mark.slow
def test_page(run: Path, tmp_path: Path) -> None:
    write_report(Request(out=tmp_path / "r", equations=("1",), runs=(run,)))
    text = (tmp_path / "r" / "report.md").read_text(encoding="utf-8")
    section = text.split("### Run 1: run")[1].split("<!-- provenance -->")[0]
    assert "| drift of W W^T" in section
    assert "holds" in section
    assert "![The series of run 1" in section
    assert (tmp_path / "r" / "figures" / "run-1.svg").exists()
    assert (tmp_path / "r" / "figures" / "run-1.png").exists()


def test_text_of_a_run_is_escaped(run: Path, tmp_path: Path) -> None:
    attack = "<script>|`x`$y$\n# z"

    def edit(document: dict[str, Any]) -> None:
        document["findings"][0]["name"] = document["findings"][0]["note"] = attack
        document["result"]["message"] = attack
        document["model"]["name"] = attack

    change(run, edit)
    evil = run.rename(tmp_path / "a|b<i>")
    write_report(Request(out=tmp_path / "r", equations=("1",), runs=(evil,)))
    text = (tmp_path / "r" / "report.md").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "<i>" not in text
    assert "\n# z" not in text
    rows = [line for line in text.splitlines() if "script" in line and line.startswith("|")]
    assert {row.replace(r"\|", "").count("|") for row in rows} == {9}
