"""Coefficients taken apart into the traces of a chosen letter and the rest."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sslcheck.derive.algebra import Alphabet, Element, Ratio
from sslcheck.derive.algebra.letters import Frozen, Letter, RootOf, TraceOf, Word
from sslcheck.derive.calculus.traces import ending, parts
from sslcheck.derive.errors import Unsupported

Build = Callable[..., Element]


def is_p(letter: Letter) -> bool:
    return letter == "P"


def together(pieces: list[tuple[list[TraceOf], Ratio]]) -> Ratio:
    """The pieces multiplied and added up again."""
    scalars = pieces[0][1].scalars
    total = scalars.number(0)
    for traces, rest in pieces:
        for trace in traces:
            rest = rest * scalars.letter(trace)
        total = total + rest
    return total


def test_the_parts_are_the_coefficient(alphabet: Alphabet, build: Build) -> None:
    a = alphabet.scalars.letter("a")
    p, q = build("tr P").value(), build("tr Q").value()
    value = p * p * q + a * p + q * a + alphabet.scalars.number(3)
    pieces = list(parts(value, is_p, "P"))
    assert sorted(len(traces) for traces, _ in pieces) == [0, 0, 1, 2]
    assert all("P" not in rest.deep() for _, rest in pieces)
    assert (together(pieces) - value).is_zero()


def test_what_is_not_chosen_may_be_divided_by(alphabet: Alphabet, build: Build) -> None:
    p, q = build("tr P").value(), build("tr Q").value()
    a = alphabet.scalars.letter("a")
    ((traces, rest),) = parts(p / (q + a), is_p, "P")
    assert len(traces) == 1
    assert (rest * (q + a) - alphabet.scalars.one).is_zero()


def test_a_common_factor_is_cancelled_before_it_is_complained_of(build: Build) -> None:
    p, q = build("tr P").value(), build("tr Q").value()
    ((traces, rest),) = parts(p * q / p, is_p, "P")
    assert not traces
    assert (rest - q).is_zero()


def test_a_chosen_letter_below_a_line_or_a_root_is_refused(build: Build) -> None:
    p, q = build("tr P").value(), build("tr Q").value()
    with pytest.raises(Unsupported, match="the view stands in a denominator"):
        list(parts(q / p, is_p, "the view"))
    root = p.scalars.letter(RootOf(p.key(), p))
    with pytest.raises(Unsupported, match="the view stands under a root or in an exponent"):
        list(parts(q * root, is_p, "the view"))
    ((traces, rest),) = parts(q * root, lambda letter: letter == "W", "W")
    assert not traces
    assert (rest - q * root).is_zero()


def test_a_chosen_scalar_that_stands_by_itself_is_part_of_the_rest(
    alphabet: Alphabet, build: Build
) -> None:
    a, p = alphabet.scalars.letter("a"), build("tr P").value()
    ((traces, rest),) = parts(a * p, lambda letter: letter in ("a", "P"), "it")
    assert len(traces) == 1
    assert (rest - a).is_zero()


def test_nothing_has_no_parts(alphabet: Alphabet) -> None:
    assert not list(parts(alphabet.scalars.number(0), is_p, "P"))


@pytest.mark.parametrize(
    ("block", "turned"),
    [
        ((("x", True), ("P", False), ("y", False)), (("y", True), ("P", True), ("x", False))),
        ((("y", True), ("x", False)), (("y", True), ("x", False))),
        ((("x", True), (Frozen("x"), False)), ((Frozen("x"), True), ("x", False))),
    ],
)
def test_a_product_is_turned_so_that_it_ends_with_what_is_chosen(block: Word, turned: Word) -> None:
    assert ending(block, lambda letter: letter == "x") == turned


def test_letters_may_be_made_while_the_parts_are_taken(alphabet: Alphabet, build: Build) -> None:
    """So many that the ring grows between two parts."""
    scalars = alphabet.scalars
    p, q = build("tr P").value(), build("tr Q").value()
    a = scalars.letter("a")
    value = p * p * q + a * p + q * a
    total = scalars.number(0)
    for k, (traces, rest) in enumerate(parts(value, is_p, "P")):
        for n in range(100):
            scalars.letter(f"new {k} {n}")
        for trace in traces:
            rest = rest * scalars.letter(trace)
        total = total + rest
    assert (total - value).is_zero()
