"""Functions of one symmetric matrix, by their values at its eigenvalues.

``C`` and inverses of sums made of it commute, so what they make is a function of ``C``. It is psd
where the function is not negative at any number that may be an eigenvalue: ``I - l (C + l I)^{-1}``
of a psd ``C`` is ``x / (x + l)`` at ``x``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from sslcheck.derive.algebra import letters as lt
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.words import Alphabet
from sslcheck.derive.signs.quadratic import Form, Key
from sslcheck.derive.signs.scalar import Signs

__all__ = ["gathered"]

_Place = tuple[int, Key, lt.Word, lt.Word]
"""Where a function stands: the space, the other words, what is left and right."""

Psd = Callable[[Form, tuple[Any, bool]], bool]
Invertible = Callable[[Form, Any], bool]


def gathered(form: Form, psd: Psd, invertible: Invertible) -> Form | None:
    """The form with functions of one matrix, where they are psd, as one psd letter each.

    Such a matrix is a letter whose inverse, or one of a sum made of it, occurs. None where there
    is none, and of numbers. ``psd`` and ``invertible`` say what is known of a letter.
    """
    found: Form | None = None
    for base in _bases(form) if form.spaces else ():
        now = found or form
        sign = "real"
        if psd(now, (base, False)):
            sign = "positive" if invertible(now, base) else "nonnegative"
        found = _Family(now, lt.EigenvalueOf(base, sign)).gathered() or found
    return found


def _bases(form: Form) -> list[lt.Letter]:
    """The symmetric letters that alone stand in an inverse."""
    bases: dict[lt.Letter, None] = {}
    for letter in dict.fromkeys(n for key in form.terms for word in key for n, _ in word):
        if isinstance(letter, lt.InverseOf):
            inside = {n for word in letter.value.terms for n, _ in word}
            inside = {n for n in inside if not isinstance(n, lt.InverseOf)}
            if len(inside) == 1:
                bases |= dict.fromkeys(inside)
    marks = form.alphabet.properties
    return [
        n for n in bases if isinstance(n, (str, lt.AtStart)) and "symmetric" in marks.get(n, ())
    ]


class _Family:
    """One matrix and the inverses of sums made of it, as numbers at an eigenvalue."""

    def __init__(self, form: Form, eigenvalue: lt.EigenvalueOf) -> None:
        self.form = form
        self.base = eigenvalue.of
        self.scalars = form.normal.scalars
        self._at = self.scalars.letter(eigenvalue)
        self._known: dict[lt.Letter, Ratio | None] = {}

    def gathered(self) -> Form | None:
        """The form with a letter for each function that is psd; None where there is none."""
        form = self.form
        groups: dict[_Place, dict[Key, lt.Word]] = {}
        for key in form.terms:
            found = self._found(key)
            if found is not None:
                run, place = found
                groups.setdefault(place, {})[key] = run
        alphabet = replace(
            form.alphabet,
            shapes=dict(form.alphabet.shapes),
            properties=dict(form.alphabet.properties),
        )
        terms, changed = dict(form.terms), False
        signs = Signs(form.normal.functions)
        for place, keys in groups.items():
            if not any(isinstance(n, lt.InverseOf) for run in keys.values() for n, _ in run):
                continue
            plain = self._key(form.alphabet, place, ())
            parts = {key: (run, terms[key]) for key, run in keys.items()}
            if plain in terms:
                parts[plain] = ((), terms[plain])
            value = self._sum(parts.values())
            scale, shape = self._monic(value)
            ways = signs.ways(shape)
            if ways is None:
                continue
            for key in parts:
                del terms[key]
            changed = True
            if not value.is_zero():
                space = alphabet.shape((self.base, False))
                runs = {run: (c / scale).cancelled() for run, c in parts.values()}
                whole = Element(alphabet, space, runs)
                letter = lt.FunctionOf((self.base, shape.key()), whole, () in ways)
                alphabet.declare(letter, space, frozenset({"psd"}))
                terms[self._key(alphabet, place, ((letter, False),))] = scale
        return replace(form, alphabet=alphabet, terms=terms) if changed else None

    # -- places ---------------------------------------------------------------------------------

    def _found(self, key: Key) -> tuple[lt.Word, _Place] | None:
        """The one run of letters of the family in a term, and where it stands."""
        places = [
            (slot, at, len(word))
            for slot, word in enumerate(key)
            for at, (n, _) in enumerate(word)
            if self._value(n) is not None
        ]
        if not places or len({slot for slot, _, _ in places}) > 1:
            return None
        slot, first, _ = places[0]
        word, last = key[slot], places[-1][1] + 1
        if last - first != len(places):
            return None
        others = (*key[:slot], *key[slot + 1 :])
        return word[first:last], (slot, others, word[:first], word[last:])

    def _key(self, alphabet: Alphabet, place: _Place, run: lt.Word) -> Key:
        """The term in which a run stands at a place."""
        slot, others, left, right = place
        return (*others[:slot], alphabet.reduce((*left, *run, *right)), *others[slot:])

    # -- values ---------------------------------------------------------------------------------

    def _sum(self, parts: Iterable[tuple[lt.Word, Ratio]]) -> Ratio:
        total = self.scalars.number(0)
        for run, coeff in parts:
            for name, _ in run:
                value = self._value(name)
                assert value is not None
                coeff = coeff * value
            total = total + coeff
        return total.cancelled()

    def _monic(self, value: Ratio) -> tuple[Ratio, Ratio]:
        """A function as a number and a function with leading coefficients 1."""
        if value.is_zero():
            return self.scalars.one, value
        (letter,) = self._at.free()
        scale = self.scalars.one
        for part, power in ((value.numerator, 1), (value.denominator, -1)):
            powers = part.coefficients(letter)
            scale = scale * powers[max(powers)] ** power
        scale = scale.cancelled()
        return scale, (value / scale).cancelled()

    def _value(self, letter: lt.Letter) -> Ratio | None:
        """A letter at an eigenvalue; None where it is no function of the matrix."""
        if letter == self.base:
            return self._at
        if letter not in self._known:
            self._known[letter] = (
                self._inverse(letter) if isinstance(letter, lt.InverseOf) else None
            )
        return self._known[letter]

    def _inverse(self, letter: lt.InverseOf) -> Ratio | None:
        words = letter.value.terms.items()
        if any(self._value(n) is None for word, _ in words for n, _ in word):
            return None
        return self.scalars.one / self._sum(words)
