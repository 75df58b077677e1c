"""What is known of expressions: signs, ranks, degrees, what stays."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property, reduce
from typing import Any

from .reading import Reading
from .rejected import Nonconforming, need
from .signs import ORDERS, SIGNS, added, multiplied, raised
from .trees import domain, lasting, names
from .values import Value, form, holds_any


class Theory(Reading):
    """What is known about expressions besides their values."""

    def __init__(self, setting: dict[str, Any], start: bool = False) -> None:
        super().__init__(setting, start)
        self.seen: dict[Any, set[int]] = {}  # the signs that were sought
        self.found: dict[str, Value] = {}  # the values

    def value(self, tree: Any) -> Value:
        """The value of an expression, once sought."""
        key = repr(tree) if isinstance(tree, list) else ""
        if key in self.found:
            return self.found[key]
        value: Value = super().value(tree)
        if key:
            self.found[key] = value
        return value

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
        value = self.value(tree)
        scalar = value.scalar
        if scalar and self.zero(value):
            return {0}
        by, leaf = SIGNS, False
        match tree:
            case str() if tree in self.given:
                return self.signs(self.given[tree], lasting)
            case ["Sum", *terms]:
                by = reduce(added, (self.signs(term, lasting) for term in terms), {0})
            case ["Prod", *factors]:
                rest = [factor for factor in factors if not self.value(factor).scalar]
                numbers = (self.signs(f, lasting) for f in factors if f not in rest)
                by = reduce(multiplied, numbers, self.gram(rest, lasting) if rest else {1})
            case ["Power", base, exponent] if scalar:
                leaf = Fraction(exponent) < 0
                by = raised(self.signs(base, lasting), Fraction(exponent))
            case ["Trace", ["Prod", *factors]]:  # of two psd matrices
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
            case ["At", arg]:
                by = Theory(self.origin, True).signs(arg)
            case _:
                leaf = True
                marks = set() if scalar or not isinstance(tree, str) else self.marks(tree)
                by = ({1} if "invertible" in marks else {0, 1}) if "psd" in marks else SIGNS
        for known, turn in self.facts() if len(by) > 1 else ():
            for sign in (1, -1):
                if self.same(tree, ["Prod", sign, known]):
                    by = (by & multiplied({sign}, turn)) | close
            if scalar and turn == {1} and self.same(["Prod", tree, tree], known):
                by = by & {-1, 1} | close
        if scalar and len(by) > 1:
            by = by & (self.terms(value) | close)
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

    @cached_property
    def ordered(self) -> list[Any]:
        """The relations that hold at the times that a statement is about."""
        supposed = self.setting["relations"] if self.start else lasting(self.setting)
        return [*supposed, *self.setting["always"], *domain(self.setting)]

    def facts(self) -> Iterator[tuple[Any, set[int]]]:
        """Expressions of which signs are supposed, or known from a root."""
        yield from ((square, signs) for square, *_, signs in self.radicals)
        for op, lhs, rhs in self.ordered:
            if op in ORDERS:
                yield ["Sum", lhs, ["Prod", -1, rhs]], ORDERS[op]

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
        """Whether two expressions are equal."""
        try:
            return self.zero(self.gap(one, two))
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
        return not inside & {"t", "Integral"} and not any(
            self.moves(n) for n in inside & {*self.symbols}
        )

    def take(self, radicals: list[Any]) -> None:
        """Take expressions for the roots of squares."""
        for square, known in radicals:
            signs = self.signs(known)
            fine = signs <= {0, 1} and self.zero(self.gap(["Prod", known, known], square))
            need(fine and not divides(self, known), "no square root")
            self.seen.clear()
            self.found.clear()
            values = self.value(square), self.value(known)
            self.radicals.append((square, *values, multiplied(signs, signs)))


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
        case ["Dot", arg]:
            return divides(theory, theory.derive(arg), rooted)
        case ["Partial", arg, str(name)]:
            return divides(theory, theory.partial(arg, name), rooted)
        case ["Gradient" | "Expect", *_]:
            return divides(theory, theory.plain(tree), rooted)
    return isinstance(tree, list) and any(divides(theory, part, rooted) for part in tree)
