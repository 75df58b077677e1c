"""Random calls of every command with odd options: no internal error, no hang, no memory blow-up.

    nice python -m tests.attack_options [CALLS] [--seed N] [--processes N]

Each call takes small valid options, puts odd values (edges, huge and tiny numbers, text, the files
of `attack_files`) in place of some, and adds options that may not belong. CALLS are made in this
process, where the host claims 512 MiB of free memory; ``--processes`` more as programs of their
own, under a limit of 4 GiB. A call is wrong if its code is none that ``--help`` lists, or that of
a bug, if a warning of NumPy reaches the user, if more than 1 GiB is resident, or if it takes 25
seconds of CPU outside of a loop that Ctrl-C would end. ``tests/cli/test_attack.py`` is a sample.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import io
import resource
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
import warnings
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import typer.main
from tests.attack_draw import Attack
from tests.numeric.once import deriving_once

from sslcheck.cli.main import run
from sslcheck.numeric.device import arrays

__all__ = ["FREE", "Outcome", "call"]

FREE = 512 * 2**20
CODES = {0, 1, 2, 3, 130}
_TICK, _SLOW = 1.5, 25.0  # seconds of CPU
_RESIDENT = 2**30


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a call ended; ``wrong`` says what is wrong with that, or nothing."""

    arguments: tuple[str, ...]
    code: int
    wrong: str


class _Watch:
    """Ends the loop of a run as Ctrl-C would, and a call that is slow elsewhere for good."""

    def __init__(self) -> None:
        self.slow = False
        self._began = 0.0

    def __enter__(self) -> _Watch:
        self._began = time.process_time()
        signal.signal(signal.SIGPROF, self._tick)
        signal.setitimer(signal.ITIMER_PROF, _TICK, _TICK)
        return self

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0.0)

    def _tick(self, number: int, frame: FrameType | None) -> None:
        in_loop = signal.getsignal(signal.SIGINT) not in (_IDLE, signal.default_int_handler)
        self.slow = time.process_time() - self._began > _SLOW
        if in_loop or self.slow:
            signal.raise_signal(signal.SIGINT)


_IDLE = signal.getsignal(signal.SIGINT)
# matplotlib 3.8, the oldest supported, calls newer versions of pyparsing by their old names
_OLD_NAMES = ("matplotlib", "pyparsing")


def call(arguments: tuple[str, ...]) -> Outcome:
    """One call in this process."""
    out, err = io.StringIO(), io.StringIO()
    watch = _Watch()
    before = _resident()
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        for library in _OLD_NAMES:
            warnings.filterwarnings("ignore", category=DeprecationWarning, module=library)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), watch:
            try:
                code = run(list(arguments))
            except KeyboardInterrupt:
                code = 130
    wrong = _wrong(code, err.getvalue())
    if warned:
        wrong = wrong or f"{warned[0].category.__name__}: {warned[0].message}"
    if watch.slow:
        wrong = wrong or "slow outside of a loop"
    resident = _resident()
    if resident > max(before, _RESIDENT):
        wrong = wrong or f"{resident / 2**30:.2f} GiB resident"
    return Outcome(arguments, code, wrong)


def _resident() -> int:
    """The most bytes that this process ever had in memory."""
    return 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _wrong(code: int, err: str) -> str:
    if code not in CODES or "internal error" in err or "Traceback" in err:
        return f"code {code}: {err[-400:]}"
    if code == 3 and not err.strip():
        return "refused without a word"
    return "a warning on stderr: " + err[-400:] if "Warning:" in err else ""


def _program(arguments: tuple[str, ...]) -> Outcome:
    """One call as a program of its own."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (4 * 2**30, 4 * 2**30))

    script = Path(sysconfig.get_path("scripts")) / "sslcheck"
    process = subprocess.Popen(
        [sys.executable, script, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        text=True, errors="replace", preexec_fn=limit,
    )  # fmt: skip
    try:
        err = process.communicate(timeout=45)[1]
        return Outcome(arguments, process.returncode, _wrong(process.returncode, err))
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGINT)
    try:
        err = process.communicate(timeout=30)[1]
        return Outcome(arguments, process.returncode, _wrong(process.returncode, err))
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return Outcome(arguments, -9, "does not stop")


def _main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("calls", type=int, nargs="?", default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--processes", type=int, default=0)
    given = parser.parse_args()
    setattr(arrays, "_free_host_memory", lambda: FREE)  # noqa: B010
    typer.main.get_command = functools.cache(typer.main.get_command)  # it is made anew each time
    codes: Counter[int] = Counter()
    wrong: list[Outcome] = []
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder), deriving_once():
        attack = Attack(given.seed, Path(folder))
        for k in range(given.calls + given.processes):
            arguments = attack.draw()
            outcome = call(arguments) if k < given.calls else _program(arguments)
            codes[outcome.code] += 1
            if outcome.wrong:
                wrong.append(outcome)
                print([a[:60] for a in arguments], outcome.wrong, flush=True)
            if k % 200 == 199:
                print(f"{k + 1} calls, codes {dict(codes)}, {len(wrong)} wrong", flush=True)
    print(f"{codes.total()} calls, codes {dict(sorted(codes.items()))}, {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(_main())
