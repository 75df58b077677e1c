"""Traces and 1 x 1 products as coefficients, sizes as scalars, against exact evaluation."""

from __future__ import annotations

import pytest
from tests.derive.vectors import OJA, SPACES, SYMBOLS

from sslcheck.derive.errors import TooLarge
from sslcheck.derive.exact import Trials
from sslcheck.derive.expr import Dot, Expr, Relation, StopGrad, Sym
from sslcheck.derive.latex import read_expression, read_statement
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.shapes import resolve, resolve_relation


def flow() -> dict[str, Expr]:
    rates = {"w": OJA, "L": r"\text{tr}(L) A - L"}
    return {
        name: resolve(
            read_expression(text, SYMBOLS, SPACES),
            SYMBOLS,
            source=text,
            expected=SYMBOLS[name].shape,
        )[0]
        for name, text in rates.items()
    }


SETTING = Setting(SYMBOLS, flow=flow())


def relation(text: str) -> Relation:
    found = read_statement(text, SYMBOLS, SPACES).relations[0]
    return resolve_relation(found, SYMBOLS, source=text)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        (r"\text{tr}(A) \text{tr}(B) = \text{tr}(B) \text{tr}(A)", True),
        (r"\text{tr}(A) \text{tr}(B) = \text{tr}(A B)", False),
        (r"\text{tr}(A)^2 = \text{tr}(A) \text{tr}(A^T)", True),
        (r"\text{tr}(A)^2 = \text{tr}(A^2)", False),
        (r"(w^T C w) w = w w^T C w", True),
        (r"(w^T w)^2 = w^T w w^T w", True),
        (r"\frac{d}{dt} (w^T w) = 2 w^T C w (1 - w^T w)", True),
        (r"\frac{d}{dt} (w^T w) = 2 w^T C w (1 + w^T w)", False),
        (r"\frac{d}{dt} (w w^T) = C w w^T + w w^T C - 2 (w^T C w) w w^T", True),
        (r"\frac{d}{dt} \text{tr}(L)^2 = 2 \text{tr}(L)^2 (\text{tr}(A) - 1)", True),
        (r"\frac{w^T C w}{w^T w} w^T w = w^T C w", True),
        (
            r"\nabla_w (\frac{w^T C w}{w^T w}) ="
            r" \frac{2 C w}{w^T w} - \frac{2 w^T C w}{(w^T w)^2} w",
            True,
        ),
        (r"\nabla_w ((w^T w)^2) = 4 (w^T w) w", True),
        (r"\nabla_W (\text{tr}(W W^T)^2) = 4 \text{tr}(W W^T) W", True),
        (r"\nabla_a (a^2 w^T w + \sqrt{a}) = 2 a w^T w + \frac{1}{2 \sqrt{a}}", True),
        (r"\text{tr}(V^T V) = n", True),
        (r"\text{tr}(V V^T) = n", True),
        (r"\text{tr}(V V^T) = d", False),
        (r"\text{tr}(A - \frac{1}{n} \text{tr}(A) I) = 0", True),
        (r"u^2 = 1", True),
        (r"u^3 = u", True),
        (r"u = 1", False),
        (r"e^{-\frac{1}{2} a t} e^{-\frac{1}{2} a t} = e^{-a t}", True),
        (r"\frac{d}{dt} e^{-\frac{3}{2} a t} = -\frac{3}{2} a e^{-\frac{3}{2} a t}", True),
        (r"\frac{d}{dt} \dot{f} = 0", False),
        (r"w^T v v^T w = (v^T w)^2", True),
        (r"v^T w = \text{tr}(v w^T)", True),
    ],
)
def test_both_routes_agree_and_are_right(text: str, holds: bool) -> None:
    statement = relation(text)
    assert NormalForm(SETTING).holds(statement) is holds
    assert (Trials(SETTING).failing(statement) is None) is holds


def test_the_rate_of_a_stop_gradient_is_that_of_its_argument() -> None:
    statement = Relation(Dot(StopGrad(Sym("w"))), "=", Dot(Sym("w")))
    assert NormalForm(SETTING).holds(statement)
    assert Trials(SETTING).failing(statement) is None


def test_properties_of_states_hold_inside_traces() -> None:
    marked = SYMBOLS | {"L": Symbol("L", ("n", "n"), frozenset({"symmetric"}), role="state")}
    setting = Setting(marked)
    statement = relation(r"\text{tr}(A L) \text{tr}(B) = \text{tr}(B) \text{tr}(A L^T)")
    assert NormalForm(setting).holds(statement)
    assert not NormalForm(SETTING).holds(statement)
    assert Trials(setting).failing(statement) is None


@pytest.mark.parametrize(
    "text", [r"(A + B)^{17}", r"((((9^{32})^{32})^{32})^{32})^{32}", r"((a + f + n)^{32})^{32}"]
)
def test_what_explodes_is_refused(text: str) -> None:
    node = resolve(read_expression(text, SYMBOLS, SPACES), SYMBOLS, source=text)[0]
    with pytest.raises(TooLarge, match="lower the powers"):
        NormalForm(SETTING).whole(node)


def test_a_high_power_of_one_letter_is_multiplied_out() -> None:
    statement = relation(r"((a + 2)^{32})^{32} = (a + 2)^{32}")
    assert not NormalForm(SETTING).holds(statement)


def test_dimensions_in_a_circle_of_inequalities_are_equal() -> None:
    statement = relation("V V^T = I")
    assert not NormalForm(Setting(SYMBOLS)).holds(statement)
    square = Setting(SYMBOLS, at_least=(("n", "d"),))
    assert square.space("n") == square.space("d")
    assert NormalForm(square).holds(statement)
    assert Trials(square).failing(statement) is None
