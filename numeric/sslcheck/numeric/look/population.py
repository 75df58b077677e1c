"""Random inputs as a finite population: means and noise with the moments that are declared.

Given the input its views are independent, as ``[expectation]`` says; where the law is not known,
neither the means nor the noise are symmetric about 0, and the noise differs from input to input.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from sslcheck.derive.expr import Expr
from sslcheck.derive.setting import Views
from sslcheck.numeric.look.errors import Unseen
from sslcheck.numeric.look.jets import Array

if TYPE_CHECKING:
    from sslcheck.numeric.look.evaluate import Moment

__all__ = ["Population"]

_MOST_MEMBERS = 20_000
_RULES = ((1.0, 2.0, 1.5), (1.2, 2.3, 1.8))
"""Distances of the nodes of two rules: what both give alike is of no higher degree than they."""


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """Members with ``weights``: ``values`` of the views and their mean, along the outermost axis.

    The weights of ``gaussian`` inputs may be negative; they serve polynomials up to degree 5.
    """

    values: dict[str, Array]
    weights: Array
    gaussian: bool = False

    @property
    def names(self) -> frozenset[str]:
        """The symbols that it gives a value."""
        return frozenset(self.values)

    @classmethod
    def of(cls, moment: Moment, names: Collection[str], rule: int = 0) -> Population:
        """The inputs of which ``names`` are, with the moments that the article's symbols have now.

        ``rule`` is 0 or 1, where Gaussian moments can be had in two ways.
        """
        inputs = [views for views in moment.world.views if not views.random.isdisjoint(names)]
        gaussian = [views for views in inputs if views.gaussian]
        drawn = [[views] for views in inputs if not views.gaussian]
        sizes = {views: len(_matrix(moment, views.second)) for views in inputs}
        laws = [
            _standard(sizes[views], len(views.names), views.expected is not None)
            for (views,) in drawn
        ]
        if gaussian:
            drawn.append(gaussian)
            laws.append(_normal(tuple((sizes[v], len(v.names)) for v in gaussian), rule))
        if prod(len(law.weights) for law in laws) > _MOST_MEMBERS:
            raise Unseen("too many independent inputs")
        members = np.array(list(product(*(range(len(law.weights)) for law in laws))), dtype=int)
        weights = np.ones(len(members))
        values: dict[str, Array] = {}
        for law, at, together in zip(laws, members.T, drawn, strict=True):
            weights = weights * law.weights[at]
            for views, (means, kicks) in zip(together, law.inputs, strict=True):
                values |= _placed(moment, views, means[at], kicks[at])
        return cls(values, weights, bool(gaussian))


@dataclass(frozen=True, slots=True, eq=False)
class _Law:
    """Members of unit moments: of each input the means and the kicks of its views."""

    weights: Array
    inputs: tuple[tuple[Array, Array], ...]


def _placed(moment: Moment, views: Views, means: Array, kicks: Array) -> dict[str, Array]:
    """The mean and the views of an input, from members of unit moments."""
    mean = means @ _psd_root(_matrix(moment, views.second)).T
    if views.expected is not None:
        mean = mean + _matrix(moment, views.expected)[:, 0]
    rows = dict.fromkeys(views.random, mean)
    if views.noise is not None:
        noise = _psd_root(_matrix(moment, views.noise))
        rows |= {name: mean + kicks[:, k] @ noise.T for k, name in enumerate(views.names)}
    lead = (1,) * len(moment.modes)
    return {name: row.reshape(len(row), *lead, -1, 1) for name, row in rows.items()}


def _matrix(moment: Moment, node: Expr) -> Array:
    matrix = np.asarray((moment.still or moment).value(node).real)
    if matrix.ndim != 2:
        raise Unseen("a moment of the views that differs from mode to mode")
    return matrix


def _psd_root(matrix: Array) -> Array:
    values, vectors = np.linalg.eigh((matrix + matrix.T) / 2)
    if values.min(initial=0.0) < -1e-9 * max(1.0, float(np.abs(values).max(initial=0.0))):
        raise Unseen("a moment of the views is not positive semi-definite")
    root: Array = vectors * np.sqrt(np.maximum(values, 0))
    return root


@lru_cache(maxsize=32)
def _standard(size: int, views: int, centred: bool) -> _Law:
    """Equally likely members, the strength of whose noise differs from input to input."""
    rng = np.random.default_rng(size)
    inputs = size + 1
    corners = inputs  # of a simplex about 0
    basis = np.linalg.qr(rng.standard_normal((inputs, size)))[0] * np.sqrt(inputs)
    simplex = np.linalg.qr(np.eye(corners) - 1 / corners)[0][:, :size] * np.sqrt(corners)
    strength = rng.uniform(0.5, 1.5, inputs)
    strength = np.sqrt(strength / strength.mean())
    members = list(product(range(inputs), *[range(corners)] * views))
    means = np.array([(simplex if centred else basis)[m[0]] for m in members])
    kicks = np.array([[strength[m[0]] * simplex[k] for k in m[1:]] for m in members])
    return _Law(np.full(len(members), 1 / len(members)), ((means, kicks),))


@lru_cache(maxsize=32)
def _normal(inputs: tuple[tuple[int, int], ...], rule: int) -> _Law:
    """A rule for Gaussian means and kicks: on each axis, and on the diagonals of each two axes."""
    counts = [size * (1 + views) for size, views in inputs]
    total = sum(counts)
    near, far, aside = _RULES[rule]
    # E[x^2 y^2] = 1 by the diagonals, E[x^2] = 1 and E[x^4] = 3 by the nodes on the axes as well
    left = 1 - (total - 1) / aside**2, 3 - (total - 1)
    first, second = np.linalg.solve([[near**2, far**2], [near**4, far**4]], left) / 2
    unit = np.eye(total)
    nodes, weights = [np.zeros(total)], [0.0]
    for k in range(total):
        for sign in (1, -1):
            nodes += [sign * near * unit[k], sign * far * unit[k]]
            weights += [first, second]
    for k, m in combinations(range(total), 2):
        for one, two in product((1, -1), repeat=2):
            nodes.append(aside * (one * unit[k] + two * unit[m]))
            weights.append(1 / (4 * aside**4))
    weights[0] = 1 - sum(weights)
    found, start = [], 0
    points = np.array(nodes)
    for (size, views), count in zip(inputs, counts, strict=True):
        part = points[:, start : start + count].reshape(len(points), 1 + views, size)
        found.append((part[:, 0], part[:, 1:]))
        start += count
    return _Law(np.array(weights), tuple(found))
