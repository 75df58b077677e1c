"""Sums and products in a formula."""

import pytest

from sslcheck.derive.layers.indices import LayerError
from sslcheck.derive.layers.operators import end_of_factor, end_of_term, operators


def test_bounds() -> None:
    (found,) = operators(r"\prod\limits_{k=j+1}^{L} W_k")
    assert (found.what, found.index, found.first, found.last) == ("prod", "k", "j+1", "L")
    (found,) = operators(r"\sum_{k \neq j} a_k")
    assert (found.index, found.out) == ("k", "j")


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("a_k b - c", "a_k b "),
        (r"\|W_k - A\|^2 = 0", r"\|W_k - A\|^2 "),
        (r"(a + b) c \le d", r"(a + b) c "),
        (r"a_k \right) + 1", "a_k "),
        (r"a_{k+1}", r"a_{k+1}"),
    ],
)
def test_a_sum_is_of_all_up_to_the_next_sign(text: str, term: str) -> None:
    assert text[: end_of_term(text, 0)].rstrip() == term.rstrip()


def test_a_sum_in_a_norm_ends_with_it() -> None:
    text = r"2 \|\sum_k a_k\|^2 + 1"
    assert text[end_of_term(text, text.index("a_k")) :] == r"\|^2 + 1"


def test_a_product_is_of_one_factor() -> None:
    assert [end_of_factor(t, 0) for t in ("W_k^T A", "(A + B)^2 C", r"\frac{a}{b} c")] == [5, 9, 11]
    with pytest.raises(LayerError):
        end_of_factor("+ a", 0)
    with pytest.raises(LayerError):
        end_of_term("-a", 0)
