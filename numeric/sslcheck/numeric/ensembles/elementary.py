"""Logarithm and exponential of numbers of moderate size, without branches and calls.

Compiled by Numba, loops around them become vector instructions, which those of ``math`` prevent.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

__all__ = ["exp", "log"]

_LOG_2 = math.log(2.0)
_MANTISSA = np.int64(0x000F_FFFF_FFFF_FFFF)
_ROOT_HALF = np.int64(0x3FE6_A09E_667F_3BCD)  # the bits of 1 / sqrt(2)
_EXPONENT = np.int64(52)


def log(x: Any) -> Any:
    """The natural logarithm of a normal positive number of 64 bits.

    ``x = 2^k m`` with m from 1/sqrt(2) to sqrt(2), and log m = 2 artanh((m - 1) / (m + 1)).
    """
    past = np.float64(x).view(np.int64) - _ROOT_HALF
    m = np.int64((past & _MANTISSA) + _ROOT_HALF).view(np.float64)
    s = (m - 1.0) / (m + 1.0)
    q = s * s
    tail = 1 / 15 + q * (1 / 17 + q * (1 / 19 + q * (1 / 21)))
    tail = 1 / 7 + q * (1 / 9 + q * (1 / 11 + q * (1 / 13 + q * tail)))
    series = 1 / 3 + q * (1 / 5 + q * tail)
    return np.float64(past >> _EXPONENT) * _LOG_2 + (2.0 * s + 2.0 * s * q * series)


def exp(x: Any) -> Any:
    """The exponential of a number of size 3 at most, to 1e-14: the 16th power of that of x/16."""
    y = x * 0.0625
    tail = 1 / 720 + y * (1 / 5040 + y * (1 / 40320 + y * (1 / 362880 + y * (1 / 3628800))))
    series = 1.0 + y * (0.5 + y * (1 / 6 + y * (1 / 24 + y * (1 / 120 + y * tail))))
    power = 1.0 + y * series
    power = power * power
    power = power * power
    power = power * power
    return power * power
