"""Slow twins: the article's lines written out, one NumPy expression each, nothing shared."""

from __future__ import annotations

from typing import Any

import numpy as np

N, D = 5, 7
RATES = {"alpha_p": 1.3, "beta": 0.7, "eta": 0.11}


def draw(structure: str, n: int = N, d: int = D, seed: int = 0) -> dict[str, Any]:
    """States, data of a structure and rates, by the identifiers of the kernels."""
    rng = np.random.default_rng(seed)
    values: dict[str, Any] = dict(RATES)
    values["W_p"] = rng.normal(size=(n, n))
    values["W"] = rng.normal(size=(n, d))
    values["W_a"] = rng.normal(size=(n, d))
    if structure == "isotropic":
        values |= {"scale_of_X": 0.9, "scale_of_X_prime": 0.4}
        values |= {"X_full": 0.9 * np.eye(d), "X_prime_full": 0.4 * np.eye(d)}
    elif structure == "diagonal":
        values |= {"X": rng.random(d), "X_prime": rng.random(d)}
        values |= {"X_full": np.diag(values["X"]), "X_prime_full": np.diag(values["X_prime"])}
    else:
        for name in ("X", "X_prime"):
            root = rng.normal(size=(d, d))
            values[name] = values[f"{name}_full"] = root @ root.T / d
    return values


def flow(target: str, v: dict[str, Any]) -> dict[str, Any]:
    """Equation (2), its first line corrected to ``W_p W``; ``target`` names the variant."""
    W_p, W, X, X_prime = v["W_p"], v["W"], v["X_full"], v["X_prime_full"]
    alpha_p, beta, eta = v["alpha_p"], v["beta"], v["eta"]
    W_a = v["W_a"] if target in ("byol", "symmetrised") else W
    dW_p = alpha_p * (-W_p @ W @ (X + X_prime) + W_a @ X) @ W.T - eta * W_p
    dW = W_p.T @ (-W_p @ W @ (X + X_prime) + W_a @ X) - eta * W
    if target == "symmetrised":
        dW_p = (dW_p + dW_p.T) / 2
    if target == "no-stop-gradient":  # the gradient of the target branch as well
        dW = dW + W_p @ W @ X - W @ (X + X_prime)
    rates = {"dW_p": dW_p, "dW": dW}
    if target in ("byol", "symmetrised"):
        rates["dW_a"] = beta * (-W_a + W)
    return rates


def loss(v: dict[str, Any]) -> float:
    """Equation (1) with the moments of the views put in."""
    W_p, W, W_a, X, X_prime = v["W_p"], v["W"], v["W_a"], v["X_full"], v["X_prime_full"]
    S = X + X_prime
    online = np.trace(W_p @ W @ S @ W.T @ W_p.T) / 2
    return float(online - np.trace(W_p @ W @ X @ W_a.T) + np.trace(W_a @ S @ W_a.T) / 2)
