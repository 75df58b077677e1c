"""NAME=VALUE of a user: which name is meant, and what is said where none is."""

from __future__ import annotations

import pytest

from sslcheck.derive.reading.loading import load_article
from sslcheck.numeric.bounds import InvalidOption
from sslcheck.numeric.flows.naming import (
    by_symbol,
    check_sign,
    number_of,
    pairs_given,
    sizes_given,
    symbol_named,
)

ARTICLE = load_article("directpred")
AMONG = (r"\eta", r"\alpha_p", "X'", r"\lambda")


@pytest.mark.parametrize(
    ("word", "name"),
    [
        (r"\eta", r"\eta"),
        ("η", r"\eta"),
        ("eta", r"\eta"),
        ("α_p", r"\alpha_p"),
        ("X_prime", "X'"),
        ("lambda", r"\lambda"),
        ("lambda_", r"\lambda"),
    ],
)
def test_a_symbol_is_meant_as_it_is_written_or_printed(word: str, name: str) -> None:
    assert symbol_named(ARTICLE, word, AMONG, "scalars") == name


def test_an_unknown_symbol_is_told_with_those_that_there_are() -> None:
    with pytest.raises(InvalidOption, match=r"no `etta`; did you mean `eta`\?; the scalars are: `"):
        symbol_named(ARTICLE, "etta", AMONG, "scalars")
    with pytest.raises(InvalidOption, match="`W` is not one of the scalars; these are"):
        symbol_named(ARTICLE, "W", AMONG, "scalars")
    with pytest.raises(InvalidOption, match=r"`--set` gives `\\eta` twice"):
        by_symbol(ARTICLE, "--set", {"η": "1", "eta": "2"}, AMONG, "scalars")


def test_pairs_have_a_name_and_a_value() -> None:
    assert pairs_given("--set", [r" \eta = 0.1 ", "q=a=b"], "q=1") == {r"\eta": "0.1", "q": "a=b"}
    for odd in ("q", "=1", "q=", ""):
        with pytest.raises(InvalidOption, match="is not NAME=VALUE; write `--set q=1`"):
            pairs_given("--set", [odd], "q=1")
    with pytest.raises(InvalidOption, match="gives `q` twice"):
        pairs_given("--set", ["q=1", "q=2"], "q=1")


def test_sizes_are_whole_numbers_of_spaces() -> None:
    assert sizes_given(["n=3", " d = 5"], ("n", "d")) == {"n": 3, "d": 5}
    for odd in ("n", "n=0", "n=-1", "n=1.5", "n=١", "n=" + "9" * 40):
        with pytest.raises(InvalidOption, match="write SPACE=SIZE with a whole number"):
            sizes_given([odd], ("n",))
    with pytest.raises(InvalidOption, match=r"no space `inptus`; did you mean `inputs`\?; the"):
        sizes_given(["inptus=3"], ("inputs",))
    with pytest.raises(InvalidOption, match="gives the space `n` twice"):
        sizes_given(["n=3", "n=3"], ("n",))


def test_numbers_are_finite_and_of_their_sign() -> None:
    assert number_of("--set", "q", "1e-3") == 1e-3
    for odd in ("nan", "inf", "x", "1e400", "9" * 500):
        with pytest.raises(InvalidOption, match=r"is not a finite number; write `--set q=0\.1`"):
            number_of("--set", "q", odd)
    check_sign("q", 0.0, "nonnegative")
    check_sign("q", -1.0, "real")
    with pytest.raises(InvalidOption, match="`q` is declared positive; got 0"):
        check_sign("q", 0.0, "positive")
    with pytest.raises(InvalidOption, match="`q` is declared nonnegative; got -1"):
        check_sign("q", -1.0, "nonnegative")


def test_what_is_no_number_of_a_run_is_told_where_it_is_said() -> None:
    article = load_article("oja")
    with pytest.raises(InvalidOption, match=r"a state starts is said by `--init W=...`"):
        symbol_named(article, "W", (), "scalars that may be set")
    with pytest.raises(InvalidOption, match=r"`d` is a space; its size is set by `--size d=...`"):
        symbol_named(article, "d", (), "scalars that may be set")
