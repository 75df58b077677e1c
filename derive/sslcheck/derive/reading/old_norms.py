r"""Norms of matrices in articles of 0.1, which read ``\|W\|_2^2`` as ``\|W\|_F^2``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.expr import Expr
from sslcheck.derive.latex import read_expression, read_rows
from sslcheck.derive.setting import Symbol
from sslcheck.derive.shapes import resolve
from sslcheck.derive.traverse import walk

__all__ = ["frobenius", "rewritten"]

_DEEPEST = 6  # nothing that is read stands deeper
_NORM = re.compile(r"((?:\\\||Vert)\s*_\s*)(?:2|\{\s*2\s*\})(?=\s*\^)", re.ASCII)


def _strings(data: object, depth: int = _DEEPEST) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, (Mapping, list)) and depth:
        for value in data.values() if isinstance(data, Mapping) else data:
            yield from _strings(value, depth - 1)


def rewritten(data: Any, changes: Mapping[str, str], depth: int = _DEEPEST) -> Any:
    """What is parsed of a file, with other strings in place of some."""
    if isinstance(data, str):
        return changes.get(data, data)
    if isinstance(data, dict) and depth:
        return {key: rewritten(value, changes, depth - 1) for key, value in data.items()}
    if isinstance(data, list) and depth:
        return [rewritten(value, changes, depth - 1) for value in data]
    return data


def frobenius(
    data: object, symbols: Mapping[str, Symbol], spaces: Collection[str]
) -> dict[str, str]:
    """The strings with a 2-norm of a matrix, each as it is written today."""
    found = {}
    for text in _strings(data):
        if _NORM.search(text) and _is_of_matrix(text, symbols, spaces):
            found[text] = _NORM.sub(r"\1F", text)
    return found


def _is_of_matrix(text: str, symbols: Mapping[str, Symbol], spaces: Collection[str]) -> bool:
    return any(
        node.demand == "2-norm" and "1" not in _shape(node, symbols)
        for side in _sides(text, symbols, spaces)
        for node in walk(side)
    )


def _shape(node: Expr, symbols: Mapping[str, Symbol]) -> tuple[str, str]:
    try:
        return resolve(replace(node, demand=""), symbols)[1]
    except SslcheckError:
        return "1", "1"


def _sides(text: str, symbols: Mapping[str, Symbol], spaces: Collection[str]) -> Iterator[Expr]:
    """The expressions in a formula, whatever it is; none where it cannot be read."""
    try:
        for row in read_rows(text, symbols, spaces):
            for relation in row.relations:
                yield from (relation.lhs, relation.rhs)
    except SslcheckError:
        try:
            yield read_expression(text, symbols, spaces)
        except SslcheckError:
            return
