"""A sample of formulas printed in two ways; `tests/attack_spellings.py` makes more."""

from __future__ import annotations

from collections import Counter

from tests.attack_matrices import WRONG
from tests.attack_spellings import attack
from tests.drawing import examples


def test_what_is_read_is_what_is_printed() -> None:
    counts: Counter[str] = Counter()
    for verdict, said, claim in attack(examples(75), seed=4):
        assert (verdict, said) not in WRONG, claim
        counts[verdict] += 1
    assert counts["proved"] > 30
    assert counts["refuted"] > 20
