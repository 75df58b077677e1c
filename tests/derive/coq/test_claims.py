"""Goals of claims, kind by kind."""

from __future__ import annotations

import pytest

from sslcheck.derive import load_article
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.coq.claims import COVERED, goals
from sslcheck.derive.coq.theorems import Goal
from sslcheck.derive.coq.uncovered import Uncovered
from sslcheck.derive.decide.outcome import Statements
from sslcheck.derive.expr import ZERO, Dot, Prod
from sslcheck.derive.kinds import KINDS


def goals_of(article: str, claim: str) -> list[Goal]:
    loaded = load_article(article)
    statements = Statements(Derivation(loaded), needs=False)
    (found,) = (c for c in loaded.claims if c.id == claim)
    return [*goals(statements, found)]


def test_each_line_of_an_identity_is_a_goal() -> None:
    assert len(goals_of("deep-linear-3", "2")) == 3


def test_the_rate_of_a_constant_is_0() -> None:
    (goal,) = goals_of("two-layer", "2")
    assert isinstance(goal.relation.lhs, Dot)
    assert goal.relation.rhs == ZERO


@pytest.mark.parametrize(
    ("article", "claim"),
    [("stepwise", "4.kept"), ("deep-linear-2", "5"), ("deep-linear-2", "3.stationary")],
)
def test_hypotheses_come_with_cofactors(article: str, claim: str) -> None:
    goal = goals_of(article, claim)[0]
    assert goal.supposed
    assert goal.rest is not None


def test_the_matrix_of_a_law_is_written_out() -> None:
    (goal,) = goals_of("directpred", "5.commutator")
    assert goal.values is not None
    assert [*goal.values] == ["K"]


def test_an_inequality_is_an_equation_with_squares() -> None:
    (goal,) = goals_of("stepwise", "2.order")
    assert goal.bound is not None
    assert goal.bound.rhs == ZERO
    assert isinstance(goal.relation.rhs, Prod)


def test_closed_forms_move_and_start() -> None:
    moves, starts = goals_of("stepwise", "5")
    assert isinstance(moves.relation.lhs, Dot)
    assert starts.values is not None
    assert starts.values["t"] == ZERO


def test_other_kinds_are_uncovered() -> None:
    assert COVERED.keys() < KINDS.keys()
    with pytest.raises(Uncovered, match="stability"):
        goals_of("oja", "6.limit")
