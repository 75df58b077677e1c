"""The layouts that cover every depth."""

import pytest
from tests.derive.layers.chains import LAYERS, layout

from sslcheck.derive.layers.indices import Index, LayerError, index_of
from sslcheck.derive.layers.layout import Layout
from sslcheck.derive.layers.layouts import covering, layouts

PAIR = {Index("j", -1), Index("j", 0), Index("j", 1)}


def test_a_pair_of_layers_has_three_cases_with_blocks_and_one_without() -> None:
    small, blocked = layouts(
        PAIR, True, LAYERS.names, 1, lambda one: one.at is not None and one.at < one.depth
    )
    assert [(one.depth, one.at) for one in small] == [
        (2, 1),
        (3, 1),
        (3, 2),
        (4, 1),
        (4, 2),
        (4, 3),
    ]
    assert [one.said for one in blocked] == [
        "any L, j = 1",
        "any L, j = L-1",
        "any L, and any j inside",
    ]
    assert [[one.block_of(one.at), one.block_of(one.at + 1)] for one in blocked if one.at] == [
        [None, None]
    ] * 3


def test_ends_have_names_where_they_are_told_apart() -> None:
    ends = {Index("", 0), Index("", 1), Index("L", -1), Index("L", 0)}
    small, blocked = layouts(ends, False, LAYERS.names, 2, lambda one: True)
    assert [one.depth for one in small] == [2, 3]
    assert [[one.label(n) for n in one.layers] for one in blocked] == [["1", "L"]]


def test_a_cut_between_two_blocks() -> None:
    _, blocked = layouts({Index("j", 0)}, True, LAYERS.names, 1, lambda one: True)
    assert sorted(len(one.blocks) for one in blocked) == [1, 2]


@pytest.mark.parametrize(
    ("cuts", "general", "named"),
    [
        (PAIR, True, ("j", "j+1")),
        ({Index("j", -1), Index("j", 0)}, True, ("j",)),
        ({Index("", 0), Index("", 1), Index("L", -1), Index("L", 0)}, False, ("1", "L")),
        ({Index("L", -2), Index("L", -1)}, False, ("L-1", "L")),
        ({Index("", 0), Index("L", 0)}, False, ()),
    ],
)
def test_each_depth_is_in_one_of_those_that_cover(
    cuts: set[Index], general: bool, named: tuple[str, ...]
) -> None:
    names = LAYERS.names
    for depth in range(1, 6):
        for at in range(1, depth + 1) if general else (None,):
            one = Layout(depth, at, names)
            values = {"L": depth, "j": at or 0}
            there = [index_of(label) for label in named]
            if not all(i and 1 <= i.value(values) <= depth for i in there):
                continue
            found = [
                cover
                for cover in covering(cuts, general, names, 1, lambda _: True)
                if (cover.blocks and _fits(cover, values)) or cover == one
            ]
            assert len(found) == 1


def _fits(cover: Layout, values: dict[str, int]) -> bool:
    """Whether the blocks are there, some of no layers."""
    ends = [[index_of(cover.label(n)) for n in block] for block in cover.blocks]
    return all(a and b and a.value(values) <= b.value(values) + 1 for a, b in ends)


def test_layers_at_an_end_beside_the_index_are_not_covered() -> None:
    assert covering({Index("", 1), *PAIR}, True, LAYERS.names, 1, lambda _: True) == []


def test_too_many_layers() -> None:
    with pytest.raises(LayerError, match="depth"):
        layouts({Index("", 9)}, False, LAYERS.names, 1, lambda one: True)
    assert layout(1).at is None
