"""Solutions exist for all times where their size is shown not to blow up."""

from __future__ import annotations

import pytest
from tests.derive.forming import normal_form, side

from sslcheck.derive.kinds.limits.existence import existence


@pytest.mark.parametrize(
    ("quantity", "flow", "shown"),
    [
        ("x + y", {"x": "a x + b y", "y": "x"}, True),
        ("x y", {"x": "x^2", "y": "y"}, False),
        ("x y", {"x": "-x^3", "y": "-y"}, True),
        ("x y", {"x": "x^3", "y": "-y"}, False),
        ("x y", {"x": "-x y^2", "y": "-y x^2"}, True),
        ("x y", {"x": "x y^2", "y": "-y x^2"}, True),
        ("x y", {"x": "x y^2", "y": "y x^2"}, False),
        ("y z", {"y": "y^2 z", "z": "0 z"}, False),
        ("x^2", {"x": r"\frac{1}{z}", "z": "-z"}, True),
        ("x^2", {"x": r"\frac{1}{y}", "y": "-1"}, False),
        ("x^2", {"x": r"\frac{x}{1 + y^2}", "y": "y"}, True),
        ("x^2", {"x": r"\frac{x^3}{1 + x^2}"}, False),
        ("x", {"x": r"-x \sqrt{1 + y^2}", "y": "y"}, True),
        ("x", {"x": r"-x \sqrt{1 + y^2}", "y": "-y^2"}, False),
        ("x", {"x": r"-x (1 + \sqrt{y})", "y": "-1"}, False),
        ("x", {"x": r"-x (1 + \frac{1}{y^2})", "y": "-1"}, False),
        ("x", {"x": r"-x (1 + \text{tr}(V^T V))", "V": "A V"}, True),
        ("x", {"x": r"-x (1 + \text{tr}(V^T V))", "V": "V^2"}, False),
        ("x", {"x": r"-x (1 + \ln(1 + y^2))", "y": "y"}, True),
        ("x", {"x": r"-x + \ln(z)", "z": "-z"}, True),
        ("x", {"x": r"-x + \ln(1 - t)"}, False),
        ("x", {"x": r"-x + \sqrt{1 - t}"}, False),
        ("x", {"x": r"-x + \sqrt{1 + t}"}, True),
        ("x", {"x": r"-x + \sqrt{-1 - t}"}, False),
        ("x", {"x": r"-x + \sqrt{-t}"}, False),
        (r"\sqrt{z}", {"z": "-z"}, True),
        (r"\sqrt{x}", {"x": "-1"}, False),
        (r"x - \sqrt{x^2}", {"x": "x^2"}, False),
        ("x y", {"x": r"x \sqrt{1 + x^2}", "y": "-y"}, False),
        ("x V", {"x": "x", "V": r"\text{tr}(V^T V) V"}, False),
        ("x V", {"x": "x", "V": r"-\text{tr}(V^T V) V"}, True),
        ("x V", {"x": "x", "V": r"-\frac{V}{1 + \text{tr}(V^T V)}"}, True),
        ("x V", {"x": "x", "V": r"\text{tr}(S V) V"}, False),
        ("x V", {"x": "x", "V": r"\text{tr}(V^T V) I"}, False),
        ("x V", {"x": "x", "V": r"\text{tr}(S V) I"}, True),
        ("x V", {"x": "x", "V": r"x \text{tr}(V) S"}, True),
        ("x V", {"x": "x", "V": r"V \odot S"}, True),
        ("x V", {"x": "x", "V": r"V \odot V"}, False),
        ("x V", {"x": "x", "V": r"V \odot V \odot V"}, False),
        ("x V", {"x": "x", "V": r"(V \odot S) \text{tr}(V)"}, False),
        ("x y", {"x": "y(0)^2 x", "y": "x(0) y"}, True),
        ("x y", {"x": r"\frac{x}{1 + t}", "y": "-y"}, True),
        ("x y", {"x": r"\frac{x}{1 - t}", "y": "-y"}, False),
        ("V V", {"V": "-V V^T V"}, True),
        ("V V", {"V": "V V^T V"}, False),
        ("V V", {"V": "V^2"}, False),
        ("V V", {"V": "A V + V A"}, True),
        ("V V", {"V": "-V S V^T V"}, True),
        ("V V", {"V": "-V A V^T V"}, False),
        ("x V^2", {"x": "-x", "V": "x V"}, True),
        ("x V^2", {"x": "-x", "V": "-x^2 V"}, True),
        ("x", {"x": "-x", "y": "y^2"}, True),
        ("x", {"x": "x^2"}, True),
        ("x", {"x": r"-x \text{tr}(A^{-1} S A^{-T})"}, True),
        ("x", {"x": r"-x \text{tr}(U^{-1} S U^{-T})", "U": "-S"}, False),
        ("x V", {"x": "-x", "V": "U^{-1} V", "U": "-S"}, False),
        ("U + U^{-1}", {"U": "U^2"}, False),
    ],
)
def test_sizes_that_do_not_blow_up(quantity: str, flow: dict[str, str], shown: bool) -> None:
    """A quantity that is a state, and tends to a limit, bounds it as long as it exists."""
    normal = normal_form(**flow)
    assert (existence(normal, normal.element(side(quantity))) == ()) is shown
