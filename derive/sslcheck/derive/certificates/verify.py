"""Re-checks certificates of `sslcheck derive --certificates DIR`: `python verify.py DIR`.

It needs nothing but Python 3.11 and may be copied out. README.md beside it says what a certificate
holds, what is checked of it here, and what is not.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import signal
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import reduce
from itertools import accumulate, chain, pairwise, takewhile
from operator import add, mul, sub
from pathlib import Path
from typing import Any

Scalars = frozenset[Any]  # a product of powers of scalars: pairs (atom, exponent)
Word = tuple[Any, ...]  # a product of matrices: letters (name, rows, columns, trait, flipped)
ONE: Scalars = frozenset()
SECONDS = 20  # for one certificate; those of the shipped articles take less than one
MOST = 1000  # the size of a space, an exponent
BITS = 10_000  # of a number
POWER = re.compile(r"[-+\s]*[\d._]+[eE][-+]?[\d_]{4,}\s*")  # as `Fraction` reads it
SIGNS = {-1, 0, 1}
ORDERS = {  # the signs of the left less the right side
    ">": {1},
    ">=": {0, 1},
    "<": {-1},
    "<=": {-1, 0},
    "pd": {1},
    "psd": {0, 1},
}
ANY = "\0"  # a matrix that may be any
WORDS = {  # what may be declared of a symbol
    "role": {"state", "function", "parameter", "constant", "view"},
    "sign": {"real", "nonnegative", "positive"},
    "properties": {"symmetric", "psd", "diagonal", "orthonormal", "invertible"},
}


class Rejected(Exception):
    """A certificate does not show what it says."""


class Nonconforming(Rejected):
    """Shapes of a formula do not conform."""


def need(truth: object, what: str, error: type[Rejected] = Rejected) -> None:
    """Reject a certificate unless something is true."""
    if not truth:
        raise error(what)


# -- normal forms: sums of words with scalar factors, for all sizes


def times(one: Scalars, two: Scalars) -> Scalars:
    """The product of two products of powers."""
    powers = dict(one)
    for atom, exponent in two:
        powers[atom] = powers.get(atom, 0) + exponent
    return frozenset((a, e) for a, e in powers.items() if e)


def flip(word: Word) -> Word:
    """The transpose of a word."""
    turned = ((n[::-1] if t == "unit" else n, r, c, t, f) for n, r, c, t, f in reversed(word))
    return tuple(
        (n, c, r, t, t not in ("symmetric", "diagonal", "unit") and not f)
        for n, r, c, t, f in turned
    )


def join(left: Word, right: Word) -> Word | None:
    """The product of two words: Q^T Q = I, and Q Q^T if Q is square; diagonal and unit matrices are
    multiplied. None is 0."""
    while left and right:
        (a, rows, inner, trait, flipped), (b, _, cols, other, again) = left[-1], right[0]
        square = flipped or rows == inner
        if trait == other == "unit":
            unit = ((a[0], b[1]), rows, cols, "unit", False)
            return (*left[:-1], unit, *right[1:]) if a[1] == b[0] else None
        if trait == other == "orthonormal" and a == b and flipped != again and square:
            left, right = left[:-1], right[1:]
        elif trait == other == "diagonal" and a[0] == b[0]:
            both = times(a[1], b[1])
            middle: Word = (((a[0], both), rows, cols, "diagonal", False),) if both else ()
            left, right = left[:-1], middle + right[1:]
        else:
            break
    return left + right


def loop(word: Word) -> Scalars | None:
    """The trace of a word that is not empty."""
    while len(word) > 1 and len(both := join(word[-1:], word[:1]) or ()) < 2:
        if not (left := (*both, *word[1:-1])):  # the trace of an identity
            return frozenset({(("size", word[-1][1]), 1)}) if word[-1][1] != "1" else ONE
        word = left
    at = next((k for k, letter in enumerate(word) if letter[1] == "1"), None)
    return circle(word) if at is None else cut(word[at:] + word[:at])[0]


def circle(word: Word) -> Scalars | None:
    """The trace of a word as an atom, which is the same for all turns and for the transpose."""
    if word[0][3] == "unit":
        return ONE if word[0][0][0] == word[0][0][1] else None
    turns = [w[k:] + w[:k] for w in (word, flip(word)) for k in range(len(word))]
    return frozenset({(("tr", min(turns, key=lambda w: tuple(map(hash, w)))), 1)})


def cut(word: Word) -> tuple[Scalars, Word]:
    """The numbers in a word, such as x^T A x in B x x^T A x, and the word without them."""
    ends = [k for k, letter in enumerate(word) if letter[1] == "1"]
    ends += [len(word)] if word and word[-1][2] == "1" else []
    if len(ends) < 2:
        return ONE, word
    scalars = (circle(word[a:b]) or ONE for a, b in pairwise(ends))
    return reduce(times, scalars), word[: ends[0]] + word[ends[-1] :]


class Value:
    """A matrix, or a number: for each product of scalars and word its rational coefficient."""

    def __init__(self, rows: str, cols: str, terms: dict[tuple[Scalars, Word], Any]) -> None:
        self.rows, self.cols, self.terms = rows, cols, {k: c for k, c in terms.items() if c}
        parts = (n for c in self.terms.values() for n in (c.numerator, c.denominator))
        need(all(n.bit_length() <= BITS for n in parts), "numbers of too many digits")
        self.scalar = rows == cols == "1"

    def __add__(self, other: Value) -> Value:
        if not self.terms or not other.terms:  # 0 stands for a matrix of zeros as well
            return self if self.terms else other
        same = (self.rows, self.cols) == (other.rows, other.cols)
        need(same, "a sum does not conform", Nonconforming)
        keys = {**self.terms, **other.terms}
        sums = {k: self.terms.get(k, 0) + other.terms.get(k, 0) for k in keys}
        return Value(self.rows, self.cols, sums)

    def __mul__(self, other: Value) -> Value:
        one = self.scalar or other.scalar
        need(one or self.cols == other.rows, "a product does not conform", Nonconforming)
        terms: dict[tuple[Scalars, Word], Any] = {}
        for (s, w), c in self.terms.items():
            for (r, v), d in other.terms.items():
                if (joined := join(w, v)) is not None:
                    numbers, word = cut(joined)
                    key = times(times(s, r), numbers), word
                    terms[key] = terms.get(key, 0) + c * d
        rows = other.rows if self.scalar else self.rows
        return Value(rows, self.cols if other.scalar else other.cols, terms)

    @property
    def T(self) -> Value:
        """The transpose."""
        return Value(self.cols, self.rows, {(s, flip(w)): c for (s, w), c in self.terms.items()})

    def trace(self) -> Value:
        """The trace; that of an identity is the size of its space."""
        need(self.rows == self.cols or not self.terms, "the trace of no square", Nonconforming)
        size = ONE if self.scalar else frozenset({(("size", self.rows), 1)})
        parts = ((s, loop(w) if w else size, c) for (s, w), c in self.terms.items())
        found = (Value("1", "1", {(times(s, r), ()): c}) for s, r, c in parts if r is not None)
        return reduce(add, found, number(0))

    def frozen(self) -> Scalars:
        """A number as an atom can hold it."""
        need(self.scalar or not self.terms, "a number is wanted", Nonconforming)
        return frozenset((s, c) for (s, _), c in self.terms.items())


def number(value: Any) -> Value:
    """A rational number."""
    return Value("1", "1", {(ONE, ()): value})


def atom(name: Any, exponent: Any = 1) -> Value:
    """A power of a scalar that is not taken apart."""
    return Value("1", "1", {(frozenset({(name, exponent)}), ()): 1})


def form(name: Any) -> Any:
    """Of what form an atom is; None of a symbol."""
    return None if isinstance(name, str) else name[0]


def added(one: set[int], two: set[int]) -> set[int]:
    """The signs of sums of numbers with given signs."""
    return set().union(*(SIGNS if a * b < 0 else {a or b} for a in one for b in two))


def multiplied(one: set[int], two: set[int]) -> set[int]:
    """The signs of products of numbers with given signs."""
    return {a * b for a in one for b in two}


def raised(signs: set[int], exponent: Fraction) -> set[int]:
    """The signs of powers, where they are defined, of numbers with given signs."""
    whole = exponent.denominator == 1
    return {
        sign ** abs(exponent.numerator) if sign and whole else sign
        for sign in signs
        if (sign or exponent > 0) and (sign >= 0 or whole)
    }


def holds_any(of: Any, letters: set[Any]) -> bool:
    """Whether an atom is one of some letters, or is made of one."""
    whole = isinstance(of, tuple | frozenset)
    return of in letters or (whole and any(holds_any(part, letters) for part in of))


def root(value: Any, degree: int) -> Any:
    """The rational root of a rational number, or None."""
    parts = []
    for whole in Fraction(value).as_integer_ratio():
        near = round(abs(whole) ** (1 / degree))
        parts += [n for n in (near - 1, near, near + 1) if n >= 0 and n**degree == whole]
    return Fraction(*parts) if len(parts) == 2 else None


# -- expressions: derivatives by rules, values as normal forms


class Theory:
    """What a statement is about: symbols, what stands for some of them, and how they move."""

    def __init__(self, setting: dict[str, Any], start: bool = False) -> None:
        self.setting, self.symbols, self.flow = setting, setting["symbols"], setting["flow"]
        self.start = start  # whether values are those at t = 0
        self.origin = setting  # in which values at t = 0 are taken
        self.known: dict[str, Value] = {}
        self.given = setting["instant"] | setting["values"]  # what stands for symbols
        self.ordered = [*lasting(setting), *setting["always"]]  # relations that are supposed
        self.assumed: list[Any] = []  # expressions that are 0 by hypothesis
        self.nothing = False  # whether these are inserted as 0
        self.radicals: list[Any] = []  # squares, what they and their roots are, their signs
        self.seen: dict[Any, set[int]] = {}  # the signs that were sought
        self.kept: set[str] = set()  # states that keep the sign that they are declared to have

    def space(self, name: str) -> str:
        """The representative of spaces of one size."""
        while name in self.setting["merged"]:
            name = self.setting["merged"][name]
        return name

    def declared(self, name: Any) -> Any:
        """The declaration of a symbol, or of that of which something is the rate."""
        return self.symbols[name] if isinstance(name, str) else self.declared(name[1])

    def named(self, name: Any) -> Any:
        """The atom of a symbol, or of the rate of one."""
        return name if isinstance(name, str) else ("rate", self.named(name[1]))

    def moves(self, name: Any) -> bool:
        """Whether a symbol, or the rate of one, may change in time."""
        return bool(self.declared(name)["role"] in ("state", "function"))

    def derive(self, tree: Any, by: str = "t") -> Any:
        """The derivative of an expression by the time along the flow, or by a parameter."""
        match tree:
            case str() if tree == by:
                return 1
            case str() if tree in self.setting["values"]:
                return self.derive(self.setting["values"][tree], by)
            case str() if by == "t" and tree in self.flow:
                return self.flow[tree]
            case str() | ["rate", _] if by == "t" and self.moves(tree):
                return ["rate", tree]
            case int() | str() | ["Num" | "Ident" | "Size" | "At" | "rate", *_]:
                return 0
            case ["Sum", *terms]:
                moved = [m for m in (self.derive(term, by) for term in terms) if m != 0]
                return ["Sum", *moved] if moved else 0
            case ["Prod", *factors]:
                moved = [self.derive(factor, by) for factor in factors]
                parts = [(factors[:k], m, factors[k + 1 :]) for k, m in enumerate(moved) if m != 0]
                return ["Sum", *(["Prod", *a, m, *b] for a, m, b in parts)] if parts else 0
            case ["Power", base, exponent]:
                e = Fraction(exponent)
                if e.denominator == 1 and e > 0:
                    return self.derive(["Prod", *[base] * int(e)], by)
                return ["Prod", ["Num", str(e)], ["Power", base, str(e - 1)], self.derive(base, by)]
            case ["Transpose" | "Trace" as kind, arg]:
                return [kind, moved] if (moved := self.derive(arg, by)) != 0 else 0
            case ["Diag", entry, index, size]:
                return ["Diag", self.derive(entry, by), index, size]
            case ["Exp", arg]:
                return ["Prod", self.derive(arg, by), tree]
            case ["Integral", arg] if by == "t":
                return arg
            case ["Dot", arg]:
                return self.derive(self.derive(arg), by)
        raise Rejected(f"a derivative that is not known here: {str(tree)[:40]}")

    def value(self, tree: Any) -> Value:
        """The value of an expression, derivatives by the flow."""
        match tree:
            case int() | ["Num", str()]:
                return number(tree if isinstance(tree, int) else Fraction(tree[1]))
            case str():
                given = self.given.get(tree)
                if tree not in self.known:
                    self.known[tree] = self.symbol(tree) if given is None else self.value(given)
                return self.known[tree]
            case ["rate", _]:
                return self.symbol(tree)
            case ["Sum", *terms]:
                return reduce(add, map(self.value, terms))
            case ["Prod", *factors]:
                return reduce(mul, map(self.value, factors))
            case ["Power", base, exponent]:
                e, value = Fraction(exponent), self.value(base)
                whole = e.denominator == 1 and e > 0
                return reduce(mul, [value] * int(e)) if whole else self.power(value, e)
            case ["Transpose", arg]:
                return self.value(arg).T
            case ["Trace", arg]:
                return self.value(arg).trace()
            case ["Dot", arg]:
                return self.value(self.derive(arg))
            case ["Partial", arg, name]:
                return self.value(self.derive(arg, name))
            case ["assumed", int(k)]:
                value = self.value(self.assumed[k])
                return Value(value.rows, value.cols, {}) if self.nothing else value
            case ["Expect", arg]:
                return self.average(self.value(arg))
            case ["Exp", arg]:
                powers = self.value(arg).frozen()
                return reduce(mul, (atom(("exp", s), c) for s, c in powers), number(1))
            case ["Integral", arg]:
                return number(0) if self.start else atom(("int", self.value(arg).frozen()))
            case ["At", arg]:
                return (self if self.start else Theory(self.origin, True)).value(arg)
            case ["Size", space]:
                return self.size(self.space(space))
            case ["Ident", space] if space:
                return self.diagonal(1, "", self.space(space))
            case ["Diag", entry, index, space]:
                return self.diagonal(entry, index, self.space(space))
            case ["Maximum", arg, index]:
                return self.largest(arg, index)
        raise Rejected(f"an expression that is not known here: {str(tree)[:40]}")

    def symbol(self, name: Any) -> Value:
        """A letter; what is declared of a state counts at an instant only."""
        if name == "t":
            return number(0) if self.start else atom("t")
        symbol, base = self.declared(name), isinstance(name, str)
        key = self.named(name)
        key = ("0", key) if self.start and self.moves(name) else key
        rows, cols = map(self.space, symbol["shape"])
        if rows == cols == "1":
            return atom(key)
        state = symbol["role"] == "state" and (self.setting["along"] or not base)
        marks = set() if state or symbol["role"] == "view" else set(symbol["properties"])
        trait = "symmetric" if marks & {"symmetric", "psd", "diagonal"} else ""
        trait = "orthonormal" if "orthonormal" in marks and key == name else trait
        return Value(rows, cols, {(ONE, ((key, rows, cols, trait, False),)): 1})

    def size(self, space: str) -> Value:
        """The dimension of a space."""
        return atom(("size", space))

    def diagonal(self, entry: Any, index: str, space: str) -> Value:
        """The diagonal matrix of an expression over an index."""
        total = Value(space, space, {})
        for scalars, c in self.value(entry).frozen():
            own = frozenset((a, e) for a, e in scalars if self.indexed(a, index))
            word = (((index, own), space, space, "diagonal", False),) if own else ()
            total += Value(space, space, {(scalars - own, word): c})
        return total

    def largest(self, arg: Any, index: str) -> Value:
        """The largest value over an index."""
        return atom(("max", index, self.value(arg).frozen()))

    def indexed(self, of: Any, index: str) -> bool:
        """Whether an atom, or what one holds, has one value for each value of an index."""
        if isinstance(of, str):
            return of in self.symbols and self.symbols[of]["index"] == index
        if isinstance(of, tuple):
            if form(of) == "tr":  # of a diagonal matrix all modes are in it
                return any(self.indexed(w[0], index) for w in of[1] if w[3] != "diagonal")
            if form(of) == "max":
                return of[1] != index and self.indexed(of[2], index)
            return form(of) != "size" and self.indexed(of[1], index)
        return isinstance(of, frozenset) and any(self.indexed(p, index) for q in of for p in q)

    def power(self, base: Value, exponent: Fraction) -> Value:
        """A power of a number, or of a matrix Q D Q^T with a diagonal D and orthonormal Q."""
        if len(base.terms) == 1 and not base.scalar:
            (((scalars, word), c),) = base.terms.items()
            match word:
                case ((q, _, _, "orthonormal", False), (d, *shape), (r, _, _, _, True)) if q == r:
                    plain = scalars == ONE and c == 1 and shape[2] == "diagonal" and exponent > 0
                    if plain and all(self.positive(a) for a, _ in d[1]):
                        inner = d[0], frozenset((a, e * exponent) for a, e in d[1])
                        letters = (word[0], (inner, *shape), word[2])
                        return Value(base.rows, base.cols, {(ONE, letters): 1})
        need(base.scalar or not base.terms, "a power that is not known here")
        if self.zero(base):
            need(exponent > 0, "a divisor that is 0")
            return number(0)
        for _, square, known, _ in self.radicals if exponent.denominator == 2 else ():
            if self.zero(base + number(-1) * square):
                return self.power(known, Fraction(exponent.numerator))
        if len(base.terms) == 1:
            (((scalars, _), c),) = base.terms.items()
            whole = exponent.denominator == 1
            taken = Fraction(c) if whole else root(c, exponent.denominator)
            rooted = (self.positive(a) or Fraction(e).denominator > 1 for a, e in scalars)
            if taken and (whole or all(rooted)):
                powers = frozenset((a, e * exponent) for a, e in scalars)
                return Value("1", "1", {(powers, ()): taken**exponent.numerator})
        return atom(("sum", base.frozen()), exponent)

    def positive(self, a: Any) -> bool:
        """Whether an atom is known to be more than 0 wherever it is defined."""
        return self.held(a) == {1}

    def held(self, a: Any) -> set[int]:
        """The signs that an atom can have."""
        if isinstance(a, str):
            sign = self.symbols.get(a, {"sign": "real"})["sign"]
            known = {"positive": {1}, "nonnegative": {0, 1}}
            return known.get(sign if self.counts(a) else "", SIGNS)
        if form(a) == "sum":
            return self.terms(Value("1", "1", {(s, ()): c for s, c in a[1]}))
        return {1} if form(a) in ("exp", "size") else SIGNS

    def terms(self, value: Value) -> set[int]:
        """The signs that a number can have, by those of its terms."""
        found = {0}
        for (scalars, _), c in value.terms.items():
            powers = (raised(self.held(a), Fraction(e)) for a, e in scalars)
            found = added(found, reduce(multiplied, powers, {1 if c > 0 else -1}))
        return found

    def signs(self, tree: Any, lasting: bool = False) -> set[int]:
        """The signs that a number or a matrix can have, once sought."""
        key = repr(tree), lasting
        if key not in self.seen:
            self.seen[key] = self.seek(tree, lasting)
        return self.seen[key]

    def seek(self, tree: Any, lasting: bool) -> set[int]:
        """The signs that a number can have, by its terms and by the form in which it stands.

        Of a matrix {1} is said where it is positive definite, {0, 1} where it is psd. If they are
        to be ``lasting``, what moves may come close to 0: without 0 it is bounded away from it.
        """
        close = {0} if lasting and not self.steady(tree) else set()
        scalar = self.number(tree)
        if scalar and self.zero(self.value(tree)):
            return {0}
        by, leaf = SIGNS, False
        match tree:
            case str() if tree in self.given:
                return self.signs(self.given[tree], lasting)
            case ["Sum", *terms]:
                by = reduce(added, (self.signs(term, lasting) for term in terms), {0})
            case ["Prod", *factors]:
                rest = [factor for factor in factors if not self.number(factor)]
                numbers = (self.signs(f, lasting) for f in factors if f not in rest)
                by = reduce(multiplied, numbers, self.gram(rest, lasting) if rest else {1})
            case ["Power", base, exponent] if scalar:
                leaf = Fraction(exponent) < 0
                by = raised(self.signs(base, lasting), Fraction(exponent))
            case ["Trace", ["Prod", *factors]] if len(factors) > 1:  # of two psd matrices
                by = self.gram(factors, lasting)
                for k in range(1, len(factors)):
                    halves = self.gram(factors[:k], lasting), self.gram(factors[k:], lasting)
                    by = by & multiplied(*halves)
            case ["Trace" | "Transpose", arg] | ["Diag", arg, _, _]:
                by = self.signs(arg, lasting)
            case ["Kron", left, right]:
                by = multiplied(self.signs(left, lasting), self.signs(right, lasting))
            case ["Ident", _]:
                by = {1}
            case _:
                leaf = True
                marks = set() if scalar or not isinstance(tree, str) else self.marks(tree)
                by = ({1} if "invertible" in marks else {0, 1}) if "psd" in marks else SIGNS
        for known, turn in self.facts() if len(by) > 1 else ():
            for sign in (1, -1):
                if self.same(tree, ["Prod", sign, known]):
                    by = multiplied({sign}, turn) | close
            if scalar and turn == {1} and self.same(["Prod", tree, tree], known):
                by = by & {-1, 1} | close
        if scalar and len(by) > 1:
            by = by & (self.terms(self.value(tree)) | close)
        return by | (close if leaf else set())

    def sure(self, tree: Any, strict: bool, lasting: bool = False) -> bool:
        """Whether a number or a matrix is not negative, or ``strict``: positive (definite)."""
        signs = self.signs(tree, lasting)
        return bool(signs) and signs <= ({1} if strict else {0, 1})

    def gram(self, factors: list[Any], lasting: bool) -> set[int]:
        """The signs of a product of matrices: L^T P L has those of P."""
        if len(factors) == 1:
            return self.signs(factors[0], lasting)
        left, *inner, right = factors
        if not self.same(left, ["Transpose", right]):
            return SIGNS
        middle = self.gram(inner, lasting) if inner else {1}
        steady = not lasting or self.steady(right)
        return middle | (set() if steady and self.injective(right) else {0})

    def facts(self) -> Iterator[tuple[Any, set[int]]]:
        """Expressions of which signs are supposed, or known from a root."""
        yield from ((square, signs) for square, *_, signs in self.radicals)
        for op, lhs, rhs in self.ordered:
            if op in ORDERS:
                yield ["Sum", lhs, ["Prod", -1, rhs]], ORDERS[op]

    def marks(self, name: str) -> set[str]:
        """The properties of a symbol at the times that a statement is about."""
        known = name in self.symbols and name not in self.given and self.counts(name)
        return {*self.declared(name)["properties"]} if known else set()

    def counts(self, name: Any) -> bool:
        """Whether what is declared of a symbol is so at the times that a statement is about."""
        state = name in self.flow or self.symbols.get(name, {}).get("role") == "state"
        return not (self.setting["along"] and state) or name in self.kept

    def injective(self, tree: Any) -> bool:
        """Whether a matrix is known to have independent columns."""
        match tree:
            case ["Ident", _]:
                return True
            case ["Transpose", str(name)] | str(name):
                marks, turned = self.marks(name), isinstance(tree, list)
                if "invertible" in marks or ("orthonormal" in marks and not turned):
                    return True
        square = ["Prod", ["Transpose", tree], tree]
        return any(turn == {1} and self.same(square, known) for known, turn in self.facts())

    def same(self, one: Any, two: Any) -> bool:
        """Whether two expressions are equal, Kronecker sums as the maps that they are."""
        gap = ["Sum", one, ["Prod", -1, two]]
        try:
            return self.zero(self.value(self.mapped(gap)))
        except Nonconforming:
            return False

    def degree(self, value: Value, letters: set[Any]) -> int:
        """The degree of a value in letters; rejected where it is no polynomial in them, or has
        divisors and roots of what may be 0."""
        for scalars, word in value.terms:
            for a, e in scalars:
                whole = Fraction(e).denominator == 1 and e > 0
                need(whole or (self.positive(a) and not holds_any(a, letters)), "no polynomial")
                if form(a) in ("exp", "int", "sum"):
                    held = [s for s, _ in a[1]] if form(a) != "exp" else [a[1]]
                    self.degree(Value("1", "1", {(s, ()): 1 for s in held}), letters)
            inside = [a for a, _ in scalars if form(a) != "tr"] + [x[0] for x in word]
            inside += [x[0] for a, _ in scalars if form(a) == "tr" for x in a[1]]
            need(not any(x not in letters and holds_any(x, letters) for x in inside), "no sum")
        found = [0]
        for scalars, word in self.cleared(value).terms:
            traced = [(x[0], e) for a, e in scalars if form(a) == "tr" for x in a[1]]
            parts = [*scalars, *traced, *((x[0], 1) for x in word)]
            found.append(sum(e for name, e in parts if name in letters))
        return max(found)

    def steady(self, tree: Any) -> bool:
        """Whether an expression is the same at all times."""
        inside = names(tree, self.given)
        return "t" not in inside and not any(self.moves(n) for n in inside & {*self.symbols})

    def number(self, tree: Any) -> bool:
        """Whether an expression is a number."""
        return "Kron" not in names(tree, self.given) and self.value(tree).scalar

    # -- Kronecker products, as what they make of a matrix: (A kron B) vec(Z) = vec(B Z A^T)

    def mapped(self, tree: Any) -> Any:
        """A matrix of a product of spaces as what it makes of any matrix; others as they are."""
        if "Kron" in names(tree, self.given):
            need(ANY not in self.symbols, "a name that no symbol may have")
            rows, cols = self.legs(tree)
            letter = (ANY, rows, cols, "", False)
            self.known[ANY] = Value(rows, cols, {(ONE, (letter,)): 1})
            return self.applied(tree, ANY)
        return tree

    def legs(self, tree: Any) -> Any:
        """The rows and columns of what a sum of Kronecker products is applied to."""
        match tree:
            case ["Kron", left, right]:
                return self.value(right).rows, self.value(left).rows
            case str() if tree in self.given:
                return self.legs(self.given[tree])
            case list():
                return next(filter(None, map(self.legs, tree)), None)
        return None

    def applied(self, tree: Any, on: Any) -> Any:
        """What a sum of Kronecker products makes of a matrix."""
        match tree:
            case ["Kron", left, right]:
                return ["Prod", right, on, ["Transpose", left]]
            case ["Sum", *terms]:
                return ["Sum", *(self.applied(term, on) for term in terms)]
            case ["Prod", *factors]:
                return reduce(lambda done, factor: self.applied(factor, done), factors[::-1], on)
            case ["Transpose", arg]:
                return self.applied(self.turned(arg), on)
            case ["Ident", space]:
                value = self.value(on)
                need(space == f"{value.cols}*{value.rows}", "another space", Nonconforming)
                return on
            case str() if tree in self.given:
                return self.applied(self.given[tree], on)
        need(self.number(tree), "a matrix that is no sum of Kronecker products", Nonconforming)
        return ["Prod", tree, on]

    def turned(self, tree: Any) -> Any:
        """The transpose of a sum of Kronecker products."""
        match tree:
            case ["Kron", *parts]:
                return ["Kron", *(["Transpose", part] for part in parts)]
            case ["Sum" | "Prod" as kind, *parts]:
                return [kind, *map(self.turned, reversed(parts))]
            case ["Transpose", arg]:
                return arg
            case str() if tree in self.given:
                return self.turned(self.given[tree])
        return tree  # a number, or an identity: `applied` looks

    def unstacked(self, tree: Any) -> Any:
        """The matrix of which an expression is the columns, one below the other."""
        match tree:
            case 0 | ["Vec", _]:
                return tree[1] if tree else 0
            case ["Dot", arg]:
                return ["Dot", self.unstacked(arg)]
            case ["Sum", *terms]:
                return ["Sum", *map(self.unstacked, terms)]
            case ["Prod", *factors, last]:
                return self.applied(["Prod", *factors], self.unstacked(last))
        raise Rejected("no columns of a matrix")

    def average(self, value: Value) -> Value:
        """The expectation over views, of which the second moments are known."""
        total = Value(value.rows, value.cols, {})
        for (scalars, word), c in value.terms.items():
            at = [k for k, letter in enumerate(word) if self.random(letter[0])]
            held = [(a, e) for a, e in scalars if self.random(a)]
            same = Value(value.rows, value.rows, {(ONE, ()): 1})
            rest = Value("1", "1", {(scalars - {*held}, ()): c}) * same
            parts = [Value(letter[1], letter[2], {(ONE, (letter,)): 1}) for letter in word]
            if len(at) == 2 and at[1] == at[0] + 1 and not held:
                parts[at[0] : at[1] + 1] = [self.moment(*word[at[0] : at[1] + 1])]
            elif not at and len(held) == 1:
                ((a, e),) = held
                need((form(a), e) == ("tr", 1), "an expectation that is not known here")
                turn = next(a[1][k:] + a[1][:k] for k, x in enumerate(a[1]) if x[1] == "1")
                inner = [Value(x[1], x[2], {(ONE, (x,)): 1}) for x in turn[1:-1]]
                rest *= reduce(mul, inner, self.moment(turn[-1], turn[0])).trace()
            else:
                need(not at and not held, "an expectation that is not known here")
            total += reduce(mul, parts, rest)
        return total

    def random(self, of: Any) -> bool:
        """Whether an atom or a letter is a view, or is made of one."""
        if isinstance(of, str):
            return of in self.symbols and bool(self.symbols[of]["role"] == "view")
        return isinstance(of, tuple | frozenset) and any(map(self.random, of))

    def moment(self, one: Any, two: Any) -> Value:
        """The expectation of u v^T for two views u and v of one input."""
        (u, *_, turned), (v, *_, again) = one, two
        need(again and not turned, "an expectation that is not known here")
        for law in self.setting["views"]:
            if {u, v} <= {*law["names"], law["mean"]}:
                again = u == v != law["mean"]
                return self.value(["Sum", law["second"], law["noise"] if again else 0])
        raise Rejected("views of different inputs")

    def take(self, square: Any, known: Any) -> None:
        """Take an expression for the root of a square."""
        signs = self.signs(known)
        fine = signs <= {0, 1} and self.zero(self.gap(["Prod", known, known], square))
        need(fine and not divides(self, known), "no square root")
        self.seen.clear()
        values = self.value(square), self.value(known)
        self.radicals.append((square, *values, multiplied(signs, signs)))

    def coefficients(self, tree: Any, letter: str) -> list[Fraction]:
        """The coefficients of a polynomial in one letter, from the constant on."""
        found = {}
        for (scalars, _), c in self.value(tree).terms.items():
            exponent = Fraction(dict(scalars).get(letter, 0))
            need({a for a, _ in scalars} <= {letter}, "other letters")
            found[exponent] = Fraction(c)
        need(all(e.denominator == 1 and e >= 0 for e in found), "no polynomial")
        return [found.get(Fraction(k), Fraction(0)) for k in range(int(max(found, default=-1)) + 1)]

    def zero(self, value: Value) -> bool:
        """Whether a value is 0, divisors and roots multiplied out."""
        return not self.cleared(value).terms

    def cleared(self, value: Value) -> Value:
        """A value times all sums by which it divides."""
        while held := {
            a for s, _ in value.terms for a, e in s if form(a) == "sum" and math.floor(e)
        }:
            a = held.pop()
            whole = [math.floor(dict(s).get(a, 0)) for s, _ in value.terms]
            inner = Value("1", "1", {(s, ()): c for s, c in a[1]})
            terms: Counter[Any] = Counter()
            for ((s, w), c), k in zip(value.terms.items(), whole, strict=True):
                rest = Value(value.rows, value.cols, {(times(s, frozenset({(a, -k)})), w): c})
                terms.update(reduce(mul, [inner] * (k - min(0, *whole)), rest).terms)
            value = Value(value.rows, value.cols, terms)
        return value

    def gap(self, lhs: Any, rhs: Any) -> Value:
        """The difference of two expressions."""
        return self.value(["Sum", lhs, ["Prod", -1, rhs]])


class Point(Theory):
    """Values at an exact point, at t = 0; ``mode`` is what the index of a statement is."""

    def __init__(self, setting: dict[str, Any], point: dict[str, Any], mode: int = 0) -> None:
        super().__init__(setting, True)
        self.point, self.mode = point, mode

    def symbol(self, name: Any) -> Value:
        """The value of a symbol, or of a derivative of a function of time."""
        if name == "t":
            return number(0)
        symbol, order = self.declared(name), 0
        if symbol["role"] == "view":
            return super().symbol(name)
        while not isinstance(name, str):
            name, order = name[1], order + 1
        (rows, m), (cols, n) = ((self.space(space), self.count(space)) for space in symbol["shape"])
        orders = self.point["values"][name][self.mode if symbol["index"] else 0]
        entries = orders[order] if order < len(orders) else [[0] * n] * m
        need(len(entries) == m and all(len(row) == n for row in entries), f"the shape of {name}")
        found = {(i, j): Fraction(x) for i, row in enumerate(entries) for j, x in enumerate(row)}
        if rows == cols == "1":
            return number(found[0, 0])
        return Value(
            rows, cols, {(ONE, ((at, rows, cols, "unit", False),)): x for at, x in found.items()}
        )

    def count(self, space: str) -> int:
        """The dimension of a space."""
        if "*" in space:
            found = math.prod(map(self.count, space.split("*")))
        else:
            space = self.space(space)
            found = 1 if space == "1" else int(self.point["sizes"][space])
        need(1 <= found <= MOST, "a size that is not admitted")
        return found

    def size(self, space: str) -> Value:
        """The dimension of a space, as a value."""
        return number(self.count(space))

    def diagonal(self, entry: Any, index: str, space: str) -> Value:
        """A diagonal matrix."""
        total = Value(space, space, {})
        for k in range(self.count(space)):
            unit = Value(space, space, {(ONE, (((k, k), space, space, "unit", False),)): 1})
            total += self.at(k).value(entry) * unit
        return total

    def largest(self, arg: Any, index: str) -> Value:
        """The largest value over an index."""
        return number(max(self.at(k).rows(arg)[0][0] for k in range(self.modes(index))))

    def modes(self, index: str) -> int:
        """How many values an index has."""
        return self.count(self.setting["indices"][index]) if index else 1

    def at(self, mode: int) -> Point:
        """The point at another value of the index."""
        return self if mode == self.mode else Point(self.setting, self.point, mode)

    def rows(self, tree: Any, rows: str = "1", cols: str = "1") -> list[list[Fraction]]:
        """The entries of the value of an expression, which is of a shape if it is not 0."""
        if "Kron" in names(tree, self.given):
            return self.images(tree)
        value = self.value(tree)
        rows, cols = (value.rows, value.cols) if value.terms else (rows, cols)
        places = [[(i, j) for j in range(self.count(cols))] for i in range(self.count(rows))]
        entries = {w[0][0] if w else (0, 0): c for (s, w), c in value.terms.items() if s == ONE}
        need(len(entries) == len(value.terms), "a value that is not rational")
        return [[entries.get(at, Fraction(0)) for at in row] for row in places]

    def names(self, name: str) -> bool:
        """Whether a constant, which the claim or a hypothesis says to exist, is given here."""
        return name in self.point["values"] or name in self.given

    def images(self, tree: Any) -> list[list[Fraction]]:
        """The entries of a sum of Kronecker products: what it makes of each matrix of one 1."""
        (rows, cols), columns = self.legs(tree), []
        for j in range(self.count(cols)):
            for i in range(self.count(rows)):
                unit = ((i, j), rows, cols, "unit", False)
                self.known[ANY] = Value(rows, cols, {(ONE, (unit,)): Fraction(1)})
                image = self.rows(self.applied(tree, ANY), rows, cols)
                columns.append([x for column in zip(*image, strict=True) for x in column])
        return [[*row] for row in zip(*columns, strict=True)]

    def check(self) -> None:
        """All that is declared and supposed is true here, and said in known words."""
        for symbol in self.symbols.values():
            for key, words in WORDS.items():
                said = symbol[key] if key == "properties" else [symbol[key]]
                need({*said} <= words, f"a {key} that is not known here")
        for larger, smaller in self.setting["at_least"]:
            need(self.count(larger) >= self.count(smaller), "sizes that are not admitted")
        for name, symbol in self.symbols.items():
            if symbol["role"] != "view" and (symbol["role"] != "constant" or self.names(name)):
                for mode in range(self.modes(symbol["index"])):
                    self.at(mode).admits(name, symbol)
        for op, lhs, rhs in self.setting["relations"] + self.setting["always"]:
            need(self.everywhere(op, lhs, rhs), "an equation that is assumed")

    def admits(self, name: str, symbol: dict[str, Any]) -> None:
        """A symbol is what it is declared to be, and a function of time stays it for a while."""
        rows, marks = self.rows(name, *symbol["shape"]), set(symbol["properties"])
        square = len({*map(self.space, symbol["shape"])}) == 1
        need(square or marks <= {"orthonormal"}, f"{name} is not square")
        columns = [list(column) for column in zip(*rows, strict=True)]
        gram = [[sum(map(mul, a, b)) for b in columns] for a in columns]
        unit = [[int(i == j) for j in range(len(columns))] for i in range(len(columns))]
        if symbol["sign"] != "real" or "psd" in marks:
            given = self.point["values"].get(name, [[]] * (self.mode + 1))
            given = given[self.mode if symbol["index"] else 0]
            goes = any(Fraction(x) for order in given[1:] for row in order for x in row)
            strict = symbol["sign"] == "positive" or "invertible" in marks or goes
            need(definite(rows, strict), f"the sign of {name}")
        need(not marks & {"symmetric", "diagonal"} or rows == columns, f"{name} is not symmetric")
        need("orthonormal" not in marks or gram == unit, f"{name} is not orthonormal")
        need("invertible" not in marks or definite(gram, True), f"{name} is singular")
        off = any(x for i, row in enumerate(rows) for j, x in enumerate(row) if i != j)
        need("diagonal" not in marks or not off, f"{name} is not diagonal")

    def everywhere(self, op: str, lhs: Any, rhs: Any) -> bool:
        """Whether a relation holds here for all values of its index."""
        count = max([1, *map(self.modes, self.setting["indices"])])
        return all(self.at(mode).true(op, lhs, rhs) for mode in range(count))

    def true(self, op: str, lhs: Any, rhs: Any) -> bool:
        """Whether a relation holds here."""
        need(op in ("=", ">", ">=", "<", "<=", "pd", "psd"), "a relation that is not known here")
        sign = -1 if op in ("<", "<=") else 1
        rows = self.rows(["Prod", sign, ["Sum", lhs, ["Prod", -1, rhs]]])
        return not any(map(any, rows)) if op == "=" else definite(rows, op in (">", "<", "pd"))


def definite(rows: list[list[Fraction]], strict: bool) -> bool:
    """Whether a matrix is symmetric and positive definite, or positive semi-definite."""
    rest, fine = (
        [[*row] for row in rows],
        rows == [list(column) for column in zip(*rows, strict=True)],
    )
    for k, row in enumerate(rest):
        fine &= row[k] > 0 or not (strict or any(row[k:]))
        for other in rest[k + 1 :] if row[k] else ():
            factor = other[k] / row[k]
            other[:] = [x - factor * y for x, y in zip(other, row, strict=True)]
    return fine


# -- what a certificate has to show


def divides(theory: Theory, tree: Any, rooted: bool = True) -> bool:
    """Whether an expression divides by what may be 0, or has a root of what may be negative."""
    match tree:
        case str() if tree in theory.given:
            return divides(theory, theory.given[tree], rooted)
        case ["Power", base, exponent]:
            e, signs = Fraction(exponent), theory.signs(base)
            fine = bool(signs) and (0 not in signs or e > 0)
            fine &= signs <= {0, 1} or e.denominator == 1 or not rooted
            return not fine or divides(theory, base, rooted)
    return isinstance(tree, list) and any(divides(theory, part, rooted) for part in tree)


def defined(theory: Theory, *trees: Any) -> None:
    """Expressions divide by nothing that may be 0, and have no roots of what may be negative."""
    need(not any(divides(theory, tree) for tree in trees), "a divisor that may be 0")


def vanish(theory: Theory, goals: list[Any], evidence: list[Any]) -> None:
    """Each goal is 0, or is a combination, given as an expression, of what is 0 by hypothesis."""
    for goal, shown in zip(goals, evidence, strict=True):
        gap = theory.gap(goal, 0 if shown is None else shown)
        need(theory.zero(gap), "two sides differ")
        defined(theory, shown)
        theory.nothing = True
        need(theory.zero(theory.value(shown or 0)), "evidence is no combination of what is assumed")
        theory.nothing = False


def meant(block: Any, setting: Any, evidence: Any) -> Any:
    """A setting with the value of what the claim defines."""
    defined = block["unknown"] and block["kind"] in ("linear", "definite", "fixed-point")
    found = {block["unknown"]: evidence["value"]} if defined else {}
    return setting | {"values": setting["values"] | found}


def holds(block: Any, setting: Any, evidence: Any) -> None:
    """The statement is proved by the evidence, and its hypotheses can be met."""
    setting = meant(block, setting, evidence)
    point = Point(setting, evidence["model"])
    point.check()
    for name in {*setting["values"]} & {*setting["flow"]}:
        need(point.everywhere("=", ["Dot", name], setting["flow"][name]), "a state with two rates")
    if block["kind"] in SCALAR and (block["kind"] != "vanishes" or "scalar" in evidence):
        SCALAR[block["kind"]][0](block, setting, evidence)
        return
    theory, goals = goals_of(block, setting, evidence)
    if block["kind"] in INSTANT:  # where a root has no value an equation says nothing
        need(not divides(theory, block["statement"], False), "a divisor that may be 0")
    vanish(theory, goals, evidence["multiples"])


def goals_of(block: Any, setting: Any, evidence: Any) -> tuple[Theory, list[Any]]:
    """What has to be 0 for a statement to hold, and under which hypotheses."""
    relations, options = block["statement"], block["options"]
    kind, unknown, values = block["kind"], block["unknown"], setting["values"]
    origin = setting
    if kind in ALONG:  # what is so at the start is not used later
        setting = setting | {"along": True, "instant": {}}
    found = {unknown: evidence["value"]} if unknown else {}
    start = ["At", unknown] if kind == "solution" else None
    values = {name: value for name, value in values.items() if name != unknown}
    inside = names(swapped(evidence["value"], start), values) if unknown else set()
    need(unknown not in inside, "a value that is given by itself")
    theory = Theory(setting | {"values": values | found})
    theory.origin = origin
    theory.assumed = [gap_of(r) for r in lasting(setting) if r[0] == "="]
    if kind in INSTANT:
        times = names(relations, values) & {"t", "Exp", "Integral", "At"}
        need(not setting["along"] and not times, "a statement about times")
    if unknown and kind != "solution":
        declared = setting["symbols"][unknown]
        exists = kind in ("integral", "lyapunov")
        need(not exists or declared["role"] == "constant", "an unknown that is given")
        need(declared["sign"] == "real" and not declared["properties"], "more is declared of it")
    if kind in ("definite", "inequality"):
        ((op, *sides),) = relations
        law = linear(theory, options["of"], unknown) if "of" in options else []
        need(bool(unknown) == bool(law), "a matrix without a law")
        gap, squares = gap_of([op, *sides]), evidence["squares"]
        need(op in ORDERS and (op in ("pd", "psd") or theory.number(gap)), "no order")
        strict = op in (">", "<", "pd")
        need(theory.sure(squares, strict), "a sum that is not of squares")
        defined(theory, squares)
        return theory, [*law, theory.mapped(["Sum", gap, ["Prod", -1, squares]])]
    if kind == "vanishes":
        keep(theory, evidence["kept"])
        return theory, decays(theory, relations, evidence, 1)
    gaps = [gap_of(relation) for relation in relations]
    need(all(r[0] == "=" for r in relations), "a relation that is not certified")
    if kind == "linear":
        ((_, lhs, rhs),) = relations
        gaps = linear(theory, ["=", lhs, rhs], unknown)
    elif kind == "fixed-point":
        gaps = [recursion(block, evidence["value"])]
    elif kind == "lyapunov":
        need(polynomial(theory, evidence["value"], options["basis"]), "no polynomial in the basis")
    elif kind == "integral":
        constant = setting["symbols"][unknown]
        isolated(Theory(setting), gaps[0], unknown, evidence)
        indices = {setting["symbols"][n]["index"] for n in inside if n in setting["symbols"]}
        need(indices <= {"", constant["index"]}, "a constant for each mode")
        gaps = [["Dot", evidence["value"]]]
    elif kind == "preserved":
        theory.assumed += gaps
        gaps = [["Dot", gap] for gap in gaps]
    elif kind == "stationary":
        theory.assumed += setting["flow"].values()
    elif kind == "solution":
        begins = ["Sum", ["At", evidence["value"]], ["Prod", -1, start]]
        ((_, lhs, rhs),) = relations
        need(rhs == evidence["value"] and Theory(setting).same(lhs, unknown), "another closed form")
        vanish(Theory(origin), [begins], [None])
        gaps = [["Sum", ["Dot", unknown], ["Prod", -1, setting["flow"][unknown]]]]
    else:
        need(kind == "identity", "a kind that is not certified")
    return theory, gaps


def gap_of(relation: Any) -> Any:
    """The difference of the sides of a relation, which is 0, or not negative."""
    op, lhs, rhs = relation
    lhs, rhs = (rhs, lhs) if op in ("<", "<=") else (lhs, rhs)
    return ["Sum", lhs, ["Prod", -1, rhs]]


def linear(theory: Theory, relation: Any, matrix: str) -> list[Any]:
    """What has to be 0 if a stacked state moves by a matrix in which it does not stand.

    A ``matrix`` of which a claim is about another thing is given by it where the state is free.
    """
    setting = theory.setting
    match relation:
        case ["=", ["Dot", ["Vec", str(state)]] | ["Vec", ["Dot", str(state)]], rhs]:
            need(state in setting["flow"] and state not in theory.given, "no state of the flow")
            need(rhs[0] == "Prod" and rhs[-1] == ["Vec", state], "no linear flow")
            inside = names(rhs[1:-1], theory.given)
            need(not inside & {state, "Dot", "Partial", "rate"}, "the matrix has the state in it")
            need(not matrix or rhs[1:-1] in ([matrix], [-1, matrix]), "another matrix")
            symbol = setting["symbols"][state]
            free = symbol["sign"] == "real" and not symbol["properties"]
            used = names(setting["relations"] + setting["always"], theory.given)
            need(not matrix or (free and state not in used), "a state that is not free")
            return [gap_of(["=", theory.unstacked(relation[1]), theory.unstacked(rhs)])]
    raise Rejected("no linear flow")


def recursion(block: Any, value: Any) -> Any:
    """What has to be 0 if a value is a fixed point of a recursion."""
    op, unknown, rule = block["options"]["recursion"]
    need(op == "=" and unknown == block["unknown"], "another recursion")
    need(block["statement"] == [["=", unknown, value]], "another value")
    return gap_of(["=", unknown, rule])


def polynomial(theory: Theory, tree: Any, basis: list[str]) -> bool:
    """Whether a matrix is a polynomial in the matrices of a basis and their transposes."""
    match tree:
        case ["Sum" | "Prod" | "Transpose", *parts]:
            return all(polynomial(theory, part, basis) for part in parts)
        case ["Power", base, exponent]:
            whole = Fraction(exponent).denominator == 1 and Fraction(exponent) > 0
            return whole and polynomial(theory, base, basis)
        case ["Ident", _] | ["Num", _] | int():
            return True
    return tree in basis or (isinstance(tree, str) and theory.value(tree).scalar)


def keep(theory: Theory, factors: dict[str, Any]) -> None:
    """States keep their signs that move by dx/dt = f x, with f a polynomial in the states."""
    for name, factor in factors.items():
        need(theory.symbols[name]["shape"] == ["1", "1"] and name not in theory.given, "no number")
        theory.degree(theory.value(factor), {*theory.flow})
        gap = theory.gap(theory.flow[name], ["Prod", factor, name])
        need(theory.zero(gap), "a sign that may not be kept")
    theory.kept = {*factors}
    theory.seen.clear()


def decays(theory: Theory, relations: Any, evidence: Any, sign: int) -> list[Any]:
    """What has to be 0 if what is left of a limit moves by dG/dt = -H vec(G).

    Then d/dt |G|^2 = -<G, (H + H^T) G>, where H + H^T is a sum of squares that stays away from 0;
    or for a ``sign`` of -1 minus such a sum, so that |G| does not fall.
    """
    ((op, quantity, limit),) = relations
    law, squares = evidence["law"], evidence["squares"]
    need(op == "->" and theory.setting["along"], "no limit")
    need(theory.sure(squares, sign > 0, True), "a rate that may come close to 0")
    need(theory.same(["Sum", law, theory.turned(law)], ["Prod", sign, squares]), "no such rate")
    defined(theory, law, squares)
    gap = gap_of(["=", quantity, limit])
    if sign > 0 and not theory.setting["lasts"]:
        lasts(theory, quantity, [gap, law], evidence["exists"])
    return [["Dot", limit], ["Sum", ["Dot", gap], theory.applied(law, gap)]]


def lasts(theory: Theory, quantity: Any, about: Any, stages: list[Any]) -> None:
    """The states exist at all times, a stage of them after the other.

    d/dt of a weighted sum of the |x|^2 of a stage is minus a sum of squares, and terms that are of
    degree 2 at most in these x: it grows at most exponentially. A quantity that falls is bounded.
    """
    flow, known = theory.setting["flow"], {quantity} if isinstance(quantity, str) else set()
    for stage in [*stages, {"weights": {}, "squares": 0}]:
        weights, squares, sizes = stage["weights"], stage["squares"], []
        known |= {*weights}
        moved = [flow[name] for name in weights]
        for name, weight in weights.items():
            need(name not in theory.given and theory.sure(weight, True, True), "a weight that is 0")
            need(theory.steady(weight), "a weight that moves")
            sizes.append(["Prod", weight, ["Trace", ["Prod", ["Transpose", name], name]]])
        if not weights:  # all that the statement and the quantity's own rate are about
            moved = [about, *(flow[name] for name in known & {*flow})]
        need(names(moved, theory.given) & {*flow} <= known, "another state")
        need(theory.sure(squares, False, True), "a sum that is not of squares")
        defined(theory, squares)
        rest = theory.value(["Sum", ["Dot", ["Sum", 0, *sizes]], squares])
        need(theory.degree(rest, {*weights}) <= 2, "states that may not exist at all times")
    for name in known & {*flow}:
        theory.degree(theory.value(flow[name]), known)


def isolated(theory: Theory, gap: Any, constant: str, evidence: Any) -> None:
    """The sides of a relation differ by a factor times what a constant differs from a value."""
    (((scalars, word), _),) = theory.value(evidence["factor"]).terms.items()
    need(not word and all(theory.positive(a) for a, _ in scalars), "a factor that may be 0")
    solved = ["Sum", constant, ["Prod", -1, evidence["value"]]]
    vanish(theory, [["Sum", gap, ["Prod", -1, evidence["factor"], solved]]], [None])


def lasting(setting: Any) -> list[Any]:
    """The relations that hold at the times that a statement is about."""
    symbols, values = setting["symbols"], setting["values"]
    moving = {*setting["flow"]} | {n for n in values if symbols[n]["role"] == "state"}
    along = setting["along"]
    return [r for r in setting["relations"] if not (along and moving & names(r[1:], values))]


def fails(block: Any, setting: Any, evidence: Any) -> None:
    """The statement is refuted by an exact point, or its shapes do not conform."""
    if "shapes" in evidence:
        try:
            for _, lhs, rhs in block["statement"]:
                Theory(setting).gap(lhs, rhs)
        except Nonconforming:
            return
        raise Rejected("its shapes conform")
    setting = meant(block, setting, evidence)
    point = Point(setting, evidence["model"])
    point.check()
    if block["kind"] in SCALAR and (block["kind"] != "vanishes" or "scalar" in evidence):
        SCALAR[block["kind"]][1](block, setting, evidence, point.at(evidence["mode"]))
        return
    kind, statement, order = block["kind"], block["statement"], evidence["order"]
    op, lhs, rhs = statement[evidence["relation"]]
    gap = ["Sum", lhs, ["Prod", -1, rhs]]
    rated = order or "Dot" in names(statement, setting["values"]) or kind == "vanishes"
    need(not (rated and {*setting["values"]} & {*setting["flow"]}), "a state with two rates")
    need(len(lasting(setting)) == len(setting["relations"]), "a relation that may not last")
    need(not setting["always"], "a trajectory")
    if kind == "integral":
        isolated(Theory(setting), gap, block["unknown"], evidence)
        need(order, "no rate")
        need(block["unknown"] not in names(evidence["value"], setting["values"]), "no value")
        gap = evidence["value"]
    elif kind == "preserved":
        need(order and point.everywhere(op, lhs, rhs), "no start")
    elif kind == "stationary":
        still_there = all(point.everywhere("=", rate, 0) for rate in setting["flow"].values())
        need(still_there and not order, "it moves")
    elif kind == "vanishes":
        return stalls(block, setting, evidence, point)
    elif kind != "solution":
        need(kind in INSTANT or kind in ("linear", "common"), "a kind that is not certified")
        need(not order, "a statement about one instant")
    if kind == "fixed-point":
        gap = recursion(block, evidence["value"])
    if kind == "definite" and block["unknown"]:
        theory = Theory(setting)
        vanish(theory, linear(theory, block["options"]["of"], block["unknown"]), [None])
    if kind == "linear":
        need(not block["unknown"], "there may be another matrix")
        (gap,) = linear(Theory(setting), [op, lhs, rhs], "")
    for _ in range(order):
        gap = ["Dot", gap]
    free = block["options"].get("free", block["unknown"] * (kind in ("lyapunov", "common")))
    constants = {n for n, symbol in setting["symbols"].items() if symbol["role"] == "constant"}
    need(not names(gap, {}) & constants - {free}, "a constant that the claim only says to exist")
    if free:
        need(op == "=", "no equation")
        return unsolved(block, setting, point, gap, free)
    need(not point.at(evidence["mode"]).true(op, gap, 0), "it is true there")


def stalls(block: Any, setting: Any, evidence: Any, point: Point) -> None:
    """The size of a quantity that is not 0 at a point never falls after it.

    What does not move by the flow has the values that it has at the point at all times.
    """
    for name, value in evidence["at"].items():
        symbol, given = setting["symbols"][name], point.point["values"][name]
        need(symbol["role"] in ("parameter", "function"), "a symbol that moves")
        need(not names(value, {}) & {*setting["symbols"], "t"}, "no value")
        need(all(len(orders) == 1 for orders in given), "a function that moves")
        need(point.everywhere("=", name, value), "another value")
    ((_, quantity, limit),) = block["statement"]
    need(not point.everywhere("=", quantity, limit), "it is at its limit")
    values = setting["values"] | evidence["at"]
    theory = Theory(setting | {"along": True, "instant": {}, "values": values})
    theory.assumed = [gap_of(r) for r in lasting(setting) if r[0] == "="]
    keep(theory, evidence["kept"])
    vanish(theory, decays(theory, block["statement"], evidence, -1), evidence["multiples"])


def unsolved(block: Any, setting: Any, point: Point, gap: Any, free: str) -> None:
    """No value of a matrix, or of the rate of a function, makes a gap 0 at a point."""
    symbol, order = setting["symbols"][free], int(block["kind"] != "lyapunov")
    need(free not in {*setting["values"], *setting["flow"]} | {*setting["instant"]}, "no unknown")
    need(not symbol["index"], "an unknown for each mode")
    need(not order or symbol["shape"] == ["1", "1"], "an unknown that is no number")
    need(symbol["role"] == ("function" if order else "constant"), "no unknown")
    theory, modes = Theory(setting), range(max([1, *map(point.modes, setting["indices"])]))
    letter = ("rate", free) if order else free
    need(theory.degree(theory.value(gap), {letter}) <= 1, "not linear in the unknown")
    rows, cols = map(point.count, symbol["shape"])

    def with_it(of: Any, order: int, at: Any = None) -> list[Fraction]:
        """The entries at all modes where the unknown is 0, or 1 at one place."""
        entries = [[int((i, j) == at) for j in range(cols)] for i in range(rows)]
        orders = [*point.point["values"].get(free, [[]])[0]][:order]
        there = point.point["values"] | {free: [[*orders, entries]]}
        fresh = Point(setting, point.point | {"values": there})
        shape, entry = theory.value(of), [fresh.at(m) for m in modes]
        return [x for p in entry for row in p.rows(of, shape.rows, shape.cols) for x in row]

    nothing = with_it(gap, order)
    columns = [
        [*map(sub, with_it(gap, order, (i, j)), nothing)] for i in range(rows) for j in range(cols)
    ]
    need(not spanned(columns, nothing), "there is a value")
    if block["kind"] == "preserved":  # the function is given by the states at the start
        need(theory.degree(theory.value(gap[1]), {free}) <= 1, "not linear in the unknown")
        need(with_it(gap[1], 0, (0, 0)) != with_it(gap[1], 0), "a function that may be any")


def spanned(columns: list[Any], target: Any) -> bool:
    """Whether a vector is a combination of others: elimination."""
    rows: list[tuple[Any, Any]] = []
    for vector in [*columns, target]:
        for lead, row in rows:
            factor = vector[lead] / row[lead]
            vector = [x - factor * y for x, y in zip(vector, row, strict=True)]
        first = next((k for k, x in enumerate(vector) if x), None)
        if first is not None:
            rows.append((first, vector))
    return first is None


# -- flows of one scalar: the fixed points in a domain, ascending, and the signs of the rate


def fixed(setting: Any, tree: Any, *letters: str) -> None:
    """An expression holds nothing that moves, but some letters."""
    symbols, values = setting["symbols"], setting["values"]
    inside = names(tree, values)
    moving = {n for n in {*symbols} - {*values} if symbols[n]["role"] != "parameter"}
    still = not inside & (moving - {*letters} | {"t", "At", "Integral", "Dot", "rate"})
    need(still, "something that moves")


def line(setting: Any, name: str, kept: bool = True) -> tuple[Any, Any, bool]:
    """A scalar's rate, in a setting where it is a letter; whether its domain begins at 0.

    It does where a sign is declared, and, if that is to be ``kept``, the rate is not negative at 0.
    """
    symbols, values, flow = setting["symbols"], setting["values"], setting["flow"]
    theory = Theory(setting | {"along": True, "instant": {}})
    for other in {*values} & {*flow}:
        need(theory.zero(theory.gap(["Dot", other], flow[other])), "a state with two rates")
    fixed(setting, [r[1:] for r in setting["relations"] + setting["always"]])
    fixed(setting, flow[name], name)
    need(symbols[name]["shape"] == ["1", "1"] and name not in values, "no scalar that moves")
    still = setting | {"flow": {}, "instant": {}}
    letter = {sign: symbols[name] | {"role": "parameter", "sign": sign} for sign in WORDS["sign"]}
    half = symbols[name]["sign"] != "real"
    if half and kept:
        edge = still | {"symbols": symbols | {name: letter["real"]}, "values": values | {name: 0}}
        signs = Theory(edge).signs(flow[name])
        need(signs <= {0, 1} or signs == {-1}, "whether the rate is negative at 0")
        half = signs <= {0, 1}
    still["symbols"] = symbols | {name: letter["nonnegative" if half else "real"]}
    need(Theory(still).number(flow[name]), "a rate that is no number")
    return still, flow[name], half


def factors(theory: Theory, rate: Any, factor: Any, *parts: Any) -> set[int]:
    """The signs of the first factor of a rate that is a product, defined everywhere."""
    need(theory.zero(theory.gap(rate, ["Prod", factor, *parts])), "another rate")
    defined(theory, rate, factor, *parts)
    return theory.signs(factor)


def one_sign(signs: set[int]) -> int:
    """The sign of what is not 0."""
    need(signs in ({1}, {-1}), "a factor that may have another sign")
    return sum(signs)


def picture(setting: Any, name: str, rate: Any, half: bool, shown: Any) -> tuple[Theory, list[Any]]:
    """The fixed points by a factorisation, each with the signs of the rate below and above it."""
    steps, factor, values = shown["steps"], shown["factor"], setting["values"]
    fixed(setting, [*steps, factor, *chain(*shown["radicals"])])
    need(name not in names([steps, shown["radicals"]], values), "a fixed point that moves")
    theory = Theory(setting)
    for square, known in shown["radicals"]:
        theory.take(square, known)
    roots = list(accumulate(steps, lambda before, step: ["Sum", before, step]))
    powers = [
        (["Sum", name, ["Prod", -1, root]], k)
        for root, k in zip(roots, shown["powers"], strict=True)
    ]
    need(all(isinstance(k, int) and 0 < k <= MOST for _, k in powers), "no power of a factor")
    parts = [["Power", part, str(k)] for part, k in powers]
    above = one_sign(factors(theory, rate, factor, *parts))
    signs = [theory.signs(step) for step in steps]
    need(signs[:1] in ([], [{0}], [{1}]) or not half, "a fixed point that may be outside")
    need(all(sign == {1} for sign in signs[1:]), "an order that is not known")
    found = []
    for root, (_, k) in zip(roots[::-1], powers[::-1], strict=True):
        below = above * (-1) ** k
        found.append((root, below, above))
        above = below
    if half and signs[:1] == [{0}]:
        found[-1] = (roots[0], 1, found[-1][2])  # an end of the domain attracts from one side
    return theory, found[::-1]


def marked(setting: Any, name: str, rate: Any, half: bool, shown: Any) -> tuple[Theory, list[Any]]:
    """The fixed points as the roots of a polynomial with rational numbers, each between marks."""
    factor, tree, marks = shown["factor"], shown["polynomial"], [*map(Fraction, shown["marks"])]
    fixed(setting, [factor, tree])
    theory = Theory(setting)
    poly, sign = theory.coefficients(tree, name), one_sign(factors(theory, rate, factor, tree))
    ends = half and not poly[0]  # then the first root is 0
    need(not half or (marks[0] < 0 < marks[1] if ends else marks[0] >= 0), "marks outside")
    need(all(roots(poly, *pair) == 1 for pair in pairwise(marks)), "not one root between marks")
    count = roots(poly, marks[0] if ends else Fraction(0) if half else None)
    need(count == len(marks) - 1, "a root that is not between marks")
    values = [sign * valued(poly, mark) for mark in marks]
    values[0] = Fraction(1) if ends else values[0]  # it attracts from one side
    places = zip(pairwise(marks), pairwise(values), strict=True)
    return theory, [((poly, *pair), *beside) for pair, beside in places]


def hits(theory: Theory, limit: Any, root: Any) -> bool:
    """Whether a limit is a fixed point, which may be the root of a polynomial between marks."""
    if not isinstance(root, tuple):
        return theory.zero(theory.gap(limit, root))
    (poly, low, high), value = root, at(theory.setting, limit)
    return low < value < high and not valued(poly, value)


def cases(setting: Any, shown: Any, *letters: str) -> Iterator[tuple[Any, Any]]:
    """The settings into which one falls apart by the sign of a number, each with its evidence."""
    if "split" not in shown:
        yield setting, shown
        return
    split, theory = shown["split"], Theory(setting)
    fixed(setting, split)
    defined(theory, split)
    need(not names(split, setting["values"]) & {*letters}, "a case for each place")
    for sign in theory.signs(split):
        inner, op = shown["cases"]["=><"[sign]], "=><"[sign]
        given = setting | {"relations": [*setting["relations"], [op, split, 0]]}
        if not sign:
            name, value, slope = inner["letter"], inner["value"], inner["slope"]
            gap = theory.gap(split, ["Prod", slope, ["Sum", name, ["Prod", -1, value]]])
            defined(theory, value, slope)
            need(theory.zero(gap) and 0 not in theory.signs(slope), "another equation")
            held = names(value, setting["values"]) | {*letters, *setting["values"]}
            free = setting["symbols"][name]["role"] == "parameter" and name not in held
            need(free, "a letter that is not free")
            given = setting | {"values": setting["values"] | {name: value}}
        yield from cases(given, inner, *letters)


def attracts(block: Any, setting: Any, evidence: Any) -> None:
    """Exactly the limits attract; or all starts go to the limit, as no other point is one."""
    name, limits = named(block, setting, evidence)
    still, rate, half = line(setting, name)
    strict = half and setting["symbols"][name]["sign"] == "positive"  # then 0 is no start
    for given, shown in cases(still, evidence, name):
        fixed(given, limits)
        drawn = marked if "marks" in shown else picture
        theory, found = drawn(given, name, rate, half, shown)
        goals = [root for root, below, above in found if below > 0 > above]
        defined(theory, *limits)
        same = [[hits(theory, limit, root) for root in goals] for limit in limits]
        fine = all(map(any, same)) and all(map(any, zip(*same, strict=True)))
        need(fine, "other points attract")
        if block["kind"] == "vanishes":
            rest = [root for root, *_ in found if not hits(theory, limits[0], root)]
            need(all(strict and hits(theory, 0, root) for root in rest), "a start that stays")


def named(block: Any, setting: Any, evidence: Any) -> tuple[str, list[Any]]:
    """The scalar that a claim about limits is about, and its limits.

    A quantity that tends to a limit may be a multiple of a scalar less the limit of that.
    """
    need(all(op == "->" for op, _, _ in block["statement"]), "no limit")
    if block["kind"] == "stability":
        (name,) = {lhs for _, lhs, _ in block["statement"]}
        return name, [rhs for _, _, rhs in block["statement"]]
    ((_, quantity, limit),) = block["statement"]
    name, place, slope = evidence["scalar"]
    fixed(setting, [place, slope])
    theory = Theory(setting | {"along": True, "instant": {}})
    defined(theory, quantity, limit, place, slope)
    gap = ["Sum", quantity, ["Prod", -1, limit], ["Prod", slope, place], ["Prod", -1, slope, name]]
    need(theory.zero(theory.value(gap)) and 0 not in theory.signs(slope), "another quantity")
    return name, [place]


def exact(setting: Any, point: Point, *letters: str) -> Any:
    """A setting with the numbers at a point in place of all scalars but some letters."""
    symbols, values = setting["symbols"], setting["values"]
    given = {n for n in {*symbols} - {*values, *letters} if symbols[n]["role"] == "parameter"}
    scalars = {n for n in given if symbols[n]["shape"] == ["1", "1"]}
    return setting | {"values": values | {n: ["Num", str(point.rows(n)[0][0])] for n in scalars}}


def at(setting: Any, tree: Any, **values: Any) -> Fraction:
    """The rational value of an expression at numbers in place of letters."""
    numbers = {name: ["Num", str(Fraction(x))] for name, x in values.items()}
    terms = Theory(setting | {"values": setting["values"] | numbers}).value(tree).terms
    need({*terms} <= {(ONE, ())}, "a value that is not rational")
    return Fraction(sum(terms.values()))


def undefined(theory: Theory, tree: Any) -> bool:
    """Whether an expression divides by 0, or has a root of a negative number, at a point."""
    match tree:
        case str() if tree in theory.setting["values"]:
            return undefined(theory, theory.setting["values"][tree])
        case ["Power", base, exponent] if not undefined(theory, base):
            return not raised(theory.signs(base), Fraction(exponent))
    return isinstance(tree, list) and any(undefined(theory, part) for part in tree)


def strays(block: Any, setting: Any, evidence: Any, point: Point) -> None:
    """A limit does not attract at a point of the parameters, or something else does."""
    name, limits = named(block, setting, evidence)
    still, rate, half = line(setting, name)
    given, sign = exact(still, point, name), setting["symbols"][name]["sign"]
    theory = Theory(given)
    defined(theory, rate)
    if block["kind"] == "vanishes":
        need(not setting["instant"] and (half or sign == "real"), "starts of another kind")
    if "stays" in evidence:
        start = Fraction(evidence["stays"])
        inside = sign == "real" or start > 0 or (sign == "nonnegative" and start == 0)
        need(block["kind"] == "vanishes" and inside, "no start")
        need(at(given, rate, **{name: start}) == 0, "a start that moves")
        need(start != at(given, limits[0]), "a start at the limit")
        return
    if "between" in evidence:
        low, high = map(Fraction, evidence["between"])
        turns = at(given, rate, **{name: low}) > 0 or (half and low == 0)
        need(turns and at(given, rate, **{name: high}) < 0, "nothing that attracts")
        need(low < high and (low >= 0 or not half), "no places of the domain")
        known = (at(given, limit) for limit in limits if not undefined(theory, limit))
        need(not any(low <= limit <= high for limit in known), "a limit between the places")
        return
    limit, order = limits[evidence["limit"]], evidence["order"]
    if undefined(theory, limit) or theory.zero(theory.value(rate)):
        return
    place = at(given, limit)
    if half and place < 0:
        return
    need(0 <= order <= 9, "an order that is not looked at")
    for _ in range(order):
        need(at(given, rate, **{name: place}) == 0, "another order")
        rate = theory.derive(rate, name)
    slope = at(given, rate, **{name: place})
    need(slope > 0 or (slope < 0 and order % 2 == 0 and (place or not half)), "it attracts")


def changing(block: Any, setting: Any) -> tuple[str, str, Any]:
    """The scalar that moves, the parameter, and the value at which fixed points are to meet."""
    name, parameter = block["options"]["variable"], block["options"]["parameter"]
    ((op, lhs, value),) = block["statement"]
    symbol = setting["symbols"][parameter]
    plain = symbol["role"] == "parameter" and symbol["shape"] == ["1", "1"]
    held = {*setting["values"]} | names(setting["relations"] + setting["always"], setting["values"])
    need(plain and parameter not in held, "no parameter that is free")
    need(op == "=" and lhs == parameter, "no value of the parameter")
    need(not names(value, setting["values"]) & {name, parameter}, "no value")
    return name, parameter, value


def meets(block: Any, setting: Any, evidence: Any) -> None:
    """Fixed points that are apart meet where a parameter has a value, and nowhere else."""
    name, parameter, value = changing(block, setting)
    still, rate, half = line(setting, name, kept=False)
    fixed(setting, value)
    bounded = setting["symbols"][parameter]["sign"] != "real"
    for given, shown in cases(still, evidence, name, parameter):
        theory = Theory(given)
        defined(theory, value, shown["value"])
        need(theory.zero(theory.gap(value, shown["value"])), "another value")
        need(theory.signs(shown["value"]) == {1} or not bounded, "a value out of range")
        sides = [closing(given, block, [[op, value]], rate, half, shown[op]) for op in "<>"]
        need(any(sides), "no fixed points that meet")


def closing(given: Any, block: Any, sides: list[Any], rate: Any, half: bool, shown: Any) -> bool:
    """Whether two fixed points on a side of a value of the parameter have one limit there."""
    name, parameter, _ = changing(block, given)
    symbols, (_, value) = given["symbols"], sides[0]
    sign = "real" if symbols[parameter]["sign"] == "real" else "positive"
    side = given | {"symbols": symbols | {parameter: symbols[parameter] | {"sign": sign}}}
    more = [[op, parameter, bound] for op, bound in sides]
    picture(side | {"relations": [*given["relations"], *more]}, name, rate, half, shown)
    there = Theory(given | {"values": given["values"] | {parameter: value}})
    defined(there, rate)
    near = takewhile(lambda step: not divides(there, step), shown["steps"])
    return any(k and there.zero(there.value(step)) for k, step in enumerate(near))


def parts(block: Any, setting: Any, evidence: Any, point: Point) -> None:
    """At a point of the other parameters no fixed points meet at the value of one."""
    name, parameter, value = changing(block, setting)
    still, rate, half = line(setting, name, kept=False)
    given = exact(still, point, name, parameter)
    if undefined(Theory(given), value):
        return
    place = at(given, value)
    bounded = setting["symbols"][parameter]["sign"] != "real"
    if bounded and place <= 0:
        return
    if "elsewhere" in evidence:
        other, until = map(Fraction, evidence["elsewhere"])
        sides = [["<>"[other < until], other], ["><"[other < until], until]]
        sides = [[op, ["Num", str(x)]] for op, x in sides]
        need(other not in (place, until) and (other > 0 or not bounded), "no other value")
        need(closing(given, block, sides, rate, half, evidence), "no fixed points that meet")
        return
    theory, factor = Theory(given), evidence["factor"]
    family = [["Power", part, str(k)] for part, k in evidence["family"]]
    counts = [k for _, k in evidence["family"]]
    need(all(isinstance(k, int) and 0 < k <= MOST for k in counts), "no power of a factor")
    need(0 not in factors(theory, rate, factor, *family), "a factor that may be 0")
    known = Theory(given | {"values": given["values"] | {parameter: ["Num", str(place)]}})
    whole = ["Prod", 1, *(part for part, _ in evidence["family"])]
    shared = sturm(known.coefficients(whole, name))[-1]
    apart = shared and not roots(shared, Fraction(0) if half else None)
    need(apart, "fixed points that may meet")


def sturm(poly: list[Fraction]) -> list[list[Fraction]]:
    """Sturm's chain; its last member is the greatest common divisor with the derivative."""
    found = [poly, [k * c for k, c in enumerate(poly)][1:]]
    while found[-1]:
        rest, by = [*found[-2]], found[-1]
        while len(rest) >= len(by):
            factor, shift = rest[-1] / by[-1], len(rest) - len(by)
            rest = [c - factor * (by[k - shift] if k >= shift else 0) for k, c in enumerate(rest)]
            while rest and not rest[-1]:
                rest.pop()
        found.append([-c for c in rest])
    return found[:-1]


