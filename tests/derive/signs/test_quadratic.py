"""Forms are read as sums of words, or of Kronecker products of words."""

from __future__ import annotations

import pytest
from tests.derive.forming import normal_form, side

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.signs.quadratic import Form, read_form


def form(text: str) -> Form:
    return read_form(normal_form(), side(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (r"A \otimes S + A \otimes P", r"A \otimes (S + P)"),
        (r"(A \otimes S) (P \otimes A)", r"(A P) \otimes (S A)"),
        (r"(A \otimes S)^T", r"A^T \otimes S"),
        (r"(A \otimes S)^2", r"A^2 \otimes S^2"),
        (
            r"(A \otimes I_n + I_n \otimes S)^2",
            r"A^2 \otimes I_n + 2 A \otimes S + I_n \otimes S^2",
        ),
        (r"((A \otimes A) (S \otimes P))^T", r"(S A^T) \otimes (P A^T)"),
        (r"\frac{1}{c} (A \otimes S)", r"(\frac{1}{c} A) \otimes S"),
        (r"a (A \otimes S) b", r"(a b A) \otimes S"),
        (r"A \otimes S - A \otimes S", r"0 (A \otimes S)"),
        ("A S - S A + S A", "A S"),
    ],
)
def test_a_form_is_read_by_its_own_arithmetic(one: str, other: str) -> None:
    normal = normal_form()
    first, second = (read_form(normal, side(text)) for text in (one, other))
    assert (first - second).is_zero
    assert first.is_zero or not (first - second.T - second.T).is_zero


@pytest.mark.parametrize(
    ("text", "symmetric"),
    [
        (r"S \otimes P", True),
        (r"A \otimes S", False),
        (r"A \otimes S + A^T \otimes S", True),
        ("A + A^T", True),
        ("S P", False),
        ("S A S", False),
        (r"\text{tr}(A)", True),
    ],
)
def test_a_form_is_symmetric_if_it_is_its_transpose(text: str, symmetric: bool) -> None:
    assert form(text).is_symmetric is symmetric


@pytest.mark.parametrize("text", [r"A \otimes S", "S A", "a A", r"A \otimes S + A \otimes P"])
def test_what_is_shown_reads_as_the_form(text: str) -> None:
    normal = normal_form()
    read = read_form(normal, side(text))
    assert (read - read_form(normal, read.expr)).is_zero


def test_what_is_no_sum_of_kronecker_products_is_refused() -> None:
    for text in (r"(A \otimes S + S \otimes A)^{-1}", r"\text{vec}(A) \text{vec}(S)^T"):
        with pytest.raises(Unsupported):
            form(text)
