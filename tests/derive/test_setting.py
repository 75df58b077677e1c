"""Settings: what holds where, and which spaces are one."""

from __future__ import annotations

import pytest

from sslcheck.derive.setting import Role, Setting, Symbol

ORTHONORMAL = frozenset({"orthonormal"})


@pytest.mark.parametrize(
    ("at_least", "one"),
    [
        ([("n", "d")], False),
        ([("n", "d"), ("d", "n")], True),
        ([("n", "m"), ("m", "d"), ("d", "n")], True),
        ([("n", "m"), ("d", "m")], False),
        ([("n", "n")], False),
    ],
)
def test_spaces_in_a_circle_of_inequalities_are_one(
    at_least: list[tuple[str, str]], one: bool
) -> None:
    setting = Setting({}, at_least=tuple(at_least))
    assert (setting.space("n") == setting.space("d")) is one


def test_orthonormal_columns_are_no_more_than_rows() -> None:
    tall = Setting({"Q": Symbol("Q", ("n", "d"), ORTHONORMAL)})
    assert tall.space("n") != tall.space("d")
    square = Setting({"Q": Symbol("Q", ("n", "d"), ORTHONORMAL)}, at_least=(("d", "n"),))
    assert square.space("n") == square.space("d")


def test_what_is_merged_leads_to_one_representative() -> None:
    setting = Setting({}, merged={"a": "b", "b": "c"})
    assert [setting.space(name) for name in "abcd"] == ["c", "c", "c", "d"]


def test_what_is_declared_of_a_state_holds_where_it_is_kept() -> None:
    symbols = {"x": Symbol("x", role="state"), "y": Symbol("y", role="state"), "a": Symbol("a")}
    instant = Setting(symbols)
    along = Setting(symbols, kept=frozenset({"x"}))
    assert [instant.holds_here(name) for name in ("x", "y", "a", "?")] == [True] * 4
    assert [along.holds_here(name) for name in ("x", "y", "a", "?")] == [True, False, True, True]


def test_what_moves_and_what_is_fixed() -> None:
    roles: dict[Role, tuple[bool, bool]] = {
        "state": (True, False),
        "function": (True, False),
        "parameter": (False, True),
        "constant": (False, True),
        "view": (False, False),
    }
    for role, found in roles.items():
        symbol = Symbol("a", role=role)
        assert (symbol.moves, symbol.fixed) == found
