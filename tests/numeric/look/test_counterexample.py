"""A counterexample is admissible, and both sides are there as the verdict has them."""

from __future__ import annotations

import pytest
from tests.numeric.look.articles import A, G, X, article, kind

from sslcheck.derive import verify
from sslcheck.derive.verdicts.evidence import Witness
from sslcheck.derive.verdicts.result import ClaimResult
from sslcheck.derive.verdicts.verdict import Verdict
from sslcheck.numeric.look import look


@pytest.mark.parametrize(
    ("value", "objects"), [("-1", True), ("2", False)], ids=["not as declared", "as declared"]
)
def test_a_counterexample_is_admissible(value: str, objects: bool) -> None:
    found = article(kind("identity", "a = x^2"), G + "x = {}\n")
    claim = found.claims[0]
    stated = claim.statement.relations[0]
    witness = Witness({}, {"a": [[value]], "x": [["1"]]}, stated, [[value]], [["1"]])
    refuted = ClaimResult("c", "1", claim.kind, claim.stated, (), Verdict.REFUTED, witness=witness)
    objection = look(found, refuted, 20.0).objection
    assert (objection is not None) == objects
    if objection is not None:
        assert objection.what == "`a` is not as declared there"


@pytest.mark.parametrize(
    ("values", "objects"),
    [([["1", "2"], ["0", "3"]], False), ([["1", "0"], ["2", "3"]], True)],
    ids=["beside each other", "one after the other"],
)
def test_vectors_of_an_index_stand_beside_each_other(
    values: list[list[str]], objects: bool
) -> None:
    vectors = "x_i = { shape = ['d', '1'], index = 'i' }\n"
    reading = r"x_i^T x_i = \sum_i x_i^T x_i"
    found = article(kind("identity", reading), vectors, "", "[modes]\ni='n'")
    claim = found.claims[0]
    witness = Witness(
        {"d": 2, "n": 2}, {"x_i": values}, claim.statement.relations[0], [["13"]], [["14"]]
    )
    refuted = ClaimResult("c", "1", claim.kind, claim.stated, (), Verdict.REFUTED, witness=witness)
    assert (look(found, refuted, 20.0).objection is not None) == objects


@pytest.mark.parametrize(
    ("lhs", "rhs", "objects"), [("2", "1", False), ("3", "1", True), ("2", "2", True)]
)
def test_both_sides_are_what_is_said(lhs: str, rhs: str, objects: bool) -> None:
    found = article(kind("identity", "a = x^2"), G + "x = {}\n")
    claim = found.claims[0]
    stated = claim.statement.relations[0]
    witness = Witness({}, {"a": [["2"]], "x": [["1"]]}, stated, [[lhs]], [[rhs]])
    refuted = ClaimResult("c", "1", claim.kind, claim.stated, (), Verdict.REFUTED, witness=witness)
    assert (look(found, refuted, 20.0).objection is not None) == objects


@pytest.mark.parametrize("reading", ["w = 0", r"\dot{w} = 0"])
def test_the_time_in_a_definition_is_seen(reading: str) -> None:
    more = "[definitions]\nw = 't^3 a'"
    found = article(kind("identity", reading), G + "w = {}\n" + X, r"'\dot{x} = -x'", more)
    (refuted,) = verify(found).claims
    assert refuted.verdict is Verdict.REFUTED
    sight = look(found, refuted, 20.0)
    assert (sight.points, sight.objection) == (1, None)


def test_what_is_false_soon_after_a_start_is_seen_there() -> None:
    state = "P = { shape = ['n', 'n'], properties = ['psd'], role = 'state' }\n"
    found = article(kind("identity", "P = P^T"), A + state, r"'\dot{P} = -A'")
    (refuted,) = verify(found).claims
    assert refuted.verdict is Verdict.REFUTED
    sight = look(found, refuted, 20.0)
    assert (sight.points, sight.objection) == (1, None)


def test_derivatives_of_functions_are_not_looked_at() -> None:
    functions = "F = { shape = ['n', 'n'], role = 'function' }\n"
    states = (
        "U = { shape = ['n', '1'], role = 'state' }\nV = { shape = ['1', 'n'], role = 'state' }\n"
    )
    flow = r"'\dot{U} = -F V^T', '\dot{V} = -U^T F^T'"
    reading = r"\text{tr}(U U^T) - \text{tr}(V^T V) = c"
    claim = kind("integral", reading).replace("kind =", "constant = 'c'\nkind =")
    found = article(claim, functions + states + "c = { role = 'constant' }\n", flow)
    (refuted,) = verify(found).claims
    assert refuted.verdict is Verdict.REFUTED
    assert refuted.witness is not None
    assert r"\dot{F}" in refuted.witness.values
    assert look(found, refuted, 20.0).objection is None
