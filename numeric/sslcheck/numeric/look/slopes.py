"""Derivatives by a symbol, in numbers: gradients by a complex step, partial ones by differences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sslcheck.derive import expr as e
from sslcheck.numeric.look.errors import Unseen
from sslcheck.numeric.look.jets import Array, Jet, add

if TYPE_CHECKING:
    from sslcheck.numeric.look.evaluate import Moment

__all__ = ["gradient", "partial"]

_STEP = 1e-30  # of a complex step: there is no difference, so nothing is lost
_NOTHING = 1e-45  # what third derivatives leave of a slope that is 0
_NEAR = 2e-3


def gradient(moment: Moment, name: str, of: e.Expr, order: int) -> Jet:
    """Entry by entry: the imaginary part of the scalar at ``symbol + i h E``."""
    if moment.still is not None:
        raise Unseen("the gradient of a gradient")
    here = [_plain(c) for c in moment.symbol(name, order)]
    shape = here[0].shape
    if len(shape) != 2:
        raise Unseen(f"the gradient by `{name}`, one for each mode")
    if any(np.iscomplexobj(c) for c in here):
        raise Unseen("a gradient within a complex step")
    count, lead = shape[0] * shape[1], (1,) * (len(moment.modes) + 1)
    units = np.eye(count).reshape(count, *lead, *shape)
    moved = [here[0] + 1j * _STEP * units, *here[1:]]
    beside = moment.copy(still=moment, moving=True)
    beside.states[name] = moved
    result = []
    for c in beside.jet(of, order):
        part = np.asarray(c.imag / _STEP)
        part = np.where(np.abs(part) < _NOTHING, 0.0, part)
        flat = part.reshape(-1) if part.size == count else np.zeros(count)
        if part.size not in (1, count) or (part.size == 1 and count > 1 and part.any()):
            raise Unseen("the gradient of what is no single number")
        result.append(flat.reshape(shape))
    return result


def partial(moment: Moment, arg: e.Expr, name: str, order: int) -> Jet:
    """By a parameter, all else fixed: states stay, and move as the changed flow says."""
    if name not in moment.fixed:
        raise Unseen(f"the derivative by `{name}`, which is no parameter with a value")
    step = _NEAR * (1 + float(np.abs(moment.fixed[name]).max()))
    total: Jet = []
    for weight, far in ((8, 1), (-8, -1), (-1, 2), (1, -2)):
        states = {n: list(jet[:1]) for n, jet in moment.states.items()}
        beside = moment.copy(states=states, populations={})
        beside.fixed[name] = moment.fixed[name] + far * step
        part = [weight / (12 * step) * c for c in beside.jet(arg, order)]
        total = add(total, part) if total else part
    return total


def _plain(c: Array) -> Array:
    """Without axes of length 1 before rows and columns."""
    while c.ndim > 2 and c.shape[0] == 1:
        c = c[0]
    return c
