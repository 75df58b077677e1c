"""Generic points of a setting at which every square root that is asked for is rational."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from random import Random

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.exact import matrix
from sslcheck.derive.exact.matrix import Matrix, Rational
from sslcheck.derive.exact.norms import of_norm, with_norm
from sslcheck.derive.exact.point import NO_MODE, Point
from sslcheck.derive.exact.roots import matrix_root, rational_root
from sslcheck.derive.exact.sample import (
    Draws,
    Key,
    admissible,
    draws_of,
    gram,
    orthonormal,
    with_values,
)
from sslcheck.derive.exact.scope import Scope, parts
from sslcheck.derive.expr import Diag, Expr, Prod, Sym, Transpose

__all__ = ["draw_point"]

_ROOTS: tuple[Rational, ...] = (
    1,
    2,
    3,
    Fraction(1, 2),
    5,
    Fraction(3, 2),
    Fraction(1, 3),
    Fraction(5, 2),
    7,  # beside large numbers
    11,
    16,
    30,
)

_NO_ROOT = "no point found at which a square root is rational"


def draw_point(
    scope: Scope,
    sizes: Mapping[str, int],
    seed: int,
    radicands: Sequence[Expr] = (),
    values: Mapping[Key, Sequence[Matrix]] | None = None,
) -> Point:
    """A generic point at which the radicands are squares; Unsupported where none is found."""
    point = Point(scope, sizes, Draws(scope, sizes, seed, values))
    fixed: dict[Key, list[Matrix]] = {}
    rng = Random(seed)
    for radicand in radicands:
        for mode in point.modes(radicand):
            fixed.update(_squared(point, radicand, mode, frozenset(fixed), rng))
            point = Point(scope, sizes, Draws(scope, sizes, seed, {**(values or {}), **fixed}))
    return point


def _squared(
    point: Point, radicand: Expr, mode: int, taken: frozenset[Key], rng: Random
) -> dict[Key, list[Matrix]]:
    """Values of one symbol that make the radicand a square, where it is not one already."""
    value = point.evaluate(radicand, mode)
    try:
        value.root().at(0)
    except Unsupported:
        pass
    else:
        return {}
    scope = point.scope
    names = [name for name in scope.setting.symbols if name in scope.mentions(radicand)]
    names = [n for n in names if scope.replacement(n) is None and n not in scope.setting.initial]
    keys = [(n, mode if scope.modal(n) else NO_MODE) for n in names]
    free = [key for key in keys if key not in taken]
    if value.rows > 1:
        return _squared_matrix(point, radicand, taken, rng)
    free.sort(key=lambda key: scope.setting.symbols[key[0]].role != "parameter")
    for key in free:
        if scope.symbol(key[0]).scalar:
            for found in _solve(point, radicand, mode, key, rng):
                if admissible(scope.symbol(key[0]), [[found]], 0):
                    return {key: [[[found]]]}
    return _squared_matrix(point, radicand, taken, rng)  # 1 x 1, but made of matrices


def _solve(point: Point, radicand: Expr, mode: int, key: Key, rng: Random) -> Iterator[Rational]:
    """Values of a scalar that enters the radicand linearly and make it a square."""

    def at(trial: Rational) -> Rational:
        values = {**draws_of(point).values, key: [[[trial]]]}
        return with_values(point, values, closed=False).evaluate(radicand, mode).at(0)[0][0]

    try:
        base, one, two, three = at(1), at(2), at(3), at(4)
    except (ZeroDivisionError, Unsupported):
        return
    slope = one - base
    bend = two - one - slope
    roots = list(_ROOTS)
    start = rng.randrange(1, 4)
    if bend and three - two == slope + 2 * bend:
        yield from _solve_quadratic(base, slope, bend, roots)
    if not slope or bend:
        return
    for root in roots[start:] + roots[:start]:
        yield 1 + matrix.quotient(root * root - base, slope)


def _solve_quadratic(
    base: Rational, slope: Rational, bend: Rational, roots: Sequence[Rational]
) -> Iterator[Rational]:
    """Where ``a^2 y^2 + b y + c`` with ``y = x - 1`` is the square of ``a y + m``."""
    lead = matrix.quotient(bend, 2)
    side = rational_root(lead)
    if not side:
        return
    linear = slope - lead
    for m in [*roots, *(-r for r in roots)]:
        below = 2 * side * m - linear
        if below:
            yield 1 + matrix.quotient(base - m * m, below)


def _squared_matrix(
    point: Point, radicand: Expr, taken: frozenset[Key], rng: Random
) -> dict[Key, list[Matrix]]:
    """A PSD symbol becomes the square of one, the entries of a ``Diag`` become squares, and in
    ``W X W^T`` the ``W`` is chosen to fit ``X``.
    """
    scope = point.scope
    while isinstance(radicand, Sym) and (other := scope.replacement(radicand.name)) is not None:
        radicand = other
    if isinstance(radicand, Sym) and _independent(scope, radicand.name, taken):
        root = gram(point.shape(radicand.name)[0], rng)
        return {(radicand.name, NO_MODE): [matrix.multiply(root, root)]}
    inside = of_norm(radicand)
    if inside is not None:
        mentioned = scope.mentions(inside)
        names = [n for n in scope.setting.symbols if n in mentioned and _choosable(scope, n, taken)]
        name, value = with_norm(point, inside, names, rng)
        return {(name, NO_MODE): [value]}
    match radicand:
        case Prod((Sym(outer), *inner, Transpose(Sym(same)))) if same == outer:
            rows, cols = point.shape(outer)
            if _choosable(scope, outer, taken):
                middle = point.evaluate(Prod(tuple(inner))).shaped(cols, cols).at(0)
                return {(outer, NO_MODE): [_congruence(middle, rows, rng)]}
    found: dict[Key, list[Matrix]] = {}
    pending = [radicand]
    while pending:
        node = pending.pop()
        pending += parts(node)
        if isinstance(node, Diag):
            for mode in range(point.dimension(node.size)):
                found.update(_squared(point, node.entry, mode, taken | frozenset(found), rng))
    if not found:
        raise Unsupported(_NO_ROOT)
    return found


def _independent(scope: Scope, name: str, taken: frozenset[Key]) -> bool:
    """Whether a matrix symbol may still be chosen."""
    replaced = scope.replacement(name) is not None or name in scope.setting.initial
    return not replaced and (name, NO_MODE) not in taken


def _choosable(scope: Scope, name: str, taken: frozenset[Key]) -> bool:
    """Whether any matrix may be chosen for a symbol."""
    plain = not scope.symbol(name).properties and not scope.symbol(name).scalar
    return plain and not scope.modal(name) and _independent(scope, name, taken)


def _congruence(middle: Matrix, rows: int, rng: Random) -> Matrix:
    """A ``W`` with ``rows`` rows such that ``W middle W^T`` has a rational root."""
    cols = len(middle)
    try:
        lower, pivots = matrix.ldl(middle)
        root = [[x if i == j else 0 for j in range(cols)] for i, x in enumerate(pivots)]
        half = matrix.multiply(lower, matrix_root(root))
        back = matrix.inverse(half)
    except (ValueError, ZeroDivisionError):
        raise Unsupported(_NO_ROOT) from None
    if rows <= cols:
        frame = matrix.transpose(orthonormal(cols, rows, rng))
        return matrix.multiply(matrix.multiply(gram(rows, rng), frame), back)
    frame = matrix.multiply(orthonormal(rows, cols, rng), gram(cols, rng))
    return matrix.multiply(frame, back)
