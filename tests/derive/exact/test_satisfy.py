"""Points that satisfy declarations, hypotheses and equations, or none."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import pytest
from tests.derive.exact.symbols import SPACES, SYMBOLS

from sslcheck.derive.decide.engine import verify
from sslcheck.derive.exact import Trials, matrix
from sslcheck.derive.exact.sample import draws_of, with_values
from sslcheck.derive.exact.satisfy import satisfies
from sslcheck.derive.exact.squares import draw_point
from sslcheck.derive.latex import read_statement
from sslcheck.derive.reading.loading import parse_article
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.shapes import resolve_relation


def setting(relations: Iterable[str]) -> Setting:
    read = (read_statement(r, SYMBOLS, SPACES, "").relations[0] for r in relations)
    return Setting(SYMBOLS, relations=tuple(resolve_relation(r, SYMBOLS) for r in read))


@pytest.mark.parametrize(
    "relation",
    [
        "A A^T = B^T B",
        "P^2 = P",
        r"C w = \lambda w",
        "w^T w = 1",
        "a^2 + b^2 = 1",
        "P C = C P",
        "A A^T = P",
        "w u^T = P",
    ],
)
def test_a_point_satisfies_an_equation(relation: str) -> None:
    trials = Trials(setting([relation]))
    point = trials.model()
    assert point is not None
    assert satisfies(point)


def test_no_point_satisfies_what_is_never_true() -> None:
    assert Trials(setting(["a^2 + 1 = 0"])).model() is None


HEAD = r"""
[article]
name = "clash"
[spaces]
n = "n"
[symbols]
"p" = { sign = "positive" }
"q" = {}
"f" = { sign = "positive" }
"U" = { shape = ["n", "n"], properties = ["orthonormal"] }
"X" = { shape = ["n", "n"], properties = ["psd"] }
"Y" = { shape = ["n", "n"], properties = ["psd"] }
[definitions]
DEFINITION
[hypotheses.h]
let = ['LET']
[[equation]]
number = "1"
latex = '1 = 1'
[[claim]]
id = "c"
equation = "1"
kind = "identity"
hypotheses = ["h"]
reading = 'READING'
"""


@pytest.mark.parametrize(
    ("definition", "let", "reading", "may"),
    [
        ("", "p = -q^2", "p + q^2 = 0", {"refused"}),
        ("", "p = -1 - q^2", "p = p", {"refused"}),
        ("", "U = 0 I", "U = 0", {"refused"}),
        ("", "U = 2 I", "U = U", {"refused"}),
        ("f = '-1'", "q = 0", "f = -1", {"refused"}),
        ("", "X = -Y", "X = Y", {"proved", "undecided"}),
        ("", "p = q", "p = q", {"proved"}),
        ("", "p = q", "q = 1", {"refuted"}),
    ],
)
def test_no_verdict_on_what_contradicts_itself(
    definition: str, let: str, reading: str, may: set[str]
) -> None:
    text = HEAD.replace("DEFINITION", definition).replace("LET", let).replace("READING", reading)
    (claim,) = verify(parse_article(text, "clash.toml")).claims
    assert str(claim.verdict) in may
    if claim.witness is not None:  # of p = q, which is positive
        ((value,),) = claim.witness.values["q"]
        assert Fraction(value) > 0


def test_two_positive_symbols_are_not_one() -> None:
    trials = Trials(Setting(SYMBOLS))
    relation = read_statement("v = q", SYMBOLS, SPACES, "").relations[0]
    assert trials.failing(relation) is not None


def test_the_flow_has_a_value_there() -> None:
    rate = read_statement("a = 1 / q", SYMBOLS, SPACES, "").relations[0].rhs
    points = {}
    for value in ("q = 0", "q = 2"):
        let = read_statement(value, SYMBOLS, SPACES, "").relations[0].rhs
        trials = Trials(Setting(SYMBOLS, flow={"a": rate}, lets={"q": let}))
        points[value] = trials.model()
    assert points["q = 0"] is None
    assert points["q = 2"] is not None


def test_what_is_chosen_is_what_is_declared() -> None:
    symbols = {
        "V": Symbol("V", ("m", "k"), frozenset({"orthonormal"})),
        "N": Symbol("N", ("m", "m"), frozenset({"psd"})),
        "c": Symbol("c", sign="positive"),
    }
    scope = Trials(Setting(symbols)).scope
    for name, factor in (("V", 2), ("N", -1), ("c", -1), ("c", 0)):
        point = draw_point(scope, {"m": 3, "k": 2}, 0)
        value = draws_of(point).value(name, -1, 0)
        assert satisfies(point)
        changed = with_values(point, {(name, -1): [matrix.scale(factor, value)]}, False)
        assert not satisfies(changed)
