"""Changes of files that `fuzz_targets` begins with: one thing in a text, a document, an archive."""

from __future__ import annotations

import contextlib
import functools
import io
import json
import random
import tomllib
import zipfile
from typing import Any

from sslcheck.derive.reading.loading import shipped_articles, shipped_text

__all__ = ["formulas", "spoilt_archive", "spoilt_json", "spoilt_text"]

_MARKS = (
    *(r"\begin{cases}", r"\end{cases}", r"\frac{", r"\text{", r"\text{tr}(", r"\dot{", r"\sqrt{"),
    *(r"\left(", r"\right)", r"\|", r"\sum_{j=1}^{n}", r"\prod_{k=L}^{1}", r"\int_0^t"),
    *(r"\mathbb{E}[", r"\nabla_W", r"\frac{d}{dt}", r"\partial_t", r"\otimes", r"\odot", "^{-1}"),
    *("^{1/2}", "^T", "^{99}", "^{-99999}", "10^9", "_p", "'", "{", "}", "(", ")", "[", "]", "\\"),
    *("&", r"\\", "$", r"\tag{1}", r"\label{a}", r"\forall t", r"\in \mathbb{R}^{n \times d}"),
    *(r"\to", r"\succeq", "= ", "+ ", "- ", ", ", "/ ", "I", "0", "1", "W", "p_j", "t", "e^{"),
    *(r"\ln ", r"\det ", r"\max_j ", r"\langle ", r"\rangle ", "\u202e", "٣", "𝐖", "²", "\x00"),
    *("__import__('os')", '"', "'''", '"""', "[[claim]]\n", "[symbols]\n", "= 1\n", "[layers]\n"),
    *("index = 'j'\n", "\n", "kind = 'stability'\n", "shape = ['n', '1']\n", "$$", "```", "%"),
    r"\def\a#1{\a{#1#1}}",
)  # fmt: skip
_ODD: tuple[Any, ...] = (
    *(10**400, 10**9, -1, 0, 1, 2, None, True, "", "x", "0", "1/0", "1e9", "n", "t", [], {}, [[]]),
    *(0.5, 1e308, float("nan"), "\ud800", ["Num", "2"], ["Power", "W", "-1"], ["Dot", "W"], "1/2"),
    *(["Exp", "t"], ["Sum"], ["Prod"], ["Trace", "W"], ["Ident", "n"], ["rate", "W"], "positive"),
)


def spoilt_text(rng: random.Random, data: bytes) -> bytes:
    """One thing changed in a text."""
    text = data.decode("utf-8", "replace")
    a, b, c = sorted(rng.randrange(len(text) + 1) for _ in range(3))
    match rng.randrange(7):
        case 0:
            text = text[:a] + text[min(b, a + rng.choice((1, 3, 20))) :]
        case 1:
            text = text[:a] + rng.choice(_MARKS) * rng.choice((1, 1, 1, 2, 30, 300)) + text[a:]
        case 2:
            text = (
                text[:a] + text[a : a + rng.choice((1, 5, 40))] * rng.choice((2, 3, 50)) + text[b:]
            )
        case 3:
            text = text[:b] + text[a:b] + text[b:]
        case 4:
            text = text[:a] + text[b:c] + text[a:b] + text[c:]
        case 5:
            text = text[:a] + rng.choice(_MARKS) + text[min(b, a + 5) :]
        case _:
            other = rng.choice(formulas()).decode()
            text = text[:a] + rng.choice((other, other[: len(other) // 2])) + text[b:]
    return text.encode("utf-8", "replace")


def spoilt_json(rng: random.Random, data: bytes) -> bytes:
    """One value of a document changed, for an odd one or another part of it."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return spoilt_text(rng, data)
    places: list[tuple[Any, Any]] = []
    pending = [found]
    while pending:
        node = pending.pop()
        inner = (
            node.items()
            if isinstance(node, dict)
            else enumerate(node)
            if isinstance(node, list)
            else ()
        )
        for key, value in inner:
            places.append((node, key))
            pending.append(value)
    for _ in range(rng.choice((1, 1, 2, 4)) if places else 0):
        (node, key), (other, name) = rng.choice(places), rng.choice(places)
        with contextlib.suppress(LookupError, TypeError):
            match rng.randrange(5):
                case 0:
                    del node[key]
                case 1 | 2:
                    node[key] = json.loads(json.dumps(other[name]))
                case _:
                    node[key] = rng.choice(_ODD)
    return json.dumps(found).encode("utf-8", "surrogatepass")


def spoilt_archive(rng: random.Random, data: bytes) -> bytes:
    """A member of an archive changed, with a right checksum; or any byte."""
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
            members = old.namelist()
            chosen = rng.choice(members)
            for name in members:
                content = old.read(name)
                if name == chosen:
                    content = rng.choice((_bytes, spoilt_text, spoilt_json))(rng, content)
                new.writestr(name, content)
        return out.getvalue()
    except Exception:
        return _bytes(rng, data)


def _bytes(rng: random.Random, data: bytes) -> bytes:
    at, found = rng.randrange(len(data) + 1), bytearray(data)
    found[at : at + rng.choice((0, 1, 1, 4))] = rng.randbytes(rng.choice((0, 1, 1, 4)))
    return bytes(found)


@functools.cache
def formulas() -> list[bytes]:
    """All texts of the shipped articles that are formulas."""
    found = set()
    pending: list[Any] = [tomllib.loads(shipped_text(name)) for name in shipped_articles()]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            pending += node.values()
        elif isinstance(node, list):
            pending += node
        elif isinstance(node, str) and ("\\" in node or "=" in node):
            found.add(node.encode())
    return sorted(found)
