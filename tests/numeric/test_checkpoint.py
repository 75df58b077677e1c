"""A run goes on from its checkpoint to the same bits; one that is not its own is refused."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.numeric.runs import SHORT, begun, same_bits, trajectory

from sslcheck.cli.main import run
from sslcheck.numeric.archive import DamagedArchive, UnreadableFile
from sslcheck.numeric.checkpoint import (
    Checkpoint,
    ForeignCheckpoint,
    read_checkpoint,
    write_checkpoint,
)
from sslcheck.numeric.document import write_document
from sslcheck.numeric.options import Options
from sslcheck.numeric.rundir import RunFolder
from sslcheck.numeric.simulate import Simulation

Captured = pytest.CaptureFixture[str]
Change = dict[str, Any]

KINDS: dict[str, Change] = {
    "full": {"model": "full"},
    "gram": {"model": "gram", "dtype": "float32", "rtol": 1e-5},
    "modal": {"init": "aligned"},
    "modal float32": {"init": "aligned", "dtype": "float32", "rtol": 1e-5},
    "fixed steps": {"method": "rk4", "step": 0.07},
    "decay": {"target": "no-stop-gradient", "data": "power-law"},
    "alignment": {"target": "simsiam", "symmetrised": True},
    # grows, then shrinks: its largest terms lie before the later checkpoint
    "peak": {"tau0": 3.0, "eta": 0.3, "t_end": 3.0, "saves": 31, "rtol": 1e-3},
}


def resume(path: Path) -> int:
    return run(["simulate", "--resume", str(path), "--no-plots"])


def refused(path: Path, capsys: Captured) -> str:
    """What a refused resumption says; nothing is written."""
    before = {f.name: f.read_bytes() for f in path.iterdir()}
    capsys.readouterr()
    assert resume(path) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("sslcheck: ")
    assert err.count("\n") == 1
    assert {f.name: f.read_bytes() for f in path.iterdir()} == before
    return err


@pytest.fixture(scope="module")
def interrupted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run that was interrupted; tests work on copies."""
    return begun(tmp_path_factory.mktemp("interrupted") / "run", 30).path


