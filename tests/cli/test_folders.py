"""Folders of runs, as a user has them: what is there stays, what is missing comes back."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.folders import COMMANDS, FIGURES, SIMULATE, TRAIN, content, refused, said

from sslcheck.numeric.disk import checkpoint
from sslcheck.numeric.disk.files import OutputError
from sslcheck.numeric.disk.lock import locked

Captured = pytest.CaptureFixture[str]


@pytest.mark.parametrize("kind", ["simulate", "train", "compare"])
def test_files_of_others_are_never_overwritten(capsys: Captured, tmp_path: Path, kind: str) -> None:
    """Whatever a run would write into its folder, by whichever command; links are not followed."""
    names = ["checkpoint.npz", "record.npz", "gauges.svg", "modes.png"]
    names += ["training.png", "run.json", "compare.json"]
    names += ["learned-simsiam-0"] if kind == "compare" else []
    for k, name in enumerate(names):
        folder, mine = tmp_path / name, tmp_path / "mine"
        folder.mkdir()
        mine.write_text("mine")
        (folder / name).symlink_to(mine) if k % 2 else (folder / name).write_text("mine")
        before = content(tmp_path)
        err = refused(capsys, *COMMANDS[kind], "--out", str(folder))
        assert f"`{folder}` holds " in err
        assert content(tmp_path) == before
        assert os.listdir(folder) == [name]


@pytest.mark.parametrize("kind", ["simulate", "train", "compare"])
def test_other_files_beside_a_run_are_no_obstacle(
    capsys: Captured, tmp_path: Path, kind: str
) -> None:
    for name in ("notes.md", ".hidden.tmp", "run.json.bak"):
        (tmp_path / name).write_text("mine")
    before = content(tmp_path)
    said(capsys, *COMMANDS[kind], "--out", str(tmp_path), *PLAIN[kind])
    assert content(tmp_path).items() >= before.items()


PLAIN = {kind: [] if kind == "compare" else ["--no-plots"] for kind in COMMANDS}


@pytest.mark.parametrize("kind", ["simulate", "train", "compare"])
def test_a_folder_that_cannot_be_made(capsys: Captured, tmp_path: Path, kind: str) -> None:
    (tmp_path / "file").write_text("mine")
    for path, words in (("file", "no folder has this name"), ("file/run", "Not a directory")):
        assert words in refused(capsys, *COMMANDS[kind], "--out", str(tmp_path / path))


KILLER = """
import os, signal, sys
left, name = int(sys.argv.pop(1)), sys.argv.pop(1)
def counted(call):
    def wrapped(*a, **k):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*a, **k)
    return wrapped
