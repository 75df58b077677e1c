"""Symbols, flows and hypotheses of an article, as far as claims use them."""

from __future__ import annotations

from sslcheck.derive import load_article
from sslcheck.reports.latex.blocks import block
from sslcheck.reports.latex.notation import notation


def shown(*claims: str) -> str:
    article = load_article("directpred")
    chosen = [claim for claim in article.claims if claim.id in claims]
    return "\n".join(map(block, notation(article, chosen)))


def test_what_a_claim_uses_is_told() -> None:
    text = shown("5.commutator")
    assert r"$W \in \mathbb{R}^{n \times d}$ (online network)" in text
    assert r"$X \in \mathbb{R}^{d \times d}$ positive semi-definite (second moment" in text
    assert r"$\alpha_p > 0$ (learning rate ratio" in text
    assert "$Q = F W_p - W_p F$ (commutator" in text
    assert r"\texttt{white-mean}: the mean views are white: $X = I$." in text
    assert r"\texttt{symmetrised}: the flow of byol" in text
    # what that flow is made of, and what it is trained by
    assert r"\texttt{byol}: the flow of the training rules" in text
    assert r"$W_a \leftarrow W_a + \beta \delta (W - W_a)$" in text
    assert r"are views of one input, independent given it" in text


def test_what_no_claim_uses_is_left_out() -> None:
    assert r"\tau" not in shown("2.2")
    assert r"\texttt{aligned}" not in shown("2.2")
