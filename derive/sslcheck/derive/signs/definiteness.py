"""Forms as sums of squares: what shows that they are positive (semi-)definite, and what it needs.

A term splits into ``left* middle right`` with a middle that is a product of psd letters; what
else is needed for a square to be definite is said by conditions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby, product
from typing import Any

from sslcheck.derive.algebra.letters import (
    AtStart,
    DiagOf,
    FunctionOf,
    InverseOf,
    MatrixExpOf,
    MatrixRootOf,
    PseudoOf,
    Word,
    entry_of,
)
from sslcheck.derive.algebra.rebuild import letter_expr
from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.algebra.words import Element
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Expr, Ident, Kron, Num, Prod, Sum, Sym, Trace, Transpose
from sslcheck.derive.signs.quadratic import Form, Key
from sslcheck.derive.signs.scalar import Signs, Way, both, minimal
from sslcheck.derive.signs.spectral import gathered
from sslcheck.derive.signs.squares import Split, Square, complete_squares
from sslcheck.derive.verdicts.condition import (
    Condition,
    Definite,
    FullRank,
    Nonsingular,
    Nonzero,
    Positive,
)

__all__ = ["SumOfSquares", "form_splits", "sum_of_squares"]

_NUMBER = "1"  # the middle of a square without matrices


def sum_of_squares(form: Form, signs: Signs) -> SumOfSquares:
    """A form as a sum of squares; raises `Unsupported` where none is found."""
    try:
        return SumOfSquares(form, signs, _squares(form, signs))
    except Unsupported:
        other = gathered(form, _psd, _is_invertible)
        if other is None:
            raise
    return SumOfSquares(other, signs, _squares(other, signs))


def _squares(form: Form, signs: Signs) -> tuple[Square[Key], ...]:
    found = complete_squares(
        form.terms,
        lambda key: form_splits(form, key),
        form.mirror,
        signs.known_nonnegative,
        lambda half: sum(map(len, half)),
    )
    return tuple(found)


# -- how a term splits --------------------------------------------------------------------------


def form_splits(form: Form, key: Key) -> Iterator[Split[Key]]:
    """All ways to read a term as ``left* middle right`` with a psd middle."""
    if form.spaces:
        for found in product(*(list(_word_splits(form, w)) for w in key)):
            middle, left, right = zip(*found, strict=True)
            yield Split(middle, left, right)
    elif key == ((),):
        yield Split(_NUMBER, ((),), ((),))
    else:
        yield from _trace_splits(form, key[0][1:])


def _trace_splits(form: Form, word: Word) -> Iterator[Split[Key]]:
    """``tr(left* P right Q)``, beginning at each place of the cycle."""
    found: list[Split[Key]] = []
    for k in range(len(word)):
        turn = word[k:] + word[:k]
        outer: list[tuple[Word, Word]] = [((), turn)]
        if _psd(form, turn[-1]):
            outer.append((turn[-1:], turn[:-1]))
        for last, rest in outer:
            for middle, left, right in _word_splits(form, rest):
                # the column space of a half, which an identity must share
                after = middle or last or right
                shape = form.alphabet.shape
                space = shape(left[-1])[1] if left else shape(after[0])[0]
                found.append(Split((space, middle, last), (left,), (right,)))
    yield from sorted(found, key=lambda s: sum(t for _, t in (*s.left[0], *s.right[0])))


def _word_splits(form: Form, word: Word) -> Iterator[tuple[Word, Word, Word]]:
    """(middle, left, right) with ``word = left* middle right``; neighbours that commute are one."""
    reduce = form.alphabet.reduce
    runs = groupby(word, key=lambda letter: "run" if _commutes(form, letter) else object())
    blocks = [tuple(block) for _, block in runs]
    before: Word = ()
    for k, block in enumerate(blocks):
        after = tuple(letter for b in blocks[k + 1 :] for letter in b)
        yield (), form.mirrored(before), reduce(block + after)
        for middle, left, right in _block_splits(form, block):
            yield middle, form.mirrored(before + left), reduce(right + after)
        before += block
    yield (), form.mirrored(before), ()


def _commutes(form: Form, letter: tuple[Any, bool]) -> bool:
    return "diagonal" in form.alphabet.properties.get(letter[0], ())


def _block_splits(form: Form, block: Word) -> Iterator[tuple[Word, Word, Word]]:
    """Splits inside a block: a psd letter, or commuting letters dealt out to both sides."""
    if not _commutes(form, block[0]):
        if _psd(form, block[0]):
            yield block, (), ()
        return
    counts = {letter: block.count(letter) for letter in block}
    deals = [
        [
            (m, a, count - m - a)
            for m in ((0, 1) if _psd(form, letter) else (0,))
            for a in range(count - m + 1)
        ]
        for letter, count in counts.items()
    ]
    for deal in product(*deals):
        parts: list[Word] = [(), (), ()]
        for letter, numbers in zip(counts, deal, strict=True):
            for at, number in enumerate(numbers):
                parts[at] += (letter,) * number
        middle, left, right = parts
        if middle or (left and right):
            yield middle, left, right


def _psd(form: Form, letter: tuple[Any, bool]) -> bool:
    """Whether a letter is known to be a psd matrix where the statement is made."""
    name, setting = letter[0], form.normal.setting
    match name:
        case DiagOf(entry):
            return form.normal.functions.nonnegative(entry)
        case FunctionOf() | MatrixRootOf():
            return True
        case MatrixExpOf():
            return "psd" in form.alphabet.properties.get(name, ())
        case InverseOf(_, value) | PseudoOf(_, value):
            return _is_psd(form, value)
        case AtStart(str(of)):
            return "psd" in setting.symbols[of].properties
    symbol = setting.symbols.get(name)
    return symbol is not None and "psd" in symbol.properties and setting.holds_here(name)


def _is_psd(form: Form, value: Element) -> bool:
    """Whether a matrix is a sum of squares: as it is invertible, it is then definite."""
    terms: dict[Key, Ratio] = {(word,): coeff for word, coeff in value.terms.items()}
    inside = replace(form, spaces=value.shape[:1], terms=terms)
    try:
        sum_of_squares(inside, Signs(form.normal.functions))
    except Unsupported:
        return False
    return inside.is_symmetric


def _is_invertible(form: Form, letter: Any) -> bool:
    """Whether a letter is known to be invertible; a psd one is then positive definite."""
    if isinstance(letter, (InverseOf, MatrixExpOf)):
        return True
    setting = form.normal.setting
    match letter:
        case FunctionOf():
            return letter.definite
        case AtStart(str(name)):
            return "invertible" in setting.symbols[name].properties
        case str(name) if name in setting.symbols:
            return "invertible" in setting.symbols[name].properties and setting.holds_here(name)
    return False


def _is_regular(form: Form, terms: Mapping[Word, Ratio]) -> bool:
    """Whether a root is a product of invertible matrices."""
    (word, *more) = terms
    return not more and all(_is_invertible(form, letter) for letter, _ in word)


# -- what the squares say -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Slot:
    """The part of a square in one space: ``root^T middle root``."""

    root: Mapping[Word, Ratio]
    middle: Word
    space: str


@dataclass(frozen=True, slots=True, eq=False)
class SumOfSquares:
    """A form as a sum of squares with weights of known signs."""

    form: Form
    signs: Signs
    squares: tuple[Square[Key], ...]

    @property
    def shown(self) -> Expr:
        """The squares as an expression."""
        parts = [self._shown(square) for square in self.squares]
        if not parts:
            return self.form.expr
        return Sum(tuple(parts)) if len(parts) > 1 else parts[0]

    def ways(self) -> tuple[Way, ...]:
        """What makes the sum positive (definite): conditions that make one square so."""
        return minimal(way for square in self.squares for way in self._needs(square))

    def _slots(self, square: Square[Key]) -> list[_Slot] | None:
        """The parts of a square in its spaces, where it is a product of such."""
        spaces, middle = self.form.spaces, square.middle
        assert isinstance(middle, tuple)
        if not spaces:
            space, inner, _ = middle
            return [_Slot({half[0]: c for half, c in square.root.items()}, inner, space)]
        if len({half[:-1] for half in square.root}) > 1:
            return None
        last = {half[-1]: c for half, c in square.root.items()}
        one = self.form.normal.scalars.one
        first = [{word: one} for word in next(iter(square.root))[:-1]]
        return [_Slot(*s) for s in zip([*first, last], middle, spaces, strict=True)]

    def _shown(self, square: Square[Key]) -> Expr:
        form, normal = self.form, self.form.normal
        weight = normal.expr(normal.alphabet.scalar(square.weight))
        if square.middle == _NUMBER:
            return weight
        assert isinstance(square.middle, tuple)
        slots = self._slots(square)
        body: Expr
        if slots is None:
            root = replace(form, terms=square.root).expr
            half = next(iter(square.root))
            core = [
                _product(self._word(m), self._inner(m, h, space))
                for m, h, space in zip(square.middle, half, form.spaces, strict=True)
            ]
            body = Prod((Transpose(root), Kron(*core), root))
        else:
            factors = [
                _factors(form.shown(s.root, k, s.space), self._word(s.middle))
                for k, s in enumerate(slots)
            ]
            if not form.spaces:
                body = Trace(_product([*factors[0], *self._word(square.middle[2])]))
            else:
                parts = [_product(f, s.space) for f, s in zip(factors, slots, strict=True)]
                body = parts[0] if len(parts) == 1 else Kron(*parts)
        return body if weight == Num(Fraction(1)) else Prod((weight, body))

    def _inner(self, middle: Word, half: Word, space: str) -> str:
        """The space of a middle."""
        shape = self.form.alphabet.shape
        return shape((middle or half)[0])[0] if middle or half else space

    def _word(self, word: Word) -> list[Expr]:
        return [self.form.shown({word: self.form.normal.scalars.one})] if word else []

    def _needs(self, square: Square[Key]) -> tuple[Way, ...]:
        form, middle = self.form, square.middle
        weight = self.signs.ways(square.weight)
        if weight is None or middle == _NUMBER:
            return weight or ()
        assert isinstance(middle, tuple)
        if not self._counts(square):
            return ()
        needs: list[Condition] = []
        words = middle if form.spaces else middle[1:]
        for name, _ in dict.fromkeys(letter for word in words for letter in word):
            if not isinstance(name, DiagOf):
                needs += [] if _is_invertible(form, name) else [Definite(letter_expr(name))]
            elif not form.normal.functions.positive(name.entry):
                inner = str(name.entry)
                needs.append(Positive(Sym(inner), (inner,)))
        slots = self._slots(square)
        if slots is None:
            needs.append(Nonsingular(replace(form, terms=square.root).expr))
        elif not form.spaces:
            if not _is_regular(form, slots[0].root):
                needs.append(Nonzero(form.shown(slots[0].root, 0, slots[0].space)))
        else:
            roots = [(s.root, k) for k, s in enumerate(slots) if any(s.root)]
            needs += [self._injective(*each) for each in roots if not _is_regular(form, each[0])]
        return both(weight, (tuple(needs),))

    def _injective(self, terms: Mapping[Word, Ratio], slot: int) -> Condition:
        form = self.form
        word = next(filter(None, terms))
        while len(terms) == 1 and len(word) % 2 == 0 and form.mirrored(word) == word:
            word = word[len(word) // 2 :]  # the kernel of LᵀL is that of L
            terms = {word: form.normal.scalars.one}
        root = form.shown(terms, slot)
        square = form.alphabet.shape(word[0])[0] == form.spaces[slot]
        return Nonsingular(root) if square else FullRank(root)

    def _counts(self, square: Square[Key]) -> bool:
        """Whether a square that is definite once stays so."""
        assert isinstance(square.middle, tuple)
        middle = {n for w in square.middle if isinstance(w, tuple) for n, _ in w}
        root = {entry_of(n) for half in square.root for w in half for n, _ in w}
        root = root.union(*(c.free() for c in square.root.values()))
        return self.signs.stays(map(entry_of, middle)) and self.signs.fixed(root)


def _factors(root: Expr, middle: list[Expr]) -> list[Expr]:
    """``root^T middle root``, without identities."""
    if isinstance(root, Ident):
        return middle
    mirrored = root.arg if isinstance(root, Transpose) else Transpose(root)
    return [mirrored, *middle, root]


def _product(factors: list[Expr], space: str = "") -> Expr:
    if not factors:
        return Ident(space)
    return factors[0] if len(factors) == 1 else Prod(tuple(factors))
