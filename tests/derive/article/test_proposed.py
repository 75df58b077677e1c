"""The table of roles that is offered is that of the shipped article, and works as it is told."""

from __future__ import annotations

import re
from importlib import resources

import pytest
from tests.numeric.other_letters import ARTICLE

from sslcheck.derive import load_article
from sslcheck.derive.article.article import Article
from sslcheck.derive.article.proposed import proposed_roles
from sslcheck.derive.article.roles import MissingRole
from sslcheck.derive.reading.loading import parse_article

SHIPPED = (resources.files("sslcheck.derive") / "articles" / "directpred.toml").read_text("utf-8")


def without(text: str) -> str:
    """Without roles, and the estimate that only roles allow in the rules."""
    text = re.sub(r"(?ms)^\[roles\]\n.*?(?=^\[(?!roles)|\Z)", "", text)
    return re.sub(r"(?m)^\S+ = .*\(1 - \S+\) \\mathbb\{E\} .*\n", "", text)


BARE = without(SHIPPED)


def article(text: str) -> Article:
    return parse_article(text, "x.toml")


def test_what_is_told_works_when_it_is_pasted() -> None:
    assert "[roles]" not in BARE
    with pytest.raises(MissingRole, match="must know it; add to the file") as caught:
        article(BARE).roles_for("a run")
    block = "\n".join(f"  {line}" for line in str(caught.value).split("\n")[1:])
    found, wanted = article(f"{BARE}\n{block}").roles, article(SHIPPED).roles
    assert found
    assert wanted
    for role in ("online", "predictor", "target", "data", "decay", "average", "ratio"):
        assert getattr(found, role) == getattr(wanted, role)
    assert found.targets["ema"].flow == wanted.targets["ema"].flow


def test_in_other_letters() -> None:
    table = proposed_roles(article(without(ARTICLE)))
    assert 'online = "A"' in table
    assert 'data = ["S", "N"]' in table


def test_what_the_rules_do_not_tell_is_open() -> None:
    text = BARE.replace(r"(\nabla_W J + \eta W)", r"(\nabla_W J + (\eta + \kappa) W)")
    assert 'decay = "?"' in proposed_roles(article(text))


def test_where_nothing_may_be_a_predictor() -> None:
    assert proposed_roles(load_article("two-layer")) == ""
    with pytest.raises(MissingRole, match=r"no three states move so .* --flow descent"):
        load_article("two-layer").roles_for("a run")
