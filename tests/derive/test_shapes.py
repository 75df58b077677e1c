"""Shapes: what conforms, what does not and why, and the sizes of identities."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sslcheck.derive.errors import LatexError, ShapeMismatch
from sslcheck.derive.expr import Expr, Ident, Num, Prod, Sum, Sym
from sslcheck.derive.latex import read_expression, read_statement
from sslcheck.derive.setting import Shape, Symbol
from sslcheck.derive.shapes import resolve, resolve_relation
from sslcheck.derive.traverse import walk

N, D, ONE = "n", "d", "1"
SPACES = {"n": "outputs", "d": "inputs"}
SHAPES = {
    **dict.fromkeys(("W", "W_a"), (N, D)),
    **dict.fromkeys(("W_p", "C", "F", "U", "\\hat{F}", "\\hat{U}"), (N, N)),
    **dict.fromkeys(("\\Lambda_{W_p}", "\\Lambda_F", "\\hat{\\Lambda}_F"), (N, N)),
    **dict.fromkeys(("X", "X'"), (D, D)),
    **dict.fromkeys(("\\mathbf{x}_1", "\\mathbf{x}_2", "\\bar{\\mathbf{x}}"), (D, ONE)),
    **dict.fromkeys(("f",), (N, ONE)),
    **dict.fromkeys(("H",), ("d*n", "d*n")),
    **dict.fromkeys(("V",), (D, N)),
    **dict.fromkeys(("J", "\\alpha_p", "\\eta", "\\beta", "\\sigma", "\\tau"), (ONE, ONE)),
    **dict.fromkeys(("\\rho", "\\varepsilon", "p_{+}", "\\tau_j"), (ONE, ONE)),
    **dict.fromkeys(("p_j", "s_j", "c_j"), (ONE, ONE)),
}
SYMBOLS = {
    name: Symbol(name, shape, index="j" if name.endswith("_j") else "")
    for name, shape in SHAPES.items()
}


def shape_of(text: str, **merged: str) -> Shape:
    return resolve(read(text), SYMBOLS, source=text, merged=merged)[1]


def read(text: str) -> Expr:
    return read_expression(text, SYMBOLS, SPACES)


def identities(expr: Expr) -> list[str]:
    return [node.space for node in walk(expr) if isinstance(node, Ident)]


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
        (r"\frac{\partial}{\partial \eta} W(0)", ("n", "d")),
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
    ],
)
def test_identities_get_their_size(text: str, spaces: list[str]) -> None:
    assert identities(resolve(read(text), SYMBOLS)[0]) == spaces


def test_the_expected_shape_fixes_an_identity() -> None:
    assert resolve(read(r"\sigma^2 I"), SYMBOLS, expected=("d", "d"))[1] == ("d", "d")
    assert resolve(read("0"), SYMBOLS, expected=("n", "d"))[1] == ("n", "d")
    with pytest.raises(ShapeMismatch, match="`W` is n x d, but it must be d x n") as caught:
        resolve(read("W"), SYMBOLS, source="W", expected=("d", "n"))
    assert caught.value.spaces == ("n", "d")


def test_a_relation_fixes_an_identity() -> None:
    statement = read_statement("X = I, U^T U = I", SYMBOLS, SPACES)
    sizes = [resolve_relation(item, SYMBOLS).rhs for item in statement.relations]
    assert sizes == [Ident("d"), Ident("n")]


@pytest.mark.parametrize("text", ["I", r"\text{tr}(I)", "(I + I)^2"])
def test_an_identity_without_context(text: str) -> None:
    with pytest.raises(LatexError, match="size of the identity cannot be determined"):
        resolve(read(text), SYMBOLS, source=text)


def test_equation_2_as_printed_does_not_conform() -> None:
    text = r"\dot{W}_p = \alpha_p (-WW_p(X + X') + W_a X) W^T - \eta W_p"
    statement = read_statement(text, SYMBOLS, SPACES)
    with pytest.raises(ShapeMismatch) as caught:
        resolve_relation(
            statement.relations[0], SYMBOLS, source=statement.source, where="equation (2), line 1"
        )
    assert caught.value.spaces == ("d", "n")
    assert str(caught.value).splitlines() == [
        "equation (2), line 1: the product does not conform",
        "  " + text,
        "  " + " " * text.index("WW_p") + "^^^^",
        "  `W` is n x d but `W_p` is n x n: the inner spaces `d` and `n` differ.",
        "  Write the factors in an order that conforms, or declare `d` and `n` equal.",
    ]
    resolve_relation(statement.relations[0], SYMBOLS, merged={"d": "n"})


def test_equation_5_as_printed_does_not_conform() -> None:
    text = r"U \text{diag}(p_1, \dots, p_d) U^T"
    with pytest.raises(ShapeMismatch, match="the product does not conform") as caught:
        resolve(read(text), SYMBOLS, source=text)
    assert caught.value.spaces == ("n", "d")
    assert shape_of(text, d="n") == ("n", "n")


@pytest.mark.parametrize(
    ("text", "under", "says"),
    [
        ("W X + X", "W X + X", "`W X` is n x d but `X` is d x d"),
        ("X + 1", "X + 1", "`X` is d x d but `1` is a scalar"),
        ("X (I + 1)", "I + 1", "`I` is a matrix but `1` is a scalar"),
        (r"\frac{\eta}{W}", "W", "the denominator must be a scalar"),
        ("W^2", "W", "only a square matrix has powers"),
        (r"\text{tr}(W)", "W", "only a square matrix has a trace"),
        (r"e^{W}", "W", "only a scalar or a square matrix"),
        (r"\frac{\partial}{\partial W} X", "X", "only a scalar has a gradient"),
        (r"W \text{vec}(W)", r"W \text{vec}(W)", "`d` and `d*n`"),
    ],
)
def test_mismatches_point_to_their_place(text: str, under: str, says: str) -> None:
    with pytest.raises(ShapeMismatch) as caught:
        resolve(read(text), SYMBOLS, source=text)
    message = str(caught.value)
    _, shown, carets, *_ = message.splitlines()
    assert shown[carets.index("^") : len(carets)] == under
    assert says in message


def test_the_maximum_needs_an_index() -> None:
    with pytest.raises(LatexError, match="without that index"):
        resolve(read(r"\max_j \eta"), SYMBOLS)


def test_the_exponential_of_a_square_matrix_has_its_shape() -> None:
    assert resolve(read(r"W e^{\eta X}"), SYMBOLS)[1] == SYMBOLS["W"].shape


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (r"W \succeq 0", "only a square matrix can be definite"),
        (r"0 \succeq W", "only a square matrix can be definite"),
        (r"W = X", "the two sides differ in shape"),
        (r"W = 1", "the two sides differ in shape"),
    ],
)
def test_relations_that_do_not_conform(text: str, says: str) -> None:
    statement = read_statement(text, SYMBOLS, SPACES)
    with pytest.raises(ShapeMismatch, match=says):
        resolve_relation(statement.relations[0], SYMBOLS, source=statement.source)


@pytest.mark.parametrize("text", [r"W \ge 0", r"0 < X", r"X \le X^T"])
def test_matrices_are_not_compared_as_numbers(text: str) -> None:
    statement = read_statement(text, SYMBOLS, SPACES)
    with pytest.raises(LatexError, match=r"compares numbers, not matrices(?s:.*)`A \\succ"):
        resolve_relation(statement.relations[0], SYMBOLS, source=statement.source)


@pytest.mark.parametrize("text", [r"W \to 0", r"X \succ 0", "W = 0", r"\eta \ge 0", "0 = 0"])
def test_zero_fits_any_shape(text: str) -> None:
    relation = read_statement(text, SYMBOLS, SPACES).relations[0]
    assert resolve_relation(relation, SYMBOLS) == relation


def test_expressions_without_spans() -> None:
    with pytest.raises(ShapeMismatch, match="`W` is n x d but `W_p` is n x n"):
        resolve(Prod((Sym("W"), Sym("W_p"))), SYMBOLS)
    with pytest.raises(LatexError, match="undeclared symbol `Q`"):
        resolve(Sum((Sym("Q"), Num(Fraction(1)))), SYMBOLS)


def test_the_order_of_spaces_counts_but_for_numbers() -> None:
    symbols = {"A": Symbol("A", ("n", "n")), "C": Symbol("C", ("d", "d"))}
    text = r"A \otimes C + I \otimes I = C \otimes A"
    swapped = read_statement(text, symbols, SPACES).relations[0]
    with pytest.raises(ShapeMismatch):
        resolve_relation(swapped, symbols)
    sized = resolve_relation(swapped, symbols, as_numbers=True)
    assert [part.space for part in walk(sized.lhs) if isinstance(part, Ident)] == ["n", "d"]
    wrong = read_statement(r"A \otimes A = C \otimes A", symbols, SPACES).relations[0]
    with pytest.raises(ShapeMismatch):
        resolve_relation(wrong, symbols, as_numbers=True)


def test_as_many_identities_as_a_formula_has_room_for() -> None:
    text = f"W = {'I ' * 1900}W"
    (relation,) = read_statement(text, SYMBOLS, SPACES).relations
    resolved = resolve_relation(relation, SYMBOLS, source=text)
    assert {node.space for node in walk(resolved.rhs) if isinstance(node, Ident)} == {"n"}
