"""Small articles of one claim, their letters, and results that nobody has decided."""

from __future__ import annotations

from dataclasses import replace

from sslcheck.derive.article.article import Article
from sslcheck.derive.reading.loading import parse_article
from sslcheck.derive.verdicts.result import ClaimResult
from sslcheck.derive.verdicts.verdict import Verdict
from sslcheck.numeric.look import Sight, look
from sslcheck.numeric.look.world import World, world_of

__all__ = [
    "EXPECTATION",
    "VIEWS",
    "A",
    "C",
    "G",
    "H",
    "M",
    "Q",
    "S",
    "T",
    "W",
    "X",
    "Y",
    "agrees",
    "article",
    "flow_world",
    "kind",
    "objects",
    "seen",
]

X = "x = { role = 'state' }\n"
Y = "y = { role = 'state', sign = 'positive' }\n"
W = "W = { shape = ['n', 'd'], role = 'state' }\n"
Q = "Q = { shape = ['n', 'n'], role = 'state' }\n"
S = "S = { shape = ['n', 'n'], properties = ['psd'] }\n"
A = "A = { shape = ['n', 'n'] }\n"
G = "a = { sign = 'positive' }\n"
C = "C = { shape = ['n', 'n'], role = 'constant' }\n"
H = "H = { shape = ['d*n', 'd*n'], role = 'function' }\n"
M = "p_j = { role = 'state', index = 'j', sign = 'positive' }\n"
T = "k = { role = 'function' }\n"
VIEWS = "".join(f"{v} = {{ shape = ['d', '1'], role = 'view' }}\n" for v in "uvw") + "".join(
    f"{m} = {{ shape = ['d', 'd'], properties = ['psd'] }}\n" for m in "DN"
)
EXPECTATION = """
[hypotheses.h]
let = ['N = 0']
[expectation]
views = ['u', 'v']
mean = 'w'
second_moment = 'D'
noise = 'N'"""

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
    result = ClaimResult(claim.id, claim.equation, claim.kind, claim.stated, (), verdict)
    return look(found, result, 20.0, most)  # a busy machine is no fault


def flow_world(article: Article, flow: str) -> World:
    """A flow alone, at any of its states."""
    claim = replace(article.claims[0], flow=flow, hypotheses=(), holds="at an instant")
    return world_of(article, claim)


def kind(name: str, reading: str, more: str = "") -> str:
    return f"kind = '{name}'\nreading = '{reading}'\n{more}"


def objects(*parts: str) -> bool:
    """Whether the look objects to a claim that is false, and says why."""
    sight = seen(article(*parts))
    return sight.objection is not None and bool(sight.objection.what)


def agrees(*parts: str) -> bool:
    """Whether it looks at a claim that is true at several points, and says nothing against it."""
    sight = seen(article(*parts), most=6)
    return sight.objection is None and sight.points > 2 and not sight.note
