"""What is known of letters: their signs, and which move."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.derive.algebra.lettered import SYMBOLS, alphabet, scalar

from sslcheck.derive.algebra import Ratio, Scalars
from sslcheck.derive.algebra.functions import Functions
from sslcheck.derive.algebra.letters import (
    AtStart,
    ExpOf,
    Frozen,
    Letter,
    RateOf,
    RootOf,
    SizeOf,
    TraceOf,
    UnitOf,
    Unnamed,
)
from sslcheck.derive.setting import Setting


@pytest.fixture
def functions() -> Functions:
    """Scalars of each sign, some that move, some with an index."""
    return Functions(Setting(SYMBOLS), Scalars())


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
