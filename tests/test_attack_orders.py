"""A sample of the random inequalities; `tests/attack_orders.py` makes more."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.attack_matrices import WRONG
from tests.attack_orders import attack
from tests.drawing import examples


@pytest.mark.slow
def test_no_inequality_is_decided_against_numbers() -> None:
    counts: Counter[str] = Counter()
    for verdict, said, claim in attack(examples(30), seed=3):
        assert (verdict, said) not in WRONG, claim
        counts[verdict] += 1
    assert counts["proved"] > 2
    assert counts["refuted"] > 10
