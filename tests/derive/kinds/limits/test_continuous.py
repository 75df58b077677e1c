"""Functions of what tends to limits."""

from __future__ import annotations

import pytest
from tests.derive.kinds import small
from tests.derive.kinds.small import FUNCTION, MATRIX, POSITIVE, STATE

NAMES = {
    "x": f"{STATE}, shape = ['n', '1']",
    "b": "shape = ['n', '1']",
    "S": f"{MATRIX}, properties = ['psd']",
    "P": f"{MATRIX}, properties = ['psd', 'invertible']",
    "V": f"{STATE}, {MATRIX}, properties = ['psd', 'invertible']",
    "y": f"{STATE}, {POSITIVE}",
    "z": STATE,
    "u": STATE,
    "m": "",
    "f": f"{FUNCTION}, sign = 'nonnegative'",
    "h": f"{FUNCTION}, {POSITIVE}",
    "r": FUNCTION,
    "p_j": f"{STATE}, index = 'j', sign = 'nonnegative'",
    "l_j": f"index = 'j', {POSITIVE}",
    "k_j": "index = 'j', sign = 'nonnegative'",
}
PULLED = (r"\dot{x} = -P (x - b)",)
DECAY = (r"\dot{y} = -y", r"\dot{z} = -z", r"\dot{u} = 2 u")
MATRICES = (r"\dot{V} = -V",)
LOGISTIC = (r"\dot{y} = y (1 - y)", r"\dot{z} = y^2 - z")
MODES = (r"\dot{p}_j = -l_j (p_j - k_j)",)


@pytest.mark.parametrize(
    ("limit", "flow", "verdict"),
    [
        (r"S x \to S b", PULLED, "proved"),
        (r"x x^T \to b b^T", PULLED, "proved"),
        (r"e^{\|x\|} \to e^{\|b\|}", PULLED, "proved"),
        (r"x x(0)^T \to b x(0)^T", PULLED, "proved"),
        (r"x x^T \to x(0) x(0)^T", PULLED, "refuted"),
        (r"x^T x \to b^T b", (r"\dot{x} = -S (x - b)",), "refuted"),
        (r"\frac{1}{y} + \ln y + e^y \to 1 + e^1", LOGISTIC, "proved"),
        (r"y z \to 1", LOGISTIC, "proved"),
        (r"y z \to 2", LOGISTIC, "refuted"),
        (r"V^{1/2} \to 0", MATRICES, "proved"),
        (r"e^V \to I", MATRICES, "proved"),
        (r"V^+ V \to 0", MATRICES, "refuted"),  # it jumps
        (r"\ln y \to 0", DECAY, "undecided"),
        (r"z u \to 0", DECAY, "refuted"),
        (r"\frac{z}{m + z} \to 0", DECAY, "undecided"),  # 1 for m = 0
        (r"\sum_{j=1}^{n} p_j \to \sum_{j=1}^{n} k_j", MODES, "proved"),
        (r"\max_j p_j \to \max_j k_j", MODES, "proved"),
        (r"\sum_{j=1}^{n} p_j^2 \to 0", MODES, "refuted"),
        (r"\sum_{j=1}^{n} p_j \to 0", (r"\dot{p}_j = -k_j p_j",), "undecided"),
    ],
)
def test_continuous_functions(limit: str, flow: tuple[str, ...], verdict: str) -> None:
    assert small.decided("vanishes", limit, NAMES, flow).verdict.value == verdict


@pytest.mark.parametrize(
    ("limit", "verdict"),
    [
        (r"\frac{y}{1 + f} \to 0", "proved"),
        (r"\frac{y f}{1 + f} \to 0", "proved"),
        (r"\frac{y r}{1 + r^2} \to 0", "proved"),
        (r"\frac{z h}{1 + h + z^2} \to 0", "proved"),
        (r"y f \to 0", "conditional"),
        (r"\frac{y}{h} \to 0", "conditional"),
        (r"\frac{y}{1 + r} \to 0", "conditional"),
        (r"\frac{y f^2}{1 + f} \to 0", "conditional"),
        (r"\frac{y r^3}{1 + r^2} \to 0", "conditional"),
        (r"\frac{y}{f + y} \to 0", "undecided"),
        (r"\frac{y f}{1 + y f} \to 0", "undecided"),
        (r"\frac{y h^2}{1 + h + y h^2} \to 0", "undecided"),
    ],
)
def test_bounded_factors_of_what_is_free(limit: str, verdict: str) -> None:
    assert small.decided("vanishes", limit, NAMES, DECAY[:2]).verdict.value == verdict


@pytest.mark.parametrize(
    ("limit", "other", "verdict"),
    [
        (r"\frac{y}{1 + u^2} \to 0", r"\dot{u} = r u", "proved"),
        (r"\frac{y u}{1 + u^2} \to 0", r"\dot{u} = u - z", "proved"),
        (r"\frac{y u^3}{1 + u^2} \to 0", r"\dot{u} = 2 u", "refuted"),
        (r"\frac{u}{1 + u^2} \to 1", r"\dot{u} = u - z", "refuted"),
        (r"\frac{y}{1 + u^2} \to 0", r"\dot{u} = z u^2", "conditional"),  # it may blow up
    ],
)
def test_a_state_without_a_limit_in_a_bounded_factor(limit: str, other: str, verdict: str) -> None:
    flow = (r"\dot{y} = -y", r"\dot{z} = -z", other)
    claim = small.decided("vanishes", limit, NAMES, flow)
    assert claim.verdict.value == verdict, claim.why
