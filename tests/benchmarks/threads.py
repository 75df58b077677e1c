"""Whole commands beside 0, 1 and 3 busy processes: threads by the size of the product, or all.

    python tests/benchmarks/threads.py [ROUNDS] [COMMAND ..]

In each round a command runs as it is, then with BLAS on all cores whatever the product, in turn.
Prints the medians and the machine. Nothing here is a test.
"""

from __future__ import annotations

import contextlib
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from statistics import median

ALL_CORES = "from sslcheck.numeric import threads; threads.GRAIN = 1; "
RUN = "import sys; from sslcheck.cli.main import run; sys.exit(run(sys.argv[1:]))"
COMMANDS = ["train", "train --compare --seeds 1", "simulate --d 512", "report -e 6 --out {}"]
BUSY = "x = 1.0\nwhile True: x = x * 1.0000001 + 1e-9"


@contextlib.contextmanager
def busy(processes: int) -> Iterator[None]:
    """Other work on the machine, each process as much as a core gives it."""
    others = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(processes)]
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.wait()


def wall(command: str, before: str, place: str) -> float:
    """Seconds from start to end of one process."""
    arguments = [part.replace("{}", place) for part in command.split()]
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", before + RUN, *arguments], stdout=subprocess.DEVNULL, check=True
    )
    return time.perf_counter() - started


def main() -> None:
    """Time each command on each load."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{'command':28} {'busy':>4}  {'by size':>8}  {'all cores':>9}  ratio")
    for command in sys.argv[2:] or COMMANDS:
        for others in (0, 1, 3):
            times: dict[str, list[float]] = {"": [], ALL_CORES: []}
            with busy(others), tempfile.TemporaryDirectory() as folder:
                for k in range(rounds):
                    for before, found in times.items():
                        place = f"{folder}/{k}{len(before)}"
                        found.append(wall(command, before, place))
            ours, all_cores = (median(found) for found in times.values())
            ratio = median(b / a for a, b in zip(*times.values(), strict=True))
            print(
                f"{command:28} {others:4}  {ours:7.2f}s  {all_cores:8.2f}s  {ratio:5.2f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
