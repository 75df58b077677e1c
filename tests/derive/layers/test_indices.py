"""Indices of layers."""

import pytest

from sslcheck.derive.layers.indices import Index, index_of


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("j", Index("j", 0)),
        (" j + 1", Index("j", 1)),
        ("L-1", Index("L", -1)),
        (r"\ell", Index(r"\ell", 0)),
        ("2", Index("", 2)),
        ("12", None),
        ("i j", None),
        ("2j", None),
    ],
)
def test_what_an_index_is(text: str, index: Index | None) -> None:
    assert index_of(text) == index


def test_values() -> None:
    assert Index("L", -1).value({"L": 3}) == 2
    assert Index("", 2).moved(1).value({}) == 3
