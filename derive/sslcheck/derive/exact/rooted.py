"""Values of matrices with which roots of what is made of them are rational."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from random import Random

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.exact import matrix
from sslcheck.derive.exact.irrational import Irrational
from sslcheck.derive.exact.matrix import Matrix, Rational
from sslcheck.derive.exact.point import NO_MODE, Point
from sslcheck.derive.exact.roots import matrix_root
from sslcheck.derive.exact.sample import Draws, Key, draws_of, gram, orthonormal, with_values
from sslcheck.derive.expr import Expr, Ident, Num, Power, Prod, Sum, Sym, Transpose
from sslcheck.derive.setting import Symbol

__all__ = ["commuting", "with_root"]

Values = Mapping[Key, list[Matrix]]

_LIFTS = (0, 4, 20, 100)
"""Multiples of the identity that make what is left of a square positive."""
_SQUARES = (1, 4, 9, 16, 25, 36, 64, 144, Fraction(9, 16), Fraction(16, 9))
_NUMBERS = (3, 4, 1, 2, 5, 6, 8, 12, Fraction(3, 4), Fraction(4, 3))
_TRIES = 6
_DRAWS = 120


def with_root(
    point: Point, radicand: Expr, degree: int, free: Collection[str], rng: Random
) -> Iterator[Values]:
    """Values of some of the ``free`` matrices with which a matrix may have a rational root.

    Of a psd symbol, of one beside others in a sum, of ``W`` in ``W X W^T``, and of a symmetric one
    alone.
    """
    scope = point.scope
    while isinstance(radicand, Sym) and (other := scope.replacement(radicand.name)) is not None:
        radicand = other
    terms = [_weighted(t) for t in (radicand.terms if isinstance(radicand, Sum) else (radicand,))]
    for k, (weight, term) in enumerate(terms):
        factors = term.factors if isinstance(term, Prod) else (term,)
        others = [*(other for i, (_, other) in enumerate(terms) if i != k)]
        for at, factor in enumerate(factors):
            rest = [*others, *factors[:at], *factors[at + 1 :]]
            if isinstance(factor, Sym) and _alone(point, factor.name, free, rest):
                yield from _between(point, radicand, factors, at, weight, degree, rng)
    outer = {_outer(term) for _, term in terms}
    if len(outer) == 1 and (found := outer.pop()) is not None and found[0] in free:
        name, flipped = found
        middle = Sum(tuple(_inner(weight, term) for weight, term in terms))
        if not scope.symbol(name).properties and name not in scope.mentions(middle):
            yield from _congruent(point, name, flipped, middle, degree, free, rng)
    matrices = [n for n in free if n in scope.mentions(radicand) and not scope.symbol(n).scalar]
    if len(matrices) == 1 and "symmetric" in scope.symbol(matrices[0]).properties:
        (size, _), name = point.shape(matrices[0]), matrices[0]
        frame = orthonormal(size, size, rng)
        signs = (1,) if "psd" in scope.symbol(name).properties else (1, -1)
        powers = [(k + 1) ** degree for k in rng.sample(range(size + 2), size)]
        signed = [rng.choice(signs) * x for x in powers]
        yield {(name, NO_MODE): [_turned(frame, signed, frame)]}


def _weighted(term: Expr) -> tuple[Rational, Expr]:
    """A term as a number times the rest."""
    match term:
        case Prod((Num(value), first, *rest)):
            return matrix.whole(value), Prod((first, *rest)) if rest else first
    return 1, term


def _alone(point: Point, name: str, free: Collection[str], others: Sequence[Expr]) -> bool:
    """Whether a free matrix stands nowhere else."""
    scalar = point.scope.symbol(name).scalar
    return name in free and not scalar and not any(name in point.scope.mentions(o) for o in others)


def _between(
    point: Point,
    radicand: Expr,
    factors: Sequence[Expr],
    at: int,
    weight: Rational,
    degree: int,
    rng: Random,
) -> Iterator[Values]:
    """A ``Y`` in ``c L Y L^T + M``: a power, or with ``L L^+ = I`` what makes the whole one."""
    name = factors[at]
    assert isinstance(name, Sym)
    now, left = point.symbol(name.name).at(0), point.evaluate(Prod((Ident(), *factors[:at])))
    if len(now) != len(now[0]):
        return
    yield {(name.name, NO_MODE): [_power(gram(len(now), rng), degree)]}
    before = left.shaped(left.rows or len(now), len(now)).at(0)
    try:
        gap = matrix.inverse(matrix.multiply(before, matrix.transpose(before)))
    except ZeroDivisionError:
        return
    size, back = len(before), matrix.multiply(matrix.transpose(before), gap)
    here = matrix.multiply(matrix.multiply(before, now), matrix.transpose(before))
    rest = matrix.add(
        point.evaluate(radicand).shaped(size, size).at(0), matrix.scale(-weight, here)
    )
    unseen = matrix.scale(-1, matrix.multiply(back, before))
    unseen = matrix.add(matrix.identity(len(now)), unseen)
    for lift in _LIFTS:
        root = matrix.add(gram(size, rng), matrix.scale(lift, matrix.identity(size)))
        wanted = matrix.add(_power(root, degree), matrix.scale(-1, rest))
        wanted = matrix.multiply(matrix.multiply(back, wanted), matrix.transpose(back))
        value = matrix.add(matrix.scale(matrix.quotient(1, weight), wanted), unseen)
        yield {(name.name, NO_MODE): [value]}


def _outer(term: Expr) -> tuple[str, bool] | None:
    """The symbol ``W`` of ``W X W^T``, and whether it is ``W^T X W``."""
    match term:
        case Prod((Sym(outer), *_, Transpose(Sym(same)))) if same == outer:
            return outer, False
        case Prod((Transpose(Sym(outer)), *_, Sym(same))) if same == outer:
            return outer, True
    return None


def _inner(weight: Rational, term: Expr) -> Expr:
    assert isinstance(term, Prod)
    return Prod((Num(Fraction(weight)), *term.factors[1:-1], Ident()))


def _congruent(
    point: Point,
    name: str,
    flipped: bool,
    middle: Expr,
    degree: int,
    free: Collection[str],
    rng: Random,
) -> Iterator[Values]:
    """A ``W`` such that ``W M W^T`` has a rational root, where ``M`` is some ``H H^T``."""
    shape = point.shape(name)
    rows, cols = shape[::-1] if flipped else shape

    def chosen(at: Point) -> Matrix | None:
        half = _half(at.evaluate(middle).shaped(cols, cols).at(0))
        if half is None:
            return None
        size = min(rows, cols)
        root = _power(gram(size, rng), degree if degree % 2 else degree // 2)
        if rows <= cols:
            frame = matrix.transpose(orthonormal(cols, rows, rng))
            value = matrix.multiply(matrix.multiply(root, frame), half)
        else:
            value = matrix.multiply(matrix.multiply(orthonormal(rows, cols, rng), root), half)
        return matrix.transpose(value) if flipped else value

    value = chosen(point)
    if value is not None:
        yield {(name, NO_MODE): [value]}
        return
    for values in with_root(point, middle, 2, [n for n in free if n != name], rng):
        value = chosen(_with(point, values))
        if value is not None:
            yield {**values, (name, NO_MODE): [value]}


def _half(middle: Matrix) -> Matrix | None:
    """The inverse of an ``H`` with ``H H^T`` the matrix; None where none is found."""
    size = len(middle)
    try:
        lower, pivots = matrix.ldl(middle)
        entries = [[x if i == j else 0 for j in range(size)] for i, x in enumerate(pivots)]
        return matrix.inverse(matrix.multiply(lower, matrix_root(entries)))
    except (ValueError, ZeroDivisionError):
        return None
    except Unsupported:
        pass
    try:
        return matrix.inverse(matrix_root(middle))
    except Unsupported:
        return None


def _power(root: Matrix, degree: int) -> Matrix:
    return reduce(matrix.multiply, [root] * degree)


def _with(point: Point, values: Values) -> Point:
    return with_values(point, {**draws_of(point).values, **values}, draws_of(point).closed)


def _turned(left: Matrix, entries: Sequence[Rational], right: Matrix) -> Matrix:
    """``left D right^T`` with these entries on the diagonal of ``D``."""
    middle = matrix.zeros(len(left[0]), len(right[0]))
    for k, x in enumerate(entries):
        middle[k][k] = x
    return matrix.multiply(matrix.multiply(left, middle), matrix.transpose(right))


# -- several roots at once ----------------------------------------------------------------------


def commuting(point: Point, roots: Sequence[Expr], free: Sequence[str], rng: Random) -> Values:
    """Matrices ``Q D R^T``, one orthonormal frame for each space, that make all roots rational.

    The roots are then those of numbers, one set of them for each mode, which are searched for.
    Raises `Unsupported` where none are found.
    """
    scope = point.scope
    symbols = {name: scope.symbol(name) for name in free}
    shapes = {name: point.shape(name) for name, symbol in symbols.items() if not symbol.scalar}
    sides = [_rows(point, root) for root in roots]
    if not any(map(scope.modal, free)):
        for _ in range(_TRIES):
            common = {n: rng.choice(_pool(symbols[n])) for n in free if n not in shapes}
            modes: list[dict[str, Rational]] = []
            for k in range(max([*sides, *(min(shape) for shape in shapes.values())])):
                asked = [root for root, side in zip(roots, sides, strict=True) if side > k]
                present = {n: symbols[n] for n, shape in shapes.items() if k < min(shape)}
                found = _mode(point, common | dict.fromkeys(shapes, 0), present, asked, rng)
                if found is None:
                    break
                modes.append(found)
            else:
                return _assembled(point, common, shapes, modes, rng)
    raise Unsupported("no point found at which a root is rational")


def _rows(point: Point, root: Expr) -> int:
    assert isinstance(root, Power)
    try:
        return point.evaluate(root.base).rows
    except Unsupported:
        return 1  # larger ones are not evaluated to be sized


def _mode(
    point: Point,
    given: Mapping[str, Rational],
    present: Mapping[str, Symbol],
    roots: Sequence[Expr],
    rng: Random,
) -> dict[str, Rational] | None:
    """Numbers in the place of the matrices ``present``, at which the roots are rational."""
    for _ in range(_DRAWS):
        values = {**given, **{n: rng.choice(_pool(symbol)) for n, symbol in present.items()}}
        for root in roots:
            if _number(point, values, root) is None:
                values |= _solved(point, values, present, root, rng)
        if all(_number(point, values, root) is not None for root in roots):
            return values
    return None


def _number(point: Point, values: Mapping[str, Rational], node: Expr) -> Rational | None:
    """A node where all matrices are numbers; None where it has no value that is rational."""
    sizes = dict.fromkeys(point.sizes, 1)
    draws = Draws(point.scope, sizes, 0, {(n, NO_MODE): [[[x]]] for n, x in values.items()})
    try:
        found = Point(point.scope, sizes, draws).evaluate(node).at(0)[0][0]
    except (Unsupported, ZeroDivisionError):
        return None
    return None if isinstance(found, Irrational) else found


def _solved(
    point: Point,
    values: Mapping[str, Rational],
    present: Mapping[str, Symbol],
    root: Expr,
    rng: Random,
) -> dict[str, Rational]:
    """One of the numbers such that a root is rational, if it enters the radicand linearly."""
    assert isinstance(root, Power)
    for name in rng.sample(sorted(present), len(present)):
        three = [_number(point, {**values, name: k}, root.base) for k in (1, 2, 3)]
        if None in three:
            continue
        one, two, more = (x for x in three if x is not None)
        if two == one or more - two != two - one:
            continue
        power = rng.choice(_NUMBERS[:6]) ** root.exponent.denominator
        found = 1 + matrix.quotient(power - one, two - one)
        if found > 0 or not present[name].properties:
            return {name: found}
    return {}


def _pool(symbol: Symbol) -> Sequence[Rational]:
    if "orthonormal" in symbol.properties:
        return (1,)
    return _SQUARES if "psd" in symbol.properties or symbol.sign != "real" else _NUMBERS


def _assembled(
    point: Point,
    common: Mapping[str, Rational],
    shapes: Mapping[str, tuple[int, int]],
    modes: Sequence[Mapping[str, Rational]],
    rng: Random,
) -> Values:
    scope = point.scope
    values: dict[Key, list[Matrix]] = {(n, NO_MODE): [[[x]]] for n, x in common.items()}
    plain = any("diagonal" in scope.symbol(name).properties for name in shapes)
    frames: dict[tuple[str, ...], Matrix] = {}
    for name, shape in shapes.items():
        left, right = (
            frames.setdefault(
                scope.atoms(space),
                matrix.identity(size) if plain or size == 1 else orthonormal(size, size, rng),
            )
            for space, size in zip(scope.symbol(name).shape, shape, strict=True)
        )
        entries = [mode[name] for mode in modes[: min(shape)]]
        values[name, NO_MODE] = [_turned(left, entries, right)]
    return values
