"""Symbols of layers in formulas."""

import pytest
from tests.derive.layers.chains import LAYERS, layout

from sslcheck.derive.layers.indices import LayerError
from sslcheck.derive.layers.symbols import Symbols, has_dots


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (r"\nabla_{W_{j+1}} J", r"\nabla_{W_3} J"),
        (r"\dot{W}_j + \dot{W_j} + \ddot W_j", r"\dot{W}_2 + \dot{W_2} + \ddot W_2"),
        (r"(W_L \cdots W_1)^T W_p", r"(W_3 W_2 W_1)^T W_p"),
        (r"W_L W_{L-1} \cdots W_1", "W_3 W_2 W_1"),
        (r"2 L \lambda^{L-1} \mathcal{L} a^j", r"2 ({3}) \lambda^{2} \mathcal{L} a^{2}"),
        (r"[p_1, \dots, p_n] I_{n_{j-1}}", r"[p_1, \dots, p_n] I_{n_1}"),
    ],
)
def test_what_is_written_out(text: str, written: str) -> None:
    here = Symbols(LAYERS, layout(3, 2))
    assert here.single(text, here.values(2), frozenset()) == written


@pytest.mark.parametrize("text", [r"W_1 + \cdots + W_L", r"W_L^T \cdots W_1", "W_q", "W_{ij}"])
def test_what_cannot_be_read_is_refused(text: str) -> None:
    here = Symbols(LAYERS, layout(3, 2))
    with pytest.raises(LayerError):
        here.single(text, here.values(2), frozenset())


def test_dots() -> None:
    assert has_dots(r"a \cdots b")
    assert not has_dots(r"a \cdot b")
