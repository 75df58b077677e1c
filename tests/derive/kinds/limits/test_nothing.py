"""Flows in which something is 0."""

from __future__ import annotations

import pytest

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.expr import ZERO, Ident
from sslcheck.derive.kinds import Case
from sslcheck.derive.kinds.limits.nothing import special_flows
from sslcheck.derive.reading.loading import parse_article

ARTICLE = r"""
[article]
name = "special"
format = 2
[spaces]
n = "rows"
[symbols]
W = { shape = ["n", "n"], role = "state" }
V = { shape = ["n", "n"], role = "state" }
A = { shape = ["n", "n"] }
U = { shape = ["n", "n"], properties = ["orthonormal"] }
a = {}
c = { sign = "positive" }
u_0 = {}
[flows.f]
equations = ['\dot{W} = -a W + A V', '\dot{V} = -c V - U W']
[[equation]]
number = "1"
latex = 'W \to 0'
[[claim]]
id = "c"
equation = "1"
line = 1
kind = "vanishes"
flow = "f"
"""


@pytest.fixture
def case() -> Case:
    derivation = Derivation(parse_article(ARTICLE, "special.toml"))
    (claim,) = derivation.article.claims
    setting = derivation.setting((), "f", holds="along")
    return Case(derivation, claim, claim.statement.relations, setting)


def test_what_may_be_nothing(case: Case) -> None:
    """What the declarations admit, and the states that stay 0: V does where W is 0, too."""
    found = [values for values, _ in special_flows(case)]
    zeros = [{"A"}, {"a"}, {"W", "V"}, {"W", "A"}, {"A", "a"}]
    assert [values.keys() for values in found[:5]] == zeros
    assert all(value == ZERO for values in found[:5] for value in values.values())


def test_what_may_be_1(case: Case) -> None:
    """Then all square matrices are that are given, but what is 0 beside them."""
    ones = {"A": Ident("n"), "U": Ident("n")}
    found = [values for values, _ in special_flows(case)][5:]
    assert found[:3] == [ones, {**ones, "A": ZERO}, {**ones, "a": ZERO}]


def test_what_is_said_not_to_be(case: Case) -> None:
    one = {"U": Ident("n")}
    found = [values for values, _ in special_flows(case, ["A", "V"])]
    assert found == [{"a": ZERO}, one, {**one, "a": ZERO}]
