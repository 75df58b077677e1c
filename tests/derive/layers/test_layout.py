"""Depths, and blocks of layers."""

import pytest
from tests.derive.layers.chains import INSIDE, layout

from sslcheck.derive.layers.indices import Outside, Unseparated
from sslcheck.derive.layers.layout import WIDE


def test_layers_are_named_from_the_nearer_end() -> None:
    first, last = INSIDE.blocks
    labels = [INSIDE.label(n) for n in (0, *first, WIDE + 1, *last)]
    assert labels == ["0", "1", "j-1", "j", "j+1", "L"]
    assert (INSIDE.said, layout(3, 2).said) == ("any L, and any j inside", "L = 3, j = 2")


def test_only_whole_blocks_are_parts() -> None:
    assert [*INSIDE.parts(1, INSIDE.depth)] == [(1, WIDE), WIDE + 1, INSIDE.blocks[1]]
    assert [*layout(2).parts(3, 2)] == []
    with pytest.raises(Unseparated):
        [*INSIDE.parts(2, INSIDE.depth)]
    with pytest.raises(Outside):
        [*layout(2).parts(1, 3)]
    with pytest.raises(Outside):
        [*layout(3).parts(3, 1)]


def test_layers_that_there_are() -> None:
    layout(2).check(2)
    for layer in (0, 3):
        with pytest.raises(Outside):
            layout(2).check(layer)
    with pytest.raises(Unseparated):
        INSIDE.check(1)
