"""Formulas and relations as a whole: what conforms, what does not, and what fixes an identity."""

from __future__ import annotations

import pytest
from tests.derive.shapes.shaped import SPACES, SYMBOLS, read, shape_of

from sslcheck.derive.errors import LatexError, ShapeMismatch
from sslcheck.derive.expr import Ident
from sslcheck.derive.latex import read_statement
from sslcheck.derive.setting import Symbol
from sslcheck.derive.shapes import resolve, resolve_relation
from sslcheck.derive.traverse import walk


def test_the_expected_shape_fixes_an_identity() -> None:
    assert resolve(read(r"\sigma^2 I"), SYMBOLS, expected=("d", "d"))[1] == ("d", "d")
    assert resolve(read("0"), SYMBOLS, expected=("n", "d"))[1] == ("n", "d")
    with pytest.raises(ShapeMismatch, match="`W` is n x d, but it must be d x n") as caught:
        resolve(read("W"), SYMBOLS, source="W", expected=("d", "n"))
    assert caught.value.spaces == ("n", "d")


def test_a_relation_fixes_an_identity() -> None:
    statement = read_statement("X = I, U^T U = I", SYMBOLS, SPACES)
    sizes = [resolve_relation(item, SYMBOLS).rhs for item in statement.relations]
    assert sizes == [Ident("d"), Ident("n")]


@pytest.mark.parametrize("text", ["I", r"\text{tr}(I)", "(I + I)^2"])
def test_an_identity_without_context(text: str) -> None:
    with pytest.raises(LatexError, match="size of the identity cannot be determined"):
        resolve(read(text), SYMBOLS, source=text)


def test_equation_2_as_printed_does_not_conform() -> None:
    text = r"\dot{W}_p = \alpha_p (-WW_p(X + X') + W_a X) W^T - \eta W_p"
    statement = read_statement(text, SYMBOLS, SPACES)
    with pytest.raises(ShapeMismatch) as caught:
        resolve_relation(
            statement.relations[0], SYMBOLS, source=statement.source, where="equation (2), line 1"
        )
    assert caught.value.spaces == ("d", "n")
    assert str(caught.value).splitlines() == [
        "equation (2), line 1: the product does not conform",
        "  " + text,
        "  " + " " * text.index("WW_p") + "^^^^",
        "  `W` is n x d but `W_p` is n x n: the inner spaces `d` and `n` differ.",
        "  Write the factors in an order that conforms, or declare `d` and `n` equal.",
    ]
    resolve_relation(statement.relations[0], SYMBOLS, merged={"d": "n"})


def test_equation_5_as_printed_does_not_conform() -> None:
    text = r"U \text{diag}(p_1, \dots, p_d) U^T"
    with pytest.raises(ShapeMismatch, match="the product does not conform") as caught:
        resolve(read(text), SYMBOLS, source=text)
    assert caught.value.spaces == ("n", "d")
    assert shape_of(text, d="n") == ("n", "n")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (r"W \succeq 0", "only a square matrix can be definite"),
        (r"0 \succeq W", "only a square matrix can be definite"),
        (r"W = X", "the two sides differ in shape"),
        (r"W = 1", "the two sides differ in shape"),
    ],
)
def test_relations_that_do_not_conform(text: str, says: str) -> None:
    statement = read_statement(text, SYMBOLS, SPACES)
    with pytest.raises(ShapeMismatch, match=says):
        resolve_relation(statement.relations[0], SYMBOLS, source=statement.source)


@pytest.mark.parametrize("text", [r"W \to 0", r"X \succ 0", "W = 0", r"\eta \ge 0", "0 = 0"])
def test_zero_fits_any_shape(text: str) -> None:
    relation = read_statement(text, SYMBOLS, SPACES).relations[0]
    assert resolve_relation(relation, SYMBOLS) == relation


def test_the_order_of_spaces_counts_but_for_numbers() -> None:
    symbols = {"A": Symbol("A", ("n", "n")), "C": Symbol("C", ("d", "d"))}
    text = r"A \otimes C + I \otimes I = C \otimes A"
    swapped = read_statement(text, symbols, SPACES).relations[0]
    with pytest.raises(ShapeMismatch):
        resolve_relation(swapped, symbols)
    sized = resolve_relation(swapped, symbols, as_numbers=True)
    assert [part.space for part in walk(sized.lhs) if isinstance(part, Ident)] == ["n", "d"]
    wrong = read_statement(r"A \otimes A = C \otimes A", symbols, SPACES).relations[0]
    with pytest.raises(ShapeMismatch):
        resolve_relation(wrong, symbols, as_numbers=True)
