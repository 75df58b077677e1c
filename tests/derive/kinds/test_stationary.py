"""What holds at all stationary points: by cofactors, by sums of squares, or refuted by a point."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import POSITIVE, STATE
from tests.derive.kinds.small import decided as small

from sslcheck.derive.decide.engine import verify
from sslcheck.derive.reading.loading import parse_article
from sslcheck.derive.verdicts.result import ClaimResult

ARTICLE = """
[article]
name = "stationary"
[spaces]
n = "n"
d = "d"
[symbols]
'W_1' = {{ shape = ["n", "d"], role = "state" }}
'W_2' = {{ shape = ["d", "n"], role = "state" }}
'V' = {{ shape = ["n", "d"], role = "state" }}
'S' = {{ shape = ["d", "d"], properties = ["psd"] }}
'w' = {{ shape = ["d", "1"], role = "state" }}
'X' = {{ shape = ["d", "n"] }}
'y' = {{ shape = ["n", "1"] }}
'H' = {{ shape = ["n", "n"], role = "state", properties = ["symmetric"] }}
'N' = {{ shape = ["n", "n"], properties = ["symmetric"] }}
'L' = {{ }}
'\\lambda' = {{ sign = "positive" }}
'm' = {{ }}
'x' = {{ role = "state", sign = "nonnegative" }}
'p' = {{ role = "state" }}
'q' = {{ role = "state" }}
[definitions]
'L' = '\\frac{{1}}{{2}} \\|X^T w - y\\|^2 + \\frac{{1}}{{2}} \\lambda \\|w\\|^2'
[flows.autoencoder]
equations = [
  '\\dot{{W}}_1 = W_2^T (I - W_2 W_1) S - \\lambda W_1',
  '\\dot{{W}}_2 = (I - W_2 W_1) S W_1^T - \\lambda W_2']
