"""Roots, exponentials, integrals and maxima as letters: one for equal values, none to spare."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from sslcheck.derive.algebra import Alphabet, Ratio, Scalars
from sslcheck.derive.algebra.functions import Functions
from sslcheck.derive.algebra.letters import (
    AtStart,
    DiagOf,
    ExpOf,
    Frozen,
    Letter,
    MaxOf,
    RateOf,
    RootOf,
    SizeOf,
    TraceOf,
    UnitOf,
    Unnamed,
)
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.setting import Setting, Symbol

SYMBOLS = {
    s.name: s
    for s in (
        Symbol("W", ("n", "n"), role="state"),
        Symbol("Q", ("n", "n"), frozenset({"orthonormal"})),
        Symbol("S", ("n", "n"), frozenset({"symmetric", "psd"})),
        Symbol("v", ("n", "1")),
        Symbol("a", sign="positive"),
        Symbol("b", sign="nonnegative"),
        Symbol("c"),
        Symbol("q", properties=frozenset({"psd"})),
        Symbol("z", role="state", sign="positive"),
        Symbol("f", role="function"),
        Symbol("p_j", index="j", sign="positive"),
        Symbol("s_j", index="j"),
    )
}


@pytest.fixture
def functions() -> Functions:
    """Scalars of each sign, some that move, some with an index."""
    return Functions(Setting(SYMBOLS), Scalars())


def scalar(functions: Functions, name: Letter) -> Ratio:
    return functions.scalars.letter(name)


def number(functions: Functions, value: Fraction | int) -> Ratio:
    return functions.scalars.number(value)


def alphabet(functions: Functions) -> Alphabet:
    shapes: dict[Letter, tuple[str, str]] = {n: s.shape for n, s in SYMBOLS.items()}
    marks: dict[Letter, frozenset[str]] = {n: s.properties for n, s in SYMBOLS.items()}
    return Alphabet(functions.scalars, shapes, marks)


def test_the_signs_that_are_known(functions: Functions) -> None:
    root = RootOf(("x",), scalar(functions, "c"))
    nonnegative: list[Letter] = [
        "a",
        "b",
        "q",
        "z",
        AtStart("z"),
        Frozen("b"),
        root,
        SizeOf("n"),
        "t",
    ]
    assert all(map(functions.nonnegative, nonnegative))
    unknown: list[Letter] = ["c", "f", "W", RateOf("z"), "unheard"]
    assert not any(map(functions.nonnegative, unknown))
    positive: list[Letter] = ["a", "z", AtStart("z"), SizeOf("n"), ExpOf(("x",), root.value)]
    assert all(map(functions.positive, positive))
    perhaps: list[Letter] = ["b", "c", "q", root]
    assert not any(map(functions.positive, perhaps))
    some, more = Unnamed("x"), Unnamed("x", "positive")
    assert [f(n) for f in (functions.nonnegative, functions.positive) for n in (some, more)] == [
        *(False, True),
        *(False, True),
    ]


@pytest.mark.parametrize(
    ("make", "signs"),
    [
        (lambda a, b, c: a + b, {1}),
        (lambda a, b, c: b, {0, 1}),
        (lambda a, b, c: c, {-1, 0, 1}),
        (lambda a, b, c: c * c, {0, 1}),
        (lambda a, b, c: -(a * b) / (a + b), {-1, 0}),
        (lambda a, b, c: a / -(a + b), {-1}),
        (lambda a, b, c: a / b, {-1, 0, 1}),  # which is no number where b = 0
        (lambda a, b, c: a - b, {-1, 0, 1}),
        (lambda a, b, c: a - a, {0}),
    ],
)
def test_the_signs_of_a_quotient(
    functions: Functions, make: Callable[..., Ratio], signs: set[int]
) -> None:
    value = make(*(scalar(functions, name) for name in "abc"))
    assert functions.signs(value) == signs
    assert functions.sign(value) == (next(iter(signs)) if len(signs) == 1 else None)
    assert functions.nonzero(value) == (0 not in signs)
    assert functions.known_nonnegative(value) == (signs <= {0, 1})


def test_a_sign_that_no_trajectory_keeps_is_one_of_the_start_alone() -> None:
    functions = Functions(Setting(SYMBOLS, kept=frozenset()), Scalars())
    assert not functions.positive("z")
    assert functions.positive(AtStart("z"))
    assert functions.positive("a")


def test_a_trace_that_is_a_square_is_nonnegative(functions: Functions) -> None:
    v, flipped, S, W = ("v", False), ("v", True), ("S", False), ("W", False)
    assert functions.nonnegative(TraceOf((flipped, v), product=True))
    assert functions.nonnegative(TraceOf((flipped, S, v), product=True))
    assert functions.nonnegative(TraceOf((v, flipped, S)))
    assert functions.nonnegative(TraceOf((("W", True), W)))
    assert not functions.nonnegative(TraceOf((W, W)))
    assert not functions.nonnegative(TraceOf((flipped, W, v), product=True))


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
    assert (functions.integral(a * f) - functions.integral(f * a)).is_zero()
    assert not (functions.integral(f) - functions.integral(a)).is_zero()


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
        (functions.integral(b), functions.integral(p)),
        (functions.maximum(s, "j"), functions.maximum(p, "j")),
    )
    for old, new in made:
        (letter,) = old.free()
        assert (functions.again(letter, p) - new).is_zero()


def test_what_moves(functions: Functions) -> None:
    c, z = scalar(functions, "c"), scalar(functions, "z")
    moving: list[Letter] = ["t", "z", "f", "W", Frozen("W"), RootOf(("x",), z), RateOf("f")]
    assert all(map(functions.moves, [*moving, ExpOf(("x",), z), TraceOf((("W", False),))]))
    still: list[Letter] = ["a", "p_j", AtStart("z"), SizeOf("n"), RootOf(("x",), c), "unknown"]
    still.append(ExpOf(("x",), c))
    assert not any(map(functions.moves, still))


def test_letters_with_relations_of_their_own_are_opaque(functions: Functions) -> None:
    letters = alphabet(functions)
    plain = letters.letter("S").scaled(scalar(functions, "a"))
    assert not functions.opaque(plain)
    assert functions.opaque(plain.scaled(functions.root(scalar(functions, "c"))))
    assert functions.opaque(plain.scaled(scalar(functions, UnitOf("q"))))
    letters.declare(RateOf("W"), ("n", "n"))
    assert functions.opaque(letters.letter(RateOf("W")))


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
