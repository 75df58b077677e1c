"""What `fuzz_reader` feeds: each reader of files of other people, with files to begin with.

A target takes the bytes of a file; all that it may raise is an `SslcheckError`. What carries a
digest gets a right one first, so that what is behind it is met as well.
"""

from __future__ import annotations

import contextlib
import functools
import io
import json
import random
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tests.attack_sources import source
from tests.fuzz_changes import formulas, spoilt_archive, spoilt_json, spoilt_text
from tests.test_reference import files

from sslcheck.cli.main import run
from sslcheck.cli.verify import _compared
from sslcheck.derive.certificates import verifier
from sslcheck.derive.certificates.verify import folder as certificates
from sslcheck.derive.certificates.write import Certificates
from sslcheck.derive.decide.engine import verify as decide
from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.latex.reader import (
    Statement,
    on_one_line,
    presented,
    read_expression,
    read_rows,
    read_statement,
)
from sslcheck.derive.reading.loading import (
    load_article,
    mistakes_in,
    parse_article,
    shipped_articles,
    shipped_text,
)
from sslcheck.derive.reading.upgrade import upgraded
from sslcheck.derive.shapes import resolve_relation
from sslcheck.derive.sketch.draft import draft
from sslcheck.derive.sketch.paper import read_paper
from sslcheck.numeric.disk import document
from sslcheck.numeric.disk.archive import digest_of
from sslcheck.numeric.disk.checkpoint import Checkpoint, read_checkpoint, write_checkpoint
from sslcheck.numeric.folder import COMPARISON, RUN, Folder
from sslcheck.numeric.training.matrix import open_matrix
from sslcheck.reports.page.stored import read_run

__all__ = ["TARGETS", "Target"]

_SUFFIXES = ("p.tex", "p.md", "p.ipynb")


@dataclass(frozen=True, slots=True)
class Target:
    """A reader: what feeds it, files to begin with, and one change of such a file."""

    call: Callable[[bytes, Path], object]
    seeds: Callable[[], Iterable[bytes]]
    spoilt: Callable[[random.Random, bytes], bytes]
    longest: int = 4000
    """Bytes of an input."""


# -- formulas


def _latex(data: bytes, folder: Path) -> None:
    text = data.decode("utf-8", "replace")
    symbols, spaces = _letters()
    presented(text), on_one_line(text)
    for read in (read_statement, read_rows, read_expression):
        with contextlib.suppress(SslcheckError):
            found = read(text, symbols, spaces, "fuzz")
            for statement in found if isinstance(found, tuple) else (found,):
                if isinstance(statement, Statement):
                    _shaped(statement, symbols)


def _shaped(statement: Statement, symbols: Any) -> None:
    for relation in statement.relations:
        with contextlib.suppress(SslcheckError):
            resolve_relation(relation, symbols, source=statement.source, where="fuzz")


@functools.cache
def _letters() -> tuple[Any, Any]:
    article = load_article("directpred")
    return article.symbols, article.spaces


# -- articles


def _article(data: bytes, folder: Path) -> None:
    text = data.decode("utf-8", "replace")
    lines = ["", *text.split("\n")]
    for spot, _ in mistakes_in(text, "fuzz.toml"):
        if spot.line not in range(len(lines)) or spot.column > len(lines[spot.line]) + 1:
            raise AssertionError(f"a mistake at {spot} of {len(lines) - 1} lines")


def _articles() -> list[bytes]:
    shipped = [shipped_text(name) for name in shipped_articles()]
    return [text.encode() for text in sorted([*files().values(), *shipped], key=len)]


def _upgrade(data: bytes, folder: Path) -> None:
    text, _ = upgraded(data.decode("utf-8", "replace"), "fuzz.toml")
    if parse_article(text, "fuzz.toml").format != 2:
        raise AssertionError("what was upgraded is of another format")


def _old_articles() -> list[bytes]:
    return [text.replace(b"format = 2\n", b"") for text in _articles()]


# -- papers


def _new(data: bytes, folder: Path) -> None:
    name = _SUFFIXES[data[0] % 3] if data else "p.tex"
    found = draft(read_paper(data[1:], name), "mine", name)
    tomllib.loads(found.text)
    mistakes_in(found.text, "mine.toml")


