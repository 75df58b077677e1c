"""Training against the same loop by hand in PyTorch, against its floor, and against its prediction.

    python tests/benchmarks/train.py [peers] [floor] [roots] [curves] [memory] [seeds]

All parts by default. What is compared is timed in turn, in many short rounds: medians of the
rounds, and ratios round by round. On one thread the processor's time is taken, which other
processes of the machine leave as it is but for the cache; on two the wall's, beside the load of the
machine. PyTorch is no dependency; where it is not installed it is left out (`pip install torch`,
its build for the CPU suffices).
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from threadpoolctl import ThreadpoolController

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.torch_loop import torch_step

from sslcheck.numeric.device.arrays import open_arrays
from sslcheck.numeric.training.compare import compare
from sslcheck.numeric.training.matrix import Matrix
from sslcheck.numeric.training.network import product_shapes, step_products
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.root import matrix_function, root_by_products
from sslcheck.numeric.training.training import Training

ROUNDS, SECONDS = 5, 10.0
NEVER = 10**9  # a refresh at the first step only


def problem(**changes: Any) -> TrainOptions:
    """d = n = 512, batches of 256, float32, no classes."""
    chosen: dict[str, Any] = {
        "d": 512, "n": 512, "batch": 256, "classes": 0, "lr": 0.01, "dtype": "float32", **changes,
    }  # fmt: skip
    return TrainOptions(**chosen)


def our_step(options: TrainOptions, threads: int = 1) -> Callable[[int], None]:
    """A step of the loop: the batch drawn, the weights moved. BLAS has one thread from then on."""
    ThreadpoolController().limit(limits=threads)
    training = Training(options)
    ThreadpoolController().select(user_api="blas").limit(limits=1)
    training.views.draw(0)
    training.network.prime(training.views.x1, training.views.x2)

    def step(k: int) -> None:
        training.views.draw(k)
        training.network(training.views.x1, training.views.x2, k)

    return step


def seconds_per_step(
    step: Callable[[int], None], first: int, steps: int, clock: Callable[[], float]
) -> float:
    """Of some steps; a refresh is due at multiples of its period."""
    began = clock()
    for k in range(first, first + steps):
        step(k)
    return (clock() - began) / steps


def in_turn(
    ways: Mapping[str, Callable[[], float]], seconds: float = SECONDS
) -> dict[str, list[float]]:
    """What each says in rounds, one after the other; five rounds at least, after one to warm up."""
    found: dict[str, list[float]] = {name: [] for name in ways}
    for way in ways.values():
        way()
    end = time.monotonic() + seconds
    while time.monotonic() < end or len(min(found.values(), key=len)) < ROUNDS:
        for name, way in ways.items():
            found[name].append(way())
    return found


def peers() -> None:
    """Steps with a refresh every step, every 10, and never, beside PyTorch."""
    if find_spec("torch") is None:
        print("peers: PyTorch is not installed")
        return
    import torch

    for threads, clock in ((1, time.process_time), (2, time.perf_counter)):
        torch.set_num_threads(threads)
        for freq, first, steps, goal in ((1, 1, 2, 1.0), (10, 1, 10, 1.2), (NEVER, 1, 2, 1.2)):
            options = problem(freq=freq)
            loops = {"ours": our_step(options, threads)}
            loops |= {kind: torch_step(options, kind) for kind in ("by hand", "autograd")}
            ways = {
                name: partial(seconds_per_step, step, first, steps, clock)
                for name, step in loops.items()
            }
            times = in_turn(ways)
            often = "never" if freq == NEVER else f"every {freq}"
            ratios = {
                name: median(b / a for a, b in zip(times["ours"], spent, strict=True))
                for name, spent in times.items()
                if name != "ours"
            }
            shown = ", ".join(f"{n} {1e3 * median(t):.2f} ms" for n, t in times.items())
            what = "processor, 1 thread" if threads == 1 else "wall, 2 threads"
            print(
                f"peers: {what}, load {os.getloadavg()[0]:.0f}, set {often}: {shown};"
                f" PyTorch over ours {ratios['by hand']:.2f} by hand, {ratios['autograd']:.2f} with"
                f" autograd (to reach: {goal} over the better), {len(times['ours'])} rounds",
                flush=True,
            )


def products_seconds(options: TrainOptions) -> Callable[[], float]:
    """Time of the products of a step alone: each shape on its own, into a buffer."""
    rng = np.random.default_rng(0)
    factors = []
    for a, b, c in product_shapes(options, options.batch):
        left = rng.standard_normal((a, b)).astype(options.dtype)
        right = rng.standard_normal((b, c)).astype(options.dtype)
        factors.append((left, right, np.empty((a, c), options.dtype)))

    def products() -> float:
        began = time.process_time()
        for left, right, out in factors:
            np.matmul(left, right, out=out)
        return time.process_time() - began

    return products


def floor() -> None:
    """Time per step without refresh over its products on one thread, and what a refresh adds."""
    plain, fresh = our_step(problem(freq=NEVER)), our_step(problem(freq=1))
    times = in_turn(
        {
            "products": products_seconds(problem()),
            "step": partial(seconds_per_step, plain, 1, 2, time.process_time),
            "fresh": partial(seconds_per_step, fresh, 1, 1, time.process_time),
        }
    )
    ratios = [b / a for a, b in zip(times["products"], times["step"], strict=True)]
    shares = [1 - b / a for a, b in zip(times["fresh"], times["step"], strict=True)]
    print(
        f"floor: {1e3 * median(times['step']):.2f} ms a step on one thread = {median(ratios):.2f} x"
        f" its {step_products(problem(), problem().batch)} products (to reach: 1.25); a refresh"
        f" every step takes {median(shares):.0%} of the time"
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
    """Time of a step without refresh on one thread against d (= n) and the batch; exponents."""
    for name, values in (("d", (128, 256, 512, 1024)), ("batch", (64, 128, 256, 512, 1024))):
        points = []
        for value in values:
            sizes = {"d": value, "n": value} if name == "d" else {"batch": value}
            step = our_step(problem(freq=NEVER, **sizes))
            once = partial(seconds_per_step, step, 1, 5, time.process_time)
            points.append(median(in_turn({"": once}, 2.0)[""]))
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
