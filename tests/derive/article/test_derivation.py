"""What is derived from one article is derived once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.derive.reading.tiny import GOOD

from sslcheck.derive import load_article
from sslcheck.derive.article.article import Flow
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.expr import Ident
from sslcheck.derive.reading.loading import parse_article

MORE = r"""
[flows.slow]
from = "decay"
on = ["one"]

[flows.slower]
from = "slow"
on = ["two"]

[hypotheses.three]
flow = "slow"
"""


@pytest.fixture
def tiny() -> Derivation:
    return Derivation(parse_article(GOOD + MORE, "tiny.toml"))


def test_the_flow_of_a_hypothesis_is_that_of_the_claim(tiny: Derivation) -> None:
    assert tiny.flow_name((), "decay") == "decay"
    assert tiny.flow_name(("one", "three"), "decay") == "slow"


def test_hypotheses_are_inherited_from_parents_first(tiny: Derivation) -> None:
    assert tiny.hypotheses(("one",), "decay") == ("one",)
    assert tiny.hypotheses((), "slower") == ("one", "two")
    assert tiny.hypotheses(("three", "one"), "") == ("one", "three")


def test_settings_and_flows_are_kept(tiny: Derivation) -> None:
    assert tiny.setting((), "decay") is tiny.setting((), "decay", {})
    assert tiny.setting((), "decay") is not tiny.setting((), "decay", holds="along")
    assert tiny.setting((), "decay") is not tiny.setting((), "decay", {"n": "d"})
    assert tiny.flow("decay") is tiny.flow("decay")
    assert tiny.normal(tiny.setting()) is tiny.normal(tiny.setting())


def test_two_values_of_one_symbol_contradict_each_other(tiny: Derivation) -> None:
    with pytest.raises(ArticleError, match="`one` and `two` give `b` two different values"):
        tiny.setting(("one", "two"))


def test_a_flow_of_itself_is_a_circle() -> None:
    article = parse_article(GOOD, "tiny.toml")
    flows = {name: Flow(name, (), base=base) for name, base in (("f", "g"), ("g", "f"))}
    with pytest.raises(ArticleError, match="the flow `f` is derived from itself"):
        Derivation(replace(article, flows=flows)).flow("f")


def test_a_predictor_that_is_let_could_have_been_set() -> None:
    article = load_article("directpred")
    rule = article.hypotheses["set-predictor"].lets["W_p"]
    flow = replace(article.flows["byol"], lets={"W_p": rule}, base="", equations=())
    derivation = Derivation(replace(article, flows={"byol": flow}))
    other = derivation.set_instead("byol")
    assert other is derivation.set_instead("byol")
    assert other is not None
    assert other.article.flows["byol"].lets == {}
    assert other.article.flows["byol"].sets == {"W_p": rule}
    fixed = replace(flow, lets={"W_p": Ident("n")})
    still = Derivation(replace(article, flows={"byol": fixed}))
    assert still.set_instead("byol") is None
