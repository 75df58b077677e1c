"""Coverage-guided fuzzing of all that reads files of other people; needs `pip install atheris`.

    nice python -m tests.fuzz_reader TARGET [COUNT] [--seed N] [--keep DIR]

The targets are those of `fuzz_targets`. An input is wrong if anything but an `SslcheckError` is
raised, if it takes more than ten seconds of CPU or two GiB, or if something is evaluated, imported,
run or opened that it names. What is wrong is told once for each place in the code, and the input
is kept in the folder. `tests/test_fuzz_reader.py` holds inputs that once were wrong.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import resource
import sys
import tempfile
import time
from pathlib import Path


def main() -> None:
    """Feed one target; ends with 1 where an input is wrong."""
    import atheris

    with atheris.instrument_imports(include=["sslcheck", "tomllib", "tomlkit"]):
        from tests.fuzz_guard import Guard
        from tests.fuzz_targets import TARGETS

        from sslcheck.derive.errors import SslcheckError

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("count", nargs="?", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "fuzz")
    parser.add_argument("--more", type=Path, metavar="DIR", help="more inputs to begin with")
    options = parser.parse_args()
    options.keep.mkdir(parents=True, exist_ok=True)
    target, left = TARGETS[options.target], options.count
    resource.setrlimit(resource.RLIMIT_AS, (3 * 2**30, 3 * 2**30))
    corpus = Path(tempfile.mkdtemp(prefix=f"corpus-{options.target}-"))
    more = [path.read_bytes() for path in options.more.glob("**/*.*")] if options.more else []
    for k, data in enumerate([*target.seeds(), *more]):
        (corpus / f"seed{k}").write_bytes(data[: target.longest])
    guard = Guard(target.call, limit=10.0)
    for path in corpus.iterdir():
        with contextlib.suppress(SslcheckError):  # what is imported late is imported now
            target.call(path.read_bytes(), guard.folder)
    wrong: dict[str, str] = {}
    slowest, started = (0.0, ""), time.monotonic()

    def one(data: bytes) -> None:
        nonlocal left, slowest
        begun = time.process_time()
        found = guard(data)
        slowest = max(slowest, (time.process_time() - begun, data.hex()))
        if found and found.place not in wrong:
            kept = options.keep / f"{options.target}-{len(wrong)}"
            kept.write_bytes(data)
            wrong[found.place] = str(kept)
            print(f"{kept}: {found.said}", flush=True)
        left -= 1
        if not left:
            (options.keep / f"{options.target}-slowest").write_bytes(bytes.fromhex(slowest[1]))
            took = time.monotonic() - started
            print(
                f"{options.target}: {options.count} inputs in {took:.0f} s, {len(wrong)} wrong,"
                f" the slowest took {slowest[0]:.1f} s of CPU",
                flush=True,
            )
            os._exit(bool(wrong))

    def mutator(data: bytes, most: int, seed: int) -> bytes:
        rng = random.Random(seed)
        for _ in range(rng.choice((1, 1, 2, 4))):
            data = target.spoilt(rng, data) if rng.random() < 0.7 else atheris.Mutate(data, most)
        return data[:most]

    line = [
        sys.argv[0],
        str(corpus),
        f"-seed={options.seed + 1}",
        f"-max_len={target.longest}",
        "-rss_limit_mb=3000",
        "-timeout=100",
        "-verbosity=0",
    ]
    atheris.Setup(line, one, custom_mutator=mutator)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
