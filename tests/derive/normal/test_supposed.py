"""An equation at the start counts later where the flow keeps it."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import MATRIX, POSITIVE, case_of, decided

from sslcheck.derive.decide.engine import verify
from sslcheck.derive.reading.loading import parse_article

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


def test_a_root_does_not_keep_what_it_is_0_with() -> None:
    """``t^2 / 4`` begins at 0, too, and its rate is its root."""
    text = r"""
[article]
name = 'x'
format = 2
[symbols]
x = { role = 'state', sign = 'nonnegative' }
[flows.f]
equations = ['\dot{x} = \sqrt{x}']
[hypotheses.h]
text = 'from 0'
relations = ['x = 0']
holds = 'at the start'
[[claim]]
id = 'c'
kind = 'vanishes'
flow = 'f'
hypotheses = ['h']
reading = 'x \to 0'
"""
    (claim,) = verify(parse_article(text, "x.toml"), ledger=False).claims
    assert claim.verdict.value == "undecided", claim.why


_GRAPH = r"""
[article]
name = 'x'
format = 2
[spaces]
n = 'n'
m = 'm'
[symbols]
x = { shape = ['n', '1'], role = 'state' }
y = { role = 'state' }
z = { role = 'state' }
L = { shape = ['n', 'n'], properties = ['psd'] }
V = { shape = ['n', 'm'], role = 'state' }
W = { shape = ['n', 'm'], role = 'state' }
A = { shape = ['n', 'n'] }
u = { shape = ['n', '1'] }
a = {}
b = {}
[flows.f]
equations = [
  '\dot{x} = b u - L x', '\dot{V} = A V', '\dot{W} = A W - V',
  '\dot{y} = z', '\dot{z} = y + (a - b) x^T x',
]
[hypotheses.laplacian]
relations = ['L \mathbf{1} = 0']
[hypotheses.eigenvector]
relations = ['A^T u = a u']
[hypotheses.orthogonal]
relations = ['u^T V = 0']
[hypotheses.equal]
relations = ['a = b']
[hypotheses.zero]
relations = ['z = 0']
[[claim]]
id = 'c'
flow = 'f'
"""


@pytest.mark.parametrize(
    ("kind", "statement", "hypotheses", "verdict"),
    [
        ("identity", r"\mathbf{1}^T (x - x(0) - b t u) = 0", ["laplacian"], "proved"),
        ("identity", r"\mathbf{1}^T e^{-L t} = \mathbf{1}^T", ["laplacian"], "proved"),
        ("identity", r"\mathbf{1}^T (x - x(0) + b t u) = 0", ["laplacian"], "refuted"),
        ("identity", r"\mathbf{1}^T (x - x(0) - b t u) = 0", [], "refuted"),
        ("preserved", "u^T W = 0", ["eigenvector", "orthogonal"], "proved"),
        ("preserved", "u^T W = 0", ["eigenvector"], "refuted"),
        ("preserved", "u^T W = 0", ["orthogonal"], "refuted"),
        ("preserved", "y = 0", ["equal", "zero"], "proved"),
        ("preserved", "y^2 + y^3 = 0", ["zero"], "refuted"),
        ("preserved", "y = z", ["equal"], "proved"),
        ("preserved", "y = 2 z", ["equal"], "refuted"),
    ],
)
def test_what_stays_by_equations_that_are_supposed(
    kind: str, statement: str, hypotheses: list[str], verdict: str
) -> None:
    text = f"{_GRAPH}hypotheses = {hypotheses}\nkind = '{kind}'\nreading = '{statement}'\n"
    (claim,) = verify(parse_article(text, "x.toml"), ledger=False).claims
    assert claim.verdict.value == verdict, claim.why


_ROOTED = r"""
[article]
name = 'x'
format = 2
[symbols]
u = { role = 'state', sign = 'nonnegative' }
v = { role = 'state', sign = 'nonnegative' }
y = { sign = 'nonnegative' }
c = { role = 'constant' }
[flows.alike]
equations = ['\dot{u} = 2 \sqrt{u}', '\dot{v} = 2 \sqrt{v}']
[flows.near]
equations = ['\dot{u} = 2 (\sqrt{u} - y)']
[hypotheses.v]
text = 'equal roots'
relations = ['\sqrt{u} = \sqrt{v}']
holds = 'at the start'
[hypotheses.y]
text = 'the root of a state, which does not move'
relations = ['\sqrt{u} = y']
holds = 'at the start'
[[claim]]
id = 'c'
kind = 'integral'
constant = 'c'
"""


@pytest.mark.parametrize(
    ("flow", "supposed", "statement"),
    [
        ("alike", "v", "u - v = c"),  # u may leave 0 as t^2 while v rests there
        ("near", "y", "u = c"),  # so it may at y = 0
    ],
)
def test_roots_of_what_leaves_0_have_no_rate_there(
    flow: str, supposed: str, statement: str
) -> None:
    text = f"{_ROOTED}hypotheses = ['{supposed}']\nflow = '{flow}'\nreading = '{statement}'\n"
    (claim,) = verify(parse_article(text, "x.toml"), ledger=False).claims
    assert claim.verdict.value == "undecided", claim.why


@pytest.mark.parametrize(
    ("given", "statement", "verdict"),
    [
        ("A^2 = 0", r"\text{tr}(A) = 0", "proved"),
        ("A^3 = 0", r"\text{tr}(A^2) = 0", "proved"),
        ("A^2 = 0", r"\det(A) = 0", "proved"),
        ("A B A B = 0", r"\text{tr}(A B) = 0", "proved"),
        ("A B = 0", r"\text{tr}(A) = 0", "refuted"),
        ("A^2 = 0", r"\text{tr}(A A^T) = 0", "refuted"),
        ("A^2 = 0", r"\det(I + A) = 2", "refuted"),
        ("A^2 = A", r"\det(A)^2 = \det(A)", "proved"),
        ("A^2 = A", r"\det(A) = 0", "refuted"),
        ("A^2 = a A", r"\det(A) = 0", "refuted"),
    ],
)
def test_what_equations_say_of_traces_and_determinants(
    given: str, statement: str, verdict: str
) -> None:
    hypothesis = f"relations = ['{given}']"
    symbols = {"A": MATRIX, "B": MATRIX, "a": POSITIVE}
    result = decided("identity", statement, symbols, hypothesis=hypothesis)
    assert result.verdict.value == verdict, result.why


def test_a_multiple_has_another_determinant() -> None:
    symbols = {"A": MATRIX, "a": POSITIVE}
    for given, alike in (("A^2 = a A", False), ("A^2 = A", True)):
        case = case_of(
            "identity", r"\det(A)^2 = \det(A)", symbols, hypothesis=f"relations = ['{given}']"
        )
        (left,) = case.normal.remainders(case.relations[0])
        assert left.is_zero() is alike
