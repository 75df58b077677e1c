"""How a term of a form splits into ``left* middle right`` with a middle that is not negative.

The middle is a product of psd letters, or in a trace a word that has no negative entry. A product
by entries of psd matrices is psd (Schur).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby, product
from typing import Any

from sslcheck.derive.algebra import letters as lt
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.signs.bounded import bounded
from sslcheck.derive.signs.quadratic import Form, Key
from sslcheck.derive.signs.scalar import Signs
from sslcheck.derive.signs.spectral import gathered
from sslcheck.derive.signs.squares import Split, Square, complete_squares
from sslcheck.derive.signs.turned import turned

__all__ = ["NUMBER", "form_splits", "found_squares", "has_square", "is_invertible", "is_psd"]

NUMBER = "1"
"""The middle of a square without matrices."""


def found_squares(form: Form, signs: Signs) -> tuple[Form, tuple[Square[Key], ...]]:
    """A form, or another way to write it, and its terms as a sum of squares.

    Raises `Unsupported` where none is found.
    """
    try:
        return form, _squares(form, signs)
    except Unsupported as error:
        problem = error
    for other in _rewritten(form, signs):
        try:
            return other, _squares(other, signs)
        except Unsupported:
            continue
    raise problem


def _rewritten(form: Form, signs: Signs) -> Iterator[Form]:
    other = gathered(form, is_psd, is_invertible)
    if other is not None:
        yield other
    without = turned(form, signs.known_nonnegative)
    if without is not None:
        yield without
    if signs.steady is None:  # at one point: no square is asked to stay away from 0
        yield from bounded(form, has_square, signs.known_nonnegative)


def _squares(form: Form, signs: Signs) -> tuple[Square[Key], ...]:
    try:
        return _completed(form, signs, form.terms)
    except Unsupported:
        sized = _with_sizes(form)
        if sized is None:
            raise
        return _completed(form, signs, sized)


def _completed(form: Form, signs: Signs, terms: Mapping[Key, Ratio]) -> tuple[Square[Key], ...]:
    found = complete_squares(
        terms,
        lambda key: form_splits(form, key),
        form.mirror,
        signs.known_nonnegative,
        lambda half: sum(map(len, half)),
    )
    return tuple(found)


def _with_sizes(form: Form) -> Mapping[Key, Ratio] | None:
    """The terms of a number with dimensions as traces of identities; None if there are none."""
    number = None if form.spaces else form.terms.get(((),))
    sizes = (
        sorted(n for n in number.free() if isinstance(n, lt.SizeOf)) if number is not None else ()
    )
    if number is None or not sizes or number.denominator.free() & {*sizes}:
        return None
    terms = {**form.terms}
    for size in sizes:
        share = number.coefficients(size).get(1)
        if share is not None:
            terms[((lt.TRACE, (size, False)),)] = share
            number = number - share * share.scalars.letter(size)
    terms[((),)] = number
    return {key: c for key, c in terms.items() if not c.is_zero()}


# -- how a term splits --------------------------------------------------------------------------


def form_splits(form: Form, key: Key) -> Iterator[Split[Key]]:
    """All ways to read a term as ``left* middle right`` with a psd middle."""
    if form.spaces:
        for found in product(*(list(_word_splits(form, w)) for w in key)):
            middle, left, right = zip(*found, strict=True)
            yield Split(middle, left, right)
    elif key == ((),):
        yield Split(NUMBER, ((),), ((),))
    elif isinstance(size := key[0][1][0], lt.SizeOf):
        yield Split((size.space, (), ()), ((),), ((),))
    else:
        yield from _trace_splits(form, key[0][1:])


def _trace_splits(form: Form, word: lt.Word) -> Iterator[Split[Key]]:
    """``tr(left* P right Q)``, beginning at each place of the cycle."""
    found: list[Split[Key]] = []
    if all(_has_no_negative(form, name) for name, _ in word):
        space = form.alphabet.shape(word[0])[0]
        found.append(Split((space, word, ()), ((),), ((),)))
    for k in range(len(word)):
        turn = word[k:] + word[:k]
        outer: list[tuple[lt.Word, lt.Word]] = [((), turn)]
        if is_psd(form, turn[-1]):
            outer.append((turn[-1:], turn[:-1]))
        for last, rest in outer:
            for middle, left, right in _word_splits(form, rest):
                # the column space of a half, which an identity must share
                after = middle or last or right
                shape = form.alphabet.shape
                space = shape(left[-1])[1] if left else shape(after[0])[0]
                found.append(Split((space, middle, last), (left,), (right,)))
    yield from sorted(found, key=lambda s: sum(t for _, t in (*s.left[0], *s.right[0])))


def _word_splits(form: Form, word: lt.Word) -> Iterator[tuple[lt.Word, lt.Word, lt.Word]]:
    """(middle, left, right) with ``word = left* middle right``; neighbours that commute are one."""
    reduce = form.alphabet.reduce
    runs = groupby(word, key=lambda letter: _kin(form, letter) or object())
    blocks = [tuple(block) for _, block in runs]
    before: lt.Word = ()
    for k, block in enumerate(blocks):
        after = tuple(letter for b in blocks[k + 1 :] for letter in b)
        yield (), form.mirrored(before), reduce(block + after)
        for middle, left, right in _block_splits(form, block):
            yield middle, form.mirrored(before + left), reduce(right + after)
        before += block
    yield (), form.mirrored(before), ()


def _kin(form: Form, letter: tuple[Any, bool]) -> object:
    """What symmetric letters share that commute: they are diagonal, or functions of one matrix."""
    marks = form.alphabet.properties.get(letter[0], ())
    if "diagonal" in marks:
        return "diagonal"
    return form.alphabet.families.get(letter[0]) if "symmetric" in marks else None


def _block_splits(form: Form, block: lt.Word) -> Iterator[tuple[lt.Word, lt.Word, lt.Word]]:
    """Splits inside a block: a psd letter, or commuting letters dealt out to both sides."""
    if _kin(form, block[0]) is None:
        if is_psd(form, block[0]):
            yield block, (), ()
        return
    counts = {letter: block.count(letter) for letter in block}
    deals = [
        [
            (m, a, count - m - a)
            for m in ((0, 1) if is_psd(form, letter) else (0,))
            for a in range(count - m + 1)
        ]
        for letter, count in counts.items()
    ]
    for deal in product(*deals):
        parts: list[lt.Word] = [(), (), ()]
        for letter, numbers in zip(counts, deal, strict=True):
            for at, number in enumerate(numbers):
                parts[at] += (letter,) * number
        middle, left, right = parts
        if middle or (left and right):
            yield middle, left, right


def is_psd(form: Form, letter: tuple[Any, bool]) -> bool:
    """Whether a letter is known to be a psd matrix where the statement is made."""
    name, setting = letter[0], form.normal.setting
    match name:
        case lt.DiagOf(entry):
            return form.normal.functions.nonnegative(entry)
        case lt.BoundedOf() | lt.FunctionOf() | lt.MatrixRootOf():
            return True
        case lt.HadamardOf(words):
            mirrored = form.mirrored(((name, False),)) == ((name, False),)
            return mirrored and all(
                not word or has_square(form, word) or _is_projection(form, word) for word in words
            )
        case lt.MatrixExpOf():
            return "psd" in form.alphabet.properties.get(name, ())
        case lt.InverseOf(_, value) | lt.PseudoOf(_, value):
            return _is_psd(form, value)
        case lt.AtStart(str(of)):
            return "psd" in setting.at_first(of)
    symbol = setting.symbols.get(name)
    return symbol is not None and "psd" in symbol.properties and setting.holds_here(name)


def _is_psd(form: Form, value: Element) -> bool:
    """Whether a matrix is a sum of squares: as it is invertible, it is then definite."""
    terms: dict[Key, Ratio] = {(word,): coeff for word, coeff in value.terms.items()}
    inside = replace(form, spaces=value.shape[:1], terms=terms)
    try:
        found_squares(inside, Signs(form.normal.functions))
    except Unsupported:
        return False
    return inside.is_symmetric


def has_square(form: Form, word: lt.Word) -> bool:
    """Whether a product of letters is ``L^T P L`` with a psd ``P``, or ``L^T L``."""
    return any(left == right for _, left, right in _word_splits(form, word))


def _is_projection(form: Form, word: lt.Word) -> bool:
    """Whether a product of letters, such as ``W W^+``, is symmetric and its own square."""
    return form.mirrored(word) == word == form.alphabet.reduce((*word, *word))


def _has_no_negative(form: Form, name: lt.Letter) -> bool:
    """Whether no entry of a letter is negative: ones, squares by entries, psd diagonal matrices."""
    match name:
        case lt.OnesOf():
            return True
        case lt.HadamardOf(words) if any(words):
            return all(not word or words.count(word) % 2 == 0 for word in words)
    return "diagonal" in form.alphabet.properties.get(name, ()) and is_psd(form, (name, False))


def is_invertible(form: Form, letter: Any) -> bool:
    """Whether a letter is known to be invertible; a psd one is then positive definite."""
    if isinstance(letter, (lt.InverseOf, lt.MatrixExpOf)):
        return True
    setting, regular = form.normal.setting, {"invertible"}
    if len({*form.alphabet.shape((letter, False))}) == 1:
        regular.add("orthonormal")
    match letter:
        case lt.FunctionOf() | lt.BoundedOf():
            return letter.definite
        case lt.MatrixRootOf(_, value):
            return form.normal.definite(value) is True
        case lt.AtStart(str(name)):
            return bool(regular & setting.at_first(name))
        case str(name) if name in setting.symbols:
            return bool(regular & setting.symbols[name].properties) and setting.holds_here(name)
    return False
