"""Files of other people: read whole or refused in one line, never unpickled."""

from __future__ import annotations

import io
import os
import pickle
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sslcheck.numeric.archive import DamagedArchive, UnreadableFile, read_archive

ARRAYS: dict[str, Any] = {"X": np.arange(9.0).reshape(3, 3), "name": np.asarray("abc")}


class Trap:
    """Makes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return os.mkdir, (str(self.path),)


def anything(_: object) -> None:
    """Lets every array pass."""


def refused(path: Path) -> str:
    with pytest.raises((DamagedArchive, UnreadableFile)) as caught:
        read_archive(path, anything)
    text = str(caught.value)
    assert f"`{path}`" in text
    assert "\n" not in text
    return text


def test_plain_numbers_are_read(tmp_path: Path) -> None:
    for save in (np.savez, np.savez_compressed):
        save(tmp_path / "a.npz", **ARRAYS)
        found = read_archive(tmp_path / "a.npz", anything)
        assert found.keys() == ARRAYS.keys()
        for name, value in found.items():
            np.testing.assert_array_equal(value, ARRAYS[name])
            assert value.dtype == ARRAYS[name].dtype


def test_nothing_is_unpickled(tmp_path: Path) -> None:
    sprung, path = tmp_path / "sprung", tmp_path / "trap.npz"
    np.savez(path, X=np.array([Trap(sprung)], dtype=object))
    assert "Object arrays cannot be loaded" in refused(path)
    raw = tmp_path / "raw.npz"
    raw.write_bytes(pickle.dumps(Trap(sprung)))
    assert "pickle" in refused(raw)
    assert not sprung.exists()
    with np.load(path, allow_pickle=True) as archive:  # the trap works
        archive["X"]
    assert sprung.exists()


def test_other_files(tmp_path: Path) -> None:
    single = io.BytesIO()
    np.save(single, np.ones(3))
    for content, words in (
        (b"", "not a zip file"),
        (b"X,Y\n1,2\n", "not an intact .npz file"),
        (single.getvalue(), "is a single array; save it with numpy.savez"),
        (b"PK\x03\x04 and no more", "not an intact .npz file"),
    ):
        path = tmp_path / "other.npz"
        path.write_bytes(content)
        assert words in refused(path)


def test_member_that_is_no_array(tmp_path: Path) -> None:
    """Headers are text that NumPy parses: what it raises for a strange one must not get through."""
    for header in (b"(" * 9000, b"{'descr': '<f8',", b"{'descr': '<f8', 'shape': (10**9,)}\n"):
        member = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header
        with zipfile.ZipFile(tmp_path / "odd.npz", "w") as archive:
            archive.writestr("X.npy", member)
        refused(tmp_path / "odd.npz")


def test_missing_and_unreadable(tmp_path: Path) -> None:
    assert "No such file" in refused(tmp_path / "missing.npz")
    assert "Is a directory" in refused(tmp_path)


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_any_damage_is_named(tmp_path: Path, save: Any) -> None:
    """Cut off anywhere, or any byte changed: an error, or the very same arrays."""
    path = tmp_path / "a.npz"
    save(path, **ARRAYS)
    whole = path.read_bytes()
    for at in range(0, len(whole), 9):
        path.write_bytes(whole[:at])
        refused(path)
    messages: list[str] = []
    places = range(0, len(whole), 2)
    for at in places:
        damaged = bytearray(whole)
        damaged[at] ^= (0x01, 0x80, 0xFF)[at % 3]
        path.write_bytes(damaged)
        try:
            found = read_archive(path, anything)
        except (DamagedArchive, UnreadableFile) as error:
            messages.append(str(error))
        else:  # a name may be lost with its entry: readers know which they need
            assert all(np.array_equal(v, ARRAYS[k]) for k, v in found.items())
    assert len(messages) > len(places) / 2
    assert not any("\n" in message for message in messages)
