"""Answers in every branch of signs, and the fewest and weakest demands that leave good ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import pytest
from tests.derive.kinds.flowing import flowing
from tests.derive.letters import Scalars

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import ZERO, Relation, Sym
from sslcheck.derive.kinds.scalar.equilibria import line
from sslcheck.derive.kinds.scalar.flow_claim import (
    Demand,
    Leaf,
    LineClaim,
    answers,
    branches,
    repair,
)
from sslcheck.derive.signs.branch import Branch, Impossible, NotReal
from sslcheck.derive.text.reason import Reason, reason
from sslcheck.derive.verdicts.condition import Positive
from sslcheck.derive.verdicts.finding import Check, ProofStep


def repaired(value: Scalars, *asked: str, good: set[tuple[int, ...]]) -> list[set[int]]:
    """The demands where a claim is good for these signs of what is asked for."""

    def decide(branch: Branch) -> tuple[int, ...]:
        return tuple(branch.sign(value(text)) for text in asked)

    found = repair(branches(value.branch, decide), lambda answer: answer in good)
    return [set(demand.signs) for demand in found]


def test_every_sign_is_tried(value: Scalars) -> None:
    leaves = branches(value.branch, lambda b: (b.sign(value("c")), b.sign(value("r"))))
    assert answers(leaves) == [(s, t) for s in (0, 1) for t in (-1, 0, 1)]
    assert [len(leaf.branch.assumed) for leaf in leaves] == [2] * 6


def test_at_the_end_of_the_depth_it_is_said_what_is_open(value: Scalars) -> None:
    leaves = branches(value.branch, lambda b: b.sign(value("r - a")), depth=0)
    assert answers(leaves) == []
    assert leaves[0].open is not None
    assert leaves[0].open.free() == {"a", "r"}


def test_branches_that_cannot_be_are_left_out_and_unreal_ones_are_not_good(value: Scalars) -> None:
    def decide(branch: Branch) -> int:
        sign = branch.sign(value("r"))
        if sign == 0:
            raise Impossible
        if sign < 0:
            raise NotReal
        return sign

    leaves = branches(value.branch, decide)
    assert [leaf.answer for leaf in leaves] == [None, 1]
    assert answers(leaves) == []


def test_too_many_branches_are_refused(value: Scalars) -> None:
    many = [value(text) for text in ("r", "q", "x", "r - q - a", "r - x - b")]
    with pytest.raises(Unsupported, match="too many orders"):
        branches(value.branch, lambda b: [b.sign(each) for each in many])


@pytest.mark.parametrize(
    ("good", "signs"),
    [
        ({(1,)}, {1}),
        ({(-1,)}, {-1}),
        ({(0,), (1,)}, {0, 1}),
        ({(-1,), (1,)}, {-1, 1}),
        ({(0,)}, None),  # an equation is no repair
        (set(), None),
    ],
)
def test_the_weakest_demand(value: Scalars, good: set[tuple[int, ...]], signs: set[int]) -> None:
    assert repaired(value, "r", good=good) == ([signs] if signs else [])


def test_the_end_of_a_range_is_an_equation(value: Scalars) -> None:
    """Of a number that is not negative ``<= 0`` says that it is 0."""
    assert repaired(value, "c", good={(0,)}) == []
    assert repaired(value, "c", good={(1,)}) == [{1}]


def test_two_demands_where_one_is_not_enough(value: Scalars) -> None:
    assert repaired(value, "r", "q", good={(1, 1)}) == [{1}, {1}]
    assert repaired(value, "r", "q", good={(1, s) for s in (-1, 0, 1)}) == [{1}]


def test_a_demand_that_another_one_implies_is_not_made(value: Scalars) -> None:
    assert len(repaired(value, "r - a", "r", good={(1, 1)})) == 1


def test_a_letter_is_positive_only_where_that_is_the_demand(value: Scalars) -> None:
    for text, names in (("r", ("r",)), ("-r", ()), ("r - 1", ()), ("r^2 - 1", ())):
        found = Demand(value(text), frozenset((1,))).condition(value.normal)
        assert isinstance(found, Positive)
        assert found.symbols == names


def test_a_demand_as_a_condition_and_at_a_point(value: Scalars) -> None:
    def said(text: str, *signs: int) -> str:
        return Demand(value(text), frozenset(signs)).condition(value.normal).text

    assert said("r", 1) == "r > 0"
    assert said("r", -1) == "-r > 0"
    assert said("r", -1, 0) == "-r ≥ 0"
    assert said("r", -1, 1) == "r ≠ 0"
    demand = Demand(value(r"\frac{r}{q}"), frozenset((1,)))
    assert demand.met({"r": Fraction(2), "q": Fraction(1)})
    assert not demand.met({"r": Fraction(-2), "q": Fraction(1)})
    assert not demand.met({"r": Fraction(2), "q": Fraction(0)})


@dataclass(frozen=True)
class Said(LineClaim[int]):
    """By formulas it is true where a > 0, by points where a is one of ``true``, at 0 it is not."""

    true: tuple[int, ...] = ()

    def answer(self, branch: Branch) -> int:
        return branch.sign(self.flow.rate.scalars.letter("a"))

    def right(self, answer: int) -> bool:
        return answer == 1

    def tested(self, at: Mapping[str, Fraction]) -> Check | bool | None:
        sign = int(at["a"] > 0) - int(at["a"] < 0)
        if sign:
            return True if sign in self.true else None
        return self.stated(Relation(Sym("a"), ">", ZERO), at, reason("at 0"))

    def steps(self, leaves: list[Leaf[int]]) -> Iterator[ProofStep]:
        yield from ()

    def checks(self, leaves: list[Leaf[int]]) -> Iterator[Check]:
        yield from ()

    def confirming(self, at: Mapping[str, Fraction]) -> Iterator[Check]:
        yield from ()

    def explained(
        self, leaves: list[Leaf[int]], at: Mapping[str, Fraction], failing: Check
    ) -> Reason:
        return failing.note


@pytest.mark.parametrize(("true", "conditions"), [((1,), ["a > 0"]), ((-1,), []), ((), [])])
def test_a_condition_is_told_where_a_point_that_meets_it_confirms_it(
    true: tuple[int, ...], conditions: list[str]
) -> None:
    case = flowing("a x")
    found = Said(case, line(case, "x"), (), true).finding()
    assert found.holds is False
    assert [condition.text for condition in found.conditions] == conditions


def test_where_no_repair_is_asked_for_a_false_claim_is_refuted_by_the_first_point() -> None:
    case = flowing("a x")
    known = Said(case, line(case, "x"), (), (1,)).finding()
    tried: list[Mapping[str, Fraction]] = []

    class Counted(Said):
        def tested(self, at: Mapping[str, Fraction]) -> Check | bool | None:
            tried.append(at)
            return Said.tested(self, at)

    found = Counted(replace(case, repairs=False), line(case, "x"), (), (1,)).finding()
    assert found.holds is False
    assert found.conditions == ()
    assert found.why == known.why
    assert [check.relation for check in found.checks] == [c.relation for c in known.checks]
    assert [at["a"] == 0 for at in tried] == [False] * (len(tried) - 1) + [True]
