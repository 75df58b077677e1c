"""Names of spaces."""

from __future__ import annotations

from sslcheck.derive.reading.records import OPEN
from sslcheck.derive.sketch.letters import Letter
from sslcheck.derive.sketch.misprints import Solution
from sslcheck.derive.sketch.named import named
from sslcheck.derive.sketch.unify import Spaces

RAW = {"d": ("1", "1"), "W": ("v1", "v2"), "b": ("v1", "1"), "x": ("v2*v3", "1"), "Q": ("v4", "v4")}


def test_spaces_get_letters_that_are_free() -> None:
    letters = {name: Letter(name, rows={0}) for name in RAW}
    letters["Q"].rows = {1}
    shapes, members, names = named(letters, Solution(Spaces(RAW), {}, {}, ()), {0})
    assert names == {"v1": "n", "v2": "m", "v3": "h"}  # d is a symbol
    assert shapes["W"] == ("n", "m")
    assert shapes["x"] == ("m*h", "1")
    assert shapes["Q"] == (OPEN, OPEN)  # it stands in no row that is read
    assert members == {"n": ["W", "b"], "m": ["W", "x"], "h": ["x"]}
