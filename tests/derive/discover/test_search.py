"""From a flow to its laws, each proved."""

from __future__ import annotations

import pytest
from tests.derive.flowing import LAYERS, STATE, flow_article

from sslcheck.derive import load_article
from sslcheck.derive.discover import discover
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.text.printing import to_text
from sslcheck.derive.text.reason import plainly
from sslcheck.derive.verdicts.verdict import Verdict


def test_the_conserved_quantity_of_the_shipped_article() -> None:
    found = discover(load_article("directpred"), "byol")
    (law,) = found.laws
    assert to_text(law.relation) == "W_p^T W_p - α_p W W^T = e^(-2 η t) D_1"
    assert [c.verdict for c in found.report.claims] == [Verdict.PROVED]
    assert len(found.following) == 4
    assert found.counts is not None
    assert found.counts.complete
    assert (found.counts.found, dict(found.counts.sizes)) == (3, {"n": 2, "d": 3})


def test_hypotheses_bring_laws_of_their_own() -> None:
    symbols = {**LAYERS, "Y": 'shape = ["n", "d"]'}
    more = '[hypotheses.none]\ntext = "no decay"\nlet = ["h = 0"]'
    equations = [r"\dot{U} = V^T Y - h U", r"\dot{V} = Y U^T - h V"]
    article = flow_article(symbols, equations, more)
    with_decay = discover(article, "f", (), 2)
    without = discover(article, "f", ("none",), 2)
    assert to_text(with_decay.laws[0].rate) == "-2 h"
    assert to_text(without.laws[0].rate) == "0"
    assert all(c.verdict == Verdict.PROVED for c in without.report.claims)


def test_states_that_mix_are_told() -> None:
    article = flow_article({"x": STATE, "y": STATE, "a": ""}, [r"\dot{x} = y", r"\dot{y} = -a x"])
    found = discover(article, "f", (), 2)
    assert [to_text(law.quantity) for law in found.laws] == ["y^2 + x^2 a"]
    notes = [plainly(note) for note in found.notes]
    assert any("mixes states" in note for note in notes)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # it rings anywhere
def test_what_takes_too_long_is_told() -> None:
    found = discover(load_article("directpred"), "byol", (), 6, budget=0.05)
    notes = [plainly(note) for note in found.notes]
    assert any(note.startswith("laws that are") for note in notes)
    assert any(note.startswith("closed sets of products are not all searched") for note in notes)
    assert "not searched: rational laws, factors other than e^(rt), Lyapunov functions" in notes


@pytest.mark.parametrize(("flow", "under"), [("nix", ()), ("byol", ("nix",))])
def test_unknown_names(flow: str, under: tuple[str, ...]) -> None:
    with pytest.raises(ArticleError, match=r"no .* `nix`"):
        discover(load_article("directpred"), flow, under)


@pytest.mark.parametrize("mark", ["symmetric", "psd", "diagonal"])
def test_that_a_state_stays_symmetric_is_no_law(mark: str) -> None:
    """Its flow leaves the psd and the diagonal matrices, and no symmetric one."""
    symbols = {
        "P": f'shape = ["n", "n"], properties = ["{mark}"], {STATE}',
        "W": f'shape = ["n", "d"], {STATE}',
    }
    article = flow_article(symbols, [r"\dot{P} = -W W^T", r"\dot{W} = -P W"])
    found = discover(article, "f", (), 2)
    assert [to_text(law.quantity) for law in found.laws] == ["W W^T - P P"]
    assert [c.verdict for c in found.report.claims] == [Verdict.PROVED]
    assert [to_text(law.quantity) for law in found.following] == ["tr(W W^T) - tr(P P)"]
    assert found.counts is not None
    assert (found.counts.found, found.counts.most) == (3, 9)
