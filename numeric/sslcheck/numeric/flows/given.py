"""One array of a user's ``.npy`` file: never unpickled, every fault named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from sslcheck.derive.setting import Symbol
from sslcheck.numeric.bounds import InvalidOption, size_limits
from sslcheck.numeric.disk.files import UnreadableFile, open_regular
from sslcheck.numeric.flows.draws import mismatch

__all__ = ["read_value"]

Numbers = np.ndarray[Any, Any]


def read_value(
    path: str, symbol: Symbol, shapes: tuple[tuple[int, ...], ...], dtype: str, sizes: str
) -> Numbers:
    """The value of a symbol from a file, in double precision.

    ``shapes`` are those that it may have. Raises `UnreadableFile`, and `InvalidOption` for another
    shape or type, for what is not finite or too large, and for what is not as declared.
    """
    what = f"`{symbol.name}` of `{path}`"
    found = _read(Path(path), what, shapes, sizes)
    _, most = size_limits(dtype)
    with np.errstate(all="ignore"):
        numbers = np.asarray(found.astype(np.float64))
        odd = ~(np.abs(numbers) <= most)
    if odd.any():
        place = tuple(int(k) for k in np.argwhere(odd)[0])
        raise InvalidOption(
            f"{what} must be finite numbers, in {dtype} of size {most:g} at most; got"
            f" {numbers[place]} at {list(place)}; take such entries out"
        )
    if wrong := mismatch(symbol, numbers):
        raise InvalidOption(f"{what} {wrong}; give a file that is as declared")
    return numbers


def _read(path: Path, what: str, shapes: tuple[tuple[int, ...], ...], sizes: str) -> Numbers:
    """The array, once its header says that it is of a wanted shape: so no more is ever read."""
    with open_regular(path) as stream:
        try:
            version = np.lib.format.read_magic(stream)
            header = (
                np.lib.format.read_array_header_1_0
                if version == (1, 0)
                else np.lib.format.read_array_header_2_0
            )
            shape, _, dtype = header(stream)
        except OSError as error:
            raise UnreadableFile(f"cannot read `{path}`: {error.strerror or error}") from error
        except Exception as error:  # by where the damage is, NumPy raises anything
            raise InvalidOption(
                f"`{path}` is not an .npy file of plain numbers; write one by numpy.save(file,"
                " array)"
            ) from error
        if dtype.kind not in "fiu" or shape not in shapes:
            wanted = " or ".join(map(str, shapes))
            remedy = f". Sizes are {sizes}: set them by `--size SPACE=SIZE`"
            raise InvalidOption(
                f"{what} must be real numbers of shape {wanted}; got {dtype} of shape {shape}"
                f"{remedy if shape not in shapes else ''}"
            )
        stream.seek(0)
        try:
            found: Numbers = np.lib.format.read_array(stream, allow_pickle=False)
        except Exception as error:
            raise InvalidOption(f"`{path}` is cut off or damaged; write it anew") from error
    return found
