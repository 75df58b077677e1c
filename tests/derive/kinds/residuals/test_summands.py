"""Relations between sums, term by term."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sslcheck.derive import verify
from sslcheck.derive.expr import (
    Dot,
    Entry,
    IndexSum,
    Num,
    Prod,
    Relation,
    Size,
    Sum,
    Sym,
    Total,
    Transpose,
)
from sslcheck.derive.kinds.residuals.summands import termwise
from sslcheck.derive.reading.loading import parse_article
from sslcheck.derive.setting import Symbol
from sslcheck.derive.traverse import walk

V, P = Sym("v"), Sym("p_j")
SYMBOLS = {"v": Symbol("v", ("d", "1")), "p_j": Symbol("p_j", index="j"), "a": Symbol("a")}
SPACES = {"j": "n"}


def over(letter: str, space: str = "d") -> IndexSum:
    return IndexSum(Entry(V, letter), letter, space)


def test_the_summands_are_left() -> None:
    found = termwise(Relation(Dot(over("k")), "=", over("l")), SYMBOLS, {})
    assert found is not None
    entries = {part for part in walk(found.lhs) if isinstance(part, Entry)}
    assert len(entries) == 1  # at one letter, which is none of the two
    assert entries.isdisjoint({Entry(V, "k"), Entry(V, "l")})


@pytest.mark.parametrize(
    "relation",
    [
        Relation(over("k"), "=", Sym("a")),  # a number that is no sum
        Relation(over("k"), "=", over("k", "n")),
        Relation(over("k", ""), "=", over("l", "")),
        Relation(over("k"), "=", Total(P, "j")),
        Relation(Prod((P, Total(P, "j"))), "=", Total(P, "j")),  # a mode that is not summed over
        Relation(Sum((P, Total(P, "j"))), "=", Total(P, "j")),
        Relation(Total(P, "j"), "<=", Size("d")),  # of other things
        Relation(Total(P, "j"), "<=", Total(P, "j", "d")),
        Relation(Size("n"), "<=", Size("n")),
    ],
)
def test_not_all_terms_are_sums_over_the_same(relation: Relation) -> None:
    assert termwise(relation, SYMBOLS, SPACES) is None


def test_a_factor_before_a_sum_stays() -> None:
    found = termwise(Relation(Prod((Sym("a"), Transpose(over("k")))), "=", over("k")), SYMBOLS, {})
    assert found is not None
    assert Sym("a") in [*walk(found.lhs)]


def test_how_many_there_are_is_a_sum_of_ones() -> None:
    found = termwise(Relation(Total(P, "j"), "<=", Prod((Sym("a"), Size("n")))), SYMBOLS, SPACES)
    assert found is not None
    assert found.op == "<="
    assert found.lhs == Sum((P, Prod((Num(Fraction(-1)), Sym("a"), Num(Fraction(1))))))


ARTICLE = r"""
[article]
name = "sums"
format = 2
[spaces]
d = "inputs"
N = "samples"
[symbols]
A = { shape = ["d", "d"] }
v = { shape = ["d", "1"] }
w = { shape = ["d", "1"], role = "state" }
x_i = { shape = ["d", "1"], index = "i" }
[modes]
i = "N"
[flows.f]
equations = ['\dot{w} = -w']
"""


@pytest.mark.parametrize(
    ("reading", "verdict"),
    [
        (r"\sum_k A_{ik} A_{jk} A_{lk} = \sum_k A_{lk} A_{ik} A_{jk}", "proved"),
        (r"\sum_k A_{ik} A_{jk} A_{lk} = \sum_k A_{lk} A_{ik} A_{kj}", "refuted"),
        (r"\sum_i (x_i^T v)^2 x_i = \sum_i x_i x_i^T v x_i^T v", "proved"),
        (r"\sum_i (x_i^T v)^2 x_i = \sum_i x_i x_i^T v x_i^T x_i", "refuted"),
        (r"\sum_k |v_k| = \sum_i |v_i|", "proved"),
        (r"\sum_k |v_k| = \sum_i v_i", "refuted"),
        (r"\frac{d}{dt} \sum_k |w_k| = -\sum_k |w_k|", "proved"),
        (r"\frac{d}{dt} \sum_k |w_k| = -2 \sum_k |w_k|", "refuted"),
        (r"\sum_k \frac{v_k}{v_k} = d", "conditional"),
    ],
)
def test_verdicts(reading: str, verdict: str) -> None:
    claim = f"[[claim]]\nid = 'c'\nkind = 'identity'\nflow = 'f'\nreading = '{reading}'"
    (result,) = verify(parse_article(f"{ARTICLE}\n{claim}", "sums"), "c").claims
    assert result.verdict.value == verdict, result.because
