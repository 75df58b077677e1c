"""What a statement divides by, and where that may be 0."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sslcheck.derive.algebra.linear_solve import multiple
from sslcheck.derive.algebra.rebuild import ratio_expr
from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.algebra.words import Element
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import At, Dot, Expr, Power, Prod, Quotient, Sym, walk
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.signs.branch import Branch
from sslcheck.derive.verdicts.condition import Nonzero

__all__ = ["nonzero", "regular_multiple", "vanishing_factors"]


def nonzero(normal: NormalForm, nodes: Iterable[Expr]) -> tuple[Nonzero, ...]:
    """That no divisor in the expressions is 0, where the declared signs do not say so."""
    found: dict[Expr, None] = {}
    for node in nodes:
        for divisor in (part for whole in _divisors(node) for part in _parts(whole)):
            if _declared_positive(normal, divisor):
                continue
            try:
                value = normal.finished(normal.element(divisor)).as_scalar()
            except Unsupported:
                continue  # the claim that divides by it says so itself
            for factor in vanishing_factors(normal, value):
                found[ratio_expr(factor)] = None
    return tuple(Nonzero(factor) for factor in found)


def vanishing_factors(normal: NormalForm, value: Ratio) -> list[Ratio]:
    """The factors of a scalar that may be 0 as far as declared signs tell."""
    branch = Branch(normal.functions)
    factors = [factor for factor, _ in value.root_reduced().cancelled().factors()]
    return [f for f in factors if not branch.nonzero(_radicand(f))]


def regular_multiple(normal: NormalForm, target: Element, element: Element) -> Ratio | None:
    """c with ``target = c element``, where c divides by nothing that may be 0."""
    factor = multiple(target, element)
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


def _divisors(node: Expr) -> Iterator[Expr]:
    for part in walk(node):
        if isinstance(part, Quotient) and not any(
            isinstance(inner, Dot) for inner in walk(part.denominator)
        ):
            yield part.denominator
        if isinstance(part, Power) and part.exponent < 0:
            yield part.base
