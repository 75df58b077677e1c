"""Letters replaced by values, all at once."""

from __future__ import annotations

from fractions import Fraction

from tests.derive.algebra.spelt import alphabet, word

from sslcheck.derive.expr import Diag, Ident, Num, Power, Prod, Relation, Sym, Transpose
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting, Symbol


def test_substitution_replaces_all_letters_at_once() -> None:
    a = alphabet()
    A, B = a.letter("A"), a.letter("B")
    swapped = (A * B.T).substitute({"A": B, "B": A})
    assert swapped.terms.keys() == {word("B A'")}
    traced = (A * B.T).trace().substitute({"A": B + A})
    assert (traced - (B * B.T).trace() - (A * B.T).trace()).is_zero()
    assert (A * A).substitute({"A": a.identity("n")}).terms.keys() == {()}


def test_what_stands_inside_an_inverse_or_a_diagonal_matrix_is_replaced() -> None:
    """Beside letters that stay, which are multiplied at once."""
    square = ("n", "n")
    symbols = (
        Symbol("A", square, frozenset({"invertible"}), role="state"),
        Symbol("B", square),
        Symbol("p", role="state", index="j"),
        Symbol("a"),
    )
    given = {"A": Prod((Num(Fraction(2)), Ident("n"))), "p": Sym("a")}
    normal = NormalForm(Setting({s.name: s for s in symbols}, initial=given))
    B = Sym("B")
    for made, factor in (
        (Power(Sym("A"), Fraction(-1)), Num(Fraction(1, 2))),
        (Diag(Sym("p"), "j", "n"), Sym("a")),
    ):
        left = Prod((B, made, B, Transpose(B)))
        assert normal.holds(Relation(left, "=", Prod((factor, B, B, Transpose(B)))))
        assert not normal.holds(Relation(left, "=", Prod((B, B, Transpose(B)))))
