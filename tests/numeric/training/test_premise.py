"""What is proved is said of a flow that is the known one, and of no other."""

from __future__ import annotations

import pytest
from tests.numeric.other_letters import ARTICLE

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.reading.loading import parse_article
from sslcheck.numeric.article import Subject, subject
from sslcheck.numeric.options import Options
from sslcheck.numeric.training.premise import otherwise

FLOWS = {"ema": "lagging", "simsiam": "copied", "no-stop-gradient": "one"}


def of(text: str, target: str) -> Subject:
    article = parse_article(text, "other.toml")
    return Subject(Derivation(article), article.roles_for("a test"), FLOWS[target], "")


@pytest.mark.parametrize("target", FLOWS)
def test_the_network_in_any_letters(target: str) -> None:
    assert otherwise(of(ARTICLE, target), target) == ""
    assert otherwise(subject(Options(target=target)), target) == ""


@pytest.mark.parametrize(
    ("old", "new", "letter"),
    [
        (r"\mu \nabla_B L + \gamma B", r"\nabla_B L + \gamma B", "dB/dt = "),
        (r"\nabla_A L + \gamma A", r"\nabla_A L - \gamma A", "dA/dt = "),
        (r"\nu h (A - T)", r"\nu h (A - 2 T)", "dT/dt = "),
    ],
)
def test_another_network_is_told(old: str, new: str, letter: str) -> None:
    assert old in ARTICLE
    assert letter in otherwise(of(ARTICLE.replace(old, new), "ema"), "ema")


def test_a_flow_of_another_target() -> None:
    assert "`copied`" in otherwise(of(ARTICLE, "simsiam"), "no-stop-gradient")
