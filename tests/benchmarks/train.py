"""Training against the same loop by hand in PyTorch, against its floor, and against its prediction.

    python tests/benchmarks/train.py [peers] [floor] [roots] [curves] [memory] [seeds]

All parts by default. Comparisons are made in one run, in alternating rounds: medians of the rounds,
and ratios round by round. PyTorch is no dependency; where it is not installed it is left out
(`pip install torch`, its build for the CPU suffices). Set OMP_NUM_THREADS for fewer threads.
"""

from __future__ import annotations

import platform
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.torch_loop import torch_step

from sslcheck.numeric.arrays import open_arrays
from sslcheck.numeric.training.compare import Matrix, compare
from sslcheck.numeric.training.network import product_shapes, step_products
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.root import matrix_function, root_by_products
from sslcheck.numeric.training.training import Training

ROUNDS = 5
NEVER = 10**9  # a refresh at the first step only


def problem(**changes: Any) -> TrainOptions:
    """d = n = 512, batches of 256, float32, no classes."""
    chosen: dict[str, Any] = {
        "d": 512, "n": 512, "batch": 256, "classes": 0, "lr": 0.01, "dtype": "float32", **changes,
    }  # fmt: skip
    return TrainOptions(**chosen)


def our_step(options: TrainOptions) -> Callable[[int], None]:
    """A step of the loop: the batch drawn, the weights moved."""
    training = Training(options)
    training.views.draw(0)
    training.network.prime(training.views.x1)

    def step(k: int) -> None:
        training.views.draw(k)
        training.network(training.views.x1, training.views.x2, k)

    return step


def seconds_per_step(step: Callable[[int], None], steps: int) -> float:
    """Of ``steps`` steps after three to warm up; a refresh is due at multiples of its period."""
    for k in range(1, 4):
        step(k)
    began = time.perf_counter()
    for k in range(steps):
        step(k)
    return (time.perf_counter() - began) / steps


def peers() -> None:
    """Steps per second with a refresh every step, every 10, and never, beside PyTorch."""
    if find_spec("torch") is None:
        print("peers: PyTorch is not installed")
        return
    for freq, steps in ((1, 10), (10, 30), (NEVER, 30)):
        options = problem(freq=freq)
        loops = {"ours": our_step(options)}
        loops |= {f"PyTorch, {kind}": torch_step(options, kind) for kind in ("by hand", "autograd")}
        times: dict[str, list[float]] = {name: [] for name in loops}
        for _ in range(ROUNDS):
            for name, step in loops.items():
                times[name].append(seconds_per_step(step, steps))
        often = "never" if freq == NEVER else f"every {freq}"
        shown = ", ".join(f"{n} {1 / median(t):.1f} steps/s" for n, t in times.items())
        ratios = {
            n: median(b / a for a, b in zip(times["ours"], t, strict=True))
            for n, t in times.items()
            if n != "ours"
        }
        more = ", ".join(f"{r:.2f} x {n}" for n, r in ratios.items())
        print(f"peers: refresh {often}: {shown}; ours is {more} (to reach: 1)")


def products_seconds(options: TrainOptions) -> float:
    """Time of the products of a step alone: each shape on its own, into a buffer."""
    rng = np.random.default_rng(0)
    total = 0.0
    for a, b, c in product_shapes(options, options.batch):
        left = rng.standard_normal((b, a)).astype(options.dtype).T  # as gradients are: transposed
        right = rng.standard_normal((c, b)).astype(options.dtype).T
        out, best = np.empty((a, c), options.dtype), float("inf")
        for _ in range(10):
            began = time.perf_counter()
            np.matmul(left, right, out=out)
            best = min(best, time.perf_counter() - began)
        total += best
    return total


def floor() -> None:
    """Time per step without refresh over its products, and what a refresh adds."""
    ratios, walls, shares = [], [], []
    plain, fresh = our_step(problem(freq=NEVER)), our_step(problem(freq=1))
    for _ in range(ROUNDS):
        before = products_seconds(problem())
        wall = seconds_per_step(plain, 30)
        after = products_seconds(problem())
        ratios.append(2 * wall / (before + after))
        walls.append(wall)
        shares.append(1 - wall / seconds_per_step(fresh, 10))
    print(
        f"floor: {1e3 * median(walls):.1f} ms a step = {median(ratios):.2f} x its"
        f" {step_products(problem(), problem().batch)} products (min {min(ratios):.2f},"
        f" max {max(ratios):.2f}; to reach: 1.25); a refresh every step takes"
        f" {median(shares):.0%} of the time"
    )


