"""Inequalities among the hypotheses: what they make true is proved, and nothing else."""

from __future__ import annotations

import pytest

from sslcheck.derive.decide.engine import verify
from sslcheck.derive.reading.loading import parse_article

_HEAD = r"""
[article]
name = 'x'
format = 2
[spaces]
n = 'n'
[symbols]
w = { shape = ['n', '1'], role = 'state' }
v = { shape = ['n', '1'] }
C = { shape = ['n', 'n'], properties = ['psd'] }
D = { shape = ['n', 'n'], properties = ['psd'] }
S = { shape = ['n', 'n'], properties = ['symmetric'] }
M = { shape = ['n', 'n'], properties = ['psd', 'invertible'] }
E = { shape = ['n', 'n'], properties = ['psd', 'diagonal'] }
F = { shape = ['n', 'n'] }
A = { shape = ['n', 'n'] }
'\mu' = { sign = 'positive' }
'\eta' = { sign = 'positive' }
a = {}
b = {}
x = { role = 'state' }
g = { role = 'function' }
k = { role = 'constant' }
's_j' = { index = 'j' }
'r_i' = { index = 'i' }
[definitions]
F = 'A A^T'
[flows.f]
equations = ['\dot{w} = -S w', '\dot{x} = -a x']
"""


def decided(given: list[str], kind: str, statement: str, more: str = "") -> tuple[str, str]:
    relations = ", ".join(f"'{text}'" for text in given)
    text = (
        f"{_HEAD}[hypotheses.h]\nrelations = [{relations}]\n{more}"
        f"[[claim]]\nid = 'c'\nkind = '{kind}'\nhypotheses = ['h']\nreading = '{statement}'\n"
    )
    text += "" if kind == "definite" else "flow = 'f'\n"
    (claim,) = verify(parse_article(text, "x.toml"), ledger=False).claims
    return claim.verdict.value, claim.why


@pytest.mark.parametrize(
    ("given", "kind", "statement", "verdict"),
    [
        ([r"S \succeq \mu I"], "inequality", r"\|w(t)\|^2 \le e^{-2 \mu t} \|w(0)\|^2", "proved"),
        ([r"S \succeq \mu I"], "inequality", r"\|w(t)\|^2 \le e^{-3 \mu t} \|w(0)\|^2", "refuted"),
        ([r"S \succeq \mu I"], "vanishes", r"w \to 0", "proved"),
        ([r"S \succeq -\mu I"], "vanishes", r"w \to 0", "refuted"),
        ([r"S \preceq \mu I"], "vanishes", r"w \to 0", "refuted"),
        ([r"C \preceq \mu I"], "inequality", r"v^T C v \le \mu \|v\|^2", "proved"),
        ([r"S \preceq 0"], "inequality", r"v^T S v \le 0", "proved"),
        ([r"C \preceq 0"], "inequality", r"C \prec M", "proved"),
        ([r"C \preceq 0"], "inequality", r"C \succ 0", "refuted"),
        ([r"C \preceq \mu I"], "inequality", r"v^T C v \ge \mu \|v\|^2", "refuted"),
        ([r"C \succeq D"], "inequality", r"\text{tr}(C^2) \ge \text{tr}(D^2)", "proved"),
        ([r"C \succeq D"], "definite", r"C^2 - D^2 \succeq 0", "refuted"),
        ([r"C \succ D"], "definite", r"C \succ 0", "proved"),
        ([r"C \succeq D"], "definite", r"C \succ 0", "conditional"),
        ([r"F \succeq \mu I"], "definite", r"A A^T \succ 0", "proved"),
        ([r"a \ge b"], "inequality", "a^3 \\ge b^3", "proved"),
        ([r"a \ge b"], "inequality", "a^2 \\ge b^2", "refuted"),
        ([r"a \ge b"], "inequality", "a > b", "refuted"),
        ([r"a > b", "b > 0"], "inequality", "a^2 > b^2", "proved"),
        ([r"b > 0", "a > b"], "inequality", "a^2 > b^2", "proved"),
        ([r"a > b", "b > 0"], "vanishes", r"x \to 0", "proved"),
        ([r"a \ge 0"], "vanishes", r"x \to 0", "conditional"),
        ([r"\eta < 1"], "inequality", r"\eta^2 < \eta", "proved"),
        ([r"\eta < 1"], "inequality", r"\eta^2 < \frac{1}{2} \eta", "refuted"),
        ([r"\eta \le 1"], "inequality", r"\eta^2 < \eta", "refuted"),
        ([r"0 < a", "a < 1"], "inequality", r"a (1 - a^2) > 0", "proved"),
        ([r"a \ge b", r"b \ge a"], "identity", "a = 0", "refuted"),
        ([r"\eta \ge 0"], "inequality", r"\eta > 0", "proved"),
        ([r"M \succeq C"], "definite", r"M \succ 0", "proved"),
        ([r"E \succeq \mu I"], "identity", r"E (M \odot I) = (M \odot I) E", "proved"),
    ],
)
def test_what_follows_and_what_does_not(
    given: list[str], kind: str, statement: str, verdict: str
) -> None:
    found, why = decided(given, kind, statement)
    assert found == verdict, why


