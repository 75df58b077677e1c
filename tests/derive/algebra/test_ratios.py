"""Quotients of polynomials in letters, held against SymPy."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.derive.forming import normal_form, side
from tests.drawing import examples

from sslcheck.derive.algebra import Ratio, Scalars
from sslcheck.derive.algebra.letters import RootOf
from sslcheck.derive.algebra.rebuild import ratio_expr
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Num, Power, Prod, Quotient, Sum, Sym

NAMES = ("a", "b", "c")
LETTERS = {name: sympy.Symbol(name) for name in NAMES}

Pair = tuple[Ratio, Any]
Make = Callable[[Scalars], Pair]


def outside(value: Ratio) -> Any:
    """A ratio as a SymPy expression, term by term."""
    names = [sympy.Symbol(name) for name in value.scalars.names]

    def poly(part: Any) -> Any:
        terms = value.scalars.align(part).items()
        return sympy.Add(
            *(
                sympy.Rational(int(c.numerator), int(c.denominator))
                * sympy.Mul(*(x**e for x, e in zip(names, m, strict=False)))
                for m, c in terms
            )
        )

    return poly(value.num) / poly(value.den)


def leaf(token: str | Fraction) -> Make:
    def make(scalars: Scalars) -> Pair:
        if isinstance(token, str):
            return scalars.letter(token), LETTERS[token]
        return scalars.number(token), sympy.Rational(token.numerator, token.denominator)

    return make


def joined(sign: str, left: Make, right: Make) -> Make:
    def make(scalars: Scalars) -> Pair:
        (a, x), (b, y) = left(scalars), right(scalars)
        if sign == "+":
            return a + b, x + y
        if sign == "-":
            return a - b, x - y
        if sign == "*":
            return a * b, x * y
        return (a, x) if b.is_zero() else (a / b, x / y)

    return make


def powered(base: Make, exponent: int) -> Make:
    def make(scalars: Scalars) -> Pair:
        a, x = base(scalars)
        return (a, x) if exponent <= 0 and a.is_zero() else (a**exponent, x**exponent)

    return make


fractions = st.fractions(-3, 3, max_denominator=3)
leaves = st.one_of(st.sampled_from(NAMES), fractions).map(leaf)


def rational(most: int) -> st.SearchStrategy[Make]:
    """Rational functions of at most ``most`` leaves."""
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(joined, st.sampled_from("+-*/"), inner, inner),
            st.builds(powered, inner, st.integers(-1, 2)),
        ),
        max_leaves=most,
    )


ratios = rational(6)
small = rational(2)


def reduced(value: Any) -> Any:
    """``value`` in lowest terms; SymPy's `cancel` may leave a sum of numbers as it is."""
    return sympy.expand(sympy.cancel(value)).doit()


@given(ratios)
@settings(max_examples=examples(25), deadline=None)
def test_arithmetic_agrees_with_sympy(make: Make) -> None:
    value, expected = make(Scalars(NAMES))
    assert reduced(sympy.together(outside(value) - expected)) == 0
    assert value.is_zero() == (reduced(sympy.together(expected)) == 0)


@given(ratios)
@settings(max_examples=examples(25), deadline=None)
def test_lowest_terms_agree_with_sympy(make: Make) -> None:
    value, expected = make(Scalars(NAMES))
    lowest = value.cancelled()
    assert reduced(outside(lowest) - expected) == 0
    top, bottom = sympy.fraction(sympy.cancel(sympy.together(expected)))
    degrees = [sympy.Poly(p, *LETTERS.values()).total_degree() for p in (top, bottom)]
    own = [max((sum(m) for m in p.itermonoms()), default=0) for p in (lowest.num, lowest.den)]
    assert own == ([0, 0] if not lowest.num else degrees)


@given(ratios, st.sampled_from(NAMES))
@settings(max_examples=examples(25), deadline=None)
def test_derivative_agrees_with_sympy(make: Make, name: str) -> None:
    value, expected = make(Scalars(NAMES))
    slope = sympy.diff(expected, LETTERS[name])
    assert reduced(sympy.together(outside(value.diff(name)) - slope)) == 0


