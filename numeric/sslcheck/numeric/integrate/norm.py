"""The size of an error over the tolerance that it is held against."""

from __future__ import annotations

from collections.abc import Sequence

from sslcheck.numeric.device.arrays import Array, Arrays

__all__ = ["Sizes", "over_tolerance"]


class Sizes:
    """Errors of a step over the tolerance: of blocks the worst, otherwise of all numbers.

    Errors and the states at both ends of the step are flat, and come in pieces, so that a piece is
    read where it was made. A block's error is ``|e| / (atol sqrt(m) + rtol max(|old|, |new|))`` in
    the Euclidean norm of its m numbers. It does not depend on the basis that a matrix is written
    in, as the flow itself does not. Without blocks each number is held against its own size, and
    the root mean square is taken.
    """

    def __init__(
        self, arrays: Arrays, blocks: tuple[slice, ...], size: int, rtol: float, atol: float
    ) -> None:
        self._arrays, self._rtol, self._atol = arrays, rtol, atol
        self._lengths = [block.stop - block.start for block in blocks] or [size]
        self._whole = bool(blocks)
        self._squares: list[list[Array]] = [[] for _ in self._lengths]

    def add(self, block: int, errors: Sequence[Array], old: Array, new: Array) -> None:
        """A piece of a block (of all numbers, where there are none)."""
        xp = self._arrays.xp
        if self._whole:
            vectors = [*errors, old, new]
        else:
            scale = xp.maximum(xp.abs(old), xp.abs(new)) * self._rtol + self._atol
            vectors = [error / scale for error in errors]
        squares, before = [xp.matmul(v, v) for v in vectors], self._squares[block]
        if before:
            squares = [a + b for a, b in zip(before, squares, strict=True)]
        self._squares[block] = squares

    def over(self) -> list[float]:
        """Each error over its tolerance."""
        xp = self._arrays.xp
        if not self._whole:
            (squares,) = self._squares
            return [(s / self._lengths[0]) ** 0.5 for s in self._arrays.numbers(squares)]
        count = len(self._squares[0]) - 2
        ratios = []
        for length, (*errors, old, new) in zip(self._lengths, self._squares, strict=True):
            size = xp.sqrt(xp.maximum(old, new)) * self._rtol + self._atol * float(length) ** 0.5
            ratios += [xp.sqrt(error) / size for error in errors]
        found = self._arrays.numbers(ratios)
        return [_worst(found[k::count]) for k in range(count)]


def over_tolerance(
    arrays: Arrays,
    error: Array,
    ends: tuple[Array, Array],
    blocks: tuple[slice, ...],
    rtol: float,
    atol: float,
) -> float:
    """One error, which is there as a whole."""
    old, new = ends
    sizes = Sizes(arrays, blocks, error.shape[0], rtol, atol)
    for k, at in enumerate(blocks or (slice(None),)):
        sizes.add(k, [error[at]], old[at], new[at])
    return sizes.over()[0]


def _worst(found: list[float]) -> float:
    return max(found) if all(r >= 0 for r in found) else float("nan")  # max may pass over NaN
