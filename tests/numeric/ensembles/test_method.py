"""The text of a step: in plain Python it does what `Stepper` and `PIController` do."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from tests.numeric.ensembles.flows import scalar_point

from sslcheck.numeric.device.arrays import open_arrays
from sslcheck.numeric.ensembles.method import method_text
from sslcheck.numeric.integrate import TSIT5, Integrator, Steps
from sslcheck.numeric.integrate.controller import PIController

STEPS = Steps(rtol=1e-5, atol=1e-8)


@pytest.fixture(scope="module")
def functions() -> dict[str, Any]:
    module: dict[str, Any] = {"math": math, "log": math.log, "exp": math.exp}
    exec(method_text(scalar_point("exact-modes", "strengths"), TSIT5), module)
    return module


def test_a_step_is_that_of_the_integrator(functions: dict[str, Any]) -> None:
    def rate(state: Any, out: Any) -> None:
        out[:] = functions["rate"](state[0], 2.0, 0.5)

    at = Integrator(open_arrays("numpy"), TSIT5, 1, rate, 10.0, STEPS)
    at.begin(np.array([0.1]))
    slope, h, size = functions["begin"](0.1, 2.0, 0.5, STEPS.rtol, STEPS.atol, 10.0)
    assert (slope, h) == pytest.approx((at.stepper.derivative(0)[0], at.h), rel=1e-12)
    assert size == pytest.approx(0.1 + abs(slope))
    at.advance()
    new, last, square = functions["step"](h, 0.1, slope, 2.0, 0.5, STEPS.rtol, STEPS.atol)
    assert new == pytest.approx(float(at.stepper.new[0]), rel=1e-14)
    assert last == pytest.approx(float(at.stepper.derivative(-1)[0]), rel=1e-13)
    error = at.stepper.error_norm(h, STEPS.rtol, STEPS.atol)
    assert square == pytest.approx(error**2, rel=1e-6)
    ((_, inside),) = at.states([0.3 * h])
    (found,) = functions["between"](0.3, h, 0.1, slope, 2.0, 0.5)
    assert found == pytest.approx(float(inside[0]), rel=1e-14)


def test_steps_change_as_the_controller_says(functions: dict[str, Any]) -> None:
    control, kept, again = PIController(TSIT5.order), 0.0, 0.0
    for error in (0.5, 2.0, 0.9, 1e-9, 0.0, 3.0, math.inf, 0.2, math.nan, 1.0, 1e-3):
        factor, kept, again = functions["control"](error**2, kept, again)
        assert factor == pytest.approx(control.factor(error), rel=1e-12)
        assert again == float(control.rejected)
        assert kept == pytest.approx(math.log(control.last_error))
