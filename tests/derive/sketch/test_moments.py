"""The table of what is random, with moments where they are printed."""

from __future__ import annotations

import tomllib

from sslcheck.derive.latex import read_statement
from sslcheck.derive.reading.loading import mistakes_in
from sslcheck.derive.setting import Symbol
from sslcheck.derive.sketch.moments import expectation, second_moments

SYMBOLS = {
    "S": Symbol("S", ("d", "d")),
    **{n: Symbol(n, ("d", "1"), role="view") for n in ("x", "x'", "y")},
}


def written(views: list[str], *rows: str) -> str:
    read = (read_statement(row, SYMBOLS, ["d"]).relations for row in rows)
    return "\n".join(expectation(views, [r for found in read for r in found]))


def test_a_second_moment_is_taken_as_printed() -> None:
    for row in (r"\mathbb{E}[x x^T] = S", r"S = \mathbb{E}[x x^T]"):
        assert tomllib.loads(written(["x"], row)) == {
            "expectation": {"views": ["x"], "second_moment": "S"}
        }
    for row in (r"\mathbb{E}[x x^T] = 2 \mathbb{E}[y y^T]", r"\mathbb{E}[x y^T] = S"):
        assert 'second_moment = "?"  # E[x x^T]' in written(["x"], row)


def test_views_are_told_apart_by_marks_alone() -> None:
    found = tomllib.loads(written(["x", "x'"]))["expectation"]
    assert found == {"views": ["x", "x'"], "second_moment": "?", "noise": "?"}


def test_other_letters_are_other_inputs() -> None:
    found = tomllib.loads(written(["x", "y"]))["expectation"]
    assert [one["views"] for one in found] == [["x"], ["y"]]
    assert not written([])


def test_what_is_open_is_told() -> None:
    head = '[article]\nname = "a"\nformat = 2\n[spaces]\nd = "inputs"\n[symbols]\n'
    head += 'x = { shape = ["d", "1"], role = "view" }\n'
    claim = '[[claim]]\nid = "c"\nkind = "identity"\nreading = "x = x"\n'
    ((spot, message),) = mistakes_in(f"{head}{written(['x'])}\n{claim}", "a.toml")
    assert "`?` is to be filled in: a formula" in message
    assert spot.column > 1 or spot.line


def test_the_symbol_of_a_second_moment() -> None:
    (one,) = read_statement(r"S = \mathbb{E}[x x^T]", SYMBOLS, ["d"]).relations
    assert "S" in second_moments(["x", "y"], [one])
    assert "S" not in second_moments(["x", "x'"], [one])
