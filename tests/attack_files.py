"""Files for `attack_options`: archives, articles and folders of runs, sound and nonsense."""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import re
import shutil
import warnings
import zipfile
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from sslcheck.cli.main import run
from sslcheck.numeric.disk.archive import digest_of
from sslcheck.numeric.disk.document import write_document

__all__ = ["ODD_TEXTS", "files"]

ODD_TEXTS = [
    "", " ", "nonsense", "é", "\x1b[2J", "a" * 5000, "-", "--", ".", "/", "ema,", ",", "0", "~",
    "/dev/null", "/dev/zero", "\n", "\u202e", "$x$", r"\frac", "<b>", "%s", "{}", "..",
    os.fsdecode(b"r\xff"),
]  # fmt: skip
_NUMBERS = (np.nan, np.inf, 1e308, 1e160, 1e50, 1e49, 1e39, 1e-308, 5e-324, -1.0, 0.0)
_VALUES: tuple[Any, ...] = (
    10**400, 1e308, -1e308, 5e-324, -1, 0, None, True, "x", "", "\x1b[2J", "1", [], [[]], {}, 0.5,
)  # fmt: skip
_RUNS = {
    "simulate": ("record.npz", ["--t-end", "1", "--saves", "4"]),
    "train": ("record.npz", ["--steps", "4", "--probe", "8", "--batch", "4"]),
}


def files(folder: Path, rng: random.Random) -> list[str]:
    """Their paths, all in ``folder``: data and starts are for d = 5 or 6 and n = 3."""
    with warnings.catch_warnings(), np.errstate(over="ignore"):
        warnings.simplefilter("ignore")
        found = [*_archives(folder), *_no_archives(folder), *_articles(folder, rng)]
        for command in _RUNS:
            found += _folders(folder, command, rng)
    return [str(path) for path in found]


def _npz(path: Path, **arrays: Any) -> Path:
    with path.open("wb") as stream:
        np.savez(stream, **arrays)
    return path


def _archives(folder: Path) -> Iterator[Path]:
    for d in (5, 6):
        up = np.arange(1.0, d + 1)
        full = np.ones((d, d)) + np.eye(d)
        plain: dict[str, dict[str, Any]] = {
            "diagonal": {"X": up},
            "dense": {"X": full, "X_prime": up},
            "both": {"X": full, "X_prime": np.diag(up)},
            "prime": {"X_prime": full},
            "long": {"X": full.astype(np.longdouble) * np.longdouble("1e400")},
            "ints": {"X": np.eye(d, dtype=np.uint64) * np.uint64(2**63)},
            "half": {"X": up.astype(np.float16), "X_prime": full.astype(">f4")},
            "bools": {"X": np.eye(d, dtype=bool)},
            "skew": {"X": np.triu(full)},
            "negative": {"X": full - 3 * np.eye(d)},
            "start": {"W_p": np.eye(3), "W": np.eye(3, d)},
            "turned": {"W_p": np.eye(3), "W": np.eye(d, 3)},
        }
        for value in _NUMBERS:
            plain |= {
                f"one_{value}": {"X": np.where(up == 2, value, up)},
                f"all_{value}": {"X": np.asarray(value), "X_prime": full * abs(value)},
                f"start_{value}": {"W_p": np.full((3, 3), value), "W": np.full((3, d), value)},
                f"target_{value}": {
                    "W_p": np.eye(3), "W": np.eye(3, d), "W_a": np.full((3, d), value),
                },
            }  # fmt: skip
        for name, arrays in plain.items():
            yield _npz(folder / f"{name}{d}.npz", **arrays)
    odd: dict[str, dict[str, Any]] = {
        "empty": {},
        "shapeless": {"X": np.ones((0,))},
        "deep": {"X": np.ones((1,) * 30)},
        "complex": {"X": np.eye(5) * 1j},
        "pickled": {"X": np.array([{}], dtype=object)},
        "texts": {"X": np.array(["a", "b"])},
        "times": {"X": np.array(["2020-01-01"] * 5, dtype="datetime64[D]")},
        "record": {"X": np.zeros(5, dtype=[("a", "f8")])},
        "foreign": {"a" * 300: np.ones(3)},
    }
    for name, arrays in odd.items():
        yield _npz(folder / f"{name}.npz", **arrays)
    yield _npz(folder / os.fsdecode(b"d\xff.npz"), X=np.arange(1.0, 6))


