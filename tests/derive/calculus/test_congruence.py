"""What stands inside functions is written as equations let it be; what is of other times is not."""

from __future__ import annotations

import pytest
from tests.derive.calculus.test_relations import SYMBOLS, relation

from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting

EQUAL = [
    ("P (I + A A^T)^{-1} = P (I + B B^T)^{-1}", True),
    (r"\det(I + A A^T) = \det(I + B B^T)", True),
    (r"\ln(\det(I + A A^T)) = \ln(\det(I + B B^T))", True),
    (r"(A A^T) \odot C = (B B^T) \odot C", True),
    (r"e^{A A^T} P = e^{B B^T} P", True),
    (r"e^{-\|A\|_F^2} = e^{-\|B\|_F^2}", True),
    (r"\text{tr}(e^{A A^T}) = \text{tr}(e^{B B^T})", True),
    (r"((A A^T)^{1/2} + I)^{-1} = ((B B^T)^{1/2} + I)^{-1}", True),
    (r"e^{A^T A} = e^{B^T B}", False),
    (r"e^{A A^T} = e^{2 B B^T}", False),
    (r"(A^T A) \odot I = (B^T B) \odot I", False),
    (r"\|A\|_F(0) = \|B\|_F(0)", False),
    (r"\int_0^t e^{\|A(s)\|_F^2} ds = \int_0^t e^{\|B(s)\|_F^2} ds", False),
    (
        r"e^{\|A\|_F^2} \int_0^t e^{\|A(s)\|_F^2} ds = e^{\|B\|_F^2} \int_0^t e^{\|B(s)\|_F^2} ds",
        False,
    ),
]


@pytest.mark.parametrize(("text", "proved"), EQUAL)
@pytest.mark.parametrize("given", ["A A^T = B B^T", "B B^T = A A^T"])
def test_equal_arguments(given: str, text: str, proved: bool) -> None:
    statement = relation(text)
    normal = NormalForm(Setting(SYMBOLS, relations=(relation(given),)))
    assert all(gap.is_zero() for gap in normal.remainders(statement)) is proved


def test_equations_between_numbers() -> None:
    normal = NormalForm(Setting(SYMBOLS, relations=(relation("a = b^2 + 1"),)))
    for text, proved in {
        "e^{a} = e^{b^2 + 1}": True,
        "e^{a C} = e^{(b^2 + 1) C}": True,
        r"\ln(1 + a^2) = \ln(1 + (b^2 + 1)^2)": True,
        "e^{a} = e^{b^2}": False,
    }.items():
        gaps = normal.remainders(relation(text))
        assert all(gap.is_zero() for gap in gaps) is proved, text
