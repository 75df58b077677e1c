"""Steps emitted from the rules of any article that declares the roles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.numeric.other_letters import ARTICLE
from tests.numeric.training.runs import options

from sslcheck.derive.article.roles import MissingRole
from sslcheck.derive.errors import ArticleError
from sslcheck.numeric.device.arrays import open_arrays
from sslcheck.numeric.device.parts import Parts
from sslcheck.numeric.training.emitted import emitted
from sslcheck.numeric.training.network import Network
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.training import Training

Numbers = np.ndarray[Any, Any]

N, D, ROWS = 3, 5, 12
LOSS = r"\frac{1}{2} \mathbb{E}_{x, y} [\|B A x - \text{StopGrad}(T y)\|_2^2]"
BOTH = LOSS + r" + \frac{1}{2} \mathbb{E}_{x, y} [\|B A y - \text{StopGrad}(T x)\|_2^2]"


def distance(B: Numbers, A: Numbers, T: Numbers, x: Numbers, y: Numbers) -> float:
    return float(np.mean(np.sum((x @ A.T @ B.T - y @ T.T) ** 2, axis=1)) / 2)


def both(B: Numbers, A: Numbers, T: Numbers, x: Numbers, y: Numbers) -> float:
    return distance(B, A, T, x, y) + distance(B, A, T, y, x)


def held(B: Numbers, A: Numbers, T: Numbers, x: Numbers, y: Numbers) -> float:
    return distance(B, A, T, x, y) + float(np.sum(A**2) + np.sum((B @ A) ** 2)) / 2


def spread(B: Numbers, A: Numbers, T: Numbers, x: Numbers, y: Numbers) -> float:
    f = x @ A.T
    return distance(B, A, T, x, y) + float(np.sum((f.T @ f / len(f)) ** 2)) / 4


CASES: dict[str, tuple[str, Callable[..., float], bool]] = {
    "as it is": (LOSS, distance, True),
    "both views": (BOTH, both, True),
    "regularised": (
        LOSS + r" + \frac{1}{2} \text{tr}(A A^T) + \frac{1}{2} \|B A\|_F^2", held, False
    ),
    "not linear in the expectation": (
        LOSS + r" + \frac{1}{4} \|\mathbb{E}_{x}[A x x^T A^T]\|_F^2", spread, False
    ),
}  # fmt: skip


def article(folder: Path, loss: str = LOSS, *changes: tuple[str, str]) -> str:
    text = ARTICLE.replace(LOSS, loss)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "article.toml"
    path.write_text(text, "utf-8")
    return str(path)


def slope(value: Callable[[Numbers], float], at: Numbers) -> Numbers:
    """A gradient by differences."""
    found: Numbers = np.zeros_like(at)
    for where in np.ndindex(*at.shape):
        ends = []
        for sign in (1, -1):
            moved = at.copy()
            moved[where] += sign * 1e-5
            ends.append(value(moved))
        found[where] = (ends[0] - ends[1]) / 2e-5
    return found


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("count", [1, 2, 5])
def test_a_step_goes_down_the_objective_of_the_article(
    tmp_path: Path, case: str, count: int
) -> None:
    loss, value, shares = CASES[case]
    o = options(
        article=article(tmp_path, loss), n=N, d=D, batch=ROWS, predictor="learned",
        alpha_p=1.7, beta=0.6, eta=0.1, lr=0.03,
    )  # fmt: skip
    assert emitted(o, ROWS, learns=True).shares is shares
    rng = np.random.default_rng(2)
    B, A, T = (rng.normal(size=s) for s in ((N, N), (N, D), (N, D)))
    x, y = rng.normal(size=(2, ROWS, D)) + rng.normal(size=(ROWS, D))
    network = Network(o, open_arrays("numpy"), {"B": B, "A": A, "T": T}, ROWS, Parts(count))
    network(x, y, 0)
    of_A = slope(lambda a: value(B, a, T, x, y), A)
    of_B = slope(lambda b: value(b, A, T, x, y), B)
    found = network.states()
    np.testing.assert_allclose(found["A"], A - 0.03 * (of_A + 0.1 * A), atol=1e-7)
    np.testing.assert_allclose(found["B"], B - 0.03 * (1.7 * of_B + 0.1 * B), atol=1e-7)
    np.testing.assert_allclose(found["T"], T + 0.6 * 0.03 * (A - T), atol=1e-14)


def test_rules_of_another_order(tmp_path: Path) -> None:
    """Twice the gradient, and a target that goes as far as the rule says."""
    rules = (
        (r"(\nabla_A L + \gamma A)", r"(2 \nabla_A L + \gamma B^T B A)"),
        (r"\nu h (A - T)", r"\nu h (A - 3 T)"),
    )
    o = options(article=article(tmp_path, LOSS, *rules), n=N, d=D, predictor="identity", lr=0.03)
    rng = np.random.default_rng(3)
    B, A, T = (rng.normal(size=s) for s in ((N, N), (N, D), (N, D)))
    x, y = rng.normal(size=(2, ROWS, D))
    network = Network(o, open_arrays("numpy"), {"B": B, "A": A, "T": T}, ROWS)
    network(x, y, 0)
    of_A = slope(lambda a: distance(np.eye(N), a, T, x, y), A)
    np.testing.assert_allclose(network.W, A - 0.03 * (2 * of_A + o.eta * A), atol=1e-7)
    np.testing.assert_allclose(network.W_a, T + 0.03 * o.beta * (A - 3 * T), atol=1e-14)


@pytest.mark.parametrize("predictor", ["directpred", "learned"])
def test_the_outputs_are_made_once_and_first(predictor: str) -> None:
    o = options(predictor=predictor, d=40)
    found = emitted(o, 16, learns=o.scheme.learns(o))
    assert (found.averages is None) == (predictor == "learned")
    n, d = o.n, o.d
    assert found.shapes.count((16, d, n)) + found.shapes.count((n, d, 16)) == 2
    if found.averages is not None:
        assert found.averages.shapes in ([(16, d, n), (n, 16, n)], [(n, d, 16), (n, 16, n)])
        assert o.scheme.direct
        assert "W_p" not in found.averages.program.text.split("work\n")[1]


@pytest.mark.parametrize(
    ("change", "error", "says"),
    [
        ({'"B" = \'B - h (\\mu \\nabla_B L + \\gamma B)\'\n': ""}, MissingRole, "how `B` moves"),
        ({'ema = { flow = "lagging" }': 'ema = { flow = "turned" }'}, ArticleError,
         r"its \[rules\]"),
    ],
)  # fmt: skip
def test_what_cannot_be_trained(
    tmp_path: Path, change: dict[str, str], error: type[Exception], says: str
) -> None:
    turned = (
        "[roles]",
        '[flows.turned]\ntext = "x"\nfrom = "lagging"\nequations = [\'\\dot{B} = -B\']\n\n[roles]',
    )
    path = article(tmp_path, LOSS, turned, *change.items())
    with pytest.raises(error, match=says):
        Training(TrainOptions(article=path, d=4, n=2, predictor="learned"))
