"""Verdicts on claims about every depth."""

from dataclasses import replace

import pytest
from tests.derive.layered import HEAD, claim

from sslcheck.derive.decide.depths import AtDepths
from sslcheck.derive.decide.engine import verify
from sslcheck.derive.reading.loading import parse_article
from sslcheck.derive.text.reason import reason
from sslcheck.derive.verdicts.result import ClaimResult
from sslcheck.derive.verdicts.verdict import Verdict

BALANCED = 'hypotheses = ["balanced"]'
FLOW = 'flow = "descent"'
SLOPE = r"\|\nabla_{W_k} J\|_F^2"
FALLS = rf"\frac{{d}}{{dt}} J = -\sum_{{k=1}}^{{L}} {SLOPE}"
FROM_0 = FALLS.replace("k=1}^{L}", "k=0}^{L-1}").replace("W_k", "W_{k+1}")
GRADIENT = r"W_{j+1}^T \cdots W_L^T (W X - Y) W_1^T \cdots W_{j-1}^T"


def decided(reading: str, kind: str = "identity", more: str = "") -> ClaimResult:
    article = parse_article(HEAD + claim(reading, kind, more), "deep.toml")
    return verify(article, ledger=False, budget=600).claims[0]  # some take seconds


@pytest.mark.parametrize(
    ("reading", "kind", "more"),
    [
        (rf"\nabla_{{W_j}} J = {GRADIENT} + \lambda W_j", "identity", ""),
        (
            r"(W_{j+1}^T W_{j+1} - W_j W_j^T) e^{2 \lambda t} = C_j",
            "integral",
            f'{FLOW}\nconstant = "C_j"',
        ),
        ("W_{j+1}^T W_{j+1} = W_j W_j^T", "preserved", FLOW),
        ("W_{j+1}^T W_{j+1} = W_j W_j^T", "stationary", FLOW),
        (r"\dot{W}_L = -(W X - Y) W_1^T \cdots W_{L-1}^T - \lambda W_L", "identity", FLOW),
        (r"W_L W_{L-1} \cdots W_1 = W", "identity", ""),
        (r"\nabla_{W_j} (\sum_{k \neq j} \|W_k\|_F^2) = 0", "identity", ""),
        ("W = 0", "identity", 'hypotheses = ["first"]'),
        (r"\prod_{k=L}^{1} W_k = W", "identity", ""),
        (
            r"\dot{W} = \sum_{j=1}^{L} W_L \cdots W_{j+1} \dot{W}_j W_{j-1} \cdots W_1",
            "identity",
            FLOW,
        ),
        (FALLS, "identity", FLOW),
        (FROM_0, "identity", FLOW),
        (r"E(t) \le E(0)", "inequality", 'flow = "far"'),
        (r"\frac{d}{dt} \sum_k a_k^2 + 2 \sum_{k=1}^{L} a_k^2 = 0", "identity", 'flow = "far"'),
    ],
)
def test_what_is_true_at_every_depth_is_proved(reading: str, kind: str, more: str) -> None:
    found = decided(reading, kind, more)
    assert (found.verdict, found.why) == (Verdict.PROVED, "all sizes, every depth")


