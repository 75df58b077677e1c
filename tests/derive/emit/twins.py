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


def draw_modes(n: int = N, d: int = D, seed: int = 0) -> dict[str, Any]:
    """Aligned states and data: entries for each mode, bases, and the full matrices of both.

    What the data are outside the basis is drawn as well: it must not matter.
    """
    rng = np.random.default_rng(seed)
    values: dict[str, Any] = dict(RATES)
    U = np.linalg.qr(rng.normal(size=(n, n)))[0]
    basis = np.linalg.qr(rng.normal(size=(d, d)))[0]
    V, beyond = basis[:, :n], basis[:, n:]
    for name in ("p_j", "w_j", "a_j"):
        values[name] = rng.normal(size=n)
    for name in ("X_j", "X_prime_j"):
        values[name] = rng.random(n)
        rest = beyond @ np.diag(rng.random(d - n)) @ beyond.T
        values[name.replace("_j", "_full")] = V @ np.diag(values[name]) @ V.T + rest
    values |= {"U": U, "V": V, "W_p": U @ np.diag(values["p_j"]) @ U.T}
    values |= {"W": U @ np.diag(values["w_j"]) @ V.T, "W_a": U @ np.diag(values["a_j"]) @ V.T}
    return values


def quantities(v: dict[str, Any]) -> dict[str, Any]:
    """The quantities that `wanted` in test_outputs.py asks for."""
    W_p, W, X = v["W_p"], v["W"], v["X_full"]
    F = W @ X @ W.T
    factor = (1 + v["sigma"] ** 2) / 2
    return {
        "objective": loss(v),
        "balance": W @ W.T - W_p.T @ W_p / v["alpha_p"],
        "asymmetry": W_p - W_p.T,
        "commutator": F @ W_p - W_p @ F,
        "correlation": F,
        "rate_of_alignment": v["eta"] * np.eye(len(W_p)) + factor * (v["alpha_p"] * F + W_p @ W_p),
        "norm": np.sum(W**2),
        "target_norm": np.sum(v["W_a"] ** 2),
        "trace": np.trace(W_p),
    }
