"""What is between minus and plus the identity: square orthonormal matrices, ``Q + Q^T <= 2 I``.

``F = I - (Q + Q^T) / 2`` is psd, as ``2 F = (I - Q)^T (I - Q)``, and so is ``G = 2 I - F``. With
``L^T Q L + L^T Q^T L = 2 L^T (I - F) L = 2 L^T (G - I) L`` a sum has a psd matrix in place of Q.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import partial

from sslcheck.derive.algebra.letters import Word
from sslcheck.derive.algebra.ratios import Ratio, added_up
from sslcheck.derive.signs.bounded import in_trace, in_word, rest_letter
from sslcheck.derive.signs.quadratic import Form, Key

__all__ = ["turned"]

_Place = tuple[Word, Callable[[Word], Mapping[Key, Ratio]]]


def turned(form: Form, nonnegative: Callable[[Ratio], bool]) -> Form | None:
    """The form without orthonormal matrices between halves that mirror each other; None where
    there are none, or the sign of a weight is open.
    """
    if len(form.spaces) > 1 or not form.is_symmetric:
        return None
    one, terms, changed = form.normal.scalars.one, list[tuple[Key, Ratio]](), False
    for key, coeff in form.terms.items():
        place = _place(form, key)
        if place is None:
            parts: list[tuple[Mapping[Key, Ratio], Ratio]] = [({key: one}, coeff)]
        else:
            letter, put = place
            sign = 1 if nonnegative(-coeff) else -1
            if sign < 0 and not nonnegative(coeff):
                return None
            half = form.normal.scalars.number(Fraction(-sign, 2))
            back = form.mirrored(letter)
            rest = rest_letter(form.alphabet, letter, {(): one, letter: half, back: half})
            share = coeff if sign > 0 else -coeff
            parts, changed = [(put(()), share), (put(((rest, False),)), -share)], True
        terms += [
            (new, weight * number) for found, weight in parts for new, number in found.items()
        ]
    kept = {k: c for k, c in added_up(terms).items() if not c.is_zero()}
    return replace(form, terms=kept) if changed else None


def _place(form: Form, key: Key) -> _Place | None:
    """An orthonormal letter of a term, and what becomes of the term with another word there."""
    word = key[0] if form.spaces else key[0][1:]
    for k, letter in enumerate(word):
        if "orthonormal" not in form.alphabet.properties.get(letter[0], ()):
            continue
        space, other = form.alphabet.shape(letter)
        if space != other:
            continue
        left, right = word[:k], word[k + 1 :]
        if form.spaces and form.mirrored(left) == right:
            return (letter,), partial(in_word, form, key, 0, left, right)
        around = right + left
        if not form.spaces and form.mirrored(around) == around:
            return (letter,), partial(in_trace, form, around, space)
    return None
