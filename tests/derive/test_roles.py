"""What plays which part in a run: read from the article, each mistake told with its line."""

from __future__ import annotations

from importlib import resources

import pytest

from sslcheck.derive import load_article
from sslcheck.derive.article import Article
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.loading import parse_article
from sslcheck.derive.roles import MissingRole

TEXT = (resources.files("sslcheck.derive") / "articles" / "directpred.toml").read_text("utf-8")


def changed(old: str, new: str) -> Article:
    assert TEXT.count(old) == 1
    return parse_article(TEXT.replace(old, new), "x.toml")


def test_what_the_shipped_article_says() -> None:
    roles = load_article("directpred").roles_for("this test")
    assert (roles.outputs, roles.inputs) == ("n", "d")
    assert roles.weights == ("W_p", "W", "W_a")
    assert (roles.mean, roles.spread) == ("X", "X'")
    assert roles.targets["ema"].flow == "byol"


def test_an_article_without_roles_is_whole_but_for_runs() -> None:
    with pytest.raises(MissingRole, match=r"`two-layer` .* a simulation must know it: .*`online`"):
        load_article("two-layer").roles_for("a simulation")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('online = "W"', 'online = "X"', r"\[roles\] online: `X` is declared as a parameter"),
        ('online = "W"', 'onlin = "W"', r"\[roles\] onlin: unknown key; did you mean `online`"),
        ('predictor = "W_p"', 'predictor = "W_a"', r"`W_a` is n x d; beside `W` it must be n x n"),
        ("decay = '\\eta'", 'decay = "F"', r"decay: `F` is n x n; beside `W` it must be a scalar"),
        ('data = ["X", "X\'"]', 'data = ["X"]', r"data: must be a pair of names"),
        ('data = ["X", "X\'"]', 'data = ["X", "X"]', r"data: must name two symbols"),
        ('rule = "set-predictor"', 'rule = "set"', r"rule: unknown hypothesis `set`"),
        ('ema = { flow = "byol"', 'ema = { flow = "boyl"', r"targets ema: unknown flow `boyl`"),
        ('branches = ["p_-", "p_+"]', 'branches = ["p_-"]', r"branches: must name two symbols"),
        ('correlation = "F"', 'correlation = "G"', r"the symbol `G` is not declared"),
    ],
)
def test_a_mistake_is_told_where_roles_are_needed(old: str, new: str, said: str) -> None:
    article = changed(old, new)
    with pytest.raises(ArticleError, match=rf"x\.toml line \d+: .*{said}"):
        article.roles_for("a simulation")
