"""Random sources of papers through `new --from`: a draft that is TOML, or a sentence; no hang.

    nice python -m tests.attack_sources [COUNT] [--seed N]

A source is put together from the equations of the shipped articles, sentences with hypotheses and
definitions of macros, as LaTeX, Markdown or a notebook, and then damaged; some are of 100 kB. Each
is drafted and checked in this process, as the command does it. One is wrong if anything but an
`SslcheckError` is raised, if the draft is no TOML, has a mistake without a line or a hypothesis in
force, or if it takes 25 seconds of CPU. `tests/derive/sketch/test_draft.py` is a sample.
"""

from __future__ import annotations

import argparse
import functools
import json
import random
import signal
import sys
import time
import tomllib
import traceback
from collections import Counter
from importlib import resources
from types import FrameType

from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.reading.loading import mistakes_in
from sslcheck.derive.sketch.draft import draft
from sslcheck.derive.sketch.paper import read_paper

__all__ = ["call", "source"]

_SLOW = 25.0  # seconds of CPU
_LARGEST = 100_000
_BITS = [
    *(r"\begin{align}", r"\end{align}", r"\begin{cases}", r"\end{cases}", r"\[", r"\]", "$$", "$"),
    *("{", "}", "^", "_", "\\", r"\\", r"\tag{1}", r"\def\a#1{\a{#1#1}}", r"\newcommand{\x}{\x\x}"),
    *(r"\text{diag}(p_1, \dots, p_n)", r"\dot{", r"\frac{d}{dt}", r"\in \mathbb{R}^{n \times d}"),
    *("'", "'''", '"', "#", "?", "\x00", "\ud800", "é", "W_*", "v0", "I_n", "(t)", r"\foo", "= "),
    *(r"\left(", r"\right.", r"\sum_{j}", r"\label{", r"\begin{array}{cc}", "&", r"\x", r"\a{b}"),
    *("\u202e", "\u0301", "٣", "𝐖", "ⅷ", "ß", "\u2028", "\ufeff", "−", "\u00b2", "ᵀ", "∇", "‖"),
    *("`", "```", "```math\n", "~~~", "%", "<!--", "|", "\n\n", "\n# ", r"\text{", r"\tag{", r"\|"),
    *(r"\text{where } X = I", r"^\top", r"_{ij}", r"\otimes", r"\mathbb{E}", r"\nabla_", "^{"),
]  # fmt: skip
_SENTENCES = [
    r"Let $\eta > 0$ and $W \in \mathbb{R}^{n \times d}$ be the weights.",
    r"We assume that $X = I$ and that $W_p$ is symmetric.",
    r"where $S \succeq 0$ is positive semi-definite, $A, B \in \R^{m \times m}$.",
    r"Suppose $0 < \mu \leq 1$, $\sigma_j \ge 0$, and $U^\top U = I_n$.",
    r"\title{On \emph{things} $x^2$}", "# A title with $x$ and `code`", "% a comment $$ x = 1 $$",
]  # fmt: skip
_MACROS = [
    r"\newcommand{\R}{\mathbb{R}}", r"\def\tr{\text{tr}}", r"\newcommand{\b}[2][x]{\b{#2}{#1}}",
    r"\DeclareMathOperator*{\sg}{sg}", r"\newcommand\W{W_p}", r"\def\u{\v\v}\def\v{\u\u}",
    r"\renewcommand{\dot}[1]{\frac{d #1}{dt}}", r"\newcommand{\x}{\begin{align}}", r"\def\e{}",
    r"\newcommand{\T}{^\top}", r"\def\z#1#2#3{#3\z{#2}{#1}{#3#3}}",
]  # fmt: skip
_ENVIRONMENTS = ["equation", "equation*", "align", "align*", "gather", "multline", "eqnarray"]


@functools.cache
def _pieces() -> tuple[str, ...]:
    """The equations of the shipped articles."""
    found = []
    for file in sorted((resources.files("sslcheck.derive") / "articles").iterdir(), key=str):
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        found += [equation["latex"].strip() for equation in data.get("equation", ())]
        found += [claim["reading"].strip() for claim in data["claim"] if "reading" in claim]
    return tuple(found)


def source(rng: random.Random) -> tuple[bytes, str]:
    """A damaged source, and its name."""
    parts = [rng.choice(_MACROS) for _ in range(rng.choice([0, 0, 1, 2, 5]))]
    for number in range(rng.choice([1, 2, 3, 3, 6, 12])):
        parts += [rng.choice(_SENTENCES)] * (rng.random() < 0.4) + [_display(rng, number)]
    text = "\n".join(parts)
    shape = rng.random()
    if shape < 0.02:
        text = _large(rng, text)
    elif shape < 0.97:
        text = _damaged(rng, text)
    text = text[:_LARGEST]
    name = rng.choice(["p.tex", "p.md", "p.ipynb"])
    if name == "p.ipynb":
        lines = rng.choice([text, text.splitlines(keepends=True)])
        text = json.dumps({"cells": [{"cell_type": "markdown", "source": lines}]})
        if rng.random() < 0.1:
            text = _damaged(rng, text)
    data = bytearray(text.encode("utf-8", "surrogatepass"))
    if rng.random() < 0.02:
        for _ in range(20):
            data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data), name


