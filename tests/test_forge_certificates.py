"""Forged certificates of claims that are false, or true on a condition."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.forge_certificates import forged, wrong

from sslcheck.derive import load_article
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.decide.outcome import Statements

_FILES = Path(__file__).with_name("soundness")
_HOLES = [
    "identity-at-0",
    "instant-keeps",
    "leaves-symmetric",
    "divides-in-limit",
    "start-function",
    "after-the-start",
    "constant-moves",
    "constant-supposed",
    "property-stays-with-more",
    "stationary-invertible",
    "stationary-of-unit-length",
    "stopped-partial",
    "threshold-still-2",
    "stays-nowhere-3",
    "rate-of-a-start",
    "linear-supposed",
]
"""Of all small articles: `python -m tests.forge_certificates`, which takes minutes for some."""


@pytest.mark.parametrize("name", _HOLES)
def test_no_forged_certificate_says_what_a_claim_may_not_come_to(name: str) -> None:
    assert not wrong(_FILES / f"{name}.toml")


def test_what_is_true_is_shown_and_what_is_false_refuted() -> None:
    article = load_article("deep-linear-2")
    statements = Statements(Derivation(article), needs=False)
    claims = {claim.id: claim for claim in article.claims}
    for name, letter in (("5", "P"), ("5.power", "R"), ("3", "P")):
        assert {*forged(statements, claims[name])} == {letter}
