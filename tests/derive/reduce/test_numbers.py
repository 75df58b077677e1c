"""Closed sets of products of numbers."""

from __future__ import annotations

import pytest
from tests.derive.flowing import STATE, flow_article

from sslcheck.derive import load_article
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.errors import RouteDisagreement, Unsupported
from sslcheck.derive.expr import Sym
from sslcheck.derive.latex import read_expression
from sslcheck.derive.reduce import closed_numbers, numbers
from sslcheck.derive.text.printing import to_text

NUMBERS = {**dict.fromkeys("xyz", STATE), "a": ""}


def sets(*rates: str) -> list[str]:
    equations = [rf"\dot{{{n}}} = {r}" for n, r in zip("xyz", rates, strict=False)]
    symbols = {n: said for n, said in NUMBERS.items() if n in "a" or n in "xyz"[: len(rates)]}
    scene = Derivation(flow_article(symbols, equations))
    found = closed_numbers(scene, "f")
    for model in found:  # that of the time is known
        assert len(model.proof) == len({*model.states} - {"t"})
    return [", ".join(map(to_text, model.states.values())) for model in found]


@pytest.mark.parametrize(
    ("article", "flow", "said"),
    [
        ("exact-modes", "aligned-layers", ["a_j^2, a_j b_j, b_j^2"]),
        ("dimensional-collapse", "aligned-layers", ["p_j^2, q_j^2"]),
        ("directpred", "modal", ["p_j, w_j^2, w_j a_j, a_j^2"]),
        ("directset", "singular-values", ["λ_B^2", "λ_S^2", "λ_S^2, λ_B^2"]),
        ("oja", "length", []),
    ],
)
def test_those_of_shipped_articles(article: str, flow: str, said: list[str]) -> None:
    found = closed_numbers(Derivation(load_article(article)), flow)
    assert [", ".join(map(to_text, model.states.values())) for model in found] == said


@pytest.mark.parametrize(
    ("rates", "said"),
    [
        # a sign; a scaling of two that leaves their product alone; one that moves by itself
        (("-a x^3 + x",), ["x^2"]),
        (("a x - x^2 y", "-y + a x y^2"), ["x y"]),
        (("x^2 - x", "a y + x y"), ["x"]),
        # the sum of degrees of Euler's rigid body is seen by pairs of signs
        (("a y z", "x z", "-x y"), ["x^2, x y z, y^2, z^2"]),
        (("x + a", "y"), ["x"]),
        (("y + x^3", "-x"), ["x^2, x y, y^2"]),
        (("x + y + 1", "x y"), []),
        (("t x y^2", "-t x^2 y"), ["x^2, y^2, t"]),
        (("t y", "-t x"), []),
    ],
)
def test_symmetries_that_the_flow_does_not_see(rates: tuple[str, ...], said: list[str]) -> None:
    assert sets(*rates) == said


def test_rates_and_quantities_in_the_products() -> None:
    symbols = {"x": STATE, "y": STATE, "a": ""}
    article = flow_article(symbols, [r"\dot{x} = a x - x^2 y", r"\dot{y} = -y + a x y^2"])
    (model,) = closed_numbers(Derivation(article), "f")
    assert {n: to_text(rate) for n, rate in model.rates.items()} == {
        "x y": "(-1 + a) x y + (-1 + a) x y x y"
    }
    quantity = read_expression("3 x^2 y^2 - a", article.symbols, ())
    assert to_text(model.express(quantity)) == "3 x y x y - a"
    with pytest.raises(Unsupported, match="`x` is not fixed by `x y`; take the full model"):
        model.express(Sym("x"))


def test_rates_that_are_no_polynomials() -> None:
    for rate in (r"\frac{1}{x}", r"\sqrt{1 + x^2}", "e^x"):
        with pytest.raises(Unsupported, match="no polynomial"):
            sets(rate)


def test_a_set_that_does_not_close_is_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is guessed is proved."""
    right = numbers._Rates.rate

    def wrong(self: numbers._Rates, powers: tuple[int, ...]) -> dict[tuple[int, ...], Ratio]:
        return {key: coeff + coeff for key, coeff in right(self, powers).items()}

    monkeypatch.setattr(numbers._Rates, "rate", wrong)
    with pytest.raises(RouteDisagreement, match="does not close"):
        sets("x - a x^3")
