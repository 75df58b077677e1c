"""Whole formulas at a depth."""

import pytest
from tests.derive.layers.chains import INSIDE, LAYERS, layout

from sslcheck.derive.layers.formulas import Formulas
from sslcheck.derive.layers.indices import Index, LayerError, Outside, Unseparated


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (r"\sum_{k=1}^{L} a_k^2 - 1", "[a_1^2 + a_2^2 + a_3^2] - 1"),
        (r"\sum_{k \neq j} a_k", "[a_1 + a_3]"),
        (r"\sum_{k=1}^{j-2} a_k", "[0]"),
        (r"\prod_{k=L}^{1} W_k", "W_3 W_2 W_1"),
        (r"\prod_{k=j+1}^{L} W_k^T G \prod_{k=1}^{j-1} W_k^T", "W_3^T G W_1^T"),
        (r"\sum_k W_L \cdots W_{k+1} W_k", "[W_3 W_2 W_1 + W_3 W_2 + I_{n_3} W_3]"),
        (r"\sum_{i=1}^{N} x_i", r"\sum_{i=1}^{N} x_i"),
        (r"\prod_{k=j+2}^{L} (\|W_k\|^2 + \operatorname{tr}[W_k])", "1"),
        (r"\prod_{k=j+2}^{L} (a_k W_k)", "I"),
        (r"\prod_{k=j+2}^{L} (a_k G)", "I"),
    ],
)
def test_sums_and_products(text: str, written: str) -> None:
    assert " ".join(Formulas(LAYERS, layout(3, 2)).written(text, 2).split()) == written


def test_what_a_block_has_of_a_sum_is_a_letter() -> None:
    here = Formulas(LAYERS, INSIDE)
    text = here.written(r"\sum_k \|W_k\|_F^2 + \sum_{k \neq j} a_k", INSIDE.at)
    assert text.count(r"\|W_j\|_F^2") == 1
    assert "a_j" not in text
    assert {*here.letters} == {
        *(rf"\zeta_{{{part}}}{mark}" for part in ("j-1:1", "L:j+1") for mark in ("", "'"))
    }


@pytest.mark.parametrize(
    "text",
    [
        r"\sum_k W_k",  # may be no number
        r"\sum_k a_k G",
        r"\text{tr}(\sum_{k=1}^{L} G)",
        r"\sum_k a_k J",  # J has other layers in it
        r"\sum_k a_k \|W_j\|^2",
        r"\sum_k \text{tr}(Q_k)",
        r"\sum_k \text{tr}(W_k \cdots W_1)",
        r"\sum_k k a_k",
        r"\prod_k (a_k + a_j)",
    ],
)
def test_what_is_not_of_the_layers_of_a_block_alone_has_no_letter(text: str) -> None:
    with pytest.raises(Unseparated):
        Formulas(LAYERS, INSIDE).written(text, INSIDE.at)


@pytest.mark.parametrize(
    "text",
    [
        r"\prod_k a_k b a_k",
        r"\sum_{k=L}^{1} a_k",
        r"\sum_k a_k \sum_k a_k",
        r"\prod_{k=j+2}^{L} (v^T W_k v)",  # a number or a matrix, where there is none
    ],
)
def test_what_may_be_read_in_two_ways_is_refused(text: str) -> None:
    with pytest.raises(LayerError):
        Formulas(LAYERS, layout(3, 2)).written(text, 2)


def test_where_the_index_stands() -> None:
    here = Formulas(LAYERS, layout(1))
    for text, general in (("W_{j+1}", True), ("j", True), (r"\sum_{j=1}^L a_j", False)):
        assert here.is_general(text) == general
    assert not here.is_general(r"W_L \cdots W_1")


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        (r", \quad j = 1, \dots, L-1", (1, 2)),
        (r"\quad \text{for all } j = 2, \ldots, L", (2, 3)),
        (r"\quad \forall j \in \{1, 2, \dots, L-1\}", (1, 2)),
        (r"\text{ for } j \in [L]", (1, 3)),
        (r", 2 \le j < L, \text{ for all } t", (2, 2)),
        (r"\quad \forall j", (1, 3)),
        (", j < L", (1, 2)),
        (r"\quad \text{for } j \le L-1", (1, 2)),
        (", j > 1", (2, 3)),
        (r"\quad j \ge 2", (2, 3)),
    ],
)
def test_of_which_layers_it_is_said(said: str, ends: tuple[int, int]) -> None:
    for at in (1, 2, 3):
        here = Formulas(LAYERS, layout(3, at))
        if ends[0] <= at <= ends[1]:
            assert " ".join(here.written(f"a_j = 0 {said}", at).split()).startswith(f"a_{at} = 0")
        else:
            with pytest.raises(Outside):
                here.written(f"a_j = 0 {said}", at)
    assert Formulas(LAYERS, layout(3, 1)).is_general(rf"a_1 = 0 {said}")


def test_ends_of_what_is_said_are_told_apart_from_other_layers() -> None:
    here = Formulas(LAYERS, layout(3, 2))
    here.written(r"a_j = 0, \quad j = 2, \dots, L-1", 2)
    assert {Index("", 1), Index("L", -1)} <= here.cuts


def test_layers_that_are_none() -> None:
    with pytest.raises(LayerError, match="`d` is no index of layers"):
        Formulas(LAYERS, layout(3, 2)).written(r"a_j = 0, j = 1, \dots, d", 2)
