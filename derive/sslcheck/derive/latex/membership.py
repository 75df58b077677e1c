r"""Memberships such as ``W \in \mathbb{R}^{n \times d}``: checked against what is declared, then
dropped, as they say no more than that."""

from __future__ import annotations

import re

from sslcheck.derive.expr import Span
from sslcheck.derive.latex.caret import Misread
from sslcheck.derive.latex.names import canonical
from sslcheck.derive.latex.tex import Tex
from sslcheck.derive.setting import Symbol

__all__ = ["member_end"]

_REALS = re.compile(r"\s*\\mathbb\s*(?:\{\s*R\s*\}|R(?![A-Za-z]))", re.ASCII)
_ABOVE = re.compile(r"\s*\^", re.ASCII)
_BELOW = re.compile(
    r"\s*_\s*(?:\+|\{\s*(?:\+|(>)\s*0|\\geq?(?:slant)?\s*0|(\+\s*\+))\s*\})", re.ASCII
)
_ADVICE = r"Known are `\mathbb{R}`, `\mathbb{R}^n`, `\mathbb{R}^{n \times d}`; a sign is declared."


def member_end(tex: Tex, symbol: Symbol, span: Span, *, settled: bool = True) -> int:
    r"""Where the set ends in which a symbol is said to be by the ``\in`` at ``span``.

    Raises `Misread` where that is not what is declared of the symbol, if that is ``settled``.
    """
    match = _REALS.match(tex.text, span[1])
    if match is None:
        raise Misread(r"`\in` an unreadable set", span, _ADVICE)
    end, sizes, sign = match.end(), "", ""
    for _ in range(2):
        if below := _BELOW.match(tex.text, end):
            sign = "positive" if below[1] or below[2] else "nonnegative"
            end = below.end()
        elif above := _ABOVE.match(tex.text, end):
            argument = tex.argument(above.end())
            if argument is None or sizes:
                break
            sizes, end = tex.word(argument), argument[1]
    if not settled:
        return end
    parts = [canonical(part) for part in re.split(r"\\times(?![A-Za-z])", sizes)] if sizes else []
    said = [*parts, "1", "1"][:2]
    whole = span[0], end
    if len(parts) > 2 or [canonical(space) for space in symbol.shape] != said:
        declared = " x ".join(symbol.shape)
        advice = (
            f"`{symbol.name}` is declared as {declared}, which is what counts: make them agree."
        )
        raise Misread(
            f"`{symbol.name}` is said to be {' x '.join(parts) or 'a number'}", whole, advice
        )
    if sign and symbol.sign not in (sign, "positive"):
        advice = f'Declare `{symbol.name}` with `sign = "{sign}"`.'
        raise Misread(f"`{symbol.name}` is said to be {sign}", whole, advice)
    return end
