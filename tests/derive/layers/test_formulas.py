"""Whole formulas at a depth."""

import pytest
from tests.derive.layers.chains import INSIDE, LAYERS, layout

from sslcheck.derive.layers.formulas import Formulas
from sslcheck.derive.layers.indices import Index, LayerError, Outside, Unseparated
from sslcheck.derive.layers.ranges import NEUTRAL


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (r"\sum_{k=1}^{L} a_k^2 - 1", "[a_1^2 + a_2^2 + a_3^2] - 1"),
        (r"\sum_{k \neq j} a_k", "[a_1 + a_3]"),
        (r"\sum_{k=1}^{j-2} a_k", "[0]"),
        (r"\sum_{k=0}^{L-1} a_{k+1}", "[a_1 + a_2 + a_3]"),
        (r"\sum_{k=0}^{j-1} k a_{k+1}", "[({0}) a_1 + ({1}) a_2]"),
        (r"\prod_{k=L-1}^{0} W_{k+1}", "W_3 W_2 W_1"),
        (r"\prod_k \|W_k\|_F", r"\|W_1\|_F \|W_2\|_F \|W_3\|_F"),
        (r"\prod_{k=1}^{j} a_k^2 G", "a_1^2 a_2^2 G"),
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


@pytest.mark.parametrize(
    ("text", "uniform"),
    [
        ("W_{j+1}^T W_{j+1} = W_j W_j^T", True),
        ("W_{j-1} W_{j-1}^T = W_j^T W_j", True),
        (r"a_j = a_{j+1}, \quad j = 1, \dots, L-1", True),
        (r"a_j = a_{j+1}, \quad j < L", True),
        (r"a_j = a_{j+1}, \quad j = 2, \dots, L-1", False),
        (r"a_j = a_{j+1}, \quad j = 1, \dots, 3", False),
        ("a_j = a_{j+1} + j", False),
        ("a_j = a_{j+1} + L", False),
        ("a_j = a_{j+1} + a_1", False),
        ("a_j = a_{j+2}", False),
        ("a_j = a_j", False),
        ("a_1 = a_2", False),
        (r"a_{j+1} = a_j + \sum_k a_k", False),
        ("Q_{j+1} = Q_j", False),
        (r"W_{j+1} W_j \cdots W_1 = W_{j+1} W_j", False),
    ],
)
def test_what_is_said_of_all_neighbours(text: str, uniform: bool) -> None:
    here = Formulas(LAYERS, layout(NEUTRAL))
    assert here.is_of_neighbours(text) is uniform


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("(W W^T)^{(L-j)/L}", "(W W^T)^{1/3}"),
        (r"(W W^T)^{\frac{j-1}{L}}", "(W W^T)^{1/3}"),
        ("a^{2-2/L}", "a^{4/3}"),
        ("W^{x/L}", "W^{x/({3})}"),
        ("W^{T}", "W^{T}"),
    ],
)
def test_exponents_are_numbers(text: str, written: str) -> None:
    assert Formulas(LAYERS, layout(3, 2)).written(text, 2) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (r"\prod_{k=1}^{L} a_k", "a_{1:j-1} a_j a_{j+1:L}"),
        (r"\prod_{k=0}^{L-1} a_{k+1}^2", "a_{1:j-1}^{2} a_j^2 a_{j+1:L}^{2}"),
        (r"\prod_{k=1}^{L} \|W_k\|", r"\varpi_{j-1:1} \|W_j\| \varpi_{L:j+1}"),
    ],
)
def test_what_a_block_has_of_a_product_of_numbers(text: str, written: str) -> None:
    assert " ".join(Formulas(LAYERS, INSIDE).written(text, INSIDE.at).split()) == written


def test_the_square_of_a_matrix_in_a_product_has_no_letter() -> None:
    with pytest.raises(Unseparated):
        Formulas(LAYERS, INSIDE).written(r"\prod_{k=1}^{L} Q_k^2", INSIDE.at)


@pytest.mark.parametrize("text", [r"\min_j a_j", r"\max_{j} \|W_j\|", r"\max\limits_{ j } a_j"])
def test_the_largest_of_all_layers_cannot_be_read(text: str) -> None:
    with pytest.raises(LayerError, match="over layers: say what is meant of each layer"):
        Formulas(LAYERS, layout(3, 2)).written(text, 2)
