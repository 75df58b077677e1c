"""Claims of every kind with inverses: true ones are proved, false ones refuted by a point."""

from __future__ import annotations

import pytest

from sslcheck.derive.decide.engine import verify
from sslcheck.derive.reading.loading import parse_article

_ARTICLE = r"""
[article]
name = "inverses"
format = 2

[spaces]
n = "inputs"
m = "outputs"

[symbols]
A = { shape = ["n", "n"], properties = ["invertible"] }
C = { shape = ["n", "n"] }
P = { shape = ["n", "n"], properties = ["psd", "invertible"] }
S = { shape = ["n", "n"], properties = ["psd"] }
M = { shape = ["n", "n"], properties = ["invertible"] }
T = { shape = ["n", "n"] }
X = { shape = ["n", "m"] }
Y = { shape = ["n", "m"] }
u = { shape = ["n", "1"] }
W = { shape = ["n", "n"], properties = ["invertible"], role = "state" }
U = { shape = ["n", "n"], properties = ["invertible"], role = "state" }
G = { shape = ["n", "n"], role = "state" }
V = { shape = ["m", "n"], role = "state" }
Z = { shape = ["n", "n"], properties = ["psd", "invertible"], role = "state" }
N = { shape = ["n", "n"], role = "constant" }
H = { shape = ["n*m", "n*m"], properties = ["psd"], role = "function" }
'\lambda' = { sign = "positive" }
'\mu' = {}
J = {}
K = {}

[definitions]
M = "X X^T"
J = '\frac{1}{2} \text{tr}((V - Y^T) P^{-1} (V - Y^T)^T)'
K = '\text{tr}(C (V^T V + \lambda I)^{-1})'

[flows.f]
equations = ['\dot{W} = -C W', '\dot{U} = C', '\dot{V} = (Y^T - V) P^{-1}', '\dot{Z} = I - Z']

[flows.g]
equations = ['\dot{G} = P (T - T^T) G']

[flows.h]
equations = ['\dot{V} = -V P^{-1}']
"""

