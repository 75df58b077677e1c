"""The lines of a flow, put together from the article alone: each moves a state or several.

The derivatives are never derived here: a line says how to get the next Taylor coefficient of a
state from the moment itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np

from sslcheck.derive.article.article import Article, Flow, Hypothesis
from sslcheck.derive.expr import Dot, Expr, Prod, Relation, Sym
from sslcheck.numeric.look.errors import Unseen
from sslcheck.numeric.look.jets import Array, quotient

if TYPE_CHECKING:
    from sslcheck.numeric.look.evaluate import Moment

__all__ = ["FlowParts", "Line", "TiedLine", "expressions_of", "parts_of"]

_STEP = 1e-30


class Line(Protocol):
    """One line of a flow."""

    @property
    def names(self) -> frozenset[str]:
        """The states that it moves."""

    def next(self, moment: Moment, order: int) -> dict[str, Array]:
        """Their Taylor coefficients of the order after ``order``."""


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A training rule at first order in the step: the imaginary part at an imaginary step."""

    state: str
    rule: Expr
    step: str

    @property
    def names(self) -> frozenset[str]:
        return frozenset((self.state,))

    def next(self, moment: Moment, order: int) -> dict[str, Array]:
        beside = moment.copy(moving=True)
        beside.fixed[self.step] = np.full((1, 1), 1j * _STEP)
        moved = beside.jet(self.rule, order)[order]
        return {self.state: moved.imag / (_STEP * (order + 1))}


@dataclass(frozen=True, slots=True)
class EquationLine:
    """``factor * dx/dt = rhs``, solved for the derivative."""

    state: str
    factor: Expr | None
    rhs: Expr

    @property
    def names(self) -> frozenset[str]:
        return frozenset((self.state,))

    def next(self, moment: Moment, order: int) -> dict[str, Array]:
        rate = moment.jet(self.rhs, order)
        if self.factor is not None:
            rate = quotient(rate, moment.jet(self.factor, order))
        return {self.state: rate[order] / (order + 1)}


@dataclass(frozen=True, slots=True)
class FamilyLine:
    """A flow on states given by an expression in others, solved for the motion of the latter."""

    lines: tuple[Line, ...]
    lets: Mapping[str, Expr]
    states: tuple[str, ...]

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self.states)

    def next(self, moment: Moment, order: int) -> dict[str, Array]:
        wanted = self._wanted(moment, order)
        beside = moment.copy(moving=True)
        shapes = {name: beside.states[name][0].shape for name in self.states}
        for name in self.states:
            beside.states[name] = [*beside.states[name][: order + 1], np.zeros(shapes[name])]
        rest = [wanted[s] - self._there(beside, s, order) for s in self.lets]
        columns = []
        unit = moment.copy(moving=True)
        for name in self.states:
            unit.states[name] = [moment.states[name][0], np.zeros(shapes[name])]
        for name in self.states:
            for at in np.ndindex(*shapes[name]):
                unit.states[name][1][at] = 1
                parts = [self._there(unit, s, 0) for s in self.lets]
                columns.append(np.concatenate([part.ravel() for part in parts]))
                unit.states[name][1][at] = 0
        matrix = np.stack(columns, axis=1)
        target = np.concatenate([part.ravel() for part in rest])
        solution = np.linalg.lstsq(matrix, target, rcond=1e-10)[0]
        gap = float(np.abs(matrix @ solution - target).max(initial=0.0))
        if gap > 1e-7 * (1 + float(np.abs(target).max(initial=0.0))):
            raise Unseen("the flow leaves the family of states that it is restricted to")
        result, used = {}, 0
        for name in self.states:
            size = int(np.prod(shapes[name]))
            result[name] = solution[used : used + size].reshape(shapes[name])
            used += size
        return result

    def _wanted(self, moment: Moment, order: int) -> dict[str, Array]:
        """The next coefficients of the states of the whole flow, by its own lines."""
        beside = moment.copy(moving=True)
        for name, value in self.lets.items():
            beside.states[name] = moment.jet(value, order)
        for line in self.lines:
            for name, coefficient in line.next(beside, order).items():
                jet = beside.states[name]
                beside.states[name] = [*jet[: order + 1], coefficient]
        return {name: beside.states[name][order + 1] for name in self.lets}

    def _there(self, moment: Moment, name: str, order: int) -> Array:
        return moment.jet(self.lets[name], order + 1)[order + 1]


