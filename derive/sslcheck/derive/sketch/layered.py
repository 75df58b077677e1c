r"""Products over layers, ``W_L \cdots W_1``: the table ``[layers]`` of a draft, and its families.

Shapes are sought with the layers written out at a small depth; what is found of the layers there is
said of any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sslcheck.derive.layers.families import Family, Layers
from sslcheck.derive.layers.formulas import Formulas
from sslcheck.derive.layers.indices import BELOW, Index, LayerError, index_of
from sslcheck.derive.layers.layout import Layout
from sslcheck.derive.layers.symbols import TRANSPOSED
from sslcheck.derive.setting import Shape
from sslcheck.derive.sketch.forms import Row

__all__ = ["Layered", "has_layers", "layered"]

_DEPTH, _AT = 4, 2
_SPACE = "n"
_USUAL = (*"jiklmh", r"\ell")
_BASE = r"(?P<base>\\[A-Za-z]+|[A-Za-z])"
_MEMBER = re.compile(_BASE + BELOW, re.ASCII)
_DOTS = re.compile(
    rf"{_BASE}{BELOW}(?:{TRANSPOSED})?\s*\\(?:cdots|dots[mbc]?|ldots)(?![A-Za-z])\s*(?=(?P=base)\s*_)",
    re.ASCII,
)
_LETTER = re.compile(r"(?<![\\A-Za-z])[A-Za-z](?![A-Za-z])", re.ASCII)
_BOUND = re.compile(r"\\(?:sum|prod)\s*_\s*\{\s*([A-Za-z])\s*[=<>]", re.ASCII)
_CLAUSE = re.compile(  # where letters are those of layers: below, above a product, behind a comma
    r"_\s*(?:\{[^{}]*\}|[A-Za-z0-9])|\\prod\s*_\s*\{[^{}]*\}\s*\^\s*(?:\{[^{}]*\}|[A-Za-z0-9])"
    r"|(?:,|\\q?quad|\\forall|\\text\s*\{[^{}]*\})\s*[a-z]\s*(?:=|\\in|<|\\le)[^,]*(?:,\s*\\[lc]?dots\s*,[^,]*)?$"
    r"|\^\s*(?:T|\{\s*T\s*\})|\\[a-z]+\s*\{[A-Za-z]\}",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Layered:
    """The layers of a paper: their letters, the matrices that are multiplied, rows written out."""

    layers: Layers
    rows: tuple[Row, ...]
    chain: str
    at: int = _AT
    """The layer that the index stands for in the rows."""

    def member(self, name: str) -> int | None:
        """Which layer of a family a symbol of the rows is of; None for what is no member.

        -1 for what stands in a row that cannot be written out.
        """
        match = _MEMBER.fullmatch(name)
        found = index_of(match["long"] or match["short"]) if match else None
        of_family = match is not None and match["base"] in self.layers.families
        if not of_family or found is None or found.base not in ("", *self.layers.names):
            return None
        return -1 if found.base else found.shift

    def family(self, name: str) -> str:
        """What a member is called in the file: ``W_j``."""
        match = _MEMBER.fullmatch(name)
        return f"{match['base']}_{self.layers.index}" if match else name

    @property
    def shapes(self) -> dict[str, Shape]:
        """The shapes of the matrices that are multiplied, with the layers written out."""
        return {
            f"{self.chain}_{k}": (f"{_SPACE}_{k}", f"{_SPACE}_{k - 1}")
            for k in range(1, _DEPTH + 1)
        }

    @property
    def spaces(self) -> dict[str, str]:
        """What the spaces between layers, written out, are called in the file."""
        index, depth = self.layers.index, self.layers.depth
        ends = {0: "0", _DEPTH: depth, _AT: index, _AT - 1: f"{{{index}-1}}"}
        return {
            f"{_SPACE}_{k}": f"{_SPACE}_{ends.get(k, f'{{{index}+{k - _AT}}}')}"
            for k in range(_DEPTH + 1)
        }


def layered(rows: Sequence[Row]) -> Layered | None:
    """The layers that rows speak of; None where they do not, or not in one way."""
    found = {match["base"] for row in rows for match in _DOTS.finditer(row.source)}
    if len(found) != 1:
        return None
    (chain,) = found
    below = [*_below(rows, chain)]
    ends, inner = ([x for x in below if x.base.isupper() is upper] for upper in (True, False))
    shifted = [x.base for x in inner if x.shift] or [x.base for x in inner if x.base in _USUAL]
    depth = max((x.base for x in ends), key=[x.base for x in ends].count, default="")
    alone = {letter for row in rows for letter in _LETTER.findall(_CLAUSE.sub(" ", row.source))}
    index = max(shifted, key=shifted.count, default=next(x for x in "jikl" if x not in alone))
    if not depth or any(x.base != depth for x in ends) or {depth, index} & alone:
        return None
    bound = {match[1] for row in rows for match in _BOUND.finditer(row.source)}
    plain = {f"{chain}_{x.base}" for x in inner if x.base not in (index, *bound) and not x.shift}
    bases = {m["base"] for row in rows for m in _MEMBER.finditer(row.source) if _is_of(m, index)}
    families = {base: Family(base) for base in sorted({*bases, chain})}
    families[chain] = Family(
        chain, False, (f"{_SPACE}_{index}", f"{_SPACE}_{{{index}-1}}"), "state"
    )
    layers = Layers(index, depth, families=families, plain=frozenset(plain))
    written = Formulas(layers, Layout(_DEPTH, _AT, layers.names))
    return Layered(layers, tuple(_written(row, written) for row in rows), chain)


def has_layers(row: Row) -> bool:
    """Whether a product over layers stands in a row."""
    return _DOTS.search(row.source) is not None


def _below(rows: Sequence[Row], chain: str) -> Iterator[Index]:
    """The layers of the matrices that are multiplied which a letter names."""
    for row in rows:
        for match in _MEMBER.finditer(row.source):
            found = index_of(match["long"] or match["short"]) if match["base"] == chain else None
            if found and found.base:
                yield found


def _is_of(match: re.Match[str], index: str) -> bool:
    found = index_of(match["long"] or match["short"])
    return found is not None and found.base == index


def _written(row: Row, formulas: Formulas) -> Row:
    try:
        return replace(row, source=formulas.written(row.source, _AT))
    except LayerError:  # told when the article is read
        return row