def _papers() -> list[bytes]:
    drawn = [source(random.Random(seed)) for seed in range(300)]
    return [bytes([_SUFFIXES.index(n)]) + data for data, n in drawn if len(data) < 4000]


# -- certificates


def _verify(data: bytes, folder: Path) -> None:
    with contextlib.suppress(ValueError, RecursionError):
        found = json.loads(data)
        if isinstance(found, dict):
            found["sha256"] = verifier.digest({k: v for k, v in found.items() if k != "sha256"})
            data = json.dumps(found).encode("utf-8", "surrogatepass")
    (folder / "c.json").write_bytes(data)
    certificates.SECONDS = 5  # less than the guard gives
    with contextlib.redirect_stdout(io.StringIO()):
        verifier.main(str(folder))
        _compared(folder, "two-layer")


def _certificates() -> Iterator[bytes]:
    for name in ("two-layer", "oja", "exact-modes", "directpred"):
        article = load_article(name)
        vouch = Certificates(article, shipped_text(name))
        made = decide(article, ledger=False, vouch=vouch).certificates
        yield from (json.dumps(one).encode() for one in made.values())


# -- what a run has written


def _run(data: bytes, folder: Path) -> None:
    with contextlib.suppress(ValueError, RecursionError):
        found = json.loads(data)
        if isinstance(found, dict):
            found.pop("digest", None)
            found["record"] = _record(folder)
            found["digest"] = document._digest(found)
            data = json.dumps(found).encode("utf-8", "surrogatepass")
    (folder / RUN).write_bytes(data)
    for read in (Folder.open, read_run):
        with contextlib.suppress(SslcheckError):
            read(folder)
    (folder / RUN).rename(folder / COMPARISON)
    try:
        open_matrix(folder)
    finally:
        (folder / COMPARISON).unlink()


@functools.cache
def _record(folder: Path) -> str:
    """A record, and its digest."""
    arrays = {"times": np.arange(3.0), "series/loss": np.ones(3)}
    np.savez(folder / "record.npz", **arrays)  # type: ignore[arg-type]
    return digest_of(arrays)


def _runs() -> Iterator[bytes]:
    small = ["--d", "4", "--n", "2", "--no-plots"]
    lines = (
        ["simulate", *small, "--t-end", "1", "--saves", "3", "--init", "aligned"],
        ["simulate", *small, "--t-end", "1", "--saves", "3"],
        ["train", *small, "--steps", "3", "--probe", "8", "--batch", "4"],
        ["train", *small, "--steps", "2", "--probe", "8", "--compare", "--seeds", "1"],
    )
    for line in lines:
        with tempfile.TemporaryDirectory() as made:
            with contextlib.redirect_stdout(io.StringIO()):
                run([*line, "--out", f"{made}/r"])
            name = COMPARISON if "--compare" in line else RUN
            yield (Path(made) / "r" / name).read_bytes()


# -- checkpoints


_LIKE = {"times": np.zeros(1), "series/loss": np.zeros(1), "state/W": np.zeros((1, 2, 3))}
_MEMORY = {"t": 0.5, "h": 0.1, "seconds": 1.0, "accepted": 3.0}


def _checkpoint(data: bytes, folder: Path) -> None:
    path = folder / "checkpoint.npz"
    path.write_bytes(data)
    read_checkpoint(path, "mine", ((6,), (6,)), "float64", _LIKE, 5)


def _checkpoints() -> list[bytes]:
    found = []
    for count in (1, 3):
        saved = {name: np.repeat(values, count, 0) for name, values in _LIKE.items()}
        with tempfile.TemporaryDirectory() as made:
            path = Path(made) / "c.npz"
            row = np.arange(6.0)
            write_checkpoint(path, Checkpoint("mine", _MEMORY, row, row, saved))
            found.append(path.read_bytes())
    return found


TARGETS = {
    "latex": Target(_latex, formulas, spoilt_text),
    "article": Target(_article, _articles, spoilt_text, 40_000),
    "upgrade": Target(_upgrade, _old_articles, spoilt_text, 40_000),
    "new": Target(_new, _papers, spoilt_text, 8_000),
    "verify": Target(_verify, _certificates, spoilt_json, 40_000),
    "run": Target(_run, _runs, spoilt_json, 8_000),
    "checkpoint": Target(_checkpoint, _checkpoints, spoilt_archive, 8_000),
}
