"""Products of squares, less that of the inner product."""

from __future__ import annotations

import pytest
from tests.derive.forming import normal_form, side
from tests.derive.kinds.small import MATRIX, decided

from sslcheck.derive.signs.definiteness import signs_of
from sslcheck.derive.signs.minors import with_minors, without_inner
from sslcheck.derive.signs.quadratic import read_forms

SHOWN = [
    (r"\|A\|^2 \|V\|^2 - \text{tr}(A^T V)^2", True),
    (r"\|A\|^2 \|V\|^2 - 2 \text{tr}(A^T V)^2", False),
    (r"\text{tr}(A^T V)^2 - \|A\|^2 \|V\|^2", False),
    (r"n \|A\|^2 - \text{tr}(A)^2", True),
    (r"\text{tr}(S) \text{tr}(S^3) - \text{tr}(S^2)^2", True),
    (r"\text{tr}(A) \text{tr}(A^3) - \text{tr}(A^2)^2", False),
    (r"\text{tr}(A^T S A) \text{tr}(V^T S V) - \text{tr}(A^T S V)^2 + a^2", True),
]


@pytest.mark.parametrize(("text", "shown"), SHOWN)
def test_the_rest_is_not_negative(text: str, shown: bool) -> None:
    normal = normal_form()
    form = next(read_forms(normal, side(text)))
    value = normal.whole(side(text)).value()
    signs = signs_of(form)
    found = [other for other in with_minors(form, value) if signs.known_nonnegative(other)]
    assert bool(found) is shown
    for other in found:
        again = normal.whole(normal.expr(normal.alphabet.scalar(other)))
        assert (again.value() - value).is_zero()


def test_an_inner_product_is_no_more_than_two_squares() -> None:
    normal = normal_form()
    text = side(r"a - 3 \text{tr}(A^T V)^2")
    form = next(read_forms(normal, text))
    wanted = normal.whole(side(r"a - 3 \|A\|^2 \|V\|^2")).value()
    found = [*without_inner(form, signs_of(form), normal.whole(text).value())]
    assert any((one - wanted).is_zero() for one in found)


def test_an_inner_product_that_is_added_stays() -> None:
    normal = normal_form()
    text = side(r"\text{tr}(A^T V)^2 - \|A\|^2")
    form = next(read_forms(normal, text))
    assert not [*without_inner(form, signs_of(form), normal.whole(text).value())]


@pytest.mark.parametrize(
    ("reading", "verdict"),
    [
        (r"\text{tr}(U)^2 \le n^2", "proved"),
        (r"|\text{tr}(U)| \le n", "proved"),
        (r"\text{tr}(U)^2 \le n", "refuted"),
        (r"\text{tr}(A)^2 \le n^2", "refuted"),
    ],
)
def test_two_squares_may_be_equal(reading: str, verdict: str) -> None:
    symbols = {"U": f"{MATRIX}, properties = ['orthonormal']", "A": MATRIX}
    assert decided("inequality", reading, symbols).verdict.value == verdict
