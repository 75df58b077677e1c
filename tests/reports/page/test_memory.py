"""Steps that a page has shown are referred to, and not shown again."""

from __future__ import annotations

from sslcheck.derive.expr import Sym
from sslcheck.derive.text.reason import reason
from sslcheck.derive.verdicts.evidence import Step
from sslcheck.reports.page.blocks import StepList, Text
from sslcheck.reports.page.memory import Memory


def step(name: str, why: str = "why") -> Step:
    return Step(reason(Sym(name)), reason(why), True)


def render(made: Step) -> tuple[tuple[str, ...], str]:
    return (made.reason,), made.latex


def test_steps_that_were_shown_are_referred_to() -> None:
    memory = Memory(refer=True)
    common = [step("a"), step("b"), step("c")]
    first = [*memory.shown([*common, step("d")], "1", "", render)]
    again = [*memory.shown([*common, step("e")], "2", "corrected", render)]
    other = [*memory.shown([step("a"), step("x")], "3", "", render)]
    assert [len(b.steps) for b in first if isinstance(b, StepList)] == [4]
    reference, rest = again
    assert isinstance(reference, Text)
    assert reference.line[0] == "Steps 1 to 3 are those of "
    assert rest == StepList(((("why",), "e"),), first=4)
    assert [b.first for b in other if isinstance(b, StepList)] == [1]