@given(small, small, small)
@settings(max_examples=examples(25), deadline=None)
def test_substitution_is_simultaneous(make: Make, first: Make, second: Make) -> None:
    scalars = Scalars(NAMES)
    (value, expected), (u, x), (v, y) = make(scalars), first(scalars), second(scalars)
    at = {LETTERS["a"]: x, LETTERS["b"]: y}
    below = sympy.fraction(sympy.cancel(sympy.together(expected)))[1]
    if reduced(sympy.together(below.subs(at, simultaneous=True))) == 0:
        return  # SymPy itself would divide by zero
    try:
        got = value.substitute({"a": u, "b": v})
    except ZeroDivisionError:  # a common factor of an uncancelled quotient may vanish there
        assert not value.cancelled().substitute({"a": u, "b": v}).den.is_zero
        return
    goal = sympy.cancel(sympy.together(expected)).subs(at, simultaneous=True)
    assert reduced(sympy.together(outside(got) - goal)) == 0


@given(ratios)
@settings(max_examples=examples(25), deadline=None)
def test_factors_multiply_to_the_numerator(make: Make) -> None:
    value, _ = make(Scalars(NAMES))
    if value.is_zero():
        return
    product = value.scalars.number(1)
    for factor, power in value.factors():
        assert factor.free()  # numbers are left out
        product = product * factor**power
    numerator = outside(Ratio(value.scalars, value.num, value.scalars.ring.one))
    assert sympy.cancel(outside(product) / numerator).is_number


@given(ratios)
@settings(max_examples=examples(25), deadline=None)
def test_an_expression_reads_back(make: Make) -> None:
    value, expected = make(Scalars(NAMES))

    def evaluate(node: object) -> Any:
        match node:
            case Num(value=number):
                return sympy.Rational(number.numerator, number.denominator)
            case Sym(name=name):
                return LETTERS[name]
            case Sum(terms=terms):
                return sympy.Add(*map(evaluate, terms))
            case Prod(factors=factors):
                return sympy.Mul(*map(evaluate, factors))
            case Power(base=base, exponent=exponent):
                return evaluate(base) ** int(exponent)
            case Quotient(numerator=top, denominator=bottom):
                return evaluate(top) / evaluate(bottom)
        raise AssertionError(node)

    assert reduced(sympy.together(evaluate(ratio_expr(value)) - expected)) == 0


@given(ratios)
@settings(max_examples=examples(25), deadline=None)
def test_coefficients_add_up(make: Make) -> None:
    value, expected = make(Scalars(NAMES))
    a = value.scalars.letter("a")
    if "a" in Ratio(value.scalars, value.den, value.scalars.ring.one).free():
        with pytest.raises(ValueError, match="`a` stands in the denominator"):
            value.coefficients("a")
        return
    total = value.scalars.number(0)
    for power, part in value.coefficients("a").items():
        assert "a" not in part.free()
        total = total + part * a**power
    assert reduced(sympy.together(outside(total) - expected)) == 0


def test_coefficients_of_an_unused_letter() -> None:
    a = Scalars(["a"]).letter("a")
    assert a.coefficients("never") == {0: a}


@given(ratios, ratios)
def test_solved_for_a_letter(slope: Make, rest: Make) -> None:
    scalars = Scalars([*NAMES, "x"])
    (a, _), (b, _) = slope(scalars), rest(scalars)
    x = scalars.letter("x")
    value = a * x + b
    if a.is_zero():
        assert value.solved("x") is None
        return
    found = value.solved("x")
    assert found is not None
    assert (found[1] - a).is_zero()
    assert value.substitute({"x": found[0]}).is_zero()
    assert (value * x).solved("x") is None or b.is_zero()


@pytest.mark.parametrize(
    "formula", [r"\det(a A) - a", r"a - \text{tr}(e^{a A})", r"\sqrt{1 + a^2} - a"]
)
def test_not_solved_for_a_letter_inside_a_matrix_or_a_root(formula: str) -> None:
    assert normal_form().whole(side(formula)).value().solved("a") is None


def test_the_power_zero_of_zero_is_one_as_for_matrices() -> None:
    scalars = Scalars(NAMES)
    assert (scalars.number(0) ** 0 - scalars.number(1)).is_zero()


def test_division_by_what_is_identically_zero() -> None:
    scalars = Scalars(NAMES)
    a, b = scalars.letter("a"), scalars.letter("b")
    zero = (a + b) * (a - b) - a * a + b * b
    with pytest.raises(Unsupported, match="identically zero"):
        a / zero
    with pytest.raises(Unsupported, match="negative power"):
        zero**-1