@pytest.mark.parametrize(
    "given", [["a > a"], ["a > b", "b > a"], [r"C \preceq -\mu I"], [r"\eta < 0"]]
)
def test_of_what_cannot_be_nothing_is_proved(given: list[str]) -> None:
    assert decided(given, "identity", r"\mu = \mu + 1")[0] in ("undecided", "refused")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("s_j > r_i", "an inequality about two families at once"),
        ("t a > 0", "an inequality about the time"),
        ("k > 0", "an inequality about `k`"),
    ],
)
def test_of_some_things_it_cannot_be_supposed(given: str, message: str) -> None:
    article = parse_article(
        f"{_HEAD}[hypotheses.h]\nrelations = ['a = b', '{given}']\n"
        "[[claim]]\nid = 'c'\nkind = 'identity'\nreading = 'a = a + 0'\n",
        "x.toml",
    )
    (told,) = [problem for problem in article.problems if message in problem]
    assert told.startswith("x.toml")


def test_the_symbol_is_told_and_has_a_name_of_its_own() -> None:
    text = _HEAD.replace("a = {}", "a = {}\n'\\xi_{h}' = {}")
    text += "[hypotheses.h]\nrelations = ['a > b']\n[[claim]]\nid = 'c'\nkind = 'inequality'\n"
    text += "hypotheses = ['h']\nreading = 'a > b'\n"
    (claim,) = verify(parse_article(text, "x.toml"), ledger=False).claims
    assert claim.verdict.value == "proved"
    assert "supposed: a = b + ξ_(h2), where ξ_(h2) is positive" in str(claim.remarks)


def test_no_run_is_held_against_what_it_supposes_and_pages_print_it() -> None:
    from sslcheck.derive.article.derivation import Derivation
    from sslcheck.numeric.flows.conserved import INTEGRALS, proved_of
    from sslcheck.numeric.flows.inputs import Inputs
    from sslcheck.numeric.flows.options import FlowOptions
    from sslcheck.reports.page.used import hypothesis_said

    text = f"{_HEAD}[hypotheses.h]\nrelations = ['a > 0']\n" + (
        "[[claim]]\nid = 'c'\nkind = 'vanishes'\nflow = 'f'\nhypotheses = ['h']\n"
        "reading = 'x \\to 0'\n"
    )
    article = parse_article(text, "x.toml")
    inputs = Inputs(article, FlowOptions("x"), ("w", "x"), tuple(article.spaces))
    assert proved_of(Derivation(article), "f", inputs, INTEGRALS) == ()
    assert "a > 0" in str(hypothesis_said(article.hypotheses["h"]))


@pytest.mark.parametrize(
    ("given", "kind", "statement", "verdict"),
    [
        (["x > 0", "a > 0"], "inequality", r"\dot{x} < 0", "proved"),
        (["x > 0"], "inequality", r"\dot{x} < 0", "refuted"),
        (["x > 0"], "inequality", r"\dot{x} = 0", "refuted"),
        (["x \\ge b"], "inequality", r"x^3 \ge b^3", "proved"),
        (["x \\ge b"], "inequality", r"x^2 \ge b^2", "refuted"),
        (["x(0) > 0"], "inequality", "x(t) > 0", "proved"),
        (["x(0) > 0"], "inequality", "x(t) \\ge x(0)", "refuted"),
        (["x(0) > 0", "a > 0"], "inequality", "x(t) \\le x(0)", "proved"),
        ([r"\|w\|^2 \le 1"], "inequality", r"(v^T w)^2 \le \|v\|^2", "proved"),
        ([r"\|w\|^2 \le 1"], "inequality", r"(v^T w)^2 \le \frac{1}{2} \|v\|^2", "refuted"),
        ([r"\|w(0)\|^2 \le 1", r"S \succeq 0"], "inequality", r"\|w(t)\|^2 \le 1", "proved"),
        ([r"\|w(0)\|^2 \le 1"], "inequality", r"\|w(t)\|^2 \le 1", "refuted"),
        (["g \\ge 0"], "inequality", r"g^3 \ge 0", "proved"),
        (["g \\ge 0"], "inequality", r"\dot{g} \ge 0", "refuted"),
        (["g \\ge x"], "inequality", r"g \ge x", "proved"),
        (["g \\ge x"], "inequality", r"\dot{g} \ge \dot{x}", "refuted"),
        (["x > 0"], "inequality", "|x| \\le x", "proved"),
        (["x > 0"], "vanishes", r"x \to 0", "refused"),
        (["x(0) > 0"], "vanishes", r"x \to 0", "conditional"),
        (["s_j > 0"], "inequality", "s_j^3 > 0", "proved"),
        (["s_j > 0"], "inequality", "s_j^3 > s_j", "refuted"),
        (["s_j > 0"], "inequality", r"\sum_j s_j > 0", "proved"),
        (["s_j > 0"], "inequality", r"\sum_j s_j^2 \le n s_j^2", "refuted"),
        (["s_j \\ge b"], "inequality", r"\max_j s_j \ge b", "proved"),
        (["s_j \\ge \\mu"], "inequality", r"\max_j s_j \le s_j", "refuted"),
        (["s_j \\ge b"], "inequality", r"\max_j s_j \le b", "refuted"),
        ([r"\sum_j s_j > 0"], "inequality", r"\sum_j s_j \ge 0", "proved"),
        ([r"\sum_j s_j > 0"], "inequality", r"\sum_j s_j^3 \ge 0", "refuted"),
    ],
)
def test_what_moves_is_more_at_an_instant_or_at_the_start(
    given: list[str], kind: str, statement: str, verdict: str
) -> None:
    if " = " in statement:
        kind = "identity"
    found, why = decided(given, kind, statement)
    assert found == verdict, why
