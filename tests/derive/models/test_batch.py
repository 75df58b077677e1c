"""Gradients on a batch: the average over its rows in place of the expectation."""

from __future__ import annotations

import numpy as np
import pytest
from tests.numeric.other_letters import ARTICLE

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.emit import array_text, make_plan
from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.models.batch import ROWS, SIZE, batch_of, rules_of, step_of
from sslcheck.derive.reading.loading import parse_article

WEIGHTS = ("B", "A", "T")
SIZES = {"k": 2, "m": 3, ROWS: 4}
LOSS = r"\frac{1}{2} \mathbb{E}_{x, y} [\|B A x - \text{StopGrad}(T y)\|_2^2]"


def derivation(*changes: tuple[str, str]) -> Derivation:
    text = ARTICLE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return Derivation(parse_article(text, "other.toml"))


def test_the_gradient_is_the_sum_over_the_rows() -> None:
    batch = batch_of(derivation(), "lagging", WEIGHTS, ("B", "A"), {})
    plan = make_plan(batch.model, SIZES, batch.descents)
    assert SIZE not in plan.scalars
    assert plan.products == 6
    module: dict[str, object] = {}
    exec(array_text(plan), module)
    rng = np.random.default_rng(0)
    B, A, T, x, y = (rng.normal(size=s) for s in ((2, 2), (2, 3), (2, 3), (4, 3), (4, 3)))
    out = tuple(np.zeros(b.shape) for b in plan.outputs)
    work = tuple(np.zeros(b.shape) for b in plan.work)
    module["evaluate"](np, (B, A, T, x, y), out, (), (), work)  # type: ignore[operator]
    r = [B @ A @ u - T @ v for u, v in zip(x, y, strict=True)]
    of_B = sum(np.outer(e, A @ u) for e, u in zip(r, x, strict=True))
    of_A = sum(np.outer(B.T @ e, u) for e, u in zip(r, x, strict=True))
    np.testing.assert_allclose(out[0], -of_B, atol=1e-14)
    np.testing.assert_allclose(out[1], -of_A, atol=1e-14)


def test_the_rules_have_the_gradients_as_states() -> None:
    step = step_of(derivation(), "lagging", WEIGHTS, WEIGHTS, {})
    assert step.descending == {"A", "B"}
    assert step.slopes == ("descent of B", "descent of A")
    assert tuple(step.model.states) == (*WEIGHTS, *step.slopes)
    assert make_plan(step.model, SIZES, step.moves).products == 0


@pytest.mark.parametrize(
    ("law", "loss", "says"),
    [
        ('noise = "N"\ngaussian = true\nexpected = "0"', r"\mathbb{E}[(x^T A^T A x)^2]",
         "degree 4"),
        ('noise = "N"', r"\mathbb{E}[\|A x - A z\|_2^2]", "in which `z` or `x` stands"),
    ],
)  # fmt: skip
def test_what_a_batch_does_not_have(law: str, loss: str, says: str) -> None:
    """A batch is not Gaussian, and nobody sees the mean of a view."""
    found = derivation(('noise = "N"', law), (LOSS, LOSS + " + " + loss))
    batch = batch_of(found, "lagging", WEIGHTS, ("A",), {})
    with pytest.raises(Unsupported, match=says):
        make_plan(batch.model, SIZES, batch.descents)


def test_a_flow_of_equations_has_no_step() -> None:
    turned = "\n[flows.turned]\ntext = 'x'\nfrom = 'lagging'\nequations = ['\\dot{B} = -B']\n"
    found = derivation(("[roles]", turned + "[roles]"))
    with pytest.raises(ArticleError, match=r"is not that of its \[rules\]"):
        rules_of(found, "turned")


def test_two_inputs_make_no_batch() -> None:
    symbols = ("'z' = {", '\'u\' = { shape = ["m", "1"], role = "view" }\n\'z\' = {')
    first = '[[expectation]]\nviews = ["u"]\nsecond_moment = "S"\n\n[[expectation]]\nviews = ['
    table = ("[expectation]\nviews = [", first)
    with pytest.raises(ArticleError, match="views of one input"):
        batch_of(derivation(symbols, table), "lagging", WEIGHTS, ("A",), {})
