"""The linear network of an article, and one step of its training rules on a batch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np

from sslcheck.derive.models.batch import SIZE
from sslcheck.numeric.article import subject
from sslcheck.numeric.device.arrays import Array, Arrays
from sslcheck.numeric.device.kernel import Kernel, Values
from sslcheck.numeric.device.parts import Parts
from sslcheck.numeric.training.emitted import Emitted, Part, checked, emitted, numbers_of
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
    """``(a, b, c)`` for each product of a x b with b x c: those of the emitted step."""
    return emitted(options, rows, options.scheme.learns(options)).shapes


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
        self.estimate = Estimate(options, arrays)
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
        made = self._without if due else self._step
        if self.direct:
            self._estimate(made, x1, x2)
            if due:
                self.estimate.refresh(self.W_p)
        made.move(x1, x2)

    def prime(self, x1: Array, x2: Array) -> None:
        """Take the first batch as the first estimate of F and set a predictor that is set."""
        if self.direct:
            self._estimate(self._step, x1, x2, first=True)
            self.estimate.refresh(self.W_p)

    def _estimate(self, made: _Step, x1: Array, x2: Array, first: bool = False) -> None:
        """Move F-hat by a batch, of which the means may be taken first."""
        xp, mean, b = self.arrays.xp, None, None
        if self.options.centers:
            mean = xp.mean(x1, axis=0)
            x1, x2 = x1 - mean, x2 - xp.mean(x2, axis=0)
        if mean is not None and self.options.keeps_mean:
            b = xp.matmul(self.W, mean)
        self.estimate.update(made.averages(x1, x2), self.weights, b, first)

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
        options, about = network.options, network.about
        whole = emitted(options, network.rows, learns)
        numbers = numbers_of(options)
        longer = {**numbers, about.article.step: options.time_step}
        self._batches = whole.batches
        self._parts = [
            _BatchPart(network, emitted(options, rows.stop - rows.start, learns), rows, numbers)
            for rows in network.parts.slices(network.rows)
        ]
        zeros = network.arrays.zeros
        self._means = {n: zeros(sum_.shape) for n, sum_ in self._parts[0].sums.items()}
        by = whole.move if options.momentum else whole.descend
        size = {SIZE: float(network.rows)}
        self._descend = _Rule(network, by, {**numbers, **size})
        self._follow = _Rule(network, whole.follow, {**longer, **size})

    def averages(self, *views: Array) -> dict[str, Array]:
        """What the estimate goes by, over the whole batch."""
        self._each(views, _BatchPart.averages)
        first, *others = (part.sums for part in self._parts)
        for name, mean in self._means.items():
            mean[...] = first[name]  # which the descents may read again
            for other in others:
                mean += other[name]
            mean *= 1.0 / self._network.rows
        return self._means

    def move(self, *views: Array) -> None:
        """Move the weights by a batch of which the averages, where they are needed, are there."""
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
        self._network, self._rows, self._reads = network, rows, found.descents.reads
        values = {**values, SIZE: float(rows.stop - rows.start)}
        self._descents = _Filled(network, found.descents, values)
        self.slopes = {name: self._descents.made[name] for name in found.slopes}
        self.sums: dict[str, Array] = {}
        self._averages: _Filled | None = None
        if found.averages is not None:
            shared = None if found.apart else self._descents
            self._averages = _Filled(network, found.averages, values, shared)
            self.sums = {name: self._averages.made[name] for name in found.sums}

    def averages(self, views: Mapping[str, Array]) -> None:
        assert self._averages is not None
        self._averages(self._states(views))

    def descents(self, views: Mapping[str, Array]) -> None:
        self._descents(self._states(views))

    def _states(self, views: Mapping[str, Array]) -> tuple[Array, ...]:
        own = {name: view[self._rows, :] for name, view in views.items()}
        return tuple(own[n] if n in own else self._network.weights[n] for n in self._reads)


class _Filled:
    """A part of a step with its buffers, which may be ``shared`` with another part."""

    def __init__(
        self, network: Network, part: Part, values: Values, shared: _Filled | None = None
    ) -> None:
        plan, zeros, self._arrays = part.plan, network.arrays.zeros, network.arrays
        self._work: tuple[Array, ...]
        if shared is None:
            self._work = tuple(zeros(b.shape) for b in plan.work)
            outputs = zip(part.writes, plan.outputs, strict=True)
            self.made = {name: zeros(b.shape) for name, b in outputs}
        else:
            self._work, self.made = shared._work, shared.made
        self._last = part.squared
        self._names = [b.name for b in (*plan.states, *plan.outputs, *plan.work)]
        program = checked(part.program, network.options)
        self._kernel = Kernel(program, network.arrays, values, self._work)

    def __call__(self, states: tuple[Array, ...]) -> None:
        writes = tuple(self.made.values())
        self._kernel(states, writes)
        if self._last is not None:
            named = dict(zip(self._names, (*states, *writes, *self._work), strict=True))
            self._arrays.gram(named[self._last.left.name], named[self._last.out])


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
