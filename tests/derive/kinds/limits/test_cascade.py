"""What is moved by others tends to 0, or to where these go."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import STATE, decided

SYMBOLS = {
    "a": STATE, "b": STATE, "p": f"{STATE}, sign = 'positive'", "w": STATE, "x": STATE, "y": STATE,
    **dict.fromkeys(("c", "g", "k", "m", "s"), "sign = 'positive'"), "h": "",
}  # fmt: skip


def verdict(statement: str, *flow: str, let: str = "") -> str:
    options = {"let": let} if let else {}
    return decided("vanishes", statement, SYMBOLS, flow, **options).verdict.value


@pytest.mark.parametrize(
    ("statement", "flow", "wanted"),
    [
        (r"b \to 0", r"\dot a = -k a; \dot b = -m b + a", "proved"),
        (r"b \to 0", r"\dot a = -k a; \dot b = -k b + a", "proved"),
        (r"a \to s, b \to s", r"\dot a = -(a - s); \dot b = -g (b - a)", "proved"),
        (r"a \to s, b \to k", r"\dot a = -(a - s); \dot b = -g (b - a)", "refuted"),
        (r"b \to 1", r"\dot a = -k a; \dot b = -m b + a", "refuted"),
        (r"b \to 0", r"\dot a = k a; \dot b = -m b + a", "refuted"),
        (r"b \to 0", r"\dot a = -k a; \dot b = m b + a", "refuted"),
        (r"b \to 0", r"\dot a = -k a; \dot b = h b + a", "conditional"),
        (r"x \to 0, y \to 0", r"\dot x = -x + 2 y; \dot y = -3 x - y", "proved"),
        (r"x \to 0, y \to 0", r"\dot x = -x + 2 y; \dot y = 3 x - y", "refuted"),
        (r"w \to 0", r"\ddot w + g \dot w = -s w", "proved"),
        (r"w \to 0", r"\ddot w = -s w", "refuted"),
        (r"w \to 0", r"\ddot w - g \dot w = -s w", "refuted"),
        # a limit that depends on the start
        (r"a \to a(0) + b(0)", r"\dot a = b; \dot b = -b", "proved"),
        (r"a \to a(0) - b(0)", r"\dot a = b; \dot b = -b", "undecided"),
    ],
)
def test_linear_equations_of_higher_order(statement: str, flow: str, wanted: str) -> None:
    assert verdict(statement, *flow.split("; ")) == wanted


@pytest.mark.parametrize(
    ("statement", "flow", "wanted"),
    [
        (r"b \to k", r"\dot p = p (1 - p); \dot b = -g c (b - k p)", "proved"),
        (r"b \to k", r"\dot p = p (1 - p); \dot b = -g c (b - k p^2)", "proved"),
        (r"b \to 2 k", r"\dot p = p (1 - p); \dot b = -g c (b - k p)", "refuted"),
        (r"b \to k", r"\dot a = a (1 - a); \dot b = -g c (b - k a)", "refuted"),  # from a = b = 0
        (r"b \to 0", r"\dot a = -a^3; \dot b = -k b + a", "proved"),
        (r"b \to 0", r"\dot a = -a^3; \dot b = h b + a", "refuted"),
        (r"b \to 0", r"\dot a = -a^3; \dot b = -b^3 + a", "undecided"),
    ],
)
def test_what_is_driven_by_a_flow_of_its_own(statement: str, flow: str, wanted: str) -> None:
    assert verdict(statement, *flow.split("; ")) == wanted


def test_a_special_start_may_tend_to_0_where_others_do_not() -> None:
    """x'' = x with x(0) = -x'(0): x = x(0) e^{-t}."""
    flow = r"\dot x = y", r"\dot y = x"
    assert verdict(r"x \to 0", *flow) == "refuted"
    assert verdict(r"x \to 0", *flow, let="y(0) = -x(0)") == "undecided"