def copied(interrupted: Path, tmp_path: Path) -> RunFolder:
    return RunFolder.open(shutil.copytree(interrupted, tmp_path / "run"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("steps", [1, 8])
def test_resumed_run_is_the_same_bit_by_bit(tmp_path: Path, kind: str, steps: int) -> None:
    begun(tmp_path / "whole", 10**9, **KINDS[kind])
    begun(tmp_path / "parts", steps, **KINDS[kind])
    assert json.loads((tmp_path / "parts" / "run.json").read_text())["result"]["code"] == (
        "interrupted"
    )
    assert resume(tmp_path / "parts") == 0
    assert same_bits(trajectory(tmp_path / "parts"), trajectory(tmp_path / "whole"))
    documents = [json.loads((tmp_path / p / "run.json").read_text()) for p in ("parts", "whole")]
    for document in documents:
        del document["result"]["seconds"], document["digest"]
    assert documents[0] == documents[1]
    assert sorted(f.name for f in (tmp_path / "parts").iterdir()) == ["run.json", "trajectory.npz"]


def test_killed_before_the_first_checkpoint(tmp_path: Path) -> None:
    begun(tmp_path / "whole", 10**9)
    simulation = Simulation(Options(**SHORT))
    RunFolder.create(tmp_path / "run", simulation.options).begin(simulation)
    assert resume(tmp_path / "run") == 0
    assert same_bits(trajectory(tmp_path / "run"), trajectory(tmp_path / "whole"))


def test_killed_after_the_last_step(tmp_path: Path) -> None:
    """With a trajectory or without: what counts is that ``run.json`` says it has not ended."""
    begun(tmp_path / "whole", 10**9)
    simulation = Simulation(Options(**SHORT))
    folder = RunFolder.create(tmp_path / "run", simulation.options)
    folder.begin(simulation)
    simulation.run(checkpoint=folder.checkpoint, every=0.0)
    assert folder.checkpoint.exists()
    assert resume(tmp_path / "run") == 0
    assert same_bits(trajectory(tmp_path / "run"), trajectory(tmp_path / "whole"))
    assert not folder.checkpoint.exists()


def test_a_run_that_came_to_its_end_leaves_no_checkpoint(tmp_path: Path) -> None:
    """Whatever end that was, and however often it was kept: a resumption comes to the same."""
    simulation = Simulation(Options(**SHORT, max_steps=5))
    folder = RunFolder.create(tmp_path / "run", simulation.options)
    folder.begin(simulation)
    run_ = simulation.run(checkpoint=folder.checkpoint, every=0.0)
    assert folder.checkpoint.exists()
    folder.finish(simulation, run_)
    assert not folder.checkpoint.exists()
    before = trajectory(folder.path)
    assert resume(folder.path) == 2
    assert same_bits(trajectory(folder.path), before)


def test_what_killed_processes_left_aside_is_removed(tmp_path: Path) -> None:
    path = begun(tmp_path / "run", 3).path
    for name in (".checkpoint.npz.123.tmp", ".trajectory.npz.7.tmp", ".run.json.9.tmp"):
        (path / name).write_bytes(b"half")
    mine = path / ".notes.tmp"
    mine.write_text("mine")
    assert resume(path) == 0
    assert sorted(f.name for f in path.iterdir()) == [".notes.tmp", "run.json", "trajectory.npz"]


# ------------------------------------------------------------------------- what is refused


def test_truncated(interrupted: Path, tmp_path: Path, capsys: Captured) -> None:
    folder = copied(interrupted, tmp_path)
    whole = folder.checkpoint.read_bytes()
    for share in (0.0, 0.001, 0.1, 0.5, 0.9, 0.999):
        folder.checkpoint.write_bytes(whole[: int(share * len(whole))])
        assert "checkpoint.npz" in refused(folder.path, capsys)
    folder.checkpoint.write_bytes(whole)
    assert resume(folder.path) == 0


def test_one_byte_changed_anywhere(interrupted: Path, tmp_path: Path) -> None:
    """Refused, or in a place that says nothing: then the run goes on to the same bits."""
    folder = copied(interrupted, tmp_path)
    whole = folder.checkpoint.read_bytes()
    expected = trajectory(begun(tmp_path / "whole", 10**9).path)["state/W"].tobytes()
    caught, places = 0, range(0, len(whole), 311)
    for at in places:
        damaged = bytearray(whole)
        damaged[at] ^= (0x01, 0x80, 0xFF)[at % 3]
        folder.checkpoint.write_bytes(damaged)
        simulation = Simulation(folder.options)
        try:
            done = simulation.run(checkpoint=folder.checkpoint, every=1e9, resume=True)
        except (DamagedArchive, UnreadableFile, ForeignCheckpoint):
            caught += 1
        else:
            assert done.states["W"].tobytes() == expected
    assert caught > len(places) / 2


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x05\x06" + bytes(18)])
def test_something_else(
    interrupted: Path, tmp_path: Path, capsys: Captured, content: bytes
) -> None:
    folder = copied(interrupted, tmp_path)
    folder.checkpoint.write_bytes(content)
    assert "checkpoint.npz`" in refused(folder.path, capsys)


@pytest.mark.parametrize("other", [{"seed": 1}, {"eta": 0.1}, {"d": 6}, {"model": "full"}])
def test_checkpoint_of_another_run(
    interrupted: Path, tmp_path: Path, capsys: Captured, other: Change
) -> None:
    folder = copied(interrupted, tmp_path)
    folder.checkpoint.write_bytes(begun(tmp_path / "other", 2, **other).checkpoint.read_bytes())
    assert "belongs to a run with other options" in refused(folder.path, capsys)


def test_input_file_that_has_changed(tmp_path: Path, capsys: Captured) -> None:
    data = tmp_path / "data.npz"
    np.savez(data, X=1.0, X_prime=0.3)
    folder = begun(tmp_path / "run", 2, data=str(data))
    np.savez(data, X=1.0, X_prime=0.4)
    assert "input files" in refused(folder.path, capsys)
    np.savez(data, X=1.0, X_prime=0.3)
    assert resume(folder.path) == 0
    gone = begun(tmp_path / "gone", 2, data=str(data))
    data.unlink()
    assert "No such file" in refused(gone.path, capsys)


KEYS = ("head", "state", "derivative", "saved/times", "saved/gauge/loss")
ODD: dict[str, Any] = {
    "head": np.frombuffer(b'{"format": "sslcheck checkpoint 1"}', np.uint8),
    "state": np.zeros(3),
    "derivative": np.zeros(18, dtype="float32"),
    "saved/times": np.asarray(0.0),
    "saved/gauge/loss": np.zeros((9, 2)),
    "saved/state/W_p": np.zeros(0),
    "saved/gauge/more": np.zeros(1),
}


def rewrite(path: Path, change: Any) -> None:
    with np.load(path) as archive:
        arrays = {name: archive[name] for name in archive.files}
    change(arrays)
    np.savez(path, **arrays)


@pytest.mark.parametrize("key", KEYS)
def test_key_that_is_missing(interrupted: Path, tmp_path: Path, capsys: Captured, key: str) -> None:
    folder = copied(interrupted, tmp_path)
    rewrite(folder.checkpoint, lambda arrays: arrays.pop(key))
    assert "checkpoint.npz`" in refused(folder.path, capsys)


@pytest.mark.parametrize("key", ODD)
def test_key_that_holds_something_else(
    interrupted: Path, tmp_path: Path, capsys: Captured, key: str
) -> None:
    folder = copied(interrupted, tmp_path)
    rewrite(folder.checkpoint, lambda arrays: arrays.update({key: ODD[key]}))
    assert "checkpoint.npz`" in refused(folder.path, capsys)


def test_array_that_was_changed(interrupted: Path, tmp_path: Path, capsys: Captured) -> None:
    """Of the right type and shape, in an archive that is intact: only the digest can tell."""
    folder = copied(interrupted, tmp_path)
    for key in ("state", "derivative", "saved/times", "saved/gauge/loss", "saved/state/W"):
        whole = folder.checkpoint.read_bytes()
        rewrite(folder.checkpoint, lambda arrays, key=key: arrays.update({key: arrays[key] * 1.01}))
        assert "was changed after it was written" in refused(folder.path, capsys)
        folder.checkpoint.write_bytes(whole)


IMPOSSIBLE: dict[str, Any] = {
    "t": (-1.0, 3.5, float("inf"), float("nan")),
    "h": (0.0, -1.0, float("inf"), float("nan")),
    "taken": (1.5, -1, 1e300, float("inf"), float("nan"), 100_001),
    "accepted": (10**6, float("inf")),
    "evaluations": (0.5, float("inf")),
    "last_error": (0.0, float("nan")),
    "rejected": (2, 0.5),
    "flipped": (-1, float("nan")),
    "seconds": (-1.0, float("inf"), float("nan")),
}


def test_memory_that_no_run_can_have(interrupted: Path, tmp_path: Path, capsys: Captured) -> None:
    """Written by hand, with a digest: every number is held against what it stands for."""
    folder = copied(interrupted, tmp_path)
    true = read_back(folder)
    for name, values in IMPOSSIBLE.items():
        for value in values:
            forged = replace(true, memory={**true.memory, name: value})
            write_checkpoint(folder.checkpoint, forged)
            assert f"`{name}` = " in refused(folder.path, capsys)
        short = {key: number for key, number in true.memory.items() if key != name}
        write_checkpoint(folder.checkpoint, replace(true, memory=short))
        assert f"is incomplete: '{name}'" in refused(folder.path, capsys)
    write_checkpoint(folder.checkpoint, replace(true, memory={**true.memory, "t": 0.0}))
    assert "expected float64 of shape (1," in refused(folder.path, capsys)
    write_checkpoint(folder.checkpoint, true)
    assert resume(folder.path) == 0


def read_back(folder: RunFolder) -> Checkpoint:
    simulation = Simulation(folder.options)
    simulation._begin()
    like, dtype = simulation.recorder.as_arrays(), folder.options.dtype
    return read_checkpoint(
        folder.checkpoint, simulation.fingerprint, simulation.size, dtype, like, 7
    )


def edited(path: Path, signed: bool, **options: Any) -> None:
    file = path / "run.json"
    document = json.loads(file.read_text())
    document["options"].update(options)
    if signed:
        write_document(file, document)
    else:
        file.write_text(json.dumps(document))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"eta": 0.2}, "belongs to a run with other options"),
        ({"seed": 5}, "belongs to a run with other options"),
        ({"d": "5"}, "option `d` must be of type int"),
        ({"d": -5}, "`d` must be at least 1"),
        ({"colour": 1}, "missing or unknown: colour"),
    ],
)
def test_altered_options(
    interrupted: Path, tmp_path: Path, capsys: Captured, options: Change, words: str
) -> None:
    folder = copied(interrupted, tmp_path)
    whole = (folder.path / "run.json").read_bytes()
    edited(folder.path, signed=True, **options)
    assert words in refused(folder.path, capsys)
    folder.checkpoint.unlink()  # with nothing beside it only the digest can tell
    (folder.path / "run.json").write_bytes(whole)
    edited(folder.path, signed=False, **options)
    assert "was changed after it was written" in refused(folder.path, capsys)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is damaged"),
        (b'{"format": "sslcheck run 3", "opt', "is damaged"),
        (b"[]", "is damaged"),
        (b"{}", "is damaged"),
        (b"null", "is damaged"),
        (b"[" * 100_000, "is damaged"),
        (b'{"a": "\xff\xfe"}' * 1000, "is damaged: it is not UTF-8 text"),
        (b" " * (10 * 2**20 + 1), "is larger than"),
        (b'{"format": "other"}', "not written by this version"),
        (b'{"format": ["other"]}', "not written by this version"),
        (b'{"format": "sslcheck train 3"}', "was written by `sslcheck train`, not by"),
        (b'{"format": "sslcheck run 3", "options": {}}', "was changed after it was written"),
    ],
)
def test_damaged_run_json(
    interrupted: Path, tmp_path: Path, capsys: Captured, content: bytes, words: str
) -> None:
    folder = copied(interrupted, tmp_path)
    (folder.path / "run.json").write_bytes(content)
    error = refused(folder.path, capsys)
    assert words in error
    assert len(error) < 500


