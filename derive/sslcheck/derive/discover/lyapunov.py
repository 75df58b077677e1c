"""Functions that never rise along a flow: sums of squares whose rates are minus sums of squares.

``V = sum P_ij tr(h_i^T h_j)`` with a psd ``P``, and ``-dV/dt = sum Q_ij m tr(u_i^T M u_j N)`` with
psd ``Q``, where m, M and N are not negative: linear equations between psd matrices (Parrilo, 2000;
Helton, 2002, for words). What a solver finds in floating point is rounded to small fractions and
is a guess until it is proved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.discover.bases import functions, parameters, plain_halves
from sslcheck.derive.discover.halves import Block, Half, Halves, Term
from sslcheck.derive.discover.residues import gathered
from sslcheck.derive.discover.words import Letters
from sslcheck.derive.errors import TooLarge
from sslcheck.derive.expr import ZERO, Dot, Expr, Num, Power, Prod, Relation, SquaredNorm, summed
from sslcheck.derive.normal import NormalForm

__all__ = ["Entry", "Falling", "Gram", "Program", "Solver", "falling"]

Entry = tuple[int, int, int]
"""A matrix, a row and a column that is not before it."""

Gram = Sequence[Sequence[float]]

Rate = frozenset[tuple[Term, Fraction]]
"""The terms of a rate."""


@dataclass(frozen=True, slots=True)
class Program:
    """Psd matrices of these ``sizes``, of the least sum of traces times ``costs``.

    ``rows`` are equations, with 0 on the right; an entry stands for itself and its mirror image.
    """

    sizes: tuple[int, ...]
    rows: tuple[Mapping[Entry, Fraction | int], ...]
    costs: tuple[int, ...]


Solver = Callable[[Program, Entry, float], list[Gram] | None]
"""Solves a program with one entry that is to be 1, in some seconds."""

_MOST_ROWS = 4000
_FRACTIONS = 24  # the largest denominator
_CLOSE = 1e-3  # of what is rounded


@dataclass(frozen=True, slots=True)
class Falling:
    """A function that is never negative, and is guessed never to rise."""

    value: Expr
    degree: int

    @property
    def relation(self) -> Relation:
        """What is to be proved of it."""
        return Relation(Dot(self.value), "<=", ZERO)


def falling(
    normal: NormalForm, letters: Letters, degree: int, solve: Solver, seconds: float
) -> Iterator[Falling]:
    """Functions of at most a degree: for each product of at most half of it, one of the least
    weight whose square stands in it once.

    Squares of products of states, of data and of identities of one shape are joined; first with
    numbers, then times parameters that are not negative, then with one of these inside. Raises
    `TooLarge` where there are too many.
    """
    halves = Halves(normal)
    weights = [((at, 1),) for at in parameters(halves, letters)]
    choices: list[tuple[list[Term], list[Term]]] = [([()], [()])]
    choices += [([()], [(), *weights])] if weights else []
    choices += [([(), each], [()]) for each in weights]
    done: set[Half] = set()
    left: TooLarge | None = None
    known: set[Rate] = set()
    for length in range(1, degree // 2 + 1):
        plain = [*plain_halves(halves, letters, length)]
        new = {h for _, each in plain for h in each if halves.length(h) == length}
        for inside, front in choices:
            if not new - done:
                break
            try:
                rows = _Rows(halves, functions(plain, inside, front))
            except TooLarge as error:
                left = error
                continue
            for half, entry in rows.wanted:
                if half not in new - done or (grams := solve(rows.program, entry, seconds)) is None:
                    continue
                found = rows.function(grams)
                if found is None:
                    continue
                done.add(half)
                value, rate = found
                if rate not in known:
                    known.add(rate)
                    yield value
    if left is not None:
        raise left


class _Rows:
    """The equations between a function's Gram matrices and those of minus its rate."""

    def __init__(self, halves: Halves, sought: list[tuple[Block, tuple[Half, ...]]]) -> None:
        self._halves = halves
        self._functions = sought
        rows: dict[Term, dict[Entry, Fraction]] = {}
        for k, (block, each) in enumerate(sought):
            for i, left in enumerate(each):
                for j in range(i, len(each)):
                    for term, coeff in halves.rate(block, left, each[j]).items():
                        rows.setdefault(term, {})[k, i, j] = coeff * (1 if i == j else 2)
        squares = _squares(halves, rows)
        for k, (block, halved) in enumerate(squares.items(), len(sought)):
            for i, left in enumerate(halved):
                for j in range(i, len(halved)):
                    for term, coeff in halves.entry(block, left, halved[j]).items():
                        row = rows.setdefault(term, {})
                        row[k, i, j] = row.get((k, i, j), Fraction(0)) + coeff * (
                            1 if i == j else 2
                        )
            if len(rows) > _MOST_ROWS:
                raise TooLarge(f"more than {_MOST_ROWS} products in the rate of a function")
        sizes = [len(each) for _, each in sought] + [len(each) for each in squares.values()]
        costs = [1] * len(sought) + [0] * len(squares)
        self.program = Program(tuple(sizes), tuple(rows.values()), tuple(costs))

    @property
    def wanted(self) -> Iterator[tuple[Half, Entry]]:
        """The squares that move, with nothing in front."""
        for k, (block, each) in enumerate(self._functions):
            for i, half in enumerate(each):
                if not block.factor and self._rate({half: Fraction(1)}, block):
                    yield half, (k, i, i)

    def function(self, grams: list[Gram]) -> tuple[Falling, Rate] | None:
        """A function as a sum of squares with rational weights, and its rate; None where it is
        not rounded to one, or does not move.
        """
        parts: list[Expr] = []
        degree, rate = 0, list[tuple[Term, Fraction]]()
        for (block, each), gram in zip(self._functions, grams, strict=False):
            squares = _decomposed(_rounded(gram))
            if squares is None:
                return None
            for weight, row in squares:
                roots = {each[i]: value for i, value in row.items()}
                parts.append(self._square(block, weight, roots))
                degree = max(degree, *(2 * self._halves.length(half) for half in roots))
                moved = self._rate(roots, block).items()
                rate += [(term, weight * coeff) for term, coeff in moved]
        whole = frozenset(gathered(rate).items())
        if not whole:
            return None
        return Falling(summed(parts), degree), whole

    def _rate(self, roots: Mapping[Half, Fraction], block: Block) -> dict[Term, Fraction]:
        """The rate of the square of a sum."""
        return gathered(
            (term, a * b * coeff)
            for left, a in roots.items()
            for right, b in roots.items()
            for term, coeff in self._halves.rate(block, left, right).items()
        )

    def _square(self, block: Block, weight: Fraction, roots: Mapping[Half, Fraction]) -> Expr:
        normal, halves = self._halves.normal, self._halves
        alphabet, scalars = normal.alphabet, normal.scalars
        terms = {
            half: halves.value(half.scalars) * scalars.number(value)
            for half, value in roots.items()
        }
        inside: Expr
        if block.shape:
            rows, columns = block.shape
            whole = Element(alphabet, (rows, columns), {})
            for half, coeff in terms.items():
                whole = whole + Element(alphabet, (rows, columns), {half.word: coeff})
            inside = SquaredNorm(normal.expr(whole))
        else:
            total = sum(terms.values(), start=scalars.number(0))
            inside = Power(normal.expr(alphabet.scalar(total)), Fraction(2))
        front = [halves.value(block.factor)] if block.factor else []
        numbers: list[Expr] = [Num(weight)] if weight != 1 else []
        factors = [*numbers, *(normal.expr(alphabet.scalar(f)) for f in front), inside]
        return Prod(tuple(factors)) if len(factors) > 1 else inside


