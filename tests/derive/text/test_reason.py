"""Reasons: words, formulas and names, rendered for each medium."""

from __future__ import annotations

from fractions import Fraction

from sslcheck.derive.errors import ShapeMismatch, Unsupported
from sslcheck.derive.expr import Num, Relation, Sym
from sslcheck.derive.text.reason import (
    Math,
    Place,
    Ref,
    Tex,
    Text,
    alone,
    assigned,
    joined,
    of_error,
    of_sizes,
    placeless,
    plainly,
    raised,
    reason,
    set_in,
    sized,
    written,
)

ETA = Sym("\\eta")
LAW = Relation(ETA, ">=", Num(Fraction(1, 2)))


def test_parts_in_order() -> None:
    inner = reason("b ", ETA)
    assert reason("", "a ", inner, LAW, Ref("claim", "3")) == (
        *(Text("a "), Text("b "), Math(ETA), Math(LAW), Ref("claim", "3")),
    )


def test_in_plain_characters() -> None:
    said = reason("by ", Ref("equation", "2"), " and ", Ref("hypothesis", "h"), ": ", LAW)
    assert plainly(said) == "by (2) and `h`: η ≥ 1/2"
    assert plainly(reason(Math(ETA, "\\neq 0"))) == "η ≠ 0"


def test_as_a_formula() -> None:
    assert set_in(reason(LAW)) == r"\eta \geq \frac{1}{2}"
    assert set_in(reason("where ", Math(ETA, "> 0"))) == r"\text{where } \eta > 0"
    assert set_in(reason(ETA, " is small")) == r"\eta \quad \text{is small}"


def test_formulas_of_an_author_are_between_dollars() -> None:
    said = written(r"a rate $\eta_j ≥ λ₀$, $W^T$ for 5$")
    assert plainly(said) == "a rate η_j ≥ λ₀, W^T for 5$"
    assert [p.latex for p in said if isinstance(p, Tex)] == [r"\eta_j \geq \lambda_0", "W^T"]
    assert written("no formula") == (Text("no formula"),)
    assert written("") == ()


def test_a_formula_alone() -> None:
    assert alone(written("$σ² > 0$")) == r"\sigma^2 > 0"
    assert alone(reason(ETA)) == r"\eta"
    assert alone(reason(ETA, " is small")) == alone(reason("eta")) == alone(()) == ""


def test_sizes() -> None:
    assert plainly(of_sizes({"n": 2, "modes": 3})) == "n = 2, modes = 3"
    assert alone(of_sizes({"n": 2})) == "n = 2"
    assert of_sizes({"modes": 3}) == reason("modes = 3")  # a word is no product of letters
    assert alone(sized("d", "n")) == "d = n"
    assert of_sizes({}) == ()


def test_values_of_symbols() -> None:
    assert plainly(assigned({"\\eta": Num(Fraction(0)), "W": ETA})) == "η = 0, W = η"
    assert assigned({}) == ()


def test_joined_with_words_between() -> None:
    assert plainly(joined([reason("a"), reason("b"), reason("c")], ", ")) == "a, b, c"
    assert joined([], ", ") == ()


def test_an_error_has_what_it_says_as_data() -> None:
    error = raised(Unsupported, "the rate of ", ETA, " moves")
    assert str(error) == "the rate of η moves"
    assert of_error(error) == error.said == reason("the rate of ", ETA, " moves")
    assert of_error(Unsupported("too much")) == reason("too much")


def test_what_is_quoted_stands_letter_by_letter() -> None:
    said = reason(Tex(r"\Sigma W", quoted=True), " is n x d")
    assert plainly(said) == r"`\Sigma W` is n x d"
    assert alone(said[:1]) == r"\Sigma W"


def test_several_messages_without_their_places() -> None:
    one = reason("what is this?", Place("a ! b", (2, 3)), "\n  Say it.")
    two = reason("and this", Place("? b", (0, 1)), "\n  Nothing.")
    both = joined([one, two], "\n")
    assert plainly(placeless(both)) == "what is this?\n  Say it.\nand this:\n  Nothing."


def test_an_error_with_fields_has_its_message_as_data() -> None:
    error = raised(ShapeMismatch, "no ", ETA, spaces=("n", "d"))
    assert (str(error), error.said, error.spaces) == ("no η", reason("no ", ETA), ("n", "d"))