@pytest.mark.parametrize("key", ["options", "result"])
def test_heading_that_is_missing(
    interrupted: Path, tmp_path: Path, capsys: Captured, key: str
) -> None:
    folder = copied(interrupted, tmp_path)
    document = json.loads((folder.path / "run.json").read_text())
    del document[key]
    write_document(folder.path / "run.json", document)
    assert "no `options` or no `result`" in refused(folder.path, capsys)


def test_no_run(tmp_path: Path, capsys: Captured) -> None:
    assert "holds no run: there is no `run.json`" in refused(tmp_path, capsys)
    assert resume(tmp_path / "missing") == 3
    assert "holds no run" in capsys.readouterr().err


def test_completed_run(tmp_path: Path, capsys: Captured) -> None:
    folder = begun(tmp_path / "run", 10**9)
    before = {f.name: f.stat().st_mtime_ns for f in folder.path.iterdir()}
    assert resume(folder.path) == 0
    assert capsys.readouterr() == (
        f"nothing to do: the run in `{folder.path}` is completed\n",
        "",
    )
    assert {f.name: f.stat().st_mtime_ns for f in folder.path.iterdir()} == before


def test_folder_that_holds_a_run(interrupted: Path, tmp_path: Path, capsys: Captured) -> None:
    folder = copied(interrupted, tmp_path)
    before = {f.name: f.read_bytes() for f in folder.path.iterdir()}
    assert run(["simulate", "--d", "4", "--t-end", "1", "--out", str(folder.path)]) == 3
    err = capsys.readouterr().err
    assert "holds a run already" in err
    assert f"--resume {folder.path}" in err
    assert {f.name: f.read_bytes() for f in folder.path.iterdir()} == before
    (tmp_path / "file").write_text("")
    assert run(["simulate", "--d", "4", "--t-end", "1", "--out", str(tmp_path / "file")]) == 3
    assert "cannot make the folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    "option", [["--d", "4"], ["--out", "x"], ["--symmetrised"], ["--t-end", "9"], ["--max-steps=9"]]
)
def test_resume_with_another_option(
    interrupted: Path, tmp_path: Path, capsys: Captured, option: list[str]
) -> None:
    folder = copied(interrupted, tmp_path)
    before = (folder.path / "run.json").read_bytes()
    assert run(["simulate", "--resume", str(folder.path), *option]) == 3
    assert f"{option[0].split('=')[0]} cannot be changed" in capsys.readouterr().err
    assert (folder.path / "run.json").read_bytes() == before
