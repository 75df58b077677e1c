"""Mutants: the code broken in one place at a time, to see that its own tests notice.

    python -m tests.mutants [-j N] [WORD ...]

Runs the mutants whose file, test or reason holds one of the words (all, if none is given), N at a
time, and prints a line for each: `killed` (a test failed), `survived`, or `stale` (the text to
break is not there once, or the tests fail without it). Ends with 1 if any did not get killed.

A mutant is a table of a file in `tests/mutations/`, named by what it is about::

    [[mutant]]
    file = "derive/sslcheck/derive/decide/routes.py"
    old = "text that stands there once"
    new = "what breaks it"
    test = "tests/derive/decide/test_routes.py"
    why = "what nobody would notice without that test"
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LISTS = ROOT / "tests" / "mutations"
PORTIONS = ("derive", "numeric", "reports", "cli")
LONGEST = 600  # seconds; a mutant that never ends is noticed, too


@dataclass(frozen=True, slots=True)
class Mutant:
    """One break: ``old`` stands once in ``file``, and ``test`` fails with ``new`` in its place."""

    file: str
    old: str
    new: str
    test: str
    why: str

    @property
    def fits(self) -> bool:
        """Whether the text to break is there exactly once, and the test is there."""
        code = ROOT / self.file
        once = code.is_file() and code.read_text(encoding="utf-8").count(self.old) == 1
        return once and self.old != self.new and (ROOT / self.test.split("::")[0]).is_file()


def mutants(words: list[str]) -> Iterator[Mutant]:
    """All mutants on the lists that hold one of the words."""
    for file in sorted(LISTS.glob("*.toml")):
        for record in tomllib.loads(file.read_text(encoding="utf-8"))["mutant"]:
            mutant = Mutant(**record)
            said = f"{mutant.file} {mutant.test} {mutant.why}"
            if not words or any(word in said for word in words):
                yield mutant


def passes(test: str, mutant: Mutant | None = None) -> bool:
    """Whether a test passes on a copy of the checkout, in which the mutant is put."""
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
        copy = Path(folder)
        for name in (*PORTIONS, "tests"):
            ignored = shutil.ignore_patterns("__pycache__", "gallery")
            shutil.copytree(ROOT / name, copy / name, ignore=ignored)
        for name in ("pyproject.toml", "README.md", "CITATION.cff", ".pre-commit-hooks.yaml"):
            shutil.copy(ROOT / name, copy / name)
        if mutant is not None:
            code = copy / mutant.file
            code.write_text(code.read_text(encoding="utf-8").replace(mutant.old, mutant.new))
        path = os.pathsep.join(str(copy / name) for name in PORTIONS)
        environment = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", test]
        try:
            done = subprocess.run(
                command, cwd=copy, env=environment, capture_output=True, timeout=LONGEST
            )
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0


def judged(mutant: Mutant) -> str:
    """What becomes of a mutant."""
    if not mutant.fits:
        return "stale"
    if passes(mutant.test, mutant):
        return "survived"
    return "killed"


def main() -> int:
    """Run what is asked for; 1 if not every mutant was killed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("words", nargs="*", metavar="WORD")
    parser.add_argument("-j", type=int, default=os.cpu_count() or 1, metavar="N", dest="workers")
    given = parser.parse_args()
    chosen = list(mutants(given.words))
    with ThreadPoolExecutor(given.workers) as pool:
        tests = sorted({mutant.test for mutant in chosen if mutant.fits})
        sound = dict(zip(tests, pool.map(passes, tests), strict=True))
        whole = [m for m in chosen if sound.get(m.test)]
        found = dict(zip(whole, pool.map(judged, whole), strict=True))
    for mutant in chosen:
        print(f"{found.get(mutant, 'stale'):9} {mutant.file}: {mutant.why}")
    killed = sum(end == "killed" for end in found.values())
    print(f"{killed} of {len(chosen)} killed")
    return int(killed != len(chosen))


if __name__ == "__main__":
    sys.exit(main())
