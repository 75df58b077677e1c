"""A point: values for all symbols of a setting, as lazy series in time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.exact.matrix import Matrix
from sslcheck.derive.exact.population import Law, Outcome, outcomes
from sslcheck.derive.exact.scope import Scope
from sslcheck.derive.exact.series import Series
from sslcheck.derive.expr import Expr, Sym
from sslcheck.derive.setting import Views
from sslcheck.derive.text.reason import raised

__all__ = ["NO_MODE", "AwayFromStart", "Point", "Source", "rule"]

NO_MODE = -1
"""The mode at which expressions without free indexed symbols are evaluated."""

_TIME = Series(1, 1, lambda k: [[int(k == 1)]], 1)


class AwayFromStart(Unsupported):
    """A value that is known at time 0 was asked for at a later order."""


class Source(Protocol):
    """Where the values of independent symbols come from."""

    def value(self, name: str, mode: int, order: int) -> Matrix:
        """The derivative of this order at time 0."""
        ...


class Point:
    """Values for all symbols of a setting at given sizes, computed when first asked for.

    A point with a ``parent`` differs from it in the ``given`` symbols only. If it ``freezes``, the
    series variable is no longer time but the perturbation of the given symbols: all others stand
    still at their values at time 0. If it is a ``tangent`` of them, term k of a series is the
    derivative in the k-th of several directions. If it ``bends``, they leave their paths in time.
    """

    def __init__(
        self,
        scope: Scope,
        sizes: Mapping[str, int],
        source: Source,
        parent: Point | None = None,
        given: Mapping[tuple[str, int], Series] | None = None,
        freezes: bool = False,
        tangent: bool = False,
        bends: bool = False,
    ) -> None:
        self.scope = scope
        self.sizes = sizes
        self.source = source
        self.parent = parent
        self.freezes = freezes
        self.bends = bends
        self.perturbed: bool = freezes or bends or (parent is not None and parent.perturbed)
        self.tangent: bool = tangent or (parent is not None and parent.tangent)
        self.gradients: dict[tuple[str, Expr, int], Series] = {}
        self._dimensions: dict[str, int] = {} if parent is None else parent._dimensions
        self._open: set[tuple[str, int]] = set()
        self._values = dict(given or {})
        self.given = frozenset(name for name, _ in self._values)
        self._outcomes: dict[tuple[Views, int, int, bool], list[Outcome]] = {}

    def modes(self, *nodes: Expr) -> Sequence[int]:
        """The modes at which the nodes have values. Unsupported for those of two indices."""
        indices = frozenset[str]().union(*map(self.scope.indices, nodes))
        if not indices:
            return (NO_MODE,)
        if len(indices) > 1:
            raise Unsupported(f"one statement in the indices {', '.join(sorted(indices))}")
        return [m for index in indices for m in range(self.count(index))]

    def modes_of(self, name: str) -> Sequence[int]:
        """The modes at which a symbol has values."""
        return self.modes(Sym(name))

    def count(self, index: str) -> int:
        """How many modes an index runs over."""
        return self.dimension(self.scope.modes(index))

    def child(
        self,
        given: Mapping[tuple[str, int], Series],
        freezes: bool = False,
        tangent: bool = False,
        bends: bool = False,
    ) -> Point:
        """A point that differs in the given symbols."""
        return Point(self.scope, self.sizes, self.source, self, given, freezes, tangent, bends)

    @property
    def bent(self) -> bool:
        """Whether symbols have left their paths, here or in what it differs from."""
        return self.bends or (self.parent is not None and self.parent.bent)

    @property
    def varied(self) -> frozenset[str]:
        """The symbols that are perturbed, here or in what it differs from."""
        here = self.given if self.freezes or self.bends else frozenset[str]()
        return here if self.parent is None else here | self.parent.varied

    def unperturbed(self) -> Point:
        """This point with all symbols on their paths."""
        if self.parent is None or not self.perturbed:
            return self
        below = self.parent.unperturbed()
        if self.freezes or self.bends:
            return below
        return below.child({key: v for key, v in self._values.items() if key[0] in self.given})

    def shape(self, name: str) -> tuple[int, int]:
        """Rows and columns of a declared symbol."""
        rows, cols = self.scope.symbol(name).shape
        return self.dimension(rows), self.dimension(cols)

    def dimension(self, space: str) -> int:
        """The dimension of a space."""
        found = self._dimensions.get(space)
        if found is None:
            found = self._dimensions[space] = self.scope.dimension(space, self.sizes)
        return found

    def symbol(self, name: str, mode: int = NO_MODE) -> Series:
        """The value of a symbol, at a mode if it has one per mode."""
        found = self._values.get((name, mode))
        if found is None:
            if mode == NO_MODE or self.scope.modal(name):
                found = self._find(name, mode)
            else:
                found = self.symbol(name)
            self._values[name, mode] = found
        return found

    def _find(self, name: str, mode: int) -> Series:
        scope = self.scope
        if self.parent is not None and self.given.isdisjoint(scope.reach(name)):
            value = self.parent.symbol(name, mode)
            return value.start() if self.freezes else value
        if name == "t" and name not in scope.setting.symbols:
            return _TIME
        rows, cols = self.shape(name)
        if any(name in views.random for views in scope.setting.views):  # whatever a witness says
            raise raised(Unsupported, "the view ", Sym(name), " outside an expectation")
        replacement = scope.replacement(name)
        if replacement is not None:
            if (name, mode) in self._open:
                raise raised(Unsupported, "the definition of ", Sym(name), " refers to itself")
            self._open.add((name, mode))
            try:
                return self.evaluate(replacement, mode).shaped(rows, cols)
            finally:
                self._open.discard((name, mode))
        symbol = scope.symbol(name)
        if symbol.role == "view":
            raise raised(Unsupported, "the view ", Sym(name), " outside an expectation")
        if symbol.index and mode == NO_MODE:
            raise raised(Unsupported, Sym(name), " where no mode is meant")
        return self._base(name, mode, rows, cols)

    def _base(self, name: str, mode: int, rows: int, cols: int) -> Series:
        """An independent symbol: drawn, and moved by its flow if it has one."""
        setting, source = self.scope.setting, self.source
        initial, flow = setting.initial.get(name), setting.flow.get(name)
        if flow is None and not setting.symbols[name].moves:
            if initial is None:
                return Series(rows, cols, lambda _: source.value(name, mode, 0), 0)
            return self.evaluate(initial, mode).shaped(rows, cols).start()
        rates: list[Series] = []
        busy: set[int] = set()

        def term(k: int) -> Matrix:
            if k == 0 and initial is not None:
                return self.evaluate(initial, mode).shaped(rows, cols).at(0)
            if k == 0 or flow is None:
                return source.value(name, mode, k)
            if not rates:
                rates.append(self.evaluate(flow, mode).shaped(rows, cols))
            if k in busy:
                raise raised(Unsupported, "the rate of ", Sym(name), " refers to itself")
            busy.add(k)
            try:
                return rates[0].at(k - 1)
            finally:
                busy.discard(k)

        return Series(rows, cols, term)

    def evaluate(self, node: Expr, mode: int = NO_MODE) -> Series:
        """The value of an expression; Unsupported or ShapeMismatch where it has none here.

        ZeroDivisionError may come when a term of the series is asked for.
        """
        if type(node) is Sym:
            return self.symbol(node.name, mode)
        rule = RULES.get(type(node))
        if rule is None:
            raise Unsupported(f"the exact route does not know {type(node).__name__}")
        return rule(self, node, mode)

    def outcomes(
        self, views: Views, count: int, degree: int = 0, alone: bool = False
    ) -> list[Outcome]:
        """The outcomes of an input, shared by all points that differ in other symbols.

        See `population.outcomes`.
        """
        if self.parent is not None:
            if not all(self.given.isdisjoint(self.scope.mentions(m)) for m in views.moments):
                raise Unsupported("an expectation whose law itself is perturbed")
            return self.parent.outcomes(views, count, degree, alone)
        key = (views, count, degree, alone)
        if key not in self._outcomes:
            self._outcomes[key] = [*outcomes(self._law(views), count, degree, alone)]
        return self._outcomes[key]

    def _law(self, views: Views) -> Law:
        size = self.shape(views.names[0])[0]

        def moment(node: Expr | None, columns: int) -> Matrix | None:
            return None if node is None else self.evaluate(node).shaped(size, columns).at(0)

        second = moment(views.second, size)
        assert second is not None
        return Law(second, moment(views.noise, size), moment(views.expected, 1), views.gaussian)


Rule = Callable[[Point, Any, int], Series]
RULES: dict[type[Expr], Rule] = {}


def rule(kind: type[Expr]) -> Callable[[Rule], Rule]:
    """Registers how nodes of one kind are evaluated: from the point, the node and the mode."""

    def register(function: Rule) -> Rule:
        RULES[kind] = function
        return function

    return register
