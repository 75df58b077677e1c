"""What a verdict rests on is data, and says itself in plain characters and as a formula."""

from __future__ import annotations

from sslcheck.derive.expr import ZERO, Relation, Sym
from sslcheck.derive.text.reason import reason
from sslcheck.derive.verdicts.evidence import HypothesisUse, Need, RouteResult, Step, Witness

SAID = reason("where ", Relation(Sym(r"\eta"), "=", Sym("a")))
PLAIN = "where η = a"


def test_a_step_and_a_counterexample_have_a_formula_and_plain_words() -> None:
    step = Step(SAID, SAID, False, SAID)
    assert (step.latex, step.reason, step.unchecked) == (r"\text{where } \eta = a", PLAIN, PLAIN)
    witness = Witness({"n": 1}, {}, Relation(Sym("a"), "=", ZERO), [["1"]], [["0"]], SAID)
    assert (witness.statement, witness.note) == ("a = 0", PLAIN)
    assert Witness({}, {}, None, [], []).statement == ""


def test_what_else_a_verdict_rests_on_has_plain_words() -> None:
    use = HypothesisUse("h", SAID, True, SAID)
    assert use.text == use.breaks == RouteResult("normal form", "holds", SAID).detail == PLAIN
    assert Need(SAID, Witness({}, {}, None, [], [])).condition == PLAIN
