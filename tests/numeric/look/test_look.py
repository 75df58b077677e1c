"""The look objects to what is false, of every kind, and to nothing that is true."""

from __future__ import annotations

import pytest
from tests.numeric.look.articles import article, seen

from sslcheck.derive import load_article, verify
from sslcheck.derive.verdict import ClaimResult, Verdict, Witness
from sslcheck.numeric.look import look

X = "x = { role = 'state' }\n"
Y = "y = { role = 'state', sign = 'positive' }\n"
W = "W = { shape = ['n', 'd'], role = 'state' }\n"
Q = "Q = { shape = ['n', 'n'], role = 'state' }\n"
S = "S = { shape = ['n', 'n'], properties = ['psd'] }\n"
A = "A = { shape = ['n', 'n'] }\n"
G = "a = { sign = 'positive' }\n"
C = "C = { shape = ['n', 'n'], role = 'constant' }\n"
H = "H = { shape = ['d*n', 'd*n'], role = 'function' }\n"
M = "p_j = { role = 'state', index = 'j', sign = 'positive' }\n"
T = "k = { role = 'function' }\n"
VIEWS = "".join(f"{v} = {{ shape = ['d', '1'], role = 'view' }}\n" for v in "uvw") + "".join(
    f"{m} = {{ shape = ['d', 'd'], properties = ['psd'] }}\n" for m in "DN"
)
EXPECTATION = """
[hypotheses.h]
let = ['N = 0']
[expectation]
views = ['u', 'v']
mean = 'w'
second_moment = 'D'
noise = 'N'"""


def kind(name: str, reading: str, more: str = "") -> str:
    return f"kind = '{name}'\nreading = '{reading}'\n{more}"


FALSE = {
    "identity: a transpose lost": (kind("identity", "S A = A^T S"), S + A, ""),
    "identity: along the flow": (kind("identity", r"\dot{Q} = A^T Q"), Q + A, r"'\dot{Q} = A Q'"),
    "identity: two letters": (kind("identity", "a = b"), G + "b = { sign = 'positive' }\n", ""),
    "integral: a rate": (
        kind("integral", "W W^T = C", "constant = 'C'"),
        W + C + A,
        r"'\dot{W} = A W'",
    ),
    "integral: a constant that is diagonal": (
        kind("integral", "Q = C", "constant = 'C'"),
        Q + C.replace("'constant'", "'constant', properties = ['diagonal']"),
        r"'\dot{Q} = 0'",
    ),
    "integral: a constant that is positive": (
        kind("integral", "x = c", "constant = 'c'"),
        X + "c = { role = 'constant', sign = 'positive' }\n",
        r"'\dot{x} = 0'",
    ),
    "integral: of all modes": (
        kind("integral", "p_j = c", "constant = 'c'"),
        M + "c = { role = 'constant' }\n",
        r"'\dot{p}_j = 0'",
    ),
    "vanishes: a growth": (kind("vanishes", r"x \to 0"), X, r"'\dot{x} = x'"),
    "vanishes: a rate that fades": (
        kind("vanishes", r"x \to 0"),
        X + Y,
        r"'\dot{x} = -y x', '\dot{y} = -y'",
    ),
    "vanishes: a rate that is any function": (
        kind("vanishes", r"x \to 0"),
        X + T.replace("'function'", "'function', sign = 'positive'"),
        r"'\dot{x} = -k x'",
    ),
    "vanishes: a solution that ends": (
        kind("vanishes", r"x^2 - y^2 \to 0"),
        X + Y,
        r"'\dot{x} = x y^2 - x', '\dot{y} = x^2 y - y'",
    ),
    "vanishes: a sign that is lost": (
        kind("vanishes", r"x \to 0"),
        X + Y,
        r"'\dot{x} = -y x', '\dot{y} = -1'",
    ),
    "linear: a square": (
        kind("linear", r"\frac{d}{dt} \text{vec}(W) = -H \text{vec}(W)", "matrix = 'H'"),
        W + H,
        r"'\dot{W} = -W W^T W'",
    ),
    "definite: a state": (kind("definite", r"S - Q Q^T \succeq 0"), S + Q, r"'\dot{Q} = 0'"),
    "lyapunov: not of that form": (
        kind("lyapunov", r"\dot{Q} = -(C Q + Q C)", "unknown = 'C'\nbasis = ['S']"),
        Q + C + S,
        r"'\dot{Q} = -S Q'",
    ),
    "preserved: left at once": (kind("preserved", "Q = Q^T"), Q + S, r"'\dot{Q} = S Q'"),
    "preserved: by what is not kept": (
        kind("preserved", "Q = P"),
        Q + A + "P = { shape = ['n', 'n'], role = 'state', properties = ['symmetric'] }\n",
        r"'\dot{P} = A', '\dot{Q} = A + P - P^T'",
    ),
    "preserved: one factor for all modes": (
        kind("preserved", "p_j = k q_j", "free = 'k'"),
        M + M.replace("p_j", "q_j") + T,
        r"'\dot{q}_j = 0', '\dot{p}_j = p_j^2'",
    ),
    "common: against its own flow": (
        kind("common", r"p_j \dot{x} = p_j", "unknown = 'x'"),
        X + M,
        r"'\dot{x} = 0', '\dot{p}_j = 0'",
    ),
    "solution: another rate": (
        kind("solution", "x = e^{-2 a t} x(0)", "unknown = 'x'"),
        X + G,
        r"'\dot{x} = -a x'",
    ),
    "stability: of the other side": (
        kind("stability", r"x \to 0"),
        X,
        r"'\dot{x} = -x (x + 1) (x + 2)'",
    ),
    "threshold: four lost": (
        kind("threshold", r"e = a^2", "variable = 'y'\nparameter = 'e'"),
        Y + G + "e = { sign = 'positive' }\n",
        r"'\dot{y} = -(y^2 - a y + e)'",
    ),
}
TRUE = {
    "identity": (kind("identity", "(S A)^T = A^T S"), S + A, ""),
    "identity: along the flow": (kind("identity", r"\dot{Q} = A Q"), Q + A, r"'\dot{Q} = A Q'"),
    "identity: an equation between states that no flow moves": (
        kind("identity", "Q Q = W W^T W W^T", "hypotheses = ['h']"),
        W + Q,
        "",
        "[hypotheses.h]\nrelations = ['Q = W W^T']",
    ),
    "identity: views without noise": (
        kind("identity", r"\mathbb{E}[u v^T] = D", "hypotheses = ['h']"),
        VIEWS,
        "",
        EXPECTATION,
    ),
    "integral": (
        kind("integral", "W W^T = e^{-2 a t} C", "constant = 'C'"),
        W + C + G,
        r"'\dot{W} = -a W'",
    ),
    "vanishes": (
        kind("vanishes", r"Q \to 0"),
        Q + S + G,
        r"'\dot{Q} = -a Q - S Q - Q S'",
    ),
    "linear": (
        kind("linear", r"\frac{d}{dt} \text{vec}(W) = -H \text{vec}(W)", "matrix = 'H'"),
        W + H + S,
        r"'\dot{W} = -S W'",
    ),
    "definite": (kind("definite", r"S + A A^T \succeq 0"), S + A, ""),
    "lyapunov": (
        kind("lyapunov", r"\dot{Q} = -(C Q + Q C)", "unknown = 'C'\nbasis = ['S']"),
        Q + C + S + G,
        r"'\dot{Q} = -a (S Q + Q S)'",
    ),
    "preserved": (kind("preserved", "Q = Q^T"), Q + S, r"'\dot{Q} = S Q + Q S'"),
    "common": (
        kind("common", r"p_j \dot{x} = a p_j", "unknown = 'x'"),
        X + M + G,
        r"'\dot{x} = a', '\dot{p}_j = 0'",
    ),
    "solution": (
        kind("solution", "x = e^{-a t} x(0)", "unknown = 'x'"),
        X + G,
        r"'\dot{x} = -a x'",
    ),
    "stability": (
        kind("stability", r"x \to 0, x \to -2"),
        X,
        r"'\dot{x} = -x (x + 1) (x + 2)'",
    ),
    "threshold": (
        kind("threshold", r"e = \frac{a^2}{4}", "variable = 'y'\nparameter = 'e'"),
        Y + G + "e = { sign = 'positive' }\n",
        r"'\dot{y} = -(y^2 - a y + e)'",
    ),
}


