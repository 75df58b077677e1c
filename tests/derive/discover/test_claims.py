"""Laws as claims."""

from __future__ import annotations

import pytest
from tests.derive.flowing import LAYERS, STATE, flow_article, normal_of

from sslcheck.derive.discover.claims import found, with_claims
from sslcheck.derive.latex import read_expression
from sslcheck.derive.text.printing import to_text

MODES = {"p_j": f'index = "j", {STATE}', "q_i": f'index = "i", {STATE}', "a": "", "C": ""}


def law(symbols: dict[str, str], quantity: str, rate: str, number: int = 1) -> str | None:
    names = [name for name, said in symbols.items() if STATE in said]
    article = flow_article(symbols, [rf"\dot{{{n[0]}}}{n[1:]} = -{n}" for n in names])
    normal = normal_of(article)
    read = [
        normal.whole(read_expression(text, article.symbols, ("n", "d", "k")))
        for text in (quantity, rate)
    ]
    made = found(normal, article, read[0], read[1].value(), 2, number)
    return None if made is None else to_text(made.relation)


def test_fractions_are_cleared_and_the_sign_is_chosen() -> None:
    assert law(LAYERS, r"-\frac{1}{a} V^T V - U U^T", "-2 h") == "V^T V + a U U^T = e^(-2 h t) C_1"
    assert law(LAYERS, r"\frac{1}{a} V^T V - U U^T", "0") == "V^T V - a U U^T = C_1"


def test_the_constant_of_a_mode_carries_its_index() -> None:
    assert law(MODES, "p_j^2", "-a", 2) == "p_j^2 = e^(-a t) D_(2j)"
    assert law(MODES, "p_j q_i", "-a") is None


@pytest.mark.parametrize("rate", ["0", "-2 h"])
def test_claims_stand_in_place_of_those_of_the_article(rate: str) -> None:
    article = flow_article(LAYERS, [r"\dot{U} = U", r"\dot{V} = V"])
    normal = normal_of(article)
    symbols = article.symbols
    element = normal.whole(read_expression("U U^T", symbols, ("k",)))
    multiple = normal.whole(read_expression(rate, symbols, ())).value()
    made = found(normal, article, element, multiple, 2, 1)
    assert made is not None
    claimed = with_claims(article, [made], [], "f", ())
    (claim,) = claimed.claims
    assert claim.kind == "integral"
    assert claimed.symbols[made.constant.name].role == "constant"
