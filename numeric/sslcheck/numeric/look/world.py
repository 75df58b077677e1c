"""What a claim is about, put together from the article alone: symbols, values by expression, flow.

The derivatives are never derived here: a line of the flow says how to get the next Taylor
coefficient of a state from the moment itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from sslcheck.derive.article.article import Article, Claim, Flow, Hypothesis
from sslcheck.derive.expr import Dot, Expr, Gradient, Prod, Relation, Sym
from sslcheck.derive.setting import Holds, Symbol, Views
from sslcheck.derive.traverse import walk
from sslcheck.numeric.look.errors import Unseen
from sslcheck.numeric.look.jets import Array, quotient

if TYPE_CHECKING:
    from sslcheck.numeric.look.evaluate import Moment

__all__ = ["Line", "World", "flow_world", "world_of"]

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


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """``expressions`` hold at all times, ``instants`` where a moment is drawn, ``lines`` move.

    ``held`` are inserted after a gradient is taken, and fixed where it is: what a rule sets, and
    what a claim assumes.
    """

    symbols: Mapping[str, Symbol]
    expressions: Mapping[str, Expr]
    instants: Mapping[str, Expr] = field(default_factory=dict)
    lasting: frozenset[str] = frozenset()
    """Those of them that are meant to hold along a trajectory."""
    relations: tuple[Relation, ...] = ()
    lines: tuple[Line, ...] = ()
    held: frozenset[str] = frozenset()
    assumed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Properties that hypotheses add."""
    along: bool = False
    """Whether what is assumed of states has to hold at all times of their trajectory."""
    at_start: bool = False
    """Whether it holds at the start alone."""
    at_least: tuple[tuple[str, str], ...] = ()
    gaps: tuple[str, ...] = ()
    views: tuple[Views, ...] = ()
    stop_gradient: bool = True
    indices: Mapping[str, str] = field(default_factory=dict)
    spaces: tuple[str, ...] = ()
    flow: str = ""
    step: str = ""

    @property
    def moved(self) -> frozenset[str]:
        """The states with an equation of motion."""
        return frozenset(name for line in self.lines for name in line.names)

    def about(self, names: frozenset[str]) -> World:
        """The part of it that concerns these symbols, a set closed under `names`."""
        return replace(
            self,
            symbols={n: s for n, s in self.symbols.items() if n in names or n == self.step},
            instants={n: v for n, v in self.instants.items() if n in names},
            lines=tuple(line for line in self.lines if line.names & names),
            assumed={n: marks for n, marks in self.assumed.items() if n in names},
        )

    @property
    def steady(self) -> bool:
        """Whether the moments of the views do not depend on time."""
        names = self.names(*(moment for views in self.views for moment in views.moments))
        return not any(self.symbols[n].moves for n in names)

    def names(self, *nodes: Expr) -> frozenset[str]:
        """All symbols that the nodes contain, what these stand for, and what moves them."""
        found: set[str] = set()
        pending = list(nodes)
        while pending:
            for part in walk(pending.pop()):
                named = [part.name] if isinstance(part, Sym) else []
                if isinstance(part, Gradient):
                    named.append(part.symbol)
                for name in named:
                    if name in found or name not in self.symbols:
                        continue
                    found.add(name)
                    for where in (self.expressions, self.instants):
                        if name in where:
                            pending.append(where[name])
                    pending += (x for line in self.lines if name in line.names for x in _of(line))
                    pending += (m for v in self.views if name in v.random for m in v.moments)
        return frozenset(found)


def _of(line: Line) -> Iterator[Expr]:
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
                yield from _of(inner)
        case TiedLine(state=state, value=value):
            yield from (Sym(state), value)


def world_of(article: Article, claim: Claim) -> World:
    """Everything that is assumed where a claim is looked at. Raises `Unseen`."""
    chosen = tuple(article.hypotheses[name] for name in claim.hypotheses)
    return _world(article, claim.flow, chosen, claim.form.meant(claim))


def flow_world(article: Article, flow: str) -> World:
    """A flow alone, at any of its states. Raises `Unseen`."""
    return _world(article, flow, (), "at an instant")


