"""The finite population has exactly the moments that it is asked to have."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.exact import matrix
from sslcheck.derive.exact.matrix import Matrix, Rational
from sslcheck.derive.exact.population import outcomes, population

quick = settings(max_examples=30, deadline=None)
entries = st.one_of(st.integers(-3, 3), st.fractions(-2, 2, max_denominator=3))


@st.composite
def grams(draw: st.DrawFn, size: int) -> Matrix:
    width = draw(st.integers(1, size))
    a: Matrix = [[draw(entries) for _ in range(width)] for _ in range(size)]
    return matrix.multiply(a, matrix.transpose(a))


def mean(terms: Sequence[tuple[Rational, Matrix]]) -> Matrix:
    total = matrix.scale(*terms[0])
    for weight, value in terms[1:]:
        total = matrix.add(total, matrix.scale(weight, value))
    return total


def outer(a: Matrix, b: Matrix) -> Matrix:
    return matrix.multiply(a, matrix.transpose(b))


@pytest.mark.parametrize("size", [1, 2, 3])
@quick
@given(data=st.data())
def test_moments(size: int, data: st.DataObject) -> None:
    signal, noise = data.draw(grams(size)), data.draw(grams(size))
    cases = list(outcomes(population(signal, noise), 2))
    assert sum(weight for weight, _, _ in cases) == 1
    assert all(weight > 0 for weight, _, _ in cases)
    assert mean([(w, outer(m, m)) for w, m, _ in cases]) == signal
    assert mean([(w, outer(a, b)) for w, _, (a, b) in cases]) == signal
    both = matrix.add(signal, noise)
    assert mean([(w, outer(a, a)) for w, _, (a, b) in cases]) == both
    assert mean([(w, outer(b, b)) for w, _, (a, b) in cases]) == both
    assert matrix.is_zero(mean([(w, outer(a, m)) for w, m, (a, _) in cases])) == matrix.is_zero(
        signal
    )


def test_given_the_input_the_views_are_independent_and_centred() -> None:
    for chosen in population([[4, 1], [1, 2]], [[1, 1], [1, 3]]):
        assert sum(a.weight for a in chosen.noise) == 1
        assert matrix.is_zero(mean([(a.weight, a.value) for a in chosen.noise]))


def test_an_impossible_moment() -> None:
    with pytest.raises(Unsupported, match="not positive"):
        population([[1, 2], [2, 1]], [[1, 0], [0, 1]])
