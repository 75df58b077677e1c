"""Exponentials of matrices: identities of words."""

from __future__ import annotations

import pytest
from tests.derive.algebra.test_roots import _differ


@pytest.mark.parametrize(
    "text",
    [
        "e^{A t} A = A e^{A t}",
        "e^{A t} e^{-A t} = I",
        "(e^{A t})^T = e^{A^T t}",
        "e^{A t / 2} e^{A t / 2} = e^{A t}",
        "(e^{A t})^{-1} = e^{-A t}",
        "e^{a I + A t} = e^a e^{A t}",
        "e^{(A + B) t} (A + B) = (A + B) e^{(A + B) t}",
        "e^{A B t} A = A e^{B A t}",
        "e^{Q A Q^T} = Q e^A Q^T",
        "e^{(A - A^T) t} (e^{(A - A^T) t})^T = I",
        r"\frac{d}{dt} e^{A t} = A e^{A t}",
    ],
)
def test_what_they_satisfy(text: str) -> None:
    assert _differ(text).is_zero()


@pytest.mark.parametrize(
    "text",
    [
        "e^{(A + B) t} = e^{A t} e^{B t}",
        "e^{A t} B = B e^{A t}",
        "e^{A t} A^T = A^T e^{A t}",
        "(e^{A t})^T = e^{A t}",
        "e^{A B t} = e^{B A t}",
        "e^{2 A t} = e^{A t}",
        r"\frac{d}{dt} e^{A t} = e^{A t}",
    ],
)
def test_what_they_do_not(text: str) -> None:
    assert not _differ(text).is_zero()
