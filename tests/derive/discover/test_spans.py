"""Linear dependences modulo a prime, against elimination by hand."""

from __future__ import annotations

import random

from sslcheck.derive.discover.residues import PRIME
from sslcheck.derive.discover.spans import Span


def test_a_dependence_tells_how_it_comes_about() -> None:
    span = Span[str, str]()
    assert span.add("u", {"x": 1, "y": 2}) is None
    assert span.add("v", {"y": 1, "z": 1}) is None
    found = span.add("w", {"x": 2, "y": 1, "z": PRIME - 3})
    assert found == {"u": PRIME - 2, "v": 3, "w": 1}
    assert span.holds({"x": 5, "y": 10})
    assert not span.holds({"x": 1})


def test_dependences_add_up_to_zero() -> None:
    draw = random.Random(3)
    for _ in range(20):
        vectors = [{k: draw.randrange(-2, 3) % PRIME for k in range(5)} for _ in range(8)]
        vectors = [{k: c for k, c in v.items() if c} for v in vectors]
        span = Span[int, int]()
        free = 0
        for name, vector in enumerate(vectors):
            found = span.add(name, vector)
            free += found is None
            for k in range(5) if found else ():
                assert found is not None
                assert sum(c * vectors[n].get(k, 0) for n, c in found.items()) % PRIME == 0
        assert free <= 5


def test_long_chains_are_reduced_once() -> None:
    span = Span[int, int]()
    for k in range(200):  # in any other order than that of the rows it would take for ever
        span.add(k, dict.fromkeys(range(k, min(k + 12, 220)), 1))
    assert not span.holds(dict.fromkeys(range(0, 220, 7), 1))
