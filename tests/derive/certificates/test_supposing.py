"""What is supposed of states."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.certificates.stated import Stated
from sslcheck.derive.certificates.supposing import here_of
from sslcheck.derive.certificates.trees import relation_tree
from sslcheck.derive.decide.outcome import Statements
from sslcheck.derive.reading.loading import load_article

_SOUNDNESS = Path(__file__).parents[2] / "soundness"


@pytest.mark.parametrize(
    ("name", "always"),
    [
        ("property-stays-with-more", [["psd", "V", 0]]),
        ("property-stays-nowhere", [["psd", "P", 0]]),
        ("stays-nowhere-4", [["=", "x", "y"]]),
    ],
)
def test_what_is_supposed_at_all_times_stands_in_the_setting(name: str, always: Any) -> None:
    """Also of what is not in the statement: no point refutes it, which may be on no trajectory."""
    article = load_article(str(_SOUNDNESS / f"{name}.toml"))
    (claim,) = article.claims
    stated = Stated.of(Statements(Derivation(article), needs=False), claim)
    setting = stated.block["setting"]
    assert setting["stays"] == [*map(relation_tree, stated.base.stays)] == always
    assert {always[0][1]} <= {*setting["symbols"]}
    assert not setting["relations"]
    assert here_of(claim, stated.base.setting) == {}  # it is meant along trajectories
