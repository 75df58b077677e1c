"""Roots, exponentials, integrals and maxima as letters: one for equal values, none to spare."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.derive.algebra.lettered import SYMBOLS, alphabet, number, scalar

from sslcheck.derive.algebra import Ratio, Scalars
from sslcheck.derive.algebra.functions import Functions
from sslcheck.derive.algebra.letters import DiagOf, MaxOf, RootOf, SizeOf
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.setting import Setting


@pytest.fixture
def functions() -> Functions:
    """Scalars of each sign, some that move, some with an index."""
    return Functions(Setting(SYMBOLS), Scalars())


def test_squares_come_out_of_a_root_where_their_sign_is_known(functions: Functions) -> None:
    a, b, c = (scalar(functions, name) for name in "abc")
    assert (functions.root(a * a) - a).is_zero()
    assert (functions.root(a**3) - a * functions.root(a)).is_zero()
    assert (functions.root(a * b) - functions.root(b) * functions.root(a)).is_zero()
    assert not (functions.root(c * c) - c).is_zero()
    assert (functions.root(c) ** 2 - c).root_reduced().is_zero()
    assert functions.root(number(functions, 0)).is_zero()


def test_fourth_powers_come_out_of_a_root_whatever_the_sign(functions: Functions) -> None:
    a, c, one = scalar(functions, "a"), scalar(functions, "c"), number(functions, 1)
    assert (functions.root(c**4) - c * c).is_zero()
    assert (functions.root(c**6 * a) - c * c * functions.root(c * c * a)).is_zero()
    assert not (functions.root(c**6) - c**3).is_zero()
    assert (functions.root(c**4 + a * c**4) - c * c * functions.root(one + a)).is_zero()
    assert (functions.root(a * a / c**4) - a / c**2).is_zero()


def test_a_square_of_unknown_sign_has_a_root_of_its_own(functions: Functions) -> None:
    """``|a c| = a |c|``, ``|c^3| = c^2 |c|``: the sign of ``c`` is not known."""
    a, c = scalar(functions, "a"), scalar(functions, "c")
    size = functions.root(c * c)
    assert (functions.root(a * a * c * c) - a * size).is_zero()
    assert (functions.root(c**6) - c * c * size).is_zero()


def test_the_square_of_a_sum_of_squares_comes_out(functions: Functions) -> None:
    a, c, two = scalar(functions, "a"), scalar(functions, "c"), number(functions, 2)
    for known in (c * c + a, c * c + c**4, (c - a) ** 2, (c - a) ** 2 * (c * c + two)):
        assert (functions.root(known**2) - known).is_zero()
        assert (functions.root((-known) ** 2) - known).is_zero()
    for either in (c - a, c * c - a, (c - a) ** 2 * (c + a), (c - a) ** 3):
        root = functions.root(either**2)
        assert not (root - either).is_zero()
        assert not (root + either).is_zero()


def test_roots_of_numbers_are_roots_of_primes(functions: Functions) -> None:
    def root(value: Fraction | int) -> Ratio:
        return functions.root(number(functions, value))

    assert (root(Fraction(9, 4)) - number(functions, Fraction(3, 2))).is_zero()
    assert (root(12) - number(functions, 2) * root(3)).is_zero()
    assert (root(6) - root(2) * root(3)).is_zero()
    assert (root(Fraction(1, 2)) - number(functions, Fraction(1, 2)) * root(2)).is_zero()
    assert len(root(30).free()) == 3
    assert len(root(30 * 10**12).free()) == 1  # not taken apart


def test_a_root_of_a_quotient(functions: Functions) -> None:
    a, c = scalar(functions, "a"), scalar(functions, "c")
    assert (functions.root(c / (a * a)) - functions.root(c) / a).is_zero()
    again = functions.root(c / a) ** 2 - c / a
    assert again.root_reduced().is_zero()


def test_an_exponential_is_one_letter_for_each_monomial(functions: Functions) -> None:
    a, c, t = (scalar(functions, name) for name in "act")
    two = number(functions, 2)
    assert (functions.exponential(number(functions, 0)) - number(functions, 1)).is_zero()
    both = functions.exponential((a + c) * t)
    assert (both - functions.exponential(a * t) * functions.exponential(c * t)).is_zero()
    assert (functions.exponential(two * a * t) - functions.exponential(a * t) ** 2).is_zero()
    undone = functions.exponential(-a * t) * functions.exponential(a * t)
    assert (undone - number(functions, 1)).is_zero()
    half = functions.exponential(a * t / two)
    assert (half * half - functions.exponential(a * t)).root_reduced().is_zero()


def test_exponents_with_denominators_have_one_form(functions: Functions) -> None:
    a, z = scalar(functions, "a"), scalar(functions, "z")

    def power(top: int, bottom: int) -> Ratio:
        return functions.exponential(number(functions, Fraction(top, bottom)) * a * z)

    for one, two, both in [
        ((1, 3), (1, 2), (5, 6)),
        ((2, 3), (2, 3), (4, 3)),
        ((-1, 6), (1, 3), (1, 6)),
        ((1, 9), (2, 9), (1, 3)),
        ((1, 4), (-5, 4), (-1, 1)),
    ]:
        assert (power(*one) * power(*two) - power(*both)).is_zero()
        assert not (power(*one) * power(*two) - power(*both) * power(1, 5)).is_zero()
    for bottom in (32, 31):
        with pytest.raises(Unsupported, match=f"the number 1/{bottom} in an exponent"):
            power(1, bottom)


def test_logarithms_are_taken_factor_by_factor(functions: Functions) -> None:
    a, c, b = (scalar(functions, name) for name in "acb")
    log, two = functions.logarithm, number(functions, 2)

    def same(left: Ratio, right: Ratio) -> bool:
        return (left - right).is_zero()

    positive = functions.exponential(c)
    assert same(log(positive), c)
    three, five = log(number(functions, 3)), log(number(functions, 5))
    whole = log(number(functions, Fraction(12, 5)) * positive)
    assert same(whole, log(two) + log(two) + three - five + c)
    assert same(log(functions.root(positive)), c / two)
    assert same(functions.exponential(log(a * a) / two), functions.root(a * a))
    assert same(functions.exponential(b * log(positive)), functions.exponential(b * c))
    assert not same(log(positive + positive**2), log(positive) + log(positive**2))
    assert same(log(positive + positive**2), log(positive) + log(number(functions, 1) + positive))
    assert same(log(number(functions, 1)), number(functions, 0))
    assert not same(log(a * b), log(a) + log(b))


def test_equal_integrals_are_one_letter(functions: Functions) -> None:
    a, f = scalar(functions, "a"), scalar(functions, "f")
    assert (functions.integral(a * f, "s") - functions.integral(f * a, "r")).is_zero()
    assert functions.integral(a - a, "s").is_zero()
    assert not (functions.integral(f, "s") - functions.integral(a, "s")).is_zero()


def test_a_maximum_is_of_something_with_the_index(functions: Functions) -> None:
    a, p = scalar(functions, "a"), scalar(functions, "p_j")
    assert functions.maximum(a, "j") is a
    largest = functions.maximum(p, "j")
    (letter,) = largest.free()
    assert isinstance(letter, MaxOf)
    assert functions.indexed("p_j", "j")
    assert functions.indexed(RootOf(("x",), p), "j")
    assert not functions.indexed(letter, "j")
    assert not functions.indexed("p_j", "k")
    assert not functions.indexed(SizeOf("n"), "j")


def test_the_same_function_of_another_value(functions: Functions) -> None:
    b, p, s = (scalar(functions, name) for name in ("b", "p_j", "s_j"))
    made = (
        (functions.root(b), functions.root(p)),
        (functions.exponential(b), functions.exponential(p)),
        (functions.logarithm(b), functions.logarithm(p)),
        (functions.integral(b, "s"), functions.integral(p, "s")),
        (functions.maximum(s, "j"), functions.maximum(p, "j")),
    )
    for old, new in made:
        (letter,) = old.free()
        assert (functions.again(letter, p) - new).is_zero()


def test_a_diagonal_matrix_of_a_polynomial(functions: Functions) -> None:
    letters = alphabet(functions)
    a, p, s = (scalar(functions, name) for name in ("a", "p_j", "s_j"))
    made = functions.diagonal(letters, a * p * p + s + a, "j", "n")
    P, S = (letters.letter(DiagOf(name, "j", "n")) for name in ("p_j", "s_j"))
    assert (made - (P * P).scaled(a) - S - letters.identity("n").scaled(a)).is_zero()
    assert (made - made.T).is_zero()
    below = functions.diagonal(letters, p / a, "j", "n")
    assert (below.scaled(a) - P).is_zero()
    with pytest.raises(Unsupported, match="quotients of indexed scalars"):
        functions.diagonal(letters, a / p, "j", "n")
