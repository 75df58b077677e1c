"""Matrices that lie below others, as a multiple of the identity, and what is left of these.

A symmetric ``A`` with ``A A = b A`` is psd, and so is ``F = b I - A``: of ``Q Q^T`` with
orthonormal columns, of ``W W^+``, of ``1 1^T`` with ``b = n``. So is ``F`` of any psd ``A`` with
its trace as ``b``. The inverse of a sum lies below that of a definite part of it. Written as
``b I - F``, what ``A`` takes away is not negative any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from sslcheck.derive.algebra import letters as lt
from sslcheck.derive.algebra.cycles import traced
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.entrywise import hadamard
from sslcheck.derive.algebra.inverses import element_key
from sslcheck.derive.algebra.ratios import Ratio, added_up
from sslcheck.derive.algebra.words import Alphabet
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.setting import Shape
from sslcheck.derive.signs.quadratic import Form, Key

__all__ = ["bounded", "in_trace", "in_word", "rest_letter"]

_MOST_FORMS = 40
_MOST_ROUNDS = 4

HasSquare = Callable[[Form, lt.Word], bool]
Known = Callable[[Ratio], bool]


@dataclass(frozen=True, slots=True)
class _Below:
    """``word = above - rest``; all are psd."""

    word: lt.Word
    above: Mapping[lt.Word, Ratio]
    rest: lt.BoundedOf


def bounded(form: Form, has_square: HasSquare, nonnegative: Known) -> Iterator[Form]:
    """The form with some of these matrices as what is left of them, one place after the other.

    ``has_square`` says that a word is psd, ``nonnegative`` that a number is not negative. Only
    terms are changed whose coefficients are not known to be so.
    """
    below = [*_found(form, has_square, nonnegative)]
    if not below:
        return
    alone, hidden = form, False
    for k, one in enumerate(below):
        if not has_square(form, one.word):  # W W^+ is psd, though no square to be seen
            letter = rest_letter(form.alphabet, one.word, {one.word: form.normal.scalars.one})
            alone, hidden = _everywhere(alone, one.word, letter), True
            below[k] = replace(one, word=((letter, False),))
    if hidden:
        yield alone
    yield from islice(_changed(alone, below, nonnegative), _MOST_FORMS)


def _changed(form: Form, below: list[_Below], nonnegative: Known) -> Iterator[Form]:
    """With one more place changed in each round, breadth first."""
    pending, seen = [form], set[tuple[Key, ...]]()
    for _ in range(_MOST_ROUNDS):
        later: list[Form] = []
        for now in pending:
            for other in _next(now, below, nonnegative):
                key = tuple(sorted(other.terms))
                if key not in seen:
                    seen.add(key)
                    later.append(other)
                    yield other
        pending = later


def _next(form: Form, below: list[_Below], nonnegative: Known) -> Iterator[Form]:
    for key, coeff in form.terms.items():
        if nonnegative(coeff):
            continue
        for one in below:
            for place in _places(form, key, one.word):
                terms = [(k, c) for k, c in form.terms.items() if k != key]
                parts = [(inner, coeff * share) for inner, share in one.above.items()]
                parts.append((((one.rest, False),), -coeff))
                terms += [(k, share * c) for inner, share in parts for k, c in place(inner).items()]
                yield _of(form, terms)


# -- which matrices these are ---------------------------------------------------------------------


def _found(form: Form, has_square: HasSquare, nonnegative: Known) -> Iterator[_Below]:
    """The parts of words that are bounded in this way."""
    normal, alphabet = form.normal, form.alphabet
    one = normal.scalars.one
    traces = {n for c in form.terms.values() for n in c.free() if isinstance(n, lt.TraceOf)}
    for word in dict.fromkeys(_parts(form)):
        space, other = alphabet.word_shape(word)
        if space != other or space == "1" or form.mirrored(word) != word:
            continue
        element = Element(alphabet, (space, space), {word: one})
        bounds = [*_by_square(form, element, nonnegative)]
        if traces and (bounds or has_square(form, word)):
            trace = element.trace().value()
            bounds += [trace] if trace.free() & traces else []
        for bound in bounds:
            rest = rest_letter(alphabet, word, {(): bound, word: -one})
            if len(word) == 1:  # it commutes with what it is made of
                base = alphabet.families.setdefault(word[0][0], word[0][0])
                alphabet.families[rest] = base
            yield _Below(word, {(): bound}, rest)
    yield from _inverses(form)


def _inverses(form: Form) -> Iterator[_Below]:
    """``X^-1`` below ``Y^-1 / s`` where ``X - s Y`` is psd and ``Y`` definite: the identity, or
    what else has an inverse here.
    """
    normal, alphabet, one = form.normal, form.alphabet, form.normal.scalars.one
    found = sorted({n for w in _parts(form) for n, _ in w if isinstance(n, lt.InverseOf)})
    for letter in found:
        value, word = letter.value, ((letter, False),)
        below: dict[lt.Word, Element] = {(): value.alphabet.identity(value.shape[0])}
        below |= {((n, False),): n.value for n in found if n != letter}
        for inverse, other in below.items():
            if other.shape != value.shape or normal.definite(other) is not True:
                continue
            for scale in _scales(value, other):
                more = normal.definite(value - other.scaled(scale))
                if normal.functions.sign(scale) == 1 and more is not None:
                    above: dict[lt.Word, Ratio] = {inverse: one / scale}
                    rest = rest_letter(alphabet, word, {**above, word: -one}, more)
                    yield _Below(word, above, rest)


def _scales(value: Element, other: Element) -> Iterator[Ratio]:
    """How often one sum may stand in another: as often as one of its terms does."""
    seen: list[Ratio] = []
    for word, coeff in other.terms.items():
        scale = value.terms.get(word)
        if scale is None:
            return
        scale = (scale / coeff).cancelled()
        if not any((scale - one).is_zero() for one in seen):
            seen.append(scale)
            yield scale


def _by_square(form: Form, element: Element, nonnegative: Known) -> Iterator[Ratio]:
    """The number ``b`` in ``A A = b A``, where there is one that is not negative."""
    ((word, one),) = element.terms.items()
    square = element * element
    if square.terms.keys() == {word}:
        bound = square.terms[word]
        if nonnegative(bound):
            yield bound
        return
    try:
        gap = form.normal.reduced(square - element)
    except Unsupported:
        return
    if gap.is_zero():
        yield one


def rest_letter(
    alphabet: Alphabet, word: lt.Word, terms: Mapping[lt.Word, Ratio], definite: bool = False
) -> lt.BoundedOf:
    space = alphabet.word_shape(word)[0]
    value = Element(alphabet, (space, space), dict(terms))
    made = lt.BoundedOf(element_key(value), value, definite)
    alphabet.declare(made, (space, space), frozenset({"psd"}))
    return made


# -- where they stand -----------------------------------------------------------------------------

_Place = Callable[[lt.Word], Mapping[Key, Ratio]]
"""What becomes of a term when another word stands at the place."""


def _parts(form: Form) -> Iterator[lt.Word]:
    pending = [
        (word[word[:1] == (lt.TRACE,) :], word[:1] == (lt.TRACE,)) for k in form.terms for word in k
    ]
    for body, cycle in pending:  # which grows
        for start in range(len(body)):
            turn = body[start:] + body[:start] if cycle else body[start:]
            yield from (turn[:size] for size in range(1, len(turn) + 1))
        pending += [(w, False) for n, _ in body if isinstance(n, lt.HadamardOf) for w in n.key]


def _places(form: Form, key: Key, part: lt.Word) -> Iterator[_Place]:
    """The places in a term at which a word stands, those in products by entries included."""
    size = len(part)
    if not form.spaces:
        body = key[0][1:]
        for k in range(len(body)):
            turn = body[k:] + body[:k]
            if turn[:size] == part:
                yield partial(in_trace, form, turn[size:], form.alphabet.word_shape(part)[0])
        return
    for slot, word in enumerate(key):
        for at in range(len(word)):
            if word[at : at + size] == part:
                yield partial(in_word, form, key, slot, word[:at], word[at + size :])
            for inside in _inside(form, word[at], part):
                yield partial(_around, form, key, slot, (word[:at], word[at + 1 :]), inside)


def _inside(
    form: Form, letter: tuple[lt.Letter, bool], part: lt.Word
) -> Iterator[Callable[[lt.Word], Element]]:
    """The places in a product by entries of words, by what becomes of it."""
    name, flipped = letter
    if not isinstance(name, lt.HadamardOf) or flipped:
        return
    for k, word in enumerate(name.key):
        others = (*name.key[:k], *name.key[k + 1 :])
        for at in range(len(word) - len(part) + 1):
            if word[at : at + len(part)] == part:
                left, right = word[:at], word[at + len(part) :]
                yield partial(_by_entries, form, name.value.shape, (left, right), others)


def _by_entries(
    form: Form,
    shape: Shape,
    ends: tuple[lt.Word, lt.Word],
    others: tuple[lt.Word, ...],
    inner: lt.Word,
) -> Element:
    alphabet = form.alphabet
    total = _element(alphabet, (*ends[0], *inner, *ends[1]), shape[0])
    for word in others:
        total = hadamard(total, _element(alphabet, word, shape[0]))
    return total


def _element(alphabet: Alphabet, word: lt.Word, space: str) -> Element:
    return alphabet.word(word) if word else alphabet.identity(space)


def _around(
    form: Form,
    key: Key,
    slot: int,
    ends: tuple[lt.Word, lt.Word],
    inside: Callable[[lt.Word], Element],
    inner: lt.Word,
) -> Mapping[Key, Ratio]:
    """A product by entries with words around it, as terms."""
    element = inside(inner)
    for word, before in ((ends[0], True), (ends[1], False)):
        if word:
            other = form.alphabet.word(word)
            element = other * element if before else element * other
    return {(*key[:slot], each, *key[slot + 1 :]): c for each, c in element.terms.items()}


def in_trace(form: Form, rest: lt.Word, space: str, inner: lt.Word) -> Mapping[Key, Ratio]:
    """A trace as terms of a scalar form."""
    element = form.alphabet.scalar(traced(form.alphabet, (*inner, *rest), space))
    return {(each,): coeff for each, coeff in element.terms.items()}


def in_word(
    form: Form, key: Key, slot: int, left: lt.Word, right: lt.Word, inner: lt.Word
) -> Mapping[Key, Ratio]:
    """A word of one space as terms."""
    element = _element(form.alphabet, (*left, *inner, *right), form.spaces[slot])
    return {(*key[:slot], each, *key[slot + 1 :]): c for each, c in element.terms.items()}


def _everywhere(form: Form, part: lt.Word, letter: lt.BoundedOf) -> Form:
    """The form with a letter wherever a word stands."""
    terms: list[tuple[Key, Ratio]] = []
    pending = [*form.terms.items()]
    while pending:
        key, coeff = pending.pop()
        place = next(_places(form, key, part), None)
        if place is not None:
            pending += [(k, coeff * c) for k, c in place(((letter, False),)).items()]
        else:
            terms.append((key, coeff))
    return _of(form, terms)


def _of(form: Form, terms: Iterable[tuple[Key, Ratio]]) -> Form:
    """A form like another one, of other terms."""
    return replace(form, terms={k: c for k, c in added_up(terms).items() if not c.is_zero()})
