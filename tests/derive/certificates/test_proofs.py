"""Combinations of what is assumed."""

from __future__ import annotations

from typing import Any

import pytest

from sslcheck.derive.certificates import verifier
from sslcheck.derive.certificates.proofs import combined


def _theory(assumed: list[Any]) -> verifier.Theory:
    square = {"shape": ["n", "n"], "role": "parameter", "sign": "real", "index": ""}
    empty: dict[str, Any] = {key: {} for key in ("values", "instant", "flow", "merged", "here")}
    symbols = {name: square | {"properties": []} for name in "ABC"}
    lists: dict[str, Any] = {key: [] for key in ("relations", "always", "views")}
    theory = verifier.Theory({"symbols": symbols, "along": False, **empty, **lists})
    theory.assumed = assumed
    return theory


_BALANCED = ["Sum", ["Prod", ["Transpose", "A"], "A"], ["Prod", -1, "B", ["Transpose", "B"]]]


@pytest.mark.parametrize(
    "goal",
    [
        ["Prod", "C", _BALANCED, "A"],
        ["Trace", ["Prod", "C", _BALANCED]],
        ["Sum", ["Prod", 2, _BALANCED, _BALANCED], ["Prod", -1, _BALANCED]],
    ],
)
def test_multiples_are_found(goal: Any) -> None:
    theory = _theory([_BALANCED])
    found = combined(theory, goal)
    assert found
    verifier.vanish(theory, [goal], [found])  # or Rejected
    for wrong in (None, ["Prod", 2, found]):
        with pytest.raises(verifier.Rejected, match="two sides differ"):
            verifier.vanish(theory, [goal], [wrong])


def test_what_is_no_multiple_is_no_evidence() -> None:
    with pytest.raises(verifier.Rejected, match="no combination"):
        verifier.vanish(_theory([_BALANCED]), ["A"], ["A"])


def test_what_does_not_follow_has_none() -> None:
    assert combined(_theory([_BALANCED]), ["Sum", "A", ["Prod", -1, "B"]]) is None
