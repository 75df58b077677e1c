"""What every kind of claim has: a form of statements, and what else is refused."""

from __future__ import annotations

import pytest
from tests.derive.kinds.deciding import decided

from sslcheck.derive.kinds import KINDS
from sslcheck.derive.kinds.kind import Kind


@pytest.mark.parametrize("tag", sorted(KINDS))
def test_a_kind_says_what_it_means_and_what_it_reads(tag: str) -> None:
    kind = KINDS[tag]
    assert kind.__doc__
    assert kind.reads
    assert kind.signs
    assert kind.decide is not Kind.decide


@pytest.mark.parametrize(
    ("options", "reading"),
    [
        ("kind = 'preserved'", r"W \to 0"),
        ("kind = 'vanishes'", "W = 0"),
        ("kind = 'definite'", "S = 0"),
        ("kind = 'integral'\nconstant = 'K'", "A = K, A = K"),
    ],
)
def test_a_statement_of_another_form_is_refused(options: str, reading: str) -> None:
    assert decided(options, reading, (r"\dot{W} = -W",)).verdict.value == "refused"
