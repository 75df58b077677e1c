"""Products over layers, and the letters for blocks."""

import pytest
from tests.derive.layers.chains import INSIDE, LAYERS, layout

from sslcheck.derive.layers.indices import Index, LayerError, Unseparated
from sslcheck.derive.layers.ranges import Free, Ranges

NONE: frozenset[str] = frozenset()
TOP, BOTTOM = Index("L", 0), Index("", 1)


def test_a_product_in_either_order() -> None:
    here = Ranges(LAYERS, layout(3))
    assert here.product("W", (TOP, BOTTOM), False, here.values(), NONE) == "W_3 W_2 W_1"
    assert here.product("W", (BOTTOM, TOP), True, here.values(), NONE) == "W_1^T W_2^T W_3^T"


@pytest.mark.parametrize(("at", "product"), [(3, "I_{n_3}"), (2, "W_3")])
def test_a_product_of_no_layers_is_the_identity_at_its_place(at: int, product: str) -> None:
    here = Ranges(LAYERS, layout(3, at))
    ends = (TOP, Index("j", 1))
    assert here.product("W", ends, False, here.values(at), NONE) == product


def test_a_block_is_one_letter_that_moves() -> None:
    here = Ranges(LAYERS, INSIDE)
    ends = (TOP, Index("j", 1))
    assert here.product("W", ends, False, here.values(INSIDE.at), NONE) == "W_{L:j+1}"
    assert here.letters == {"W_{L:j+1}": {"shape": ["n_L", "n_j"], "role": "function"}}
    with pytest.raises(Unseparated, match="conform"):  # the transposes in the wrong order
        here.product("W", ends, True, here.values(INSIDE.at), NONE)


def test_which_layer_is_above_must_be_known() -> None:
    here = Ranges(LAYERS, layout(3))
    assert here.above(TOP, Index("j", 5))
    assert not here.above(BOTTOM, Index("j", 0))
    with pytest.raises(LayerError, match="later"):
        here.above(Index("j", 0), Index("k", 0))
    with pytest.raises(Free):
        here.value(Index("j", 0), here.values())
