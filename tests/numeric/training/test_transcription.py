"""Whole steps against the rules written out anew: targets, predictors, conventions, means, memory.

``reference`` is what the authors' published trainer does to F and to its eigenvalues; the order of
a step is that of the article, as the help says.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from tests.numeric.training.runs import options

from sslcheck.numeric.device.arrays import open_arrays
from sslcheck.numeric.training.network import Network
from sslcheck.numeric.training.options import TrainOptions

Numbers = np.ndarray[Any, Any]

STEPS, ROWS, N, D = 4, 24, 3, 6
DIRECT = ("directpred", "directcopy", "directset")
CLOSE = 4e-15


class Written:
    """The same training, from the text: sums over samples and over eigenvectors, no buffers."""

    def __init__(self, o: TrainOptions, W_p: Numbers, W: Numbers, W_a: Numbers) -> None:
        self.o = o
        self.W_p, self.W, self.W_a = W_p, W, W_a
        self.second: Numbers | None = None
        self.first: Numbers = np.zeros(o.n)
        self.moves = {"W": np.zeros_like(W), "W_p": np.zeros_like(W_p)}

    def estimate(self, f: Numbers) -> Numbers:
        """F-hat after one more batch."""
        o, rho = self.o, self.o.rho
        mean = np.array([np.mean(column) for column in f.T])
        if o.center and o.convention == "paper":
            f = f - mean
        new = np.mean([np.outer(v, v) for v in f], axis=0)
        if self.second is None:
            self.second, self.first = new, mean
        else:
            self.second = rho * self.second + (1 - rho) * new
            self.first = rho * self.first + (1 - rho) * mean
        if o.center and o.convention == "reference":
            return np.asarray(self.second - np.outer(self.first, self.first))
        return np.asarray(self.second)

    def rule(self, F: Numbers) -> Numbers:
        """The predictor that is set from it."""
        o = self.o
        power = {"directpred": 0.5, "directcopy": 1.0}.get(o.predictor, o.power)
        if o.convention == "reference" and o.predictor == "directcopy":
            return np.asarray(F + o.eps * np.identity(o.n))
        U, values, _ = np.linalg.svd(F)
        made = np.zeros_like(F)
        for s, u in zip(values, U.T, strict=True):
            if o.convention == "paper":
                p = s**power + o.eps * max(values)
            else:
                p = max((s / max(values)) ** power + o.eps, 1e-4)
            made += p * np.outer(u, u)
        return made

    def step(self, x1: Numbers, x2: Numbers, k: int) -> None:
        o, W = self.o, self.W
        f = x1 @ W.T
        due = False
        if o.predictor in DIRECT:
            F, due = self.estimate(f), k % o.freq == 0
            if due:
                self.W_p = self.rule(F)
        W_p = np.identity(o.n) if o.predictor == "identity" else self.W_p
        target = {"ema": self.W_a}.get(o.target, W)
        grad, grad_p = np.zeros_like(W), np.zeros_like(W_p)
        for u, v in zip(x1, x2, strict=True):
            r = W_p @ W @ u - target @ v
            grad += np.outer(W_p.T @ r, u) / len(x1)
            grad_p += np.outer(r, W @ u) / len(x1)
            if o.target == "no-stop-gradient":
                grad -= np.outer(r, v) / len(x1)
        self.W_a = self.W_a + o.lr / (1 - o.momentum) * o.beta * (W - self.W_a)
        self.W = W - self.moved("W", grad + o.eta * W)
        between = o.predictor in DIRECT and o.convention == "reference" and o.freq > 1
        if o.predictor == "learned" or (between and not due):
            self.W_p = W_p - self.moved("W_p", o.alpha_p * grad_p + o.eta * W_p)

    def moved(self, name: str, slope: Numbers) -> Numbers:
        self.moves[name] = self.o.momentum * self.moves[name] + self.o.lr * slope
        return self.moves[name]


def compared(o: TrainOptions) -> float:
    """The largest error of a state, relative to its norm, after some steps of both."""
    rng = np.random.default_rng(7)
    W_p, W, W_a = (0.4 * rng.normal(size=s) for s in ((N, N), (N, D), (N, D)))
    network = Network(o, open_arrays("numpy"), {"W_p": W_p, "W": W, "W_a": W_a}, ROWS)
    written = Written(o, W_p, W, W_a)
    batches = 0.5 * rng.normal(size=(STEPS, 2, ROWS, D)) + 0.2 * rng.normal(size=(STEPS, 1, 1, D))
    network.prime(*batches[0])
    for k, (x1, x2) in enumerate(batches):
        network(x1, x2, k)
        written.step(x1, x2, k)
    pairs = [(network.W, written.W)]
    if o.predictor != "identity":
        pairs.append((network.W_p, written.W_p))
    if o.target == "ema":
        pairs.append((network.W_a, written.W_a))
    return max(float(np.linalg.norm(a - b) / np.linalg.norm(b)) for a, b in pairs)


COMMON: dict[str, Any] = {
    "n": N, "d": D, "batch": ROWS, "lr": 0.02, "eta": 0.07, "alpha_p": 1.4
}  # fmt: skip
TARGETS = ("ema", "simsiam", "no-stop-gradient")


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("predictor", DIRECT)
@pytest.mark.parametrize("convention", ["paper", "reference"])
def test_a_predictor_that_is_set(target: str, predictor: str, convention: str) -> None:
    power = {"power": 0.7} if predictor == "directset" else {}
    for center, rho, freq, eps, momentum in product(
        (False, True), (0.0, 0.3, 0.9), (1, 2), (0.1, 0.0), (0.0, 0.5)
    ):
        beta = 0.0 if momentum else 0.6  # a target that stays, too
        varied = {"center": center, "rho": rho, "freq": freq, "eps": eps, "momentum": momentum}
        o = options(
            **COMMON,
            **power,
            **varied,
            beta=beta,
            target=target,
            predictor=predictor,
            convention=convention,
        )  # fmt: skip
        assert compared(o) <= CLOSE, varied


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("predictor", ["learned", "identity"])
@pytest.mark.parametrize("momentum", [0.0, 0.5])
@pytest.mark.parametrize("beta", [0.6, 0.0])
def test_a_predictor_that_is_not_set(
    target: str, predictor: str, momentum: float, beta: float
) -> None:
    o = options(**COMMON, target=target, predictor=predictor, momentum=momentum, beta=beta)
    assert compared(o) <= CLOSE
