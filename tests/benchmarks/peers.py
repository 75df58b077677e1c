"""The same flow for other integrators: right-hand sides written by hand, SciPy and diffrax."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from sslcheck.numeric.options import Options

__all__ = ["CLOCK", "RATES", "SOLVERS", "Result"]

CLOCK = time.process_time if "--processor" in sys.argv else time.perf_counter

Array = Any
Result = tuple[float, np.ndarray[Any, Any]]
"""Seconds and the final state (W_p, W, W_a), flat."""


def dense_rate(
    xp: Any, o: Options, X: Array, S: Array, W_p: Array, W: Array, W_a: Array
) -> tuple[Array, Array, Array]:
    """Equation (2) with the corrected first line, X and S = X + X' as matrices: 5 products."""
    R = W_a @ X - W_p @ (W @ S)
    return (o.alpha_p * (R @ W.T) - o.eta * W_p, W_p.T @ R - o.eta * W, o.beta * (W - W_a))


def scalar_rate(
    xp: Any, o: Options, X: float, S: float, W_p: Array, W: Array, W_a: Array
) -> tuple[Array, Array, Array]:
    """The same for X = x I, X + X' = s I: 3 products, what a careful user would write."""
    R = X * W_a - S * (W_p @ W)
    return (o.alpha_p * (R @ W.T) - o.eta * W_p, W_p.T @ R - o.eta * W, o.beta * (W - W_a))


RATES: dict[str, Callable[..., tuple[Array, Array, Array]]] = {
    "5 products": dense_rate,
    "3 products": scalar_rate,
}


def _data(o: Options, products: str) -> tuple[Any, Any]:
    if products == "3 products":
        return 1.0, 1.0 + o.sigma2
    eye = np.eye(o.d)
    return eye, (1.0 + o.sigma2) * eye


def by_scipy(method: str, o: Options, start: list[Array], rtol: float, products: str) -> Result:
    """`scipy.integrate.solve_ivp`."""
    from scipy.integrate import solve_ivp

    shapes = [s.shape for s in start]
    cuts = np.cumsum([s.size for s in start])[:-1]
    X, S = _data(o, products)
    rate = RATES[products]

    def f(_t: float, y: Array) -> Array:
        parts = [p.reshape(s) for p, s in zip(np.split(y, cuts), shapes, strict=True)]
        return np.concatenate([r.ravel() for r in rate(np, o, X, S, *parts)])

    y0 = np.concatenate([s.ravel() for s in start])
    began = CLOCK()
    found = solve_ivp(
        f, (0.0, o.t_end), y0, method=method, rtol=rtol, atol=1e-3 * rtol, t_eval=[o.t_end]
    )
    return CLOCK() - began, found.y[:, -1]


_COMPILED: dict[str, Any] = {}


def by_diffrax(method: str, o: Options, start: list[Array], rtol: float, products: str) -> Result:
    """A solver of diffrax, compiled; the time of compilation is left out."""
    import jax

    jax.config.update("jax_enable_x64", True)
    import diffrax
    import jax.numpy as jnp

    X, S = (jnp.asarray(m) for m in _data(o, products))
    rate = RATES[products]

    def solve(y: Any, tolerance: Any) -> Any:
        return diffrax.diffeqsolve(
            diffrax.ODETerm(lambda t, y, args: rate(jnp, o, X, S, *y)),
            getattr(diffrax, method)(),
            0.0,
            o.t_end,
            None,
            y,
            saveat=diffrax.SaveAt(t1=True),
            stepsize_controller=diffrax.PIDController(
                rtol=tolerance, atol=1e-3 * tolerance, pcoeff=0.4, icoeff=0.3
            ),
            max_steps=10_000,
        ).ys

    fresh = method + products not in _COMPILED
    compiled = _COMPILED.setdefault(method + products, jax.jit(solve))
    y0 = tuple(jnp.asarray(s) for s in start)
    tolerance = jnp.asarray(rtol)
    if fresh:
        jax.block_until_ready(compiled(y0, tolerance))
    began = CLOCK()
    ys = jax.block_until_ready(compiled(y0, tolerance))
    seconds = CLOCK() - began
    return seconds, np.concatenate([np.asarray(y[-1]).ravel() for y in ys])


SOLVERS: dict[str, Callable[[Options, list[Array], float, str], Result]] = {
    "scipy RK45": partial(by_scipy, "RK45"),
    "scipy DOP853": partial(by_scipy, "DOP853"),
    "diffrax Tsit5": partial(by_diffrax, "Tsit5"),
    "diffrax Dopri8": partial(by_diffrax, "Dopri8"),
}
