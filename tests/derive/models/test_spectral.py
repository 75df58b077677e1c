"""The eigenvalues of a predictor that is set, as a formula in those of the estimate."""

from __future__ import annotations

import numpy as np
import pytest
from tests.numeric.other_letters import ARTICLE

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.article.roles import MissingRole
from sslcheck.derive.emit import elementwise_text, make_elementwise_plan
from sslcheck.derive.models.spectral import SpectralRule, spectral_rule
from sslcheck.derive.reading.loading import parse_article

VALUE = r"q_i = \sqrt{l_i} + g \max_i l_i"


def rule(value: str = VALUE, *changes: tuple[str, str]) -> SpectralRule:
    text = ARTICLE
    for old, new in ((VALUE, value), *changes):
        assert old in text
        text = text.replace(old, new)
    found = Derivation(parse_article(text, "other.toml"))
    return spectral_rule(found, found.article.roles_for("a test"))


def values(found: SpectralRule, s: list[float], power: float, **numbers: float) -> list[float]:
    plan = make_elementwise_plan(found.model, len(s), {"p": found.value})
    module: dict[str, object] = {}
    exec(elementwise_text(plan), module)
    out = np.zeros(len(s))
    scalars = tuple(numbers[name] for name in plan.scalars)
    states = (np.array(s), np.array(s) ** power)
    module["evaluate"](np, states, (out,), (), scalars, ())  # type: ignore[operator]
    return [float(p) for p in out]


@pytest.mark.parametrize(
    ("value", "expected", "is_sum", "affine", "rooted"),
    [
        (VALUE, [1 + 0.4, 2 + 0.4], True, True, True),
        (r"q_i = g \max_i l_i + l_i^{1/2}", [1.4, 2.4], True, True, True),
        (r"q_i = \sqrt{l_i} + 2 g \max_i l_i", [1.8, 2.8], False, True, True),
        (r"q_i = l_i + g", [1.1, 4.1], False, False, False),
        (r"q_i = \sqrt{l_i} + g l_i", [1.1, 2.4], False, False, True),
        (r"q_i = \frac{\sqrt{l_i}}{\max_i l_i} + g", [0.35, 0.6], False, True, True),
        (r"q_i = \frac{g}{\sqrt{l_i} + 1}", [0.05, 0.1 / 3], False, False, True),
    ],
)
def test_a_rule_is_what_the_article_says(
    value: str, expected: list[float], is_sum: bool, affine: bool, rooted: bool
) -> None:
    found = rule(value)
    np.testing.assert_allclose(values(found, [1.0, 4.0], 0.5, g=0.1), expected, rtol=1e-15)
    assert found.is_sum("g") is is_sum
    assert found.affine is affine
    assert found.rooted is rooted


@pytest.mark.parametrize(
    ("value", "known"),
    [
        (VALUE, True),
        (r"q_i = \sqrt{l_i} - g", False),
        (r"q_i = \sqrt{l_i} + g^2 + l_i", True),
        (r"q_i = l_i - \max_i l_i", False),
    ],
)
def test_signs_are_known_by_declarations(value: str, known: bool) -> None:
    assert rule(value).nonnegative is known


def test_another_power_in_the_place_of_the_root() -> None:
    np.testing.assert_allclose(values(rule(), [1.0, 4.0], 1.0, g=0.1), [1.4, 4.4], rtol=1e-15)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"O" = ["orthonormal"]', '"O" = ["invertible"]', "`orthonormal` in both"),
        (r"'B = O \text", r"'B = Z \text", "U diag" + r"|must say that P is"),
        ('rule = "spectrum"\n', "", "must say that P is"),
        (VALUE, r"q_i = \sqrt{l_i} + \text{tr}(S)", "must be a formula in l_i alone"),
    ],
)
def test_what_is_no_rule(old: str, new: str, says: str) -> None:
    with pytest.raises(MissingRole, match=says):
        rule(VALUE, (old, new))
