"""Identities at an instant, and of each trajectory at all times."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import MATRIX, STATE, decided

from sslcheck.derive.decide.engine import verify
from sslcheck.derive.reading.loading import parse_article


@pytest.mark.parametrize(
    ("statement", "flow", "verdict"),
    [
        ("x = x(0)", r"\dot{x} = 0", "proved"),
        ("x = x(0)", r"\dot{x} = 1", "refuted"),
        ("x = e^{-a t} x(0)", r"\dot{x} = -a x", "proved"),
        ("x = e^{-2 a t} x(0)", r"\dot{x} = -a x", "refuted"),
        ("x = x(0) + t^5", r"\dot{x} = 0", "refuted"),
        (r"\dot{x} = -3 t x", r"\dot{x} = -2 t x", "refuted"),
        (r"\dot{x} = -2 t x", r"\dot{x} = -2 t x", "proved"),
        ("t t t a = 0", r"\dot{x} = 0", "refuted"),
        ("q = 0", r"\dot{x} = 0", "refuted"),  # names the time by what q stands for
        ("q = x t^3", r"\dot{x} = 0", "proved"),
    ],
)
def test_statements_about_all_times(statement: str, flow: str, verdict: str) -> None:
    names, cube = {"x": STATE, "a": "", "q": ""}, 'q = "x t^3"'
    claim = decided("identity", statement, names, (flow,), definition=cube)
    assert claim.verdict.value == verdict


def test_a_value_at_one_instant_is_none_at_all_times() -> None:
    """x = 3 is supposed at the start only where the statement is about all times."""
    claim = decided("identity", "x = x(0)", {"x": STATE}, (r"\dot{x} = 1",), let="x = 3")
    assert claim.verdict.value == "refuted"


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [
        (r"\sqrt{a^2} = a", "refuted"),
        (r"\sqrt{a^4 b^2} = a^2 b", "refuted"),
        (r"\sqrt{a^2 b^4} = a b^2", "refuted"),
        (r"\sqrt{(a + b)^2} = a + b", "refuted"),
        (r"\sqrt{a^4 b^4} = a^2 b^2", "proved"),
        (r"\|w + v\| = \|w\| + \|v\|", "refuted"),
        (r"\|w - v\| = \|w\| - \|v\|", "refuted"),
        (r"\|a w\| = a \|w\|", "refuted"),
        (r"\|p w\| = p \|w\|", "proved"),
        (r"w^T v = \|w\| \|v\|", "refuted"),
    ],
)
def test_roots_and_norms_lose_signs(statement: str, verdict: str) -> None:
    names = {"a": "", "b": "", "p": "sign = 'positive'"}
    names |= dict.fromkeys("wv", "shape = ['n', '1']")
    claim = decided("identity", statement, names)
    assert claim.verdict.value == verdict
    assert (claim.witness is not None) is (verdict == "refuted")


_BOUND = {
    "A": MATRIX,
    "S": f"{MATRIX}, properties = ['psd']",
    "R": f"{MATRIX}, properties = ['psd', 'invertible']",
    "D": f"{MATRIX}, properties = ['diagonal']",
    "Q": f"{MATRIX}, properties = ['orthonormal']",
}


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [
        (r"\nabla_S (\text{tr}(S A A^T)) = A A^T", "proved"),
        (r"\nabla_S (\text{tr}(S A A^T)) = 2 A A^T", "refuted"),
        (r"\nabla_S (\text{tr}(S^3)) = 3 S^2", "proved"),
        (r"\nabla_R (\text{tr}(R S) - \ln \det(R)) = S - R^{-1}", "proved"),
        (r"\nabla_S (\text{tr}(S A)) = A^T", "undecided"),
        (r"\nabla_S (\text{tr}(S R A A^T) - \text{tr}(S A A^T R)) = 0 S", "undecided"),
        (r"\nabla_D (\text{tr}(D A)) = A^T", "undecided"),
        (r"\nabla_D (\text{tr}(D D)) = 2 D", "proved"),
        (r"\nabla_Q (\|Q\|^2) = 2 Q", "proved"),
        (r"\nabla_Q (\|Q\|^2) = 0 Q", "refuted"),
    ],
)
def test_the_gradient_by_a_matrix_whose_entries_hang_together(statement: str, verdict: str) -> None:
    assert decided("identity", statement, _BOUND).verdict.value == verdict


_STARTED = r"""
[article]
name = 'x'
format = 2
[spaces]
n = 'n'
r = 'r'
[symbols]
Q = { shape = ['n', 'r'], role = 'state' }
S = { shape = ['n', 'n'], properties = ['psd'] }
[flows.Oja]
equations = ['\dot{Q} = S Q - Q Q^T S Q']
[flows.power]
equations = ['\dot{Q} = S Q']
[hypotheses.h]
text = 'orthonormal columns'
relations = ['Q^T Q = I']
at_least = [['n', 'r']]
holds = 'at the start'
[[claim]]
id = 'c'
hypotheses = ['h']
"""


@pytest.mark.parametrize(
    ("flow", "kind", "statement", "verdict"),
    [
        ("Oja", "identity", r"\|Q\|_F^2 = r", "proved"),
        ("Oja", "identity", r"\|Q\|_F^2 = 2 r", "refuted"),
        ("power", "identity", r"\|Q\|_F^2 = r", "refuted"),
        ("Oja", "inequality", r"\frac{d}{dt} \text{tr}(Q^T S Q) \ge 0", "proved"),
        ("power", "inequality", r"I_n \succeq Q Q^T", "refuted"),
        ("Oja", "inequality", r"I_n \succeq Q Q^T", "proved"),
        ("Oja", "vanishes", r"\|Q\|_F^2 \to r", "proved"),
    ],
)
def test_an_equation_at_the_start_counts_later_where_the_flow_keeps_it(
    flow: str, kind: str, statement: str, verdict: str
) -> None:
    text = f"{_STARTED}flow = '{flow}'\nkind = '{kind}'\nreading = '{statement}'\n"
    (claim,) = verify(parse_article(text, "x.toml"), ledger=False).claims
    assert claim.verdict.value == verdict, claim.why
