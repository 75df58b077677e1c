"""Sums over letters below entries as products of matrices."""

from __future__ import annotations

import pytest
from tests.derive.latex.test_entries import SYMBOLS, read

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting
from sslcheck.derive.shapes import resolve_relation
from sslcheck.derive.text.printing import to_latex


def normal() -> NormalForm:
    return NormalForm(Setting(SYMBOLS))


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (r"\sum_k A_{ik} W_{kj}", "(A W)_{ij}"),
        (r"\sum_k A_{ki} W_{kj}", "(A^T W)_{ij}"),
        (r"\sum_k W_{ik} W_{jk}", "(W W^T)_{ij}"),
        (r"\sum_i A_{ii}", r"\text{tr}(A)"),
        (r"\sum_{i,j} A_{ij}^2", r"\text{tr}(A A^T)"),
        (r"\sum_i A_{ij}", r"(A^T \mathbf{1})_j"),
        (r"\sum_{i,j} u_i A_{ij} u_j", "u^T A u"),
        (r"\sum_k \delta_{ik} A_{kj}", "A_{ij}"),
        (r"\sum_{i,j} \delta_{ij} A_{ij}", r"\text{tr}(A)"),
        (r"\sum_i A_{ij} v_k", r"v_k (A^T \mathbf{1})_j"),
        (r"\sum_i (A_{ij} + 1)", r"n + (A^T \mathbf{1})_j"),
    ],
)
def test_what_a_sum_comes_to(text: str, form: str) -> None:
    statement = resolve_relation(read(f"{text} = {form}"), SYMBOLS)
    assert normal().residual(statement).is_zero()
    assert "sum" not in to_latex(normal().expr(normal().whole(statement.lhs)))


@pytest.mark.parametrize(
    ("text", "same"),
    [
        (r"\sum_i A_{ii} B_{ii} = \text{tr}(A \odot B)", True),
        (r"\sum_i A_{ii} B_{ii} = \text{tr}(A B)", False),
        (r"\sum_{i,j} A_{ij}^4 = \|A \odot A\|_F^2", True),
        (r"\sum_{i,j} A_{ij}^3 B_{ji} = \text{tr}((A \odot A \odot A) B)", True),
        (r"\sum_{i,j} A_{ij}^3 B_{ij} = \text{tr}((A \odot A \odot A) B)", False),
        (r"\sum_{i,j} u_i^2 A_{ij} u_j = (u \odot u)^T A u", True),
        (r"\sum_{i,j,k} A_{ij} A_{jk} A_{ki} A_{ii} = \text{tr}(\text{diag}(A) A^3)", True),
        (r"\delta_{ij} A_{jk} = \delta_{ij} A_{ik}", True),
        (r"\delta_{ij} A_{jk} = \delta_{ij} A_{ki}", False),
        (r"(\delta_{ij} + A_{ij}) A_{kl} = (1 + A_{ij}) A_{kl}", False),
        (r"A_{ij} = A_{ji}", False),
        # members of families
        (r"\sum_j p_j A_{jj} = \text{tr}(\text{diag}(p_1, \dots, p_n) A)", True),
        (r"\sum_{i,j} p_i A_{ij} p_j = \sum_{i,j} p_j A_{ij} p_i", True),
        (r"\sum_{i,j} p_i A_{ij} p_j = \sum_{i,j} p_j A_{ij} p_j", False),
        (r"\sum_j u_j x_j = [x_1, \dots, x_n] u", True),
        (r"\sum_{i,j} A_{ij} x_i x_j^T = [x_1, \dots, x_n] A [x_1, \dots, x_n]^T", True),
        (r"\sum_{i,j} A_{ij} x_j x_i^T = [x_1, \dots, x_n] A [x_1, \dots, x_n]^T", False),
    ],
)
def test_where_more_than_two_meet(text: str, same: bool) -> None:
    gap = normal().remainders(resolve_relation(read(text), SYMBOLS))
    assert all(each.is_zero() for each in gap) is same


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (r"\sum_l A_{il} B_{jl} A_{kl} = \delta_{ij} \delta_{jk}", "three or more vectors meet"),
        (r"\sum_i \frac{1}{A_{ii}} = 1", "stands in a denominator"),
        (r"\sum_i e^{A_{ii}} = 1", "under a root or in an exponent"),
    ],
)
def test_what_is_no_product_of_matrices_is_left(text: str, why: str) -> None:
    with pytest.raises(Unsupported, match=why):
        normal().remainders(resolve_relation(read(text), SYMBOLS))
