"""Small articles of one claim, and results that say what nobody has decided."""

from __future__ import annotations

from sslcheck.derive.article import Article
from sslcheck.derive.loading import parse_article
from sslcheck.derive.verdict import ClaimResult, Verdict
from sslcheck.numeric.look import Sight, look

__all__ = ["article", "seen"]

_SPACES = "n = 'rows'\nd = 'columns'\n"


def article(claim: str, symbols: str, flow: str = "", more: str = "") -> Article:
    """An article with the claim ``c``; ``flow`` is the equations of the flow ``f``, in quotes."""
    parts = ["[article]", "name = 'small'", "format = 2", "[spaces]", _SPACES, "[symbols]", symbols]
    parts += [f"[flows.f]\ntext = 'f'\nequations = [{flow}]"] if flow else []
    parts += [more, "[[equation]]\nnumber = '1'\nlatex = '1 = 1'"]
    parts += ["[[claim]]\nid = 'c'\nequation = '1'", claim, "flow = 'f'" if flow else ""]
    return parse_article("\n".join(parts), "small.toml")


def seen(found: Article, verdict: Verdict = Verdict.PROVED, most: int = 24) -> Sight:
    """What the look makes of a verdict that is only alleged."""
    claim = found.claims[0]
    assert not claim.refused, claim.refused
    result = ClaimResult(claim.id, claim.equation, claim.kind, claim.printed, "", verdict)
    return look(found, result, 20.0, most)  # a busy machine is no fault
