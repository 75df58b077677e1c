"""Values that are drawn are as they are declared; a value that is not is told what it lacks."""

from __future__ import annotations

import numpy as np
import pytest

from sslcheck.derive.setting import Sign, Symbol
from sslcheck.numeric.bounds import InvalidOption
from sslcheck.numeric.flows.draws import draw_value, mismatch

SQUARE = ("d", "d")


@pytest.mark.parametrize(
    "marks", [{"psd"}, {"symmetric"}, {"diagonal"}, {"orthonormal"}, {"invertible"}, set()]
)
def test_a_matrix_that_is_drawn_is_as_declared(marks: set[str]) -> None:
    symbol = Symbol("M", SQUARE, frozenset(marks))
    value = draw_value(symbol, (7, 7), 0, "diagonal" if "diagonal" in marks else "")
    assert mismatch(symbol, value) == ""
    assert 0.1 < np.linalg.norm(value if value.ndim > 1 else np.diag(value), 2) < 1.6
    if not marks - {"invertible"}:
        assert np.abs(value - value.T).max() > 0.1


@pytest.mark.parametrize("sign", ["positive", "nonnegative", "real"])
def test_scalars_have_their_sign(sign: Sign) -> None:
    symbol = Symbol("p_j", sign=sign, index="j")
    drawn = draw_value(symbol, (400,), 0, scale=0.1)
    assert bool(drawn.min() < 0) is (sign == "real")
    assert mismatch(symbol, drawn) == ""
    assert 0.05 < np.abs(drawn).max() <= 0.1


def test_the_draw_of_a_symbol_depends_on_its_name_and_the_seed_alone() -> None:
    one, other = Symbol("A", SQUARE), Symbol("B", SQUARE)
    first = draw_value(one, (3, 3), 1)
    np.testing.assert_array_equal(first, draw_value(one, (3, 3), 1))
    assert not np.allclose(first, draw_value(one, (3, 3), 2))
    assert not np.allclose(first, draw_value(other, (3, 3), 1))


def test_too_many_orthonormal_columns_are_refused() -> None:
    with pytest.raises(InvalidOption, match="4 of them do not fit into 3 dimensions"):
        draw_value(Symbol("Q", ("d", "n"), frozenset({"orthonormal"})), (3, 4), 0)


@pytest.mark.parametrize(
    ("marks", "value", "lacks"),
    [
        ({"psd"}, np.diag([1.0, -1.0]), "its least eigenvalue is -1"),
        ({"psd"}, np.array([[1.0, 1.0], [0.0, 1.0]]), "it is not symmetric"),
        ({"symmetric"}, np.array([[1.0, 1.0], [0.0, 1.0]]), "declared symmetric"),
        ({"diagonal"}, np.ones((2, 2)), "it has other entries"),
        ({"orthonormal"}, 2 * np.eye(2), "Gram matrix is 3 off"),
        ({"psd"}, np.array([1.0, -1.0]), "its diagonal has a negative entry"),
        ({"invertible"}, np.ones((2, 2)), "its least singular value is"),
        ({"invertible", "diagonal"}, np.array([1.0, 0.0]), "its diagonal has a 0"),
    ],
)
def test_what_a_value_lacks(marks: set[str], value: np.ndarray, lacks: str) -> None:
    assert lacks in mismatch(Symbol("M", SQUARE, frozenset(marks)), value)


def test_what_a_number_lacks() -> None:
    assert "least number is 0" in mismatch(Symbol("p", sign="positive"), np.array([1.0, 0.0]))
    assert "declared nonnegative" in mismatch(Symbol("p", sign="nonnegative"), np.array(-1.0))
