"""A bug in one route shows as a disagreement of the two, never as a verdict."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from tests.derive.kinds.deciding import decided

from sslcheck.derive import load_article, normal, verify
from sslcheck.derive.algebra import Element
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.calculus import expectation, gradient, leibniz
from sslcheck.derive.calculus.expectation import Law
from sslcheck.derive.decide.routes import Judge
from sslcheck.derive.exact.matrix import Matrix, scale
from sslcheck.derive.exact.point import RULES
from sslcheck.derive.exact.population import population
from sslcheck.derive.expr import Dot, Num, Transpose
from sslcheck.derive.kinds.residuals.repairs import repairs
from sslcheck.derive.reading.loading import parse_article
from sslcheck.derive.verdicts.condition import Condition, Equals
from sslcheck.derive.verdicts.verdict import Verdict

PLAIN = r"""
[article]
format = 2
name = "plain"
[spaces]
n = "n"
[symbols]
x = { role = "state" }
W = { shape = ["n", "n"], role = "state" }
X = { shape = ["n", "n"] }
Y = { shape = ["n", "n"] }
K = { shape = ["n", "n"], role = "constant" }
a = {}
b = {}
[flows.f]
equations = ['\dot{x} = a x', '\dot{W} = b Y']
[[equation]]
number = "1"
latex = "1 = 1"
[[claim]]
id = "c"
equation = "1"
flow = "f"
kind = "KIND"
OPTIONS
reading = 'READING'
"""
OPTIONS = {"integral": 'constant = "K"', "solution": 'unknown = "x"'}

Rate = Callable[[str], Element | None]


def disagrees(name: str, about: str = "") -> None:
    """The claim comes out as a disagreement, with the other claims' verdicts untouched."""
    claims = verify(load_article("directpred"), [name]).claims
    claim = next(c for c in claims if c.id == name)
    assert claim.verdict is Verdict.DISAGREEMENT
    assert re.search(about, claim.why)


def without_one_term(element: Element) -> Element:
    first, *rest = element.terms
    return Element(element.alphabet, element.shape, {w: element.terms[w] for w in rest or [first]})


def test_both_routes_as_they_are() -> None:
    claims = verify(load_article("directpred"), ["1", "2.2", "2.3"]).claims
    assert [claim.verdict for claim in claims] == [Verdict.PROVED] * 3


# --------------------------------------------------------------------------- a broken first route
def test_a_gradient_that_forgets_a_term(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "sslcheck.derive.normal.gradients.gradient",
        lambda j, name, _: without_one_term(gradient(j, name)),
    )
    disagrees("2.2", "byol")


def test_a_gradient_with_a_wrong_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "sslcheck.derive.normal.gradients.gradient", lambda j, name, _: -gradient(j, name)
    )
    disagrees("2.2", "byol")


def test_an_expectation_that_forgets_the_noise(monkeypatch: pytest.MonkeyPatch) -> None:

    def noiseless(element: Element, laws: list[Law]) -> Element:
        return expectation(element, [law._replace(noise=None) for law in laws])

    monkeypatch.setattr("sslcheck.derive.normal.normal_form.expectation", noiseless)
    disagrees("6.sigma")
    disagrees("1")


def test_a_product_rule_that_forgets_a_transpose(monkeypatch: pytest.MonkeyPatch) -> None:

    def broken(element: Element, rate: Rate, scalar: Callable[[Ratio], Ratio]) -> Element:
        plain = {
            tuple((n, t and n != "W_p") for n, t in word): c for word, c in element.terms.items()
        }
        return leibniz(Element(element.alphabet, element.shape, plain), rate, scalar)

    monkeypatch.setattr("sslcheck.derive.calculus.flow.leibniz", broken)
    disagrees("3")


def test_a_product_rule_that_forgets_a_letter(monkeypatch: pytest.MonkeyPatch) -> None:

    def broken(element: Element, rate: Rate, scalar: Callable[[Ratio], Ratio]) -> Element:
        return leibniz(element, lambda name: None if name == "W_a" else rate(name), scalar)

    monkeypatch.setattr("sslcheck.derive.calculus.flow.leibniz", broken)
    disagrees("2.3")


