"""Roots and powers of what has been read."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.derive.normal.test_normal_form import rewritten, same

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.expr import (
    At,
    Dot,
    Exp,
    Expr,
    Integral,
    Maximum,
    Num,
    Power,
    Prod,
    Quotient,
    Relation,
    Sum,
    Sym,
)
from sslcheck.derive.normal import NormalForm

HALF = Fraction(1, 2)


ROOTS = {
    "square": Prod((Power(Sym("s_j"), HALF), Power(Sym("s_j"), HALF))),
    "half of the sum": Power(Sum((Sym("s_j"), Sym(r"\alpha_p"))), HALF),
    "monomial": Power(Prod((Num(Fraction(4)), Power(Sym("s_j"), Fraction(2)))), HALF),
    "quotient": Quotient(Sym("p_j"), Power(Sym("s_j"), HALF)),
    "rate": Dot(Power(Sum((Sym("s_j"), Power(Sym("p_j"), Fraction(2)))), HALF)),
    "at start": At(Prod((Sym("p_j"), Power(Sym("s_j"), HALF)))),
    "integral": Integral(Prod((Power(Sym("s_j"), HALF), Exp(Prod((Sym(r"\beta"), Sym("t"))))))),
    "largest": Sum((Maximum(Sym("s_j"), "j"), Sym("s_j"))),
    "cube": Power(Sum((Num(Fraction(1)), Power(Sym("s_j"), HALF))), Fraction(3)),
}


@pytest.mark.parametrize("node", ROOTS.values(), ids=ROOTS)
def test_roots_and_maxima_keep_their_value(scene: Derivation, node: Expr) -> None:
    setting = scene.setting((), "system-6")
    assert same(setting, node, rewritten(setting, node), order=2)


def test_a_root_is_squared_to_its_radicand_only(scene: Derivation) -> None:
    normal = NormalForm(scene.setting((), "system-6"))
    root = Power(Sum((Sym("s_j"), Num(Fraction(1)))), HALF)
    assert normal.holds(Relation(Prod((root, root)), "=", Sum((Num(Fraction(1)), Sym("s_j")))))
    assert not normal.holds(Relation(root, "=", Sum((Sym("s_j"), Num(Fraction(1))))))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        # true for positive a, b
        (
            Prod((Power(Sym(r"\alpha_p"), HALF), Power(Sym(r"\beta"), HALF))),
            Power(Prod((Sym(r"\alpha_p"), Sym(r"\beta"))), HALF),
        ),
        (
            Power(Prod((Num(Fraction(4)), Sym(r"\beta"))), HALF),
            Prod((Num(Fraction(2)), Power(Sym(r"\beta"), HALF))),
        ),
        (
            Power(Quotient(Sym(r"\alpha_p"), Sym(r"\beta")), HALF),
            Quotient(Power(Sym(r"\alpha_p"), HALF), Power(Sym(r"\beta"), HALF)),
        ),
    ],
    ids=["product", "number", "quotient"],
)
def test_roots_that_depend_on_each_other_are_seen_equal(
    scene: Derivation, left: Expr, right: Expr
) -> None:
    assert NormalForm(scene.setting()).holds(Relation(left, "=", right))
