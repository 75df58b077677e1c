"""Equations that hold besides: what vanishes by them, as a combination of their multiples.

Among matrices ``u * gap * v`` are tried in which the words at hand occur, and the combination is
found by exact linear algebra. Scalars, traces of such multiples included, are polynomials: there
the question is membership in an ideal, by a Gröbner basis. Both are bounded: that nothing is found
says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sympy import Poly, groebner
from sympy.core.symbol import Symbol
from sympy.polys.domains import QQ
from sympy.polys.polytools import GroebnerBasis

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.functions import Functions
from sslcheck.derive.algebra.inverses import vanishes
from sslcheck.derive.algebra.letters import Letter, LogOf, MatrixRootOf, RootOf, TraceOf, Word
from sslcheck.derive.algebra.linear_solve import solve_linear
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.scalars import Scalars
from sslcheck.derive.calculus.congruence import with_equal_arguments
from sslcheck.derive.errors import TooLarge, Unsupported
from sslcheck.derive.expr import Expr, Num, Prod, Sum, Sym, Transpose
from sslcheck.derive.setting import Setting

__all__ = ["Relations", "commuting_letters"]

_ROUNDS = 3
_MOST_MULTIPLES = 60
_MOST_GENERATORS = 12
_MOST_LETTERS = 10
_MIRRORED = {"symmetric", "psd", "diagonal"}
_HIGHEST = 8  # degree of a polynomial in an ideal


def commuting_letters(setting: Setting) -> frozenset[tuple[Any, Any]]:
    """Letters, transposed or not, of constant matrices of which a relation says that they commute.

    Each pair in both orders, and transposed as a whole.
    """
    found: set[tuple[Any, Any]] = set()
    for relation in setting.relations:
        one, two = relation.lhs, relation.rhs
        match one, two:
            case Sum(terms=(Prod() as first, Prod(factors=(Num(value=sign), *rest)))), Num(value=0):
                one, two = (first, Prod(tuple(rest))) if sign == -1 else (one, two)
        match one, two:
            case Prod(factors=(a, b)), Prod(factors=(c, d)) if relation.op == "=":
                pair = _letter(setting, a), _letter(setting, b)
                if (a, b) == (d, c) and None not in pair:
                    for left, right in (pair, pair[::-1]):
                        found |= {
                            (left, right),
                            (_flipped(setting, left), _flipped(setting, right)),
                        }
    return frozenset(found)


def _letter(setting: Setting, node: Expr) -> tuple[str, bool] | None:
    """The letter of a constant matrix, or of its transpose."""
    flipped = isinstance(node, Transpose)
    inner = node.arg if isinstance(node, Transpose) else node
    if not isinstance(inner, Sym) or inner.name not in setting.symbols:
        return None
    symbol = setting.symbols[inner.name]
    given = inner.name in setting.lets or inner.name in setting.definitions
    if symbol.scalar or symbol.moves or given or symbol.role == "view":
        return None
    return inner.name, flipped and not symbol.properties & _MIRRORED


def _flipped(setting: Setting, letter: Any) -> tuple[str, bool]:
    name, flipped = letter
    mirrored = setting.symbols[name].properties & _MIRRORED
    return name, not flipped and not mirrored


class Relations:
    """Equations ``gap = 0`` between elements of one alphabet."""

    def __init__(self, functions: Functions, gaps: Iterable[Element]) -> None:
        self._functions = functions
        self._scalars: list[Ratio] = []
        self._equations: list[Element] = []
        for gap in gaps:
            if gap.shape == ("1", "1"):
                self._scalars.append(gap.value())
            else:
                self._equations.append(gap)
        self._matrices = [side for gap in self._equations for side in _sides(gap)]

    def vanishes(self, element: Element) -> bool:
        """Whether the equations are found to make an element zero, functions in it included.

        That is so where they hold; by how much it is less than they are is not said, so that what
        moves by it need not stay where they hold: for that, see `combine`.
        """
        if not element.terms or self.combine(element):
            return True
        try:
            return any(self._vanishes(written) for written in self._written(element))
        except (Unsupported, TooLarge):
            return False

    def _written(self, element: Element) -> Iterator[Element]:
        for first in (True, False):
            yield with_equal_arguments(
                element, self._equations, self._number, self._functions, first
            )

    def _vanishes(self, element: Element) -> bool:
        """Whether it is 0, or so is what tells that it is.

        A matrix is 0 where its product with an invertible one is; a sum with logarithms where its
        exponential is 1; a difference of what is not negative where a power of both is the same, as
        a psd matrix has one psd root.
        """
        if not element.terms or vanishes(element, self.combine):
            return True
        functions, alphabet = self._functions, element.alphabet
        if element.shape != ("1", "1"):
            parts, psd = _by_sign(element, functions), functions.definite
            if psd is None or not parts or None in map(psd, parts):
                return False
            degrees = [n.degree for n in element.letters() if isinstance(n, MatrixRootOf)]
            one, two = (p ** max([2, *degrees]) for p in parts)
            return self.combine(one - two)
        value = element.value()
        if any(isinstance(letter, LogOf) for letter in value.free()):
            power = functions.exponential(value) - functions.scalars.one
            return self.combine(alphabet.scalar(power))
        above, below = _halves(value)
        if not all(map(functions.known_nonnegative, (above, below))):
            return False
        return self.combine(alphabet.scalar((above**2 - below**2).root_reduced()))

    def _number(self, value: Ratio) -> Ratio:
        """A number as the equations let it be written."""
        return _Ideal(self._generators([value]), [value]).reduced(value)

    def zero_with(self, value: Ratio) -> list[Ratio]:
        """Numbers that are 0 where the equations hold and a value is 0 as well."""
        scalars, known = value.scalars, [*self._generators([value]), value]
        for each in [*known]:
            for root in sorted(n for n in each.free() if isinstance(n, RootOf)):
                known.append(each * each.substitute({root: -scalars.letter(root)}))
        return _Ideal(known, [value]).zeros(scalars)

    def numbers(self, value: Ratio) -> list[Ratio]:
        """Numbers that are 0 by the equations, among them traces that have to do with a number."""
        square = (m for m in self._matrices if m.shape[0] == m.shape[1])
        traces = [matrix.trace().value() for matrix in square]
        return [*traces, *self._generators([value, *traces])]

    def combine(self, element: Element) -> bool:
        """Whether an element is found to be a sum of multiples of the equations."""
        if element.shape == ("1", "1"):
            return self._number(element.value()).is_zero()
        known: dict[tuple[Word, ...], Element] = {}
        seen: set[Word] = set()
        pending = set(element.terms)
        for _ in range(_ROUNDS):
            for word in sorted(pending - seen):
                for multiple in self._multiples(word):
                    known.setdefault(tuple(sorted(multiple.terms)), multiple)
            seen |= pending
            if len(known) > _MOST_MULTIPLES:
                return False
            if self._combines(element, list(known.values())):
                return True
            pending = {w for m in known.values() for w in m.terms}
        return False

    def _combines(self, element: Element, parts: list[Element]) -> bool:
        """Whether the parts add up to the element, as they stand or by the scalar equations."""
        if self._adds_up(element, parts):
            return True
        coefficients = [c for e in (element, *parts) for c in e.terms.values()]
        generators = self._generators(coefficients)
        if not generators:
            return False
        ideal = _Ideal(generators, coefficients)
        columns = [part.scalar_map(ideal.reduced) for part in parts]
        return self._adds_up(element.scalar_map(ideal.reduced), columns)

    def _adds_up(self, element: Element, parts: list[Element]) -> bool:
        weights = solve_linear(element, parts)
        if weights is None:
            return False
        return all(self._functions.nonzero(weight.denominator) for weight in weights)

    def _multiples(self, word: Word) -> Iterator[Element]:
        """The multiples of an equation, or of its transpose, in which a word occurs."""
        for gap in self._matrices:
            for part in gap.terms:
                for at in range(len(word) - len(part) + 1) if part else ():
                    if word[at : at + len(part)] == part:
                        found = gap
                        if before := word[:at]:
                            found = gap.alphabet.word(before) * found
                        if after := word[at + len(part) :]:
                            found = found * gap.alphabet.word(after)
                        yield found

    def _generators(self, values: list[Ratio]) -> list[Ratio]:
        """The scalar equations, and traces of multiples of the others that the values hold."""
        found = list(self._scalars)
        seen: set[Letter] = set()
        for _ in range(_ROUNDS - 1):
            letters = {n for v in (*values, *found) for n in v.free() if isinstance(n, TraceOf)}
            for trace in sorted(letters - seen):
                found += {made.key(): made for made in self._traces(trace.word)}.values()
            seen |= letters
            if len(found) > _MOST_GENERATORS:
                return found[:_MOST_GENERATORS]
        return found

    def _traces(self, cycle: Word) -> Iterator[Ratio]:
        for k in range(len(cycle)):
            turn = cycle[k:] + cycle[:k]
            for gap in self._matrices:  # transposed ones as well
                for part in gap.terms:
                    if part and turn[: len(part)] == part:
                        rest = turn[len(part) :]
                        whole = gap * gap.alphabet.word(rest) if rest else gap
                        if whole.shape[0] == whole.shape[1]:
                            yield whole.trace().value()


def _sides(gap: Element) -> list[Element]:
    """An equation, and its transpose where that is another one."""
    other = gap.T
    square = gap.shape == other.shape
    same = square and not ((gap - other).terms and (gap + other).terms)
    return [gap] if same else [gap, other]


def _by_sign(element: Element, functions: Functions) -> tuple[Element, Element] | None:
    """What is added in a sum and what is taken away; None where that is not known, or nothing."""
    signs = {word: functions.sign(coeff) for word, coeff in element.terms.items()}
    if {1, -1} != {*signs.values()}:
        return None
    above, below = (
        Element(
            element.alphabet,
            element.shape,
            {w: c for w, c in element.terms.items() if s == signs[w]},
        )
        for s in (1, -1)
    )
    return above, -below


def _halves(value: Ratio) -> tuple[Ratio, Ratio]:
    """What is added in a numerator and what is taken away."""
    scalars, num = value.scalars, value.scalars.align(value.num)
    above = {m: c for m, c in num.items() if c > 0}
    below = {m: -c for m, c in num.items() if c < 0}
    one, two = (Ratio(scalars, num.ring.from_dict(p), scalars.unit) for p in (above, below))
    return one, two


class _Ideal:
    """Polynomials modulo generators, in the letters of the ``values`` to be reduced."""

    def __init__(self, generators: list[Ratio], values: list[Ratio]) -> None:
        self._letters: list[Letter] = sorted({n for v in (*generators, *values) for n in v.free()})
        self._basis: GroebnerBasis | None = None
        polys = [self._poly(g) for g in generators if not g.is_zero()]
        small = len(self._letters) <= _MOST_LETTERS
        if polys and small and all(p.total_degree() <= _HIGHEST for p in polys):
            self._basis = groebner(polys, *self._symbols, order="grevlex", domain=QQ)

    @property
    def _symbols(self) -> list[Symbol]:
        return [Symbol(f"x{k}") for k in range(len(self._letters))]

    def _poly(self, value: Ratio) -> Poly:
        value = value.root_reduced()
        num = value.scalars.align(value.num)
        at = [value.scalars.position(n) for n in self._letters]
        terms = {tuple(m[k] for k in at if k is not None): c for m, c in num.items()}
        return Poly.from_dict(terms, *self._symbols, domain=QQ)

    def reduced(self, value: Ratio) -> Ratio:
        """What is left of a value; the value itself where nothing can be said."""
        if self._basis is None or not value.num:
            return value
        poly = self._poly(value)
        if poly.total_degree() > 2 * _HIGHEST:
            raise Unsupported("polynomials of too high a degree to be reduced by equations")
        _, rest = self._basis.reduce(poly.as_expr())
        number = self._ratio(Poly(rest, *self._symbols, domain=QQ), value.scalars)
        return number / value.root_reduced().denominator

    def zeros(self, scalars: Scalars) -> list[Ratio]:
        """Numbers that are 0 where all generators are."""
        return [] if self._basis is None else [self._ratio(p, scalars) for p in self._basis.polys]

    def _ratio(self, poly: Poly, scalars: Scalars) -> Ratio:
        total = scalars.number(0)
        for monom, coeff in poly.terms():
            term = Ratio(scalars, scalars.ring.ground_new(QQ.convert(coeff)), scalars.unit)
            for letter, power in zip(self._letters, monom, strict=True):
                term = term * scalars.letter(letter) ** power if power else term
            total = total + term
        return total
