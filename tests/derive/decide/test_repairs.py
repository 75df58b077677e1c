"""What mends a claim that is false: each condition is needed, and confirmed."""

from __future__ import annotations

import pytest
from tests.derive.kinds import small
from tests.derive.kinds.deciding import decided

from sslcheck.derive.expr import Relation, Sym
from sslcheck.derive.signs.definiteness import SumOfSquares
from sslcheck.derive.verdicts.condition import Equals, Nonzero
from sslcheck.derive.verdicts.verdict import Verdict

KIND = "kind = 'identity'"


def test_conditions_are_confirmed_before_they_repair(monkeypatch: pytest.MonkeyPatch) -> None:
    """A condition that changes nothing is none, whatever a procedure says."""
    assert decided(KIND, "(1 + a) X = X").conditions == ("a = 0",)
    monkeypatch.setattr(Equals, "suppose", lambda _, setting: setting)
    assert decided(KIND, "(1 + a) X = X").conditions == ()


def test_what_is_false_where_its_conditions_are_met_is_a_disagreement(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """That u is not 0 makes no ``u u^T`` definite, whatever a sum of squares says."""
    claim = r"S + u u^T \succ 0"
    kind = "kind = 'definite'"
    assert decided(kind, claim).conditions == ("S ≻ 0",)
    monkeypatch.setattr(SumOfSquares, "ways", lambda _: ((Nonzero(Sym("u")),),))
    monkeypatch.setattr(Nonzero, "demand", Relation(Sym("a"), "=", Sym("a")))
    assert decided(kind, r"u u^T \succ 0").verdict is Verdict.DISAGREEMENT


STATES = dict.fromkeys("xyz", small.STATE)
WEIGHTS = dict.fromkeys("hk", "sign = 'nonnegative'")


def test_what_a_claim_needs_besides_where_it_is_mended_is_told() -> None:
    """From z(0) > 1 the solution ends: no limit is reached."""
    flow = r"\dot x = y - h x^3", r"\dot y = -x", r"\dot z = z^2 - 1"
    claim = small.decided("vanishes", r"x \to 0", STATES | WEIGHTS, flow)
    assert claim.conditions == ("h > 0", "on solutions that exist for all t")


@pytest.mark.parametrize(
    ("statement", "conditions"),
    [(r"x \to 0", ("h > 0", "k > 0")), (r"h x \to 0", ("k > 0",)), (r"h^2 x \to 0", ("k > 0",))],
)
def test_nothing_is_asked_of_what_vanishes_with_its_factor(
    statement: str, conditions: tuple[str, ...]
) -> None:
    claim = small.decided("vanishes", statement, STATES | WEIGHTS, (r"\dot x = -h k x",))
    (told,) = claim.conditions
    assert sorted(told.split(" and ")) == sorted(conditions)


def test_no_matrix_is_asked_to_be_definite_that_stands_in_what_vanishes() -> None:
    symbols = {
        "W": f"shape = ['n', 'd'], {small.STATE}",
        "S": "shape = ['n', 'n'], properties = ['psd']",
        "T": "shape = ['d', 'd'], properties = ['psd']",
    }
    claim = small.decided("vanishes", r"S W \to 0", symbols, (r"\dot W = -S W T",))
    assert claim.conditions == ("T ≻ 0",)
