"""Coefficients taken apart again: the traces in which a chosen letter stands, and the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sslcheck.derive.algebra.letters import Letter, TraceOf, Word, transposed
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.errors import Unsupported

__all__ = ["ending", "parts"]


def parts(
    value: Ratio, chosen: Callable[[Letter], bool], what: str, *, valued: bool = False
) -> Iterator[tuple[list[TraceOf], Ratio]]:
    """The monomials of a coefficient: the traces in which a chosen letter occurs, and the rest.

    Raises `Unsupported` where one of them stands in a denominator or inside another function;
    ``what`` and ``valued`` are for the error.
    """
    value = value.root_reduced().cancelled()
    scalars = value.scalars
    num, den = scalars.align(value.num), scalars.align(value.den)
    marked = {n for n in value.free() if any(map(chosen, scalars.letter(n).deep() - {n}))}
    if Ratio(scalars, den, scalars.unit).free() & marked:
        raise Unsupported(f"{what} stands in a denominator", valued=valued)
    for monom, coeff in num.items():
        blocks: list[TraceOf] = []
        rest = list(monom)
        for at, power in enumerate(monom):
            letter = scalars.names[at] if power else None
            if letter is not None and letter in marked:
                if not isinstance(letter, TraceOf):
                    raise Unsupported(
                        f"{what} stands under a root or in an exponent", valued=valued
                    )
                blocks += [letter] * power
                rest[at] = 0
        # in the ring that it was read in: whoever takes it may have made letters meanwhile
        yield blocks, Ratio(scalars, num.ring.from_dict({tuple(rest): coeff}), den)


def ending(block: Word, chosen: Callable[[Letter], bool]) -> Word:
    """A 1 x 1 product, turned so that it ends with a chosen letter."""
    return block if chosen(block[-1][0]) else transposed(block)
