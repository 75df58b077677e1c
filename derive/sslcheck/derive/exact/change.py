"""The value of an expression at a point: time, derivatives and expectations."""

from __future__ import annotations

from itertools import product
from math import factorial, prod

from sslcheck.derive import expr as e
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.exact import matrix
from sslcheck.derive.exact.degree import polynomial_degree
from sslcheck.derive.exact.entries import summands, taken
from sslcheck.derive.exact.evaluate import entrywise, multiply, nonlinear
from sslcheck.derive.exact.matrix import Matrix, Rational
from sslcheck.derive.exact.point import NO_MODE, AwayFromStart, Point, rule
from sslcheck.derive.exact.series import Series, combine, constant
from sslcheck.derive.setting import Views
from sslcheck.derive.text.reason import raised

__all__: list[str] = []

_MOST_OUTCOMES = 4_000


@rule(e.Dot)
def _dot(point: Point, node: e.Dot, mode: int) -> Series:
    if point.perturbed:
        return _rate(point, node.arg, mode)
    return point.evaluate(node.arg, mode).derivative()


def _rate(point: Point, node: e.Expr, mode: int) -> Series:
    """The time derivative where the series variable is not time: by the product rule."""
    if isinstance(node, e.Sym):
        replacement = point.scope.replacement(node.name)
        if replacement is not None:
            return _rate(point, replacement, mode).shaped(*point.shape(node.name))
        flow = point.scope.setting.flow.get(node.name)
        if flow is not None:
            return point.evaluate(flow, mode).shaped(*point.shape(node.name))
        parent = point.parent
        while parent is not None and parent.perturbed:
            parent = parent.parent
        assert parent is not None
        return _held(point, parent.symbol(node.name, mode).derivative())
    if isinstance(node, e.Sum):
        return combine([(1, _rate(point, term, mode)) for term in node.terms])
    if isinstance(node, e.Total):
        size = point.dimension(point.scope.summed(node))
        return combine([(1, _rate(point, node.arg, k)) for k in range(size)])
    if isinstance(node, e.IndexSum):
        return combine([(1, _rate(point, term, mode)) for term in summands(point, node, mode)])
    if isinstance(node, e.Entry):
        return taken(node, _rate(point, node.arg, mode))
    if isinstance(node, e.Prod):
        values = [point.evaluate(factor, mode) for factor in node.factors]
        return combine(
            [
                (1, multiply(point, [*values[:i], _rate(point, factor, mode), *values[i + 1 :]]))
                for i, factor in enumerate(node.factors)
            ]
        )
    if isinstance(node, e.Hadamard):
        pairs = (node.left, node.right), (node.right, node.left)
        moved = [(_rate(point, x, mode), point.evaluate(y, mode)) for x, y in pairs]
        return combine([(1, entrywise(point, *both)) for both in moved])
    if isinstance(node, e.Transpose):
        arg = _rate(point, node.arg, mode)
        return arg.map(arg.cols, arg.rows, matrix.transpose) if arg.rows else arg
    if isinstance(node, (e.Num, e.Ident, e.Ones)):
        return constant([[0]])
    raise Unsupported(f"the time derivative of a {type(node).__name__} inside a derivative")


@rule(e.Partial)
def _partial(point: Point, node: e.Partial, mode: int) -> Series:
    """All else is held fixed."""
    if point.parent is not None and point.given.isdisjoint(point.scope.mentions(node)):
        return _held(point, _partial(point.parent, node, mode))
    if point.perturbed:
        raise Unsupported("a partial derivative inside a derivative")
    if point.shape(node.symbol) != (1, 1):
        raise raised(
            Unsupported, "the partial derivative by ", e.Sym(node.symbol), ", which is not a scalar"
        )
    key = (node.symbol, mode if point.scope.modal(node.symbol) else NO_MODE)
    here = point.symbol(*key).at(0)
    world = point.child({key: Series(1, 1, lambda k: here if k == 0 else [[1]], 1)}, True)
    start = world.evaluate(node.arg, mode).derivative()

    def term(k: int) -> Matrix:
        return _later(point, key, node.arg, mode, k, 0, 0) if k else start.at(0)

    return Series(start.rows, start.cols, term)


@rule(e.Gradient)
def _gradient(point: Point, node: e.Gradient, mode: int) -> Series:
    """By exact forward differentiation."""
    if point.parent is not None and point.given.isdisjoint(point.scope.mentions(node)):
        return _held(point, _gradient(point.parent, node, mode))
    if point.perturbed:
        raise Unsupported("a gradient inside a derivative")
    key = (node.symbol, node.of, mode)
    known = point.gradients.get(key)
    if known is None:
        known = point.gradients[key] = _enumerated(point, *key)
    return known


def _held(point: Point, value: Series) -> Series:
    """What does not change with what is perturbed at a point."""
    return value if point.bent or not point.perturbed else value.start()


