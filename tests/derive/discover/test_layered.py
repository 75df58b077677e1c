"""Laws at one depth as claims about each layer."""

from __future__ import annotations

import pytest

from sslcheck.derive import load_article, verify
from sslcheck.derive.discover import Discovery, discover
from sslcheck.derive.discover.layered import layer_of, of_each_layer
from sslcheck.derive.discover.save import with_laws
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.reading.loading import article_text, parse_article
from sslcheck.derive.text.printing import to_text
from sslcheck.derive.verdicts.verdict import Verdict

BASES = {"W", "n", "C"}


@pytest.fixture(scope="module")
def found() -> Discovery:
    return discover(load_article("deep-linear"), "with-decay", (), 2)


def test_neighbours_become_the_layer_of_the_index_and_the_next(found: Discovery) -> None:
    ((relation, constant),) = of_each_layer(found.laws, "j", BASES, ["W_j", "C_j", "n_j"], 3)
    assert to_text(relation) == "W_(j+1)^T W_(j+1) - W_j W_j^T = e^(-2 λ t) D_j"
    assert constant.shape == ("n_j", "n_j")


def test_laws_of_some_layers_are_refused(found: Discovery) -> None:
    with pytest.raises(ArticleError, match=r"W_\{j\+1\}.* of some layers only, at depth 3"):
        of_each_layer(found.laws[:1], "j", BASES, ["W_j"], 3)


def test_layers_by_their_numbers() -> None:
    assert layer_of("W_12", BASES) == 12
    assert layer_of("W_{3}", BASES) == 3
    assert layer_of("V_1", BASES) is None
    assert layer_of("W_j", BASES) is None


def test_what_is_saved_is_proved_at_every_depth_and_disturbs_no_other_claim(
    found: Discovery,
) -> None:
    text, place = article_text("deep-linear")
    article = parse_article(with_laws(text, place, found), place)
    claims = verify(article, ["with-decay.law.1", "2.first"], ledger=False).claims
    assert [claim.verdict for claim in claims] == [Verdict.PROVED] * 2
    assert "every depth" in str(claims[0].as_dict())
