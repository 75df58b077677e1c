"""Equations of motion: of second order, with factors, and what they name."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import MATRIX, STATE, decided

PSD = f"{MATRIX}, properties = ['psd']"
SYMBOLS = {"w": STATE, "v": STATE, "g": "sign = 'positive'", "s": "sign = 'positive'"}


@pytest.mark.parametrize(
    "flow",
    [
        (r"\ddot w = -g \dot w - s w",),
        (r"\ddot w + g \dot w = -s w",),
        (r"\frac{d^2 w}{dt^2} + g \frac{dw}{dt} = -s w",),
        (r"\dot w = v", r"\ddot w = -g \dot w - s w"),
        (r"2 \ddot w + 2 g \dot w + 2 s w = 0",),
    ],
)
def test_a_second_order_needs_no_velocity_by_name(flow: tuple[str, ...]) -> None:
    said = r"\frac{d}{dt} (\dot w^2 + s w^2) = -2 g \dot w^2"
    assert decided("identity", said, SYMBOLS, flow).verdict.value == "proved"
    assert decided("identity", said.replace("-2", "-"), SYMBOLS, flow).verdict.value == "refuted"


@pytest.mark.parametrize(
    ("closed", "wanted"), [("2 e^{-t} - e^{-2 t}", "proved"), ("3 e^{-t} - 2 e^{-2 t}", "refuted")]
)
def test_a_start_from_rest(closed: str, wanted: str) -> None:
    flow = (r"\ddot w + 3 \dot w = -2 w",)
    claim = decided("solution", f"w = w(0) ({closed})", SYMBOLS, flow, let=r"\dot w(0) = 0")
    assert claim.verdict.value == wanted


@pytest.mark.parametrize("factor", ["(I + A)", "(I + A)^2", "B"])
def test_a_matrix_before_a_rate(factor: str) -> None:
    symbols = {"W": f"{MATRIX}, {STATE}", "A": PSD, "B": f"{MATRIX}, properties = ['invertible']"}
    flow = (rf"{factor} \dot W = -W",)
    assert decided("identity", flow[0], symbols, flow).verdict.value == "proved"
    wrong = rf"{factor} \dot W = W"
    assert decided("identity", wrong, symbols, flow).verdict.value == "refuted"


def test_a_factor_that_may_be_singular() -> None:
    symbols = {"W": f"{MATRIX}, {STATE}", "A": PSD}
    claim = decided("identity", r"\dot W = 0", symbols, (r"A \dot W = -W",))
    assert claim.verdict.value == "refused"
    assert "may be singular" in str(claim.because)


def test_a_velocity_for_each_mode() -> None:
    symbols = {"p_j": f"{STATE}, index = 'j'", "s_j": "index = 'j'"}
    flow = (r"\ddot p_j = -s_j p_j",)
    said = r"\frac{d}{dt} (\dot p_j^2 + s_j p_j^2) = 0"
    assert decided("identity", said, symbols, flow).verdict.value == "proved"


@pytest.mark.parametrize(
    ("flow", "said"),
    [
        ((r"\dot w + \dot v = -w", r"\dot v = -v"), r"\dot w = v - w"),
        ((r"\dot v = -v", r"\dot v + 2 \dot w = -w"), r"\dot w = (v - w) / 2"),
        ((r"\dot w + \dot v = -w", r"\dot v + \dot u = -v", r"\dot u = u"), r"\dot w = v + u - w"),
        ((r"(g + 1) \dot w - \dot v = w", r"\dot v = -v + \dot w"), r"g \dot w = w - v"),
    ],
)
def test_rates_that_other_equations_give(flow: tuple[str, ...], said: str) -> None:
    symbols = SYMBOLS | {"u": STATE}
    assert decided("identity", said, symbols, flow).verdict.value == "proved"
    wrong = said.replace("= ", "= v + ")
    assert decided("identity", wrong, symbols, flow).verdict.value == "refuted"


def test_two_rates_that_nothing_gives() -> None:
    claim = decided("identity", r"\dot w = 0", SYMBOLS, (r"\dot w + \dot v = -w",))
    assert claim.verdict.value == "refused"
