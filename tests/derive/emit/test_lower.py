"""Letters that stand for more than a symbol, computed on the way: against the exact values."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.derive.emit.drawn import Case, check_rates, model_of, written

from sslcheck.derive.emit import array_text, make_plan
from sslcheck.derive.emit.plan import Apply, MatMul, Plan, Prepared
from sslcheck.derive.errors import Unsupported

SYMBOLS = {
    "X": "shape = ['n', 'd'], role = 'state'",
    "W": "shape = ['n', 'n'], role = 'state'",
    "u": "shape = ['n', '1'], role = 'state'",
    "s": "role = 'state', sign = 'positive'",
    "A": "shape = ['n', 'n'], properties = ['psd']",
    "B": "shape = ['n', 'n']",
    "G": "shape = ['d', 'd']",
    "D": "shape = ['n', 'n'], properties = ['diagonal']",
    "v": "shape = ['n', '1']",
    "w": "shape = ['d', '1']",
}
SIZES = {"n": 3, "d": 2, "N": 5}
FLOWS = [
    (r"\dot{X} = \text{tr}(X X^T) X",),
    (r"\dot{X} = \frac{\text{tr}(X X^T)}{\text{tr}(A)} (\frac{A}{\text{tr}(A)} + I)^{-1} X",),
    (r"\dot{X} = \text{tr}(A B) X + \text{tr}(D A) X + \text{tr}(D) X",),
    (r"\dot{X} = (I - \frac{X X^T}{\|X\|^2}) B X",),
    (r"\dot{X} = \frac{1}{v^T B v} X",),
    (r"\dot{X} = \text{tr}(I_n) X - \frac{1}{N} X",),
    (r"\dot{X} = \text{diag}(A X X^T) X",),
    (r"\dot{X} = \text{diag}(X X^T) \text{diag}(v) X G",),
    (r"\dot{X} = \text{diag}(X X^T)^{-1} X",),
    (r"\dot{X} = (I + \text{diag}(X w)^2)^{-1} X",),
    (r"\dot{X} = \text{diag}(B) X + \text{diag}(B) D X + (B \odot B) X",),
    (r"\dot{X} = (X \odot X \odot (X G)) G^T + (B \odot (X X^T)) X",),
    (r"\dot{X} = (\mathbf{1} w^T) \odot X",),
    (r"\dot{X} = X - \frac1n \mathbf{1} \mathbf{1}^T X - \frac1d X \mathbf{1} \mathbf{1}^T",),
    (r"\dot{X} = (X X^T + A + I)^{-1} X + (A + B B^T + I)^{-1} X",),
    (r"\dot{X} = (\text{tr}(A A) A + I)^{-1} X + (v^T v A + I)^{-1} X",),
    (r"\dot{X} = (D D + I)^{-1} X + \det(D D + I) X",),
    (r"\dot{X} = \det(A + I) X",),
    (r"\dot{W} = W - \text{diag}(W W^T) W + \text{diag}(W)",),
    (r"\dot{W} = \text{diag}(W W) \text{diag}(W^T) W + \text{diag}(W W^T B)",),
    (r"\dot{u} = \text{diag}(u) B u - u (u^T \text{diag}(u) B u)",),
    (r"\dot{u} = u \odot u - \mathbf{1} \mathbf{1}^T u",),
    (r"\dot{X} = s X + (s A + I)^{-1} X", r"\dot{s} = \text{tr}(X^T X) - s", r"\dot{u} = s u"),
]


def case_of(*equations: str) -> Case:
    return replace(written(SYMBOLS, SIZES, *equations), structure={"D": "diagonal"})


def plan_of(*equations: str) -> Plan:
    case = case_of(*equations)
    return make_plan(model_of(case), case.sizes)


@pytest.mark.parametrize("equations", FLOWS)
def test_flows(equations: tuple[str, ...]) -> None:
    check_rates(case_of(*equations))


def test_what_is_made_of_data_is_made_once() -> None:
    plan = plan_of(r"\dot{X} = (A + \text{tr}(B A) I)^{-1} X + \text{diag}(B v) X")
    steps = [c.step for c in plan.constants if isinstance(c, Prepared)]
    made = {s.function for s in steps if isinstance(s, Apply)} - {"trace"}
    assert made == {"inverse", "column"}
    assert plan.products == 1  # the inverse before X
    assert "xp.linalg.inv" not in array_text(plan).partition("def evaluate")[2]


def test_nothing_that_moves_is_made_once() -> None:
    for equation in (r"(s A + I)^{-1} X", r"(\|X\|^2 A + I)^{-1} X"):
        text = array_text(plan_of(rf"\dot{{X}} = {equation}", r"\dot{s} = -s"))
        prepared, _, evaluated = text.partition("def evaluate")
        assert "xp.linalg.inv" in evaluated
        assert "xp.linalg.inv" not in prepared


def test_the_diagonal_of_a_product_is_not_the_product() -> None:
    plan = plan_of(r"\dot{X} = \text{diag}(X X^T) X")
    assert not plan.products
    assert plan.flops == 2 * 3 * 2 + 3 * 2  # of the diagonal, and of the rows that it scales


def test_what_is_shared_with_an_argument_is_made_once() -> None:
    plan = plan_of(r"\dot{X} = (X X^T + A + I)^{-1} X + X X^T X")
    products = [s for s in plan.steps if isinstance(s, MatMul)]
    assert len(products) == 2  # X X^T, and the sum of it and the inverse before X


def test_what_no_kernel_computes() -> None:
    with pytest.raises(Unsupported, match=r"`X` needs `X\(0\)`, which no kernel computes"):
        plan_of(r"\dot{X} = \text{tr}(X X^T) X(0)")
