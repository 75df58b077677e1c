"""The commands that may stand in a formula."""

from __future__ import annotations

import pytest

from sslcheck.derive.latex.names import LETTERS
from sslcheck.reports.latex.commands import OVER, ROLES, STACKED, TEXTS, WRITTEN, width_of


@pytest.mark.parametrize(
    ("token", "role", "width"),
    [("=", "rel", 2.2), (r"\cdot", "bin", 2.2), (r"\max", "op", 2.4), (r"\alpha", "ord", 1),
     ("(", "open", 0.6), (r"\qquad", "space", 2.8)],
)  # fmt: skip
def test_signs_have_a_role_and_a_width(token: str, role: str, width: float) -> None:
    assert ROLES[token] == role
    assert width_of(token) == pytest.approx(width)


def test_every_letter_that_is_read_can_be_set() -> None:
    assert {*LETTERS} <= ROLES.keys()


def test_a_command_is_one_thing_only() -> None:
    assert not ROLES.keys() & (OVER | STACKED | TEXTS)
    assert not WRITTEN.keys() & ROLES.keys()


def test_what_is_written_otherwise_is_known() -> None:
    known = ROLES.keys() | OVER
    assert {*WRITTEN.values()} <= known
