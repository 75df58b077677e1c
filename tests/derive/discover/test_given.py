"""Laws for data of one sort."""

from __future__ import annotations

import pytest
from tests.derive.flowing import STATE, flow_text

from sslcheck.derive.discover import Discovery, discover
from sslcheck.derive.discover.given import data_of, with_data
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.reading.loading import parse_article
from sslcheck.derive.text.printing import to_text
from sslcheck.derive.verdicts.verdict import Verdict

SYMBOLS = {
    **dict.fromkeys("UVZ", f'shape = ["n", "d"], {STATE}'),
    **dict.fromkeys("ST", 'shape = ["n", "n"], properties = ["symmetric"]'),
    "P": 'shape = ["n", "n"], properties = ["psd"]',
}
FLOW = [r"\dot{U} = S U", r"\dot{V} = -S V", r"\dot{Z} = T P Z"]


def searched(given: dict[str, str], degree: int) -> Discovery:
    text, names = with_data(flow_text(SYMBOLS, FLOW), "small.toml", given)
    return discover(parse_article(text, "small.toml"), "f", names, degree)


def laws(found: Discovery) -> set[str]:
    assert all(claim.verdict is Verdict.PROVED for claim in found.report.claims)
    return {to_text(law.quantity) for law in (*found.laws, *found.following)}


def test_commuting_data_bring_laws() -> None:
    assert not any("U^T T V" in law or "V^T T U" in law for law in laws(searched({}, 3)))
    found = searched({"S": "commuting", "T": "commuting"}, 3)
    assert found.hypotheses == ("commuting S T",)
    assert {"U^T T V", "V^T T U"} & laws(found)


def test_isotropic_data_have_a_size() -> None:
    found = searched({"S": "isotropic"}, 1)
    assert {(to_text(law.quantity), to_text(law.rate)) for law in found.laws} == {
        ("U", "x"),
        ("V", "-x"),
    }


def test_what_is_psd_has_a_size_that_is_not_negative() -> None:
    text, (name,) = with_data(flow_text(SYMBOLS, FLOW), "small.toml", {"P": "isotropic"})
    article = parse_article(text, "small.toml")
    assert name == "isotropic P"
    assert article.symbols["x"].sign == "nonnegative"


def test_diagonal_data() -> None:
    text, names = with_data(flow_text(SYMBOLS, FLOW), "small.toml", {"S": "diagonal"})
    assert parse_article(text, "small.toml").hypotheses[names[0]].properties == {
        "S": frozenset({"diagonal"})
    }


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"U": "diagonal"}, "no square data matrix; these are: `S`, `T`, `P`"),
        ({"S": "commuting"}, "commutes with what"),
    ],
)
def test_what_cannot_be_supposed(given: dict[str, str], said: str) -> None:
    with pytest.raises(ArticleError, match=said):
        searched(given, 1)
    assert data_of(parse_article(flow_text(SYMBOLS, FLOW), "small.toml")) == ("S", "T", "P")
