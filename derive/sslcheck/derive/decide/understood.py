"""How a statement was read: shown to its author where it is more than what is written."""

from __future__ import annotations

import re

from sslcheck.derive.article.article import Claim
from sslcheck.derive.text.characters import plain
from sslcheck.derive.text.printing import relation_latex

__all__ = ["understood"]

_SAID = re.compile(
    r"∀[^:]{1,20}:|\\forall.*|\(t'?\)|_F(?=[\^=\-+),]|$)|(?<=I)_(?:\([^()]*\)|\w)|[·×{}&]|\\q?quad"
)
"""What is left out, or goes without saying."""
_WORDS = re.compile(r"where|with|sothat|and|hence")
_RATE = re.compile(r"d/dt\(?([A-Za-zα-ωΑ-Ω](?:_\w|_\([^()]*\))?)\)?(?=[=≤≥<>,]|$)")
_DOT = "\u0307"


def understood(claim: Claim) -> str:
    """The statement of a claim in LaTeX, with parentheses for what an operator takes; empty where
    it is what stands there already, and of claims about layers, which are written out."""
    relations = claim.statement.relations
    if not relations or claim.depths is not None:
        return ""
    found = ", ".join(map(relation_latex, relations))
    return "" if _bare(found) == _bare(claim.statement.source) else found


def _bare(latex: str) -> str:
    """A formula without spaces, and without what says nothing of how it is grouped."""
    text = re.sub(r"\s", "", plain(latex).rstrip(" .,;"))
    text = _WORDS.sub(",", _SAID.sub("", text))
    return _RATE.sub(rf"\1{_DOT}", re.sub(",+", ",", text))
