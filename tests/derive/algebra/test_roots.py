"""Roots of psd matrices: known ones, and letters with what they satisfy."""

from __future__ import annotations

import pytest

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import MatrixRootOf
from sslcheck.derive.algebra.roots import matrix_root, of_one_degree
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.latex import read_statement
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.shapes import resolve_relation

_SQUARE = ("n", "n")
_PSD = frozenset({"psd"})
SYMBOLS = {
    s.name: s
    for s in (
        Symbol("A", _SQUARE),
        Symbol("B", _SQUARE),
        Symbol("S", _SQUARE, frozenset({"symmetric"})),
        Symbol("P", _SQUARE, _PSD),
        Symbol("R", _SQUARE, _PSD),
        Symbol("Y", _SQUARE, _PSD | {"invertible"}),
        Symbol("Q", _SQUARE, frozenset({"orthonormal"})),
        Symbol("W", ("n", "d"), role="state"),
        Symbol("Z", _SQUARE, _PSD, role="state"),
        Symbol("u", ("n", "1")),
        Symbol("v", ("n", "1")),
        Symbol("k", sign="positive"),
        Symbol("l", sign="nonnegative"),
        Symbol("a"),
        Symbol("p_j", index="j", sign="positive"),
        Symbol("s_j", index="j"),
    )
}
_DIAGONALS = {"D": r"\text{diag}(p_1, \dots, p_n)", "E": r"\text{diag}(s_1, \dots, s_n)"}


def _normal(**changes: object) -> NormalForm:
    return NormalForm(Setting(SYMBOLS, indices={"j": "n"}, flow={}, **changes))  # type: ignore[arg-type]


def _differ(text: str) -> Element:
    """What is left of ``left - right``."""
    for letter, value in _DIAGONALS.items():
        text = text.replace(letter, value)
    relation = read_statement(text, SYMBOLS, ("n", "d")).relations[0]
    return _normal().residual(resolve_relation(relation, SYMBOLS, source=text))


@pytest.mark.parametrize(
    "text",
    [
        r"(a^2 Q D^2 Q^T)^{1/2} (a^2 Q D^2 Q^T)^{1/2} = a^2 Q D^2 Q^T",
        "(Q D^2 Q^T)^{1/2} = Q D Q^T",
        "(k^2 Q D^2 Q^T)^{1/2} = k Q D Q^T",
        "(Q D^6 Q^T)^{1/3} = Q D^2 Q^T",
        "(D^2)^{1/2} = D",
        "(E^4)^{1/2} = E^2",
        "P^{1/2} P^{1/2} = P",
        "P^{1/2} P = P P^{1/2}",
        "P^{1/3} P^{2/3} = P",
        "(P^3)^{1/2} = P P^{1/2}",
        "(P^2)^{1/4} = P^{1/2}",
        "(P^{1/2})^{1/2} = P^{1/4}",
        "(S^4)^{1/2} = S^2",
        "(S^2)^{1/2} S = S (S^2)^{1/2}",
        "(P^{1/2})^T = P^{1/2}",
        "(4 P)^{1/2} = 2 P^{1/2}",
        "(8 k P)^{2/3} = 4 k^{2/3} P^{2/3}",
        "(2 P + 2 R)^{1/3} (P + R)^{2/3} = 2^{1/3} P + 2^{1/3} R",
        r"(l P)^{1/2} = \sqrt{l} P^{1/2}",
        "I^{1/2} A = A",
        "(0 P)^{1/2} = 0 P",
        "(W W^T)^{1/2} W = W (W^T W)^{1/2}",
        "(A B B^T A^T)^{1/2} A B = A B (B^T A^T A B)^{1/2}",
        "(A P A^T)^{1/2} A P A^T = A P A^T (A P A^T)^{1/2}",
        "(A A^T + 2 R)^{1/2} (A A^T + 2 R) = (A A^T + 2 R) (A A^T + 2 R)^{1/2}",
        "(A A^T + 2 R)^{1/2} (A A^T + 2 R)^{1/2} = A A^T + 2 R",
        "(P + k I)^{1/2} P^{1/2} = P^{1/2} (P + k I)^{1/2}",
        "Y^{-1/2} Y Y^{-1/2} = I",
        "(Y^{-1})^{1/2} = Y^{-1/2}",
        "(Y + R)^{-1/2} (Y + R)^{-1/2} = (Y + R)^{-1}",
        "(Y + R)^{-1/2} (Y + R)^{1/2} = I",
        "Z^{1/2} Z = Z Z^{1/2}",
        r"\text{tr}(P^{1/2} A P^{1/2}) = \text{tr}(A P)",
        r"\text{tr}(A B (A A^T)^{1/2}) = \text{tr}(B A (A^T A)^{1/2})",
        r"\text{tr}(A^T (A A^T)^{1/2} A) = \text{tr}(A (A^T A)^{1/2} A^T)",
        "(u^T P^{1/2}) (P^{1/2} v) = v^T P u",
        "u^T (A A^T)^{1/2} A v = v^T (A^T A)^{1/2} A^T u",
    ],
)
def test_what_roots_satisfy(text: str) -> None:
    assert _differ(text).is_zero()


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Y^{1/2} Y^{1/3} = Y^{5/6}", True),
        ("P^{1/2} P^{1/4} = P^{3/4}", True),
        ("Y^{1/2} Y^{-1/4} = Y^{1/4}", True),
        (r"\text{tr}(P^{1/2} P^{1/3} R^{1/2}) = \text{tr}(R^{1/2} P^{5/6})", True),
        ("(e^S)^{1/2} = e^{S/2}", True),
        ("Y^{1/2} Y^{1/3} = Y", False),
        ("P^{1/2} R^{1/3} = R^{1/3} P^{1/2}", False),
        ("(e^S)^{1/2} = e^{S/3}", False),
    ],
)
def test_roots_of_several_degrees(text: str, same: bool) -> None:
    gap = _differ(text)
    assert of_one_degree(gap, _normal().functions).is_zero() is same


