"""Arrays that a caller hands over: anything that NumPy can take, kept as files for the run.

A run is asked for by plain values, so that it can be told and done again; an array is one by its
file. The files lie in the folder of the run, or in one of the process, which goes with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from sslcheck.numeric.bounds import InvalidOption

__all__ = ["Kept", "array_of", "is_array"]

Numbers = np.ndarray[Any, Any]


def is_array(value: object) -> bool:
    """Whether a value is an array of some library, a list of numbers, or an ``.npy`` file."""
    if isinstance(value, str | Path):
        return str(value).endswith(".npy")
    if isinstance(value, np.generic):  # a number, though NumPy makes an array of it
        return False
    return hasattr(value, "__array__") or isinstance(value, list | tuple)


def array_of(value: Any, what: str) -> Numbers:
    """The numbers on the host, from NumPy, CuPy, PyTorch, JAX, pandas, a list or an ``.npy`` file.

    Raises `InvalidOption` for what has none.
    """
    try:
        if isinstance(value, str | Path):
            return np.asarray(np.load(value, allow_pickle=False))
        if hasattr(value, "__cuda_array_interface__") and hasattr(value, "get"):
            value = value.get()  # CuPy copies to the host only when told to
        elif hasattr(value, "detach"):
            value = value.detach().cpu()  # so does PyTorch
        found = np.asarray(value)
    except OSError as error:
        raise InvalidOption(f"{what}: cannot read `{value}`: {error.strerror or error}") from error
    except Exception as error:  # by the library, and by where the damage is, anything
        raise InvalidOption(f"{what} is no array of numbers: {error}") from error
    if found.dtype.kind not in "fiub":
        raise InvalidOption(f"{what} must be an array of real numbers; got dtype {found.dtype}")
    return found


class Kept:
    """A folder that takes arrays as files; equal ones are one file."""

    def __init__(self, folder: Path | None = None) -> None:
        """Without a folder they lie in one that goes with the process."""
        self.folder = Path(_folder().name) if folder is None else folder
        self._made: list[Path] = []

    def array(self, value: Numbers) -> str:
        """The path of a file with one array."""
        path = self._place(hashlib.sha256(value.tobytes()), str((value.dtype, value.shape)), ".npy")
        if not path.exists():
            self._made.append(path)
            np.save(path, value)
        return str(path)

    def arrays(self, values: Mapping[str, Any]) -> str:
        """The path of a file with several arrays by name."""
        digest = hashlib.sha256()
        for name, value in sorted(values.items()):
            digest.update(f"{name} {value.dtype} {value.shape} ".encode())
            digest.update(value.tobytes())
        path = self._place(digest, "", ".npz")
        if not path.exists():
            self._made.append(path)
            np.savez(path, **values)
        return str(path)

    def forget(self) -> None:
        """Take the files away that were made."""
        for path in self._made:
            path.unlink(missing_ok=True)

    def _place(self, digest: Any, more: str, kind: str) -> Path:
        digest.update(more.encode())
        return self.folder / f"given-{digest.hexdigest()[:16]}{kind}"


@cache
def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="sslcheck-")
