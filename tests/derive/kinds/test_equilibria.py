"""The zeros of a scalar rate by formulas."""

from __future__ import annotations

from importlib import resources

import pytest

from sslcheck.derive import verify
from sslcheck.derive.loading import parse_article
from sslcheck.derive.verdict import Verdict

PARABOLA = r"let = ['s_j = \frac{1}{\alpha_p} p_j^2']"


@pytest.mark.parametrize("claim", ["beyond.strong", "beyond.threshold"])
@pytest.mark.parametrize("value", [r"\frac{1}{p_+} p_j^2", r"\frac{1}{\alpha_p} p_+^2"])
def test_a_rate_with_roots_that_are_not_real_everywhere(claim: str, value: str) -> None:
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
