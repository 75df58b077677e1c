"""Whole commands beside 0, 1 and 3 busy processes: threads by the size of the work, or one.

    python tests/benchmarks/threads.py [ROUNDS] [COMMAND ..]

In each round a command runs as it is, then with ``OPENBLAS_NUM_THREADS=1``, in turn. Prints the
medians and the machine, with its load before. Nothing here is a test.
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

ONE = {"OPENBLAS_NUM_THREADS": "1"}
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


def wall(command: str, more: dict[str, str], place: str) -> float:
    """Seconds from start to end of one process."""
    arguments = [part.replace("{}", place) for part in command.split()]
    started = time.perf_counter()
    free = {name: value for name, value in os.environ.items() if name not in ONE}
    subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        stdout=subprocess.DEVNULL,
        check=True,
        env={**free, **more},
    )
    return time.perf_counter() - started


def main() -> None:
    """Time each command on each load."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    load = os.getloadavg()[0]
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {load:.1f} by others")
    print(f"{'command':34} {'busy':>4}  {'by size':>8}  {'one thread':>10}  ratio")
    for command in sys.argv[2:] or COMMANDS:
        for others in (0, 1, 3):
            times: list[tuple[float, float]] = []
            with busy(others), tempfile.TemporaryDirectory() as folder:
                for k in range(rounds):
                    first, second = (
                        wall(command, more, f"{folder}/{k}{len(more)}") for more in ({}, ONE)
                    )
                    times.append((first, second))
            ours, one = (median(found) for found in zip(*times, strict=True))
            ratio = median(a / b for a, b in times)
            print(f"{command:34} {others:4}  {ours:7.2f}s  {one:9.2f}s  {ratio:5.2f}", flush=True)


if __name__ == "__main__":
    main()