MATRICES = {
    "W": f"shape = ['n', 'd'], {STATE}", "T": f"shape = ['n', 'd'], {STATE}",
    "M": f"shape = ['n', 'd'], {STATE}",
    "S": "shape = ['d', 'd'], properties = ['psd', 'invertible']",
    "B": "shape = ['d', 'd']",
    "V": f"shape = ['n', 'n'], {STATE}", "X": "shape = ['n', 'd']",
    **dict.fromkeys(("c", "g", "k"), "sign = 'positive'"), "h": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "flow", "wanted"),
    [
        (r"T \to 0", r"\dot W = -W S; \dot T = c (W - T)", "proved"),
        (r"T - W \to 0", r"\dot W = -W S; \dot T = c (W - T)", "proved"),
        (r"T \to 0", r"\dot W = -W S; \dot T = W B - k T", "proved"),
        (r"T \to 0", r"\dot W = -W S; \dot T = X W^T W - k T", "proved"),
        (r"M \to 0", r"\dot W = -W S; \dot T = c (W - T); \dot M = T - g M", "proved"),
        (r"T \to X", r"\dot W = -(W - X) S; \dot T = c (W - T)", "proved"),
        (r"T \to 0", r"\dot W = -W S; \dot T = c (W + X - T)", "refuted"),
        (r"T \to 0", r"\dot W = -W S; \dot T = c W - h T", "conditional"),
        (r"T \to 0", r"\dot V = -V; \dot W = -W; \dot T = W B - k T - V T", "undecided"),  # true
        (r"T \to 0", r"\dot W = W S; \dot T = c (W - T)", "refuted"),
        (r"T \to 0", r"\dot W = -W; \dot T = e^{2 t} W - T", "undecided"),  # W(t) e^{2 t} grows
        (r"T \to 0", r"\dot W = -W; \dot T = \frac{1}{\|W\|} W - T", "undecided"),
        (r"T \to 0", r"\dot W = -W S; \dot T = W B - k T + T T^T W", "undecided"),
    ],
)
def test_matrices_that_are_driven(statement: str, flow: str, wanted: str) -> None:
    found = decided("vanishes", statement, MATRICES, tuple(flow.split("; ")))
    assert found.verdict.value == wanted, found.why


@pytest.mark.parametrize(
    ("statement", "flow", "wanted"),
    [
        (r"x \to h", r"\dot x = -k x + k h", "proved"),
        (r"x \to h", r"\dot x = -k x", "refuted"),
        (r"x \to h", r"\dot x = y; \dot y = -2 y - x + k", "refuted"),
        (r"x \to \frac{h^2 - 1}{h - 1} - 1", r"\dot x = y; \dot y = -2 y - x + h", "conditional"),
    ],
)
def test_what_differs_from_the_limit_is_looked_at(statement: str, flow: str, wanted: str) -> None:
    assert verdict(statement, *flow.split("; ")) == wanted


def test_what_tends_to_0_is_called_by_its_name() -> None:
    found = decided("vanishes", r"x \to 0", SYMBOLS, (r"\dot x = y", r"\dot y = -x"))
    assert " = -x: not all roots" in found.why


@pytest.mark.parametrize(
    ("flow", "conditions"),
    [
        (r"\dot x = -h^2 x + y; \dot y = -y", ("h ≠ 0",)),
        (r"\dot x = -h^4 x + y; \dot y = -h^2 y", ("h ≠ 0",)),
        (r"\dot x = -(h^2 + e^2) x + y; \dot y = -y", ("e ≠ 0, or h ≠ 0 (each suffices)",)),
        (r"\dot x = -(h + e) x + y; \dot y = -y", ("e + h > 0",)),
        (r"\dot x = -(h^2 + h) x + y; \dot y = -y", ("h + h^2 > 0",)),
        (r"\dot x = h x + y; \dot y = -y", ("-h > 0",)),
        (r"\dot x = -h x + y; \dot y = -e y", ("h e > 0", "e + h > 0")),
    ],
)
def test_it_is_asked_that_the_roots_have_negative_real_parts(
    flow: str, conditions: tuple[str, ...]
) -> None:
    claim = decided("vanishes", r"x \to 0", SYMBOLS | {"e": ""}, tuple(flow.split("; ")))
    assert sorted(claim.conditions) == sorted(conditions)


def test_no_root_is_asked_for_that_is_lost_where_it_is_0() -> None:
    """With a = 0 it is y' = -b y: that a is positive is not needed."""
    names = SYMBOLS | dict.fromkeys(("s", "h"), "sign = 'nonnegative'")
    claim = decided("vanishes", r"y \to 0", names, (r"\dot x = y", r"\dot y = -s x - h y"))
    assert claim.conditions == ("h > 0",)
