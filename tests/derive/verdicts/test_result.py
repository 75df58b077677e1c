"""What a result says in plain characters, and from which verdict on it fails."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.derive.verdicts.results import CONDITIONAL, PROVED, REFUTED, UNDECIDED, result

from sslcheck.derive.text.reason import Tex, written
from sslcheck.derive.verdicts.verdict import Verdict


def test_what_is_printed_is_a_formula_or_a_sentence() -> None:
    claim = result(PROVED)
    assert claim.printed == claim.as_dict()["printed"] == "A = A"
    assert replace(claim, stated=(Tex(r"\eta = σ²"),)).printed == r"\eta = σ²"
    assert replace(claim, stated=written(r"so $\eta = σ²$")).printed == "so η = σ²"


@pytest.mark.parametrize(
    ("verdict", "repaired", "fails"),
    [
        (PROVED, False, []),
        (CONDITIONAL, False, ["conditional"]),
        (REFUTED, True, ["corrected", "conditional"]),
        (REFUTED, False, ["refuted", "corrected", "conditional"]),
        (UNDECIDED, True, ["refuted", "corrected", "conditional"]),
    ],
)
def test_from_which_verdict_on_a_claim_fails(
    verdict: Verdict, repaired: bool, fails: list[str]
) -> None:
    claim = result(verdict, "n = d", correction=PROVED if repaired else None)
    assert [on for on in ("refuted", "corrected", "conditional") if claim.fails(on)] == fails
