"""Which matrices are known to be invertible, and what is said of the inverse of another."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.derive.forming import SYMBOLS, relation, side

from sslcheck.derive.errors import ArticleError
from sslcheck.derive.expr import At, Ident, Kron, Sym
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting
from sslcheck.derive.signs.invertible import is_invertible, refuse_singular

_MARKED = {
    "A": {"invertible"},
    "U": {"invertible"},
    "P": {"psd", "invertible"},
    "V": {"psd", "invertible"},
}


def _setting(**changes: object) -> Setting:
    symbols = {
        n: replace(s, properties=frozenset(_MARKED.get(n, s.properties)))
        for n, s in SYMBOLS.items()
    }
    return replace(Setting(symbols), **changes)  # type: ignore[arg-type]


def _normal(**changes: object) -> NormalForm:
    return NormalForm(_setting(**changes))


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("A", True),
        ("A^T", True),
        ("A P A^T", True),
        ("A^{-2}", True),
        ("2 A", True),
        ("c A", True),
        ("-c A", True),
        ("a A", False),
        ("h A", False),
        ("S", False),
        ("A S", False),
        ("A + P", False),
        ("S + c I", True),
        ("-S - c I", True),
        ("S - c I", False),
        ("S + h I", False),
        ("S + P", True),
        ("X X^T + c I", True),
        ("X^T X + c I", True),
        ("X X^T", False),
        ("X^T (X X^T + c I)^{-1} X + c I", True),
        ("A (X X^T + c I)", True),
        ("V + S", True),
    ],
)
def test_by_declaration_as_products_or_as_definite_sums(text: str, known: bool) -> None:
    assert is_invertible(_normal(), side(text)) is known


def test_the_identity_and_a_kronecker_product_of_invertible_factors() -> None:
    assert is_invertible(_normal(), Ident("n"))
    assert is_invertible(_normal(), Kron(Sym("A"), Ident("n")))
    assert not is_invertible(_normal(), Kron(Sym("A"), Sym("S")))


def test_a_state_later_is_what_the_flow_keeps() -> None:
    later = _normal(kept=frozenset({"z"}))
    assert not is_invertible(later, Sym("U"))
    assert not is_invertible(later, side("V + S"))
    assert is_invertible(later, At(Sym("U")))
    assert is_invertible(later, Sym("A"))
    assert is_invertible(_normal(kept=frozenset({"U"})), Sym("U"))


def test_a_definition_is_what_it_is_declared_to_be_or_what_it_stands_for() -> None:
    values = {"V": side("X X^T + c I"), "U": side("X X^T")}
    symbols = {**_setting().symbols, "U": SYMBOLS["U"]}
    normal = _normal(definitions=values, symbols=symbols)
    assert is_invertible(normal, Sym("V"))
    assert not is_invertible(normal, Sym("U"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("S^{-1}", 'may be singular; declare it `properties = ["invertible"]`'),
        ("(X X^T)^{-1}", "give it a symbol under [definitions]"),
        ("(S + a I)^{-1}", "or add a positive multiple of the identity"),
        ("W^T U^{-1} W", "nothing shows that the flow keeps it invertible"),
    ],
)
def test_the_inverse_of_another_is_refused_with_the_remedy(text: str, said: str) -> None:
    normal = _normal(kept=frozenset({"z"}))
    with pytest.raises(ArticleError) as caught:
        refuse_singular(normal, [side(text)])
    assert said in str(caught.value)


def test_inverses_in_definitions_and_flows_are_found() -> None:
    flow = {"W": relation("W = (A + P)^{-1} W").rhs}
    with pytest.raises(ArticleError, match="the inverse of A \\+ P"):
        refuse_singular(_normal(flow=flow), [side("W W^T")])
    refuse_singular(_normal(flow=flow), [side("S + P"), side("x^{-1}")])
