"""A folder of certificates, each in bounded time."""

from __future__ import annotations

import json
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .certificate import WRONG, verify
from .rejected import BYTES, Rejected, need

SECONDS = 20  # for one certificate; those of the shipped articles take less than one


def ring(_number: int, _frame: Any) -> None:
    """End what takes too long."""
    raise Rejected(f"it takes more than {SECONDS} s")


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of a file, of which each key stands there once: readers take different ones."""
    need(len(pairs) == len(dict(pairs)), "a key that is there twice")
    return dict(pairs)


def checked(folder: str) -> Iterator[tuple[Path, str, str]]:
    """Each certificate of a folder: its file, what it shows or ``rejected``, and why that.

    One that takes more than `SECONDS` of processor time is rejected where the system has timers.
    """
    timed = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if timed:
        signal.signal(signal.SIGVTALRM, ring)
    for path in sorted(Path(folder).glob("**/*.json")):
        found, why = "rejected", ""
        try:
            if timed:
                signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS, 1)  # it may ring in a handler
            need(path.stat().st_size <= BYTES, f"it is of more than {BYTES} bytes")
            text = path.read_text(encoding="utf-8")
            found = verify(json.loads(text, object_pairs_hook=once))
        except WRONG as error:
            why = f"{type(error).__name__}: {error}"
        finally:
            if timed:
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        yield path, found, why


def main(folder: str) -> int:
    """Verify all certificates of a folder; the exit code is 1 where one is rejected."""
    counts: Counter[str] = Counter()
    for path, found, why in checked(folder):
        if why:
            print(f"{path}: rejected: {why}")
        counts[found] += 1
    told = ", ".join(f"{counts[key]} {key}" for key in sorted(counts))
    print(told or f"no certificates in {folder}")
    return int(bool(counts["rejected"]) or not counts)
