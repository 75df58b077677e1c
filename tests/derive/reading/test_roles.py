"""The table of roles: each mistake is told with its line."""

from __future__ import annotations

from importlib import resources

import pytest

from sslcheck.derive.article.article import Article
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.reading.loading import parse_article

TEXT = (resources.files("sslcheck.derive") / "articles" / "directpred.toml").read_text("utf-8")


def changed(old: str, new: str) -> Article:
    assert TEXT.count(old) == 1
    return parse_article(TEXT.replace(old, new), "x.toml")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('online = "W"', 'online = "X"', r"\[roles\] online: `X` is declared as a parameter"),
        ('online = "W"', 'onlin = "W"', r"\[roles\] onlin: unknown key; did you mean `online`"),
        ('predictor = "W_p"', 'predictor = "W_a"', r"`W_a` is n x d; beside `W` it must be n x n"),
        ("decay = '\\eta'", 'decay = "F"', r"decay: `F` is n x n; beside `W` it must be a scalar"),
        ('data = ["X", "X\'"]', 'data = ["X"]', r"data: must be a pair of names"),
        ('data = ["X", "X\'"]', 'data = ["X", "X"]', r"data: must name two symbols"),
        ('rule = ["eigendecomposition"', 'rule = ["eigen"', r"rule: unknown hypothesis `eigen`"),
        ("estimate = '\\hat{F}'", "estimate = 'F'", r"or the `estimate` of \[roles\]"),
        ("'\\hat{F}' = '\\rho", "# '\\rho", r"\[rules\] does not say what `\\hat{F}` is after"),
        ("memory = '\\rho'", "memory = 'W'", r"memory: `W` is n x d; .* it must be a scalar"),
        ('ema = { flow = "byol"', 'ema = { flow = "boyl"', r"targets ema: unknown flow `boyl`"),
        ('branches = ["p_-", "p_+"]', 'branches = ["p_-"]', r"branches: must name two symbols"),
        ('correlation = "F"', 'correlation = "G"', r"the symbol `G` is not declared"),
    ],
)
def test_a_mistake_is_told_where_roles_are_needed(old: str, new: str, said: str) -> None:
    article = changed(old, new)
    with pytest.raises(ArticleError, match=rf"x\.toml line \d+: .*{said}"):
        article.roles_for("a simulation")
