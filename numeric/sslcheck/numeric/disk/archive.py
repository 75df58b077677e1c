"""Arrays from `.npz` files of other people: never unpickled, every fault named.

Names are looked at first, then shapes and types, and only then is anything unpacked: a small file
can stand for any number of bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import os
import warnings
import zipfile
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np

from sslcheck.derive.errors import SslcheckError
from sslcheck.numeric.disk.files import UnreadableFile, open_regular, write_atomically

__all__ = [
    "DamagedArchive",
    "Header",
    "UnreadableFile",
    "digest_of",
    "few",
    "read_archive",
    "write_archive",
]

Numbers = np.ndarray[Any, Any]

_SUFFIX = ".npy"
_MOST = 1000  # arrays of a file; none of ours has more than a hundred
_HEADER = 2**14  # bytes; NumPy itself refuses a header of more than 10,000
_SHOWN = 5  # names of many
_CITED = 200  # characters of what libraries say


class DamagedArchive(SslcheckError, ValueError):
    """A file is no `.npz` archive, is cut off or altered, or holds something else than numbers."""


class Header(NamedTuple):
    """What an archive says of an array before it is read."""

    shape: tuple[int, ...]
    dtype: np.dtype[Any]

    def __str__(self) -> str:
        return f"{self.dtype} of shape {self.shape}"


def read_archive(
    path: Path, check: Callable[[Mapping[str, Header]], object], packed: bool = True
) -> dict[str, Numbers]:
    """All arrays of an `.npz` file, each read to its end and its checksum compared.

    ``check`` is told what the file holds before anything of it is unpacked, and raises if that is
    not what is wanted: so no more is ever unpacked than it lets pass. Without ``packed`` only
    arrays that are not compressed are read, as `write_archive` leaves them. Raises
    `DamagedArchive`, `UnreadableFile`, and what ``check`` raises.
    """
    with open_regular(path) as stream:
        try:
            return _read(stream, check, packed)
        except SslcheckError:
            raise
        except _Refused as error:
            raise DamagedArchive(f"`{path}` {error}") from error
        except OSError as error:
            raise UnreadableFile(f"cannot read `{path}`: {error.strerror or error}") from error
        except Exception as error:  # by where the damage is, zipfile, zlib and NumPy raise anything
            raise DamagedArchive(
                f"`{path}` is not an intact .npz file of plain numbers: {_first_line(error)}"
            ) from error


def write_archive(path: Path, arrays: Mapping[str, Any]) -> None:
    """Write arrays that are not compressed, whole or not at all. Raises `OutputError`."""
    named: dict[str, Any] = dict(arrays)
    write_atomically(path, lambda stream: np.savez(stream, **named))


def digest_of(arrays: Mapping[str, Numbers]) -> str:
    """The SHA-256 of names, types, shapes and numbers, whatever the order of the names."""
    digest = hashlib.sha256()
    for name in sorted(arrays):
        array = np.asarray(arrays[name])
        digest.update(json.dumps([name, array.dtype.str, array.shape]).encode())
        digest.update(np.ascontiguousarray(array).reshape(-1).view(np.uint8).data)
    return digest.hexdigest()


def few(names: Collection[str]) -> str:
    """Some of the names that a foreign file gives, for a message.

    >>> few(["b", "a"]), few([])
    ('a, b', 'nothing')
    >>> few([f"x{k}" for k in range(60_000)])
    'x0, x1, x10, x100, x1000 and 59995 more'
    """
    shown = sorted(names)[:_SHOWN]
    more = len(names) - len(shown)
    text = ", ".join(n if len(n) <= 40 else f"{n[:39]}…" for n in shown) or "nothing"
    return f"{text} and {more} more" if more else text


class _Refused(Exception):
    """What is wrong with an archive, to be said after its name."""


def _read(
    stream: BinaryIO, check: Callable[[Mapping[str, Header]], object], packed: bool
) -> dict[str, Numbers]:
    if stream.read(6) == np.lib.format.MAGIC_PREFIX:
        raise _Refused("is a single array; save it with numpy.savez")
    # a header is the text of a Python literal; what the parser warns of is no header of NumPy's
    with zipfile.ZipFile(stream) as archive, warnings.catch_warnings():
        warnings.simplefilter("error")
        members = _members(archive, packed, os.fstat(stream.fileno()).st_size)
        check({name: _header(archive, member) for name, member in members.items()})
        return {name: _array(archive, member) for name, member in members.items()}


def _members(archive: zipfile.ZipFile, packed: bool, length: int) -> dict[str, zipfile.ZipInfo]:
    found = archive.infolist()
    names = [member.filename for member in found]
    if len(names) > _MOST:
        raise _Refused(f"holds {len(names)} members; expected a few arrays ({few(names)})")
    strange = [name for name in names if not name.endswith(_SUFFIX)]
    if strange:
        raise _Refused(f"holds members that are no arrays: {few(strange)}; use numpy.savez")
    # in a comment other members can be hidden, by a single byte of its length
    if any(member.comment for member in found):
        raise _Refused("has a comment on a member; use numpy.savez")
    if len(set(names)) < len(names):
        raise _Refused("holds two arrays of the same name")
    # other methods than these unpack any number of bytes at a time
    known = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) if packed else (zipfile.ZIP_STORED,)
    if any(member.compress_type not in known for member in found):
        raise _Refused("is compressed in a way that is not expected here; use numpy.savez")
    if not packed and sum(member.file_size for member in found) > length:
        raise _Refused("holds more than it can")
    return {m.filename.removesuffix(_SUFFIX): m for m in found}


def _header(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Header:
    """Shape and type of a member, and that it is as long as they say."""
    with archive.open(member) as stream:
        head = io.BytesIO(stream.read(_HEADER))
    version = np.lib.format.read_magic(head)
    if version not in ((1, 0), (2, 0)):
        raise _Refused(f"has an array in version {version} of the format; expected 1.0 or 2.0")
    first = version == (1, 0)
    read = np.lib.format.read_array_header_1_0 if first else np.lib.format.read_array_header_2_0
    shape, _, dtype = read(head)
    if dtype.hasobject:
        raise _Refused(
            "is not an intact .npz file of plain numbers: Object arrays cannot be loaded"
        )
    shape = tuple(int(length) for length in shape)
    if min(shape, default=0) < 0 or len(shape) > 32:
        raise _Refused(f"has an array of shape {shape[:8]}")
    if member.file_size != head.tell() + math.prod(shape) * dtype.itemsize:
        raise _Refused(f"has an array that is not as long as {Header(shape, dtype)}")
    return Header(shape, dtype)


def _array(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Numbers:
    with archive.open(member) as stream:
        found: Numbers = np.lib.format.read_array(stream, allow_pickle=False)
        # checksums are compared at the end of a member only
        if stream.read(1):
            raise _Refused("has an array that is longer than its header says")
    return found


def _first_line(error: Exception) -> str:
    """Of what zipfile and NumPy say; they may cite any number of bytes of the file."""
    line = next(iter(str(error).strip().splitlines()), type(error).__name__)
    return line if len(line) <= _CITED else f"{line[:_CITED]}…"
