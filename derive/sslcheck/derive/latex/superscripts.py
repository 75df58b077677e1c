"""Superscripts: the transpose and exponents."""

from __future__ import annotations

import re
from fractions import Fraction

from sslcheck.derive.expr import Span
from sslcheck.derive.latex.caret import Misread

__all__ = [
    "ADVICE",
    "INVERSE_TRANSPOSE",
    "LARGEST",
    "LETTERS",
    "PSEUDO",
    "REFUSED",
    "STEP",
    "TRANSPOSE",
    "superscript",
]

ADVICE = (
    "It may be `T`, a whole number or halves of one: `W^T`, `x^2`, `A^{-1}`, `A^{1/2}`; of positive"
    " numbers anything: `x^{1/3}`, `x^a`."
)
LETTERS = (
    r"Write a number, as in `F^{1/2}`, or the eigenvalues,"
    r" `U \text{diag}(s_1^\gamma, \dots, s_n^\gamma) U^T`, of an orthonormal `U`, positive `s_j`."
)
"""What to write instead of a power of a matrix in letters."""
TRANSPOSE = "T"
PSEUDO = "+"
INVERSE_TRANSPOSE = "-T"
LARGEST = 32
"""The largest exponent."""
_DEEPEST = 12
_EXPONENT = re.compile(
    r"([-+]?)\s*(?:([0-9]*\.[0-9]{1,2}|[0-9]+)(?:\s*/\s*([0-9]+))?"
    r"|\\[dt]?frac\s*(?:\{\s*([0-9]+)\s*\}|([0-9]))\s*(?:\{\s*([0-9]+)\s*\}|([0-9])))",
    re.ASCII,
)
_SPACES = re.compile(r"\\[,;:! ]|\s+", re.ASCII)
_FONT = r"\\(?:mathsf|mathrm|mathit|mathtt|text|textsf|textrm|operatorname)"
_TRANSPOSE = re.compile(
    rf"(-?)(?:T|\\top|\\intercal|{_FONT}(?:\{{T\}}|T)|\{{\\(?:rm|sf)T\}}|\\(?:rm|sf)T)", re.ASCII
)
_STEP = re.compile(r"\([a-z](?:[-+]1)?\)", re.ASCII)
STEP = "What a step of training does stands in [rules]; a recursion is of the kind `fixed-point`."
"""What to write instead of what is counted by steps."""
REFUSED = {
    "\\dagger": "Write `T` for a transpose, `+` for a pseudo-inverse.",
    **dict.fromkeys(
        ("*", "\\ast", "\\star"),
        "Write `T` for a transpose; an optimum is a symbol of its own, as in `W_{*}`.",
    ),
    "H": "All matrices are real: write `T` for the transpose.",
    "\\prime": "Write a prime as `'`.",
    "-": "What stands above a letter is part of a name: declare it, as in `'x^-' = {}`.",
    **dict.fromkeys(
        ("\\circ", "\\circ2", "\\odot2"),
        "Write products by entries, `A \\odot A`; other powers by entries cannot be read.",
    ),
}


def superscript(inner: str, span: Span) -> str:
    """``T``, ``-T``, ``+``, ``+T``, or an exponent as `Fraction` prints it.

    Raises `Misread` for anything else.
    """
    bare = _SPACES.sub("", inner)
    if match := _TRANSPOSE.fullmatch(bare):
        return INVERSE_TRANSPOSE if match[1] else TRANSPOSE
    if bare.startswith(PSEUDO) and (bare == PSEUDO or _TRANSPOSE.fullmatch(bare[1:])):
        return bare[:1] + TRANSPOSE * (bare != PSEUDO)
    match = _EXPONENT.fullmatch(inner)
    if match is None:
        advice = STEP if _STEP.fullmatch(bare) else REFUSED.get(bare, ADVICE)
        raise Misread("unreadable superscript", span, advice)
    over = Fraction(match[2] or match[4] or match[5])
    under = int(match[3] or match[6] or match[7] or 1)
    if under == 0:
        raise Misread("division by zero", span)
    value = (-over if match[1] == "-" else over) / under
    if abs(value) > LARGEST:
        raise Misread(f"exponent larger than {LARGEST}", span, ADVICE)
    return str(value)
