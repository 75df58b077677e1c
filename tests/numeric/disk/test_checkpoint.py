"""A run goes on from its checkpoint to the same bits; one that is not its own is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.numeric.runs import SHORT, begun, copied, refused, resume, same_bits, trajectory

from sslcheck.numeric.disk.archive import DamagedArchive, UnreadableFile
from sslcheck.numeric.disk.checkpoint import (
    Checkpoint,
    ForeignCheckpoint,
    read_checkpoint,
    write_checkpoint,
)
from sslcheck.numeric.folder import Folder
from sslcheck.numeric.options import Options
from sslcheck.numeric.simulation import Simulation

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
    assert sorted(f.name for f in (tmp_path / "parts").iterdir()) == ["record.npz", "run.json"]


def test_killed_before_the_first_checkpoint(tmp_path: Path) -> None:
    begun(tmp_path / "whole", 10**9)
    simulation = Simulation(Options(**SHORT))
    Folder.create(tmp_path / "run", simulation.options).begin(simulation)
    assert resume(tmp_path / "run") == 0
    assert same_bits(trajectory(tmp_path / "run"), trajectory(tmp_path / "whole"))


def test_killed_after_the_last_step(tmp_path: Path) -> None:
    """With a trajectory or without: what counts is that ``run.json`` says it has not ended."""
    begun(tmp_path / "whole", 10**9)
    simulation = Simulation(Options(**SHORT))
    folder = Folder.create(tmp_path / "run", simulation.options)
    folder.begin(simulation)
    simulation.run(checkpoint=folder.checkpoint, every=0.0)
    assert folder.checkpoint.exists()
    assert resume(tmp_path / "run") == 0
    assert same_bits(trajectory(tmp_path / "run"), trajectory(tmp_path / "whole"))
    assert not folder.checkpoint.exists()


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
        simulation = Simulation(Options.from_dict(folder.options))
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


KEYS = ("head", "state", "derivative", "saved/times", "saved/series/loss")


ODD: dict[str, Any] = {
    "head": np.frombuffer(b'{"format": "sslcheck checkpoint 1"}', np.uint8),
    "state": np.zeros(3),
    "derivative": np.zeros(18, dtype="float32"),
    "saved/times": np.asarray(0.0),
    "saved/series/loss": np.zeros((9, 2)),
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
    for key in ("state", "derivative", "saved/times", "saved/series/loss", "saved/state/W"):
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


def read_back(folder: Folder) -> Checkpoint:
    simulation = Simulation(Options.from_dict(folder.options))
    simulation.begin()
    simulation.record()
    like, dtype = simulation.recorder.as_arrays(), simulation.options.dtype
    shapes = (simulation.size,), simulation.held
    return read_checkpoint(folder.checkpoint, simulation.fingerprint, shapes, dtype, like, 7)