def test_a_normal_form_in_which_everything_vanishes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Element, "is_zero", lambda self: True)
    disagrees("2.eta", "proved for all sizes by the normal form, but false")


def test_a_normal_form_in_which_all_matrices_commute(monkeypatch: pytest.MonkeyPatch) -> None:
    good = normal.NormalForm.residuals

    def commuting(self: normal.NormalForm, relation: Any) -> list[Element]:
        return [gap.mapped(lambda word: tuple(sorted(word))) for gap in good(self, relation)]

    monkeypatch.setattr(normal.NormalForm, "residuals", commuting)
    disagrees("2.1")


@pytest.mark.parametrize(
    "reading", [r"(X Y^\top)^\top = Y X^\top", r"\operatorname{tr}(A) = \operatorname{tr}(A)"]
)
def test_a_normal_form_in_which_nothing_vanishes(
    monkeypatch: pytest.MonkeyPatch, reading: str
) -> None:
    """No exact point is a counterexample: that is a bug, not a claim that cannot be decided."""
    kind = "kind = 'identity'"
    assert decided(kind, reading).verdict is Verdict.PROVED
    one_side: Callable[..., list[Element]] = lambda self, r: [self.element(r.lhs)]  # noqa: E731
    monkeypatch.setattr(normal.NormalForm, "remainders", one_side)
    found = decided(kind, reading)
    assert found.verdict is Verdict.DISAGREEMENT
    assert "the normal form does not vanish" in found.why


