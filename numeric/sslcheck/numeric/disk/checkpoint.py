"""Checkpoints: what a run needs to go on, written all or nothing, refused if not its own."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sslcheck.derive.errors import SslcheckError
from sslcheck.numeric.disk.archive import Header, digest_of, few, read_archive, write_archive
from sslcheck.numeric.disk.files import OutputError, open_regular

__all__ = [
    "Checkpoint",
    "ForeignCheckpoint",
    "Keeper",
    "fingerprint",
    "host_bytes",
    "read_checkpoint",
    "write_checkpoint",
]

_FORMAT = "sslcheck checkpoint 3"
_HEAD = "head"
_SAVED = "saved/"
_IN_HAND = 2**24  # bytes of an array that NumPy copies at a time when it writes it

Numbers = np.ndarray[Any, Any]


class ForeignCheckpoint(SslcheckError, ValueError):
    """A checkpoint belongs to another run, another version of the kernels, or is incomplete."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A run between two steps.

    ``memory`` are the integrator's numbers, ``state`` and ``derivative`` its rows, ``saved`` what
    was recorded so far by name (the first axis are the save times).
    """

    fingerprint: str
    memory: Mapping[str, float]
    state: Numbers
    derivative: Numbers
    saved: Mapping[str, Numbers]


def host_bytes(kept: int, state: int) -> int:
    """What writing a checkpoint takes in the memory of the CPU.

    A state of so many bytes and ``kept`` derivatives are copied, and what is in hand of them is
    copied again.
    """
    return (1 + kept) * state + min(kept * state, _IN_HAND)


class Keeper:
    """Writes a run's checkpoints to ``path`` (None: nowhere), ``every`` so many seconds.

    One that fails does not end the run: ``warn`` is told, once until one succeeds, and the next is
    tried when it is due.
    """

    def __init__(self, path: Path | None, every: float, warn: Callable[[str], None]) -> None:
        self.path = path
        self._every = every
        self._warn = warn
        self._failed = False
        self._last = time.perf_counter()

    def keep(self, make: Callable[[], Checkpoint], now: bool) -> None:
        """Write what ``make`` makes if it is due, or ``now``."""
        late = time.perf_counter() - self._last > self._every
        if self.path is None or not (late or now):
            return
        try:
            write_checkpoint(self.path, make())
            self._failed = False
        except OutputError as error:
            if not self._failed:
                self._warn(f"no checkpoint, the run goes on and tries again later: {error}")
            self._failed = True
        self._last = time.perf_counter()


def fingerprint(options: Mapping[str, Any], kernel: str, files: Iterable[Path] = ()) -> str:
    """A digest of the options, the text of the kernel and the files that the options name.

    Together they fix the numbers of a run. Raises `UnreadableFile`.
    """
    digest = hashlib.sha256((json.dumps(dict(options), sort_keys=True) + kernel).encode())
    for file in files:
        with open_regular(file) as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()


def write_checkpoint(path: Path, checkpoint: Checkpoint) -> None:
    """Write aside, sync and rename: at any moment there is a whole checkpoint or none."""
    arrays = {
        "state": checkpoint.state,
        "derivative": checkpoint.derivative,
        **{f"{_SAVED}{name}": values for name, values in checkpoint.saved.items()},
    }
    head = {
        "format": _FORMAT,
        "fingerprint": checkpoint.fingerprint,
        "memory": dict(checkpoint.memory),
    }
    text = json.dumps({**head, "digest": _digest(head, arrays)}, sort_keys=True)
    write_archive(path, {_HEAD: np.frombuffer(text.encode(), np.uint8), **arrays})


def read_checkpoint(
    path: Path,
    expected: str,
    shapes: tuple[tuple[int, ...], tuple[int, ...]],
    dtype: str,
    like: Mapping[str, Numbers],
    most: int,
) -> Checkpoint:
    """Read what `write_checkpoint` wrote; ``expected`` is the fingerprint of the run.

    ``shapes`` are those of state and derivative.
    ``like`` is what the run saves at one time, of which there are at least one and at ``most`` so
    many. Raises `DamagedArchive` and `ForeignCheckpoint`.
    """
    state, derivative = (Header(shape, np.dtype(dtype)) for shape in shapes)
    fixed = {"state": state, "derivative": derivative}
    saved = {f"{_SAVED}{name}": values for name, values in like.items()}

    def check(headers: Mapping[str, Header]) -> None:
        _check_head(path, headers.get(_HEAD))
        odd = sorted(headers.keys() ^ {_HEAD, *fixed, *saved})
        if odd:
            raise _foreign(path, f"it lacks, or has beside what is expected, {few(odd)}")
        count = next(iter(headers[f"{_SAVED}times"].shape), 0)
        if not 1 <= count <= most:
            raise _foreign(path, f"it has {count} save times; expected 1 to {most}")
        need = fixed | {
            name: Header((count, *values.shape[1:]), values.dtype) for name, values in saved.items()
        }
        for name, header in need.items():
            if headers[name] != header:
                raise _foreign(path, f"`{name}` is {headers[name]}; expected {header}")

    arrays = read_archive(path, check, packed=False)
    head = _parsed(path, arrays.pop(_HEAD))
    if head["fingerprint"] != expected:
        raise _foreign(path, "its fingerprint is another")
    if head.pop("digest", None) != _digest(head, arrays):
        raise ForeignCheckpoint(f"`{path}` was changed after it was written")
    try:
        memory = {str(name): float(value) for name, value in head["memory"].items()}
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        raise ForeignCheckpoint(f"`{path}`: `memory` cannot be read") from error
    record = {n.removeprefix(_SAVED): v for n, v in arrays.items() if n.startswith(_SAVED)}
    return Checkpoint(expected, memory, arrays["state"], arrays["derivative"], record)


def _foreign(path: Path, why: str) -> ForeignCheckpoint:
    return ForeignCheckpoint(
        f"`{path}` belongs to a run with other options, input files or kernels than `run.json`"
        f" beside it says, or is damaged: {why}. Resume it with its own files and the version that"
        " wrote it"
    )


_LARGEST = 2**16  # bytes of the head


def _check_head(path: Path, head: Header | None) -> None:
    if head is None or head.dtype != np.uint8 or len(head.shape) != 1 or head.shape[0] > _LARGEST:
        raise ForeignCheckpoint(f"`{path}` is no checkpoint of this version of sslcheck")


def _parsed(path: Path, raw: Numbers) -> dict[str, Any]:
    try:
        head = json.loads(raw.tobytes().decode("utf-8"))
        if head["format"] == _FORMAT and {"fingerprint", "memory", "digest"} <= head.keys():
            return dict(head)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        pass
    raise ForeignCheckpoint(f"`{path}` is no checkpoint of this version of sslcheck")


def _digest(head: Mapping[str, Any], arrays: Mapping[str, Numbers]) -> str:
    text = json.dumps(dict(head), sort_keys=True) + digest_of(arrays)
    return hashlib.sha256(text.encode()).hexdigest()
