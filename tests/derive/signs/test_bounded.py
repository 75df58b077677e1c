"""What lies below a multiple of the identity: the rest is psd, and adds up with it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.derive.forming import normal_form, relation, side

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.signs.definiteness import signs_of, sum_of_squares
from sslcheck.derive.signs.quadratic import read_forms


def related() -> NormalForm:
    """Where ``A`` is a projection, and ``X`` has orthonormal columns."""
    normal = normal_form()
    relations = relation("X^T X = I"), relation("A A = A"), relation("A^T = A")
    return NormalForm(replace(normal.setting, relations=relations))


BELOW = [
    (r"I_n - X X^+", True),
    (r"A^T A - A^T X X^+ A", True),
    (r"I_n - 2 X X^+", False),
    (r"n I_n - \mathbf{1} \mathbf{1}^T", True),
    (r"I_n - \mathbf{1} \mathbf{1}^T", False),
    (r"\text{tr}(S) I_n - S", True),
    (r"\text{tr}(S) P - S P", False),
    (r"\text{tr}(S) S - S S", True),
    (r"\text{tr}(A) I_n - A", False),
    (r"\text{tr}(A + A^T) I_n - A - A^T", False),
    (r"\|A\|^2 I_n - A A^T", True),
    (r"\text{tr}(S) \text{tr}(P) - \text{tr}(S P)", True),
    (r"\text{tr}(S) \text{tr}(P) - 2 \text{tr}(S P)", False),
    (r"I_n - X X^T", False),
    (r"I_n / c - (c I_n + S)^{-1}", True),
    (r"I_n / c - 2 (c I_n + S)^{-1}", False),
    (r"(c I_n + S)^{-1} - (c I_n + S + P)^{-1}", True),
    (r"(c I_n + S + P)^{-1} - (c I_n + S)^{-1}", False),
    (r"(c I_n + S)^{-1} - (c I_n + P)^{-1}", False),
    (r"P (c I_n + S)^{-1} P - P (c I_n + S + A A^T)^{-1} P", True),
    (r"P (c I_n + S)^{-1} - P (c I_n + S + A A^T)^{-1}", False),
    (r"\text{tr}(P (c I_n + S)^{-1}) - \text{tr}(P (c I_n + S + A A^T)^{-1})", True),
    (r"(c I_n + S)^{-2} - (c I_n + S + P)^{-2}", False),  # squares keep no order
]


@pytest.mark.parametrize(("text", "below"), BELOW)
def test_the_rest_of_a_bound_is_psd(text: str, below: bool) -> None:
    normal = normal_form()
    found = []
    for form in read_forms(normal, side(text)):
        try:
            found.append(sum_of_squares(form, signs_of(form)))
        except Unsupported:
            continue
    assert bool(found) is below
    for squares in found:
        gap = normal.whole(squares.shown) - normal.whole(side(text))
        assert gap.is_zero()


@pytest.mark.parametrize(
    ("text", "below"),
    [
        (r"I_n - X X^T", True),
        (r"P - P^T X X^T P", False),
        (r"P^2 - P X X^T P", True),
        (r"S - X X^T", 0),
    ],
)
def test_a_relation_makes_a_projection(text: str, below: bool) -> None:
    normal = related()
    (form,) = read_forms(normal, side(text))
    if not below:
        with pytest.raises(Unsupported):
            sum_of_squares(form, signs_of(form))
    else:
        squares = sum_of_squares(form, signs_of(form))
        assert not squares.ways()
        assert (normal.whole(squares.shown) - normal.whole(side(text))).is_zero()
