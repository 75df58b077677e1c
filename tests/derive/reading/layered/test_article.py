"""Articles with a table of layers."""

from __future__ import annotations

import pytest
from tests.derive.layered import HEAD, claim

from sslcheck.derive.reading.loading import mistakes_in, parse_article


def test_a_claim_has_its_instances_and_is_shown_as_printed() -> None:
    article = parse_article(HEAD + claim("W_{j+1} W_j = 0"), "deep.toml")
    (found,) = article.claims
    assert found.reading == "W_{j+1} W_j = 0"
    assert found.depths is not None
    assert not found.depths.obstacle
    said = [(one.said, one.general) for one in found.depths.instances]
    assert said[0] == ("L = 2, j = 1", False)
    assert [text for text, general in said if general] == [
        "any L, j = 1",
        "any L, j = L-1",
        "any L, j = 2",  # as elsewhere the first layer is named, and the last
        "any L, j = L-2",
        "any L, and any j inside",
    ]
    inside = found.depths.instances[-1].article
    assert inside.symbols["W_{L-1:j+2}"].role == "function"
    assert [*inside.flows] == ["descent", "far"]  # of the other one nothing is known there
    assert {"W_1", "W_2", "W_3"} <= article.symbols.keys()


PRINTED = r"""
[[equation]]
number = "2"
latex = 'W_{j+1} W_j = 0'
"""


@pytest.mark.parametrize("reading", ["W_1 = 0", "W_L = W_L", "W_j = W_j"])
def test_a_claim_may_name_an_equation_about_layers_that_are_not_there(reading: str) -> None:
    article = parse_article(HEAD + PRINTED + claim(reading, more='equation = "2"'), "deep.toml")
    (found,) = article.claims
    assert not found.refused
    assert found.equation == "2"
    assert article.equations["2"].latex == "W_{j+1} W_j = 0"
    assert found.depths is not None
    assert not any(one.claim.refused for one in found.depths.instances)


@pytest.mark.parametrize("odd", ['["2"]', "{ a = 1 }", "[[1]]"])
@pytest.mark.parametrize(
    "said", ['number = "2"', 'equation = "2"', "line = 1", 'kind = "identity"']
)
def test_a_value_of_another_type_is_told(said: str, odd: str) -> None:
    """Lists and tables may stand where a name is looked up."""
    rows = '[[claim]]\nid = "c"\nkind = "identity"\nequation = "2"\nline = 1\n'
    text = PRINTED + rows + claim("W_1 = 0", more='equation = "2"')
    key = said.split(" = ")[0]
    wrong = HEAD + text.replace(said, f"{key} = {odd}")
    assert mistakes_in(wrong, "deep.toml")