@pytest.mark.parametrize(
    "text",
    [
        "(E^2)^{1/2} = E",
        "(S^2)^{1/2} = S",
        "(S^6)^{1/2} = S^3",
        "P^{1/2} = P",
        "P^{1/2} R^{1/2} = R^{1/2} P^{1/2}",
        "(P + R)^{1/2} = P^{1/2} + R^{1/2}",
        "P^{2/3} = P",
        "(a^2 P)^{1/2} = a P^{1/2}",
        "(A A^T)^{1/2} A = A (A A^T)^{1/2}",
        "(A A^T)^{1/2} B = B (A^T A)^{1/2}",
        "(A A^T + R)^{1/2} A = A (A^T A + R)^{1/2}",
        "(A P A^T)^{1/2} = A P^{1/2} A^T",
        "(A P A^T)^{1/2} A = A (A P A^T)^{1/2}",
        "Y^{-1/2} = Y^{1/2}",
        r"\text{tr}(P^{1/2} A P^{1/2} B) = \text{tr}(P A B)",
        r"\text{tr}(A B (A A^T)^{1/2}) = \text{tr}(A B (A^T A)^{1/2})",
        "u^T (A A^T)^{1/2} A v = u^T (A^T A)^{1/2} A^T v",
    ],
)
def test_what_they_do_not(text: str) -> None:
    assert not _differ(text).is_zero()


def test_a_root_is_one_letter_whatever_it_is_read_in() -> None:
    words = _normal()
    base = words.alphabet
    for name in ("A", "P"):
        words.whole(read_statement(f"{name} = A", SYMBOLS, ("n", "d")).relations[0].lhs)
    square = base.word((("A", False), ("A", True)))
    one, two = (matrix_root(square + base.letter("P"), 2, words.functions) for _ in range(2))
    assert (one - two).is_zero()
    (letter,) = (n for n, _ in next(iter(one.terms)))
    assert isinstance(letter, MatrixRootOf)
    assert letter.degree == 2
    assert base.properties[letter] >= {"psd", "symmetric"}
    assert words.functions.opaque(one)


def test_a_number_of_which_no_root_is_known() -> None:
    words = _normal()
    with pytest.raises(Unsupported, match="degree 3"):
        matrix_root(
            words.alphabet.identity("n").scaled(words.scalars.letter("l")), 3, words.functions
        )
