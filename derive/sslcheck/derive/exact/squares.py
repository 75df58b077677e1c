"""Generic points of a setting at which roots are rational, and exponentials of matrices exact."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from math import lcm
from random import Random

from sslcheck.derive.errors import ShapeMismatch, Unsupported
from sslcheck.derive.exact import matrix
from sslcheck.derive.exact.irrational import Irrational
from sslcheck.derive.exact.matrix import Matrix, Rational
from sslcheck.derive.exact.norms import of_norm, with_norm
from sslcheck.derive.exact.point import NO_MODE, Point
from sslcheck.derive.exact.rooted import commuting, with_root
from sslcheck.derive.exact.roots import rational_root
from sslcheck.derive.exact.sample import Draws, Key, admissible, draws_of, with_values
from sslcheck.derive.exact.scope import Scope, parts
from sslcheck.derive.exact.spectra import rational_spectra
from sslcheck.derive.expr import Diag, Exp, Expr, Power, Sym

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

_NO_EXPONENTIAL = "no point found at which an exponential of a matrix is exact"
_NO_ROOT = "no point found at which a root is rational"


def draw_point(
    scope: Scope, sizes: Mapping[str, int], seed: int, roots: Sequence[Expr] = ()
) -> Point:
    """A generic point at which the roots are rational; Unsupported where none is found."""
    rng = Random(seed)
    point = drawn = Point(scope, sizes, Draws(scope, sizes, seed))
    exponentials = [root for root in roots if isinstance(root, Exp)]
    rooted = [root for root in roots if isinstance(root, Power)]
    if exponentials and rooted and not _all_exact(point, roots):
        with suppress(Unsupported):  # eigenvalues that have rational roots
            point = drawn = _exponentiated(point, roots, rng)
    if not _all_exact(point, exponentials):
        with suppress(Unsupported):  # roots inside may become rational below
            point = drawn = _exponentiated(point, exponentials, rng)
    roots = rooted
    fixed: dict[Key, list[Matrix]] = {}
    try:
        for root in roots:
            for mode in point.modes(root):
                fixed.update(_rational(point, root, mode, frozenset(fixed), rng))
                point = _with(drawn, fixed)
        if not all(_is_rational(point, root, mode) for root in roots for mode in point.modes(root)):
            raise Unsupported(_NO_ROOT)
    except Unsupported:
        point = drawn
        if not _all_exact(point, roots):  # roots of numbers may be irrational
            names = frozenset[str]().union(*map(scope.mentions, roots))
            fixed = {**commuting(drawn, roots, _independent(scope, names), rng)}
            point = _with(drawn, fixed)
            if not all(_is_rational(point, root, NO_MODE) for root in roots):
                raise
    if not _all_exact(point, exponentials):
        raise Unsupported(_NO_EXPONENTIAL)
    return point


def _all_exact(point: Point, nodes: Sequence[Expr]) -> bool:
    return all(
        _value(point, node, mode) is not None for node in nodes for mode in point.modes(node)
    )


def _exponentiated(point: Point, nodes: Sequence[Expr], rng: Random) -> Point:
    """The point with other matrices, of whose exponentials the values are known."""
    names = _independent(point.scope, frozenset().union(*map(point.scope.mentions, nodes)))
    degree = lcm(*(n.exponent.denominator for n in nodes if isinstance(n, Power)))
    for values in rational_spectra(point, names, rng, degree):
        try:
            found = _with(point, values)
        except Unsupported:
            continue
        if _all_exact(found, nodes):
            return found
    raise Unsupported(_NO_EXPONENTIAL)


def _with(point: Point, values: Mapping[Key, list[Matrix]]) -> Point:
    """A point as it was drawn, but with these values; Unsupported where one is not as declared."""
    for (name, _), (value, *_) in values.items():
        if not admissible(point.scope.symbol(name), value, 0):
            raise Unsupported(_NO_ROOT)
    return with_values(point, {**draws_of(point).values, **values}, closed=False)


def _is_rational(point: Point, root: Expr, mode: int) -> bool:
    value = _value(point, root, mode)
    return value is not None and not any(isinstance(x, Irrational) for row in value for x in row)


def _value(point: Point, node: Expr, mode: int) -> Matrix | None:
    try:
        return point.evaluate(node, mode).at(0)
    except (Unsupported, ZeroDivisionError):
        return None


def _independent(scope: Scope, names: Collection[str]) -> list[str]:
    """The names whose values are not given by others."""
    return [
        name
        for name in scope.setting.symbols
        if name in names and scope.replacement(name) is None and name not in scope.setting.initial
    ]


def _rational(
    point: Point, root: Expr, mode: int, taken: frozenset[Key], rng: Random
) -> Mapping[Key, list[Matrix]]:
    """Values of symbols that make the root rational, where it is not already."""
    if _is_rational(point, root, mode):
        return {}
    assert isinstance(root, Power)
    radicand, degree, scope = root.base, root.exponent.denominator, point.scope
    names = _independent(scope, scope.mentions(radicand))
    keys = [(n, mode if scope.modal(n) else NO_MODE) for n in names]
    free = [key for key in keys if key not in taken]
    if point.evaluate(radicand, mode).rows <= 1:
        free.sort(key=lambda key: scope.setting.symbols[key[0]].role != "parameter")
        for key in free:
            if scope.symbol(key[0]).scalar:
                for found in _solve(point, radicand, degree, mode, key, rng):
                    if admissible(scope.symbol(key[0]), [[found]], 0):
                        return {key: [[[found]]]}
        inside = of_norm(radicand)
        if inside is not None:
            plain = [n for n, _ in free if not scope.symbol(n).properties]
            plain = [n for n in plain if not scope.symbol(n).scalar and not scope.modal(n)]
            name, value = with_norm(point, inside, plain, rng)
            return {(name, NO_MODE): [value]}
    for values in with_root(point, radicand, degree, [n for n, m in free if m == NO_MODE], rng):
        try:
            if _is_rational(_with(point, values), root, mode):
                return values
        except (Unsupported, ShapeMismatch):
            continue
    entries: dict[Key, list[Matrix]] = {}
    for node in _inside(radicand, scope):
        if isinstance(node, Diag):
            entry = Power(node.entry, root.exponent)
            for each in range(point.dimension(node.size)):
                entries.update(_rational(point, entry, each, taken | frozenset(entries), rng))
    if not entries:
        raise Unsupported(_NO_ROOT)
    return entries


def _inside(node: Expr, scope: Scope) -> Iterator[Expr]:
    """A node and all that it is made of, replacements inserted."""
    pending = [node]
    while pending:
        node = pending.pop()
        yield node
        other = scope.replacement(node.name) if isinstance(node, Sym) else None
        pending += parts(node) if other is None else [other]


def _solve(
    point: Point, radicand: Expr, degree: int, mode: int, key: Key, rng: Random
) -> Iterator[Rational]:
    """Values of a scalar that enters the radicand linearly and make its root rational."""

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
    if bend and three - two == slope + 2 * bend and degree == 2:
        yield from _solve_quadratic(base, slope, bend, roots)
    if not slope or bend:
        return
    for root in roots[start:] + roots[:start]:
        yield 1 + matrix.quotient(root**degree - base, slope)


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
