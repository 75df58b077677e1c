"""Rows made ready for inference."""

from __future__ import annotations

from collections.abc import Mapping

from sslcheck.derive.setting import Shape
from sslcheck.derive.sketch.forms import Reader, Row, best_forms
from sslcheck.derive.sketch.letters import letters
from sslcheck.derive.sketch.misprints import Solution, solve

__all__ = ["reader_of", "solved"]


def reader_of(*rows: str) -> Reader:
    found = letters(rows)
    numbered = [Row(str(k), 1, row, f"equation ({k})") for k, row in enumerate(rows, 1)]
    return Reader(numbered, found.known, found.spaces)


def solved(*rows: str, known: Mapping[str, Shape] = {}) -> Solution:
    reader = reader_of(*rows)
    return solve(reader, best_forms(reader, known), known)