@pytest.mark.parametrize("case", FALSE)
def test_objects_to_what_is_false(case: str) -> None:
    sight = seen(article(*FALSE[case]))
    assert sight.objection is not None, sight
    assert sight.objection.what


@pytest.mark.parametrize("case", TRUE)
def test_says_nothing_against_what_is_true(case: str) -> None:
    sight = seen(article(*TRUE[case]), most=6)
    assert sight.objection is None
    assert sight.points > 2
    assert not sight.note


@pytest.mark.parametrize("name", ["directpred", "two-layer"])
def test_shipped_verdicts_stand(name: str) -> None:
    shipped = load_article(name)
    report = verify(shipped, ledger=False)
    # the limits take longest to look at, and a claim of a limit need not be looked at in time
    limits = {r.id: 0.5 if r.kind == "vanishes" else 20.0 for r in report.claims}
    sights = {r.id: look(shipped, r, limits[r.id], most=3) for r in report.claims}
    assert not [claim for claim, sight in sights.items() if sight.objection]
    proved = [r.id for r in report.claims if r.verdict is Verdict.PROVED and limits[r.id] > 1]
    assert not [claim for claim in proved if not sights[claim].points]


@pytest.mark.parametrize(
    ("value", "objects"), [("-1", True), ("2", False)], ids=["not as declared", "as declared"]
)
def test_a_counterexample_is_admissible(value: str, objects: bool) -> None:
    found = article(kind("identity", "a = x^2"), G + "x = {}\n")
    claim = found.claims[0]
    witness = Witness({}, {"a": [[value]], "x": [["1"]]}, "a = x^2", [[value]], [["1"]])
    refuted = ClaimResult("c", "1", claim.kind, claim.printed, "", Verdict.REFUTED, witness=witness)
    objection = look(found, refuted, 20.0).objection
    assert (objection is not None) == objects
    if objection is not None:
        assert objection.what == "`a` is not as declared there"
