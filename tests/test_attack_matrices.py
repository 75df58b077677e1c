"""A sample of the random claims about matrices; `tests/attack_matrices.py` makes more."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.attack_matrices import WRONG, attack
from tests.drawing import examples


@pytest.mark.slow
def test_no_verdict_is_wrong_in_numbers() -> None:
    counts: Counter[str] = Counter()
    for verdict, said, claim in attack(examples(30), seed=7):
        assert (verdict, said) not in WRONG, claim
        counts[verdict] += 1
    assert counts["proved"] > 10
    assert counts["refuted"] > 7