def rooted() -> tuple[Scalars, Ratio, Ratio, Ratio]:
    """A ring in which ``r`` is the root of ``a^2 + 1/b``."""
    scalars = Scalars(["a", "b", "r"])
    a, b, r = (scalars.letter(name) for name in ("a", "b", "r"))
    scalars.squares["r"] = a * a + scalars.number(1) / b
    return scalars, a, b, r


def test_the_square_of_a_root_is_its_radicand() -> None:
    scalars, a, b, r = rooted()
    assert not r.is_zero()
    assert (r * r - scalars.squares["r"]).is_zero()
    assert (b * r**2 - b * a * a - scalars.number(1)).is_zero()
    assert (r**3 - r * scalars.squares["r"]).is_zero()
    assert not (r * r - a * a).is_zero()
    assert not (r - a).is_zero()
    x = sympy.sqrt(LETTERS["a"] ** 2 + 1 / LETTERS["b"])
    expected = sympy.expand((x + 1) ** 5)
    reduced = outside(((r + scalars.number(1)) ** 5).root_reduced())
    assert sympy.simplify(reduced.subs(sympy.Symbol("r"), x) - expected) == 0
    assert sympy.degree(sympy.fraction(sympy.cancel(reduced))[0], sympy.Symbol("r")) == 1


def test_what_vanishes_only_through_a_root_cannot_be_divided_by() -> None:
    scalars, a, _, r = rooted()
    with pytest.raises(Unsupported):
        a / (r * r - scalars.squares["r"])


def test_a_quotient_without_roots_below() -> None:
    scalars = Scalars(["a", "b"])
    a, b = scalars.letter("a"), scalars.letter("b")
    root = scalars.letter(RootOf(("a",), a))
    other = scalars.letter(RootOf(("b",), b))
    for value in (b / (root - b), (root + b) / (root * root * root + b), a / (root + other)):
        found = value.rationalised()
        assert not found.denominator.free() & scalars.roots.keys()
        assert (found - value).is_zero()
    assert (((a - b * b) / (root - b)).rationalised() - root - b).is_zero()


def test_a_root_within_a_root() -> None:
    scalars = Scalars(["a", "q", "r"])
    a, q, r = (scalars.letter(name) for name in ("a", "q", "r"))
    scalars.squares["q"] = a + scalars.number(1)
    scalars.squares["r"] = q + a
    assert ((r * r - a) ** 2 - a - scalars.number(1)).is_zero()


def test_the_ring_grows_beyond_the_spare_letters() -> None:
    scalars = Scalars(["a", "b"])
    early = scalars.letter("a") / (scalars.letter("b") + scalars.number(1))
    before = scalars.ring
    late = [scalars.letter(f"z{k}") for k in range(80)]
    assert scalars.ring is not before
    assert early.num.ring is before
    total = early
    for value in late:
        total = total + value * early
    assert early.num.ring is early.den.ring is scalars.ring  # moved once, not at each use
    a, b = LETTERS["a"], LETTERS["b"]
    zs = sympy.Add(*(sympy.Symbol(f"z{k}") for k in range(80)))
    assert reduced(outside(total) - a / (b + 1) * (1 + zs)) == 0
    assert early.free() == {"a", "b"}
    assert (early - scalars.letter("a") / (scalars.letter("b") + scalars.number(1))).is_zero()
    assert (early.diff("a") - early / scalars.letter("a")).is_zero()
    swapped = early.substitute({"a": late[-1]})
    assert swapped.free() == {"b", "z79"}
    assert early.factors()[0][0].free() == {"a"}
    assert set(early.coefficients("a")) == {1}


def test_powers_of_one_denominator_do_not_pile_up() -> None:
    """Otherwise a gcd of polynomials of degree 60 has to take them away again."""
    scalars = Scalars(NAMES)
    a, b, c = (scalars.letter(name) for name in NAMES)
    below = a * b + c * c
    one = scalars.number(1)
    total = sum((one / below**k for k in (2, 1, 3)), scalars.number(0))
    assert (scalars.align(total.den) - scalars.align((below**3).num)) == 0
    assert (total * below**3 - below * below - below - one).is_zero()
    for quotient in ((a / below**3) / (b / below), (a / below) / (b / below**3)):
        assert max(map(sum, quotient.den.itermonoms())) <= 5
        assert max(map(sum, quotient.num.itermonoms())) <= 5
    assert ((a / below**3) / (b / below) * b * below**2 - a).is_zero()
    assert ((a / below) / (b / below**3) * b - a * below**2).is_zero()
    different = one / below + one / (a + b)
    assert (different * below * (a + b) - a - b - below).is_zero()
