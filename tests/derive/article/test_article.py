"""Articles as data."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.derive.reading.tiny import GOOD

from sslcheck.derive.article.article import Article
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.expr import Diag, Sym
from sslcheck.derive.reading.loading import parse_article


@pytest.fixture(scope="module")
def tiny() -> Article:
    return parse_article(GOOD, "tiny.toml")


def test_what_is_shown_of_one(tiny: Article) -> None:
    assert repr(tiny) == "<Article 'tiny': 'A tiny article', 1 equation, 1 claim>"
    assert tiny.numbers == ("1",)
    assert tiny.claims[0].kind == "identity"


def test_an_index_runs_over_the_space_that_the_article_says(tiny: Article) -> None:
    diagonal = Diag(Sym("p_k"), "k", "d")
    assert tiny.indices == {}
    assert replace(tiny, definitions={"A": diagonal}).indices == {"k": "d"}
    one = replace(tiny.hypotheses["one"], lets={"A": diagonal})
    assert replace(tiny, hypotheses={"one": one}).indices == {"k": "d"}
    assert replace(tiny, definitions={"A": diagonal}, modes={"k": "n"}).indices == {"k": "n"}


def test_what_is_assumed_says_it_before_what_is_printed(tiny: Article) -> None:
    other = Diag(Sym("p_k"), "k", "n")
    equation = tiny.equations["1"]
    (row,) = equation.rows
    printed = replace(
        equation, rows=(replace(row, relations=(replace(row.relations[0], rhs=other),)),)
    )
    article = replace(tiny, equations={"1": printed})
    assert article.indices == {"k": "n"}
    assert replace(article, rules={"W": Diag(Sym("p_k"), "k", "d")}).indices == {"k": "d"}


def test_roles_of_an_article_with_problems_are_not_known(tiny: Article) -> None:
    with pytest.raises(ArticleError, match="line 7: what"):
        replace(tiny, problems=("line 7: what",)).roles_for("a run")
