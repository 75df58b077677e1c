"""Steps of a proof: what the second route evaluates, and where it has nothing to."""

from __future__ import annotations

from sslcheck.derive.expr import Relation, Sym
from sslcheck.derive.setting import Setting
from sslcheck.derive.text.reason import plainly
from sslcheck.derive.verdicts.finding import argued_step, identity_step

LAW = Relation(Sym("a"), "=", Sym("b"))
SETTING = Setting({})


def test_an_identity_is_evaluated_again() -> None:
    step = identity_step(LAW, "by hand", SETTING, order=2)
    assert step.check is not None
    assert (step.check.relation, step.check.setting, step.check.order) == (LAW, SETTING, 2)
    assert (plainly(step.states), plainly(step.why), step.unchecked) == ("a = b", "by hand", ())


def test_an_argument_says_why_it_is_not() -> None:
    step = argued_step(Sym("a"), "since it is so", "a limit is no identity")
    assert step.check is None
    assert plainly(step.unchecked) == "a limit is no identity"


def test_two_steps_are_one_only_if_they_are_the_same() -> None:
    assert identity_step(LAW, "x", SETTING) != identity_step(LAW, "x", SETTING)
