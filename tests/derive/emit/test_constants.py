"""What is computed once: in an order that works, each but once."""

from __future__ import annotations

from typing import Any

import numpy as np
from tests.derive.emit.drawn import check_rates, written

from sslcheck.derive.emit.plan import Apply, Constant, Prepared

SYMBOLS = {
    "X": "shape = ['n', 'd'], role = 'state'",
    "Y": "shape = ['n', 'd'], role = 'state'",
    "A": "shape = ['n', 'n'], properties = ['psd']",
    "S": "shape = ['d', 'd'], properties = ['psd']",
}


def plan(*equations: str) -> Any:
    return check_rates(written(SYMBOLS, {"n": 3, "d": 2}, *equations))


def test_each_is_made_once_and_after_what_it_is_made_of() -> None:
    found = plan(
        r"\dot{X} = (A + \text{tr}(A) I)^{-1} X (S + I)^{-1}",
        r"\dot{Y} = (A + \text{tr}(A) I)^{-1} Y",
    )
    names = [c.buffer.name for c in found.constants]
    assert len({*names}) == len(names)
    steps = [c.step for c in found.constants if isinstance(c, Prepared)]
    functions = [step.function for step in steps if isinstance(step, Apply)]
    assert sorted(functions) == ["inverse", "inverse", "trace"]
    known: set[str] = {b.name for b in found.data}
    for constant in found.constants:
        if isinstance(constant, Constant):
            used = {o.name for _, word in constant.terms for o in word}
        else:
            assert isinstance(constant.step, Apply)
            used = {o.name for o in constant.step.args}
        assert used <= known
        known.add(constant.buffer.name)


def test_a_multiple_of_a_constant_has_its_factor() -> None:
    found = plan(r"\dot{X} = (2 A + 2 I)^{-1} X + \det(3 A + 3 I) X")
    assert np.isfinite(found.flops)
