"""States that are moved by each other in the linear part."""

from __future__ import annotations

import pytest
from tests.derive.flowing import STATE, flow_article, normal_of

from sslcheck.derive.discover.mixing import mixes
from sslcheck.derive.discover.residues import Residues
from sslcheck.derive.discover.words import letters_of

NUMBERS = {"x": STATE, "y": STATE, "a": ""}
MATRICES = {**dict.fromkeys("UV", f'shape = ["n", "n"], {STATE}'), "A": 'shape = ["n", "n"]'}


@pytest.mark.parametrize(
    ("symbols", "rates", "circle"),
    [
        (NUMBERS, {"x": "y", "y": "-a x"}, True),
        (NUMBERS, {"x": "y - x", "y": "-a y"}, False),
        (NUMBERS, {"x": "y x", "y": "-a x"}, False),
        (MATRICES, {"U": "V^T", "V": "U"}, True),
        (MATRICES, {"U": "A V", "V": "U"}, False),
    ],
)
def test_a_circle(symbols: dict[str, str], rates: dict[str, str], circle: bool) -> None:
    normal = normal_of(flow_article(symbols, [rf"\dot{{{n}}} = {r}" for n, r in rates.items()]))
    assert mixes(normal, letters_of(normal), Residues(normal)) is circle