[flows.decay]
equations = ['\\dot{{V}} = -V S - \\lambda V']
[flows.weak]
equations = ['\\dot{{V}} = -V S - m V']
[flows.difference]
equations = ['\\dot{{p}} = p^2 - q^2', '\\dot{{q}} = p^2 - q^2']
[flows.bracket]
equations = ['\\dot{{H}} = [H, [H, N]]']
[flows.scalar]
equations = ['\\dot{{x}} = x (\\lambda - x)']
[[claim]]
id = "c"
kind = "stationary"
{about}
reading = '{reading}'
"""


def decided(about: str, reading: str) -> ClaimResult:
    text = ARTICLE.format(about=about, reading=reading)
    return verify(parse_article(text, "stationary.toml"), ["c"], ledger=False).claims[0]


@pytest.mark.parametrize(
    ("about", "reading", "verdict"),
    [
        ('of = "L"', r"(X X^T + \lambda I) w = X y", "proved"),
        ('of = "L"', r"X X^T w = X y", "refuted"),
        ('of = "M"', r"w = 0", "refused"),
        ('flow = "autoencoder"', r"W_1 W_1^T = W_2^T W_2", "proved"),
        ('flow = "autoencoder"', r"W_2 W_1 = I", "refuted"),
        ('flow = "decay"', r"V = 0", "proved"),  # V S V^T + lambda V V^T = 0
        ('flow = "weak"', r"V = 0", "refuted"),  # for m = 0
        ('flow = "difference"', "p = 0", "refuted"),  # squares with weights of both signs
        ('flow = "bracket"', "H N = N H", "proved"),  # tr(N [H, [H, N]]) = -|[H, N]|^2
        ('flow = "bracket"', "H = N", "refuted"),
        ('flow = "bracket"', "N = N", "proved"),
        ('flow = "scalar"', r"x = \lambda", "refuted"),  # at x = 0
        ('flow = "scalar"', r"x^3 = \lambda^2 x", "proved"),
        ('flow = "scalar"', r"\dot{x} = 0", "refused"),
        ("", r"x = 0", "refused"),
    ],
)
def test_at_all_stationary_points(about: str, reading: str, verdict: str) -> None:
    assert decided(about, reading).verdict == verdict


def test_a_proof_is_a_combination_that_is_evaluated_again() -> None:
    found = decided('flow = "autoencoder"', r"W_1 W_1^T = W_2^T W_2")
    assert found.steps[-1].rechecked


def test_a_counterexample_is_a_stationary_point() -> None:
    found = decided('flow = "autoencoder"', r"W_2 W_1 = I")
    assert found.witness is not None
    assert all(step.rechecked for step in found.steps)


def test_states_that_a_let_ties_are_searched_by_their_flow() -> None:
    names, flow = (
        {"x": STATE, "y": STATE, "k": "sign = 'positive'"},
        (r"\dot{x} = k y", r"\dot{y} = x"),
    )
    assert small("stationary", "x = 0", names, flow, let="x = y").verdict.value == "proved"


def test_a_rate_of_another_shape_has_no_linear_law_of_the_difference() -> None:
    names = {
        "w": "shape = ['n', '1'], role = 'state'",
        "p": STATE,
        "S": "shape = ['n', 'n'], properties = ['psd']",
    }
    flow = (r"\dot{p} = -p w^T S w - w^T w", r"\dot{w} = -p^2 w")
    assert small("stationary", "w = 0", names, flow).verdict.value in ("proved", "undecided")
    assert small("stationary", "p = 0", names, flow).verdict.value == "refuted"  # at w = 0


@pytest.mark.parametrize(
    ("reading", "rate", "wanted"),
    [
        ("x = 0", "-x (a + x^2)", "proved"),
        ("x = a", "a^3 - x^3", "proved"),
        ("x = 0", "-x (b + x^2)", "refuted"),
        ("x = 0", "-b x", "refuted"),
    ],
)
def test_factors_that_are_never_0(reading: str, rate: str, wanted: str) -> None:
    symbols = {"x": "role = 'state'", "a": "sign = 'positive'", "b": ""}
    claim = small("stationary", reading, symbols, (rf"\dot x = {rate}",))
    assert claim.verdict.value == wanted


@pytest.mark.parametrize(
    ("rate", "condition"),
    [("-k x", "k > 0"), ("-x - k x", ""), ("-k (k - 1) x", ""), ("-k b x", "")],
)
def test_a_parameter_that_may_be_0_is_a_condition_where_all_is_so_without_it(
    rate: str, condition: str
) -> None:
    names = {"x": STATE, "k": "sign = 'nonnegative'", "b": ""}
    claim = small("stationary", "x = 0", names, (rf"\dot x = {rate}",))
    assert claim.conditions == ((condition,) if condition else ())
    wanted = "conditional" if condition else "proved" if rate == "-x - k x" else "refuted"
    assert claim.verdict.value == wanted


def test_states_of_other_flows_may_be_anything() -> None:
    names = {"w": "shape = ['n', '1'], role = 'state'", "s": f"{STATE}, {POSITIVE}"}
    flow = (r"\dot w = -w - \frac{1}{1 + w^T w} w",)
    assert small("stationary", "w = 0", names, flow).verdict.value == "proved"


@pytest.mark.parametrize(
    ("rate", "supposed", "wanted"),
    [
        ("-w", "v = v", "proved"),
        ("-w", "w^T v = 0", "proved"),
        ("-w", "w^T w = 1", "undecided"),
        (r"-w - \frac{1}{1 + w^T w} w", "v = v", "proved"),
        (r"-w - \frac{1}{w^T w} w", "v = v", "undecided"),
    ],
)
def test_a_proof_that_all_states_are_0_shows_that_they_may_be(
    rate: str, supposed: str, wanted: str
) -> None:
    names = {"w": "shape = ['n', '1'], role = 'state'", "v": "shape = ['n', '1']"}
    relation = f"relations = ['{supposed}']"
    claim = small("stationary", "w = 0", names, (rf"\dot w = {rate}",), hypothesis=relation)
    assert claim.verdict.value == wanted


def test_where_nothing_is_stationary() -> None:
    names = {"x": "role = 'state'", "a": "sign = 'positive'", "b": ""}
    claim = small("stationary", "x = 0", names, (r"\dot x = -a - x^2",))
    assert claim.verdict.value == "refused"
    assert "there are no stationary points: nowhere is" in claim.why
    seen = small("stationary", "x = 0", names, (r"\dot x = e^{x^2} - x",))  # is positive
    assert seen.verdict.value == "undecided"
    assert "no exact point was found (a stationary point): there may be none" in seen.why
    assert small("stationary", "x = 0", names, (r"\dot x = -b - x^2",)).verdict.value == "refuted"


@pytest.mark.parametrize(
    ("statement", "flow", "marks", "verdict"),
    [
        ("B C B^T = I", (r"\dot{B} = (I - B C B^T) B",), "['invertible']", "proved"),
        ("B C B^T = I", (r"\dot{B} = (I - B C B^T) B",), "[]", "refuted"),
        ("B C B^T = 2 I", (r"\dot{B} = (I - B C B^T) B",), "['invertible']", "refuted"),
        ("B B^T C = I", (r"\dot{B} = B^2 - B C B^T B^2",), "['invertible']", "refuted"),
        ("C B^T B = I", (r"\dot{B} = B^2 - B C B^T B^2",), "['invertible']", "proved"),
        ("w = 0", (r"\dot{w} = -P v - P P^T w", r"\dot{v} = P^T w - P^T P v"), "[]", "proved"),
        ("w = 0", (r"\dot{w} = -C v - C C^T w", r"\dot{v} = C^T w - C^T C v"), "[]", "refuted"),
        ("w = 0", (r"\dot{w} = -P v + P P^T w", r"\dot{v} = P^T w - P^T P v"), "[]", "refuted"),
    ],
)
def test_invertible_factors_and_squares_of_what_is_there(
    statement: str, flow: tuple[str, ...], marks: str, verdict: str
) -> None:
    square, column = "shape = ['n', 'n']", "shape = ['n', '1'], role = 'state'"
    names = {"B": f"{square}, role = 'state', properties = {marks}", "C": square}
    names |= {"P": f"{square}, properties = ['invertible']", "w": column, "v": column}
    flow = (*flow, r"\dot{B} = 0") if statement == "w = 0" else (*flow, r"\dot{w} = 0")
    found = small("stationary", statement, names, flow)
    assert found.verdict.value == verdict, found.why
