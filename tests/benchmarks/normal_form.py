"""Cost of a normal form against size: a product of k factors of two terms each has 2^k words.

    python tests/benchmarks/normal_form.py [FIGURE.svg]

Prints one line per k, best of several runs, with the time per word; draws the curve if a file is
named (needs matplotlib).
"""

from __future__ import annotations

import sys
import time

from sslcheck.derive.expr import Expr, Prod, Sum, Sym
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting, Symbol

SIZES = range(2, 13)


def product(k: int) -> tuple[Setting, Expr]:
    """``(A_1 + B_1)(A_2 + B_2)...(A_k + B_k)`` with distinct square letters."""
    names = [f"{letter}_{i}" for i in range(1, k + 1) for letter in "AB"]
    symbols = {name: Symbol(name, ("n", "n")) for name in names}
    factors = tuple(Sum((Sym(f"A_{i}"), Sym(f"B_{i}"))) for i in range(1, k + 1))
    return Setting(symbols), Prod(factors)


def seconds(k: int, runs: int = 5) -> float:
    """Best time of a fresh normal form of the product."""
    best = float("inf")
    setting, expr = product(k)
    for _ in range(runs):
        started = time.perf_counter()
        words = NormalForm(setting).element(expr).terms
        best = min(best, time.perf_counter() - started)
        if len(words) != 2**k:
            raise RuntimeError(f"{len(words)} words instead of {2**k}")
    return best


def main() -> None:
    """Print the curve, and draw it if a file is named."""
    times = {k: seconds(k) for k in SIZES}
    print(" k   words      time   per word")
    for k, best in times.items():
        print(f"{k:2} {2**k:7} {1e3 * best:7.2f} ms {1e6 * best / 2**k:7.1f} µs")
    if len(sys.argv) > 1:
        draw(times, sys.argv[1])


def draw(times: dict[int, float], file: str) -> None:
    """The curve on logarithmic axes, with the line of constant time per word."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    words = [2**k for k in times]
    last = max(times)
    figure, axes = plt.subplots(figsize=(6, 3.6), layout="constrained")
    axes.loglog(words, [1e3 * t for t in times.values()], "o-", color="#0072B2", label="measured")
    slope = times[last] / 2**last
    axes.loglog(words, [1e3 * slope * w for w in words], "--", color="#777777", label="linear")
    axes.set_xlabel("words in the normal form (2^k for k = 2..12)")
    axes.set_ylabel("time in ms")
    axes.set_title("Normal form of a product of k sums of two letters")
    axes.grid(True, which="major", alpha=0.3)
    axes.legend(frameon=False)
    figure.savefig(file)


if __name__ == "__main__":
    main()
