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
from sslcheck.numeric.look import modes, slopes
from sslcheck.numeric.look.entries import picked
from sslcheck.numeric.look.errors import Unseen
from sslcheck.numeric.look.jets import (
    Array,
    Jet,
    add,
    constant,
    determinant,
    entrywise,
    exponential,
    kronecker,
    logarithm,
    multiply,
    power,
    quotient,
    root,
    squared_norm,
)
from sslcheck.numeric.look.population import Population
from sslcheck.numeric.look.scale import Scale
from sslcheck.numeric.look.world import World

__all__ = ["Moment", "Sizes"]

Sizes = Mapping[str, int]
Motion = Callable[[float, int], Jet]
"""A function of time: its Taylor coefficients at a time, up to an order."""

_RANK = 1e-10  # singular values below this part of the largest are none
_ALIKE = 1e-7


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
                return squared_norm(self.jet(arg, order))
            case e.Vec(arg=arg):
                return [_stacked(c) for c in self.jet(arg, order)]
            case e.Kron(left=left, right=right):
                return kronecker(self.jet(left, order), self.jet(right, order))
            case e.Hadamard(left=left, right=right):
                return entrywise(self.jet(left, order), self.jet(right, order))
            case e.Diag(entry=entry, index=index, size=size):
                return modes.diagonal(self.jet(entry, order), self.axis(index), self.size(size))
            case e.Maximum(arg=arg, index=index):
                return modes.maximum(self.jet(arg, order), self.axis(index), self.modes[index])
            case e.Columns(entry=entry, index=index, size=size):
                return modes.columns(self.jet(entry, order), self.axis(index), self.size(size))
            case e.Size(space=space):
                return constant(np.full((1, 1), float(self.size(space))), order)
            case e.Total(arg=arg, index=index):
                inside = self.jet(arg, order)
                self.scale.see(inside)
                return modes.total(inside, self.axis(index), self.modes[index])
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
                return slopes.gradient(self, name, of, order)
            case e.Partial(arg=arg, symbol=name):
                return slopes.partial(self, arg, name, order)
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
            for lower in range(1, exponent.numerator):
                self._see_product(power(inner, lower), inner, order)
            return power(inner, exponent.numerator)
        if exponent.denominator == 2:
            if inner[0].shape[-1] > 1 and np.iscomplexobj(inner[0]):
                raise Unseen("the derivative of the root of a matrix")
            return power(root(inner), exponent.numerator)
        if inner[0].shape[-1] > 1:
            raise Unseen(f"the power {exponent} of a matrix")
        return exponential([float(exponent) * c for c in logarithm(inner)])

    def axis(self, index: str) -> int:
        """The axis that runs over an index, from the end."""
        return -3 - list(self.modes).index(index)

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

    def within(self, mean: e.Expect) -> Moment:
        """What is seen inside of an expectation, of all members at once."""
        return replace(self, population=self._population(mean.arg, 0))

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


@lru_cache(maxsize=256)
def _number(value: Fraction) -> Array:
    number = np.full((1, 1), float(value))
    number.flags.writeable = False
    return number


def _stacked(c: Array) -> Array:
    """The columns under one another."""
    return np.swapaxes(c, -1, -2).reshape(*c.shape[:-2], -1, 1)
