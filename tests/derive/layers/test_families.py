"""Families of symbols."""

import pytest
from tests.derive.layers.chains import FAMILIES

from sslcheck.derive.layers.families import base_of


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("W_j", "W"),
        ("W_{j}", "W"),
        (r"\hat{W}_j", r"\hat{W}"),
        ("W_k", ""),
        ("W", ""),
        ("W_{ij}", ""),
    ],
)
def test_the_base_of_a_name(name: str, base: str) -> None:
    assert base_of(name, "j") == base


def test_numbers() -> None:
    assert [base for base, family in FAMILIES.items() if family.scalar] == ["n", "a"]
