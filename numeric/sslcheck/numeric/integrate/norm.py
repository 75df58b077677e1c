"""The size of an error over the tolerance that it is held against."""

from __future__ import annotations

from typing import Any

from sslcheck.numeric.arrays import Array, Arrays

__all__ = ["over_tolerance"]


def over_tolerance(
    arrays: Arrays,
    error: Array,
    ends: tuple[Array, Array],
    blocks: tuple[slice, ...],
    rtol: float,
    atol: float,
) -> float:
    """An error over the tolerance: of blocks the worst, otherwise of all numbers.

    ``error`` and the states at both ends of the step are flat. A block's error is
    ``|e| / (atol sqrt(m) + rtol max(|old|, |new|))`` in the Euclidean norm of its m numbers. It
    does not depend on the basis that a matrix is written in, as the flow itself does not. Without
    blocks each number is held against its own size, and the root mean square is taken.
    """
    xp, (old, new) = arrays.xp, ends
    if not blocks:
        ratio = error / (xp.maximum(xp.abs(old), xp.abs(new)) * rtol + atol)
        return float((arrays.number(xp.matmul(ratio, ratio)) / error.shape[0]) ** 0.5)
    ratios = []
    for block in blocks:
        size = xp.sqrt(xp.maximum(_square(xp, old[block]), _square(xp, new[block])))
        least = atol * float(block.stop - block.start) ** 0.5
        ratios.append(xp.sqrt(_square(xp, error[block])) / (size * rtol + least))
    found = arrays.numbers(ratios)
    return max(found) if all(r >= 0 for r in found) else float("nan")  # max may pass over NaN


def _square(xp: Any, vector: Array) -> Array:
    return xp.matmul(vector, vector)
