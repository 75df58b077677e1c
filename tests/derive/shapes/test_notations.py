"""What notations want of shapes, with the place where it is not met."""

from __future__ import annotations

import pytest
from tests.derive.shapes.shaped import SYMBOLS, read, shape_of

from sslcheck.derive.errors import LatexError
from sslcheck.derive.shapes import resolve


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (r"\|W\|_2^2", "its largest singular value"),
        (r"[\eta, \beta]", "a bracket of scalars"),
        (r"\text{diag}(f^T)", "of a row or a number"),
        (r"\langle \eta, X \rangle", "unlike shapes"),
        (r"W \odot W X", "write parentheses"),
    ],
)
def test_what_a_notation_wants(text: str, says: str) -> None:
    with pytest.raises(LatexError) as caught:
        resolve(read(text), SYMBOLS, source=text)
    assert says in str(caught.value)


def test_where_it_is_met() -> None:
    assert shape_of(r"[X, X']") == ("d", "d")
    assert shape_of(r"\langle W, W_a \rangle") == ("1", "1")
    assert shape_of(r"\text{diag}(f)") == ("n", "n")
    assert shape_of(r"W \odot (W X)") == ("n", "d")
