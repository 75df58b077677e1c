"""Forms: sums of words, of Kronecker products of words, or of traces, with scalar coefficients.

What is to be shown positive (semi-)definite, and the law by which a quantity moves, are of this
sort: words in one space, pairs of words in two (a Kronecker sum), or scalars.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice, permutations

from sslcheck.derive import expr as e
from sslcheck.derive.algebra import letters as lt
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.ratios import Ratio, added_up
from sslcheck.derive.algebra.wirings import Path, Wiring
from sslcheck.derive.algebra.words import Alphabet
from sslcheck.derive.calculus.stacked import finished, read_stacked, stacks
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.normal import NormalForm

__all__ = ["Form", "Key", "form_of", "number_forms", "read_form", "read_forms"]

_MOST_ORDERS = 24

Key = tuple[lt.Word, ...]
"""A word, or the two words of a Kronecker product; a trace is a word that says so."""


@dataclass(frozen=True, eq=False)
class Form:
    """``terms`` in one space, in two, or scalar (``spaces`` empty)."""

    normal: NormalForm
    alphabet: Alphabet
    spaces: tuple[str, ...]
    terms: Mapping[Key, Ratio]

    @property
    def T(self) -> Form:
        """The transpose."""
        return replace(self, terms={self.mirror(key): c for key, c in self.terms.items()})

    def __add__(self, other: Form) -> Form:
        terms = added_up((*self.terms.items(), *other.terms.items()))
        return replace(
            self,
            alphabet=self.alphabet.joined(other.alphabet),
            spaces=self.spaces or other.spaces,
            terms={k: c for k, c in terms.items() if not c.is_zero()},
        )

    def __neg__(self) -> Form:
        return replace(self, terms={k: -c for k, c in self.terms.items()})

    def __sub__(self, other: Form) -> Form:
        return self + -other

    def __mul__(self, other: Form) -> Form:
        alphabet = self.alphabet.joined(other.alphabet)
        total = replace(self, alphabet=alphabet, terms={})
        for left, a in self.terms.items():
            for right, b in other.terms.items():
                key = tuple(alphabet.reduce(x + y) for x, y in zip(left, right, strict=True))
                total = total + replace(total, terms={key: a * b})
        return total

    def scaled(self, factor: Ratio) -> Form:
        """The form times a scalar."""
        terms = {key: c * factor for key, c in self.terms.items()}
        return replace(self, terms={k: c for k, c in terms.items() if not c.is_zero()})

    @property
    def is_zero(self) -> bool:
        """Whether nothing is left."""
        return all(c.is_zero() for c in self.terms.values())

    @property
    def is_symmetric(self) -> bool:
        """Whether the matrix is its own transpose."""
        return (self - self.T).is_zero

    def mirror(self, key: Key) -> Key:
        """The key of the transposed term."""
        return key if not self.spaces else tuple(self.mirrored(word) for word in key)

    def mirrored(self, word: lt.Word) -> lt.Word:
        """The transpose of a product of letters."""
        return self.alphabet.reduce(lt.transposed(word))

    @cached_property
    def expr(self) -> e.Expr:
        """The form as an expression."""
        if len(self.spaces) < 2:
            return self.shown({key[0]: c for key, c in self.terms.items()})
        rights: dict[lt.Word, dict[lt.Word, Ratio]] = {}
        for (right, left), coeff in self.terms.items():
            rights.setdefault(right, {})[left] = coeff
        one = self.normal.scalars.one
        parts: list[e.Expr] = [
            e.Kron(self.shown({right: one}, 0), self.shown(lefts, 1))
            for right, lefts in rights.items()
        ]
        if not parts:
            return e.Prod((e.ZERO, e.Kron(*map(e.Ident, self.spaces))))
        return e.summed(parts)

    def shown(self, terms: Mapping[lt.Word, Ratio], slot: int = 0, space: str = "") -> e.Expr:
        """Words of one of the spaces, or of another one, as an expression."""
        word = next((w for w in terms if w), ())
        own = space or (self.spaces[slot] if self.spaces else "1")
        plain = not word or word[0] == lt.TRACE
        shape = (own, own) if plain else self.alphabet.word_shape(word)
        return self.normal.expr(Element(self.alphabet, shape, terms))

    def letters(self) -> frozenset[str]:
        """The letters of words and coefficients, those inside inverses and roots included."""
        words = {n for key in self.terms for w in key for n, t in w if (n, t) != lt.TRACE}
        inside = lt.closure(n for n in words if isinstance(n, lt.OfMatrix))
        return inside.union(words, *(c.free() for c in self.terms.values()))


def read_form(normal: NormalForm, node: e.Expr) -> Form:
    """An expression as a form.

    Raises `Unsupported` for what is neither a sum of words nor one of Kronecker products of them.
    """
    if stacks(normal, node):
        return _kronecker(normal, node)
    element = normal.finished(normal.element(node))
    spaces = () if element.shape == ("1", "1") else element.shape[:1]
    terms: dict[Key, Ratio] = {(w,): c for w, c in element.terms.items() if not c.is_zero()}
    return form_of(normal, spaces, terms, element.alphabet)


def read_forms(normal: NormalForm, node: e.Expr) -> Iterator[Form]:
    """The ways to read an expression as a form, products of traces among them.

    A trace beside a matrix is a number there; of a product of traces one is the term, the others
    are its coefficient. Raises `Unsupported` where nothing can be read.
    """
    try:
        first: Form | None = read_form(normal, node)
    except Unsupported:
        if stacks(normal, node):
            raise
        first = None
    if first is not None:
        yield first
        if first.spaces or stacks(normal, node):
            return
    element = normal.finished(normal.whole(node))
    if element.shape != ("1", "1"):
        terms: dict[Key, Ratio] = {(w,): c for w, c in element.terms.items() if not c.is_zero()}
        yield form_of(normal, element.shape[:1], terms, element.alphabet)
        return
    if first is None:
        yield from number_forms(normal, element.value(), element.alphabet)


def number_forms(normal: NormalForm, value: Ratio, alphabet: Alphabet) -> Iterator[Form]:
    """The ways to read a number as a form: of a product of traces one is the term."""
    value = value.root_reduced().cancelled()
    traces = sorted(n for n in value.numerator.free() if isinstance(n, lt.TraceOf))
    for order in islice(permutations(traces), _MOST_ORDERS):
        yield form_of(normal, (), _one_of_each(value, order), alphabet)


def _one_of_each(value: Ratio, order: Sequence[lt.TraceOf]) -> dict[Key, Ratio]:
    """The terms of a number, each with the first trace in an order that stands in it."""
    terms: dict[Key, Ratio] = {((),): value.numerator}
    for trace in order:
        rest = terms.pop(((),), None)
        if rest is None:
            break
        for power, share in rest.coefficients(trace).items():
            key: Key = ((lt.TRACE, *trace.word),) if power else ((),)
            share = share * share.scalars.letter(trace) ** max(power - 1, 0)
            terms[key] = terms[key] + share if key in terms else share
    return {key: c / value.denominator for key, c in terms.items() if not c.is_zero()}


def form_of(
    normal: NormalForm, spaces: tuple[str, ...], terms: Mapping[Key, Ratio], read: Alphabet
) -> Form:
    """A form of letters of an alphabet ``read``, in the alphabet of the statement.

    There all that is declared of states holds at an instant; of trajectories, what the flow keeps.
    """
    alphabet, setting = normal.alphabet.joined(read), normal.setting
    if setting.kept is None:
        marks: dict[lt.Letter, frozenset[str]] = {
            name: s.properties | ({"symmetric"} if "psd" in s.properties else set())
            for name, s in setting.symbols.items()
            if s.role == "state" and s.properties
        }
        alphabet = replace(alphabet, properties={**alphabet.properties, **marks})
    return Form(normal, alphabet, spaces, terms)


def _kronecker(normal: NormalForm, node: e.Expr) -> Form:
    """A sum of Kronecker products of two square matrices."""
    read = finished(normal, read_stacked(normal, node))
    terms: dict[Key, Ratio] = {}
    for paths, coeff in read.terms.items():
        words = [_straight(read, paths, leg) for leg in range(len(read.rows))]
        if read.rows != read.cols or len(words) != 2 or None in words or coeff.traces():
            raise Unsupported("a matrix that is no sum of Kronecker products")
        terms[tuple(word for word in words if word is not None)] = coeff
    return form_of(normal, read.rows if terms else (), terms, read.alphabet)


def _straight(wiring: Wiring, paths: tuple[Path, ...], leg: int) -> lt.Word | None:
    """The word from a leg of the rows to the same one of the columns; None where there is none."""
    ends = {start: (stop, word) for start, stop, word in paths}
    stop, word = ends.get(leg, (leg, ()))
    opposite = len(wiring.rows) + leg
    if stop == opposite:
        return word
    if stop < 0 and ends.get(opposite, (0, ()))[0] < 0:  # a column times a row
        return word + lt.transposed(ends[opposite][1])
    return None
