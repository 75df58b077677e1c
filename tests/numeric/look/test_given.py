"""Conditions of a verdict as demands on points: what does not meet them is not looked at."""

from __future__ import annotations

from dataclasses import replace

from tests.numeric.look.articles import A, S, X, article, kind, objects, seen

from sslcheck.derive import verify
from sslcheck.derive.expr import Sym
from sslcheck.derive.verdicts.condition import Positive
from sslcheck.derive.verdicts.verdict import Verdict
from sslcheck.numeric.look import look
from sslcheck.numeric.look.given import ways_of


def test_no_condition_is_one_empty_way() -> None:
    found = article(kind("identity", "(S A)^T = A^T S"), S + A)
    (result,) = verify(found).claims
    assert result.verdict is Verdict.PROVED
    (way,) = ways_of(found, result)
    assert not way.nodes
    assert not way.values


def test_a_claim_is_looked_at_under_its_condition_alone() -> None:
    parts = kind("vanishes", r"x \to 0"), X + "b = {}\n", r"'\dot{x} = -b x'"
    found = article(*parts)
    (result,) = verify(found).claims
    assert result.verdict is Verdict.CONDITIONAL
    ways = ways_of(found, result)
    assert any(way.positive for way in ways)
    assert look(found, result, 20.0).objection is None
    assert objects(*parts)  # were it said to hold always
    assert seen(found).objection is not None


def test_a_condition_on_the_time_leaves_the_start_out() -> None:
    parts = kind("inequality", "a t > 0"), X + "a = { sign = 'positive' }\n", r"'\dot{x} = -x'"
    found = article(*parts)
    (result,) = verify(found).claims
    later = replace(result, verdict=Verdict.CONDITIONAL, given=(Positive(Sym("t")),))
    assert look(found, later, 20.0).objection is None
    assert objects(*parts)
