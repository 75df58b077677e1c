"""What a device, or memory, refuses while a run is under way, said as errors of this package."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.text.words import gist
from sslcheck.numeric.device.arrays import LESS, Arrays, Fault, NotEnoughMemory

__all__ = ["DeviceFailed", "device_faults"]


class DeviceFailed(SslcheckError, RuntimeError):
    """The device or a library of its maker gave up during a run."""


@contextlib.contextmanager
def device_faults(arrays: Arrays) -> Iterator[None]:
    """Turn what ``arrays`` and its device raise into `NotEnoughMemory` and `DeviceFailed`.

    Libraries of a device may be looked for, and kernels compiled, when something needs them for the
    first time; what was free before a run may be taken by someone else during it. Any other error
    is a bug and passes.
    """
    try:
        yield
    except SslcheckError:
        raise
    except MemoryError as error:
        of_host = type(error).__module__.startswith("numpy")
        where = "the CPU" if of_host else arrays.description
        raise NotEnoughMemory(f"out of memory on {where}: {gist(error)}; {LESS}") from error
    except Exception as error:
        fault = arrays.fault(error)
        if fault is None:
            raise
        if fault is Fault.MEMORY:
            where = arrays.description
            raise NotEnoughMemory(f"out of memory on {where}: {gist(error)}; {LESS}") from error
        raise DeviceFailed(
            f"{arrays.description} failed: {type(error).__name__}: {gist(error)}; take"
            " `--backend numpy`, or try again: a run with `--out` goes on from its last checkpoint"
            " with `--resume`"
        ) from error