def valued(poly: list[Fraction], x: Fraction) -> Fraction:
    """A polynomial at a number."""
    return reduce(lambda total, c: total * x + c, reversed(poly), Fraction(0))


def roots(poly: list[Fraction], low: Any = None, high: Any = None) -> int:
    """How many different real roots lie between two numbers that are none; above, below one."""
    bound = 1 + sum((abs(c / poly[-1]) for c in poly), Fraction(0))
    ends: list[Fraction] = [-bound if low is None else low, bound if high is None else high]
    need(all(valued(poly, end) for end in ends), "an end that is a root")

    def changes(x: Fraction) -> int:
        values = [value for p in sturm(poly) if (value := valued(p, x))]
        return sum(a * b < 0 for a, b in pairwise(values))

    return changes(ends[0]) - changes(ends[1]) if ends[0] < ends[1] else 0


def swapped(tree: Any, old: Any) -> Any:
    """An expression with 0 in place of a part."""
    whole = isinstance(tree, list)
    return 0 if tree == old else [swapped(part, old) for part in tree] if whole else tree


def names(tree: Any, values: Any) -> set[str]:
    """All symbols in an expression and in what stands for them, and other words."""
    if isinstance(tree, list):
        return set().union(*(names(part, values) for part in tree))
    inside = names(values[tree], values) if isinstance(tree, str) and tree in values else set()
    return inside | ({tree} if isinstance(tree, str) else set())