@pytest.mark.parametrize(
    ("reading", "kind", "more", "at"),
    [
        (rf"\nabla_{{W_j}} J = {GRADIENT}", "identity", "", "L = 1, j = 1"),
        (rf"\nabla_{{W_j}} J = {GRADIENT} + \lambda j W_j", "identity", "", "L = 2, j = 2"),
        (
            r"\dot{W}_1 = -W_L^T \cdots W_2^T (W X - Y) - \lambda W_1 - (L - 1) W_1",
            "identity",
            FLOW,
            "L = 2",
        ),
        (
            r"(W_{j+1}^T W_{j+1} - W_j W_j^T) e^{\lambda t} = C_j",
            "integral",
            f'{FLOW}\nconstant = "C_j"',
            "L = 2, j = 1",
        ),
        ("W_{j+1}^T W_{j+1} = 2 W_j W_j^T", "preserved", FLOW, "L = 2, j = 1"),
        (r"W_L \cdots W_j = 0", "identity", 'hypotheses = ["first"]', "L = 2, j = 2"),
        (r"(W_L \cdots W_{j+1})^T = W_L^T \cdots W_{j+1}^T", "identity", "", "L = 3, j = 1"),
        (r"\nabla_{W_{j+1}} (\sum_{k \neq j} \|W_k\|_F^2) = 0", "identity", "", "L = 2, j = 1"),
        (FROM_0.replace("L-1", "L-2"), "identity", FLOW, "L = 1"),
        (rf"2 \frac{{d}}{{dt}} J = -\sum_{{k=1}}^{{L}} {SLOPE}", "identity", FLOW, "L = 1"),
        (r"\frac{d}{dt} \sum_k \|W_k\|_F^2 \le 0", "inequality", FLOW, "L = 1"),
        (r"\frac{d}{dt} \sum_k a_k^2 \le 0", "inequality", 'flow = "near"', "L = 2"),
        (r"\sum_{k=1}^{j} a_k + \sum_{k=j}^{L} a_k = \sum_k a_k", "identity", "", "L = 1, j = 1"),
    ],
)
def test_what_is_false_is_refuted_at_a_small_depth(
    reading: str, kind: str, more: str, at: str
) -> None:
    found = decided(reading, kind, more)
    assert (found.verdict, found.why[: len(at) + 5]) == (Verdict.REFUTED, f"at {at}: ")
    assert found.witness is not None or "conform" in found.why


@pytest.mark.parametrize(
    ("reading", "kind", "more"),
    [
        (
            r"\frac{d}{dt} \|W\|^2 = \frac{d}{dt} \text{tr}((W_1 W_1^T)^L)",
            "identity",
            f"{BALANCED}\n{FLOW}",
        ),
        (r"\frac{d}{dt} \sum_k a_k = \sum_k a_k - a_1", "identity", 'flow = "near"'),
        (rf"{FALLS} + \sum_k (k - 1) (k - 2) (k - 3) a_k^2", "identity", FLOW),  # false at L = 4
    ],
)
def test_what_is_seen_at_small_depths_only_is_undecided(reading: str, kind: str, more: str) -> None:
    found = decided(reading, kind, more)
    assert found.verdict is Verdict.UNDECIDED
    assert "but not every depth is shown" in found.why


@pytest.mark.parametrize(
    ("reading", "kind", "more", "said"),
    [
        (r"\|W\|^2 > 0", "inequality", "", "at L = 1 if W_1 ≠ 0; L = 2 if W_2 W_1 ≠ 0;"),
        (r"\frac{\|W_1\|^2}{\|W_L\|^2} = 1", "identity", BALANCED, "more is needed than"),
        (
            r"\frac{d}{dt} \sum_k a_k = \sum_k a_k - a_1",
            "identity",
            'flow = "near"',
            "any L: it, or its flow, speaks of layers in a run",
        ),
    ],
)
def test_what_is_said_of_depths_is_so(reading: str, kind: str, more: str, said: str) -> None:
    assert said in decided(reading, kind, more).why


@pytest.mark.parametrize(
    ("reading", "flow"),
    [
        (r"W_{j+1}^T W_{j+1} - W_j W_j^T \to 0", "descent"),
        (r"\|W_L\|_F^2 - \|W_1\|_F^2 \to 0", "descent"),
        (r"a_j \to 0", "far"),
    ],
)
def test_a_limit_is_one_at_every_depth_while_solutions_last(reading: str, flow: str) -> None:
    found = decided(reading, "vanishes", f'flow = "{flow}"')
    assert found.verdict is Verdict.CONDITIONAL
    assert found.conditions == ("on solutions that exist for all t",)


