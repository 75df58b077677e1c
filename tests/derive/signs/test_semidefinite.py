"""Which matrices are known to be psd, and what is said of the root of another."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.derive.forming import SYMBOLS, relation, side

from sslcheck.derive.errors import ArticleError
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting
from sslcheck.derive.signs.semidefinite import refuse_indefinite


def _normal(**changes: object) -> NormalForm:
    return NormalForm(replace(Setting(SYMBOLS), **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        *("S^{1/2}", "(A A^T)^{1/2}", "(A^T A)^{1/3}", "(A S A^T + P)^{1/2}", "(2 S)^{-1/2}"),
        *("(S^2)^{1/2}", "(S^{1/2})^{1/2}", r"\\sqrt{a}", "(S + c I)^{1/2}"),
    ],
)
def test_roots_that_may_be_written(text: str) -> None:
    try:
        refuse_indefinite(_normal(), [side(text.replace("\\\\", "\\"))])
    except ArticleError as error:
        refused = str(error)
    else:
        refused = ""
    assert not refused


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A^{1/2}", 'declare it `properties = ["psd"]`'),
        ("(A S)^{1/2}", "give it a symbol under [definitions]"),
        ("(S - P)^{1/2}", "the root of S - P, which may not be positive semi-definite"),
        ("(-S)^{1/2}", "may not be positive semi-definite"),
        ("(A + A^T)^{1/4}", "may not be positive semi-definite"),
        ("(a S)^{1/2}", "may not be positive semi-definite"),
    ],
)
def test_the_root_of_another_is_refused_with_the_remedy(text: str, said: str) -> None:
    with pytest.raises(ArticleError) as caught:
        refuse_indefinite(_normal(), [side(text)])
    assert said in str(caught.value)


def test_what_is_defined_or_moves_is_looked_into() -> None:
    value = relation("U = A S A^T").rhs
    refuse_indefinite(_normal(definitions={"U": value}), [side("U^{1/2}")])
    flow = {"W": relation("W = A^{1/2} W").rhs}
    with pytest.raises(ArticleError, match="the root of A"):
        refuse_indefinite(_normal(flow=flow), [side("W W^T")])
