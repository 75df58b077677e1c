"""Which numbers an option may be: how large a count, how large or small a real number."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.text.words import did_you_mean
from sslcheck.numeric.choices import allowed

__all__ = [
    "MOST",
    "InvalidOption",
    "check_below_one",
    "check_choices",
    "check_counts",
    "check_named",
    "check_reals",
    "shown",
    "size_limits",
]

MOST = 2**53
"""Of a count: times and progress are kept in floats, which tell no larger ones apart."""

_MOST_SEED = 2**128 - 1  # NumPy's own seeds have 128 bits
_SIZES = {"float64": (1e-50, 1e50), "float32": (1e-30, 1e30)}


class InvalidOption(SslcheckError, ValueError):
    """An option has a value that makes no sense; the message says which are possible."""


def size_limits(dtype: str) -> tuple[float, float]:
    """The least and the largest size of a number that a run is given, 0 apart.

    Squares and products of a few such numbers neither overflow nor vanish.
    """
    return _SIZES[dtype]


def check_counts(values: Any, least: Mapping[str, int], most: int = MOST) -> None:
    """Raise `InvalidOption` for a count (an attribute of ``values``) below its least, or too large.

    The ``seed`` may be any number of 128 bits.
    """
    for name, low in least.items():
        value, high = getattr(values, name), _MOST_SEED if name == "seed" else most
        if value < low:
            raise InvalidOption(f"`{name}` must be at least {low}; got {shown(value)}")
        if value > high:
            raise InvalidOption(f"`{name}` must be at most {high}; got {shown(value)}")


def check_reals(values: Any, names: Iterable[str], dtype: str, *, zero: bool) -> None:
    """Raise `InvalidOption` for a number that is negative, not finite, too large or too small.

    What is too large or small depends on the dtype that it is used in; 0 only with ``zero``.
    """
    low, high = size_limits(dtype)
    for name in names:
        value = getattr(values, name)
        if zero and value == 0:
            continue
        if not 0 < value < math.inf:
            kind = "nonnegative" if zero else "positive"
            raise InvalidOption(f"`{name}` must be a {kind}, finite number; got {shown(value)}")
        if not low <= value <= high:
            kind = f"{'0, or ' if zero else ''}from {low:g} to {high:g}"
            raise InvalidOption(f"`{name}` must be {kind} in {dtype}; got {shown(value)}")


def check_below_one(values: Any, names: Iterable[str]) -> None:
    """Raise `InvalidOption` for a number that is not from 0 to below 1."""
    for name in names:
        if not 0 <= getattr(values, name) < 1:
            raise InvalidOption(
                f"`{name}` must be from 0 to below 1; got {shown(getattr(values, name))}"
            )


def check_choices(values: Any, names: Iterable[str]) -> None:
    """Raise `InvalidOption` for an option that is none of its `choices`."""
    for name in names:
        value, known = getattr(values, name), allowed(name)
        if value not in known:
            hint = did_you_mean(str(value), known)
            raise InvalidOption(f"`{name}` must be one of {', '.join(known)}; got `{value}`{hint}")


def check_named(name: str, value: str, names: tuple[str, ...]) -> None:
    """Raise `InvalidOption` for a value that is neither a known name nor a path of an archive."""
    if value in names or value.endswith(".npz"):
        return
    hint = did_you_mean(value, names)
    if value.endswith(".npy"):
        hint = (
            ". An .npy file holds one array without a name: write it with its name by"
            f" `numpy.savez('FILE.npz', X=numpy.load({value!r}))`"
        )
        if name == "init":
            hint = hint.replace("X=", "W_p=..., W=")
    raise InvalidOption(
        f"`{name}` must be one of {', '.join(names)} or the path of an .npz file; got"
        f" `{value}`{hint}"
    )


def shown(value: float) -> str:
    """A number for a message, long ones cut.

    >>> shown(10**400)
    '10000000... (401 digits)'
    """
    text = f"{value}"
    return text if len(text) <= 40 else f"{text[:8]}... ({len(text)} digits)"
