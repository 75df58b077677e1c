"""Expressions in float64 at one moment: values of symbols, and of their derivatives by the flow.

Time derivatives come from Taylor series (`jets`), gradients from a complex step of what is
differentiated with stop-gradients held, expectations from a finite population of views.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from math import prod

import numpy as np

from sslcheck.derive import expr as e
from sslcheck.numeric.look.entries import picked
from sslcheck.numeric.look.errors import Unseen
from sslcheck.numeric.look.jets import (
    Array,
    Jet,
    add,
    constant,
    determinant,
    exponential,
    logarithm,
    multiply,
    power,
    quotient,
    root,
)
from sslcheck.numeric.look.population import Population
from sslcheck.numeric.look.world import World

__all__ = ["Moment", "Sizes"]

Sizes = Mapping[str, int]
Motion = Callable[[float, int], Jet]
"""A function of time: its Taylor coefficients at a time, up to an order."""

_STEP = 1e-30  # of a complex step: there is no difference, so nothing is lost
_NOTHING = 1e-45  # what third derivatives leave of a slope that is 0
_RANK = 1e-10  # singular values below this part of the largest are none
_NEAR = 2e-3
_ALIKE = 1e-7


@dataclass(slots=True)
class Scale:
    """The largest number that entered a sum: what a residual has to be compared with."""

    most: float = 0.0
    on: bool = True

    def see(self, jet: Jet) -> None:
        for part in jet if self.on else ():
            if part.size:
                largest = float(np.abs(part.real).max())
                if largest > self.most:
                    self.most = largest


@dataclass(slots=True)
class Moment:
    """All that is known at one time of one trajectory.

    ``fixed`` holds parameters and constants, ``motions`` functions of time, ``states`` the Taylor
    coefficients of what moves by the flow (extended when more are asked for), ``start`` the moment
    at t = 0, ``integrals`` the values of integrals from 0 to here, ``still`` the moment that a
    gradient is taken at.
    """

    world: World
    sizes: Sizes
    modes: Mapping[str, int]
    fixed: dict[str, Array]
    motions: Mapping[str, Motion]
    states: dict[str, Jet]
    time: float = 0.0
    start: Moment | None = None
    integrals: Mapping[e.Expr, Array] = field(default_factory=dict)
    still: Moment | None = None
    population: Population | None = None
    scale: Scale = field(default_factory=Scale)
    populations: dict[str, Population] = field(default_factory=dict)
    """The population of the views, kept while what it depends on does not move."""
    places: Mapping[str, int] = field(default_factory=dict)
    """The values, from 0, of letters below entries."""
    moving: bool = False
    """Whether the next derivatives of the states are being found just now."""

    # -- symbols --------------------------------------------------------------------------------

    def value(self, node: e.Expr) -> Array:
        """The value of an expression; axes before rows and columns run over modes."""
        return self.jet(node, 0)[0]

    def rate(self, node: e.Expr) -> Array:
        """Its time derivative along the flow."""
        return self.jet(node, 1)[1]

    def symbol(self, name: str, order: int) -> Jet:
        world = self.world
        if name in self.states:
            while (known := len(self.states[name])) <= order:
                self.extend()
                if len(self.states[name]) == known:
                    raise Unseen(f"the motion of `{name}` is not known to order {order}")
            return self.states[name][: order + 1]
        if name in world.held and self.still is not None:
            return self.still.symbol(name, order)
        if name in self.fixed:
            return constant(self.fixed[name], order)
        if name in world.expressions:
            return self._filled(name, self.jet(world.expressions[name], order))
        if name in self.motions:
            return self.motions[name](self.time, order)
        if self.population is not None and name in self.population.names:
            return constant(self.population.values[name], order)
        if name == "t" and name not in world.symbols:
            one = np.ones((1, 1))
            return [self.time * one, one, *[0 * one] * (order - 1)][: order + 1]
        raise Unseen(f"no value of `{name}` is known")

    def _filled(self, name: str, jet: Jet) -> Jet:
        """The number 0 as the value of a matrix is a matrix of zeros."""
        rows, columns = map(self.size, self.world.symbols[name].shape)
        return [
            np.zeros((*c.shape[:-2], rows, columns))
            if c.shape[-2:] == (1, 1) and not c.any()
            else c
            for c in jet
        ]

    def extend(self) -> None:
        """One more Taylor coefficient of every state, line by line of the flow."""
        if self.moving:
            raise Unseen("a line of the flow contains a derivative that a later line gives")
        self.moving = True
        try:
            order = min(map(len, self.states.values())) - 1
            for line in self.world.lines:
                for name, coefficient in line.next(self, order).items():
                    known = self.states[name]
                    shape = known[0].shape
                    if coefficient.shape != shape:
                        extra = coefficient.ndim - len(shape)  # the axis of a sum that is taken
                        if extra > 0 and set(coefficient.shape[:extra]) == {1}:
                            coefficient = coefficient.reshape(coefficient.shape[extra:])
                        coefficient = np.broadcast_to(coefficient, shape)
                    if len(known) > order + 1:
                        known[order + 1] = coefficient
                    else:
                        known.append(coefficient)
        finally:
            self.moving = False

    def copy(self, **changes: object) -> Moment:
        """Another moment with the same states up to the order known, to be changed."""
        states = {name: list(jet) for name, jet in self.states.items()}
        return replace(self, **{"states": states, "fixed": dict(self.fixed), **changes})  # type: ignore[arg-type]

    # -- nodes ----------------------------------------------------------------------------------

    def jet(self, node: e.Expr, order: int) -> Jet:
        """Taylor coefficients in time of an expression, up to ``order``."""
        match node:
            case e.Num(value=number):
                return constant(_number(number), order)
            case e.Sym(name=name):
                return self.symbol(name, order)
            case e.Ident(space=space):
                return constant(np.eye(self.size(space)), order)
            case e.Ones(space=space):
                return constant(np.ones((self.size(space), 1)), order)
            case e.Sum(terms=terms):
                parts = [self.jet(term, order) for term in terms]
                total = parts[0]
                self.scale.see(total)
                for part in parts[1:]:
                    self.scale.see(part)
                    total = add(total, part)
                return total
            case e.Prod(factors=factors):
                total = self.jet(factors[0], order)
                for factor in factors[1:]:
                    part = self.jet(factor, order)
                    self._see_product(total, part, order)
                    total = multiply(total, part)
                return total
            case e.Quotient(numerator=over, denominator=under):
                return quotient(self.jet(over, order), self.jet(under, order))
            case e.Power(base=base, exponent=exponent):
                return self._power(base, exponent, order)
            case e.Transpose(arg=arg):
                return [np.swapaxes(c, -1, -2) for c in self.jet(arg, order)]
            case e.Dot(arg=arg):
                return [(k + 1) * c for k, c in enumerate(self.jet(arg, order + 1)[1:])]
            case e.Exp(arg=arg):
                return exponential(self.jet(arg, order))
            case e.Det(arg=arg):
                return determinant(self.jet(arg, order))
            case e.Log(arg=arg):
                return logarithm(self.jet(arg, order))
            case e.At(arg=arg):
                return constant((self.start or self).jet(arg, 0)[0], order)
            case e.Integral(arg=arg):
                inside = self.jet(arg, order - 1) if order else []
                value = self.integrals.get(arg)
                if value is None:
                    if self.start is not None and self.start is not self:
                        raise Unseen("an integral that was not followed along the trajectory")
                    value = np.zeros_like(self.jet(arg, 0)[0])
                return [value, *(c / (k + 1) for k, c in enumerate(inside))]
            case e.PseudoInverse(arg=arg):
                value, *later = self.jet(arg, order)
                if np.iscomplexobj(value) or any(np.any(c) for c in later):
                    raise Unseen("the derivative of a pseudo-inverse")
                turned = np.linalg.pinv(value, rcond=_RANK)
                return [turned, *(np.zeros_like(turned) for _ in later)]
            case e.Trace(arg=arg):
                inside = self.jet(arg, order)
                self.scale.see([np.diagonal(c, axis1=-2, axis2=-1) for c in inside])
                return [np.trace(c, axis1=-2, axis2=-1)[..., None, None] for c in inside]
            case e.SquaredNorm(arg=arg):
                return self._squared_norm(self.jet(arg, order))
            case e.Vec(arg=arg):
                return [_stacked(c) for c in self.jet(arg, order)]
            case e.Kron(left=left, right=right):
                return self._kron(self.jet(left, order), self.jet(right, order))
            case e.Hadamard(left=left, right=right):
                return self._entrywise(self.jet(left, order), self.jet(right, order))
            case e.Diag(entry=entry, index=index, size=size):
                return [self._diagonal(c, index, self.size(size)) for c in self.jet(entry, order)]
            case e.Maximum(arg=arg, index=index):
                return self._maximum(self.jet(arg, order), index)
            case e.Columns(entry=entry, index=index, size=size):
                return self._columns(self.jet(entry, order), index, self.size(size))
            case e.Size(space=space):
                return constant(np.full((1, 1), float(self.size(space))), order)
            case e.Total(arg=arg, index=index):
                return self._total(self.jet(arg, order), index)
            case e.Entry(arg=arg):
                return picked(node, self.jet(arg, order), self.places)
            case e.IndexSum():
                return self._index_sum(node, order)
            case e.Expect(arg=arg):
                return self._expect(arg, order)
            case e.StopGrad(arg=arg):
                if self.still is None or not self.world.stop_gradient:
                    return self.jet(arg, order)
                return replace(self.still, population=self.population).jet(arg, order)
            case e.Gradient(symbol=name, of=of):
                return self._gradient(name, of, order)
            case e.Partial(arg=arg, symbol=name):
                return self._partial(arg, name, order)
        raise Unseen(f"nothing is known here about `{type(node).__name__}`")

    def _see_product(self, a: Jet, b: Jet, order: int) -> None:
        """The terms of a product: of its entries, and of a rate by the product rule."""
        if order:
            self.scale.see(multiply(constant(a[0], order), b)[1:])
        if self.scale.on and a[0].shape[-1] > 1 and b[0].shape[-2] > 1:
            self.scale.see([np.abs(a[0]) @ np.abs(b[0])])

    def size(self, space: str) -> int:
        """The dimension of a space, or of a product of spaces (``d*n``)."""
        return prod(1 if part == "1" else self.sizes[part] for part in space.split("*"))

    def _power(self, base: e.Expr, exponent: Fraction, order: int) -> Jet:
        inner = self.jet(base, order)
        if exponent.denominator == 1:
            return power(inner, exponent.numerator)
        if exponent.denominator == 2:
            if inner[0].shape[-1] > 1 and np.iscomplexobj(inner[0]):
                raise Unseen("the derivative of the root of a matrix")
            return power(root(inner), exponent.numerator)
        if inner[0].shape[-1] > 1:
            raise Unseen(f"the power {exponent} of a matrix")
        return exponential([float(exponent) * c for c in logarithm(inner)])

    @staticmethod
    def _entrywise(a: Jet, b: Jet) -> Jet:
        result = []
        for k in range(len(a)):
            parts = (a[i] * b[k - i] for i in range(k + 1))
            result.append(sum(parts, start=np.zeros((1, 1))))
        return result

    @classmethod
    def _squared_norm(cls, a: Jet) -> Jet:
        return [c.sum(axis=(-2, -1), keepdims=True) for c in cls._entrywise(a, a)]

    @staticmethod
    def _kron(a: Jet, b: Jet) -> Jet:
        result = []
        for k in range(len(a)):
            total = np.zeros((1, 1))
            for i in range(k + 1):
                x, y = a[i], b[k - i]
                both = x[..., :, None, :, None] * y[..., None, :, None, :]
                rows, columns = x.shape[-2] * y.shape[-2], x.shape[-1] * y.shape[-1]
                total = total + both.reshape(*both.shape[:-4], rows, columns)
            result.append(total)
        return result

    def axis(self, index: str) -> int:
        """The axis that runs over an index, from the end."""
        return -3 - list(self.modes).index(index)

    def _diagonal(self, c: Array, index: str, size: int) -> Array:
        axis = self.axis(index)
        if c.ndim < -axis or c.shape[axis] == 1:
            return c * np.eye(size)
        if c.shape[axis] < size:
            raise Unseen(f"only {c.shape[axis]} modes, but a diagonal of {size} entries")
        entries = np.moveaxis(c, axis, -1)[..., 0, 0, :size]  # index last; rows, columns were 1 x 1
        result = entries[..., None] * np.eye(size)
        return np.expand_dims(result, axis) if axis < -3 or c.ndim > 3 else result

    def _maximum(self, a: Jet, index: str) -> Jet:
        axis = self.axis(index)
        if a[0].ndim < -axis:
            return a
        count = self.modes[index]
        part = [np.take(c, range(min(count, c.shape[axis])), axis) for c in a]
        at = np.argmax(part[0].real, axis=axis)
        where = np.expand_dims(at, axis)
        return [np.take_along_axis(c + 0 * part[0], where, axis) for c in part]

    def _columns(self, a: Jet, index: str, size: int) -> Jet:
        """Beside each other, so that the axis of the index is that of the columns."""
        axis = self.axis(index)
        result = []
        for c in a:
            if c.ndim < -axis or c.shape[axis] == 1:
                result.append(c * np.ones(size))
                continue
            if c.shape[axis] != size:
                raise Unseen(f"a list of {size} of {c.shape[axis]} vectors")
            beside = np.swapaxes(c, axis, -1)
            result.append(beside[0] if c.ndim == -axis and c.ndim > 2 else beside)
        return result

    def _total(self, a: Jet, index: str) -> Jet:
        axis = self.axis(index)
        if a[0].ndim < -axis or a[0].shape[axis] == 1:
            return [self.modes[index] * c for c in a]
        self.scale.see(a)
        found = [np.sum(c, axis=axis, keepdims=True) for c in a]
        return [c[0] if c.ndim == -axis and c.ndim > 2 else c for c in found]

    def _index_sum(self, node: e.IndexSum, order: int) -> Jet:
        """The terms added up, one for each value of the letter."""
        around, total = self.places, list[Array]()
        try:
            for k in range(self.size(node.space)):
                self.places = {**around, node.index: k}
                term = self.jet(node.arg, order)
                self.scale.see(term)
                total = add(total, term) if total else term
        finally:
            self.places = around
        return total

    def _expect(self, arg: e.Expr, order: int) -> Jet:
        if not self.world.views:
            raise Unseen("an expectation without [expectation]")
        population = self._population(arg, 0)
        result = self._averaged(population, arg, order)
        if population.gaussian:
            again = self._averaged(self._population(arg, 1), arg, order)
            largest = 1 + max(float(np.abs(c).max()) for c in result)
            apart = max(float(np.abs(a - b).max()) for a, b in zip(result, again, strict=True))
            if apart > _ALIKE * largest:
                raise Unseen("a moment of Gaussian views of a high degree")
        self.scale.see(result)
        return result

    def _population(self, arg: e.Expr, rule: int) -> Population:
        names = self.world.names(arg)
        random = sorted(n for views in self.world.views for n in views.random & names)
        key = "\n".join([*random, str(rule)])
        population = self.populations.get(key)
        if population is None:
            population = Population.of(self, random, rule)
            if self.world.steady:
                self.populations[key] = population
        return population

    def _averaged(self, population: Population, arg: e.Expr, order: int) -> Jet:
        axis = -3 - len(self.modes)
        result = []
        for c in replace(self, population=population).jet(arg, order):
            if c.ndim < -axis or c.shape[axis] == 1:
                result.append(c)
            else:
                parts = population.weights.reshape(-1, *[1] * (-axis - 1)) * c
                self.scale.see([parts])
                result.append(parts.sum(axis=axis, keepdims=True))
        return [c[0] if c.ndim == -axis and c.shape[0] == 1 else c for c in result]

    def _gradient(self, name: str, of: e.Expr, order: int) -> Jet:
        """Entry by entry: the imaginary part of the scalar at ``symbol + i h E``."""
        if self.still is not None:
            raise Unseen("the gradient of a gradient")
        here = [_plain(c) for c in self.symbol(name, order)]
        shape = here[0].shape
        if len(shape) != 2:
            raise Unseen(f"the gradient by `{name}`, one for each mode")
        if any(np.iscomplexobj(c) for c in here):
            raise Unseen("a gradient within a complex step")
        count, lead = shape[0] * shape[1], (1,) * (len(self.modes) + 1)
        units = np.eye(count).reshape(count, *lead, *shape)
        moved = [here[0] + 1j * _STEP * units, *here[1:]]
        beside = self.copy(still=self, moving=True)
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

    def _partial(self, arg: e.Expr, name: str, order: int) -> Jet:
        """By a parameter, all else fixed: states stay, and move as the changed flow says."""
        if name not in self.fixed:
            raise Unseen(f"the derivative by `{name}`, which is no parameter with a value")
        step = _NEAR * (1 + float(np.abs(self.fixed[name]).max()))
        total: Jet = []
        for weight, far in ((8, 1), (-8, -1), (-1, 2), (1, -2)):
            states = {n: list(jet[:1]) for n, jet in self.states.items()}
            beside = self.copy(states=states, populations={})
            beside.fixed[name] = self.fixed[name] + far * step
            part = [weight / (12 * step) * c for c in beside.jet(arg, order)]
            total = add(total, part) if total else part
        return total


@lru_cache(maxsize=256)
def _number(value: Fraction) -> Array:
    number = np.full((1, 1), float(value))
    number.flags.writeable = False
    return number


def _plain(c: Array) -> Array:
    """Without axes of length 1 before rows and columns."""
    while c.ndim > 2 and c.shape[0] == 1:
        c = c[0]
    return c


def _stacked(c: Array) -> Array:
    """The columns under one another."""
    return np.swapaxes(c, -1, -2).reshape(*c.shape[:-2], -1, 1)
