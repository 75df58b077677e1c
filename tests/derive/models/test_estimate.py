"""The recursion of an estimate: its averages over a batch, its memory, what it leaves in place."""

from __future__ import annotations

import pytest
from tests.numeric.other_letters import ARTICLE

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.article.roles import MissingRole
from sslcheck.derive.emit import array_text, make_plan
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.models.batch import batch_of
from sslcheck.derive.models.estimate import Recursion, recursion_of
from sslcheck.derive.reading.loading import parse_article
from sslcheck.derive.text.printing import to_text

RULE = r"r P + (1 - r) \mathbb{E} [A x x^T A^T]"
ESTIMATE = 'estimate = "P"\n'


def recursion(rule: str = RULE, without: str = "") -> Recursion:
    assert RULE in ARTICLE
    text = ARTICLE.replace(RULE, rule).replace(without, "")
    if without == ESTIMATE:
        text = text.replace(f"\"P\" = '{rule}'\n", "")
    found = Derivation(parse_article(text, "other.toml"))
    roles = found.article.roles_for("a test")
    batch = batch_of(found, "lagging", roles.weights, (), {})
    return recursion_of(found, roles, "lagging", batch)


@pytest.mark.parametrize(
    ("rule", "fixed", "memory", "plain"),
    [
        (RULE, "A S A^T + A N A^T", "r", True),
        (RULE.replace("x", "y"), "A S A^T + A N A^T", "r", False),
        (r"r P + (1 - r) \mathbb{E} [A x y^T A^T]", "A S A^T", "r", False),
        (r"r^2 P + (1 - r^2) \mathbb{E} [A x x^T A^T]", "A S A^T + A N A^T", "r^2", False),
        (r"r P + 2 (1 - r) \mathbb{E} [A x x^T A^T]", "2 A S A^T + 2 A N A^T", "r", False),
        (r"\mathbb{E} [A x x^T A^T] - A A^T", "A S A^T + A N A^T - A A^T", "0", False),
    ],
)
def test_what_it_leaves_in_place(rule: str, fixed: str, memory: str, plain: bool) -> None:
    found = recursion(rule)
    assert sorted(to_text(found.fixed).split(" + ")) == sorted(fixed.split(" + "))
    assert to_text(found.memory) == memory
    assert found.plain is plain
    assert len(found.averages) == 1


def test_the_step_has_the_averages_as_states() -> None:
    found = recursion(
        r"r P + \frac{1 - r}{2} (\mathbb{E} [A x x^T A^T] + \mathbb{E} [A y y^T A^T])"
    )
    assert list(found.averages) == ["average 0", "average 1"]
    plan = make_plan(found.model, {"k": 3, "m": 4}, {"P": found.after})
    assert plan.products == 0
    assert [b.name for b in plan.states] == ["B", "A", "T", "P", "average_0", "average_1"]
    assert "average_1" in array_text(plan)


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        (r"r P P + \mathbb{E} [A x x^T A^T]", "not linear in `P`"),
        (r"P + \mathbb{E} [A x x^T A^T]", "no fixed point"),
        (r"r P + (1 - r) \mathbb{E} [B A x x^T A^T]", "`B` stands in it"),
        ("r P + (1 - r) A A^T", "takes the average over a batch"),
        (r"r P + (1 - r) \mathbb{E} [x^T A^T A x] I", "average over a batch of a matrix"),
    ],
)
def test_what_is_no_estimate(rule: str, says: str) -> None:
    with pytest.raises(Unsupported, match=says):
        recursion(rule)


@pytest.mark.parametrize("line", [ESTIMATE, 'memory = "r"\n'])
def test_an_article_that_does_not_name_it(line: str) -> None:
    with pytest.raises(MissingRole, match="name them, or take another predictor"):
        recursion(without=line)