setattr(os, name, counted(getattr(os, name)))
from sslcheck.cli.main import run
sys.exit(run(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    ("kind", "call", "k", "plots"),
    [
        ("simulate", "replace", 2, "--no-plots"),  # between `run.json` and the trajectory
        ("simulate", "replace", 5, "--plots"),  # among the figures
        ("train", "unlink", 3, "--no-plots"),  # before what was written aside has its name
    ],
)
def test_killed_before_an_operation_on_files(
    capsys: Captured, made: Path, tmp_path: Path, kind: str, call: str, k: int, plots: str
) -> None:
    folder = tmp_path / "run"
    arguments = [*COMMANDS[kind], plots, "--out", str(folder)]
    command = [sys.executable, "-c", KILLER, str(k), call, *arguments]
    killed = subprocess.run(command, capture_output=True, check=False, timeout=120)
    assert killed.returncode == -signal.SIGKILL
    before = content(folder)
    said(capsys, COMMANDS[kind][0], "--resume", str(folder), plots)
    found, whole = content(folder), content(made / kind)
    if plots == "--no-plots":
        whole = {name: data for name, data in whole.items() if name not in FIGURES[kind]}
    assert found.keys() == whole.keys()
    assert found != before
    assert [n for n in whole if n != "run.json" and found[n] != whole[n]] == []


def test_a_failed_checkpoint_does_not_end_a_run(
    capsys: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Said once, tried again each time; the run is complete and its numbers are the same."""
    tried: list[Path] = []

    def full(path: Path, _: object) -> None:
        tried.append(path)
        raise OutputError(f"cannot write `{path}`: No space left on device")

    for kind in ("simulate", "train"):
        often = ("--checkpoint-every", "0", "--no-plots", "--out")
        whole = said(capsys, *COMMANDS[kind], *often, str(tmp_path / f"{kind} whole"))
        with monkeypatch.context() as patch:
            patch.setattr(checkpoint, "write_checkpoint", full)
            _, err = said(capsys, *COMMANDS[kind], *often, str(tmp_path / kind))
        assert whole[1] == ""
        assert err.count("No space left") == err.count("\n") == 1
        assert "the run goes on" in err
        assert len(tried) > 5
        first, second = (content(tmp_path / k)["record.npz"] for k in (kind, f"{kind} whole"))
        assert first == second
        tried.clear()


@pytest.mark.parametrize("kind", ["simulate", "train", "compare"])
def test_one_process_at_a_time(capsys: Captured, runs: Path, kind: str) -> None:
    folder, command = runs / kind, COMMANDS[kind][0]
    before = content(folder)
    with locked(folder):
        for arguments in ([command, "--resume"], [*COMMANDS[kind], "--out"]):
            err = refused(capsys, *arguments, str(folder))
            assert f"process {os.getpid()} is at work in `{folder}`" in err
    assert content(folder) == before
    said(capsys, command, "--resume", str(folder))


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_folder(path: Path) -> None:
    path.mkdir()


def a_link(path: Path) -> None:
    path.with_name("elsewhere").write_bytes(b"mine")
    path.symlink_to(path.with_name("elsewhere"))


@pytest.mark.parametrize("make", [a_pipe, a_folder, a_link])
@pytest.mark.parametrize("kind", ["simulate", "train"])
def test_files_of_a_run_are_regular_files(
    capsys: Captured, runs: Path, kind: str, make: Callable[[Path], None]
) -> None:
    """A pipe would be waited for, and through a link another file be written."""
    for name in ("run.json", "checkpoint.npz", "gauges.svg", "record.npz"):
        folder = shutil.copytree(runs / kind, runs / "copy")
        (folder / name).unlink(missing_ok=True)
        make(folder / name)
        before = content(folder)
        err = refused(capsys, kind, "--resume", str(folder))
        assert f"`{folder / name}` is " in err
        assert content(folder) == before
        shutil.rmtree(folder)


@pytest.mark.parametrize("option", ["--data", "--init"])
@pytest.mark.parametrize("command", [SIMULATE, TRAIN])
def test_pipes_and_folders_are_no_input(
    capsys: Captured, tmp_path: Path, command: list[str], option: str
) -> None:
    os.mkfifo(tmp_path / "pipe.npz")
    (tmp_path / "folder.npz").mkdir()
    command = [word for word in command if not word.startswith(f"{option}=")]  # once is enough
    for name, words in (("pipe", "it is no regular file"), ("folder", "Is a directory")):
        file = tmp_path / f"{name}.npz"
        assert f"cannot read `{file}`: {words}" in refused(capsys, *command, option, str(file))


@pytest.mark.parametrize(
    "command", [["derive", "-e", "2.1", "--output"], ["report", "-e", "9", "--no-figures", "--out"]]
)
def test_links_that_lead_in_a_circle(capsys: Captured, tmp_path: Path, command: list[str]) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    assert "lead in a circle" in refused(capsys, *command, str(loop))
    assert loop.is_symlink()


def test_folders_of_other_commands_are_named(capsys: Captured, runs: Path) -> None:
    for kind, command, words in (
        ("train", "simulate", "holds a run by `sslcheck train`, not by `sslcheck simulate`"),
        ("simulate", "train", "holds a run by `sslcheck simulate`, not by `sslcheck train`"),
        ("compare", "simulate", "comparison of many runs by `sslcheck train --compare`"),
    ):
        assert words in refused(capsys, command, "--resume", str(runs / kind))


def test_a_folder_of_a_comparison_that_is_a_link(
    capsys: Captured, runs: Path, tmp_path: Path
) -> None:
    inner = runs / "compare" / "learned-simsiam-0"
    inner.rename(tmp_path / "elsewhere")
    inner.symlink_to(tmp_path / "elsewhere")
    assert "is a link" in refused(capsys, "train", "--resume", str(runs / "compare"))