@dataclass(frozen=True, slots=True)
class TiedLine:
    """A free function in ``state = value`` moves so that this stays true, where it can."""

    state: str
    value: Expr
    free: str

    @property
    def names(self) -> frozenset[str]:
        return frozenset((self.free,))

    def next(self, moment: Moment, order: int) -> dict[str, Array]:
        here = moment.states[self.free]
        shape = here[0].shape
        beside = moment.copy(moving=True)

        def coefficient(rate: Array, jet: list[Array], k: int) -> Array:
            beside.states[self.free] = [*jet[:k], rate]
            return np.asarray(beside.jet(self.value, k)[k])

        wanted = moment.jet(Sym(self.state), order + 1)[order + 1]
        rest = (wanted - coefficient(np.zeros(shape), here, order + 1)).ravel()
        units = [np.eye(here[0].size)[k].reshape(shape) for k in range(here[0].size)]
        base = coefficient(np.zeros(shape), here, order + 1)
        columns = [(coefficient(u, here, order + 1) - base).ravel() for u in units]
        matrix = np.stack(columns, axis=1)
        best = np.linalg.lstsq(matrix, rest, rcond=1e-10)[0]
        return {self.free: best.reshape(shape)}


def expressions_of(line: Line) -> Iterator[Expr]:
    """All that a line reads."""
    match line:
        case RuleLine(rule=rule):
            yield rule
        case EquationLine(factor=factor, rhs=rhs):
            yield rhs
            if factor is not None:
                yield factor
        case FamilyLine(lines=lines, lets=lets):
            yield from lets.values()
            for inner in lines:
                yield from expressions_of(inner)
        case TiedLine(state=state, value=value):
            yield from (Sym(state), value)


@dataclass(frozen=True, slots=True)
class FlowParts:
    """A flow: its lines, what it lets and sets, and the hypotheses that it is restricted by."""

    lines: tuple[Line, ...] = ()
    lets: Mapping[str, Expr] = field(default_factory=dict)
    on: tuple[Hypothesis, ...] = ()
    held: frozenset[str] = frozenset()
    stop_gradient: bool = True


def parts_of(article: Article, name: str, seen: tuple[str, ...] = ()) -> FlowParts:
    """Those of a flow; ``seen`` are the flows that it is the base of. Raises `Unseen`."""
    flow = article.flows[name]
    if name in seen:
        raise Unseen(f"the flow `{name}` is derived from itself")
    base = parts_of(article, flow.base, (*seen, name)) if flow.base else FlowParts()
    own = {**flow.lets, **flow.sets}
    lets = {**base.lets, **own}
    held = base.held | frozenset(own if flow.base else flow.sets)
    if flow.on:
        return _restricted(article, flow, base)
    lines = base.lines
    if flow.equations:
        lines = (*lines, *(_equation(relation) for relation in flow.equations))
    elif not flow.base:
        if not article.rules:
            raise Unseen(f"the flow `{name}` has neither rules nor equations")
        lines = tuple(RuleLine(s, rule, article.step) for s, rule in article.rules.items())
    lines = tuple(line for line in lines if not line.names & own.keys())
    stop = flow.stop_gradient and base.stop_gradient
    return FlowParts(lines, lets, base.on, held, stop)


def _restricted(article: Article, flow: Flow, base: FlowParts) -> FlowParts:
    on = tuple(article.hypotheses[name] for name in flow.on)
    lets = {name: value for hypothesis in on for name, value in hypothesis.lets.items()}
    moved = [name for line in base.lines for name in line.names]
    family = {name: lets[name] for name in dict.fromkeys(moved) if name in lets}
    if len(family) < len(set(moved)):
        raise Unseen(f"the flow `{flow.name}` says nothing about some state of `{flow.base}`")
    line = FamilyLine(base.lines, family, flow.states)
    held = base.held | lets.keys()
    return FlowParts((line,), {**base.lets, **lets}, (*base.on, *on), held, base.stop_gradient)


def _equation(relation: Relation) -> EquationLine:
    match relation.lhs:
        case Dot(arg=Sym(name=name)):
            return EquationLine(name, None, relation.rhs)
        case Prod(factors=(*factors, Dot(arg=Sym(name=name)))):
            factor = factors[0] if len(factors) == 1 else Prod(tuple(factors))
            return EquationLine(name, factor, relation.rhs)
    raise Unseen("an equation of a flow that gives no derivative of a state")
