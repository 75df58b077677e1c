"""What simulate and train have in common: folders, figures that are missing, other threads."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import numpy as np
import pytest
from tests.cli.folders import COMMANDS, FIGURES, SIMULATE, TRAIN, content, refused, said

from sslcheck.numeric.disk.document import read_document, write_document
from sslcheck.numeric.simulation import Simulation

Captured = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    "arguments",
    [
        [*SIMULATE, "--out", ""],
        [*TRAIN, "--out", ""],
        ["simulate", "--resume", ""],
        ["train", "--resume", ""],
        ["report", "--out", ""],
        ["report", "--from", ""],
    ],
)
def test_an_empty_name_is_no_folder(
    capsys: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "is empty" in refused(capsys, *arguments)
    assert not os.listdir(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "missing"), [("simulate", FIGURES["simulate"]), ("train", ["training.png"])]
)
def test_figures_of_a_run_that_was_killed_before_them(
    capsys: Captured, runs: Path, kind: str, missing: list[str]
) -> None:
    """Drawn by the next resume as the run would have, beside the same table; litter goes."""
    folder, command = runs / kind, COMMANDS[kind][0]
    before = content(folder)
    assert before.keys() >= set(FIGURES[kind])
    for name in missing:
        (folder / name).unlink()
    for name in ("checkpoint.npz", ".gauges.svg.77.tmp", ".run.json.8.tmp"):
        (folder / name).write_text("left over")
    (folder / ".mine.8.tmp").write_text("mine")
    out, err = said(capsys, command, "--resume", str(folder))
    # without a rate of work, from seconds that `run.json` keeps to three digits only
    first, again = (
        re.sub(r", [^,]*/s", "", text) for text in ((runs / f"{kind}.txt").read_text(), out)
    )
    assert again == first
    assert err == ""
    after = content(folder)
    assert after.pop(".mine.8.tmp") == b"mine"
    assert after == before
    assert "nothing to do" in said(capsys, command, "--resume", str(folder))[0]


def test_no_figures_where_none_are_wanted(capsys: Captured, runs: Path) -> None:
    (runs / "train" / "training.png").unlink()
    out, _ = said(capsys, "train", "--resume", str(runs / "train"), "--no-plots")
    assert "nothing to do" in out
    assert not (runs / "train" / "training.png").exists()


@pytest.mark.parametrize("kind", ["simulate", "train"])
def test_another_number_of_threads_is_told(capsys: Captured, tmp_path: Path, kind: str) -> None:
    """Of a run that goes on: rounding depends on it. One that is complete stays as it is."""
    folder = tmp_path / "run"
    said(capsys, *COMMANDS[kind], "--out", str(folder), "--no-plots")
    file = folder / "run.json"
    document = read_document(file, "run")
    assert document["threads"] == 1
    result = {"code": "running", "message": "the run has not ended"}
    write_document(file, {**document, "threads": 3, "result": result})
    _, err = said(capsys, kind, "--resume", str(folder), "--no-plots")
    assert "goes on with other threads 1 (was 3)" in err
    assert said(capsys, kind, "--resume", str(folder), "--no-plots")[1] == ""


@pytest.mark.parametrize("kind", ["simulate", "train"])
def test_a_record_that_was_changed(capsys: Captured, runs: Path, kind: str) -> None:
    """Of a run that is complete, in an archive that is intact; with figures to draw or without."""
    file = runs / kind / "record.npz"
    with np.load(file) as archive:
        arrays = {name: archive[name] for name in archive.files}
    np.savez(file, **{**arrays, "times": arrays["times"] * 1.5})
    for figures in (True, False):
        if not figures:
            next((runs / kind).glob("*.png")).unlink()
        err = refused(capsys, kind, "--resume", str(runs / kind))
        assert f"`{file}` is not an intact record" in err


def test_what_is_not_this_run_s_is_told_before_the_run(
    capsys: Captured, runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A comparison reads its head before anything runs."""
    monkeypatch.setattr(Simulation, "__init__", lambda *_: pytest.fail("something ran"))
    file = runs / "compare" / "compare.json"
    document = json.loads(file.read_text())
    document["seeds"] = 2
    file.write_text(json.dumps(document))
    assert "was changed after it was written" in refused(
        capsys, "train", "--resume", str(runs / "compare")
    )


def test_another_device_is_told(capsys: Captured, tmp_path: Path) -> None:
    """Of which the threads of a library that has its own are a part."""
    folder = tmp_path / "run"
    said(capsys, *SIMULATE, "--out", str(folder), "--no-plots")
    document = read_document(folder / "run.json", "run")
    result = {"code": "running", "message": "the run has not ended"}
    write_document(folder / "run.json", {**document, "device": "a GPU", "result": result})
    _, err = said(capsys, "simulate", "--resume", str(folder), "--no-plots")
    assert "goes on with other device the CPU (was a GPU)" in err
