"""What is measured in training is what the article says, in its letters."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.numeric.other_letters import ARTICLE
from tests.numeric.training.runs import options

from sslcheck.derive.article.roles import MissingRole
from sslcheck.derive.models.laws import ExactLaw
from sslcheck.derive.text.printing import to_text
from sslcheck.numeric.article import subject
from sslcheck.numeric.training.quantities import Quantities, quantities_of
from sslcheck.numeric.training.training import Training


def of(target: str, trained: bool) -> Quantities:
    about = subject(options(target=target).flow)
    return quantities_of(about, {"X": "diagonal", "X'": "isotropic"}, trained)


def test_laws_by_the_flow_and_by_how_the_predictor_moves() -> None:
    learned, set_ = of("ema", True), of("ema", False)
    assert isinstance(learned.bracket, ExactLaw)
    assert len(learned.terms) == 2
    assert set_.bracket is None
    assert set_.terms == ()
    assert set_.rate({}) is None
    assert learned.rate({r"\eta": 0.1}) == pytest.approx(0.2)
    one = of("no-stop-gradient", True)
    assert one.bracket is None
    assert len(one.terms) == 2
    assert set(one.decay.values()) == {"X", ""} or set(one.decay.values()) == {"X", "X'", ""}
    assert of("simsiam", True).decay == {}


def test_the_objective_is_that_of_the_article(tmp_path: Path) -> None:
    path = tmp_path / "other.toml"
    old = r"\frac{1}{2} \mathbb{E}_{x, y}"
    path.write_text(ARTICLE.replace(old, r"\frac{3}{2} \mathbb{E}_{x, y}"), "utf-8")
    ours, theirs = (
        Training(options(**changes)) for changes in ({}, {"article": str(path)})
    )  # fmt: skip
    for training in (ours, theirs):
        training.begin()
    found = [t.metrics.measure(t.network.states(), 0.0) for t in (ours, theirs)]
    assert found[1]["loss"] == pytest.approx(3 * found[0]["loss"], rel=1e-12)
    assert found[1]["alignment"] == pytest.approx(found[0]["alignment"], rel=1e-9)
    assert np.isnan(found[1]["strain"])


def test_a_correlation_of_no_name(tmp_path: Path) -> None:
    text = ARTICLE.replace('correlation = "G"\ncommutator = "Z"\n', "")
    path = tmp_path / "other.toml"
    path.write_text(text, "utf-8")
    about = subject(options(article=str(path)).flow)
    found = quantities_of(about, {"S": "dense", "N": "dense"}, trained=False)
    assert to_text(found.outputs["correlation"]) == "A S A^T"
    training = Training(options(article=str(path)))
    training.begin()
    assert 0 < training.metrics.measure(training.network.states(), 0.0)["alignment"] < 1


def test_no_views_no_training(tmp_path: Path) -> None:
    text = ARTICLE.replace(
        r"L = \frac{1}{2} \mathbb{E}_{x, y} [\|B A x - \text{StopGrad}(T y)\|_2^2]",
        r"L = \frac{1}{2} \text{tr}(B A S A^T B^T)",
    )
    a, b = text.index("[expectation]"), text.index("[objective]")
    path = tmp_path / "other.toml"
    path.write_text(text[:a] + text[b:], "utf-8")
    about = subject(options(article=str(path), target="simsiam").flow)
    with pytest.raises(MissingRole, match="views"):
        quantities_of(about, {"S": "dense", "N": "dense"}, trained=False)
