"""Several states at once: a weighted sum of their squared norms falls, so each of them vanishes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import reduce
from itertools import combinations, islice

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import closure
from sslcheck.derive.algebra.linear_solve import solve_linear
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import (
    Dot,
    Expr,
    Num,
    Prod,
    Relation,
    Sum,
    Sym,
    Trace,
    Transpose,
    negative,
)
from sslcheck.derive.kinds.kind import Case
from sslcheck.derive.kinds.limits.decay import Decay, linear_law
from sslcheck.derive.kinds.limits.existence import existence
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.signs.definiteness import sum_of_squares
from sslcheck.derive.signs.quadratic import Form
from sslcheck.derive.signs.scalar import Signs
from sslcheck.derive.verdicts.finding import Check, Finding, argued_step, identity_step

__all__ = [
    "dissipated",
    "monomials",
    "never_negative",
    "positive_constant",
    "product_with",
    "summed",
    "weights",
]

_CHOICES = 32
"""How many groups of states are tried."""
_ORDER = 2  # in time
_BOUND = "a bound for all times, not an equation at a point"


def dissipated(case: Case) -> Finding | None:
    """That a state tends to 0, since an energy of states does; None where none is seen to.

    With ``dx_i/dt = -H_i(x_i) + g_i`` and weights so that ``sum c_i <x_i, g_i> <= 0`` the energy
    ``sum c_i |x_i|^2`` falls at least at the smallest rate of the symmetric parts of the ``H_i``.
    """
    normal, claimed = case.normal, case.relation
    if not isinstance(claimed.lhs, Sym) or normal.element(claimed.rhs).terms:
        return None
    state, *others = _coupled(normal, claimed.lhs.name)
    choices = (c for size in range(1, len(others) + 1) for c in combinations(others, size))
    for names in islice(choices, _CHOICES):
        try:
            found = _of((state, *names), case)
        except Unsupported:
            continue
        if found is not None:
            return found
    return None


def _of(names: tuple[str, ...], case: Case) -> Finding | None:
    """The finding by the energy of these states."""
    normal, setting = case.normal, case.setting
    owns = [_own(normal, name, names) for name in names]
    for name, own in zip(names, owns, strict=True):
        form = _law(normal, name, own)
        if form is None or () not in (Decay(form).ways() or ()):
            return None
    states = [normal.element(Sym(name)) for name in names]
    crossed = [
        (state.T * (normal.rate(state) - own)).trace()
        for state, own in zip(states, owns, strict=True)
    ]
    factors = weights(normal, crossed)
    total = reduce(lambda a, b: a + b, (c.scaled(w) for c, w in zip(crossed, factors, strict=True)))
    if not never_negative(normal, -total):
        return None
    scales = [normal.expr(normal.alphabet.scalar(w)) for w in factors]
    letters = [Sym(name) for name in names]
    energy = summed(scales, [product_with(normal, x, x) for x in letters])
    lost = summed(
        scales,
        [product_with(normal, x, normal.expr(o)) for x, o in zip(letters, owns, strict=True)],
    )
    moved = Prod((Num(Fraction(2)), Sum((lost, normal.expr(total)))))
    falls = Relation(Dot(energy), "=", moved)
    steps = (
        identity_step(falls, "the energy of the states along the flow", setting),
        argued_step(
            Relation(Dot(energy), "<=", negative(Prod((Sym("\\lambda_0"), energy)))),
            "each state's own rate is bounded below, what couples them adds nothing; then Grönwall",
            _BOUND,
        ),
    )
    given = existence(normal, normal.element(energy), bounded=frozenset(names))
    return Finding(True, (Check(falls, setting, _ORDER),), steps, conditions=given)


def summed(factors: list[Expr], parts: list[Expr]) -> Expr:
    """The sum of the products of two lists."""
    return Sum(tuple(Prod((w, p)) for w, p in zip(factors, parts, strict=True)))


def product_with(normal: NormalForm, one: Expr, other: Expr) -> Expr:
    """The inner product of two expressions of one shape."""
    if normal.element(one).shape == ("1", "1"):
        return Prod((one, other))
    return Trace(Prod((Transpose(one), other)))


def _coupled(normal: NormalForm, name: str) -> list[str]:
    """The states that move a state, and those that move these."""
    found = [name]
    for state in found:
        rate = normal.rate(normal.element(Sym(state)))
        letters = rate.letters().union(*(c.deep() for c in rate.terms.values()))
        found += [n for n in normal.setting.flow if n in letters and n not in found]
    return found


def _own(normal: NormalForm, name: str, names: tuple[str, ...]) -> Element:
    """The terms of a state's rate with itself and none of the other states."""
    rate = normal.rate(normal.element(Sym(name)))
    others = set(names) - {name}
    nothing = normal.scalars.number(0)
    terms = {
        word: left
        for word, coeff in rate.terms.items()
        if not others & closure(letter for letter, _ in word)
        and not (left := coeff.substitute(dict.fromkeys(others, nothing))).is_zero()
    }
    own = replace(rate, terms=terms)
    if normal.setting.symbols[name].scalar:
        there = own.as_scalar()
        return normal.alphabet.scalar((there - there.substitute({name: nothing})).cancelled())
    return own


def _law(normal: NormalForm, name: str, own: Element) -> Form | None:
    """H with the own part ``-H(x)``."""
    state = normal.element(Sym(name))
    if not normal.setting.symbols[name].scalar:
        return linear_law(normal, state, own)
    factor = (own.as_scalar() / state.as_scalar()).cancelled()
    return Form(normal, normal.alphabet, (), {((),): -factor})


def weights(normal: NormalForm, crossed: list[Element]) -> list[Ratio]:
    """Positive constants with which the products cancel, or 1 for each where there are none."""
    found_weights = [normal.scalars.number(1)] * len(crossed)
    first, *others = [k for k, e in enumerate(crossed) if e.terms] or [0]
    found = solve_linear(-crossed[first], [crossed[k] for k in others]) or []
    if all(positive_constant(normal, weight) for weight in found):
        for k, weight in zip(others, found, strict=False):
            found_weights[k] = weight
    return found_weights


def never_negative(normal: NormalForm, value: Element) -> bool:
    """Whether a number is a sum of squares, or 0."""
    signs = Signs(normal.functions)
    if value.terms.keys() <= {()}:
        return signs.known_nonnegative(value.as_scalar())
    form = Form(normal, normal.alphabet, (), {(w,): c for w, c in value.terms.items()})
    try:
        return sum_of_squares(form, signs) is not None
    except Unsupported:
        return False


def monomials(normal: NormalForm, value: Ratio) -> list[Ratio]:
    """The terms of a number by the powers of the states in it."""
    parts = [value.numerator]
    for name in sorted(value.free() & normal.setting.flow.keys()):
        letter = normal.scalars.letter(name)
        parts = [c * letter**k for part in parts for k, c in part.coefficients(name).items()]
    return [part / value.denominator for part in parts]


def positive_constant(normal: NormalForm, weight: Ratio) -> bool:
    """Whether a number is positive and never moves."""
    moves = any(map(normal.functions.moves, weight.deep()))
    return not moves and Signs(normal.functions).known_positive(weight)
