"""What decays at a rate that tends to a positive one."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import STATE, decided

SYMBOLS = {
    **dict.fromkeys(("x", "y", "z"), STATE),
    **dict.fromkeys(("k", "m"), "sign = 'positive'"),
    "h": "",
    "p": f"{STATE}, sign = 'positive'",
    "A": "shape = ['n', 'd']",
    "W": f"shape = ['n', 'd'], {STATE}",
    "T": f"shape = ['n', 'd'], {STATE}",
    "V": f"shape = ['n', 'n'], {STATE}",
    "S": "shape = ['n', 'n'], properties = ['psd', 'invertible']",
    "Q": "shape = ['n', 'n'], properties = ['psd', 'invertible']",
    "P": "shape = ['n', 'n'], properties = ['psd']",
}


@pytest.mark.parametrize(
    ("statement", "flow", "wanted"),
    [
        (r"x \to 0", r"\dot x = -x (1 + y); \dot y = -y", "proved"),
        (r"x \to 0", r"\dot x = -x (k - h y^2); \dot y = -m y", "proved"),
        (r"x \to 0", r"\dot x = -x (k + y z); \dot y = -y; \dot z = -2 z", "proved"),
        (r"T \to 0", r"\dot T = -(k I - W W^T) T; \dot W = -W", "proved"),
        (r"T \to 0", r"\dot T = -(S + V) T; \dot V = -V", "proved"),
        (r"T \to 0", r"\dot T = -S T - y T; \dot y = -y", "proved"),
        # a rate that tends to what is not 0
        (r"x \to 0", r"\dot x = -y x; \dot y = k - y", "proved"),
        (r"x \to 0", r"\dot x = -(2 y - k) x; \dot y = k - y", "proved"),
        (r"x \to 0", r"\dot x = -p x; \dot p = p (k - p)", "proved"),
        (r"x \to 0", r"\dot x = -x / p; \dot p = k - p", "proved"),
        (r"T \to 0", r"\dot T = -y S T; \dot y = k - y", "proved"),
        (r"x \to 0", r"\dot x = -(y - k) x; \dot y = k - y", "refuted"),
        (r"x \to 0", r"\dot x = -(y - 2 k) x; \dot y = k - y", "refuted"),
        (r"x \to 0", r"\dot x = -y x; \dot y = -k - y", "refuted"),
        (r"x \to 0", r"\dot x = -y x; \dot y = y - k", "refuted"),
        (r"x \to 0", r"\dot x = -y x; \dot y = h - y", "conditional"),
        (r"T \to 0", r"\dot T = -y P T; \dot y = k - y", "conditional"),
        (r"T \to 0", r"\dot T = -y S Q T; \dot y = k - y", "conditional"),
        (r"T \to 0", r"\dot T = -h S T", "conditional"),
        (r"\|T - A\|_F^2 \to 0", r"\dot T = -S (T - A)", "proved"),
        (r"\|T - A\|_F^2 \to 0", r"\dot T = S (T - A)", "refuted"),
        (r"\|T - A\|_F^2 \to 0", r"\dot T = -S T", "refuted"),
        # not seen, or not so
        (r"x \to 0", r"\dot x = -x (y - 1); \dot y = -y", "refuted"),
        (r"x \to 0", r"\dot x = -x (1 + y); \dot y = y", "undecided"),
        (r"x \to 0", r"\dot x = -x (1 + e^{2 t} y); \dot y = -y", "undecided"),
        (r"x \to 0", r"\dot x = -x (1 + t y); \dot y = -y", "undecided"),
        (r"x \to 0", r"\dot x = -x (1 + y z); \dot y = -y; \dot z = 2 z", "undecided"),
        (r"x \to 0", r"\dot x = -x (1 - x y); \dot y = -y", "undecided"),  # it may blow up
        (r"x \to 0", r"\dot x = -x (1 + \frac{y}{z}); \dot y = -y; \dot z = -2 z", "undecided"),
        (r"x \to 0", r"\dot x = -x (1 + \frac{y}{1 + z^2}); \dot y = -y; \dot z = -2 z", "proved"),
        (r"T \to 0", r"\dot T = -(P + V) T; \dot V = -V", "conditional"),
        (r"T \to 0", r"\dot T = -(S + V) T; \dot V = V", "conditional"),
        # a rate that tends to 0 is not bounded below
        (r"T \to 0", r"\dot T = -V T; \dot V = -V", "refuted"),
        (r"T \to 0", r"\dot T = -y P T; \dot y = -y", "refuted"),
        (r"T \to 0", r"\dot T = -V T; \dot V = V", "conditional"),
    ],
)
def test_what_is_left_of_a_rate(statement: str, flow: str, wanted: str) -> None:
    found = decided("vanishes", statement, SYMBOLS, tuple(flow.split("; ")))
    assert found.verdict.value == wanted, found.why