def _world(article: Article, named: str, chosen: tuple[Hypothesis, ...], meant: Holds) -> World:
    for hypothesis in chosen:
        named = hypothesis.flow or named
    parts = _flow(article, named) if named else _Parts()
    symbols = dict(article.symbols)
    assumed: dict[str, frozenset[str]] = {}
    for hypothesis in (*parts.on, *chosen):
        for name, marks in hypothesis.properties.items():
            symbols[name] = replace(symbols[name], properties=symbols[name].properties | marks)
            assumed[name] = assumed.get(name, frozenset()) | marks
        for name in hypothesis.frozen:
            symbols[name] = replace(symbols[name], role="parameter")
    frozen = {name for hypothesis in chosen for name in hypothesis.frozen}
    lines = tuple(line for line in parts.lines if not line.names & frozen)
    moved = frozenset(name for line in lines for name in line.names)
    lasting = frozenset(
        n for h in chosen for n in h.lets if n in moved and (h.holds or meant) != "at the start"
    )
    about = [
        h.holds or meant for h in chosen if h.lets.keys() & moved or h.properties.keys() & moved
    ]
    always, instants = dict(parts.lets), dict[str, Expr]()
    for hypothesis in chosen:
        for name, value in hypothesis.lets.items():
            (instants if name in moved else always)[name] = value
    everything = (*parts.on, *chosen)
    along = "along" in about or (meant == "along" and bool(everything))
    if along:
        lines = (*lines, *_tied(symbols, {**article.definitions, **always}, instants, moved))
    return World(
        symbols=symbols,
        expressions={**article.definitions, **always},
        instants=instants,
        lasting=lasting,
        along=along,
        at_start="at the start" in about,
        relations=tuple(r for h in everything for r in h.relations),
        lines=lines,
        held=parts.held | (always.keys() - parts.lets.keys()),
        assumed=assumed,
        at_least=tuple(pair for h in everything for pair in h.at_least),
        gaps=tuple(h.gap for h in everything if h.gap),
        views=article.views,
        stop_gradient=parts.stop_gradient,
        indices=article.indices,
        spaces=tuple(article.spaces),
        flow=named,
        step=article.step,
    )


def _tied(
    symbols: Mapping[str, Symbol],
    expressions: Mapping[str, Expr],
    instants: Mapping[str, Expr],
    moved: frozenset[str],
) -> Iterator[Line]:
    """Free functions of time that move so that states stay where they are assumed to be."""
    for state, value in instants.items():
        names = {part.name for part in walk(value) if isinstance(part, Sym)}
        free = [n for n in sorted(names) if n in symbols and symbols[n].role == "function"]
        free = [n for n in free if n not in expressions and n not in moved and symbols[n].scalar]
        if len(free) == 1:
            yield TiedLine(state, value, free[0])


@dataclass(frozen=True, slots=True)
class _Parts:
    lines: tuple[Line, ...] = ()
    lets: Mapping[str, Expr] = field(default_factory=dict)
    on: tuple[Hypothesis, ...] = ()
    held: frozenset[str] = frozenset()
    stop_gradient: bool = True


def _flow(article: Article, name: str, seen: tuple[str, ...] = ()) -> _Parts:
    flow = article.flows[name]
    if name in seen:
        raise Unseen(f"the flow `{name}` is derived from itself")
    base = _flow(article, flow.base, (*seen, name)) if flow.base else _Parts()
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
    return _Parts(lines, lets, base.on, held, stop)


def _restricted(article: Article, flow: Flow, base: _Parts) -> _Parts:
    on = tuple(article.hypotheses[name] for name in flow.on)
    lets = {name: value for hypothesis in on for name, value in hypothesis.lets.items()}
    moved = [name for line in base.lines for name in line.names]
    family = {name: lets[name] for name in dict.fromkeys(moved) if name in lets}
    if len(family) < len(set(moved)):
        raise Unseen(f"the flow `{flow.name}` says nothing about some state of `{flow.base}`")
    line = FamilyLine(base.lines, family, flow.states)
    held = base.held | lets.keys()
    return _Parts((line,), {**base.lets, **lets}, (*base.on, *on), held, base.stop_gradient)


def _equation(relation: Relation) -> EquationLine:
    match relation.lhs:
        case Dot(arg=Sym(name=name)):
            return EquationLine(name, None, relation.rhs)
        case Prod(factors=(*factors, Dot(arg=Sym(name=name)))):
            factor = factors[0] if len(factors) == 1 else Prod(tuple(factors))
            return EquationLine(name, factor, relation.rhs)
    raise Unseen("an equation of a flow that gives no derivative of a state")
