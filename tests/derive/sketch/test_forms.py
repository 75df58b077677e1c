"""Letters are what they usually are, until an equation says otherwise."""

from __future__ import annotations

import pytest
from tests.derive.sketch.reading import reader_of

from sslcheck.derive.sketch.forms import best_forms, conflicts, oddity, raw_shapes, usual
from sslcheck.derive.sketch.letters import Letter


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("W", "matrix"),
        (r"\Lambda_W", "matrix"),
        (r"\mathbf{X}", "matrix"),
        (r"\mathbf{x}_1", "column"),
        (r"\mathcal{L}", "scalar"),
        (r"\eta", "scalar"),
        ("x", "scalar"),
    ],
)
def test_usual(name: str, form: str) -> None:
    assert usual(Letter(name)) == form
    assert oddity(Letter(name), usual(Letter(name))) == 0


def test_marks_count() -> None:
    assert usual(Letter("f", transposed=True)) == "column"
    assert usual(Letter("p_j", index="j", transposed=True)) == "column"
    assert usual(Letter("p_j", index="j")) == "scalar"


@pytest.mark.parametrize(
    ("rows", "forms"),
    [
        (["J = \\|W\\|_F^2"], {"J": "scalar", "W": "matrix"}),
        (["y = W x"], {"y": "column", "x": "column", "W": "matrix"}),
        ([r"\dot{w} = -X w"], {"w": "column", "X": "matrix"}),
        ([r"\dot{w} = -\eta w"], {"w": "scalar", r"\eta": "scalar"}),
        (["L = (w^T x - y)^2"], {"L": "scalar", "w": "column", "x": "column", "y": "scalar"}),
        (["F = f f^T", "F = F^2"], {"F": "matrix", "f": "column"}),
        ([r"J = \mathbb{E} [\|P W x - V z\|^2]"], {"J": "scalar", "x": "column", "z": "column"}),
        ([r"E = a b", "E = 2 E a"], {"E": "scalar"}),
    ],
)
def test_equations_decide(rows: list[str], forms: dict[str, str]) -> None:
    reader = reader_of(*rows)
    found = best_forms(reader, {})
    assert {name: found[name] for name in forms} == forms
    assert conflicts(reader, found, {}) == []


def test_what_the_text_states_counts() -> None:
    reader = reader_of("W = X")
    forms = best_forms(reader, {"X": ("n", "1")})
    assert forms == {"W": "column", "X": "column"}
    assert raw_shapes(forms, {"X": ("n", "1")}) == {"W": ("v0", "1"), "X": ("n", "1")}


def test_a_row_that_cannot_be_read_says_nothing() -> None:
    reader = reader_of(r"W = \foo", "W = X")
    assert conflicts(reader, best_forms(reader, {}), {}) == []
    assert isinstance(reader.read(0, best_forms(reader, {})), str)


def test_long_rows_end_the_search_for_better_forms() -> None:
    """The cost of a row grows with its length: what is counted is parts of formulas, not rows."""
    names = [f"{letter}_{k}" for letter in "abcdeghk" for k in range(8)]
    reader = reader_of(*(f"A = B {' '.join(names[k:] + names[:k])} = b_1" for k in range(12)))
    best_forms(reader, {})
    assert reader.looks.spent()
    assert reader.looks.left > -20_000