def test_a_repair_that_asks_for_more_than_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A condition that the claim holds without is not reported."""

    def greedy(*given: Any) -> tuple[Condition, ...]:
        found = repairs(*given)
        return (Equals("b", Num(Fraction(3))), *found) if found else found

    monkeypatch.setattr("sslcheck.derive.kinds.identity.repairs", greedy)
    assert decided("kind = 'identity'", "(1 + a) X + b Y = X + b Y").conditions == ("a = 0",)


@pytest.mark.parametrize(
    ("kind", "reading"),
    [
        ("identity", "(1 + a) X = X"),
        ("integral", "W = K"),
        ("solution", "x = x(0)"),
        ("stability", r"x \to 0"),
    ],
)
def test_what_is_judged_without_repairs_is_judged_anew_where_they_are_asked_for(
    kind: str, reading: str
) -> None:
    text = PLAIN.replace("KIND", kind).replace("OPTIONS", OPTIONS.get(kind, ""))
    article = parse_article(text.replace("READING", reading), "x.toml")
    (claim,) = article.claims
    judge = Judge(Derivation(article))
    setting = judge.derivation.setting((), claim.flow, holds=claim.form.meant(claim))
    plain = judge.judge(claim, setting, repairs=False)
    assert plain.finding.holds is False
    assert plain.finding.conditions == ()
    assert plain.failing is not None
    mended = judge.judge(claim, setting)
    assert mended.finding.conditions
    assert mended.finding.why == plain.finding.why
    assert judge.judge(claim, setting, repairs=False) is mended  # which says all of it


# -------------------------------------------------------------------------- a broken second route
def test_a_population_with_too_much_noise(monkeypatch: pytest.MonkeyPatch) -> None:

    def louder(mean: Matrix, noise: Matrix, expected: Matrix | None) -> Any:
        return population(mean, scale(4, noise), expected)

    monkeypatch.setattr("sslcheck.derive.exact.population.population", louder)
    disagrees("2.2", "not the one found by exact differentiation")
    disagrees("9")


def test_an_evaluation_that_forgets_transposes(monkeypatch: pytest.MonkeyPatch) -> None:
    good = RULES[Transpose]

    def broken(at: Any, node: Transpose, mode: int) -> Any:
        value = at.evaluate(node.arg, mode)
        return value if value.rows == value.cols else good(at, node, mode)

    monkeypatch.setitem(RULES, Transpose, broken)
    disagrees("3")


def test_an_evaluation_in_which_nothing_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    def still(at: Any, node: Dot, mode: int) -> Any:
        return at.evaluate(node.arg, mode).start().derivative()

    monkeypatch.setitem(RULES, Dot, still)
    disagrees("2.3")


BY_CHANCE = """
[article]
format = 2
name = "chance"
[spaces]
n = "n"
d = "d"
m = "m"
[symbols]
A = { shape = ["n", "d"] }
B = { shape = ["m", "n"] }
P = { shape = ["m", "m"] }
R = { shape = ["m", "m"] }
S = { shape = ["m", "m"] }
[[claim]]
id = "c"
kind = "identity"
reading = '%s'
"""


@pytest.mark.parametrize(
    "reading",
    [
        "B^T P^T P^T B = B^T P P B",  # true of two by two with trace 0
        "(P S - S P)^2 R = R (P S - S P)^2",  # true of all two by two
        "B^T (P S - S P)^2 B = B^T ((P S - S P)^2)^T B",
        "B^T ((P S - S P)^2 R - R (P S - S P)^2) B = B^T ((P S - S P)^2 R - R (P S - S P)^2)^T B",
    ],
)
def test_what_few_and_small_points_do_not_show_is_refuted_at_others(reading: str) -> None:
    (claim,) = verify(parse_article(BY_CHANCE % reading, "chance.toml"), ledger=False).claims
    assert claim.verdict is Verdict.REFUTED
    assert claim.witness is not None


_SUPPOSED = r"""
[article]
name = 'x'
format = 2
[spaces]
n = 'n'
m = 'm'
[symbols]
A = { shape = ['n', 'n'] }
B = { shape = ['n', 'n'] }
F = { shape = ['n', 'm'] }
x = { shape = ['n', '1'] }
w = { shape = ['n', '1'], role = 'state' }
b = {}
[flows.f]
equations = ['\dot{w} = A w']
[hypotheses.orthogonal]
text = ''
relations = ['A A^T = I']
[hypotheses.wide]
text = ''
relations = ['F F^T = I']
[hypotheses.skew]
text = ''
relations = ['A^T = -A']
[hypotheses.mirrored]
text = ''
relations = ['A = A^T']
[hypotheses.inverse]
text = ''
relations = ['A B = I']
[hypotheses.multiple]
text = ''
relations = ['A B = b I']
[[claim]]
id = 'c'
"""


@pytest.mark.parametrize(
    ("given", "kind", "statement", "verdict"),
    [
        ("orthogonal", "identity", "A^T A = I", "proved"),
        ("orthogonal", "identity", r"\det(A)^2 = 1", "proved"),
        ("orthogonal", "identity", r"\det(A) = 1", "refuted"),
        ("orthogonal", "inequality", r"A + A^T \preceq I", "refuted"),
        ("wide", "identity", "F^T F = I", "refuted"),
        ("wide", "inequality", r"F^T F \preceq I", "proved"),
        ("wide", "inequality", r"F^T F \prec I", "refuted"),
        ("skew", "inequality", r"-A^2 \succeq 0", "proved"),
        ("skew", "inequality", r"A^2 \succeq 0", "refuted"),
        ("skew", "inequality", r"\|w(t)\| \le \|w(0)\|", "proved"),
        ("skew", "inequality", r"2 \|w(t)\| \le \|w(0)\|", "refuted"),
        ("mirrored", "inequality", r"A^2 \succeq 0", "proved"),
        ("mirrored", "inequality", r"A \succeq 0", "refuted"),
        ("inverse", "identity", "B A = I", "proved"),
        ("inverse", "identity", "B B^T = I", "refuted"),
        ("multiple", "identity", "B A = b I", "undecided"),  # b may be 0: A B = 0, and B A is not
    ],
)
def test_equations_say_what_a_matrix_is(
    given: str, kind: str, statement: str, verdict: str
) -> None:
    text = f"{_SUPPOSED}hypotheses = ['{given}']\nkind = '{kind}'\nreading = '{statement}'\n"
    flow = "flow = 'f'\n" if "w" in statement else ""
    (claim,) = verify(parse_article(text + flow, "x.toml"), ledger=False).claims
    assert claim.verdict.value == verdict, claim.why
    assert not any("hat" in condition for condition in claim.conditions)
