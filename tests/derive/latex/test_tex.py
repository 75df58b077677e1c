"""How TeX cuts a formula: arguments, names and what belongs to them."""

from __future__ import annotations

import pytest

from sslcheck.derive.latex.tex import Tex


@pytest.mark.parametrize(
    ("text", "argument", "word"),
    [
        (" { a b } c", "{ a b }", "a b"),
        ("ab", "a", "a"),
        (r"\beta c", r"\beta", r"\beta"),
        ("{a {b} c}", "{a {b} c}", "a {b} c"),
        ("-2", "-", "-"),
        (r"\mathbf{W} J", r"\mathbf{W}", r"\mathbf{W}"),
        (r"\mathsf T", r"\mathsf", r"\mathsf"),
    ],
)
def test_an_argument_is_a_group_or_one_token(text: str, argument: str, word: str) -> None:
    tex = Tex(text)
    span = tex.argument(0)
    assert span is not None
    assert text[slice(*span)] == argument
    assert tex.word(span) == word


def test_what_is_no_argument() -> None:
    assert Tex("(a)").argument(0) is None
    assert Tex("a").argument(1) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ab", "a"),
        ("a_b c", "a_b"),
        ("a _ {b c} d", "a _ {b c}"),
        ("a''_b' c", "a''_b'"),
        (r"\hat{a}_b^T", r"\hat{a}_b"),
        (r"\hat a b", r"\hat a"),
        (r"\beta'(t)", r"\beta'"),
    ],
)
def test_a_name_takes_primes_and_one_subscript(text: str, name: str) -> None:
    assert text[: Tex(text).name_end(0)] == name


def test_where_no_name_starts() -> None:
    assert Tex("(a)").name_end(0) is None
    assert Tex(r"\hat").name_end(0) is None
