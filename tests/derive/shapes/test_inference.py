"""The size of each part of a formula, and of the identities in it."""

from __future__ import annotations

import pytest
from tests.derive.shapes.shaped import SPACES, SYMBOLS, identities, read, shape_of

from sslcheck.derive.errors import LatexError, ShapeMismatch
from sslcheck.derive.expr import Ident
from sslcheck.derive.latex import read_expression, read_statement
from sslcheck.derive.setting import Shape, Symbol
from sslcheck.derive.shapes import resolve, resolve_relation
from sslcheck.derive.traverse import walk


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("W", ("n", "d")),
        ("W^T", ("d", "n")),
        (r"\eta W X", ("n", "d")),
        (r"W \eta", ("n", "d")),
        ("W W^T + C", ("n", "n")),
        (r"\mathbf{x}_1^T \mathbf{x}_2 W", ("n", "d")),
        (r"\mathbf{x}_1 \mathbf{x}_2^T", ("d", "d")),
        (r"W_p (\mathbf{x}_1^T \mathbf{x}_2)", ("n", "n")),
        (r"\text{vec}(W)", ("d*n", "1")),
        (r"\text{vec}(f)", ("n", "1")),
        (r"(X^T \otimes W_p) \text{vec}(W)", ("d*n", "1")),
        ("X \\otimes f", ("d*n", "d")),
        (r"H \text{vec}(W)", ("d*n", "1")),
        (r"\frac{W}{\eta}", ("n", "d")),
        (r"W_p^{1/2}", ("n", "n")),
        (r"\dot{W}_a", ("n", "d")),
        (r"\nabla_{W_p} J", ("n", "n")),
        (r"\|W\|_F^2", ("1", "1")),
        (r"\text{tr}(X)", ("1", "1")),
        (r"\mathbb{E}[\mathbf{x}_1]", ("d", "1")),
        (r"\text{diag}(p_1, \dots, p_d)", ("d", "d")),
        (r"\max_j s_j", ("1", "1")),
        (r"e^{-\eta t}", ("1", "1")),
        (r"\int_0^t p_j(t') dt'", ("1", "1")),
        (r"\frac{\partial}{\partial \eta} (\eta W)", ("n", "d")),
        ("0 + W", ("n", "d")),
        ("0", ("1", "1")),
    ],
)
def test_shapes(text: str, shape: Shape) -> None:
    assert shape_of(text) == shape


@pytest.mark.parametrize(
    ("text", "spaces"),
    [
        ("W_p - I", ["n"]),
        (r"X + \sigma^2 I", ["d"]),
        ("(I + I) W", ["n", "n"]),
        ("W I", ["d"]),
        (r"I \otimes W_p + H", ["d"]),
        (r"H - I", ["d*n"]),
        (r"(I - V W) X", ["d"]),
        (r"\text{tr}(X I)", ["d"]),
        (r"(I + X)^2", ["d"]),
        (r"I_{dn} \text{vec}(W)", ["d", "n"]),
        (r"I_{nd} \text{vec}(W)", ["d", "n"]),
        (r"I_{nd} \text{vec}(W^T)", ["n", "d"]),
        (r"I_{nd} I_{nd} I_{nd}", ["n", "d"] * 3),
        (r"(I_{nd} + H) (H + I_{nd}) + X \otimes I_n", ["d", "n", "d", "n", "n"]),
        (r"\text{vec}(W)^T I_{nd} I \text{vec}(W)", ["d", "n", "d*n"]),
    ],
)
def test_identities_get_their_size(text: str, spaces: list[str]) -> None:
    assert identities(resolve(read(text), SYMBOLS)[0]) == spaces


@pytest.mark.parametrize(
    "text", [r"I_{nd} \text{vec}(X)", "I_{nd} W", r"I_{nd} \text{vec}(W) + \text{vec}(W^T)"]
)
def test_the_size_of_an_identity_of_two_spaces_is_fixed(text: str) -> None:
    with pytest.raises(ShapeMismatch, match=r"n\*d|d\*n"):
        resolve(read(text), SYMBOLS, source=text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (r"\ln(X + X')", r"the logarithm of a matrix.*`X \+ X'` is d x d.*its determinant"),
        (r"(X + X')^\eta X", "a matrix to a power in letters.*or the eigenvalues"),
        (r"(W_p)^{\eta + 1} W", "a matrix to a power in letters.*`.W_p.` is n x n"),
    ],
)
def test_functions_of_numbers_have_no_matrices_in_them(text: str, told: str) -> None:
    with pytest.raises(LatexError, match=f"(?s){told}"):
        resolve(read(text), SYMBOLS, source=text)


def test_the_maximum_needs_an_index() -> None:
    with pytest.raises(LatexError, match="without that index"):
        resolve(read(r"\max_j \eta"), SYMBOLS)


@pytest.mark.parametrize("text", [r"\eta^T", r"\eta^{T}", r"(\eta \sigma)^T", r"(f^T f)^T"])
def test_where_t_is_a_symbol_a_number_has_no_transpose(text: str) -> None:
    assert shape_of(text) == ("1", "1")
    symbols = {**SYMBOLS, "T": Symbol("T", ("1", "1"))}
    with pytest.raises(LatexError, match="this may be a transpose or a power"):
        resolve(read_expression(text, symbols, SPACES), symbols, source=text)
    for of_matrices in ("(W X)^T", r"f^T f \eta^\top"):
        resolve(read_expression(of_matrices, symbols, SPACES), symbols, source=of_matrices)


def test_an_inner_product_behind_a_matrix_wants_parentheses() -> None:
    for text in (
        r"W_p f^T f",
        r"f^T f W_p f^T W_p f",
        r"W_p \eta \mathbf{x}_1^T \eta \mathbf{x}_2",
    ):
        with pytest.raises(LatexError, match="an inner product behind a matrix"):
            resolve(read(text), SYMBOLS, source=text)
    for text in ("W_p (f^T f)", "f^T f W_p", "W_p f f^T W_p"):
        assert shape_of(text) == ("n", "n")
    for text in ("W_p f^T W_p", r"W_p \mathbf{x}_1^T f"):
        with pytest.raises(ShapeMismatch, match="the product does not conform"):
            resolve(read(text), SYMBOLS, source=text)


def test_the_exponential_of_a_square_matrix_has_its_shape() -> None:
    assert resolve(read(r"W e^{\eta X}"), SYMBOLS)[1] == SYMBOLS["W"].shape


def test_as_many_identities_as_a_formula_has_room_for() -> None:
    text = f"W = {'I ' * 1900}W"
    (relation,) = read_statement(text, SYMBOLS, SPACES).relations
    resolved = resolve_relation(relation, SYMBOLS, source=text)
    assert {node.space for node in walk(resolved.rhs) if isinstance(node, Ident)} == {"n"}
