"""The kinds that are named beside a claim exist, and suit the signs of its line."""

from __future__ import annotations

import pytest

from sslcheck.derive.kinds import KINDS
from sslcheck.derive.latex import read_statement
from sslcheck.derive.setting import Symbol
from sslcheck.derive.sketch.hints import hint

SYMBOLS = {name: Symbol(name) for name in ("A", "H", "a")}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (r"A \to 0", "vanishes, stability"),
        (r"H \succeq 0", "definite, inequality"),
        (r"a \le A", "inequality"),
        (r"A = a + e^{-a t} H", "integral, solution"),
        (r"A = \int_0^t a(t') dt'", "integral, solution"),
        (r"\dot{A} = -a A", "identity, with a `flow`"),
        (r"\frac{d}{dt} \text{vec}(A) = -H \text{vec}(A)", "linear, with a `flow`"),
        ("A = a H", "identity, integral, preserved, ..."),
    ],
)
def test_hints(row: str, said: str) -> None:
    relations = read_statement(row, SYMBOLS, {}).relations
    assert hint(relations) == said
    kinds = [word for word in said.replace(",", "").split() if word in KINDS]
    assert kinds
    assert relations[0].op in {sign for kind in kinds for sign in KINDS[kind].signs}


def test_of_nothing() -> None:
    assert hint(()) == ""
