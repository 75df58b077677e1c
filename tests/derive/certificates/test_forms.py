"""Scalars as trees: the verifier sees their signs, and that they are the same numbers."""

from __future__ import annotations

from typing import Any

import pytest
from tests.derive.certificates.written import a_setting, a_symbol
from tests.derive.letters import Scalars

from sslcheck.derive.certificates import verifier
from sslcheck.derive.certificates.forms import Forms, power, product

_SIGNS = {"a": "positive", "b": "positive", "c": "nonnegative", "r": "real", "s": "real"}


def _theory(relations: list[Any]) -> verifier.Theory:
    symbols = {name: a_symbol(sign=sign) for name, sign in _SIGNS.items()}
    return verifier.Theory(a_setting(symbols, relations=relations))


@pytest.mark.parametrize(
    "text",
    [
        "a + b",
        "-a b",
        r"\frac{a + b}{-a}",
        "r^2 + a",
        "-(r^2 + r + 1)",
        "3 (r^2 + a r + a^2) b",
        r"a + \sqrt{b}",
        r"\sqrt{a^2 + b} - a",
        r"a - \sqrt{a^2 + b}",
        r"\sqrt{2} - \frac{3}{2}",
        r"\sqrt{2} - \frac{7}{5}",
        r"\frac{\sqrt{a + b}}{a + \sqrt{a}}",
        r"\sqrt{a + b - \sqrt{a^2 + a b}}",
    ],
)
def test_forms_show_the_sign_that_is_known(value: Scalars, text: str) -> None:
    number, theory = value(text), _theory([])
    forms = Forms(value.branch)
    shown = forms.signed(number)
    assert theory.signs(shown) == {value.branch.known(number)}
    assert theory.zero(theory.gap(shown, forms.plain(number)))


@pytest.mark.parametrize(
    ("supposed", "sign", "text"),
    [
        ("a - b", 1, "-3 a^2 + 3 a b"),
        ("a - b", 1, "2 a - 2 b + c"),
        ("a - b", -1, "b - a + c"),
        ("r - a", 1, r"\sqrt{a r - a^2}"),
        (r"r - \frac{a^2}{4 b}", -1, r"\sqrt{a^2 - 4 b r}"),
    ],
)
def test_forms_use_what_is_supposed(value: Scalars, supposed: str, sign: int, text: str) -> None:
    given, number = value(supposed), value(text)
    branch = value.branch.where(given, sign)
    forms = Forms(branch, (given,))
    theory = _theory([["=><"[sign], forms.plain(given), 0]])
    assert theory.signs(forms.signed(number)) == {branch.known(number)}


def test_products_and_powers_leave_out_what_is_1() -> None:
    assert product(1, power("a", 0)) == 1
    assert product(1, "a") == "a"
    assert product(-1, power("a", 1), power("b", -1)) == ["Prod", -1, "a", ["Power", "b", "-1"]]