def roots() -> None:
    """The square root by eigenvectors and by products: time and residual, full and low rank."""
    rng = np.random.default_rng(0)
    for dtype in ("float32", "float64"):
        arrays = open_arrays("numpy", dtype)
        for n in (32, 128, 512):
            for share in (1.0, 0.5):
                half = rng.standard_normal((n, round(n * share))).astype(dtype)
                F = np.asarray(half @ half.T / n)
                work = [np.zeros_like(F) for _ in range(4)] + [np.eye(n, dtype=dtype)]
                ways: dict[str, Callable[[], Any]] = {
                    "eigh": partial(matrix_function, arrays, F, np.sqrt),
                    "products": partial(root_by_products, arrays, F, work),
                }
                texts = []
                for name, way in ways.items():
                    found, spent = way(), []
                    for _ in range(ROUNDS):
                        began = time.perf_counter()
                        way()
                        spent.append(time.perf_counter() - began)
                    if found is None:
                        texts.append(f"{name} does not converge ({1e3 * median(spent):.2f} ms)")
                        continue
                    root, count = found if name == "products" else (found[0], 0)
                    error = np.linalg.norm(root @ root - F) / np.linalg.norm(F)
                    extra = f", {count} products" if count else ""
                    texts.append(
                        f"{name} {1e3 * median(spent):.2f} ms, residual {error:.0e}{extra}"
                    )
                print(f"roots: {dtype} n = {n}, rank {round(n * share)}: {'; '.join(texts)}")


def curves() -> None:
    """Time of a step without refresh against d (= n) and against the batch, with exponents."""
    for name, values in (("d", (128, 256, 512, 1024)), ("batch", (64, 128, 256, 512, 1024))):
        points = []
        for value in values:
            sizes = {"d": value, "n": value} if name == "d" else {"batch": value}
            points.append(seconds_per_step(our_step(problem(freq=NEVER, **sizes)), 10))
        slope = np.polyfit(np.log(values[-3:]), np.log(points[-3:]), 1)[0]
        pairs = zip(values, points, strict=True)
        shown = ", ".join(f"{v}: {1e3 * s:.2f} ms" for v, s in pairs)
        print(f"curves: {name}: {shown}; exponent {slope:.2f} over the last three")


_MEMORY = """
import sys
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.training import Training
def peak():
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
steps = int(sys.argv[1])
training = Training(TrainOptions(d=256, n=256, freq=100, steps=steps, log_every=steps))
training.run()
print(1024 * peak(), training.memory)
"""


def memory() -> None:
    """Peak of the resident memory against the number of steps."""
    peaks = {}
    for steps in (20, 200, 1000):
        found = subprocess.run(
            [sys.executable, "-c", _MEMORY, str(steps)], capture_output=True, text=True, check=True
        )
        peaks[steps] = int(found.stdout.split()[0])
    shown = ", ".join(f"{s} steps {p / 2**20:.1f} MiB" for s, p in peaks.items())
    print(f"memory: {shown}; the last over the first {peaks[1000] / peaks[20]:.3f}")


def seeds() -> None:
    """DirectPred and the learned predictor on the default problem, 10 seeds."""
    found = compare(Matrix(TrainOptions(log_every=2000), ("directpred", "learned"), ("ema",), 10))
    for cell in found.cells:
        shown = ", ".join(
            f"{name} {cell.metrics[name][0]:.3f} ± {cell.metrics[name][1]:.3f}"
            for name in ("probe accuracy", "effective rank")
        )
        print(f"seeds: {cell.predictor}: {shown}")


PARTS = {
    "peers": peers,
    "floor": floor,
    "roots": roots,
    "curves": curves,
    "memory": memory,
    "seeds": seeds,
}


def main() -> None:
    """Run the parts that are named, all by default."""
    print(f"{platform.machine()}, {platform.processor() or 'CPU'}, NumPy {np.__version__}")
    for name in sys.argv[1:] or PARTS:
        PARTS[name]()


if __name__ == "__main__":
    main()
