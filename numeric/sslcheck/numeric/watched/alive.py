"""How many modes of W are alive: what sees a collapse, which no measure of shape alone does.

The effective rank of a matrix that shrinks to nothing stays as it is if all modes shrink alike.
"""

from __future__ import annotations

from sslcheck.numeric.device.arrays import Array, Arrays

__all__ = ["DEAD", "alive", "dead_below"]

DEAD = 1e-3
"""A mode has collapsed if its w_j^2 is below this part of their mean at the start."""


def dead_below(square: float, n: int, d: int) -> float:
    """The w_j^2 below which a mode has collapsed, for ``|W|^2 = square`` at the start.

    W, n x d, has min(n, d) modes: its singular values w_j.
    """
    return DEAD * square / min(n, d)


def alive(arrays: Arrays, spectrum: Array, dead: float) -> Array:
    """How many w_j^2 are above ``dead``; 0-dimensional, nan where there are no eigenvalues.

    ``spectrum`` are the eigenvalues of W W^T. What rounding makes of an eigenvalue 0 is not alive,
    even where ``dead`` is 0: at a start with W = 0, which may grow.
    """
    xp = arrays.xp
    one = xp.ones_like(spectrum)
    noise = float(spectrum.shape[0]) * arrays.epsilon * xp.max(spectrum)
    above = (spectrum > dead) & (spectrum > noise)
    return xp.sum(xp.where(above, one, 0.0 * one)) + 0.0 * xp.min(spectrum)
