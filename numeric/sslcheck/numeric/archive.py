"""Arrays from `.npz` files of other people: never unpickled, every fault named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from sslcheck.derive.errors import SslcheckError

__all__ = ["DamagedArchive", "UnreadableFile", "read_archive"]


class UnreadableFile(SslcheckError, OSError):
    """A file is missing or cannot be opened."""


class DamagedArchive(SslcheckError, ValueError):
    """A file is no `.npz` archive, is cut off or altered, or holds something else than numbers."""


def read_archive(path: Path) -> dict[str, np.ndarray[Any, Any]]:
    """All arrays of an `.npz` file, their checksums compared.

    Raises `DamagedArchive` and `UnreadableFile`.
    """
    try:
        with open(path, "rb") as stream:
            archive = np.load(stream, allow_pickle=False)
            if not isinstance(archive, np.lib.npyio.NpzFile):
                raise DamagedArchive(f"`{path}` is a single array; save it with numpy.savez")
            with archive:
                return {name: archive[name] for name in archive.files}
    except DamagedArchive:
        raise
    except OSError as error:
        raise UnreadableFile(f"cannot read `{path}`: {error.strerror or error}") from error
    except Exception as error:  # by where the damage is, zipfile, zlib and NumPy raise anything
        raise DamagedArchive(
            f"`{path}` is not an intact .npz file of plain numbers: {_first_line(error)}"
        ) from error


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)
