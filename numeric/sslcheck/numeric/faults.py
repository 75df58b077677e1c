"""What a device, or memory, refuses while a run is under way, said as errors of this package."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from sslcheck.derive.errors import SslcheckError
from sslcheck.numeric.arrays import LESS, Arrays, NotEnoughMemory
from sslcheck.numeric.backends import gist

__all__ = ["DeviceFailed", "device_faults"]

_BUGS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NameError,
    NotImplementedError,
    OSError,  # no bug, but no matter of the device: of a file
    RecursionError,
    TypeError,
    ValueError,
)
"""What a library raises that is called in a wrong way. The errors of CUDA's libraries, of the
compiler and of the driver are none of these."""


class DeviceFailed(SslcheckError, RuntimeError):
    """The device or a library of its maker gave up during a run."""


@contextlib.contextmanager
def device_faults(arrays: Arrays) -> Iterator[None]:
    """Turn what ``arrays`` and its device raise into `NotEnoughMemory` and `DeviceFailed`.

    CuPy looks for CUDA's libraries, and compiles, when something needs them for the first time;
    what was free before a run may be taken by someone else during it. Any other error is a bug and
    passes.
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
        if arrays.name != "cupy" or isinstance(error, _BUGS):
            raise
        raise DeviceFailed(
            f"{arrays.description} failed: {type(error).__name__}: {gist(error)}; take"
            " `--backend numpy`, or try again: a run with `--out` goes on from its last checkpoint"
            " with `--resume`"
        ) from error
