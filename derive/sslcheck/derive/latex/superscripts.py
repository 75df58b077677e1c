"""Superscripts: the transpose and exponents."""

from __future__ import annotations

import re
from fractions import Fraction

from sslcheck.derive.expr import Span
from sslcheck.derive.latex.caret import Misread

__all__ = ["ADVICE", "superscript"]

ADVICE = "It may be `T`, a whole number or one half: `W^T`, `x^2`, `A^{-1}`, `A^{1/2}`."
_LARGEST = 32
_EXPONENT = re.compile(
    r"([-+]?)\s*(?:([0-9]+)(?:\s*/\s*([0-9]+))?"
    r"|\\[dt]?frac\s*(?:\{\s*([0-9]+)\s*\}|([0-9]))\s*(?:\{\s*([0-9]+)\s*\}|([0-9])))",
    re.ASCII,
)


def superscript(inner: str, span: Span) -> str:
    """``T``, or an exponent as `Fraction` prints it; raises `Misread` for anything else."""
    if inner in ("T", "\\top"):
        return "T"
    match = _EXPONENT.fullmatch(inner)
    if match is None:
        raise Misread("unreadable superscript", span, ADVICE)
    over = int(match[2] or match[4] or match[5])
    under = int(match[3] or match[6] or match[7] or 1)
    if under == 0:
        raise Misread("division by zero", span)
    value = Fraction(-over if match[1] == "-" else over, under)
    if abs(value) > _LARGEST:
        raise Misread(f"exponent larger than {_LARGEST}", span, ADVICE)
    if value.denominator != 1 and value != Fraction(1, 2):
        raise Misread(f"unreadable exponent {value}", span, ADVICE)
    return str(value)