IDENTITIES = [
    ("P", "", r"(A P)^{-1} = P^{-1} A^{-1}"),
    ("R", "", r"(A P)^{-1} = A^{-1} P^{-1}"),
    ("P", "", r"\text{tr}(((P + I) (S + I))^{-1}) = \text{tr}((P + I)^{-1} (S + I)^{-1})"),
    ("P", "", r"(X X^T + \lambda I)^{-1} X = X (X^T X + \lambda I)^{-1}"),
    ("R", "", r"(X X^T + \lambda I)^{-1} X = X (X^T X + 2 \lambda I)^{-1}"),
    ("P", "", r"X^T M^{-1} X X^T M^{-1} X = X^T M^{-1} X"),
    ("R", "", r"X^T M^{-1} X = I"),
    ("P", "", r"\text{tr}((S + \lambda I)^{-1} S) = \text{tr}(I_n - \lambda (S + \lambda I)^{-1})"),
    ("P", "f", r"\frac{d}{dt} W^{-1} = W^{-1} C"),
    ("R", "f", r"\frac{d}{dt} W^{-1} = -W^{-1} C"),
    ("P", "f", r"\frac{d}{dt} U^{-1} = -U^{-1} C U^{-1}"),  # while U has an inverse
    ("P", "f", r"\frac{d}{dt} Z^{-1} = Z^{-1} - Z^{-2}"),
    ("P", "f", r"Z(t)^{-1} Z(t) = e^{-t} I + (1 - e^{-t}) I"),
    ("P", "", r"\nabla_V J = (V - Y^T) P^{-1}"),
    ("R", "", r"\nabla_V J = (V - Y^T) P"),
    ("P", "", r"\nabla_V K = -V (V^T V + \lambda I)^{-1} (C + C^T) (V^T V + \lambda I)^{-1}"),
    ("R", "", r"\nabla_V K = -2 V (V^T V + \lambda I)^{-1} C (V^T V + \lambda I)^{-1}"),
    (
        "P",
        "",
        r"\frac{\partial}{\partial \mu} (S + (\lambda + \mu^2) I)^{-1}"
        r" = -2 \mu (S + (\lambda + \mu^2) I)^{-2}",
    ),
    ("P", "", r"(u u^T + \lambda I)^{-1} u = \frac{1}{\lambda + u^T u} u"),
    ("P", "", r"\det(A + u u^T) = \det(A) (1 + u^T A^{-1} u)"),
    ("R", "", r"\det(A + u u^T) = \det(A) + u^T A^{-1} u"),
    ("P", "", r"(P + P^{-1} - I)^{-1} (P + P^{-1} - I) = I"),
    ("X", "", r"C^{-1} C = I"),
    ("X", "", r"(\mu A)^{-1} = \frac{1}{\mu} A^{-1}"),
]
OTHERS = [
    ("P", "definite", "", r"P^{-1} \succ 0", ""),
    ("P", "definite", "", r"(S + \lambda I)^{-1} \succ 0", ""),
    ("P", "definite", "", r"A^{-1} A^{-T} \succ 0", ""),
    ("P", "definite", "", r"X^T (X X^T + \lambda I)^{-1} X \succeq 0", ""),
    ("C", "definite", "", r"X^T (X X^T + \lambda I)^{-1} X \succ 0", ""),
    ("R", "definite", "", r"A^{-1} + A^{-T} \succ 0", ""),
    ("R", "definite", "", r"P^{-1} - I \succeq 0", ""),
    ("P", "inequality", "", r"\text{tr}(S P^{-1}) \ge 0", ""),
    ("C", "inequality", "", r"\text{tr}(S P^{-1}) > 0", ""),
    ("P", "inequality", "f", r"\frac{d}{dt} \|V - Y^T\|^2 \le 0", ""),
    ("R", "inequality", "f", r"\frac{d}{dt} \|V\|^2 \le 0", ""),
    ("P", "integral", "g", r"G^T P^{-1} G = N", "constant = 'N'"),
    ("R", "integral", "g", r"G^T P G = N", "constant = 'N'"),
    ("P", "preserved", "g", r"G^T P^{-1} G = I", ""),
    ("R", "preserved", "f", r"Z^{-1} = P", ""),
    ("P", "vanishes", "f", r"P^{-1} (V^T - Y) \to 0", ""),
    ("P", "linear", "h", r"\frac{d}{dt} \text{vec}(V) = -H \text{vec}(V)", "matrix = 'H'"),
]
_CASES = [(v, "identity", f, text, "") for v, f, text in IDENTITIES] + OTHERS
_LETTER = {"proved": "P", "refuted": "R", "conditional": "C", "refused": "X"}


def _article() -> str:
    rows = [_ARTICLE]
    for k, (_, kind, flow, text, more) in enumerate(_CASES):
        rows += ["[[claim]]", f"id = '{k}'", f"kind = '{kind}'", f"reading = '{text}'", more]
        rows += [f"flow = '{flow}'"] if flow else []
    return "\n".join(rows)


@pytest.fixture(scope="module")
def said() -> list[tuple[str, bool]]:
    result = verify(parse_article(_article(), "x.toml"), ledger=False)
    letters = [_LETTER.get(c.verdict.value, c.verdict.value) for c in result.claims]
    return [(v, c.witness is not None) for v, c in zip(letters, result.claims, strict=True)]


@pytest.mark.parametrize("at", range(len(_CASES)), ids=lambda k: f"{_CASES[k][1]} {_CASES[k][3]}")
def test_the_verdict_is_the_right_one(said: list[tuple[str, bool]], at: int) -> None:
    verdict, witnessed = said[at]
    assert verdict == _CASES[at][0]
    assert witnessed is (verdict == "R") or verdict == "C"
