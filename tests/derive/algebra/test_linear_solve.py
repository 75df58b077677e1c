"""Elements as multiples and as combinations of others."""

from __future__ import annotations

import pytest
from tests.derive.forming import normal_form, side

from sslcheck.derive.algebra.linear_solve import multiple, solve_linear


@pytest.mark.parametrize(
    ("target", "element", "factor"),
    [
        ("a A S + a S", "A S + S", "a"),
        (r"\frac{a}{b} A", "b A", r"\frac{a}{b^2}"),
        ("a A S + b S", "A S + S", None),
        ("A S + S + P", "A S + S", None),
        ("S", "A", None),
        ("0 A", "A", None),
        ("A", "0 A", None),
    ],
)
def test_one_element_is_a_multiple_of_another(
    target: str, element: str, factor: str | None
) -> None:
    normal = normal_form()
    found = multiple(normal.element(side(target)), normal.element(side(element)))
    assert (found is None) is (factor is None)
    if found is not None and factor is not None:
        assert (found - normal.scalar(side(factor))).is_zero()


@pytest.mark.parametrize(
    ("target", "columns", "solvable"),
    [
        ("A + 2 S", ["A + S", "S"], True),
        ("a A", ["b A + S", "S"], True),
        ("A + S", ["A", "P"], False),
        ("A", ["A + S", "2 A + 2 S"], False),
        ("A + S", ["A + S", "2 A + 2 S"], True),
        ("0 A", [], True),
    ],
)
def test_a_combination_adds_up_to_its_target(
    target: str, columns: list[str], solvable: bool
) -> None:
    normal = normal_form()
    wanted = normal.element(side(target))
    parts = [normal.element(side(column)) for column in columns]
    weights = solve_linear(wanted, parts)
    assert (weights is not None) is solvable
    if weights is not None:
        for weight, part in zip(weights, parts, strict=True):
            wanted = wanted - part.scaled(weight)
        assert wanted.is_zero()
