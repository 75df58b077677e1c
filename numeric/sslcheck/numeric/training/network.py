"""The linear network of an article, and one step of its training rules on a batch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np

from sslcheck.derive.models.batch import SIZE
from sslcheck.numeric.arrays import Array, Arrays
from sslcheck.numeric.article import subject
from sslcheck.numeric.kernel import Kernel, Values
from sslcheck.numeric.parts import Parts
from sslcheck.numeric.training.emitted import Emitted, Part, emitted
from sslcheck.numeric.training.estimate import Estimate
from sslcheck.numeric.training.options import TrainOptions

__all__ = ["Network", "product_shapes", "step_flops", "step_products"]

Matrix = np.ndarray[Any, Any]


def step_products(options: TrainOptions, rows: int) -> int:
    """Matrix products of a step on so many rows; roots by products come on top."""
    return len(product_shapes(options, rows))


def step_flops(options: TrainOptions, rows: int) -> int:
    """Operations of these products for a batch of so many rows."""
    return sum(2 * a * b * c for a, b, c in product_shapes(options, rows))


def product_shapes(options: TrainOptions, rows: int) -> list[tuple[int, int, int]]:
    """``(a, b, c)`` for each product of a x b with b x c: of the emitted step, and of F-hat."""
    found = emitted(options, rows, options.scheme.learns(options)).shapes
    return found + ([(options.n, rows, options.n)] if options.scheme.direct else [])


class Network:
    """The predictor, the online network, its target, F-hat, and momentum, with their buffers.

    ``names`` are what the article calls the first three; ``rows`` are those of a batch.

    ``__call__`` makes a step of length ``lr`` by the rules of the article, emitted for a batch in
    place of the expectation. With momentum m, what a step adds to a state that goes down a gradient
    is added to m times what the step before added; steps are ``1 / (1 - m)`` times as long then,
    in the long run, and so is that of a state that follows another.
    """

    def __init__(
        self,
        options: TrainOptions,
        arrays: Arrays,
        start: Mapping[str, Matrix],
        rows: int,
        parts: Parts | None = None,
    ) -> None:
        self.options = options
        self.arrays = arrays
        self.rows = rows
        self.about = subject(options.flow)
        scheme = options.scheme
        self.direct, self.fixed, self.learns = scheme.direct, scheme.fixed, scheme.learns(options)
        self.names = self.about.roles.weights
        found = emitted(options, rows, self.learns)
        self.parts = parts if parts is not None and found.shares else Parts()
        kept = {n: start[n] for n in self.names if n in found.descents.reads}
        if self.fixed:
            kept[self.names[0]] = np.eye(options.n)
        # copies: the weights are changed in place
        self.weights = {n: arrays.put(np.array(m)) for n, m in kept.items()}
        descending, moved = found.descend.writes, found.descend.writes + found.follow.writes
        self.after = {n: arrays.zeros(self.weights[n].shape) for n in moved}
        self._moves: dict[str, Array] = {}
        if options.momentum:
            self._moves = {n: arrays.zeros(self.weights[n].shape) for n in descending}
        self.estimate = Estimate(options, arrays, self.parts)
        self.f = arrays.zeros((rows if self.direct else 0, options.n))
        self._step = _Step(self, self.learns)
        self._without = _Step(self, learns=False) if self.learns and self.direct else self._step

    @property
    def W_p(self) -> Array:
        """The predictor."""
        return self.weights[self.names[0]]

    @property
    def W(self) -> Array:
        """The online network."""
        return self.weights[self.names[1]]

    @property
    def W_a(self) -> Array:
        """Its target."""
        return self.weights.get(self.names[2], self.W)

    @property
    def texts(self) -> str:
        """The text of all that was emitted for a step."""
        return emitted(self.options, self.rows, self.learns).texts

    def states(self) -> dict[str, Array]:
        """The weights, F-hat and what it remembers beside it by name, as they are on the device."""
        found = dict(self.weights)
        if self.direct:
            found["F_hat"] = self.estimate.F
        if self.estimate.mean is not None:
            found["f_mean"] = self.estimate.mean
        return found

    def moves(self) -> dict[str, Array]:
        """The velocities of `states`, of those that have one."""
        return self._moves

    def __call__(self, x1: Array, x2: Array, step: int) -> None:
        """One step; raises `NotFinite` where F-hat is not finite, with the weights untouched."""
        due = self.direct and step % self.options.freq == 0
        if self.direct:
            self._step.outputs(x1, x2)
            self.estimate.update(self.f)
            if due:
                self.estimate.refresh(self.W_p)
        made = self._without if due else self._step
        made.move(x1, x2)

    def prime(self, x1: Array) -> None:
        """Take the first batch as the first estimate of F and set a predictor that is set."""
        if self.direct:
            self._step.outputs(x1, x1)
            self.estimate.update(self.f, first=True)
            self.estimate.refresh(self.W_p)

    def turn(self, descending: tuple[str, ...], following: tuple[str, ...]) -> None:
        """Take what a step has left beside the weights; with momentum it is what it adds."""
        for name in following if self._moves else descending + following:
            self.weights[name], self.after[name] = self.after[name], self.weights[name]
        for name in descending if self._moves else ():
            move, weights = self._moves[name], self.weights[name]
            move *= self.options.momentum
            move += self.after[name]
            weights += move


class _Step:
    """Emitted programs on the buffers of a network: of parts of a batch, then of the weights."""

    def __init__(self, network: Network, learns: bool) -> None:
        self._network = network
        options, _arrays, about = network.options, network.arrays, network.about
        whole = emitted(options, network.rows, learns)
        numbers = {**about.numbers(options.flow), about.article.step: options.lr}
        longer = {**numbers, about.article.step: options.time_step}
        self._batches = whole.batches
        self._parts = [
            _BatchPart(network, emitted(options, rows.stop - rows.start, learns), rows, numbers)
            for rows in network.parts.slices(network.rows)
        ]
        by = whole.move if options.momentum else whole.descend
        size = {SIZE: float(network.rows)}
        self._descend = _Rule(network, by, {**numbers, **size})
        self._follow = _Rule(network, whole.follow, {**longer, **size})

    def outputs(self, *views: Array) -> None:
        """Fill the outputs of the online network on the first view."""
        self._each(views, _BatchPart.outputs)

    def move(self, *views: Array) -> None:
        """Move the weights by a batch of which the outputs, where they are needed, are there."""
        self._each(views, _BatchPart.descents)
        self._network.parts.each(self._go_down, lambda: self._follow({}))
        self._network.turn(self._descend.writes, self._follow.writes)

    def _each(
        self, views: tuple[Array, ...], work: Callable[[_BatchPart, Mapping[str, Array]], None]
    ) -> None:
        named = dict(zip(self._batches, views, strict=True))
        self._network.parts.each(*(partial(work, part, named) for part in self._parts))

    def _go_down(self) -> None:
        total, *others = (part.slopes for part in self._parts)
        for name, slope in total.items():
            for other in others:
                slope += other[name]
        self._descend(total)


class _BatchPart:
    """Some rows of a batch."""

    def __init__(self, network: Network, found: Emitted, rows: slice, values: Values) -> None:
        self._network, self._rows, self._batches = network, rows, found.batches
        zeros, plan = network.arrays.zeros, found.descents.plan
        work = tuple(zeros(b.shape) for b in plan.work)
        values = {**values, SIZE: float(rows.stop - rows.start)}

        def kernel(part: Part) -> Kernel:
            return Kernel(part.program, network.arrays, values, work)

        self._reads = found.descents.reads
        self._outputs = kernel(found.outputs) if found.outputs is not None else None
        self._descents = kernel(found.descents)
        shapes = {n: b.shape for n, b in zip(found.descents.writes, plan.outputs, strict=True)}
        self.slopes = {name: zeros(shapes[name]) for name in found.slopes}
        first = () if self._outputs is None else (network.f[rows, :],)
        self._writes = (*first, *(self.slopes[n] for n in found.descents.writes[len(first) :]))

    def outputs(self, views: Mapping[str, Array]) -> None:
        assert self._outputs is not None
        self._outputs(self._states(views), self._writes)

    def descents(self, views: Mapping[str, Array]) -> None:
        self._descents(self._states(views), self._writes)

    def _states(self, views: Mapping[str, Array]) -> tuple[Array, ...]:
        own = {name: view[self._rows, :] for name, view in views.items()}
        return tuple(own[n] if n in own else self._network.weights[n] for n in self._reads)


class _Rule:
    """Rules of some states, or what they add to them, into the buffers beside the weights."""

    def __init__(self, network: Network, part: Part, values: Values) -> None:
        self._network, self._part, self.writes = network, part, part.writes
        self._kernel = Kernel(part.program, network.arrays, values)

    def __call__(self, slopes: Mapping[str, Array]) -> None:
        network = self._network
        named = {**network.weights, **slopes}
        nothing = network.weights[network.names[1]]  # what these rules do not read
        states = tuple(named.get(name, nothing) for name in self._part.reads)
        self._kernel(states, tuple(network.after[name] for name in self.writes))
