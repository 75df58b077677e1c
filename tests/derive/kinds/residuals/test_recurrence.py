"""The linear equation that a quantity and its derivatives satisfy."""

from __future__ import annotations

import pytest
from tests.derive.forming import normal_form
from tests.derive.kinds.small import STATE, decided

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.expr import Sym
from sslcheck.derive.kinds.residuals.recurrence import recurrence
from sslcheck.derive.normal import NormalForm

SYMBOLS = {"a": STATE, "b": STATE, "w": STATE, "k": "sign = 'positive'", "m": "sign = 'positive'"}
CASCADE = r"\dot a = -k a", r"\dot b = -m b + a"
EQUAL = r"\dot a = -k a", r"\dot b = -k b + a"
OSCILLATOR = (r"\ddot w + 3 \dot w = -2 w",)


@pytest.mark.parametrize(
    ("statement", "flow", "wanted", "conditions"),
    [
        ("b = b(0) e^{-k t} + t a(0) e^{-k t}", EQUAL, "proved", ()),
        ("b = b(0) e^{-k t} + 2 t a(0) e^{-k t}", EQUAL, "refuted", ("a(0) = 0",)),
        ("b = b(0) e^{-k t} + (t + t^9) a(0) e^{-k t}", EQUAL, "refuted", ("a(0) = 0",)),
        (
            r"b = b(0) e^{-m t} + \frac{a(0)}{m - k} (e^{-k t} - e^{-m t})",
            CASCADE, "conditional", ("-m + k ≠ 0",),
        ),
        (
            r"b = b(0) e^{-m t} + \frac{a(0)}{m + k} (e^{-k t} - e^{-m t})",
            CASCADE, "refuted", ("a(0) = 0",),
        ),
        (
            r"w = w(0) e^{-2 t} + (\dot w(0) + 2 w(0)) (e^{-t} - e^{-2 t})",
            OSCILLATOR, "proved", (),
        ),
        (
            r"w = w(0) e^{-2 t} + (\dot w(0) + w(0)) (e^{-t} - e^{-2 t})",
            OSCILLATOR, "refuted", ("w(0) = 0",),
        ),
    ],
)  # fmt: skip
def test_closed_forms_of_what_others_move(
    statement: str, flow: tuple[str, ...], wanted: str, conditions: tuple[str, ...]
) -> None:
    claim = decided("solution", statement, SYMBOLS, flow)
    assert (claim.verdict.value, claim.conditions) == (wanted, conditions)


def test_no_equation_where_a_coefficient_moves() -> None:
    """b'' is no combination of b and b' with constant coefficients."""
    claim = decided("solution", "b = b(0) + a(0) t", SYMBOLS, (r"\dot a = 0", r"\dot b = a b"))
    assert claim.verdict.value == "refuted"


@pytest.mark.parametrize(
    ("rates", "order", "sought"),
    [
        ({"x": "-x"}, 1, 1),
        ({"x": "y^2 - x", "y": "-y"}, 2, 2),  # of degree 1, 2, 2
        ({"x": "y z", "y": "-y", "z": "-2 z"}, 2, 2),
        ({"x": "y^2", "y": "z^2", "z": "z^3"}, None, 2),  # of degree 1, 2, 3: it goes on so
        ({"x": "y - x", "y": "z - y", "z": "z^2"}, None, 4),
    ],
)
def test_derivatives_of_ever_higher_degree_are_not_taken(
    rates: dict[str, str], order: int | None, sought: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    normal = normal_form(**rates)
    taken: list[int] = []
    rate = NormalForm.rate

    def counted(self: NormalForm, element: Element) -> Element:
        taken.append(1)
        return rate(self, element)

    monkeypatch.setattr(NormalForm, "rate", counted)
    found = recurrence(normal, normal.element(Sym("x")))
    assert (found and len(found.coefficients)) == order
    assert len(taken) == sought
