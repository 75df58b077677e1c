"""What is wrong with a table of layers, or with what there is one of for each."""

from __future__ import annotations

import pytest
from tests.derive.layered import HEAD, claim

from sslcheck.derive.errors import ArticleError
from sslcheck.derive.reading.loading import parse_article


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('depth = "L"', 'depth = "W"', "declared as something else"),
        ('depth = "L"', 'depth = "j"', "use two letters"),
        ('depth = "L"', 'depth = "T"', "`T` is the sign of a transpose"),
        ('index = "j"', 'index = "t"', "`t` is the time"),
        ('depth = "L"', "", "`depth` is missing"),
        (r"W = 'W_L \cdots W_1'", r"W = 'W_L \cdots W_q'", "`q` is no index"),
        (r"W = 'W_L \cdots W_1'", "W = 'W_j'", "stands for no layer"),
        ('step = "s"', "step = 's'\nW_L = 'W_L'", "this layer has two entries"),
    ],
)
def test_what_is_wrong_with_the_layers(old: str, new: str, says: str) -> None:
    with pytest.raises(ArticleError, match=says):
        parse_article(HEAD.replace(old, new) + claim("W_1 = 0"), "deep.toml")


def test_the_loss_is_one_for_all_layers() -> None:
    text = HEAD.replace(r"\sum_{j=1}^{L} \|W_j\|_F^2", r"\|W_j\|_F^2")
    with pytest.raises(ArticleError, match="`j` stands for no layer"):
        parse_article(text + claim("W_1 = 0"), "deep.toml")
