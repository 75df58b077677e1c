"""The arrays of an ensemble, of which each trajectory has a column, and the limits of its steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sslcheck.numeric.integrate import Outcome

__all__ = ["CODES", "Limits", "Work"]

Numbers = np.ndarray[Any, Any]

CODES = (
    Outcome.COMPLETED,
    Outcome.STEP_BELOW_FLOOR,
    Outcome.NOT_FINITE,
    Outcome.TOO_MANY_STEPS,
    Outcome.INTERRUPTED,
)
"""What a status stands for."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The end time, the tolerances, and the most steps of a trajectory."""

    t_end: float
    rtol: float
    atol: float
    most: int


@dataclass(frozen=True, slots=True)
class Work:
    """What is given of N trajectories and what becomes of them.

    ``start`` (states x N), ``parameters`` (parameters x N), ``times`` of samples; ``end`` (states x
    N), ``largest`` (states x N) the sizes that the states have had after any step, ``samples``
    (times x states x N), ``reached`` (N) the time of the end, ``status`` (N) the place in `CODES`,
    ``accepted`` and ``rejected`` (N) steps. Where ``stop`` is not 0, no step is made any more.
    Numbers that are never reached are nan.
    """

    start: Numbers
    parameters: Numbers
    times: Numbers
    end: Numbers
    largest: Numbers
    samples: Numbers
    reached: Numbers
    status: Numbers
    accepted: Numbers
    rejected: Numbers
    stop: Numbers

    @classmethod
    def of(cls, start: Numbers, parameters: Numbers, times: Numbers) -> Work:
        """Nothing done yet."""
        states, count = start.shape
        return cls(
            np.ascontiguousarray(start, dtype=np.float64),
            np.ascontiguousarray(parameters, dtype=np.float64),
            times,
            np.full((states, count), np.nan),
            np.full((states, count), np.nan),
            np.full((len(times), states, count), np.nan),
            np.zeros(count),
            np.full(count, CODES.index(Outcome.INTERRUPTED), np.int32),
            np.zeros(count, np.int64),
            np.zeros(count, np.int64),
            np.zeros(1, np.uint8),
        )

    @staticmethod
    def memory(states: int, parameters: int, times: int, count: int) -> int:
        """Bytes of all that."""
        return count * (8 * (3 * states + parameters + times * states + 3) + 4)
