"""What a statement divides by, and where that may be 0."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import RootOf, closure
from sslcheck.derive.algebra.linear_solve import multiple
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.rebuild import ratio_expr
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import At, Dot, Expr, Gradient, Partial, Power, Prod, Quotient, Sym
from sslcheck.derive.kinds.residuals.told import Told
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.signs.bounds import Bounds
from sslcheck.derive.signs.branch import Branch
from sslcheck.derive.signs.definiteness import sum_of_squares
from sslcheck.derive.signs.quadratic import read_form
from sslcheck.derive.signs.scalar import Signs
from sslcheck.derive.traverse import walk
from sslcheck.derive.verdicts.condition import Nonzero

__all__ = [
    "divided",
    "has_kinks",
    "never_zero",
    "nonzero",
    "radicand_of",
    "regular_multiple",
    "vanishing_factors",
]


def nonzero(
    normal: NormalForm, nodes: Iterable[Expr], lasting: bool = False
) -> tuple[Nonzero, ...]:
    """That no divisor in the expressions is 0, where what is declared does not say so.

    The derivative of a root divides by it: roots of what moves count under a rate and, in
    statements about all times (``lasting``), everywhere; others where they are derived by what
    they are of. They are looked for in values, as definitions and rates hide them. What the flow
    divides by is 0 on no trajectory.
    """
    known = {c.value for c in divided(normal, normal.setting.flow.values())}
    return tuple(c for c in divided(normal, nodes, lasting) if c.value not in known)


def divided(
    normal: NormalForm, nodes: Iterable[Expr], lasting: bool = False
) -> tuple[Nonzero, ...]:
    """The same, of what the flow divides by as well; none that others of them say already."""
    found: dict[Expr, Ratio] = {}
    for node in nodes:
        for value in (*_divided(normal, node), *_kinked(normal, node, lasting)):
            for factor in _open(normal, value):
                found[ratio_expr(radicand_of(factor))] = factor
    for shown, factor in [*found.items()]:
        others = tuple(other for other in found if other != shown)
        if others and not _open(normal, factor, Told(normal, others)):
            del found[shown]
    return tuple(map(Nonzero, found))


def has_kinks(normal: NormalForm, nodes: Iterable[Expr]) -> bool:
    """Whether a derivative in the expressions is one of a root where that may be 0."""
    return any(_open(normal, value) for node in nodes for value in _kinked(normal, node))


def _open(normal: NormalForm, value: Ratio, told: Told | None = None) -> list[Ratio]:
    """The factors of a number that may be 0, as far as what is declared and supposed tells."""
    told = told or Told(normal)
    factors = vanishing_factors(normal, value)
    return [
        factor
        for factor in factors
        if not told.says(Nonzero(ratio_expr(radicand_of(factor))))
        and not never_zero(normal, normal.alphabet.scalar(factor), told)
    ]


def _kinked(normal: NormalForm, node: Expr, lasting: bool = False) -> Iterator[Ratio]:
    """What roots are of where an expression has no value if that is 0, as it is derived there."""
    for radicand in (*_moved(normal, node, lasting), *_derived(normal, node)):
        yield normal.finished(normal.alphabet.scalar(radicand)).value()


def never_zero(normal: NormalForm, value: Element, told: Told | None = None) -> bool:
    """Whether a number has a sign, or a matrix is definite, by what is declared, or ``told``."""
    if value.shape[0] != value.shape[1]:
        return False
    for signed in (value, -value):
        try:
            form = read_form(normal, normal.expr(signed))
            ways = sum_of_squares(form, Signs(normal.functions)).ways()
            if any(map(told.all, ways)) if told else () in ways:
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
    return [f for f in factors if not branch.nonzero(radicand_of(f))]


def regular_multiple(normal: NormalForm, target: Element, element: Element) -> Ratio | None:
    """c with ``target = c element``, where c divides by nothing that may be 0."""
    factor = multiple(target, element)
    if factor is None and element.shape == ("1", "1") and not element.is_zero():
        factor = (target.value() / element.value()).root_reduced().cancelled()
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


def radicand_of(factor: Ratio) -> Ratio:
    """What a square root is of, which is 0 where the root is."""
    roots = factor.scalars.roots
    name = next((n for n in factor.free() if n in roots), "")
    if not name or factor.num != factor.scalars.letter(name).num:
        return factor
    return radicand_of(roots[name])


def _moved(normal: NormalForm, node: Expr, everywhere: bool) -> Iterator[Ratio]:
    """What roots are of that move from 0, where a rate is taken of them."""
    for part in walk(node):
        if isinstance(part, Dot) or (everywhere and part is node):
            for radicand in _kinks(normal, part.arg if isinstance(part, Dot) else part):
                if _leaves_0(normal, radicand):
                    yield radicand


def _derived(normal: NormalForm, node: Expr) -> Iterator[Ratio]:
    """What roots are of that stand under a derivative by a symbol on which they depend."""
    for part in walk(node):
        if not isinstance(part, Partial | Gradient):
            continue
        for radicand in _kinks(normal, part.arg if isinstance(part, Partial) else part.of):
            shown = ratio_expr(radicand)
            same = (
                Partial(shown, part.symbol)
                if isinstance(part, Partial)
                else Gradient(part.symbol, shown)
            )
            try:
                depends = not normal.element(same).is_zero()
            except Unsupported:
                depends = True
            if depends:
                yield radicand


def _kinks(normal: NormalForm, node: Expr) -> Iterator[Ratio]:
    """What roots are of where an expression has no derivative if that is 0."""
    try:
        whole = normal.whole(node)
    except Unsupported:
        return  # the claim that derives it says so itself
    number = whole.shape == ("1", "1")
    for word, coeff in [((), whole.value())] if number else whole.terms.items():
        for letter in closure(name for name, _ in word):
            if isinstance(letter, RootOf):
                yield letter.value
        yield from _bent(normal, coeff)


def _bent(normal: NormalForm, value: Ratio) -> Iterator[Ratio]:
    """Those of a number: ``a + b r`` has one at ``r = 0`` if ``b`` is a multiple of ``r^2``."""
    plain = value.root_reduced()
    for letter in plain.ordered():
        if isinstance(letter, RootOf):
            below = letter in plain.denominator.free()
            once = None if below else plain.coefficients(letter).get(1)
            rest = once and (once / letter.value).cancelled().denominator
            if below or (rest and vanishing_factors(normal, rest)):
                yield letter.value
        for inner in closure([letter]) - {letter}:
            if isinstance(inner, RootOf):
                yield inner.value


def _leaves_0(normal: NormalForm, radicand: Ratio) -> bool:
    """Whether what a root is of moves, and not by a multiple of itself."""
    value = normal.alphabet.scalar(radicand)
    try:
        rate = normal.whole_rate(value)
    except Unsupported:
        return True
    return bool(rate.terms) and regular_multiple(normal, rate, value) is None


def _divided(normal: NormalForm, node: Expr) -> Iterator[Ratio]:
    """The numbers that an expression divides by, but for those that are declared positive."""
    for whole in _divisors(node):
        for divisors in ([*_parts(whole)], [whole]):  # `w^T w` has parts that are no numbers
            open_ = [part for part in divisors if not _declared_positive(normal, part)]
            try:
                values = [normal.finished(normal.whole(part)).value() for part in open_]
            except Unsupported:
                continue  # the claim that divides by it says so itself
            yield from values
            break


def _divisors(node: Expr) -> Iterator[Expr]:
    for part in walk(node):
        if isinstance(part, Quotient):
            yield part.denominator
        if isinstance(part, Power) and part.exponent < 0:
            yield part.base
