"""What a training run will hold in memory, told by its options alone: before any of it is made."""

from __future__ import annotations

from dataclasses import dataclass

from sslcheck.numeric.device.arrays import Arrays
from sslcheck.numeric.training.draws import draws_memory
from sslcheck.numeric.training.options import TrainOptions

__all__ = ["Needed", "memory_needed", "records"]

_SERIES = 24  # metrics of a record, its time, and what is made of them when they are judged
_DOUBLE = 8  # bytes of a number on the host


@dataclass(frozen=True, slots=True)
class Needed:
    """Bytes that are held at a time: on the ``device``, and on the ``host`` beside them."""

    device: int
    host: int


def records(options: TrainOptions) -> int:
    """How many times a run is measured: at its start, every ``log_every`` steps, at its end."""
    return -(-options.steps // options.log_every) + 1


def memory_needed(options: TrainOptions, arrays: Arrays, dense: bool, parts: int = 1) -> Needed:
    """The plan of a run in so many ``parts``; ``dense``: X or X' is a full matrix.

    The steps enter only as far as they are recorded.
    """
    o, n, d = options, options.n, options.d
    rows = o.batch or 2 * d
    batch = rows * (3 * d + 3 * n + o.centers * (2 * d + n))
    # of each part the descents, and what is added to one of them
    steps = parts * (1 + (o.scheme.direct and o.scheme.learns(o)))
    weights = n * o.keeps_mean + n * d * (5 + bool(o.momentum) + 2 * steps)
    weights += n * n * (12 + bool(o.momentum) + 2 * steps * o.scheme.learns(o) + parts)
    probe = 2 * o.probe * (3 * d + n + o.classes) if o.classes else 0
    data = 2 * d * d if dense else 2 * d
    device = arrays.itemsize * (batch + weights + probe + data)
    device += draws_memory(arrays, o.draws, rows * d)
    # the start and the weights that the theory expects; before the device is filled, what they are
    # made from, and the moments: sums, roots and pseudo-inverses of full matrices
    kept = 2 * n * n + 3 * n * d + (3 * d * d if dense else 8 * d) + o.classes * (d + 2 * o.classes)
    first = 6 * n * n + 8 * n * d + (10 * d * d if dense or not o.batch else 16 * d)
    record = _SERIES * records(o)
    host = max(_DOUBLE * kept, _DOUBLE * first - device) + _DOUBLE * record
    return Needed(device, host)
