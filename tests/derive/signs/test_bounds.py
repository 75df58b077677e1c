"""Signs by bounds on exponentials, logarithms, roots and dimensions."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import MATRIX, decided

from sslcheck.derive import verify
from sslcheck.derive.reading.loading import parse_article

SYMBOLS = {
    "k": "sign = 'positive'", "a": "sign = 'positive'", "b": "sign = 'positive'",
    "z": "sign = 'nonnegative'", "x": "", "W": "shape = ['n', 'd']", "A": MATRIX,
}  # fmt: skip


@pytest.mark.parametrize(
    "statement",
    [
        r"e^{k t} \ge 1",
        r"1 - e^{-k t} \le k t",
        r"e^{-k t} \le \frac{1}{1 + k t}",
        r"e^{k t} \ge 1 + k t + \frac{k^2 t^2}{2}",
        r"e^{-2 k t} \le e^{-k t / 2}",
        r"\frac{e^x}{(1 + e^x)^2} \le \frac{1}{4}",
        r"\ln(1 + t) \le t",
        r"\ln(1 + k) < k",
        r"\ln(1 + k) > \frac{k}{1 + k}",
        r"\ln(1 + e^x) > x",
        r"\ln(1 + e^x) \ge \ln 2 + \frac{x}{2}",
        r"(\ln(1 + k) - k) (e^k - 1) < 0",
        r"\ln(1 + k t) \ge k t - \frac{k^2 t^2}{2}",
        r"\ln a \le a - 1",
        r"\ln 2 < 1",
        r"\sqrt{1 + z} \le 1 + z / 2",
        r"\sqrt{a + b} \le \sqrt a + \sqrt b",
        r"\sqrt{x^2 + a} > x",
        r"a + b \ge 2 \sqrt{a b}",
        r"x^2 + \sqrt2 x + 1 \ge 0",
        r"a \ln(a / b) \ge a - b",
        r"\ln a \le a / b + \ln b - 1",
        r"\ln(a + z) \ge \ln a",
        r"\ln(a + b) > \ln b",
        r"\ln(a + b) \ge \ln 2 + \frac{1}{2} (\ln a + \ln b)",
        r"n d \ge n",
        r"\sqrt n \ge 1",
    ],
)
def test_what_bounds_show(statement: str) -> None:
    assert decided("inequality", statement, SYMBOLS).verdict.value == "proved"


DETERMINANTS = [
    (r"\det(S + P) \ge \det(S)", "proved"),
    (r"\det(S + P) \ge \det(S) + \det(P)", "proved"),
    (r"\det(S + A A^T) \ge \det(S)", "proved"),
    (r"\det(V + S) > \det(S)", "proved"),
    (r"\det(V + S) > \det(V)", "refuted"),
    (r"\det(S + P) > \det(S)", "refuted"),
    (r"\det(S + T) \ge \det(S)", "refuted"),
    (r"\det(S + P) \le \det(S)", "refuted"),
    (r"\det(S + P) \ge \det(S) + 2 \det(P)", "refuted"),
    (r"\det(S + P) \ge 2 \det(S)", "refuted"),
    (r"\det(T + P) \ge \det(T)", "refuted"),
]


@pytest.mark.parametrize(("statement", "verdict"), DETERMINANTS)
def test_determinants_of_sums(statement: str, verdict: str) -> None:
    psd = f"{MATRIX}, properties = ['psd'"
    matrices = {"S": f"{psd}]", "P": f"{psd}]", "V": f"{psd}, 'invertible']", "A": MATRIX}
    matrices["T"] = f"{MATRIX}, properties = ['symmetric']"
    assert decided("inequality", statement, matrices).verdict.value == verdict


@pytest.mark.usefixtures("no_point_refutes")
@pytest.mark.parametrize(("statement", "verdict"), DETERMINANTS)
def test_determinants_of_sums_by_the_first_route(statement: str, verdict: str) -> None:
    wanted = "proved" if verdict == "proved" else "undecided"
    test_determinants_of_sums(statement, wanted)


FALSE = [
    r"a \ln(a / b) \ge 0",
    r"a \ln(a / b) > a - b",
    r"\ln(a + b) \ge \ln a + \ln b",
    r"\ln(a + b) \ge \ln 3 + \frac{1}{2} (\ln a + \ln b)",
    r"\ln(a + z) > \ln a",
    r"\ln a \ge a / b + \ln b - 1",
    r"e^{-t} \ge 1",
    r"e^{-k t} \ge 1 - \frac{k t}{2}",
    r"e^{k t} \ge 1 + k t + k^2 t^2",
    r"e^{x} \ge 1",
    r"e^{x} \ge 1 + 2 x",
    r"e^{-k t} \le e^{-a t}",
    r"\ln(1 + t) \ge t",
    r"\ln a \ge 0",
    r"\ln 2 > 1",
    r"\sqrt z \le z",
    r"z \le \sqrt z",
    r"\sqrt{1 + z} \le 1 + \frac{z}{3}",
    r"\sqrt{a + b} \ge \sqrt a + \sqrt b",
    r"\sqrt{x^2 + z} > x",
    r"\sqrt 2 \ge \frac{3}{2}",
    r"z \ge \frac{3 z}{1 + z}",
    r"n \ge 2",
    r"n \ge d",
]


@pytest.mark.parametrize("statement", FALSE)
def test_what_an_exact_point_refutes(statement: str) -> None:
    assert decided("inequality", statement, SYMBOLS).verdict.value == "refuted"


@pytest.mark.usefixtures("no_point_refutes")
@pytest.mark.parametrize("statement", FALSE)
def test_no_false_one_is_shown_where_no_point_refutes(statement: str) -> None:
    assert decided("inequality", statement, SYMBOLS).verdict.value == "undecided"


def test_the_bounds_are_told() -> None:
    claim = decided("inequality", r"1 - e^{-k t} \le k t", SYMBOLS)
    assert any("by 1/(e^(k t)) ≥ 1 - t k" in step.reason for step in claim.steps)


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [
        (r"n \le d", "proved"),
        (r"m \le d", "proved"),
        (r"m \text{tr}(I_n) \le d^2", "proved"),
        (r"k m < k (d + 1)", "proved"),
        (r"d \le n", "refuted"),
        (r"n < d", "refuted"),
        (r"m^2 \le d", "refuted"),
    ],
)
def test_one_dimension_bounds_another(statement: str, verdict: str) -> None:
    text = f"""
[article]
name = 'sizes'
format = 2
[spaces]
n = 'n'
d = 'd'
m = 'm'
[symbols]
Q = {{ shape = ['d', 'n'], properties = ['orthonormal'] }}
k = {{ sign = 'positive' }}
[hypotheses.h]
at_least = [['n', 'm']]
[[claim]]
id = 'c'
kind = 'inequality'
hypotheses = ['h']
reading = '{statement}'
"""
    (claim,) = verify(parse_article(text, "sizes.toml"), ledger=False).claims
    assert claim.verdict.value == verdict, claim.why


@pytest.mark.usefixtures("no_point_refutes")
@pytest.mark.parametrize(
    "statement",
    [
        r"\ln a < a - 1",
        r"\ln(1 + z) < z",
        r"\ln(1 + e^x) \ge 1",
        r"\ln(1 + e^x) \le x + \ln 2",
        r"(\ln(1 + k) - k) (e^a - 1 - k) \le 0",
        r"|x| > x",
        r"|x| \le x",
    ],
)
def test_the_first_route_proves_nothing_false(statement: str) -> None:
    assert decided("inequality", statement, SYMBOLS).verdict.value != "proved"
