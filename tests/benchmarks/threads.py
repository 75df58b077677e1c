"""Whole commands beside 0, 1 and 3 busy processes: threads by the size of the work, or one.

    python tests/benchmarks/threads.py [ROUNDS] [COMMAND ..]

In each round a command runs as it is, and with ``OPENBLAS_NUM_THREADS=1``, in turn. Prints
medians, the ratios of wall and of processors' time (which spinning raises, and other processes do
not), and the machine with its load before. Nothing here is a test.
"""

from __future__ import annotations

import contextlib
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from statistics import median
from typing import Any

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


def spent(command: str, more: dict[str, str], place: str) -> tuple[float, float]:
    """Seconds of the wall and of the processors, from start to end of one process."""
    arguments = [part.replace("{}", place) for part in command.split()]
    free = {name: value for name, value in os.environ.items() if name not in ONE}
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        stdout=subprocess.DEVNULL,
        check=True,
        env={**free, **more},
    )
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Time each command on each load."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} by others")
    print(f"{'command':46} {'busy':>4}  {'by size':>8}  {'one thread':>10}  {'wall':>5}  processor")
    for command in sys.argv[2:] or COMMANDS:
        for others in (0, 1, 3):
            ours: list[tuple[float, float]] = []
            one: list[tuple[float, float]] = []
            with busy(others), tempfile.TemporaryDirectory() as folder:
                for k in range(rounds):
                    ways: list[tuple[dict[str, str], Any]] = [({}, ours), (ONE, one)]
                    for more, found in ways[:: 1 if k % 2 else -1]:  # each is first in turn
                        found.append(spent(command, more, f"{folder}/{k}{len(more)}"))
            walls = [median(wall for wall, _ in found) for found in (ours, one)]
            ratios = [
                median(a[which] / b[which] for a, b in zip(ours, one, strict=True))
                for which in (0, 1)
            ]
            print(
                f"{command:46} {others:4}  {walls[0]:7.2f}s  {walls[1]:9.2f}s  {ratios[0]:5.2f}"
                f"  {ratios[1]:9.2f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
