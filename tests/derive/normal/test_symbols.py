"""What names stand for."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from tests.derive.normal.test_normal_form import same

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.expr import At, Dot, Ident, Num, Prod, Relation, Sum, Sym
from sslcheck.derive.normal import NormalForm


def test_an_initial_value_is_used_at_the_start_only(scene: Derivation) -> None:
    at_first = {"W_p": Ident("n")}
    setting = replace(scene.setting((), "byol"), initial=at_first, began=True, kept=frozenset())
    start = Relation(At(Prod((Sym("W_p"), Sym("W_p")))), "=", Ident("n"))
    assert NormalForm(setting).holds(start)
    assert same(setting, start.lhs, start.rhs)
    moving = Relation(Dot(Sym("W_p")), "=", Prod((Num(Fraction(0)), Ident("n"))))
    assert not NormalForm(setting).holds(moving)


def test_a_definition_through_itself_names_the_circle(scene: Derivation) -> None:
    circle = {"F": Sum((Sym("Q"), Sym("F"))), "Q": Prod((Sym("F"), Sym("W_p")))}
    setting = replace(scene.setting(), definitions=circle)
    with pytest.raises(ArticleError, match="`F` is defined through itself: F -> Q -> F"):
        NormalForm(setting).element(Sym("F"))
