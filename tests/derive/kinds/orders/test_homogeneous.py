"""Inequalities whose terms are made of one degree by what is supposed to be 1."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import STATE, decided

SYMBOLS = {
    "p_j": f"{STATE}, index = 'j', sign = 'positive'", "l_j": "index = 'j'",
    "w": "shape = ['n', '1']", "C": "shape = ['n', 'n'], properties = ['psd']",
    "x": "", "y": "",
}  # fmt: skip
SIMPLEX, SPHERE = r"\sum_j p_j = 1", "w^T w = 1"


@pytest.mark.parametrize(
    ("statement", "supposed", "wanted"),
    [
        (r"\sum_j l_j^2 p_j \ge (\sum_j l_j p_j)^2", SIMPLEX, "proved"),
        (r"\sum_j l_j^2 p_j \ge (\sum_j l_j p_j)^2", r"\sum_j p_j = 2", "refuted"),
        (r"2 \sum_j l_j^2 p_j \ge (\sum_j l_j p_j)^2", r"\sum_j p_j = 2", "proved"),
        (r"\sum_j l_j^2 p_j^2 \ge (\sum_j l_j p_j)^2", SIMPLEX, "refuted"),
        (r"\sum_j p_j^2 \le 1", SIMPLEX, "proved"),
        (r"\sum_j p_j^2 \ge 1", SIMPLEX, "refuted"),
        (r"\sum_j p_j^3 \ge (\sum_j p_j^2)^2", SIMPLEX, "proved"),
        (r"p_j \le 1", SIMPLEX, "proved"),
        (r"p_j < 1", SIMPLEX, "refuted"),  # n = 1
        ("w^T C^2 w >= (w^T C w)^2", SPHERE, "proved"),
        ("w^T C^2 w >= (w^T C w)^2", "w^T w = 2", "refuted"),
        (r"2 x y \le 1", "x^2 + y^2 = 1", "proved"),
        (r"x^4 + y^4 \le 1", "x^2 + y^2 = 1", "proved"),
        (r"x^4 + y^4 \le 1", "x^2 + y^2 = 2", "refuted"),
    ],
)
def test_what_is_supposed_to_be_1_makes_terms_of_one_degree(
    statement: str, supposed: str, wanted: str
) -> None:
    relation = f"relations = ['''{supposed}''']"
    said = statement.replace(">=", r"\ge")
    claim = decided("inequality", said, SYMBOLS, hypothesis=relation)
    assert claim.verdict.value == wanted, claim.why


@pytest.mark.parametrize(("supposed", "wanted"), [(SIMPLEX, "proved"), ("l_j = 1", "refuted")])
def test_the_mean_fitness_of_replicators_never_falls(supposed: str, wanted: str) -> None:
    flow = (r"\dot{p}_j = p_j (l_j - \sum_i l_i p_i)",)
    said = r"\frac{d}{dt} \sum_j l_j p_j \ge 0"
    relation = f"relations = ['''{supposed}''']"
    claim = decided("inequality", said, SYMBOLS, flow, hypothesis=relation)
    assert claim.verdict.value == wanted, claim.why
