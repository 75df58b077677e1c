"""What plays which part in a run."""

from __future__ import annotations

from importlib import resources

import pytest

from sslcheck.derive import load_article
from sslcheck.derive.article.roles import MissingRole

TEXT = (resources.files("sslcheck.derive") / "articles" / "directpred.toml").read_text("utf-8")


def test_what_the_shipped_article_says() -> None:
    roles = load_article("directpred").roles_for("this test")
    assert (roles.outputs, roles.inputs) == ("n", "d")
    assert roles.weights == ("W_p", "W", "W_a")
    assert (roles.mean, roles.spread) == ("X", "X'")
    assert roles.targets["ema"].flow == "byol"


def test_an_article_without_roles_is_whole_but_for_runs() -> None:
    with pytest.raises(MissingRole, match=r"`two-layer` .* a simulation must know it: .*`online`"):
        load_article("two-layer").roles_for("a simulation")
