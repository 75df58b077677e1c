"""Arrays that a caller hands over: anything that NumPy can take, kept as files for the run.

A run is asked for by plain values, so that it can be told and done again; an array is one by its
file. The files lie in a folder of the process, which goes with it.
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

__all__ = ["array_of", "is_array", "kept_array", "kept_arrays"]

Numbers = np.ndarray[Any, Any]


def is_array(value: object) -> bool:
    """Whether a value is an array of some library, a list of numbers, or an ``.npy`` file."""
    if isinstance(value, str | Path):
        return str(value).endswith(".npy")
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


def kept_array(value: Numbers) -> str:
    """The path of a file with one array."""
    path = _place(hashlib.sha256(value.tobytes()), str((value.dtype, value.shape)), ".npy")
    if not path.exists():
        np.save(path, value)
    return str(path)


def kept_arrays(values: Mapping[str, Any]) -> str:
    """The path of a file with several arrays by name."""
    digest = hashlib.sha256()
    for name, value in sorted(values.items()):
        digest.update(f"{name} {value.dtype} {value.shape} ".encode())
        digest.update(value.tobytes())
    path = _place(digest, "", ".npz")
    if not path.exists():
        np.savez(path, **values)
    return str(path)


def _place(digest: Any, more: str, kind: str) -> Path:
    digest.update(more.encode())
    return Path(_folder().name) / f"{digest.hexdigest()[:16]}{kind}"


@cache
def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="sslcheck-")
