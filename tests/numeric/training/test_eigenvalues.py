"""A changed line of an article changes how its predictor is set, and what is proved of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.numeric.other_letters import ARTICLE
from tests.numeric.training.runs import options

from sslcheck.derive.article.roles import MissingRole
from sslcheck.numeric.bounds import InvalidOption
from sslcheck.numeric.device.arrays import open_arrays
from sslcheck.numeric.training.eigenvalues import eigenvalue_rule, rule_of
from sslcheck.numeric.training.estimate import Estimate
from sslcheck.numeric.training.forecast import Verdict
from sslcheck.numeric.training.network import Network
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.training import Training

Numbers = np.ndarray[Any, Any]

N, D, ROWS = 3, 5, 12
VALUE = r"q_i = \sqrt{l_i} + g \max_i l_i"
RECURSION = r"r P + (1 - r) \mathbb{E} [A x x^T A^T]"
BOTH = r"r P + \frac{1 - r}{2} (\mathbb{E} [A x x^T A^T] + \mathbb{E} [A y y^T A^T])"


def changed(folder: Path, *changes: tuple[str, str], **given: Any) -> TrainOptions:
    text = ARTICLE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "article.toml"
    path.write_text(text, "utf-8")
    return options(**({"article": str(path), "n": N, "d": D, "batch": ROWS} | given))


def test_eigenvalues_are_those_of_the_article(tmp_path: Path) -> None:
    s, arrays = np.array([0.0, 0.25, 4.0]), open_arrays("numpy")
    as_it_is = eigenvalue_rule(options(), arrays, 3)
    np.testing.assert_allclose(as_it_is(s), np.sqrt(s) + 0.1 * 4, rtol=1e-15)
    o = changed(tmp_path, (VALUE, r"q_i = 3 \sqrt{l_i} + g"))
    rule = eigenvalue_rule(o, arrays, 3)
    np.testing.assert_allclose(rule(s), 3 * np.sqrt(s) + 0.1, rtol=1e-15)
    assert rule.parts(s) == pytest.approx((3.0, 0.1))


@pytest.mark.parametrize("center", [False, True])
@pytest.mark.parametrize(
    ("line", "average"),
    [
        (RECURSION, lambda x, y: x.T @ x),
        (BOTH, lambda x, y: (x.T @ x + y.T @ y) / 2),
        (
            r"r P + (1 - r) \mathbb{E} [A (x + y) (x + y)^\top A^\top]",
            lambda x, y: (x + y).T @ (x + y),
        ),
    ],
)
def test_steps_by_another_recursion(tmp_path: Path, line: str, average: Any, center: bool) -> None:
    """By a transcription of the line: averages over the batch in place of expectations."""
    o = changed(tmp_path, (RECURSION, line), rho=0.7, center=center)
    rng = np.random.default_rng(4)
    B, A, T = (rng.normal(size=s) for s in ((N, N), (N, D), (N, D)))
    network = Network(o, open_arrays("numpy"), {"B": B, "A": A, "T": T}, ROWS)
    expected: Numbers = np.zeros((N, N))
    for k, (x, y) in enumerate(rng.normal(size=(3, 2, ROWS, D)) + 1.0):
        f, g = (v @ network.W.T for v in (x, y))
        if center:
            f, g = f - f.mean(axis=0), g - g.mean(axis=0)
        rho = 0.7 if k else 0.0
        expected = rho * expected + (1 - rho) * average(f, g) / ROWS
        if k == 0:
            network.prime(x, y)
        else:
            network(x, y, k)
        np.testing.assert_allclose(network.estimate.F, expected, atol=1e-12)
        values, U = np.linalg.eigh(expected)
        made = (U * (np.sqrt(np.maximum(values, 0)) + 0.1 * values[-1])) @ U.T
        np.testing.assert_allclose(network.W_p, made, atol=1e-6)


def test_another_rule_tells_its_fixed_point_and_no_proof(tmp_path: Path) -> None:
    """A run under another rule ends where that rule says, and nothing else is said of it."""
    given: dict[str, Any] = {
        "predictor": "directpred", "batch": 0, "lr": 0.1, "steps": 3000, "log_every": 3000,
        "target": "simsiam",
    }  # fmt: skip
    (forecast,) = (Training(changed(tmp_path, **given)).forecast,)
    assert forecast.verdict is not Verdict.UNDECIDED
    other = Training(changed(tmp_path, (VALUE, r"q_i = \frac{9}{10} \sqrt{l_i} + g"), **given))
    assert other.forecast.verdict is Verdict.UNDECIDED
    assert "not the one that the proof is about" in other.forecast.why
    run = other.run()
    assert run.series["parabola"][-1] < 1e-8
    assert run.series["F_hat to F*"][-1] < 1e-8
    doubled = r"r P + 2 (1 - r) \mathbb{E} [A x x^T A^T]"
    other = Training(changed(tmp_path, (RECURSION, doubled), **given))
    assert "runs otherwise than the proof is about" in other.forecast.why
    run = other.run()
    assert run.series["F_hat to F*"][-1] < 1e-8
    assert not {"F_hat to F*", "parabola"} & run.expected.keys()


def test_a_rule_may_be_negative(tmp_path: Path) -> None:
    o = changed(tmp_path, (VALUE, r"q_i = \sqrt{l_i} - g \max_i l_i"), eps=2.0)
    estimate = Estimate(o, open_arrays("numpy"))
    root = np.random.default_rng(3).normal(size=(N, N))
    F = estimate.F[...] = root @ root.T
    made = np.zeros((N, N))
    estimate.refresh(made)
    values = np.linalg.eigvalsh(F)
    expected = np.sort(np.sqrt(values) - 2.0 * values[-1])
    np.testing.assert_allclose(np.linalg.eigvalsh(made), expected, atol=1e-12)
    assert expected[0] < 0
    assert (made == made.T).all()
    at_most = np.abs(np.sqrt(np.linspace(0, 9, 65)) - 2.0 * 9).max()
    assert o.scheme.largest(o, 9.0, lambda: 0.0) == pytest.approx(at_most)


@pytest.mark.parametrize(
    ("change", "given", "error", "says"),
    [
        ((VALUE, "q_i = l_i + g"), {"predictor": "directcopy"}, InvalidOption,
         "the article has q_i = l_i \\+ g without one"),
        ((VALUE, r"q_i = \sqrt{l_i} + g l_i"), {"root": "products"}, InvalidOption,
         "plus a number; the article has"),
        ((RECURSION, BOTH), {"center": True, "convention": "reference"}, InvalidOption,
         "which the article does not have"),
        ((VALUE, r"q_i = \sqrt{l_i} + \mu h \max_i l_i"), {}, None, ""),
        ((VALUE, r"q_i = \sqrt{l_i} + z_0 \max_i l_i"), {}, MissingRole, "value is not known"),
    ],
)  # fmt: skip
def test_what_does_not_go_with_a_rule(
    tmp_path: Path,
    change: tuple[str, str],
    given: dict[str, Any],
    error: type[Exception] | None,
    says: str,
) -> None:
    declared = ("'r' = {}\n", "'r' = {}\n'z_0' = {}\n")
    o = changed(tmp_path, change, declared, **({"target": "simsiam"} | given))
    if error is None:
        assert Training(o).run().last["B"].any()
        return
    with pytest.raises(error, match=says):
        Training(o)


def test_a_rule_is_read_once() -> None:
    assert rule_of(options()) is rule_of(options(eps=0.2))