@pytest.mark.parametrize(
    ("reading", "flow"),
    [
        (r"W_{j+1}^T W_{j+1} + W_j W_j^T \to 0", "descent"),
        (r"W \to 0", "descent"),
        (r"a_j \to 0", "near"),
        (r"a_1 \to 0", "near"),
        (r"\sum_k a_k \to 1", "far"),
        (r"a_j - a_{j+1} \to 0", "near"),
    ],
)
def test_what_has_no_such_limit_is_not_shown(reading: str, flow: str) -> None:
    found = decided(reading, "vanishes", f'flow = "{flow}"')
    assert found.verdict in (Verdict.REFUTED, Verdict.UNDECIDED)


def test_what_is_given_is_said_of_layers_at_any_depth() -> None:
    gains = '[symbols]\ng_j = { sign = "positive" }\nV_j = { shape = ["n_j", "n_j"] }'
    text = HEAD.replace("[symbols]", gains)
    said = claim(r"\frac{1}{g_j} g_j V_j = V_j", "identity", "")
    found = verify(parse_article(text + said, "deep.toml"), ledger=False).claims[0]
    assert found.verdict is Verdict.PROVED
    assert not {"g_3 > 0", "g_4 > 0", "g_5 > 0"} & {*found.conditions}


def test_nothing_is_proved_without_every_case() -> None:
    article = parse_article(HEAD + claim(r"W_L W_{L-1} \cdots W_1 = W"), "deep.toml")
    depths = article.claims[0].depths
    assert depths is not None
    assert AtDepths(True).outcome(depths).verdict is Verdict.PROVED
    without = replace(depths, obstacle=reason("one case has no letters"))
    assert AtDepths(True).outcome(without).verdict is Verdict.UNDECIDED


@pytest.mark.parametrize(
    ("reading", "flow", "share"),
    [
        (FALLS, "descent", "0 = 0"),
        (r"(\sum_k a_k)^2 = (\sum_k a_k) \sum_k a_k", "far", "a_j^2 = a_j^2"),
        (r"\sum_{k=1}^{L-1} a_k = \sum_{k=1}^{L-1} a_k", "far", "a_j = a_j"),
        (r"\frac{d}{dt} E^2 = \frac{d}{dt} E^2", "far", r"2 a_j^3 = 2 a_j^3"),
    ],
)
def test_shares_add_up_to_what_is_said(
    reading: str, flow: str, share: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is taken for the share of a layer, it is compared at small depths."""
    monkeypatch.setattr("sslcheck.derive.reading.layered.shares.share_of", lambda *_: share)
    article = parse_article(HEAD + claim(reading, "identity", f'flow = "{flow}"'), "deep.toml")
    depths = article.claims[0].depths
    assert depths is not None
    assert depths.shares is not None
    decider = AtDepths(True)
    assert not decider._adds_up(depths.shares)
    unseen = replace(depths, obstacle=reason("what is general is not seen"))
    assert decider.outcome(unseen).verdict is Verdict.UNDECIDED


RUN = r"""
[article]
name = "run"
format = 2
[layers]
index = "j"
depth = "L"
[spaces]
n = "units"
[symbols]
W_j = { shape = ["n", "n"], role = "state" }
a = { sign = "nonnegative" }
J = {}
[definitions]
J = '\frac{1}{2} \|W_L \cdots W_1\|^2 + \frac{a}{2} \sum_{j=1}^L \|W_j\|^2'
[flows.f]
equations = ['\dot W_j = -\nabla_{W_j} J']
[hypotheses.none]
text = "no decay"
let = ['a = 0']
"""


def test_a_flow_of_layers_in_a_run_is_not_said_to_be_missing() -> None:
    more = 'flow = "f"\nhypotheses = ["none"]'
    text = RUN + claim(r"\frac{d}{dt} J \le 0", "inequality", more)
    (found,) = verify(parse_article(text, "run.toml"), ledger=False).claims
    assert found.verdict is Verdict.UNDECIDED
    assert found.why.endswith("any L: how the product of a run of layers moves is not known")
