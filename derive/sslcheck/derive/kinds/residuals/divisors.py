"""What a statement divides by, and where that may be 0."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sslcheck.derive.algebra.linear_solve import multiple
from sslcheck.derive.algebra.rebuild import ratio_expr
from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.algebra.words import Element
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import (
    At,
    Dot,
    Expr,
    Gradient,
    Partial,
    Power,
    Prod,
    Quotient,
    Sym,
    children,
    walk,
)
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.signs.bounds import Bounds
from sslcheck.derive.signs.branch import Branch
from sslcheck.derive.signs.definiteness import sum_of_squares
from sslcheck.derive.signs.quadratic import read_form
from sslcheck.derive.signs.scalar import Signs
from sslcheck.derive.verdicts.condition import Nonzero

__all__ = ["never_zero", "nonzero", "regular_multiple", "vanishing_factors"]


def nonzero(
    normal: NormalForm, nodes: Iterable[Expr], lasting: bool = False
) -> tuple[Nonzero, ...]:
    """That no divisor in the expressions is 0, where what is declared does not say so.

    The derivative of a root divides by it: roots of what moves count under a rate and, in
    statements about all times (``lasting``), everywhere; others where they are derived by what
    they are of.
    """
    found: dict[Expr, None] = {}
    for node in nodes:
        divisors = (part for whole in _divisors(node) for part in _parts(whole))
        moved = (r for r in _roots(node, lasting) if _leaves_0(normal, r))
        for divisor in (*divisors, *moved, *_derived(normal, node)):
            if _declared_positive(normal, divisor):
                continue
            try:
                value = normal.finished(normal.element(divisor)).value()
            except Unsupported:
                continue  # the claim that divides by it says so itself
            for factor in vanishing_factors(normal, value):
                if not never_zero(normal, normal.alphabet.scalar(factor)):
                    found[ratio_expr(factor)] = None
    return tuple(Nonzero(factor) for factor in found)


def never_zero(normal: NormalForm, value: Element) -> bool:
    """Whether a number has a sign, or a matrix is definite, by what is declared."""
    if value.shape[0] != value.shape[1]:
        return False
    for signed in (value, -value):
        try:
            form = read_form(normal, normal.expr(signed))
            if () in sum_of_squares(form, Signs(normal.functions)).ways():
                return True
        except Unsupported:
            continue
    if value.shape != ("1", "1"):
        return False
    bounds, number = Bounds(normal.functions, Signs(normal.functions)), value.value()
    return bounds.positive(number) or bounds.positive(-number)


def vanishing_factors(normal: NormalForm, value: Ratio) -> list[Ratio]:
    """The factors of a scalar that may be 0 as far as declared signs tell."""
    branch = Branch(normal.functions)
    factors = [factor for factor, _ in value.root_reduced().cancelled().factors()]
    return [f for f in factors if not branch.nonzero(_radicand(f))]


def regular_multiple(normal: NormalForm, target: Element, element: Element) -> Ratio | None:
    """c with ``target = c element``, where c divides by nothing that may be 0."""
    factor = multiple(target, element)
    if factor is not None and vanishing_factors(normal, factor.denominator):
        factor = factor.rationalised()
    if factor is None or vanishing_factors(normal, factor.denominator):
        return None
    return factor


def _parts(divisor: Expr) -> Iterator[Expr]:
    """What a divisor is a product of."""
    match divisor:
        case Prod(factors=factors):
            for factor in factors:
                yield from _parts(factor)
        case Power(base=base):
            yield from _parts(base)
        case _:
            yield divisor


def _declared_positive(normal: NormalForm, node: Expr) -> bool:
    """Whether a symbol is positive where it is looked at, whatever a hypothesis sets it to."""
    start = isinstance(node, At)
    inner = node.arg if isinstance(node, At) else node
    if not isinstance(inner, Sym) or inner.name not in normal.setting.symbols:
        return False
    setting = normal.setting
    positive = setting.symbols[inner.name].sign == "positive"
    return positive and (start or inner.name in setting.lets or setting.holds_here(inner.name))


def _radicand(factor: Ratio) -> Ratio:
    """What a square root is of, which is 0 where the root is."""
    roots = factor.scalars.roots
    name = next((n for n in factor.free() if n in roots), "")
    return roots[name] if name and factor.num == factor.scalars.letter(name).num else factor


def _roots(node: Expr, everywhere: bool) -> Iterator[Expr]:
    """What roots are of, under a rate or everywhere."""
    for part in walk(node):
        if everywhere and isinstance(part, Power) and part.exponent.denominator > 1:
            yield part.base
        elif isinstance(part, Dot):
            yield from _kinks(part.arg)


def _kinks(node: Expr) -> Iterator[Expr]:
    """What powers are of that have no derivative at 0: roots, but not higher powers of these."""
    if not isinstance(node, Power):
        for child in children(node):
            yield from _kinks(child)
        return
    exponent, base = node.exponent, node.base
    while isinstance(base, Power) and base.exponent.denominator > 1:  # (x^{1/2})^3
        exponent, base = exponent * base.exponent, base.base
    if exponent < 1 and exponent.denominator > 1:
        yield base
    yield from _kinks(base)


def _derived(normal: NormalForm, node: Expr) -> Iterator[Expr]:
    """What roots are of that stand under a derivative by a symbol on which they depend."""
    for part in walk(node):
        if not isinstance(part, Partial | Gradient):
            continue
        for radicand in _kinks(part.arg if isinstance(part, Partial) else part.of):
            same = (
                Partial(radicand, part.symbol)
                if isinstance(part, Partial)
                else Gradient(part.symbol, radicand)
            )
            try:
                depends = not normal.element(same).is_zero()
            except Unsupported:
                depends = True
            if depends:
                yield radicand


def _leaves_0(normal: NormalForm, radicand: Expr) -> bool:
    """Whether what a root is of moves, and not by a multiple of itself."""
    try:
        value = normal.whole(radicand)
        rate = normal.whole_rate(value)
    except Unsupported:
        return True
    return bool(rate.terms) and regular_multiple(normal, rate, value) is None


def _divisors(node: Expr) -> Iterator[Expr]:
    for part in walk(node):
        if isinstance(part, Quotient) and not any(
            isinstance(inner, Dot) for inner in walk(part.denominator)
        ):
            yield part.denominator
        if isinstance(part, Power) and part.exponent < 0:
            yield part.base
