"""What is said around relations."""

from __future__ import annotations

import pytest
from tests.derive.latex.formulas import SPACES, SYMBOLS

from sslcheck.derive.errors import LatexError
from sslcheck.derive.latex import read_statement
from sslcheck.derive.latex.asides import runs, trimmed

SAID = [
    r"\text{ for all } t",
    r", \text{for all } t",
    r"\quad \text{for all } t \ge 0",
    r"\quad \text{for every } t > 0.",
    r"\text{ for all times } t",
    r"\quad \text{for all $t \geq 0$}",
    r"\quad \forall t",
    r", \quad \forall \, t \geq 0".replace(r"\, ", ""),
    r"\quad (\forall t)",
    r"\quad \forall t \in [0, T)",
    r"\quad \forall t \in [0, \infty)",
    r"\quad \forall t \in \mathbb{R}_{+}",
    r"\text{ for all } j",
    r"\quad \forall j",
    r"\quad \forall j = 1, \dots, d",
    r", \quad j = 1, \dots, d",
    r", \quad j = 1, 2, \ldots, d",
    r"\text{ for all } j \in \{1, \dots, d\}",
    r"\quad \text{for } j = 1, \dots, d",
    r"\quad \forall j \in [d]",
    r", \quad 1 \le j \leq d",
    r"\quad j \in \{ 1, \dots, d \}",
    r"\text{ for } t \ge 0",
    r", \qquad t \geq 0",
    r"\quad t \in [0, \infty)",
    r", j = 1, \dots, d, \text{ for all } t",
]


@pytest.mark.parametrize("said", SAID)
def test_what_changes_nothing_is_dropped(said: str) -> None:
    plain = read_statement(r"p_j = s_j \eta", SYMBOLS, SPACES)
    assert read_statement(rf"p_j = s_j \eta {said}", SYMBOLS, SPACES).relations == plain.relations


@pytest.mark.parametrize(
    "lead",
    [
        r"\forall t > 0:",
        r"\forall t \ge 0, \;",
        r"\forall t: ",
        r"\text{For all } t \ge 0, \quad",
        r"\forall j: ",
        r"\forall t \quad",
    ],
)
def test_so_is_what_stands_before(lead: str) -> None:
    plain = read_statement(r"p_j = s_j", SYMBOLS, SPACES)
    assert read_statement(f"{lead} p_j = s_j", SYMBOLS, SPACES).relations == plain.relations


@pytest.mark.parametrize(
    "said",
    [
        r"\text{ for } t > 1",
        r"\text{ for all } t > 1",
        r"\text{ for some } t",
        r"\quad \forall t > t_0",
        r"\text{ if } \eta = 0",
        r"\text{ for all } k",
        r"\quad \forall W",
        r"\text{ at } t = 0",
        r", j = 1",
        r", \quad j = 2, \dots, d",
        r", \quad j = 1, \dots, d-1",
        r", \quad 1 \le j < d",
        r"\quad \forall t = 1, \dots, d",
        r"\quad \forall t'",
        r"\text{ for all small } t",
    ],
)
def test_what_restricts_a_statement_is_not(said: str) -> None:
    with pytest.raises(LatexError):
        read_statement(rf"p_j = s_j {said}", SYMBOLS, SPACES)


@pytest.mark.parametrize(
    "said",
    [
        r"\text{ as } t \to \infty",
        r"\quad \text{as } t \rightarrow +\infty.",
        r"\quad (t \to \infty)",
        r", \quad t \to \infty",
        r"\qquad t \to \infty.",
        r"\text{ for } t \to \infty",
        r"\text{ as $t \to \infty$}",
    ],
)
def test_large_times_belong_to_a_limit(said: str) -> None:
    (relation,) = read_statement(rf"W \to 0 {said}", SYMBOLS, SPACES).relations
    assert relation.op == "->"
    with pytest.raises(LatexError, match="large times"):
        read_statement(rf"W = 0 {said}", SYMBOLS, SPACES)


def test_where_a_line_begins_and_ends() -> None:
    text = r"\forall t: x = y, \text{ for all } t \text{ as } t \to \infty."
    found = trimmed(text, ())
    assert text[found.first : found.last].strip() == "x = y"
    assert found.limit is not None
    assert text[slice(*found.limit)].strip() == r"\text{ as } t \to \infty"


@pytest.mark.parametrize(
    ("text", "always"),
    [
        (r"x = y", False),
        (r"\forall t > 0: x = y", True),
        (r"x = y \text{ for all } t \ge 0", True),
        (r"x = y \quad \forall t", True),
        (r"x = y \text{ for all } j", False),
        (r"x = y, \quad j = 1, \dots, d", False),
        (r"\forall j: x = y", False),
    ],
)
def test_what_is_said_of_all_times(text: str, always: bool) -> None:
    assert trimmed(text, {"j"}).always == always


@pytest.mark.parametrize("said", ["j < d", r"j \le d", "j > 1", r"j \geq 1", r"\text{for } j < d"])
def test_a_range_with_one_end_is_of_layers_alone(said: str) -> None:
    (run,) = runs(rf"p_j = s_j, \quad {said}")
    assert (run.half, run.letters) == (True, ("j",))
    assert (run.first, run.last) == (("1", "") if "1" in said else ("", "d"))
    assert (run.below, run.beyond) == ("<" in said, ">" in said)
    assert trimmed(f"p_j = s_j, {said}", {"j"}).last > len("p_j = s_j")  # it restricts the claim
