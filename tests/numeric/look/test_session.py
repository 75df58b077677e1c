"""What each look is given: draws that are distinct, the gap between two sides."""

from __future__ import annotations

import numpy as np
import pytest
from tests.numeric.look.articles import A, S, agrees, article, kind, objects

from sslcheck.numeric.look.errors import Spent
from sslcheck.numeric.look.session import Objection, Session, residual


def session(seconds: float = 20.0, most: int = 6) -> Session:
    found = article(kind("identity", "S A = A S"), S + A)
    return Session(found, found.claims[0], seconds, most=most)


def test_the_gap_is_relative_to_the_largest_number() -> None:
    one, other = np.array([[100.0, 1.0]]), np.array([[100.0, 2.0]])
    assert residual(one, other) == 0.01
    assert residual(one, other, scale=1000.0) == 0.001
    assert residual(0 * one, 0 * other) == 0.0


def test_draws_are_distinct_and_of_several_sizes() -> None:
    looked = session()
    values = []
    for moment in looked.moments():
        looked.seen(moment)
        values.append(moment.fixed["A"])
    assert len({value.tobytes() for value in values}) == len(values) > 2
    assert len({value.shape for value in values}) == len(looked.sizes) > 1
    assert looked.points == len(values)


def test_the_same_claim_is_drawn_alike() -> None:
    first, second = ([m.fixed["A"].tolist() for m in session().moments()] for _ in range(2))
    assert first == second


def test_both_sides_and_what_is_objected() -> None:
    looked = session()
    moment = next(iter(looked.moments()))
    lhs, rhs, error = looked.sides(moment, looked.relations[0])
    s, a = moment.fixed["S"], moment.fixed["A"]
    np.testing.assert_allclose(lhs, s @ a)
    np.testing.assert_allclose(rhs, a @ s)
    objection = looked.object("apart", moment, lhs, rhs)
    assert isinstance(objection, Objection)
    assert objection.gap == pytest.approx(np.abs(s @ a - a @ s).max())
    assert (error > 1e-6) == (objection.gap > 1e-5)


def test_time_is_limited() -> None:
    looked = session(0.0)
    list(range(100_000))
    with pytest.raises(Spent, match="is over"):
        looked.check()


@pytest.mark.parametrize(("supposed", "right"), [("A + A^T = 0", True), ("A A^T = I", False)])
def test_relations_are_met_up_to_rounding(supposed: str, right: bool) -> None:
    claim = kind("identity", r"\text{tr}(A) = 0", "hypotheses = ['h']")
    parts = claim, A, "", f"[hypotheses.h]\nrelations = ['{supposed}']"
    assert agrees(*parts) == right
    assert objects(*parts) != right
