"""Series by the words that a person would say."""

from __future__ import annotations

import numpy as np
import pytest

from sslcheck.derive.errors import SslcheckError, UnknownName
from sslcheck.numeric.lookup import SeriesDict

NAMES = (
    "scale of 3.balanced",
    "scale of W",
    "loss",
    "drift of 3.balanced",
    "asymmetry of W_p",
    "commutator",
    "modes alive",
    "effective rank",
)
SAID = [("3", "drift of 3.balanced"), ("5", "commutator"), ("5", NAMES[4]), ("‖Q‖", "commutator")]
SERIES = SeriesDict({name: np.array([float(k)]) for k, name in enumerate(NAMES)}, SAID)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("loss", "loss"),
        ("J", "loss"),
        ("Objective", "loss"),
        ("balance", "drift of 3.balanced"),
        ("drift", "drift of 3.balanced"),
        ("drift 3.balanced", "drift of 3.balanced"),
        ("rank", "effective rank"),
        ("alive", "modes alive"),
        ("modes", "modes alive"),
        ("alignment", "commutator"),
        ("asymmetry", "asymmetry of W_p"),
        ("W scale", "scale of W"),
        ("asym", "asymmetry of W_p"),
        ("effective_rank", "effective rank"),
        ("asymmetry_W_p", "asymmetry of W_p"),
        ("imbalance", "drift of 3.balanced"),
        ("eq. 3", "drift of 3.balanced"),
        ("(3)", "drift of 3.balanced"),
        ("‖Q‖", "commutator"),
    ],
)
def test_what_is_meant(words: str, name: str) -> None:
    assert SERIES[words] is SERIES[name]


def test_what_may_mean_several_is_not_guessed() -> None:
    with pytest.raises(UnknownName, match=r"`scale` may be `scale of 3.balanced`, `scale of W`"):
        SERIES["scale"]

    with pytest.raises(UnknownName, match=r"`eq. 5` may be `commutator`, `asymmetry of W_p`"):
        SERIES["eq. 5"]


@pytest.mark.parametrize("words", ["W", "W_p", "norm W", "F", "p"])
def test_a_symbol_is_no_series(words: str) -> None:
    """Above all not one that only judges others, such as the largest size so far."""
    with pytest.raises(UnknownName, match="the run has no series"):
        SERIES[words]


def test_what_only_judges_others_is_not_meant() -> None:
    series = SeriesDict({"scale of rho": np.ones(1)})
    with pytest.raises(UnknownName):
        series["rho"]
    assert series.named("scale rho") == "scale of rho"


def test_only_what_would_be_found_is_proposed() -> None:
    few = SeriesDict({"loss": np.ones(1)})
    for words in ("alive", "balance", "probe"):
        with pytest.raises(UnknownName) as caught:
            few[words]
        assert "did you mean" not in str(caught.value)


def test_what_there_is_not() -> None:
    with pytest.raises(KeyError, match=r"no series `lsos`; did you mean `loss`\?"):
        SERIES["lsos"]
    with pytest.raises(SslcheckError, match=r"there are `scale of 3.balanced`"):
        SERIES["temperature"]
    with pytest.raises(UnknownName):
        SERIES[""]
    assert SERIES.get("temperature") is None
    assert "J" not in SERIES
