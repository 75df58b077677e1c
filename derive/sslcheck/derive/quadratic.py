"""Symmetric matrices, Kronecker sums and scalars with traces as sums of squares.

What is to be shown positive (semi-)definite is a sum of words in one space, of pairs of words in
two (a Kronecker sum), or of traces; psd letters may stand in the middle of a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import groupby, product
from typing import Any

from sslcheck.derive.algebra.letters import TRACE, DiagOf, Letter, Word, entry_of
from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.algebra.words import Alphabet, Element
from sslcheck.derive.condition import Condition, Definite, FullRank, Nonsingular, Nonzero, Positive
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import (
    Expr,
    Ident,
    Kron,
    Num,
    Prod,
    Quotient,
    Sum,
    Sym,
    Trace,
    Transpose,
    Vec,
    walk,
)
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.signs import Signs, Way, both, minimal
from sslcheck.derive.squares import Split, Square, complete_squares

__all__ = ["Form", "read_form"]

Key = tuple[Word, ...]
"""A word, or the two words of a Kronecker product; a trace is a word that says so."""

_NUMBER = "1"  # the middle of a square without matrices


@dataclass(frozen=True, eq=False)
class Form:
    """What a relation is about: ``terms`` in one space, in two, or scalar (``spaces`` empty)."""

    normal: NormalForm
    alphabet: Alphabet
    spaces: tuple[str, ...]
    terms: Mapping[Key, Ratio]

    @property
    def T(self) -> Form:
        """The transpose."""
        return replace(self, terms={self.mirror(key): c for key, c in self.terms.items()})

    def __add__(self, other: Form) -> Form:
        terms = dict(self.terms)
        for key, coeff in other.terms.items():
            terms[key] = terms[key] + coeff if key in terms else coeff
        return replace(self, terms={k: c for k, c in terms.items() if not c.is_zero()})

    def __neg__(self) -> Form:
        return replace(self, terms={k: -c for k, c in self.terms.items()})

    @property
    def is_zero(self) -> bool:
        """Whether nothing is left."""
        return all(c.is_zero() for c in self.terms.values())

    @property
    def is_symmetric(self) -> bool:
        """Whether the matrix is its own transpose."""
        return (self + -self.T).is_zero

    @cached_property
    def expr(self) -> Expr:
        """The form as an expression."""
        if len(self.spaces) < 2:
            return self._expr({key[0]: c for key, c in self.terms.items()})
        rights: dict[Word, dict[Word, Ratio]] = {}
        for (right, left), coeff in self.terms.items():
            rights.setdefault(right, {})[left] = coeff
        one = self.normal.scalars.one
        parts: list[Expr] = [
            Kron(self._expr({right: one}, 0), self._expr(lefts, 1))
            for right, lefts in rights.items()
        ]
        if not parts:
            return Prod((Num(Fraction(0)), Kron(*map(Ident, self.spaces))))
        return Sum(tuple(parts)) if len(parts) > 1 else parts[0]

    def letters(self) -> frozenset[str]:
        """The letters of words and coefficients."""
        words = {n for key in self.terms for w in key for n, t in w if (n, t) != TRACE}
        return frozenset(words).union(*(c.free() for c in self.terms.values()))

    # -- squares --------------------------------------------------------------------------------

    def squares(self, signs: Signs) -> list[Square[Key]]:
        """The form as a sum of squares; raises `Unsupported` where none is found."""
        return complete_squares(self.terms, self.splits, self.mirror, signs.known, _size)

    def mirror(self, key: Key) -> Key:
        """The key of the transposed term."""
        return key if not self.spaces else tuple(self._mirrored(w) for w in key)

    def _mirrored(self, word: Word) -> Word:
        return self.alphabet.reduce((n, not t) for n, t in reversed(word))

    def splits(self, key: Key) -> Iterator[Split[Key]]:
        """All ways to read a term as ``left* middle right`` with a psd middle."""
        if self.spaces:
            for found in product(*(list(self._word_splits(w)) for w in key)):
                middle, left, right = zip(*found, strict=True)
                yield Split(middle, left, right)
        elif key == ((),):
            yield Split(_NUMBER, ((),), ((),))
        else:
            yield from self._trace_splits(key[0][1:])

    def _trace_splits(self, word: Word) -> Iterator[Split[Key]]:
        """``tr(left* P right Q)``, beginning at each place of the cycle."""
        found: list[Split[Key]] = []
        for k in range(len(word)):
            turn = word[k:] + word[:k]
            outer: list[tuple[Word, Word]] = [((), turn)]
            if self.psd(turn[-1]):
                outer.append((turn[-1:], turn[:-1]))
            for last, rest in outer:
                for middle, left, right in self._word_splits(rest):
                    space = self._space(left, middle or last or right)
                    found.append(Split((space, middle, last), (left,), (right,)))
        yield from sorted(found, key=lambda s: sum(t for _, t in (*s.left[0], *s.right[0])))

    def _space(self, half: Word, after: Word) -> str:
        """The column space of a half, which an identity must share."""
        return self.alphabet.shape(half[-1])[1] if half else self.alphabet.shape(after[0])[0]

    def _word_splits(self, word: Word) -> Iterator[tuple[Word, Word, Word]]:
        """(middle, left, right) with ``word = left* middle right``."""
        blocks = [tuple(b) for _, b in groupby(word, key=self._run)]
        before: Word = ()
        for k, block in enumerate(blocks):
            after = tuple(letter for b in blocks[k + 1 :] for letter in b)
            yield (), self._mirrored(before), self.alphabet.reduce(block + after)
            for middle, left, right in self._block_splits(block):
                yield middle, self._mirrored(before + left), self.alphabet.reduce(right + after)
            before += block
        yield (), self._mirrored(before), ()

    def _run(self, letter: tuple[Any, bool]) -> object:
        """Commuting neighbours are one block."""
        return "run" if self._commutes(letter) else object()

    def _commutes(self, letter: tuple[Any, bool]) -> bool:
        return "diagonal" in self.alphabet.properties.get(letter[0], ())

    def _block_splits(self, block: Word) -> Iterator[tuple[Word, Word, Word]]:
        """Splits inside a block: a psd letter, or commuting letters dealt out to both sides."""
        if not self._commutes(block[0]):
            if self.psd(block[0]):
                yield block, (), ()
            return
        counts = {letter: block.count(letter) for letter in block}
        deals = [
            [
                (m, a, count - m - a)
                for m in ((0, 1) if self.psd(letter) else (0,))
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

    def psd(self, letter: tuple[Any, bool]) -> bool:
        """Whether a letter is known to be a psd matrix where the statement is made."""
        name, setting = letter[0], self.normal.setting
        if isinstance(name, DiagOf):
            return self.normal.functions.nonnegative(name.entry)
        symbol = setting.symbols.get(name)
        return symbol is not None and "psd" in symbol.properties and setting.holds_here(name)

    # -- what a square says ---------------------------------------------------------------------

    def certificate(self, squares: list[Square[Key]]) -> Expr:
        """The squares as an expression."""
        parts = [self._square_expr(square) for square in squares]
        if not parts:
            return self.expr
        return Sum(tuple(parts)) if len(parts) > 1 else parts[0]

    def _square_expr(self, square: Square[Key]) -> Expr:
        weight = self.normal.expr(self.normal.alphabet.scalar(square.weight))
        middle = square.middle
        if middle == _NUMBER:
            return weight
        assert isinstance(middle, tuple)
        body: Expr
        if not self.spaces:
            _, inner, outer = middle
            root = self._root(square, 0, middle[0])
            body = Trace(_product([*_factors(root, self._word(inner)), *self._word(outer)]))
        elif len(self.spaces) == 1:
            body = _product(_factors(self._root(square, 0), self._word(middle[0])), self.spaces[0])
        elif len({half[0] for half in square.root}) == 1:
            right = self._expr({next(iter(square.root))[0]: self.normal.scalars.one}, 0)
            body = Kron(
                _product(_factors(right, self._word(middle[0])), self.spaces[0]),
                _product(_factors(self._root(square, 1), self._word(middle[1])), self.spaces[1]),
            )
        else:
            root = replace(self, terms=square.root).expr
            core = Kron(
                *(_product(self._word(m), self._inner(square, m, k)) for k, m in enumerate(middle))
            )
            body = Prod((Transpose(root), core, root))
        return body if weight == Num(Fraction(1)) else Prod((weight, body))

    def _inner(self, square: Square[Key], middle: Word, slot: int) -> str:
        half = next(iter(square.root))[slot]
        if middle:
            return self.alphabet.shape(middle[0])[0]
        return self.alphabet.shape(half[0])[0] if half else self.spaces[slot]

    def _root(self, square: Square[Key], slot: int, space: str = "") -> Expr:
        return self._expr({half[slot]: c for half, c in square.root.items()}, slot, space)

    def _word(self, word: Word) -> list[Expr]:
        return [self._expr({word: self.normal.scalars.one})] if word else []

    def _expr(self, terms: Mapping[Word, Ratio], slot: int = 0, space: str = "") -> Expr:
        word = next((w for w in terms if w), ())
        if self.spaces or space:
            own = space or self.spaces[slot]
            shape = (own, own)
            if word:
                shape = (self.alphabet.shape(word[0])[0], self.alphabet.shape(word[-1])[1])
        else:
            shape = ("1", "1")
            if word and word[0] != TRACE:
                shape = (self.alphabet.shape(word[0])[0], self.alphabet.shape(word[-1])[1])
        return self.normal.expr(Element(self.alphabet, shape, terms))

    def ways(self, squares: list[Square[Key]], signs: Signs) -> tuple[Way, ...]:
        """What makes the sum positive (definite): conditions that make one square so."""
        return minimal(way for square in squares for way in self._needs(square, signs))

    def _needs(self, square: Square[Key], signs: Signs) -> tuple[Way, ...]:
        weight = signs.ways(square.weight)
        if weight is None or (square.middle != _NUMBER and not self._counts(square, signs)):
            return ()
        if square.middle == _NUMBER:
            return weight
        needs: list[Condition] = []
        assert isinstance(square.middle, tuple)
        middles = square.middle if self.spaces else square.middle[1:]
        for name, _ in dict.fromkeys(letter for word in middles for letter in word):
            if isinstance(name, DiagOf):
                inner = str(name.entry)
                if not self.normal.functions.positive(inner):
                    needs.append(Positive(Sym(inner), (inner,)))
            else:
                needs.append(Definite(Sym(name)))
        if not self.spaces:
            needs.append(Nonzero(self._root(square, 0, str(square.middle[0]))))
        elif len(self.spaces) == 2 and len({half[0] for half in square.root}) > 1:
            needs.append(Nonsingular(replace(self, terms=square.root).expr))
        else:
            for slot in range(len(self.spaces)):
                if any(half[slot] for half in square.root):
                    needs.append(self._injective(square, slot))
        return both(weight, (tuple(needs),))

    def _injective(self, square: Square[Key], slot: int) -> Condition:
        halves = [half[slot] for half in square.root]
        word = next(w for w in halves if w)
        terms = {half[slot]: c for half, c in square.root.items()}
        if slot == 0 and len(self.spaces) == 2:
            terms = {word: self.normal.scalars.one}
        while len(terms) == 1 and len(word) % 2 == 0 and self._mirrored(word) == word:
            word = word[len(word) // 2 :]  # the kernel of LᵀL is that of L
            terms = {word: self.normal.scalars.one}
        rows = self.alphabet.shape(word[0])[0]
        root = self._expr(terms, slot)
        return Nonsingular(root) if rows == self.spaces[slot] else FullRank(root)

    def _counts(self, square: Square[Key], signs: Signs) -> bool:
        """Whether a square that is definite once stays so."""
        assert isinstance(square.middle, tuple)
        middle = {n for w in square.middle if isinstance(w, tuple) for n, _ in w}
        root = {entry_of(n) for half in square.root for w in half for n, _ in w}
        root = root.union(*(c.free() for c in square.root.values()))
        return signs.stays(entry_of(n) for n in middle) and signs.fixed(root)


def _size(half: Key) -> int:
    return sum(len(word) for word in half)


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


# -- reading ------------------------------------------------------------------------------------


def read_form(normal: NormalForm, node: Expr) -> Form:
    """An expression as a form.

    Raises `Unsupported` for what is neither a sum of words nor one of Kronecker products of them.
    """
    if _has_kron(normal, node):
        terms = _tensor(normal, node)
        alphabet = _at_instant(normal)  # which knows the letters once they have been read
        spaces = next((s for s, _ in terms if s), ("", ""))
        total = Form(normal, alphabet, spaces, {})
        for _, part in terms:
            total = total + replace(total, terms=part)
        return total
    element = normal.finished(normal.element(node))
    alphabet = _at_instant(normal)
    spaces = () if element.shape == ("1", "1") else element.shape[:1]
    kept: dict[Key, Ratio] = {(w,): c for w, c in element.terms.items() if not c.is_zero()}
    return Form(normal, alphabet, spaces, kept)


def _at_instant(normal: NormalForm) -> Alphabet:
    """The alphabet in which what is declared of states holds, where it does."""
    plain, setting = normal.alphabet, normal.setting
    if setting.kept is not None:
        return plain
    marks: dict[Letter, frozenset[str]] = {
        name: s.properties | ({"symmetric"} if "psd" in s.properties else set())
        for name, s in setting.symbols.items()
        if s.role == "state" and s.properties
    }
    properties = {**plain.properties, **marks}
    return replace(plain, properties=properties)


def _value(normal: NormalForm, node: Expr) -> Expr | None:
    if isinstance(node, Sym):
        return normal.setting.lets.get(node.name) or normal.setting.definitions.get(node.name)
    return None


def _has_kron(normal: NormalForm, node: Expr) -> bool:
    return any(
        isinstance(part, (Kron, Vec))
        or (isinstance(part, Ident) and "*" in part.space)
        or ((value := _value(normal, part)) is not None and _has_kron(normal, value))
        for part in walk(node)
    )


_Tensor = list[tuple[tuple[str, ...], dict[Key, Ratio]]]


def _tensor(normal: NormalForm, node: Expr) -> _Tensor:
    one = normal.scalars.one
    value = _value(normal, node)
    if value is not None:
        return _tensor(normal, value)
    match node:
        case Num(value=number) if not number:
            return []
        case Ident(space=space) if space.count("*") == 1:
            first, second = (part.strip() for part in space.split("*"))
            return [((first, second), {((), ()): one})]
        case Kron(left=left, right=right):
            sides = [normal.finished(normal.element(side)) for side in (left, right)]
            terms: dict[Key, Ratio] = {
                (a, b): x * y for a, x in sides[0].terms.items() for b, y in sides[1].terms.items()
            }
            return [((sides[0].shape[0], sides[1].shape[0]), terms)]
        case Sum(terms=parts):
            return [piece for part in parts for piece in _tensor(normal, part)]
        case Transpose(arg=arg):
            reduce_ = _at_instant(normal).reduce
            return [
                (
                    spaces,
                    {
                        tuple(reduce_((n, not t) for n, t in reversed(w)) for w in key): c
                        for key, c in terms.items()
                    },
                )
                for spaces, terms in _tensor(normal, arg)
            ]
        case Quotient(numerator=top, denominator=bottom):
            return _scaled(_tensor(normal, top), one / normal.scalar(bottom))
        case Prod(factors=factors):
            heavy = [f for f in factors if _has_kron(normal, f)]
            scale = one
            for factor in factors:
                scale = scale if factor in heavy else scale * normal.scalar(factor)
            whole = _tensor(normal, heavy[0])
            for factor in heavy[1:]:
                whole = _times(normal, whole, _tensor(normal, factor))
            return _scaled(whole, scale)
    raise Unsupported("a matrix that is no sum of Kronecker products")


def _scaled(tensor: _Tensor, factor: Ratio) -> _Tensor:
    return [(spaces, {k: c * factor for k, c in terms.items()}) for spaces, terms in tensor]


def _times(normal: NormalForm, first: _Tensor, second: _Tensor) -> _Tensor:
    alphabet = _at_instant(normal)
    return [
        (spaces, {tuple(alphabet.reduce(x + y) for x, y in zip(k, m, strict=True)): c * d})
        for spaces, a in first
        for k, c in a.items()
        for _, b in second
        for m, d in b.items()
    ]
