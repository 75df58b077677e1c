"""Files of other people: read whole or refused in one line, never unpickled."""

from __future__ import annotations

import io
import os
import pickle
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sslcheck.numeric.disk.archive import DamagedArchive, UnreadableFile, read_archive

ARRAYS: dict[str, Any] = {"X": np.arange(9.0).reshape(3, 3), "name": np.asarray("abc")}


class Trap:
    """Makes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return os.mkdir, (str(self.path),)


def anything(_: object) -> None:
    """Lets every array pass."""


def refused(path: Path, packed: bool = True) -> str:
    with pytest.raises((DamagedArchive, UnreadableFile)) as caught:
        read_archive(path, anything, packed)
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


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
@pytest.mark.parametrize(
    ("old", "new"), [(b"<f8", b"<f4"), (b"(1200,)", b"(600,) "), (b"(1200,)", b"(1201,)")]
)
def test_a_header_that_asks_for_less_or_more(
    tmp_path: Path, save: Any, old: bytes, new: bytes
) -> None:
    """Of an array larger than what is read ahead: its checksum is compared nevertheless."""
    header = io.BytesIO()
    np.save(header, np.arange(1.0, 1201))
    path = tmp_path / "a.npz"
    save(path, X=np.arange(1.0, 1201))
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("X.npy")
    whole = path.read_bytes()
    if save is np.savez:
        path.write_bytes(whole.replace(old, new))
        refused(path)
    # the same with a checksum that is right: the length tells
    with zipfile.ZipFile(path, "w", info.compress_type) as archive:
        archive.writestr("X.npy", header.getvalue().replace(old, new))
    assert "is not as long as" in refused(path)


class Unwanted(DamagedArchive):
    """What a reader says of arrays that it does not look for."""


def nothing(headers: Any) -> None:
    raise Unwanted(", ".join(headers))


def test_nothing_is_unpacked_before_it_is_asked_for(tmp_path: Path) -> None:
    """Names and headers are looked at first: a small file can stand for any number of bytes."""
    path = tmp_path / "bomb.npz"
    zeros: dict[str, Any] = {f"x{k}": np.zeros(2**20) for k in range(4)}
    np.savez_compressed(path, **zeros)
    tracemalloc.start()
    with pytest.raises(Unwanted, match="x0, x1, x2, x3"):
        read_archive(path, nothing)
    assert "is compressed in a way" in refused(path, packed=False)
    assert tracemalloc.get_traced_memory()[1] < 2**20  # of 32 MiB
    tracemalloc.stop()


def test_many_names_are_not_all_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "many.npz", "w") as archive:
        for k in range(1001):
            archive.writestr(f"{'x' * 90}{k}.npy", b"")
    assert len(refused(tmp_path / "many.npz")) < 500 + len(str(tmp_path))
    with zipfile.ZipFile(tmp_path / "raw.npz", "w") as archive:
        archive.writestr("X", b"raw")
    assert "members that are no arrays: X" in refused(tmp_path / "raw.npz")


def test_an_array_that_a_comment_hides(tmp_path: Path) -> None:
    """One byte, the length of a comment, takes an entry out of the directory."""
    path = tmp_path / "a.npz"
    np.savez(path, X=1.0, X_prime=0.5)
    whole = bytearray(path.read_bytes())
    first = whole.index(b"PK\x01\x02")
    second = whole.index(b"PK\x01\x02", first + 1)
    whole[first + 32] = whole.index(b"PK\x05\x06") - second
    path.write_bytes(whole)
    assert zipfile.ZipFile(path).namelist() == ["X.npy"]
    assert "has a comment" in refused(path)


def test_what_libraries_cite_of_a_file_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    np.savez(path, X=np.arange(9.0))
    whole = bytearray(path.read_bytes())
    whole[27] = 9  # the name in a local header is longer, by the bytes that follow
    path.write_bytes(whole)
    assert len(refused(path)) < 400 + len(str(path))