def narrowed(setting: Any, supposed: Any) -> Any:
    """A setting with more supposed."""

    def both(old: Any, new: Any) -> Any:
        return [*old, *new] if isinstance(old, list) else old | new

    return setting | {key: both(setting[key], given) for key, given in supposed.items()}


def digest(content: Any) -> str:
    """The hash of what JSON can hold, however it is laid out."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


ALONG = ("integral", "preserved", "solution", "linear", "vanishes")  # about trajectories
INSTANT = ("identity", "inequality", "definite", "fixed-point", "lyapunov")
OPTIONS = {
    "definite": {"of"},
    "fixed-point": {"recursion"},
    "lyapunov": {"basis"},
    "preserved": {"free"},
    "threshold": {"variable", "parameter"},
}
UNKNOWN = {"integral", "solution", "linear", "definite", "fixed-point", "lyapunov", "common"}
SUPPOSED = {"symbols", "values", "instant", "relations", "always", "merged", "at_least", "lasts"}
SCALAR: Any = {"stability": (attracts, strays), "threshold": (meets, parts)}
SCALAR["vanishes"] = SCALAR["stability"]  # if the evidence names a scalar
WRONG = (
    Rejected,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
WANTED = {"proved": ["holds"], "conditional": ["fails", "holds"], "refuted": ["fails"]}


def plain(content: Any) -> None:
    """No number in it asks for endless work: none has a large exponent, or counts endless steps."""
    inner = list(content.values()) if isinstance(content, dict) else content
    match content:
        case int():
            need(abs(content) <= BITS, "too large a number")
        case str():
            need(not POWER.fullmatch(content), "a number that is not written out")
        case ["Power", _, exponent]:
            plain(exponent)
            need(all(abs(n) <= MOST for n in Fraction(exponent).as_integer_ratio()), "an exponent")
    for part in inner if isinstance(inner, list) else ():
        plain(part)


def verify(certificate: Any) -> str:
    """What a certificate shows, or why it is none; raises `Rejected` where it is wrong."""
    body = {key: value for key, value in certificate.items() if key != "sha256"}
    need(certificate["sha256"] == digest(body) and certificate["format"] == 1, "it was changed")
    if certificate["uncovered"]:
        return "not covered"
    plain(certificate)
    said = [whole_of(whole) for whole in (certificate["claim"], certificate["correction"]) if whole]
    need(certificate["claim"], "no claim")
    return said[0]


def whole_of(whole: Any) -> str:
    """What is shown of a claim: that it holds or not, or this at each depth that is written out."""
    verdict, layouts = str(whole["verdict"]), whole.get("layouts")
    if layouts is None:
        shown_by(whole)
        return verdict
    for block in layouts:
        shown_by(block)
    found = {block["verdict"] for block in layouts}
    wanted = {"conditional": [{"conditional"}, {"conditional", "proved"}]}.get(verdict, [{verdict}])
    need(found in wanted and len({b["layout"] for b in layouts}) == len(layouts), "not enough")
    return f"{verdict} at each depth written out" if verdict != "refuted" else verdict


def shown_by(block: Any) -> None:
    """The theorems of a block show its verdict."""
    shown, kind, options = block["theorems"], block["kind"], {*block["options"]}
    need(options <= OPTIONS.get(kind, {*()}), "an option that is not certified")
    need(not block["unknown"] or kind in UNKNOWN, "an unknown that the claim has not")
    printed = hashlib.sha256(block["latex"].encode()).hexdigest()
    need(block["latex_sha256"] == printed, "another text")
    need(sorted({t["shows"] for t in shown}) == WANTED.get(block["verdict"]), "not enough")
    for theorem in shown:
        supposed, setting = theorem["suppose"], block["setting"]
        free = theorem["shows"] == "fails" or block["verdict"] == "conditional"
        need(free or not supposed, "a condition that the verdict does not name")
        known = {"merged"} if theorem["shows"] == "fails" else SUPPOSED
        need({*supposed} <= known, "a condition that is not known here")
        for name in {*setting["symbols"]} & {*supposed.get("symbols", {})}:
            old, new = setting["symbols"][name], supposed["symbols"][name]
            need(old | {k: new[k] for k in ("sign", "properties")} == new, "another symbol")
        given = {*setting["values"], *setting["instant"]}
        more = {*supposed.get("values", {}), *supposed.get("instant", {})}
        need(not given & more, "another value")
        shows = {"holds": holds, "fails": fails}[theorem["shows"]]
        shows(block, narrowed(setting, supposed), theorem["evidence"])


def ring(_number: int, _frame: Any) -> None:
    """End what takes too long."""
    raise Rejected(f"it takes more than {SECONDS} s")


def main(folder: str) -> int:
    """Verify all certificates of a folder; the exit code is 1 where one is rejected.

    One that takes more than `SECONDS` of processor time is rejected where the system has timers.
    """
    timed = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if timed:
        signal.signal(signal.SIGVTALRM, ring)
    counts: Counter[str] = Counter()
    for path in sorted(Path(folder).glob("**/*.json")):
        try:
            if timed:
                signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS, 1)  # it may ring in a handler
            found = verify(json.loads(path.read_text(encoding="utf-8")))
        except WRONG as error:
            found = "rejected"
            print(f"{path}: rejected: {type(error).__name__}: {error}")
        finally:
            if timed:
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        counts[found] += 1
    told = ", ".join(f"{counts[key]} {key}" for key in sorted(counts))
    print(told or f"no certificates in {folder}")
    return int(bool(counts["rejected"]) or not counts)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2] or ["."]))
