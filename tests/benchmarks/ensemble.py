"""Many modal trajectories beside heyoka and diffrax, in one run.

    python tests/benchmarks/ensemble.py [N]

N trajectories (200,000) of the modes of `byol`, p and w uniform in (0.05, 1.25), a = w, to t = 20
at rtol 1e-6 and atol 1e-9. Trajectories a second by the clock, and by the time of the processor,
which does not hang on what else the machine does; compilation is not counted. Rounds alternate,
medians are shown. heyoka and diffrax come with the extra `bench`; one that is not
installed is named.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from statistics import median
from typing import Any

import numpy as np

from sslcheck.numeric.ensembles.cpu import compiled
from sslcheck.numeric.ensembles.options import EnsembleOptions
from sslcheck.numeric.ensembles.run import Ensemble
from sslcheck.numeric.ensembles.work import Limits, Work
from sslcheck.numeric.integrate import TSIT5

ROUNDS = 5
T_END, RTOL, ATOL = 20.0, 1e-6, 1e-9
VALUES = {"X_j": 1.0, "X_prime_j": 0.25, "eta": 0.05, "alpha_p": 1.0, "beta": 1.0}

Numbers = np.ndarray[Any, Any]
Solver = Callable[[Numbers], Numbers]
"""From starts (3 x N) to ends."""


def starts(count: int) -> Numbers:
    """p, w and a of each trajectory."""
    rng = np.random.default_rng(0)
    p, w = rng.uniform(0.05, 1.25, (2, count))
    return np.array([p, w, w])


def rates(p: Any, w: Any, a: Any) -> tuple[Any, Any, Any]:
    """The modes as a careful user would write them, all numbers in."""
    r = a - 1.25 * (w * p)
    return w * r - 0.05 * p, p * r - 0.05 * w, w - a


def ours(threads: int) -> Solver:
    """All of them by ``threads`` threads."""
    from concurrent.futures import ThreadPoolExecutor

    ensemble = Ensemble(EnsembleOptions("directpred", trajectories=1, model="modal", values=VALUES))
    call, limits = compiled(ensemble.plan, TSIT5), Limits(T_END, RTOL, ATOL, 100_000)
    given = np.array([ensemble.columns.value(n)[0] for n in ensemble.parameters])

    def solve(start: Numbers) -> Numbers:
        count = start.shape[1]
        work = Work.of(start, np.tile(given[:, None], count), np.zeros(0))
        pieces = range(0, count, 2**14)
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(lambda at: call(work, limits, at, min(at + 2**14, count)), pieces))
        return work.end

    return solve


def heyoka(_: int) -> Solver:
    """Taylor's method on one thread, as many at a time as fit into a vector."""
    import heyoka as hy

    p, w, a = hy.make_vars("p", "w", "a")
    system = list(zip((p, w, a), rates(p, w, a), strict=True))
    width = hy.recommended_simd_size()
    at = hy.taylor_adaptive_batch(system, np.ones((3, width)), tol=RTOL)

    def solve(start: Numbers) -> Numbers:
        end = np.empty_like(start)
        for first in range(0, start.shape[1] - width + 1, width):
            at.set_time(0.0)
            at.state[:] = start[:, first : first + width]
            at.propagate_until(T_END)
            end[:, first : first + width] = at.state
        return end

    return solve


def diffrax(_: int) -> Solver:
    """The same method, `vmap` over the trajectories, compiled by XLA."""
    import diffrax as dfx
    import jax

    jax.config.update("jax_enable_x64", True)
    term = dfx.ODETerm(lambda t, y, _: jax.numpy.stack(rates(*y)))
    control = dfx.PIDController(rtol=RTOL, atol=ATOL)

    def one(y: Any) -> Any:
        return dfx.diffeqsolve(
            term, dfx.Tsit5(), 0.0, T_END, None, y, stepsize_controller=control, max_steps=10_000
        ).ys[0]

    every = jax.jit(jax.vmap(one))
    return lambda start: np.asarray(every(start.T)).T


def main(count: int) -> None:
    """The table."""
    threads = len(os.sched_getaffinity(0))
    print(f"{platform.machine()}, {threads} processors, {count:,} trajectories")
    exact = ours(threads)(starts(1000))
    made: dict[str, Solver] = {f"ours, {threads} threads": ours(threads), "ours, 1 thread": ours(1)}
    for peer in (heyoka, diffrax):
        if find_spec(peer.__name__):
            made[peer.__name__] = peer(threads)
        else:
            print(f"{peer.__name__} is not installed")
    shares = {name: count if "ours" in name else count // 4 for name in made}
    walls: dict[str, list[float]] = {name: [] for name in made}
    works: dict[str, list[float]] = {name: [] for name in made}
    for name, solve in made.items():
        solve(starts(shares[name]))  # compiled for this size
        end = solve(starts(1000))[:, : 1000 // 16 * 16]
        print(f"{name}: at most {np.abs(end - exact[:, : end.shape[1]]).max():.1e} off ours")
    for _ in range(ROUNDS):
        for name, solve in made.items():
            start = starts(shares[name])
            wall, used = time.perf_counter(), time.process_time()
            solve(start)
            walls[name].append(shares[name] / (time.perf_counter() - wall) / 1e6)
            works[name].append(shares[name] / (time.process_time() - used) / 1e6)
    print("millions of trajectories a second: by the clock (worst, best), by a processor")
    for name in made:
        low, high = min(walls[name]), max(walls[name])
        clock, work = median(walls[name]), median(works[name])
        print(f"{name:20} {clock:6.3f} ({low:.3f}, {high:.3f})  {work:6.3f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
