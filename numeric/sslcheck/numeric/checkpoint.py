"""Checkpoints: what a run needs to go on, written all or nothing, refused if not its own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sslcheck.derive.errors import SslcheckError
from sslcheck.numeric.archive import read_archive
from sslcheck.numeric.files import write_atomically

__all__ = ["Checkpoint", "ForeignCheckpoint", "fingerprint", "read_checkpoint", "write_checkpoint"]

_FORMAT = "sslcheck checkpoint 1"

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


def fingerprint(options: Mapping[str, Any], kernel: str, files: Iterable[Path] = ()) -> str:
    """A digest of the options, the text of the kernel and the files that the options name.

    Together they fix the numbers of a run.
    """
    digest = hashlib.sha256((json.dumps(dict(options), sort_keys=True) + kernel).encode())
    for file in files:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def write_checkpoint(path: Path, checkpoint: Checkpoint) -> None:
    """Write aside, sync and rename: at any moment there is a whole checkpoint or none."""
    arrays: dict[str, Any] = {
        "format": np.asarray(_FORMAT),
        "fingerprint": np.asarray(checkpoint.fingerprint),
        "memory": np.asarray(json.dumps(dict(checkpoint.memory), sort_keys=True)),
        "state": checkpoint.state,
        "derivative": checkpoint.derivative,
        **{f"saved/{name}": values for name, values in checkpoint.saved.items()},
    }
    write_atomically(path, lambda stream: np.savez(stream, **arrays))


def read_checkpoint(path: Path, expected: str, size: int, dtype: str) -> Checkpoint:
    """Read what `write_checkpoint` wrote; ``expected`` is the fingerprint of the run.

    Raises `DamagedArchive` and `ForeignCheckpoint`.
    """
    found = read_archive(path)
    need = {"format", "fingerprint", "memory", "state", "derivative"}
    if not need <= found.keys() or str(found["format"]) != _FORMAT:
        raise ForeignCheckpoint(f"`{path}` is no checkpoint of this version of sslcheck")
    if str(found["fingerprint"]) != expected:
        raise ForeignCheckpoint(
            f"`{path}` belongs to a run with other options, input files or kernels than `run.json`"
            " beside it says; resume it with its own files and the version that wrote it"
        )
    state, derivative = found["state"], found["derivative"]
    for name, row in (("state", state), ("derivative", derivative)):
        if row.shape != (size,) or row.dtype != np.dtype(dtype):
            raise ForeignCheckpoint(
                f"`{path}`: `{name}` is {row.dtype} of shape {row.shape}; expected {dtype} of"
                f" shape ({size},)"
            )
    try:
        memory = {str(k): float(v) for k, v in json.loads(str(found["memory"])).items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise ForeignCheckpoint(f"`{path}`: `memory` cannot be read") from error
    saved = {k.removeprefix("saved/"): v for k, v in found.items() if k.startswith("saved/")}
    return Checkpoint(expected, memory, state, derivative, saved)
