"""How flows come about, and what is said of one that does not."""

from __future__ import annotations

import pytest

from sslcheck.derive import load_article, verify
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.reading.loading import parse_article
from sslcheck.derive.text.printing import to_text

HEAD = r"""
[article]
name = "x"
format = 2
[spaces]
n = "n"
d = "d"
[symbols]
W = { shape = ["n", "d"], role = "state" }
V = { shape = ["n", "n"], role = "state" }
S = { shape = ["d", "d"], properties = ["psd"] }
Q = { shape = ["n", "n"], properties = ["orthonormal"] }
R = { shape = ["d", "n"], properties = ["orthonormal"] }
h = {}
k = { sign = "positive" }
w_j = { role = "state", index = "j" }
L = {}
[[equation]]
number = "1"
latex = 'L = \frac{k}{2} \text{tr}(W S W^T)'
[objective]
symbol = "L"
equation = "1"
[hypotheses.modes]
let = ['W = Q \text{diag}(w_1, \dots, w_n) R^T']
[hypotheses.other]
let = ['W = Q R^T']
[hypotheses.white]
let = ['S = I']
[[claim]]
id = "1"
equation = "1"
kind = "identity"
line = 1
"""


def rates(more: str, name: str = "f") -> dict[str, str]:
    article = parse_article(HEAD + more, "x.toml")
    assert not article.problems
    flow = Derivation(article).flow(name)
    return {state: to_text(rate) for state, rate in flow.rates.items()}


RULE = "[rules]\nstep = 'h'\nW = 'W - h (\\nabla_W L + k W)'\n"


def test_the_limit_of_a_training_rule() -> None:
    assert rates(RULE + "[flows.f]\n") == {"W": "-k W - k W S"}


@pytest.mark.parametrize(
    ("rule", "rate"),
    [
        (r"W - \frac{h}{1 + h} \nabla_W L", "-k W S"),
        (r"\frac{1}{1 + h k} (W - h \nabla_W L)", "-k W - k W S"),
        (r"W - \frac{h}{k + h} W", "-1/k W"),
        (r"W - h^2 \nabla_W L", "0"),
    ],
)
def test_the_first_order_of_a_quotient(rule: str, rate: str) -> None:
    assert rates(f"[rules]\nstep = 'h'\nW = '{rule}'\n[flows.f]\n") == {"W": rate}


def test_a_rule_with_a_partial_derivative() -> None:
    text = HEAD.replace("[symbols]", "[symbols]\ng = { role = 'state' }")
    rule = "[rules]\nstep = 'h'\ng = 'g - h \\frac{\\partial (k g^3)}{\\partial g}'\n[flows.f]\n"
    flow = Derivation(parse_article(text + rule, "x.toml")).flow("f")
    assert {state: to_text(rate) for state, rate in flow.rates.items()} == {"g": "-3 g^2 k"}


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (r"W - \frac{k}{h} W", "no value at step size 0"),
        (r"W - \sqrt{h} \nabla_W L", "stands in a root"),
        (r"W - h \nabla_W L + h \sqrt{1 + h} W", "stands in a root"),
        (r"W - h \nabla_W (L + h \|W\|^2)", "stands in what is differentiated"),
    ],
)
def test_a_rule_of_which_no_first_order_is_taken(rule: str, reason: str) -> None:
    with pytest.raises(ArticleError, match=rf"\[rules\] W: .*{reason}"):
        rates(f"[rules]\nstep = 'h'\nW = '{rule}'\n[flows.f]\n")


def test_a_rule_that_is_not_the_state_at_step_0() -> None:
    with pytest.raises(ArticleError, match=r"\[rules\] W: at step size 0 the rule must give `W`"):
        rates("[rules]\nstep = 'h'\nW = '2 W - h W'\n[flows.f]\n")


def test_a_flow_without_rules_or_equations() -> None:
    with pytest.raises(ArticleError, match=r"`f` needs \[rules\] or `equations`"):
        rates("[flows.f]\n")


def test_equations_are_solved_for_the_derivatives_in_turn() -> None:
    more = "[flows.f]\nequations = ['2 k \\dot{W} = -W S', '\\dot{V} = \\dot{W} W^T']\n"
    assert rates(more) == {"W": "-1/2/k W S", "V": "-1/2/k W S W^T"}


@pytest.mark.parametrize("right", ["-h^2 W", "h W S", "0 W"])
def test_a_factor_that_may_be_0_with_the_other_side_says_nothing_of_the_rate(right: str) -> None:
    with pytest.raises(ArticleError, match="the factor h of a rate may be 0, and both sides"):
        rates(f"[flows.f]\nequations = ['h \\dot{{W}} = ({right})']\n")
    rates(f"[flows.f]\nequations = ['(1 + h^2) \\dot{{W}} = (1 + h^2) ({right})']\n")


