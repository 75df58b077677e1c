"""Assignments in Python as C: only what is known gets there."""

from __future__ import annotations

import pytest

from sslcheck.derive.errors import Unsupported
from sslcheck.numeric.ensembles.c_text import c_functions

TEXT = '''
def other(a):
    """A note."""
    b = -a
    return (b, b ** 2.0, )

def first(x, y):
    (u, v, ) = other(x + y)
    x = max(u, abs(v)) if x <= 1e-05 else math.exp(-0.5 * y)
    return (x, )
'''


def test_functions_write_through_pointers() -> None:
    assert c_functions(TEXT).split("\n") == [
        "/* A note. */",
        "DEVICE void other(real a, real *out0, real *out1) {",
        "    real b = (-a);",
        "    *out0 = b;",
        "    *out1 = pow(b, 2.0);",
        "}",
        "DEVICE void first(real x, real y, real *out0) {",
        "    real u, v;",
        "    other((x + y), &u, &v);",
        "    x = ((x <= 1e-05) ? fmax(u, fabs(v)) : exp((-0.5 * y)));",
        "    *out0 = x;",
        "}",
    ]


@pytest.mark.parametrize(
    "line",
    ["x = y // 2.0", "x = y if not y else x", "x += y", "x = [y]", "x = y % 2.0", "x = open(y)",
     "x = 1", "x, = y", "x = y = x", "pass", "x = x < y < x", "x = other.path(y)"],
)  # fmt: skip
def test_what_is_not_known_is_refused(line: str) -> None:
    with pytest.raises(Unsupported, match="that is to be one of C"):
        c_functions(f"def f(x, y):\n    {line}\n    return (x, )\n")
    with pytest.raises(Unsupported, match="that is to be one of C"):
        c_functions(f"{line}\n")
