"""Smaller systems of a flow."""

from __future__ import annotations

import pytest

from sslcheck.derive import load_article
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.discover.smaller import smaller
from sslcheck.derive.text.printing import to_text


@pytest.mark.parametrize(
    ("article", "flow", "said"),
    [
        ("directpred", "simsiam", ["gram X, X' isotropic: W_p, W W^T", "modal: p_j, w_j"]),
        ("oja", "subspace", ["gram: W W^T", "gram C isotropic: W^T W", "modal: W_j"]),
        ("two-layer", "descent", ["gram: A^T A, B B^T, A^T B^T", "modal: A_j, B_j"]),
        ("oja", "length", []),
    ],
)
def test_for_any_data_then_for_isotropic_ones_then_modes(
    article: str, flow: str, said: list[str]
) -> None:
    found = []
    for each in smaller(Derivation(load_article(article)), flow):
        white = f" {', '.join(each.isotropic)} isotropic" if each.isotropic else ""
        found.append(f"{each.model.name}{white}: {', '.join(map(to_text, each.states))}")
        assert each.model.proof
    assert found == said
