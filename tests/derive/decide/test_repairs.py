"""What mends a claim that is false: each condition is needed, and confirmed."""

from __future__ import annotations

import pytest
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
