"""Where a line of a formula may end."""

from __future__ import annotations

from hypothesis import given
from tests.reports.latex.attacks import commands, soup

from sslcheck.reports.latex.formula import displayed, inline


def test_a_line_ends_before_signs() -> None:
    term = r"\text{tr}(W X W^T W_p^T W_p)"
    assert displayed(f"J = {term} - {term}", "\\show") == (
        "\\show{J\n  \\allowbreak = \\text{tr} (W X W^T W_p^T W_p)"
        "\n  \\allowbreak - \\text{tr} (W X W^T W_p^T W_p)}"
    )
    assert "allowbreak" not in displayed("J = W - X", "\\show")


def test_brackets_and_products_are_cut_only_if_need_be() -> None:
    inside = displayed(f"({'A ' * 12}+ {'B ' * 12})", "\\show")
    assert inside.count("allowbreak") == 1
    assert "\\allowbreak + B" in inside
    assert displayed("A " * 40, "\\show").count("allowbreak") == 2
    assert displayed("1234567890" * 4, "\\show").count("allowbreak") >= 1


def test_a_sign_alone_begins_no_line() -> None:
    assert displayed(f"{'A ' * 15} (-{'B ' * 15})", "\\show").count("\\allowbreak -") == 0


def test_what_follows_a_quotient_is_not_below_it() -> None:
    wide = f"\\frac{{{'A ' * 15} + {'B ' * 15}}}{{c}}"
    assert inline(f"{wide} + x").replace("\n  \\allowbreak", "").startswith("$(A")
    assert inline(f"{wide} x").replace("\n  \\allowbreak", "").startswith("$((A")


def test_rows_of_a_display_stand_alone() -> None:
    text = displayed(r"\begin{cases} a = b \\ c = d \end{cases}", "\\show")
    assert text == "\\show{a = b}\n\\show{c = d}"


def test_what_cannot_be_set_is_shown_as_it_is() -> None:
    assert inline("a } b") == r"\texttt{a \} b}"
    assert displayed("a } b", "\\show") == r"\par\texttt{a \} b}\par"
    assert inline(" ") == displayed(" ", "\\show") == ""  # two dollars would begin a display


@given(soup)
def test_a_formula_cannot_be_left(latex: str) -> None:
    for shown in (inline(latex), displayed(latex, "\\show").replace("\\par\\texttt", "")):
        assert shown.isascii()
        assert not commands(shown.replace("}\\par", "}"))
    assert inline(latex).replace(r"\$", "").count("$") in (0, 2)
