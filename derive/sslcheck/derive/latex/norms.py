r"""Norms: what stands behind the closing bars, and what the whole means."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from sslcheck.derive.expr import Expr, Power, Span, SquaredNorm
from sslcheck.derive.latex.caret import Misread
from sslcheck.derive.latex.tex import Tex

__all__ = ["Tail", "norm", "norm_tail"]

_FONT = re.compile(r"\\(?:mathrm|text|mathit|mathsf|operatorname)\s*\{\s*(\w+)\s*\}", re.ASCII)
_KINDS = {"": "", "2": "2-norm", **dict.fromkeys(("F", "Fro", "fro", "HS"), "")}
_LARGEST = 32


class Tail(NamedTuple):
    """``value``: which norm it is, and its power, for `norm`; ``end``: where it ends."""

    value: str
    end: int


def norm_tail(tex: Tex, span: Span) -> Tail:
    """The subscript and the exponent behind the closing bars at ``span``, in either order.

    Raises `Misread` for a norm other than the Euclidean one of a vector and the Frobenius one.
    """
    found = {"_": "", "^": ""}
    end = span[1]
    while (sign := tex.text[tex.skip(end) :][:1]) in ("_", "^") and not found[sign]:
        argument = tex.argument(tex.skip(end) + 1)
        word = tex.word(argument) if argument else ""
        if sign == "^" and not (word.isascii() and word.isdigit()):
            break  # of no power: read as any other superscript
        if argument is None or not word:
            break
        after = argument[1]
        if word in ("\\mathrm", "\\text") and (letter := tex.argument(after)):
            word, after = tex.word(letter), letter[1]
        found[sign], end = word, after
    below = _FONT.sub(r"\1", found["_"]).strip()
    if below not in _KINDS:
        advice = (
            "Known are the norm of a vector, `\\|x\\|_2`, and that of Frobenius, `\\|W\\|_F`; that"
            " all singular values of `W` are `a` at most is claimed as `a^2 I - W^T W \\succeq 0`."
        )
        raise Misread(f"the norm with the subscript `{found['_']}`", (span[0], end), advice)
    power = int(found["^"] or 1)
    if not 1 <= power <= _LARGEST:
        raise Misread(f"a norm to the power {power}", (span[0], end), "Write it without the norm.")
    return Tail(f"{power} {_KINDS[below]}".rstrip(), end)


def norm(arg: Expr, value: str, span: Span) -> Expr:
    """The power of the norm of ``arg`` that a `Tail` tells of."""
    power, _, kind = value.partition(" ")
    if kind == "2-norm":
        arg = replace(arg, demand="2-norm")
    square = SquaredNorm(arg, span=span)
    whole, odd = divmod(int(power), 2)
    if odd:
        root = Power(square, Fraction(1, 2), span=span)
        return root if not whole else Power(root, Fraction(int(power)), span=span)
    return square if whole == 1 else Power(square, Fraction(whole), span=span)
