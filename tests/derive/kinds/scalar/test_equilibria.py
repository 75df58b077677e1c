"""The zeros of a scalar rate by formulas."""

from __future__ import annotations

from importlib import resources

import pytest
from tests.derive.kinds.flowing import flowing
from tests.derive.kinds.small import decided

from sslcheck.derive import verify
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.kinds.scalar.equilibria import line
from sslcheck.derive.reading.loading import parse_article
from sslcheck.derive.verdicts.verdict import Verdict

PARABOLA = r"let = ['s_j = \frac{1}{\alpha_p} p_j^2']"


@pytest.mark.parametrize(
    ("value", "claim"),
    [
        (r"\frac{1}{p_+} p_j^2", "beyond.strong"),
        (r"\frac{1}{\alpha_p} p_+^2", "beyond.strong"),
        (r"\frac{1}{\alpha_p} p_+^2", "beyond.threshold"),
    ],
)
def test_a_rate_with_roots_that_are_not_real_everywhere(value: str, claim: str) -> None:
    """``p_+`` has a root in it, which is not real in every branch of signs."""
    shipped = (resources.files("sslcheck.derive") / "articles" / "directpred.toml").read_text()
    text = shipped.replace(PARABOLA, rf"let = ['s_j = {value}']")
    assert text != shipped
    found = verify(parse_article(text, "changed.toml"), [claim], ledger=False).claims[0]
    assert found.verdict is Verdict.UNDECIDED


def test_a_rate_of_which_nothing_is_left_at_the_claimed_value() -> None:
    shipped = (resources.files("sslcheck.derive") / "articles" / "directpred.toml").read_text()
    text = shipped.replace(PARABOLA, r"let = ['s_j = \frac{1}{\rho} p_j^2']")
    found = verify(parse_article(text, "changed.toml"), ["beyond.threshold"], ledger=False)
    assert found.claims[0].verdict is Verdict.UNDECIDED


@pytest.mark.parametrize("rate", ["1 - e^x", "x (e^x - a)", r"-x e^{-x}"])
def test_exponentials_of_the_variable_are_no_parameters(rate: str) -> None:
    with pytest.raises(Unsupported, match="polynomials and roots"):
        line(flowing(rate), "x")


@pytest.mark.parametrize(
    ("order", "powers", "signs"),
    [(1, [1, 1], [(-1, 1), (1, -1)]), (0, [2], [(-1, -1)]), (-1, [1, 1], [(-1, 1), (1, -1)])],
)
def test_zeros_that_coincide_are_one_beside_which_the_rate_has_one_sign(
    order: int, powers: list[int], signs: list[tuple[int, int]]
) -> None:
    double = line(flowing("-(x - a) (x - b)"), "x")
    scalars = double.rate.scalars
    branch = double.branch.where(scalars.letter("a") - scalars.letter("b"), order)
    found = double.fixed_points(branch)
    assert [point.power for point in found] == powers
    assert [(point.below, point.above) for point in found] == signs


@pytest.mark.parametrize(("order", "powers"), [(1, [1, 2]), (0, [3]), (-1, [2, 1])])
def test_the_powers_of_zeros_that_coincide_are_added(order: int, powers: list[int]) -> None:
    triple = line(flowing("-(x - a)^2 (x - b)"), "x")
    scalars = triple.rate.scalars
    branch = triple.branch.where(scalars.letter("a") - scalars.letter("b"), order)
    assert [point.power for point in triple.zeros(branch)] == powers


@pytest.mark.parametrize(
    ("rate", "reading", "wanted"),
    [
        (r"(k - g) (2 k - g) (3 k - g) / g", r"g \to k, g \to 3 k", "proved"),
        (r"(k - g) (2 k - g) (3 k - g) / g", r"g \to k", "refuted"),
        (r"\frac{k}{g} - 3 + \frac{2 g}{k}", r"g \to k", "refuted"),
        (r"(g - k) (2 k - g) (3 k - g) / g", r"g \to 2 k", "undecided"),  # or into the pole
    ],
)
def test_a_pole_at_the_end_of_the_domain(rate: str, reading: str, wanted: str) -> None:
    symbols = {"g": "role = 'state', sign = 'positive'", "k": "sign = 'positive'"}
    assert decided("stability", reading, symbols, (rf"\dot g = {rate}",)).verdict.value == wanted
