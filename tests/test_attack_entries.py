"""A sample of the random claims about entries; `tests/attack_entries.py` makes more."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.attack_entries import attack
from tests.attack_matrices import WRONG


@pytest.mark.slow
def test_no_verdict_is_wrong_in_numbers() -> None:
    counts: Counter[str] = Counter()
    for verdict, said, claim in attack(60, seed=2):
        assert (verdict, said) not in WRONG, claim
        counts[verdict] += 1
    assert counts["proved"] > 30
    assert counts["refuted"] > 5
