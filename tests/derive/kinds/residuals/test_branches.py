"""Roots of squares are what is squared, as long as that stays positive from the start on."""

from __future__ import annotations

import pytest
from tests.derive.forming import normal_form, side

from sslcheck.derive.kinds.residuals.branches import on_branch


@pytest.mark.parametrize(
    ("residual", "positive"),
    [
        (r"\sqrt{(\sqrt{z(0)} - t)^2} - \sqrt{z(0)} + t", r"\sqrt{z(0)} - t"),
        (r"\sqrt{(t - \sqrt{z(0)})^2} - \sqrt{z(0)} + t", r"\sqrt{z(0)} - t"),
        (r"\sqrt{(z(0) - b t)^2} - z(0) + b t", "z(0) - b t"),
        (r"\sqrt{(z(0) - t)^2} + z(0) - t", None),  # the other sign
        (r"\sqrt{(x(0) - t)^2} - x(0) + t", None),  # x(0) may be negative
        (r"\sqrt{z(0)^2 - t} - z(0) + t", None),  # no square
    ],
)
def test_the_sign_is_that_of_the_start(residual: str, positive: str | None) -> None:
    normal = normal_form(z="-z", x="x")
    found, roots = on_branch(normal, normal.element(side(residual)))
    assert found.is_zero() is (positive is not None)
    if positive is not None:
        assert any((root - normal.scalar(side(positive))).is_zero() for root in roots)
