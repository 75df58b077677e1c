"""Limits, reasons above signs, and memberships beside relations."""

from __future__ import annotations

import pytest
from tests.derive.latex.formulas import SPACES, SYMBOLS

from sslcheck.derive.errors import LatexError
from sslcheck.derive.latex import read_statement

LIMIT = read_statement(r"W \to X", SYMBOLS, SPACES).relations


@pytest.mark.parametrize(
    "text",
    [
        r"\lim_{t \to \infty} W = X",
        r"\lim_{t \rightarrow +\infty} W(t) = X",
        r"W \xrightarrow{t \to \infty} X",
        r"W \longrightarrow X \quad (t \to \infty)",
    ],
)
def test_limits(text: str) -> None:
    assert read_statement(text, SYMBOLS, SPACES).relations == LIMIT


@pytest.mark.parametrize(
    "text",
    [
        r"\lim_{t \to 0} W = X",
        r"\lim W = X",
        r"\lim_{t \to \infty} W + X = X",
        r"\lim_{t \to \infty} W > X",
        r"\lim_{t \to \infty} W = X = X",
        r"X = \lim_{t \to \infty} W",
        r"2 \lim_{t \to \infty} W = X",
        r"W \xrightarrow{n \to \infty} X",
    ],
)
def test_other_limits(text: str) -> None:
    with pytest.raises(LatexError, match=r"limit|cannot stand here|unreadable"):
        read_statement(text, SYMBOLS, SPACES)


@pytest.mark.parametrize(
    ("sign", "plain"),
    [
        (r"\overset{(3)}{=}", "="),
        (r"\stackrel{\text{def}}{=}", "="),
        (r"\overset{!}{=}", "="),
        (r"\stackrel{\mathrm{def}}{\equiv}", "="),
        (r"\overset{(a)}{\succeq}", r"\succeq"),
    ],
)
def test_reasons_above_a_sign(sign: str, plain: str) -> None:
    found = read_statement(f"X {sign} X'", SYMBOLS, SPACES).relations
    assert found == read_statement(f"X {plain} X'", SYMBOLS, SPACES).relations


@pytest.mark.parametrize("sign", [r"\overset{d}{=}", r"\stackrel{P}{\to}", r"\overset{(3)}{W}"])
def test_signs_that_mean_something_else(sign: str) -> None:
    with pytest.raises(LatexError, match="unreadable"):
        read_statement(f"X {sign} X'", SYMBOLS, SPACES)


def test_a_membership_is_no_relation() -> None:
    text = r"X = X', \quad W \in \mathbb{R}^{n \times d}"
    assert len(read_statement(text, SYMBOLS, SPACES).relations) == 1


@pytest.mark.parametrize(
    "condition",
    [r"\text{if } \eta > 0", r"\quad \text{for} \; \eta \ge 0.", r"\text{if} \quad \eta > 0"],
)
def test_the_sign_of_a_symbol_may_stand_as_a_condition(condition: str) -> None:
    found = read_statement(f"W = X, {condition}", SYMBOLS, SPACES).relations
    assert [relation.op for relation in found][::-1][1:] == ["="]


@pytest.mark.parametrize("between", [r" \text{ and } ", ", ", r" \quad ", r", \text{ and } "])
@pytest.mark.parametrize("said", [r"\forall t > 0", ""])
def test_several_signs_may_stand_as_a_condition(between: str, said: str) -> None:
    text = rf"W = X \text{{ if }} \eta > 0{between}\tau \ge 0 {said}"
    assert len(read_statement(text, SYMBOLS, SPACES).relations) == 3


@pytest.mark.parametrize(
    "condition",
    [
        r"\eta > 1",
        r"\eta = 0",
        r"\eta > 0 \text{ and } X = 0",
        r"\eta + \tau > 0",
        "X = 0",
        r"\eta > 0.5",
        r"\eta > 0, X = 0",
        r"\eta > 0, W",
        r"\eta > 0 \tau > 0",
    ],
)
def test_other_conditions_are_refused(condition: str) -> None:
    with pytest.raises(LatexError, match="a condition in words"):
        read_statement(rf"W = X \text{{if }} {condition}", SYMBOLS, SPACES)
