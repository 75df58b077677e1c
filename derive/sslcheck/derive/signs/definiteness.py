"""Forms as sums of squares: what shows that they are positive (semi-)definite, and what it needs.

What else is needed for a square to be definite is said by conditions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sslcheck.derive import expr as e
from sslcheck.derive.algebra import letters as lt
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.rebuild import letter_expr
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.signs.quadratic import Form, Key, form_of
from sslcheck.derive.signs.scalar import Signs, Way, both, minimal
from sslcheck.derive.signs.splits import NUMBER, found_squares, is_invertible, is_psd
from sslcheck.derive.signs.squares import Square
from sslcheck.derive.verdicts.condition import (
    Condition,
    Definite,
    FullRank,
    Nonsingular,
    Nonzero,
    Positive,
)

__all__ = ["SumOfSquares", "definite", "signs_of", "sum_of_squares"]


def signs_of(form: Form) -> Signs:
    """Signs at the point that a form is about: those of traces are known by sums of squares."""
    functions = form.normal.functions
    known: dict[lt.Letter, tuple[Way, ...] | None] = {}

    def ways(letter: lt.TraceOf) -> tuple[Way, ...] | None:
        if letter not in known:
            terms: dict[Key, Ratio] = {((lt.TRACE, *letter.word),): form.normal.scalars.one}
            alone = replace(form, spaces=(), terms=terms)
            try:
                known[letter] = sum_of_squares(alone, Signs(functions)).ways()
            except Unsupported:
                known[letter] = None
        return known[letter]

    return Signs(functions, traces=ways)


def definite(normal: NormalForm, value: Element) -> bool | None:
    """Whether a matrix is found to be positive definite; None where not even semi-definite."""
    terms: dict[Key, Ratio] = {(word,): coeff for word, coeff in value.terms.items()}
    form = form_of(normal, value.shape[:1], terms, value.alphabet)
    if not form.is_symmetric:
        return None
    try:
        return () in sum_of_squares(form, Signs(normal.functions)).ways()
    except Unsupported:
        return None


def sum_of_squares(form: Form, signs: Signs) -> SumOfSquares:
    """A form as a sum of squares; raises `Unsupported` where none is found."""
    written, squares = found_squares(form, signs)
    return SumOfSquares(written, signs, squares)


# -- what the squares say -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Slot:
    """The part of a square in one space: ``root^T middle root``."""

    root: Mapping[lt.Word, Ratio]
    middle: lt.Word
    space: str


@dataclass(frozen=True, slots=True, eq=False)
class SumOfSquares:
    """A form as a sum of squares with weights of known signs."""

    form: Form
    signs: Signs
    squares: tuple[Square[Key], ...]

    @property
    def shown(self) -> e.Expr:
        """The squares as an expression."""
        parts = [self._shown(square) for square in self.squares]
        if not parts:
            return self.form.expr
        return e.summed(parts)

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

    def _shown(self, square: Square[Key]) -> e.Expr:
        form, normal = self.form, self.form.normal
        weight = normal.expr(normal.alphabet.scalar(square.weight))
        if square.middle == NUMBER:
            return weight
        assert isinstance(square.middle, tuple)
        slots = self._slots(square)
        body: e.Expr
        if slots is None:
            root = replace(form, terms=square.root).expr
            half = next(iter(square.root))
            core = [
                _product(self._word(m), self._inner(m, h, space))
                for m, h, space in zip(square.middle, half, form.spaces, strict=True)
            ]
            body = e.Prod((e.Transpose(root), e.Kron(*core), root))
        else:
            factors = [
                _factors(form.shown(s.root, k, s.space), self._word(s.middle))
                for k, s in enumerate(slots)
            ]
            if not form.spaces:
                body = e.Trace(_product([*factors[0], *self._word(square.middle[2])]))
            else:
                parts = [_product(f, s.space) for f, s in zip(factors, slots, strict=True)]
                body = parts[0] if len(parts) == 1 else e.Kron(*parts)
        return body if weight == e.ONE else e.Prod((weight, body))

    def _inner(self, middle: lt.Word, half: lt.Word, space: str) -> str:
        """The space of a middle."""
        shape = self.form.alphabet.shape
        return shape((middle or half)[0])[0] if middle or half else space

    def _word(self, word: lt.Word) -> list[e.Expr]:
        return [self.form.shown({word: self.form.normal.scalars.one})] if word else []

    def _needs(self, square: Square[Key]) -> tuple[Way, ...]:
        form, middle = self.form, square.middle
        weight = self.signs.ways(square.weight)
        if weight is None or middle == NUMBER:
            return weight or ()
        assert isinstance(middle, tuple)
        if not self._counts(square):
            return ()
        words = middle if form.spaces else middle[1:]
        letters = dict.fromkeys(letter for word in words for letter in word)
        found = [self._definite(letter) for letter in letters]
        if None in found:
            return ()
        needs = [need for each in found for need in each or ()]
        slots = self._slots(square)
        if not form.spaces and slots is not None and _is_onto(form, slots[0].root):
            match needs:
                case [Definite(value=value)] if len(letters) == 1:
                    needs = [Nonzero(value)]  # a psd matrix without a trace is 0
        if slots is None:
            needs.append(Nonsingular(replace(form, terms=square.root).expr))
        elif not form.spaces:
            if not _is_regular(form, slots[0].root):
                needs.append(Nonzero(form.shown(slots[0].root, 0, slots[0].space)))
        else:
            roots = [(s.root, k) for k, s in enumerate(slots) if any(s.root)]
            needs += [self._injective(*each) for each in roots if not _is_regular(form, each[0])]
        return both(weight, (tuple(needs),))

    def _definite(self, letter: tuple[lt.Letter, bool]) -> list[Condition] | None:
        """What a letter of a middle needs to be definite; None where nothing is known to do."""
        form, (name, _) = self.form, letter
        if is_invertible(form, name):
            return []
        match name:
            case lt.DiagOf(entry):
                inner = str(entry)
                known = form.normal.functions.positive(entry)
                return [] if known else [Positive(e.Sym(inner), (inner,))]
            case lt.HadamardOf(words) if is_psd(form, letter):
                parts = [self._definite(word[0]) for word in words if len(word) == 1]
                if None in parts or len(parts) < sum(map(bool, words)):
                    return None
                return [need for each in parts for need in each or ()]
            case lt.BoundedOf():
                return None
            case lt.MatrixRootOf(_, value):
                return [Definite(form.normal.expr(value))]
        return [Definite(letter_expr(name))] if is_psd(form, letter) else None

    def _injective(self, terms: Mapping[lt.Word, Ratio], slot: int) -> Condition:
        form = self.form
        word = next(filter(None, terms))
        while len(terms) == 1 and len(word) % 2 == 0 and form.mirrored(word) == word:
            word = word[len(word) // 2 :]  # the kernel of LᵀL is that of L
            terms = {word: form.normal.scalars.one}
        root = form.shown(terms, slot)
        if len(terms) == len(word) == 1 and is_psd(form, word[0]):
            return Definite(root)
        square = form.alphabet.shape(word[0])[0] == form.spaces[slot]
        return Nonsingular(root) if square else FullRank(root)

    def _counts(self, square: Square[Key]) -> bool:
        """Whether a square that is definite once stays so."""
        assert isinstance(square.middle, tuple)
        middle = {n for w in square.middle if isinstance(w, tuple) for n, _ in w}
        root = {lt.entry_of(n) for half in square.root for w in half for n, _ in w}
        root = root.union(*(c.free() for c in square.root.values()))
        return self.signs.stays(map(lt.entry_of, middle)) and self.signs.fixed(root)


def _is_regular(form: Form, terms: Mapping[lt.Word, Ratio]) -> bool:
    """Whether a root is a product of matrices that have no kernel."""
    (word, *more) = terms
    return not more and all(_has_no_kernel(form, *letter) for letter in word)


def _is_onto(form: Form, terms: Mapping[lt.Word, Ratio]) -> bool:
    """Whether a root is a product of square matrices without a kernel."""
    square = all(len({*form.alphabet.shape(letter)}) == 1 for word in terms for letter in word)
    return square and _is_regular(form, terms)


def _has_no_kernel(form: Form, name: lt.Letter, flipped: bool) -> bool:
    """Whether a letter is invertible, or has orthonormal columns, or is one of ones."""
    marks = form.alphabet.properties.get(name, ())
    upright = "orthonormal" in marks or isinstance(name, lt.OnesOf)
    return is_invertible(form, name) or (upright and not flipped)


def _factors(root: e.Expr, middle: list[e.Expr]) -> list[e.Expr]:
    """``root^T middle root``, without identities."""
    if isinstance(root, e.Ident):
        return middle
    mirrored = root.arg if isinstance(root, e.Transpose) else e.Transpose(root)
    return [mirrored, *middle, root]


def _product(factors: list[e.Expr], space: str = "") -> e.Expr:
    return e.multiplied(factors) if factors else e.Ident(space)