@pytest.mark.parametrize(
    ("counts", "rate"), [("true", "-(W - V W)"), ("false", "-(W - V W) + V^T (W - V W)")]
)
def test_gradients_in_equations_stop_where_the_flow_says_so(counts: str, rate: str) -> None:
    loss = r"\frac{1}{2} \|W - \text{StopGrad}(V W)\|^2"
    flow = f"[flows.f]\nequations = ['\\dot{{W}} = RATE']\nstop_gradient = {counts}\n"
    moved = rates(flow.replace("RATE", rf"-\nabla_W ({loss})"))["W"]
    assert sorted(moved.split(" ")) == sorted(rates(flow.replace("RATE", rate))["W"].split(" "))


def test_a_parent_moves_what_its_child_leaves() -> None:
    more = "[flows.g]\nequations = ['\\dot{W} = -W']\n"
    more += "[flows.f]\nfrom = 'g'\nequations = ['\\dot{V} = V']\n"
    assert rates(more) == {"W": "-W", "V": "V"}


PARENT = "[flows.g]\nequations = ['\\dot{W} = -k W W^T W']\n"


def test_on_a_family_each_entry_moves_by_itself() -> None:
    more = PARENT + "[flows.f]\nfrom = 'g'\non = ['modes']\nstates = ['w_j']\n"
    assert rates(more) == {"w_j": "-k w_j^3"}


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("on = ['white']\nstates = ['w_j']", "its hypotheses say nothing about the state `W`"),
        ("on = ['other']\nstates = ['w_j']", r"needs `W` in the form L diag\(q_1, \.\.\) R"),
        ("on = ['modes']\nstates = ['W']", "does not list the state `w_j`"),
    ],
)
def test_what_is_no_family(more: str, message: str) -> None:
    with pytest.raises(ArticleError, match=message):
        rates(f"{PARENT}[flows.f]\nfrom = 'g'\n{more}\n")


def test_a_family_that_the_flow_leaves() -> None:
    parent = PARENT.replace("W W^T W", "W S")
    with pytest.raises(ArticleError, match=r"left over|not invariant|leaves everywhere"):
        rates(parent + "[flows.f]\nfrom = 'g'\non = ['modes']\nstates = ['w_j']\n")


def test_every_rate_of_a_shipped_flow_has_its_step() -> None:
    flow = Derivation(load_article("directpred")).flow("byol")
    stated = {to_text(step.check.relation.lhs) for step in flow.steps if step.check}
    assert len(stated) >= len(flow.rates)


@pytest.mark.parametrize(
    "printed",
    [
        r"\dot{W} + k W = V W",
        r"k W + \dot{W} - V W = 0",
        r"2 \dot{W} + 2 k W = 2 V W",
        r"\dot{W} = V W - k W",
    ],
)
def test_what_is_added_to_a_rate_is_moved_to_the_right(printed: str) -> None:
    flow = f"\n[flows.f]\nequations = ['{printed}']\n"
    claim = "\n[[claim]]\nid = 'c'\nkind = 'identity'\nflow = 'f'\nreading = '{}'\n"
    for reading, verdict in (
        (r"\dot{W} = V W - k W", "proved"),
        (r"\dot{W} = V W + k W", "refuted"),
    ):
        article = parse_article(HEAD + flow + claim.format(reading), "x.toml")
        assert verify(article, ["c"], ledger=False).claims[0].verdict.value == verdict


@pytest.mark.parametrize(
    ("reading", "verdict"), [(r"\dot{W} = -W S", "proved"), (r"\dot{W} = -2 W S", "refuted")]
)
def test_equations_that_are_written_down_see_the_expectation(reading: str, verdict: str) -> None:
    text = rf"""
[article]
name = 'small'
format = 2
[spaces]
n = 'n'
d = 'd'
[symbols]
W = {{ shape = ['n', 'd'], role = 'state' }}
S = {{ shape = ['d', 'd'], properties = ['psd'] }}
x = {{ shape = ['d', '1'], role = 'view' }}
L = {{}}
[definitions]
L = '\frac{{1}}{{2}} \mathbb{{E}}[\|W x\|^2]'
[expectation]
views = ['x']
second_moment = 'S'
[flows.f]
equations = ['\dot{{W}} = -\nabla_W L']
[[claim]]
id = 'c'
kind = 'identity'
flow = 'f'
reading = '{reading}'
"""
    (claim,) = verify(parse_article(text, "small.toml"), ledger=False).claims
    assert claim.verdict.value == verdict