def _no_archives(folder: Path) -> Iterator[Path]:
    np.save(folder / "single.npy", np.eye(5))
    yield folder / "single.npy"
    for name, member in (("raw", "X"), ("nested", "a/../X.npy"), ("bytes", "X.npy")):
        with zipfile.ZipFile(folder / f"{name}.npz", "w") as archive:
            archive.writestr(member, b"\x00" * 64)
        yield folder / f"{name}.npz"
    bomb = b"{'descr': '<f8', 'fortran_order': False, 'shape': (99999999, 99999999)}"
    head = b"\x93NUMPY\x01\x00" + len(bomb).to_bytes(2, "little") + bomb
    with zipfile.ZipFile(folder / "bomb.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("X.npy", head + b"\x00" * 2**20)
    yield folder / "bomb.npz"
    (folder / "torn.npz").write_bytes((folder / "dense5.npz").read_bytes()[:-40])
    yield folder / "torn.npz"
    os.mkfifo(folder / "fifo.npz")
    yield folder / "fifo.npz"
    (folder / "folder.npz").mkdir()
    yield folder / "folder.npz"
    for name, target in (("loop.npz", "loop.npz"), ("nowhere.npz", "no/such/file")):
        (folder / name).symlink_to(target)
        yield folder / name
    (folder / "deep.json").write_text("[" * 100_000)
    yield folder / "deep.json"


def _articles(folder: Path, rng: random.Random) -> Iterator[Path]:
    """Broken ones, and the shipped one with odd texts in place of some of its own."""
    shipped = resources.files("sslcheck.derive") / "articles" / "directpred.toml"
    text = shipped.read_text(encoding="utf-8")
    quoted = [m.span(1) for m in re.finditer(r"""= ["']([^"'\n]+)["']""", text)]
    texts = {
        "empty": "", "torn": "[article", "wrong": "[article]\nname = 3\n", "whole": text,
        "huge": f"x = 1{'0' * 5000}\n", "nested": "x = " + "[" * 5000,
        "half": text[: len(text) // 2],
        "spaces": text.replace("[spaces]", "[space]"), "nan": "[article]\nname = nan\n",
    }  # fmt: skip
    for k in range(24):
        start, end = rng.choice(quoted)
        odd = json.dumps(rng.choice([*ODD_TEXTS, "\ud800"]))[1:-1].replace("'", "")
        texts[f"odd{k}"] = text[:start] + odd + text[end:]
    for name, said in texts.items():
        (folder / f"{name}.toml").write_text(said, encoding="utf-8")
        yield folder / f"{name}.toml"
    (folder / "latin.toml").write_bytes(text.replace("Big5", "\xe9").encode("latin-1", "replace"))
    yield folder / "latin.toml"
    os.mkfifo(folder / "fifo.toml")
    yield folder / "fifo.toml"


def _folders(folder: Path, command: str, rng: random.Random) -> Iterator[Path]:
    """A run, and others forged from it, whose digests are those of what they say."""
    record, options = _RUNS[command]
    true = folder / command
    with contextlib.redirect_stdout(io.StringIO()):
        line = [command, "--d", "5", "--n", "3", *options, "--no-plots", "--out", str(true)]
        assert run(line) == 0
    yield true
    with np.load(true / record) as stored:
        arrays = dict(stored)
    for k in range(60):
        forged = folder / f"{command}{k}"
        shutil.copytree(true, forged)
        document = json.loads((true / "run.json").read_text())
        for _ in range(rng.choice([1, 1, 2])):
            _alter(document, rng)
        if k % 3 == 0:
            name = rng.choice(sorted(arrays))
            odd = rng.choice([1e308, -1e308, 5e-324, np.nan, np.inf])
            with np.errstate(all="ignore"):
                array = arrays[name] * odd if k % 2 else rng.choice([arrays[name][..., :1], odd])
            arrays_now = arrays | {name: np.asarray(array)}
            _npz(forged / record, **arrays_now)
            document["record"] = digest_of(arrays_now)
        with contextlib.suppress(ValueError):
            write_document(forged / "run.json", document)
        if k % 5 == 1:
            document["result"] = {"code": "running"}
            (forged / "run.json").write_text(json.dumps(document))
        yield forged


def _alter(document: dict[str, Any], rng: random.Random) -> None:
    """Put an odd value in place of one, somewhere."""
    place: Any = document
    while True:
        key = rng.choice(list(place) if isinstance(place, dict) else range(len(place)))
        if not isinstance(place[key], dict | list) or not place[key] or rng.random() < 0.1:
            place[key] = rng.choice(_VALUES)
            return
        place = place[key]
