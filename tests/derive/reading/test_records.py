"""Records made from tables: all that is wrong in one is told."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import msgspec
import pytest

from sslcheck.derive.reading.lines import Key
from sslcheck.derive.reading.records import fields_of, record, shown, unknown


class Inner(msgspec.Struct, frozen=True):
    word: Literal["one", "two"]


class Outer(msgspec.Struct, frozen=True, rename={"from_": "from"}):
    name: str
    from_: str = ""
    count: int | None = None
    names: tuple[str, ...] = ()
    pair: tuple[str, str] = ("a", "b")
    pairs: tuple[tuple[str, str], ...] = ()
    words: tuple[Literal["red", "green"], ...] = ()
    table: dict[str, str] = {}
    flag: Annotated[bool, msgspec.Meta(description="x")] = False
    inner: Inner | None = None
    role: Literal["a", "b"] = "a"
    meanings: ClassVar[dict[str, str]] = {"names": "The names.", "name": "What it is called."}


def read(data: object, others: tuple[str, ...] = ()) -> tuple[Outer | None, list[tuple[Key, str]]]:
    told: list[tuple[Key, str]] = []
    found = record(data, Outer, ("t",), lambda at, what: told.append((at, what)), others)
    return found, told


def test_a_table_in_which_nothing_is_wrong() -> None:
    data = {"name": "x", "from": "y", "pair": ["c", "d"], "inner": {"word": "two"}, "own": 1}
    found, told = read(data, ("own",))
    assert not told
    assert found == Outer("x", from_="y", pair=("c", "d"), inner=Inner("two"))
    assert list(fields_of(Outer))[:2] == ["name", "from"]


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("name", 3, "must be a string; got 3; write '3'"),
        ("count", "3", "must be a whole number; got '3'; write 3"),
        ("flag", 1, "must be true or false; got 1"),
        ("names", "x", "must be a list of strings; got 'x'; write ['x']"),
        ("names", {}, "must be a list of strings; got {}: the names"),
        ("words", "red", "must be a list of one of red, green; got 'red'; write ['red']"),
        ("words", "Red", "unknown word `Red`; did you mean `red`?"),
        ("role", "x", "unknown role `x`; known: a, b"),
        ("pair", ["a"], "must be a pair of names; got ['a']"),
        ("pairs", [["a"]], "must be a list of pairs of names; got [['a']]"),
        ("table", [], "must be a table; got []"),
        ("words", ["rde"], "unknown word `rde`; did you mean `red`?"),
        ("words", ["zzz"], "unknown word `zzz`; known: red, green"),
        ("inner", 3, "must be a table; got 3"),
        ("colour", 3, f"unknown key; known: {', '.join(fields_of(Outer))}"),
        ("nams", [], "unknown key; did you mean `names`?"),
        ("form", "", "unknown key; did you mean `from`?"),
    ],
)
def test_a_value_of_another_type_is_told(key: str, value: object, message: str) -> None:
    found, told = read({"name": "x", key: value})
    assert told == [(("t", key), message)]
    assert (found is None) == (key in Outer.__struct_fields__)


def test_all_mistakes_are_told() -> None:
    found, told = read({"from": 1, "inner": {"word": "three", "x": 0}})
    assert found is None
    assert sorted(at for at, _ in told) == sorted(
        [("t",), ("t", "from"), ("t", "inner", "x"), ("t", "inner", "word")]
    )
    assert (("t",), "`name` is missing; it must be a string: what it is called") in told


def test_a_misspelt_key_is_not_missing_too() -> None:
    assert read({"nme": "x"})[1] == [(("t", "nme"), "unknown key; did you mean `name`?")]


def test_what_is_no_table() -> None:
    assert read([1]) == (None, [(("t",), "must be a table; got [1]")])


def test_values_are_quoted_in_short() -> None:
    assert len(shown("x" * 500)) == 83
    assert shown(10**5000) == "a number of too many digits"


def test_names_that_nothing_has() -> None:
    assert unknown("flow", "f", []) == "unknown flow `f`; none is declared"
    assert unknown("flow", "flo", ["flow", "x"]) == "unknown flow `flo`; did you mean `flow`?"
