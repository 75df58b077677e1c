"""The commands that can be read, and the error for one that cannot."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

from sslcheck.derive.expr import Span
from sslcheck.derive.latex.caret import Misread
from sslcheck.derive.latex.names import ACCENTS

__all__ = ["SPACING", "STRANGE", "TEXTS", "TOKENS", "unknown"]

TOKENS: dict[str, tuple[str, str]] = {
    **{op: ("RELATION", op) for op in "=<>"},
    **dict.fromkeys(("\\ge", "\\geq", "\\geqslant"), ("RELATION", ">=")),
    **dict.fromkeys(("\\le", "\\leq", "\\leqslant"), ("RELATION", "<=")),
    **dict.fromkeys(("\\to", "\\rightarrow"), ("RELATION", "->")),
    "\\succeq": ("RELATION", "psd"),
    "\\succ": ("RELATION", "pd"),
    "+": ("SIGN", "+"),
    "-": ("SIGN", "-"),
    "\\cdot": ("CDOT", ""),
    "\\otimes": ("KRON", ""),
}
"""Commands and characters that are one token by themselves: its type and value."""

TEXTS: dict[str, str] = {
    **dict.fromkeys(("StopGrad", "sg"), "stop"),
    **dict.fromkeys(("tr", "Tr"), "trace"),
    "vec": "vec",
    "diag": "diag",
    **dict.fromkeys(("where", "and", "with"), "separator"),
}
"""What may stand in ``\\text{...}``: functions, and words between relations."""

SPACING = frozenset(
    ["\\quad", "\\qquad", "\\left", "\\right"]
    + [f"\\{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", *"lrm")]
)
"""Commands without a meaning of their own: spaces, and sizes of delimiters."""

STRANGE = {
    "_": "A subscript belongs directly to one symbol: `W_p`, `W_p^T`, `\\Lambda_{W_p}`.",
    "'": "A prime belongs directly to one symbol: `X'`.",
    "/": "Write `\\frac{...}{...}`.",
    "|": "Write norms as `\\|...\\|_2^2`.",
    "\\": "Only rows of `cases` are separated by `\\\\`.",
}
"""Advice on characters that LaTeX knows but that cannot be read by themselves."""

_READ_ELSEWHERE = (
    *("\\dfrac", "\\dot", "\\dots", "\\exp", "\\frac", "\\int", "\\max", "\\nabla"),
    *("\\operatorname", "\\partial", "\\sqrt", "\\text", "\\tfrac"),
)


def unknown(command: str, span: Span, letters: Collection[str]) -> Misread:
    """The error for a command that has no meaning, or none at that place.

    ``letters`` are the commands in names of symbols, one of which may be meant.
    """
    known = sorted({*TOKENS, *ACCENTS, *_READ_ELSEWHERE} - {*"+-=<>"})
    if command in known or command in SPACING:
        return Misread(f"`{command}` cannot stand here", span)
    close = get_close_matches(command, sorted({*known, *letters}), n=3)
    lines = ["Did you mean " + " or ".join(f"`{item}`" for item in close) + "?"] if close else []
    lines.append(f"Known commands: {' '.join(known)}, spacing and Greek letters.")
    return Misread(f"unknown command `{command}`", span, "\n".join(lines))
