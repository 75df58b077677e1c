"""Every law that a shipped article states is found from its flow alone.

What an `integral` says is conserved, at each depth that a claim about layers is decided at, those
with a letter for any number of layers included; and what is said to vanish.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from tests.decided import loaded

from sslcheck.derive import load_article
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.linear_solve import multiple, solve_linear
from sslcheck.derive.article.article import Article, Claim, Instance
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.decide.engine import verify
from sslcheck.derive.discover import Discovery, discover
from sslcheck.derive.expr import ZERO, Dot, Expr, Relation, SquaredNorm, difference
from sslcheck.derive.kinds.inequality import Inequality
from sslcheck.derive.kinds.integral import Integral, isolate
from sslcheck.derive.kinds.vanishes import Vanishes
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.reading.loading import shipped_articles
from sslcheck.derive.verdicts.verdict import Verdict

RIGHT = [
    (name, claim.repaired or claim) for name in shipped_articles() for claim in loaded(name).claims
]
"""Each claim as it is stated rightly, or corrected to."""
PLAIN = [(n, c) for n, c in RIGHT if isinstance(c.form, Integral) and c.depths is None]
DEPTHS = [
    (name, claim.id, instance)
    for name, claim in RIGHT
    if isinstance(claim.form, Integral) and claim.depths is not None
    for instance in claim.depths.instances
]
LIMITS = [(name, claim) for name, claim in RIGHT if isinstance(claim.form, Vanishes)]
SUPPOSED = "directpred", "5.align"
"""A limit on trajectories along which a bound holds that not all states meet: no law of the flow,
as the test below says."""

Searched = tuple[str, tuple[tuple[int, int], ...], int]
_kept: dict[Searched, Discovery] = {}


@cache
def _searched(name: str, flow: str, under: tuple[str, ...]) -> Discovery:
    return discover(load_article(name), flow, under, degree=2)


def _at(name: str, instance: Instance) -> Discovery:
    """Laws at a layout; that of the index makes no difference to the flow."""
    key = name, instance.layout.blocks, instance.layout.depth
    if key not in _kept:
        claim = instance.claim
        _kept[key] = discover(instance.article, claim.flow, claim.hypotheses, degree=2)
    return _kept[key]


def _along(article: Article, claim: Claim) -> NormalForm:
    scene = Derivation(article)
    hypotheses = scene.hypotheses(claim.hypotheses, claim.flow)
    return scene.normal(scene.setting(hypotheses, claim.flow, holds="along"))


def _is_found(article: Article, claim: Claim, found: Discovery) -> bool:
    """Whether what is claimed is a sum of multiples of laws with their factors."""
    told = replace(article, symbols={**article.symbols, **found.article.symbols})
    normal = _along(told, claim)
    assert isinstance(claim.form, Integral)
    quantity = normal.whole(isolate(claim.statement.relations[0], claim.form.constant))
    laws = [
        normal.whole(isolate(law.relation, law.constant.name))
        for law in (*found.laws, *found.following)
    ]
    columns = [law for law in laws if law.shape == quantity.shape]
    return solve_linear(quantity, columns) is not None


@pytest.mark.parametrize(("name", "claim"), PLAIN, ids=lambda part: getattr(part, "id", part))
def test_what_is_conserved(name: str, claim: Claim) -> None:
    assert _is_found(load_article(name), claim, _searched(name, claim.flow, claim.hypotheses))


@pytest.mark.parametrize(("name", "id_", "instance"), DEPTHS, ids=lambda p: getattr(p, "said", p))
def test_what_is_conserved_at_every_depth(name: str, id_: str, instance: Instance) -> None:
    found = _at(name, instance)
    assert all(claim.verdict is Verdict.PROVED for claim in found.report.claims)
    assert _is_found(instance.article, instance.claim, found)


def test_general_depths_are_among_them() -> None:
    assert any(instance.general for *_, instance in DEPTHS)


@pytest.mark.parametrize(
    ("name", "claim"),
    [(name, claim) for name, claim in LIMITS if (name, claim.id) != SUPPOSED],
    ids=lambda part: getattr(part, "id", part),
)
def test_what_vanishes(name: str, claim: Claim) -> None:
    """As a law with a factor; of what moves by a matrix, by its squared norm that never rises."""
    article, normal = load_article(name), _along(load_article(name), claim)
    for relation in claim.statement.relations:
        rest = difference(relation.lhs, relation.rhs)
        quantity = normal.whole(rest)
        rate = multiple(normal.whole_rate(quantity), quantity)
        if rate is not None:
            found = _searched(name, claim.flow, claim.hypotheses)
            laws = [(law.quantity, law.rate) for law in (*found.laws, *found.following)]
            same = [q for q, r in laws if (normal.whole(r).value() - rate).is_zero()]
            assert solve_linear(quantity, _shaped(normal, same, quantity)) is not None
            continue
        pytest.importorskip("clarabel")
        from sslcheck.numeric.semidefinite import solve

        under = claim.hypotheses
        falling = discover(article, claim.flow, under, 2, solve=solve).falling
        norm = normal.whole(SquaredNorm(rest))
        assert any((normal.whole(each.value) - norm).is_zero() for each in falling)


def _shaped(normal: NormalForm, values: list[Expr], like: Element) -> list[Element]:
    return [each for each in map(normal.whole, values) if each.shape == like.shape]


def test_a_limit_of_some_trajectories_is_no_law_of_the_flow() -> None:
    """Its quantity moves by a matrix, and its squared norm rises at a state."""
    article = load_article(SUPPOSED[0])
    (claim,) = (claim for name, claim in LIMITS if (name, claim.id) == SUPPOSED)
    (relation,) = claim.statement.relations
    normal = _along(article, claim)
    quantity = normal.whole(relation.lhs)
    assert multiple(normal.whole_rate(quantity), quantity) is None
    rises = Relation(Dot(SquaredNorm(relation.lhs)), "<=", ZERO)
    falls = replace(
        claim, form=Inequality(), statement=replace(claim.statement, relations=(rises,))
    )
    (result,) = verify(replace(article, claims=(falls,)), ledger=False).claims
    assert result.verdict is Verdict.REFUTED
