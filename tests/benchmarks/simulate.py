"""The simulation against its floor, against its peers, and against its own prediction.

    python tests/benchmarks/simulate.py [floor] [peers] [finer] [memory] [curve] [modal]
        [--figure FILE.svg] [--processor]

All parts by default. Every comparison is made in one run, in alternating rounds; medians of the
rounds, and ratios round by round. SciPy and diffrax come with the extra `bench`; a peer that is
not installed is left out and named. With --processor times are those of the processor, on one
thread: what else the machine does hardly matters then.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

if "--processor" in sys.argv:  # before any library makes its threads
    os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.peers import CLOCK, SOLVERS

from sslcheck.numeric.device.arrays import open_arrays
from sslcheck.numeric.options import Options
from sslcheck.numeric.simulation import Simulation

ROUNDS = 5
_DENSE = ("scipy RK45", "diffrax Tsit5")  # of which X as a matrix is timed, too


def product_seconds(n: int, repeats: int = 30, dtype: str = "float64") -> float:
    """Median time of a product of two n x n matrices into a third."""
    rng = np.random.default_rng(0)
    a, b = (rng.standard_normal((n, n)).astype(dtype) for _ in range(2))
    out = np.empty_like(a)
    times = []
    for _ in range(repeats):
        began = CLOCK()
        np.matmul(a, b, out=out)
        times.append(CLOCK() - began)
    return median(times)


def full(n: int, **options: Any) -> Options:
    """The full isotropic flow at n = d."""
    chosen: dict[str, Any] = {"d": n, "model": "full", "saves": 2, "t_end": 5.0, **options}
    return Options(**chosen)


def integrate(options: Options) -> tuple[float, Simulation, Any]:
    """Seconds of the integration alone, without the gauges at its ends."""
    simulation = Simulation(options)
    arrays, integrator = simulation.arrays, simulation.integrator
    from sslcheck.numeric.choose import initial_state

    state = initial_state(simulation.choice, simulation.start, arrays, simulation.values)
    began = CLOCK()
    outcome = integrator.begin(state)
    while outcome is None and integrator.t < options.t_end:
        outcome = integrator.advance()
    seconds = CLOCK() - began
    if outcome is not None:
        raise RuntimeError(outcome)
    return seconds, simulation, np.array(integrator.rows()[0])


def floor(n: int = 512) -> None:
    """Wall time over products times the time of one product, in alternating rounds."""
    ratios, walls, singles = [], [], []
    for _ in range(ROUNDS):
        before = product_seconds(n)
        seconds, simulation, _ = integrate(full(n))
        after = product_seconds(n)
        single = (before + after) / 2
        products = simulation.integrator.evaluations * simulation.choice.plan.products
        ratios.append(seconds / (products * single))
        walls.append(seconds)
        singles.append(single)
    print(
        f"floor: n = d = {n}, {products} products of {1e3 * median(singles):.2f} ms,"
        f" wall {median(walls):.3f} s = {median(ratios):.3f} x products"
        f" (min {min(ratios):.3f}, max {max(ratios):.3f}; to reach: 1.25)"
    )


def peers(n: int = 512, rtol: float = 1e-6) -> None:
    """Time to reach the error that ours has at a tolerance."""
    options = full(n, rtol=rtol, atol=1e-3 * rtol)
    _, _, exact = integrate(full(n, rtol=1e-11, atol=1e-14))

    def error(state: Any) -> float:
        return float(np.linalg.norm(state - exact) / np.linalg.norm(exact))

    simulation = Simulation(options)
    start = [simulation.start.matrices[name] for name in ("W_p", "W", "W_a")]
    target = error(integrate(options)[2])
    print(f"peers: n = d = {n}, t = {options.t_end:g}, relative error {target:.1e}")
    for name, solver in SOLVERS.items():
        if find_spec(name.split()[0]) is None:
            print(f"  {name}: not installed, pip install '.[bench]'")
            continue
        for products in ("3 products", "5 products")[: 1 + (name in _DENSE)]:
            rtol = options.rtol
            for _ in range(6):  # fixed-point iteration on error ~ rtol
                found = error(solver(options, start, rtol, products)[1])
                if abs(np.log(found / target)) < 0.05:
                    break
                rtol *= min(max(target / found, 1e-2), 1e2)
            theirs, ours = [], []
            for _ in range(ROUNDS):
                ours.append(integrate(options)[0])
                seconds, state = solver(options, start, rtol, products)
                theirs.append(seconds)
            ratio = median(t / o for t, o in zip(theirs, ours, strict=True))
            print(
                f"  {name:14} {products}: {median(theirs):.3f} s at rtol {rtol:.1e} (error"
                f" {error(state):.1e}), ours {median(ours):.3f} s: {ratio:.2f} x"
            )


_MEMORY = """
import sys
from sslcheck.numeric.options import Options
from sslcheck.numeric.simulation import Simulation
def peak():
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
Simulation(Options(d=16, model="full", saves=3, t_end=0.1)).run()
before = peak()
simulation = Simulation(Options(d=int(sys.argv[1]), model="full", saves=3, t_end=0.1))
simulation.run()
print(1024 * (peak() - before), simulation.memory)
"""


def memory(n: int = 1024) -> None:
    """Growth of the resident memory during a run over what the plan predicts."""
    found = subprocess.run(
        [sys.executable, "-c", _MEMORY, str(n)], capture_output=True, text=True, check=True
    )
    used, predicted = map(int, found.stdout.split())
    print(
        f"memory: n = d = {n}, peak {used / 2**20:.0f} MiB, predicted {predicted / 2**20:.0f} MiB:"
        f" {used / predicted:.2f} x (to reach: within 1.2)"
    )


def curve() -> dict[str, list[tuple[int, float]]]:
    """Seconds of one evaluation against d, full at n = d and modal, with fitted exponents."""
    found: dict[str, list[tuple[int, float]]] = {"full": [], "modal": []}
    for n in (64, 128, 256, 512, 1024, 2048):
        found["full"].append((n, evaluation_seconds(full(n))))
    for n in (4096, 16384, 65536, 262144, 1048576):
        found["modal"].append((n, evaluation_seconds(full(n, init="aligned", model="modal"))))
    for name, points in found.items():
        sizes, seconds = map(np.log, zip(*points[-4:], strict=True))
        slope = np.polyfit(sizes, seconds, 1)[0]
        shown = ", ".join(f"{n}: {1e3 * s:.3g} ms" for n, s in points)
        print(f"curve: {name}: {shown}; exponent {slope:.2f} over the last four")
    return found


def evaluation_seconds(options: Options) -> float:
    """Best time of one evaluation of the rate, start-up left out."""
    simulation = Simulation(options)
    arrays = open_arrays("numpy")
    state, out = arrays.zeros(simulation.size), arrays.zeros(simulation.size)
    state[...] = 0.5
    best, spent = float("inf"), 0.0
    while spent < 1.0:
        began = CLOCK()
        simulation.system.rate(state, out)
        seconds = CLOCK() - began
        best, spent = min(best, seconds), spent + seconds
    return best


def _clock_of_children() -> float:
    if CLOCK is time.perf_counter:
        return CLOCK()
    spent = os.times()
    return spent.children_user + spent.children_system


def modal(n: int = 4096) -> None:
    """The whole command on an aligned start, beside the start-up of the program."""
    command = [sys.executable, "-m", "sslcheck", "simulate", "--d", str(n), "--init", "aligned"]
    start_up = [
        sys.executable,
        "-c",
        "import sslcheck.numeric.simulation, sslcheck.reports.simulation",
    ]
    times: dict[str, list[float]] = {"command": [], "start-up": []}
    for _ in range(ROUNDS):
        for name, line in (("command", command), ("start-up", start_up)):
            began = _clock_of_children()
            subprocess.run(line, stdout=subprocess.DEVNULL, check=True)
            times[name].append(_clock_of_children() - began)
    extra = median(c - s for c, s in zip(times["command"], times["start-up"], strict=True))
    print(
        f"modal: n = d = {n}: {median(times['command']):.3f} s in all, {extra:.3f} s beyond the"
        f" imports ({median(times['start-up']):.3f} s; to reach: 0.5 s)"
    )


def draw(found: dict[str, list[tuple[int, float]]], file: str) -> None:
    """The curves on logarithmic axes."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.4, 3.6), layout="constrained")
    axes = figure.subplots()
    for (name, points), style, colour in zip(
        found.items(), ("o-", "s--"), ("#0072B2", "#D55E00"), strict=True
    ):
        sizes, seconds = zip(*points, strict=True)
        label = "full flow, n = d: 3 matrix products" if name == "full" else "modal system"
        axes.loglog(sizes, [1e3 * s for s in seconds], style, color=colour, label=label)
    axes.set_xlabel("d (= n)")
    axes.set_ylabel("time of one evaluation [ms]")
    axes.set_title("Cost of one right-hand side, float64, 2 CPU cores")
    axes.grid(True, which="major", alpha=0.3)
    axes.legend(frameon=False)
    figure.savefig(file, metadata={"Date": None} if file.endswith(".svg") else None)


PARTS: dict[str, Callable[[], Any]] = {
    "floor": floor,
    "peers": peers,
    "finer": lambda: peers(rtol=1e-9),
    "memory": memory,
    "curve": curve,
    "modal": modal,
}


def main() -> None:
    """Run the parts that are named, all by default."""
    arguments = sys.argv[1:]
    file = ""
    if "--processor" in arguments:
        arguments.remove("--processor")
    if "--figure" in arguments:
        at = arguments.index("--figure")
        file = arguments[at + 1]
        del arguments[at : at + 2]
    print(f"{platform.machine()}, {platform.processor() or 'CPU'}, NumPy {np.__version__}")
    for name in arguments or PARTS:
        found = PARTS[name]()
        if name == "curve" and file and found is not None:
            draw(found, file)


if __name__ == "__main__":
    main()
