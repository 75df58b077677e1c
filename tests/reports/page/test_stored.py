"""Runs given with --from: shown as they are; whatever is wrong with one is said in a line."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sslcheck.numeric.disk.archive import digest_of, write_archive
from sslcheck.numeric.disk.document import write_document
from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.flows.run import FlowSimulation
from sslcheck.numeric.folder import Folder
from sslcheck.numeric.options import Options
from sslcheck.numeric.simulation import Simulation
from sslcheck.numeric.training.compare import Cell, compare, read_comparison
from sslcheck.numeric.training.matrix import Matrix, create_matrix
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.training import Training
from sslcheck.reports.page.stored import UnusableRun, read_run
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


@pytest.mark.slow
def test_a_training_run(tmp_path: Path) -> None:
    options = TrainOptions(d=8, n=4, steps=20, log_every=5, probe=64, classes=2, batch=32)
    training = Training(options)
    folder = Folder.create(tmp_path / "trained", options)
    folder.begin(training)
    folder.finish(training, training.run())
    found = read_run(folder.path)
    assert found.options["steps"] == 20
    assert len(found.times) == 5
    assert {"norm of W", "loss"} <= found.series.keys()
    write_report(Request(out=tmp_path / "r", equations=("1",), runs=(folder.path,)))
    text = (tmp_path / "r" / "report.md").read_text(encoding="utf-8")
    assert "The theory says: " in text
    assert "| objective J " in text
    assert r"| ‖W\_p‖ " in text
    assert (tmp_path / "r" / "figures" / "run-1.svg").exists()


def change(run: Path, edit: Callable[[dict[str, Any]], None]) -> None:
    document = json.loads((run / "run.json").read_text(encoding="utf-8"))
    edit(document)
    write_document(run / "run.json", document)  # with its digest, as someone would who forges


def test_read(run: Path) -> None:
    before = {file: file.read_bytes() for file in run.iterdir()}
    found = read_run(run)
    assert found.options["d"] == 6
    assert found.times.tolist() == [0.0, 0.5, 1.0, 1.5, 2.0]
    assert "drift of 3.balanced" in found.series
    assert [row[6] for row in found.rows if row[1].startswith("drift")] == ["holds"]
    about = found.about["drift of 3.balanced"]
    assert (about.law, about.scale) == ("3.balanced", "log")
    assert about.limit is not None
    assert about.limit > 0
    assert {file: file.read_bytes() for file in run.iterdir()} == before


def test_what_is_said_of_a_series_that_there_is_not_is_left_out(run: Path) -> None:
    before = read_run(run).about

    def edit(document: dict[str, Any]) -> None:
        document["series"]["drift of nothing"] = document["series"]["loss"]

    change(run, edit)
    assert read_run(run).about == before


def drop(key: str) -> Callable[[dict[str, Any]], None]:
    def edit(document: dict[str, Any]) -> None:
        del document[key]

    return edit


def put(key: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def edit(document: dict[str, Any]) -> None:
        document[key] = value

    return edit


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (drop("options"), "it says of no run what it is"),
        (drop("result"), "damaged or foreign"),
        (put("findings", [{"name": "a", "equation": "", "start": 10**400}]), "damaged or foreign"),
        (drop("findings"), "damaged or foreign"),
        (put("format", "other"), "not written by this version"),
        (put("format", ["other"]), "not written by this version"),
        (put("options", {"d": 3}), "missing or unknown"),
        (put("findings", [{"name": 1}]), "damaged or foreign"),
        (put("findings", 3), "damaged or foreign"),
        (put("result", {"code": "running"}), "has not ended"),
        (put("result", []), "damaged or foreign"),
        (put("kind", "other"), "it says of no run what it is"),
        (put("series", {"loss": {"quantity": "q", "unit": "u", "scale": "x"}}), "damaged or"),
    ],
)
def test_foreign_head(run: Path, edit: Callable[[dict[str, Any]], None], message: str) -> None:
    change(run, edit)
    with pytest.raises(UnusableRun, match=message) as raised:
        read_run(run)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", "not an intact"), (b"PK\x03\x04 cut", "not an intact"), (None, "has no `record.npz`")],
)
def test_damaged_series(run: Path, content: bytes | None, message: str) -> None:
    file = run / "record.npz"
    file.unlink()
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(UnusableRun, match=message):
        read_run(run)


def test_pickles_are_not_opened(run: Path) -> None:
    np.savez(run / "record.npz", times=np.array([print], dtype=object))
    with pytest.raises(UnusableRun, match="not an intact"):
        read_run(run)


def test_series_of_another_length(run: Path) -> None:
    arrays: dict[str, Any] = {"times": np.zeros(3), "series/loss": np.zeros(4)}
    write_archive(run / "record.npz", arrays)
    change(run, put("record", digest_of(arrays)))
    with pytest.raises(UnusableRun, match="one number for each time"):
        read_run(run)


def test_series_that_were_changed(run: Path) -> None:
    with np.load(run / "record.npz") as archive:
        arrays = {name: archive[name] for name in archive.files}
    arrays["series/loss"] = arrays["series/loss"] * 2
    np.savez(run / "record.npz", **arrays)
    with pytest.raises(UnusableRun, match=r"not what `run\.json` beside it says"):
        read_run(run)


def test_head_that_was_changed(run: Path) -> None:
    file = run / "run.json"
    file.write_text(file.read_text(encoding="utf-8").replace('"t": 2.0', '"t": 2.5'))
    with pytest.raises(UnusableRun, match="was changed after it was written"):
        read_run(run)


def test_a_comparison_that_is_none(run: Path) -> None:
    (run / "compare.json").write_text("{}")
    with pytest.raises(UnusableRun, match=r"compare\.json` is damaged: it has no `format`"):
        read_run(run)


def test_a_run_of_any_flow(tmp_path: Path) -> None:
    options = FlowOptions("two-layer", sizes={"d": 4, "h": 3, "m": 2}, t_end=1.0, saves=3)
    simulation = FlowSimulation(options)
    folder = Folder.create(tmp_path / "run", options)
    folder.begin(simulation)
    folder.finish(simulation, simulation.run())
    found = read_run(folder.path)
    assert found.title == "flow descent of two-layer, d = 4, h = 3, m = 2, full model"
    assert found.said.endswith("1 of 1 statement proved about it held along it.")
    assert found.chosen == ("article", "saves", "sizes", "t_end")
    (law,) = {s.law for s in found.about.values() if s.limit is not None}
    assert found.about[f"drift of {law}"].unit == "relative drift"
    write_report(Request(out=tmp_path / "r", equations=("1",), runs=(folder.path,)))
    assert (tmp_path / "r" / "figures" / "run-1.svg").exists()


def test_a_comparison(tmp_path: Path) -> None:
    base = TrainOptions(d=6, n=4, batch=16, steps=8, log_every=4, classes=0)
    matrix = Matrix(base, ("learned", "identity"), ("ema", "simsiam"), 2)
    create_matrix(tmp_path, matrix)
    ended: list[Cell] = []
    compare(matrix, tmp_path, stopped=lambda: len(ended) == 3, ended=ended.append)
    part = read_run(tmp_path)
    assert part.said.startswith("interrupted when 3 of 4 cells had ended")
    assert len(part.rows) == 3
    whole = compare(matrix, tmp_path)
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    found = read_run(tmp_path)
    assert [row[:2] for row in found.rows] == [(t, p) for p, t in matrix.cells()]
    assert read_comparison(tmp_path).cells == whole.cells
    assert not found.series
    write_report(Request(out=tmp_path / "r", equations=("1",), runs=(tmp_path,)))
    text = (tmp_path / "r" / "report.md").read_text("utf-8")
    assert re.search(r"\| simsiam +\| identity +\|", text)
    assert {file: file.read_bytes() for file in before} == before


@pytest.mark.parametrize("name", ["record.npz", "run.json"])
def test_pipes_are_not_waited_for(run: Path, name: str) -> None:
    (run / name).unlink()
    os.mkfifo(run / name)
    with pytest.raises(UnusableRun, match="no regular file"):
        read_run(run)


def test_no_run_there(tmp_path: Path) -> None:
    with pytest.raises(UnusableRun, match=r"no `run\.json`"):
        write_report(Request(out=tmp_path / "r", runs=(tmp_path,)))
    assert not list(tmp_path.iterdir())
