"""What mends a claim that is false: each condition is needed, and confirmed."""

from __future__ import annotations

import pytest
from tests.derive.kinds.deciding import decided

from sslcheck.derive.verdicts.condition import Equals

KIND = "kind = 'identity'"


def test_conditions_are_confirmed_before_they_repair(monkeypatch: pytest.MonkeyPatch) -> None:
    """A condition that changes nothing is none, whatever a procedure says."""
    assert decided(KIND, "(1 + a) X = X").conditions == ("a = 0",)
    monkeypatch.setattr(Equals, "suppose", lambda _, setting: setting)
    assert decided(KIND, "(1 + a) X = X").conditions == ()
