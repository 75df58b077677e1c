"""The steps of the network are those of the article, or it is not trained."""

from __future__ import annotations

import pytest
from tests.numeric.other_letters import ARTICLE

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.reading.loading import parse_article
from sslcheck.numeric.article import Subject, subject
from sslcheck.numeric.options import Options
from sslcheck.numeric.training.rules import OtherNetwork, check_rules

FLOWS = {"ema": "lagging", "simsiam": "copied", "no-stop-gradient": "one"}


def of(text: str, target: str) -> Subject:
    article = parse_article(text, "other.toml")
    return Subject(Derivation(article), article.roles_for("a test"), FLOWS[target], "")


@pytest.mark.parametrize("target", FLOWS)
def test_the_network_in_any_letters(target: str) -> None:
    check_rules(of(ARTICLE, target), target)
    check_rules(subject(Options(target=target)), target)


@pytest.mark.parametrize(
    ("old", "new", "letter"),
    [
        (r"\mu \nabla_B L + \gamma B", r"\nabla_B L + \gamma B", "`B` has dB/dt"),
        (r"\nabla_A L + \gamma A", r"\nabla_A L - \gamma A", "`A` has dA/dt"),
        (r"\nu h (A - T)", r"\nu h (A - 2 T)", "`T` has dT/dt"),
    ],
)
def test_another_network_is_not_trained(old: str, new: str, letter: str) -> None:
    assert old in ARTICLE
    with pytest.raises(OtherNetwork, match="cannot be trained") as refused:
        check_rules(of(ARTICLE.replace(old, new), "ema"), "ema")
    assert letter in str(refused.value)


def test_a_flow_of_another_target() -> None:
    with pytest.raises(OtherNetwork, match="steps of gradient"):
        check_rules(of(ARTICLE, "simsiam"), "no-stop-gradient")
