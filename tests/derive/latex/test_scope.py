"""What a name means where it stands."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.derive.latex.formulas import SPACES, failure

from sslcheck.derive.errors import LatexError
from sslcheck.derive.expr import Expect, Ident, Ones, Power, Prod, Sym
from sslcheck.derive.latex import read_expression
from sslcheck.derive.setting import Symbol


def test_a_declared_identity_is_a_symbol() -> None:
    symbols = {"I": Symbol("I", ("n", "n")), "e": Symbol("e"), "d": Symbol("d")}
    assert read_expression("I", symbols, SPACES) == Sym("I")
    assert read_expression("e^2 d", symbols, SPACES) == Prod(
        (Power(Sym("e"), Fraction(2)), Sym("d"))
    )


@pytest.mark.parametrize(
    ("text", "headline", "under", "advice"),
    [
        (
            r"\int_0^t p_j(t) dt'",
            "a value at `t` inside an integral over `t'`",
            "t",
            "before the integral",
        ),
        (r"p_j(t')", "`t'` outside an integral", "t'", r"\int_0^t"),
        (r"\text{diag}(p_2, \dots, p_d)", "`p_2` has the wrong index", "p_2", "must be 1"),
        (r"\text{diag}(p_1, \dots, p_7)", "`p_7` has the wrong index", "p_7", "one space"),
    ],
)
def test_names_that_cannot_stand_there(text: str, headline: str, under: str, advice: str) -> None:
    got = failure(text)
    assert got[:2] == (headline, under)
    assert advice in got[2]


VIEWS = {"x_1": Symbol("x_1", ("d", "1"), role="view"), "y": Symbol("y", ("d", "1"), role="view")}


@pytest.mark.parametrize(
    "below", ["", "_B", "_{x_1, y}", "_{y, x_1}", r"_{x_{1} \sim p, y}", "_{x}"]
)
def test_what_is_below_an_expectation_is_no_part_of_it(below: str) -> None:
    text = rf"\mathbb{{E}}{below} [x_1 y^T]"
    assert read_expression(text, VIEWS, SPACES) == read_expression(
        r"\mathbb{E}[x_1 y^T]", VIEWS, SPACES
    )


@pytest.mark.parametrize(
    ("below", "over"),
    [("", ""), ("_B", ""), ("_y", "y"), ("_{x_1, y}", "x_1\ny"), (r"_{x_{1} \sim p}", "x_1")],
)
def test_what_an_expectation_is_over(below: str, over: str) -> None:
    for text in (rf"\mathbb{{E}}{below} [x_1 y^T]", rf"\mathbb{{E}}{below} x_1 y^T"):
        found = read_expression(text, VIEWS, SPACES)
        assert isinstance(found, Expect)
        assert found.over == over


@pytest.mark.parametrize(
    "text", ["I_n", "I_{n}", r"\mathbf{I}_n", r"\mathbb{I}_n", r"I_{n \times n}", r"\mathrm{Id}_n"]
)
def test_identities_of_a_space(text: str) -> None:
    assert read_expression(text, {}, SPACES) == Ident("n")


@pytest.mark.parametrize("text", ["I", r"\mathbf{I}", r"\mathbb I", r"\mathrm{I}", r"\mathrm{Id}"])
def test_identities_of_any_size(text: str) -> None:
    assert read_expression(text, {}, SPACES) == Ident()


@pytest.mark.parametrize("text", [r"\mathbf{1}", r"\mathbf 1", r"\boldsymbol{1}", r"\bm{1}"])
def test_ones(text: str) -> None:
    assert read_expression(text, {}, SPACES) == Ones()
    assert read_expression(f"{text}_n", {}, SPACES) == Ones("n")


def test_an_identity_of_no_space() -> None:
    got = failure("I_k W")
    assert got[:2] == ("an identity of an unknown space `k`", "I_k")
    assert "`n`, `d`" in got[2]


@pytest.mark.parametrize("name", ["I_{dn}", r"I_{d \cdot n}", r"\mathbf{I}_{d n}"])
def test_an_identity_of_two_spaces(name: str) -> None:
    both = read_expression(r"I_d \otimes I_n", {}, SPACES)
    assert read_expression(name, {}, SPACES) == both
    with pytest.raises(LatexError, match="unknown space"):
        read_expression("I_{dq}", {}, SPACES)
