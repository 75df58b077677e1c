"""An article with the laws written into it."""

from __future__ import annotations

import pytest
from tests.derive.discover.test_lyapunov import wishful
from tests.derive.flowing import LAYERS, flow_text

from sslcheck.derive import verify
from sslcheck.derive.discover import discover
from sslcheck.derive.discover.save import with_laws
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.reading.loading import article_text, parse_article
from sslcheck.derive.verdicts.verdict import Verdict

MODES = {"p_j": 'role = "state", index = "j"', "q_j": 'role = "state", index = "j"', "X'": ""}


@pytest.mark.parametrize(
    ("symbols", "equations"),
    [
        (LAYERS, [r"\dot{U} = V^T R - h U", r"\dot{V} = R U^T - h V"]),
        (MODES, [r"\dot{p}_j = X' q_j", r"\dot{q}_j = p_j"]),
    ],
)
def test_the_laws_are_claims_of_the_file(symbols: dict[str, str], equations: list[str]) -> None:
    text = "# kept\n" + flow_text(symbols, equations)
    found = discover(parse_article(text, "small.toml"), "f", (), 2)
    written = with_laws(text, "small.toml", found)
    assert written.startswith("# kept\n")
    report = verify(parse_article(written, "small.toml"))
    ids = [claim.id for claim in report.claims]
    assert ids == ["1", *(f"f.law.{k}" for k in range(1, len(found.laws) + 1))]
    assert all(claim.verdict == Verdict.PROVED for claim in report.claims)


def test_the_shipped_article_with_what_is_found() -> None:
    text, place = article_text("directpred")
    found = discover(parse_article(text, place), "byol", (), 2)
    written = parse_article(with_laws(text, place, found), place)
    assert verify(written, ["byol.law.1"]).claims[0].verdict == Verdict.PROVED


def test_functions_that_fall_are_claims_too() -> None:
    text = flow_text(LAYERS, [r"\dot{U} = V^T R", r"\dot{V} = -h V"])
    found = discover(parse_article(text, "small.toml"), "f", (), 2, solve=wishful)
    written = parse_article(with_laws(text, "small.toml", found), "small.toml")
    (claim,) = verify(written, ["f.falls.1"]).claims
    assert claim.verdict == Verdict.PROVED


def test_a_file_without_claims_to_add_to() -> None:
    text = flow_text(LAYERS, [r"\dot{U} = V^T R", r"\dot{V} = R U^T"])
    found = discover(parse_article(text, "small.toml"), "f", (), 2)
    with pytest.raises(ArticleError, match="cannot be added"):
        with_laws("x = 1", "small.toml", found)
