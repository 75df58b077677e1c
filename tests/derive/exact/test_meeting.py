"""Points at which conditions are met, or none."""

from __future__ import annotations

import pytest
from tests.derive.exact.symbols import SPACES, SYMBOLS

from sslcheck.derive.exact.check import violation
from sslcheck.derive.exact.meeting import meeting
from sslcheck.derive.exact.satisfy import satisfies
from sslcheck.derive.expr import Relation
from sslcheck.derive.latex import read_statement
from sslcheck.derive.setting import Setting
from sslcheck.derive.shapes import resolve_relation


def relations(*texts: str) -> tuple[Relation, ...]:
    read = (read_statement(text, SYMBOLS, SPACES, "").relations[0] for text in texts)
    return tuple(resolve_relation(relation, SYMBOLS) for relation in read)


@pytest.mark.parametrize(
    ("demands", "supposed", "met"),
    [
        (["P \\succ 0"], [], True),
        (["P \\succ 0"], ["P w = 0", "w^T w = 1"], False),
        (["w w^T \\succ 0"], [], False),  # at one dimension alone
        (["A A^T \\succ 0"], [], True),
        (["a - b > 0", "b > 0"], [], True),
        (["a - b > 0"], ["a = b"], False),
        (["a > 0", "-a > 0"], [], False),
        (["\\|A\\|^2 > 0"], ["A^T A = 0"], False),
    ],
)
def test_conditions_that_are_met_or_never(
    demands: list[str], supposed: list[str], met: bool
) -> None:
    asked, claimed = relations(*demands), relations("a = a")[0]
    found = meeting(Setting(SYMBOLS, relations=relations(*supposed)), asked, claimed)
    assert found is not None
    assert bool(found) is met
    for point in found:
        assert satisfies(point)
        assert all(violation(demand, point, 0) is None for demand in asked)


def test_what_has_a_value_nowhere_is_not_said_to_be_never_met() -> None:
    never = relations("\\frac{1}{a - a} > 0", "a = a")
    assert meeting(Setting(SYMBOLS), never[:1], never[1]) is None