def _display(rng: random.Random, number: int) -> str:
    rows = [rng.choice(_pieces()) for _ in range(rng.choice([1, 1, 1, 2, 4]))]
    if rng.random() < 0.3:
        return f"$$ {rows[0]} \\tag{{{number}}} $$" if rng.random() < 0.5 else f"\\[{rows[0]}\\]"
    name = rng.choice(_ENVIRONMENTS)
    body = " \\\\\n".join(row.replace("=", "&=", 1) for row in rows)
    return f"\\begin{{{name}}}\n{body}\n\\end{{{name}}}"


def _damaged(rng: random.Random, text: str) -> str:
    for _ in range(rng.choice([1, 2, 5, 12, 30])):
        start = rng.randrange(len(text) + 1)
        end = start + rng.choice([0, 1, 3, 20, 100])
        bit = rng.choice(_BITS) * rng.choice([1, 1, 1, 30])
        other = rng.randrange(len(text) + 1)
        moved = text[other : other + rng.choice([1, 5, 40])]
        middle = rng.choice(["", bit, bit, text[start:end] * 3, moved])
        text = text[:start] + middle + text[rng.choice([start, end]) :] or "$$"
    return text


def _large(rng: random.Random, text: str) -> str:
    """Long, deep or wide."""
    many = rng.choice([300, 3_000, 30_000])
    opened, closed = rng.choice(
        [("{", "}"), (r"\frac{", "}{2}"), ("(", ")"), (r"\sqrt{", "}"), ("x^{", "}"), ("x_{", "}"),
         (r"\left(", r"\right)"), (r"\begin{cases}", r"\end{cases}"), ("[", "]"), (r"\|", r"\|"),
         (r"\text{tr}(", ")"), (r"\dot{", "}"), (r"\begin{array}{c}", r"\end{array}"), ("-", "")]
    )  # fmt: skip
    word = rng.choice([*_BITS, *_pieces(), "A ", "A_{1} ", "a", r"\alpha ", "A^T "])
    row = rng.choice([*_pieces(), "A & B", "A_{%d} = B_{%d} C"])
    deep = opened * many + "x" + closed * rng.choice([many, many, many - 1, 0])
    names = (row.replace("%d", str(k)) for k in range(many))
    kind = rng.randrange(6)
    if kind == 0:
        return f"{text}\n$$ y = {deep} $$\n{text}"
    if kind == 1:
        return f"{text}\n$$ y = {word * many} $$"
    if kind == 2:
        return "\\begin{align}" + " \\\\\n".join(names) + "\\end{align}"
    if kind == 3:
        return "\n".join(f"$$ {name} $$" for name in names)
    if kind == 4:
        rows = " \\\\\n".join(["A & B & C"] * many)
        return f"$$ X = \\begin{{pmatrix}} {rows} \\end{{pmatrix}} $$\n{text}"
    return _damaged(rng, (text + "\n") * (many // 30))


class _Slow(BaseException):
    """A source takes too long."""


def _tick(number: int, frame: FrameType | None) -> None:
    raise _Slow


def call(data: bytes, name: str) -> str:
    """How a source ends: ``drafted``, ``refused`` by a sentence, or what is wrong."""
    signal.signal(signal.SIGPROF, _tick)
    signal.setitimer(signal.ITIMER_PROF, _SLOW)
    try:
        found = draft(read_paper(data, name), "mine", name)
        tables = tomllib.loads(found.text)
        marked = any({"sign", "properties"} & entry.keys() for entry in tables["symbols"].values())
        if marked or {"hypotheses", "rules"} & tables.keys():
            return "a guess is in force"
        lines = found.text.count("\n")
        if any(not 0 < spot.line <= lines for spot, _ in mistakes_in(found.text, "mine.toml")):
            return "a mistake has no line"
    except SslcheckError:
        return "refused"
    except _Slow:
        return "slow\n" + traceback.format_exc()
    except Exception:
        return traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
    return "drafted"


def main() -> int:
    """Draft random sources; those that end badly are printed with the seed that makes them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    ends: Counter[str] = Counter()
    longest = (0.0, -1)
    for seed in range(options.seed, options.seed + options.count):
        data, name = source(random.Random(seed))
        start = time.process_time()
        end = call(data, name)
        longest = max(longest, (time.process_time() - start, seed))
        good = end in ("drafted", "refused")
        ends[end if good else "wrong"] += 1
        if not good:
            print(f"seed {seed}: {name}, {len(data)} bytes: {end}", flush=True)
    print(f"{dict(ends)}; the slowest took {longest[0]:.1f} s of CPU, seed {longest[1]}")
    return 1 if ends["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