def _enumerated(point: Point, name: str, of: e.Expr, mode: int) -> Series:
    """The gradient, by moving the entries of the symbol one by one."""
    rows, cols = point.shape(name)
    key = (name, mode if point.scope.modal(name) else NO_MODE)

    def moved(k: int) -> Matrix:
        if k == 0:
            return point.symbol(*key).at(0)
        step = matrix.zeros(rows, cols)
        step[(k - 1) // cols][(k - 1) % cols] = 1
        return step

    def term(order: int) -> Matrix:
        if order:
            entries = [[(i, j) for j in range(cols)] for i in range(rows)]
            return [
                [_later(point, key, of, mode, order, *entry)[0][0] for entry in row]
                for row in entries
            ]
        directions = Series(rows, cols, moved, rows * cols)
        world = point.child({key: directions}, freezes=True, tangent=True)
        value = world.evaluate(of, mode).shaped(1, 1)
        return [[value.at(1 + i * cols + j)[0][0] for j in range(cols)] for i in range(rows)]

    return Series(rows, cols, term)


def _later(
    point: Point, key: tuple[str, int], of: e.Expr, mode: int, order: int, row: int, col: int
) -> Matrix:
    """The derivative of this order in time of that of an expression by an entry of a symbol.

    ``s t^(order + 1)`` is added to the entry: the lowest order at which what is linear in s shows
    beside ``t^order`` is ``2 order + 1``, where nothing of a higher power of s shows yet.
    """
    path, power, shown = point.symbol(*key), order + 1, 2 * order + 1
    step = matrix.zeros(path.rows, path.cols)
    step[row][col] = factorial(power)

    def bent(k: int) -> Matrix:
        return matrix.add(path.at(k), step) if k == power else path.at(k)

    world = point.child({key: Series(path.rows, path.cols, bent)}, bends=True)
    here, there = point.evaluate(of, mode), world.evaluate(of, mode)
    moved = matrix.add(there.at(shown), matrix.scale(-1, here.at(shown)))
    return matrix.scale(matrix.quotient(factorial(order), factorial(shown)), moved)


@rule(e.Expect)
def _expect(point: Point, node: e.Expect, mode: int) -> Series:
    """Over all outcomes of the inputs that are mentioned, each by its own views."""
    if not point.scope.setting.views:
        raise Unsupported("an expectation without views")
    mentioned = point.scope.mentions(node.arg)
    inputs = [views for views in point.scope.setting.views if mentioned & views.random]
    cases = [_outcomes(point, node.arg, views, mentioned) for views in inputs]
    if prod(map(len, cases)) > _MOST_OUTCOMES:
        raise Unsupported("an expectation over too many independent inputs")
    terms: list[tuple[Rational, Series]] = []
    for combination in product(*cases):
        weight: Rational = 1
        given: dict[tuple[str, int], Series] = {}
        for chance, values in combination:
            weight *= chance
            given |= {(name, NO_MODE): constant(value) for name, value in values.items()}
        terms.append((weight, point.child(given).evaluate(node.arg, mode)))
    total = combine(terms)
    moments = [point.evaluate(moment) for views in inputs for moment in views.moments]
    if (point.perturbed and not point.bent) or not any(moment.degree for moment in moments):
        return total

    def term(k: int) -> Matrix:
        """The outcomes are those at time 0, and stay while no moment moves."""
        if any(map(any, (row for m in moments for j in range(k) for row in m.at(j + 1)))):
            raise AwayFromStart("an expectation by a law that moves, away from time 0")
        return total.at(k)

    return Series(total.rows, total.cols, term)


def _outcomes(
    point: Point, node: e.Expr, views: Views, mentioned: frozenset[str]
) -> list[tuple[Rational, dict[str, Matrix]]]:
    """The outcomes of one input: its probability, and the values of its mean and its views."""
    degree = polynomial_degree(point.scope, node, views.random) if views.gaussian else 0
    names = [name for name in views.names if name in mentioned]
    alone = views.mean not in mentioned
    return [
        (weight, {views.mean: mean, **dict(zip(names, values, strict=True))})
        for weight, mean, values in point.outcomes(views, len(names), degree, alone)
    ]


@rule(e.StopGrad)
def _stop(point: Point, node: e.StopGrad, mode: int) -> Series:
    if not point.perturbed or not point.scope.setting.stop_gradient:
        return point.evaluate(node.arg, mode)
    return _held(point, point.unperturbed().evaluate(node.arg, mode))


@rule(e.Exp)
def _exp(point: Point, node: e.Exp, mode: int) -> Series:
    return nonlinear(point, point.evaluate(node.arg, mode), Series.exp)


@rule(e.Log)
def _log(point: Point, node: e.Log, mode: int) -> Series:
    return nonlinear(point, point.evaluate(node.arg, mode), Series.log)


@rule(e.Integral)
def _integral(point: Point, node: e.Integral, mode: int) -> Series:
    if point.bent:
        raise AwayFromStart("an integral in a gradient away from time 0")
    value = point.evaluate(node.arg, mode)
    if point.perturbed:  # at time 0 the range of integration is empty
        return multiply(point, [constant([[0]]), value])
    return value.integral()


@rule(e.At)
def _at(point: Point, node: e.At, mode: int) -> Series:
    if any(point.scope.symbol(name).moves for name in point.varied):  # it started where it did
        return point.unperturbed().evaluate(node.arg, mode).start()
    if point.bent:
        raise AwayFromStart("a value at the start in a gradient away from time 0")
    value = point.evaluate(node.arg, mode)
    return value if point.perturbed else value.start()
