"""Views as a finite population: means with the second moment, noise with the covariance.

Given the input the views are independent, as ``[expectation]`` says; neither the means nor the
noise are symmetric about 0, and the noise differs from input to input.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from sslcheck.derive.expr import Sym
from sslcheck.numeric.look.errors import Unseen
from sslcheck.numeric.look.jets import Array

if TYPE_CHECKING:
    from sslcheck.numeric.look.evaluate import Moment

__all__ = ["Population"]


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """Equally likely members: ``values`` of the views and their mean, along the outermost axis."""

    values: dict[str, Array]

    @property
    def names(self) -> frozenset[str]:
        """The symbols that it gives a value."""
        return frozenset(self.values)

    @classmethod
    def of(cls, moment: Moment) -> Population:
        """The population with the moments that the article's symbols have now."""
        views = moment.world.views
        assert views is not None
        calm = moment.still or moment
        second = _psd_root(calm.value(Sym(views.second_moment)))
        noise = _psd_root(calm.value(Sym(views.noise)))
        means, kicks, weights = _standard(len(second), len(views.names))
        lead = (1,) * len(moment.modes)
        values: dict[str, Array] = {}

        def put(name: str, rows: Array) -> None:
            values[name] = rows.reshape(len(rows), *lead, -1, 1)

        put(views.mean, means @ second.T)
        for k, name in enumerate(views.names):
            put(name, (means @ second.T) + weights * (kicks[:, k] @ noise.T))
        return cls(values)


def _psd_root(matrix: Array) -> Array:
    matrix = np.asarray(matrix.real)
    if matrix.ndim != 2:
        raise Unseen("a moment of the views that differs from mode to mode")
    values, vectors = np.linalg.eigh((matrix + matrix.T) / 2)
    if values.min(initial=0.0) < -1e-9 * max(1.0, float(np.abs(values).max(initial=0.0))):
        raise Unseen("a moment of the views is not positive semi-definite")
    root: Array = vectors * np.sqrt(np.maximum(values, 0))
    return root


@lru_cache(maxsize=32)
def _standard(size: int, views: int) -> tuple[Array, Array, Array]:
    """Means, kicks of each view and a weight of the noise for each member, all of unit moments."""
    rng = np.random.default_rng(size)
    inputs = size + 1
    corners = inputs  # of a simplex about 0
    basis = np.linalg.qr(rng.standard_normal((inputs, size)))[0] * np.sqrt(inputs)
    simplex = np.linalg.qr(np.eye(corners) - 1 / corners)[0][:, :size] * np.sqrt(corners)
    strength = rng.uniform(0.5, 1.5, inputs)
    strength = np.sqrt(strength / strength.mean())
    members = list(product(range(inputs), *[range(corners)] * views))
    means = np.array([basis[m[0]] for m in members])
    kicks = np.array([[simplex[k] for k in m[1:]] for m in members])
    return means, kicks, np.array([[strength[m[0]]] for m in members])
