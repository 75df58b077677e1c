"""Numbers made of traces and norms."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import MATRIX, decided

from sslcheck.derive import verify
from sslcheck.derive.decide.routes import Judge
from sslcheck.derive.reading.loading import parse_article

PSD = f"{MATRIX}, properties = ['psd']"
SYMBOLS = {
    "A": MATRIX, "B": MATRIX, "S": PSD, "P": f"{MATRIX}, properties = ['psd', 'invertible']",
    "v": "shape = ['n', '1']", "w": "shape = ['n', '1']", "a": "sign = 'positive'",
    "x": "shape = ['n', '1']",
}  # fmt: skip


STATEMENTS = [
    (r"\text{tr}(A B) \le \|A\| \|B\|", "proved"),
    (r"-\|v\| \|w\| \le v^T w", "proved"),
    (r"\|A B\| \le \|A\| \|B\|", "proved"),
    (r"\|A + B\| \le \|A\| + \|B\|", "proved"),
    (r"\|A\| - \|B\| \le \|A - B\|", "proved"),
    (r"v^T S w \le \sqrt{v^T S v} \sqrt{w^T S w}", "proved"),
    (r"v^T S v \le \|S\| \|v\|^2", "proved"),
    (r"\|S\| \le \text{tr}(S)", "proved"),
    (r"\text{tr}(S) \le \sqrt n \|S\|", "proved"),
    (r"(v^T w)^2 \le (v^T P v) (w^T P^{-1} w)", "proved"),
    (r"v^T w \le \frac{a}{2} \|v\|^2 + \frac{1}{2 a} \|w\|^2", "proved"),
    (r"\|v + w + x\| \le \|v\| + \|w\| + \|x\|", "proved"),
    (r"\|v + w + x\| \ge \|v\| - \|w\| - \|x\|", "proved"),
    (r"\|v - w\| \le \frac{1}{2} \|2 v - 2 x\| + \|x - w\|", "proved"),
    (r"\|A B^T\| \le \frac{1}{2} (\|A\|^2 + \|B\|^2)", "proved"),
    (r"\text{tr}(S P) \le \text{tr}(S) \text{tr}(P)", "proved"),
    (r"\text{tr}(A B) < \|A\| \|B\|", "refuted"),
    (r"\|v - w\| \le \|2 v - x\| + \|x - w\|", "refuted"),
    (r"\text{tr}(S A) \le \text{tr}(S) \text{tr}(A)", "refuted"),
    (r"4 v^T x \le \|2 v\| \|x\|", "refuted"),
    (r"\|A B^T\| \le \frac{1}{3} (\|A\|^2 + \|B\|^2)", "refuted"),
    (r"\text{tr}(A B) \le \frac{1}{2} \|A\| \|B\|", "refuted"),
    (r"\|A\| + \|B\| \le \|A + B\|", "refuted"),
    (r"\|A\| \|B\| \le \|A B\|", "refuted"),
    (r"\|A\| \le \text{tr}(A)", "refuted"),
    (r"\text{tr}(S) \le \|S\|", "refuted"),
    (r"(v^T w)^2 \le (v^T P v) (w^T P w)", "refuted"),
    (r"v^T P v \le \frac{1}{2} \text{tr}(P) \|v\|^2", "refuted"),
]


@pytest.mark.parametrize(("statement", "wanted"), STATEMENTS)
def test_norms_and_inner_products(statement: str, wanted: str) -> None:
    claim = decided("inequality", statement, SYMBOLS)
    assert claim.verdict.value == wanted, claim.why


@pytest.mark.parametrize("statement", [one for one, wanted in STATEMENTS if wanted == "refuted"])
def test_no_false_one_is_shown_where_no_point_refutes(
    statement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Judge, "_refuting", lambda *_: None)
    assert decided("inequality", statement, SYMBOLS).verdict.value == "undecided"


@pytest.mark.parametrize(
    ("kind", "statement", "wanted"),
    [
        ("inequality", r"v^T w \le \|v\|", "proved"),
        ("inequality", r"(v^T w)^2 \le v^T v", "proved"),
        ("definite", r"I - w w^T \succeq 0", "proved"),
        ("inequality", r"v^T w \le \frac{1}{2} \|v\|", "refuted"),
        ("inequality", r"(v^T w)^2 \le w^T w", "refuted"),
        ("definite", r"I - w w^T \succ 0", "refuted"),
        ("definite", r"I - v v^T \succeq 0", "refuted"),
    ],
)
def test_a_vector_that_is_supposed_to_have_length_1(kind: str, statement: str, wanted: str) -> None:
    article = f"""
[article]
name = "unit"
[spaces]
n = "n"
[symbols]
v = {{ shape = ["n", "1"] }}
w = {{ shape = ["n", "1"], role = "state" }}
[hypotheses.unit]
text = "of length 1"
relations = ["w^T w = 1"]
[[claim]]
id = "c"
kind = "{kind}"
reading = '{statement}'
hypotheses = ["unit"]
"""
    claim = verify(parse_article(article, "unit.toml"), ledger=False).claims[0]
    assert claim.verdict.value == wanted, claim.why