def _squares(halves: Halves, rows: Mapping[Term, object]) -> dict[Block, list[Half]]:
    """The halves whose squares stand in a rate, by the matrices that they make."""
    found: dict[Block, dict[Half, None]] = {}
    for term in rows:
        for block, half in halves.roots(term):
            if halves.entry(block, half, half).keys() <= rows.keys():
                found.setdefault(block, {})[half] = None
    return {block: [*each] for block, each in found.items()}


def _rounded(gram: Gram) -> list[list[Fraction]] | None:
    """Small fractions close to the entries of a matrix."""
    whole = []
    for row in gram:
        if not all(map(isfinite, row)):
            return None
        fractions = [Fraction(value).limit_denominator(_FRACTIONS) for value in row]
        if any(abs(a - b) > _CLOSE for a, b in zip(row, fractions, strict=True)):
            return None
        whole.append(fractions)
    return whole


def _decomposed(
    gram: list[list[Fraction]] | None,
) -> list[tuple[Fraction, dict[int, Fraction]]] | None:
    """``sum of d l l^T``, pivot after pivot; None where a matrix is not psd."""
    if gram is None:
        return None
    left, found = [[*row] for row in gram], []
    for k in range(len(left)):
        pivot = left[k][k]
        if pivot < 0 or (not pivot and any(left[k])):
            return None
        if not pivot:
            continue
        row = {i: left[k][i] / pivot for i in range(len(left)) if left[k][i]}
        found.append((pivot, row))
        for i, a in row.items():
            for j, b in row.items():
                left[i][j] -= pivot * a * b
    return found
