"""Inverses: what cancels, what sums solve for, and random expressions against numbers."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import numpy as np
import pytest

from sslcheck.derive.algebra.inverses import inverse, vanishes
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import (
    Dot,
    Expr,
    Gradient,
    Ident,
    Num,
    Partial,
    Power,
    Prod,
    Quotient,
    Relation,
    Size,
    Sum,
    Sym,
    Trace,
    Transpose,
)
from sslcheck.derive.latex import read_statement
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.shapes import resolve_relation
from sslcheck.derive.traverse import walk

_SQUARE = ("n", "n")
_REGULAR = frozenset({"invertible"})
SYMBOLS = {
    s.name: s
    for s in (
        Symbol("A", _SQUARE, _REGULAR),
        Symbol("B", _SQUARE, _REGULAR),
        Symbol("T", _SQUARE, _REGULAR | {"symmetric"}),
        Symbol("D", _SQUARE, _REGULAR | {"diagonal"}),
        Symbol("E", _SQUARE, _REGULAR | {"diagonal"}),
        Symbol("Q", _SQUARE, frozenset({"orthonormal"})),
        Symbol("P", _SQUARE, _REGULAR | {"psd"}),
        Symbol("S", _SQUARE, frozenset({"psd"})),
        Symbol("C", _SQUARE),
        Symbol("X", ("n", "d")),
        Symbol("u", ("n", "1")),
        Symbol("W", _SQUARE, _REGULAR, role="state"),
        Symbol("V", ("d", "n"), role="state"),
        Symbol("l", sign="positive"),
        Symbol("m", sign="positive"),
        Symbol("a"),
    )
}
_FLOW = {"W": "-C W", "V": "X^T - V P"}


def _relation(text: str) -> Relation:
    found = read_statement(text, SYMBOLS, ("n", "d")).relations[0]
    return resolve_relation(found, SYMBOLS, source=text)


def _normal() -> NormalForm:
    flow = {name: _relation(f"{name} = {rate}").rhs for name, rate in _FLOW.items()}
    return NormalForm(Setting(SYMBOLS, flow=flow))


EQUAL = [
    "A A^{-1} = I",
    "A^{-1} A = I",
    "(A B)^{-1} = B^{-1} A^{-1}",
    "(A^T)^{-1} = (A^{-1})^T",
    "A^{-T} A^T = I",
    "(A^{-1})^{-1} = A",
    "A^{-2} A^3 = A",
    "T^{-T} = T^{-1}",
    "D E D^{-1} = E",
    "(Q T Q^T)^{-1} = Q T^{-1} Q^T",
    "(l A)^{-1} = \\frac{1}{l} A^{-1}",
    "((S + l I) A)^{-1} = A^{-1} (S + l I)^{-1}",
    "(S + l I)^{-1} S = I - l (S + l I)^{-1}",
    "S (l S + I)^{-1} S = \\frac{1}{l} (S - (l S + I)^{-1} S)",
    "(l P + m S)^{-1} (m S + l P) = I",
    "(X X^T + C + C^T + l I)^{-1} = (X X^T + C + C^T + l I)^{-T}",
    "(P + S)^{-1} = P^{-1} - P^{-1} S (P + S)^{-1}",
    "\\text{tr}(A^{-1} C A) = \\text{tr}(C)",
    "\\text{tr}((S + l I)^{-1} S) = \\text{tr}(I_n) - l \\text{tr}((S + l I)^{-1})",
    "u^T A^{-1} C^T A u = u^T A^T C A^{-T} u",
    "\\frac{d}{dt} W^{-1} = W^{-1} C",
    "(S + l I)^{-1} (S + m I)^{-1} = (S + m I)^{-1} (S + l I)^{-1}",
    "A (A^2 + l I)^{-1} = (A^2 + l I)^{-1} A",
    "\\text{tr}(C (T^2 + l I)^{-1} T) = \\text{tr}(T C (T^2 + l I)^{-1})",
]
UNEQUAL = [
    "(A B)^{-1} = A^{-1} B^{-1}",
    "A^{-T} = A^{-1}",
    "A B A^{-1} = B",
    "A^{-1} A^T = I",
    "(A + B)^{-1} = A^{-1} + B^{-1}",
    "\\frac{d}{dt} W^{-1} = -W^{-1} C",
    "\\frac{d}{dt} W^{-1} = C W^{-1}",
    "A^T (A^2 + l I)^{-1} = (A^2 + l I)^{-1} A^T",
    "A (A^T A + l I)^{-1} = (A^T A + l I)^{-1} A",
    "\\text{tr}(C (A A^T + l I)^{-1} A) = \\text{tr}(C A (A A^T + l I)^{-1})",
]
PUSHED = [
    "(X X^T + l I)^{-1} X = X (X^T X + l I)^{-1}",
    "I - X^T (X X^T + l I)^{-1} X = l (X^T X + l I)^{-1}",
    "(I + l A B)^{-1} A = A (I + l B A)^{-1}",
    "(u u^T + l I)^{-1} u = \\frac{1}{l + u^T u} u",
    "(A + l u u^T)^{-1} (1 + l u^T A^{-1} u) = (1 + l u^T A^{-1} u) A^{-1} - l A^{-1} u u^T A^{-1}",
]


@pytest.mark.parametrize("text", EQUAL)
def test_what_cancels_has_one_normal_form(text: str) -> None:
    assert _normal().holds(_relation(text))


@pytest.mark.parametrize("text", UNEQUAL)
def test_what_differs_has_another(text: str) -> None:
    normal = _normal()
    assert not all(gap.is_zero() for gap in normal.remainders(_relation(text)))


@pytest.mark.parametrize("text", PUSHED)
def test_inverses_of_several_sums_are_compared_by_the_sums(text: str) -> None:
    normal = _normal()
    gap = normal.residual(_relation(text))
    assert gap.terms
    assert vanishes(gap)
    assert normal.functions.opaque(gap)
    assert all(gap.is_zero() for gap in normal.remainders(_relation(text)))


def test_a_sum_is_not_solved_for_a_word_whose_coefficient_may_be_0() -> None:
    normal = _normal()
    assert not normal.holds(_relation("(a S + l I)^{-1} a S = I - l (a S + l I)^{-1}"))
    assert all(
        gap.is_zero()
        for gap in normal.remainders(_relation("(a S + l I)^{-1} a S = I - l (a S + l I)^{-1}"))
    )


def test_a_product_is_inverted_backwards_wherever_it_comes_from() -> None:
    normal = _normal()
    product = normal.whole(_relation("A^T P = A").lhs)
    unit = product * inverse(product, normal.functions)
    assert (unit - normal.alphabet.identity("n")).is_zero()
    swapped = _relation("(A + l C)^{-T} (A^T + l C^T) = I")
    assert normal.holds(swapped)
    assert normal.holds(Relation(Transpose(swapped.lhs), "=", swapped.rhs))
    through = _relation("\\nabla_W \\text{tr}(W^{-T} C) = -W^{-T} C W^{-T}")
    assert normal.holds(through)


def test_nothing_inverts_0_or_what_differs_from_mode_to_mode() -> None:
    normal = _normal()
    with pytest.raises(Unsupported, match="that is 0"):
        inverse(normal.alphabet.zero(_SQUARE), normal.functions)
    modal = SYMBOLS | {"s": Symbol("s", sign="positive", index="j")}
    other = NormalForm(Setting(modal))
    shifted = Sum((Sym("S"), Prod((Sym("s"), Ident("n")))))
    with pytest.raises(Unsupported, match="from mode to mode"):
        other.whole(Power(shifted, Fraction(-1)))


# -- against numbers ------------------------------------------------------------------------------

_SIZES = {"n": 3, "d": 2, "1": 1}
Values = dict[str, np.ndarray]


def _values(rng: np.random.Generator) -> Values:
    found: Values = {}
    for name, symbol in SYMBOLS.items():
        value = rng.standard_normal([_SIZES[space] for space in symbol.shape])
        marks = symbol.properties
        if "psd" in marks:
            value = value @ value.T + 0.3 * np.eye(len(value))
        elif "symmetric" in marks:
            value = value + value.T
        elif "diagonal" in marks:
            value = np.diag(1.5 + rng.random(len(value)))
        elif "orthonormal" in marks:
            value = np.linalg.qr(value)[0]
        found[name] = np.abs(value) + 0.2 if symbol.sign == "positive" else value
    return found


def _at(node: Expr, values: Values) -> np.ndarray:
    """The value of an expression, by numpy alone."""
    match node:
        case Num(value=number):
            return np.full((1, 1), float(number))
        case Sym(name=name):
            return values[name]
        case Ident(space=space):
            return np.eye(_SIZES[space])
        case Size(space=space):
            return np.full((1, 1), float(_SIZES[space]))
        case Sum(terms=terms):
            return np.asarray(sum(_at(term, values) for term in terms))
        case Prod(factors=factors):
            total = _at(factors[0], values)
            for factor in factors[1:]:
                other = _at(factor, values)
                plain = 1 in (total.size, other.size)
                total = total * other if plain else total @ other
            return total
        case Quotient(numerator=over, denominator=under):
            return np.asarray(_at(over, values) / _at(under, values))
        case Power(base=base, exponent=exponent):
            return np.asarray(np.linalg.matrix_power(_at(base, values), int(exponent)))
        case Transpose(arg=arg):
            return np.asarray(_at(arg, values).T)
        case Trace(arg=arg):
            return np.full((1, 1), np.trace(_at(arg, values)))
    raise TypeError(type(node).__name__)


def _square(rng: Random, depth: int) -> Expr:
    """A random square matrix with inverses of letters, of products and of definite sums in it."""
    pick = rng.random()
    if depth == 0 or pick < 0.25:
        return Sym(rng.choice(["A", "B", "T", "D", "E", "Q", "P", "S", "C", "W"]))
    if pick < 0.5:
        return Prod((_square(rng, depth - 1), _square(rng, depth - 1)))
    if pick < 0.6:
        return Transpose(_square(rng, depth - 1))
    if pick < 0.7:
        scale = rng.choice([Num(Fraction(-2)), Num(Fraction(1, 3)), Sym("a"), Sym("l")])
        return Sum((_square(rng, depth - 1), Prod((scale, _square(rng, depth - 1)))))
    if pick < 0.8:
        return Prod((Sym("X"), _inverse(rng, "d"), Transpose(Sym("X"))))
    return _inverse(rng, "n")


def _inverse(rng: Random, space: str) -> Expr:
    x, v, c = map(Sym, "XVC")
    grams: list[Expr] = [Prod((Transpose(x), x)), Prod((v, Transpose(v)))]
    if space == "n":
        grams = [Prod((Transpose(v), v)), Sym("S"), Prod((c, Transpose(c)))]
        letter = Sym(rng.choice(["A", "B", "T", "D", "E", "Q", "P", "W", "W", "W"]))
        if rng.random() < 0.3:
            generic = Sum((letter, Prod((Sym("l"), c)), Prod((x, Transpose(x)))))
            return Power(rng.choice([generic, Transpose(generic)]), Fraction(-1))
        if rng.random() < 0.5:
            both = Prod((letter, Sym(rng.choice(["A", "T", "P", "D"]))))
            return Power(rng.choice([letter, both, Transpose(letter)]), Fraction(-1))
    shift = Prod((Sym(rng.choice(["l", "m"])), Ident(space)))
    weight = rng.choice([Num(Fraction(1)), Num(Fraction(2)), Sym("l")])
    return Power(Sum((Prod((weight, rng.choice(grams))), shift)), Fraction(-rng.choice([1, 1, 2])))


def _close(one: np.ndarray, two: np.ndarray, scale: float = 1.0) -> bool:
    size = scale * (1 + np.abs(one).max() + np.abs(two).max())
    return bool(np.abs(one - two).max() < 1e-7 * size)


@pytest.mark.parametrize("seed", range(6))
def test_random_normal_forms_have_the_values_of_what_they_are_of(seed: int) -> None:
    rng, numbers = Random(seed), np.random.default_rng(seed)
    inverted = 0
    for _ in range(50):
        node = _square(rng, 4)
        node = Trace(node) if rng.random() < 0.3 else node
        normal, values = _normal(), _values(numbers)
        reached = normal.expr(normal.whole(node))
        inverted += any(isinstance(p, Power) and p.exponent < 0 for p in walk(reached))
        want, got = _at(node, values), _at(reached, values)
        if reached == Num(Fraction(0)):
            got = np.zeros_like(want)
        assert _close(want, got), node
    assert inverted > 15


@pytest.mark.parametrize("seed", range(3))
def test_random_derivatives_are_those_of_the_values(seed: int) -> None:
    """Along the flow, by a scalar, and the gradient: by central differences."""
    rng, numbers = Random(100 + seed), np.random.default_rng(seed)
    step = 1e-5
    for _ in range(25):
        node, normal, values = _square(rng, 3), _normal(), _values(numbers)
        moved = {n: _at(_relation(f"{n} = {rate}").rhs, values) for n, rate in _FLOW.items()}
        ahead, back = (
            _at(node, values | {n: values[n] + s * step * rate for n, rate in moved.items()})
            for s in (1, -1)
        )
        rate = _at(normal.expr(normal.whole(Dot(node))), values) + np.zeros_like(ahead)
        assert _close((ahead - back) / (2 * step), rate, 100), node
        ahead, back = (_at(node, values | {"l": values["l"] + s * step}) for s in (1, -1))
        slope = _at(normal.expr(normal.whole(Partial(node, "l"))), values) + np.zeros_like(ahead)
        assert _close((ahead - back) / (2 * step), slope, 100), node
        scalar = Prod((Trace(node), Trace(_square(rng, 2))))
        for name, rows in (("V", 2), ("W", 3)):
            gradient = normal.expr(normal.whole(Gradient(name, scalar)))
            got = _at(gradient, values) + np.zeros((rows, 3))
            for i, j in ((0, 0), (1, 2)):
                unit = np.zeros((rows, 3))
                unit[i, j] = step
                ahead, back = (
                    _at(scalar, values | {name: values[name] + s * unit}) for s in (1, -1)
                )
                slope = got[i, j].reshape(1, 1)
                assert _close((ahead - back) / (2 * step), slope, 100), scalar
