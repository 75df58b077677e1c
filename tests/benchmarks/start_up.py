"""Wall time of the whole command beside the import of SymPy, in alternating runs.

    python tests/benchmarks/start_up.py [RUNS]

Prints the medians, the ratio pair by pair and the machine. Nothing here is a test: a figure that
depends on the load of a machine must not decide whether a change lands.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from statistics import median

COMMANDS = {
    "import sympy": [sys.executable, "-c", "import sympy"],
    "sslcheck --help": [sys.executable, "-m", "sslcheck", "--help"],
    "sslcheck derive --verify-all": [sys.executable, "-m", "sslcheck", "derive", "--verify-all"],
}


def wall(command: list[str]) -> float:
    """Seconds from start to end of one process."""
    started = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - started


def main() -> None:
    """Warm up once, then time the commands in turn."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for round_ in range(runs + 1):
        for name, command in COMMANDS.items():
            seconds = wall(command)
            if round_:  # the first round fills caches
                times[name].append(seconds)
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for name, seconds_all in times.items():
        low, high = min(seconds_all), max(seconds_all)
        print(f"{name:30} {median(seconds_all):.3f} s  (min {low:.3f}, max {high:.3f})")
    base = times["import sympy"]
    full = times["sslcheck derive --verify-all"]
    ratio = median(a / b for a, b in zip(full, base, strict=True))
    print(f"verify-all / import sympy: {ratio:.2f}  (to reach: 3.5)")


if __name__ == "__main__":
    main()
