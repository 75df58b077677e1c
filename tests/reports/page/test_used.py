"""Which symbols, flows and hypotheses claims use, and how each is said."""

from __future__ import annotations

from sslcheck.derive import load_article
from sslcheck.derive.reading.loading import parse_article
from sslcheck.reports.page.blocks import Link, Math
from sslcheck.reports.page.used import flow_said, hypothesis_said, listed, space, used


def test_what_claims_use_and_no_more() -> None:
    article = load_article("directpred")
    (claim,) = (claim for claim in article.claims if claim.id == "6.modes")
    met = used(article, [claim])
    assert {"W", "W_p", "W_a", "X", "U", "p_j"} <= {symbol.name for symbol in met.symbols}
    assert "K" not in {symbol.name for symbol in met.symbols}
    assert [flow.name for flow in met.flows] == ["byol", "modal"]  # of which it is made
    assert {"white-mean", "white-noise", "aligned"} == {h.name for h in met.hypotheses}


def test_a_formula_is_not_said_twice() -> None:
    hypotheses = load_article("directpred").hypotheses
    assert hypothesis_said(hypotheses["white-mean"]).count(Math("X = I")) == 1
    assert Math(r"\tau_j = \frac{a_j}{w_j}") in hypothesis_said(hypotheses["tau-per-mode"])
    flow = Link("symmetrised", "Flow symmetrised", "name")
    assert flow in hypothesis_said(hypotheses["symmetrised"])


def test_flows() -> None:
    article = load_article("directpred")
    said = flow_said(article, article.flows["simsiam"])
    assert Math("W_a = W") in said
    assert Math(r"W_a \leftarrow W_a + \beta \delta (W - W_a)") not in said  # it does not move
    assert "stop-gradients do not count" in flow_said(article, article.flows["no-stop-gradient"])


def test_a_flow_without_words_is_its_equations() -> None:
    article = parse_article(
        "[article]\nname = 'x'\nformat = 2\n[symbols]\nx = { role = 'state' }\n"
        "[flows.slow]\nequations = ['\\dot{x} = -x']\n"
        "[[claim]]\nid = '1'\nkind = 'identity'\nreading = 'x = x'\n",
        "x.toml",
    )
    assert flow_said(article, article.flows["slow"]) == (Math(r"\dot{x} = -x"), ".")


def test_small_words() -> None:
    assert listed([("a",), ("b",)], ", ") == ("a", ", ", "b")
    assert space("layer") == r"\text{layer}"
    assert space("n") == "n"
