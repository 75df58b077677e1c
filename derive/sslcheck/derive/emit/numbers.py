"""Scalars that stand for more than a symbol, as numbers that a kernel computes first.

Coefficients of a normal form hold sizes, roots, exponentials, traces. A plan knows symbols alone:
here each of the others gets a name, and what it is made of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import ExpOf, Frozen, Letter, LogOf, RootOf, SizeOf, UnitOf
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.rebuild import letter_expr, ratio_expr
from sslcheck.derive.algebra.scalars import Scalars
from sslcheck.derive.emit.functions import Function
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Exp, Expr, Log, Power
from sslcheck.derive.setting import Shape
from sslcheck.derive.text.printing import to_text

__all__ = ["Made", "Numbers"]

_SCALAR: Shape = ("1", "1")
_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """A letter with what makes it: a ``function`` of elements, or a ``value`` of other numbers.

    ``constant``: made of data and parameters alone, so that it is computed once before a run.
    ``vector``: a diagonal matrix, stored as a vector. ``host``: a number of parameters alone.
    """

    name: str
    shape: Shape
    function: Function | None = None
    args: tuple[Element, ...] = ()
    degree: int = 0
    value: Expr | None = None
    needs: frozenset[str] = frozenset()
    constant: bool = False
    vector: bool = False
    host: bool = False


class Numbers:
    """Coefficients in plain letters, and `made`, what is computed, in an order that works.

    ``moving`` are the names of scalars that change in a run.
    """

    def __init__(self, scalars: Scalars, sizes: Mapping[str, int], moving: frozenset[str]) -> None:
        self.scalars, self.sizes = scalars, sizes
        self.moving = set(moving)
        self.made: dict[str, Made] = {}
        self._names: dict[Letter, str] = {}

    def ratio(self, value: Ratio) -> Ratio:
        """A coefficient in plain letters; the dimensions of spaces are numbers.

        Raises `Unsupported` for what no kernel computes.
        """
        value = _gathered(value.root_reduced())
        made = {n: self._number(n) for n in value.ordered() if not isinstance(n, str)}
        return value.substitute(made)

    def _number(self, letter: Letter) -> Ratio:
        """A scalar letter as a number, or as one that is computed."""
        if isinstance(letter, str):
            return self.scalars.letter(letter)
        if isinstance(letter, Frozen | UnitOf):
            return self._number(letter.of)
        if isinstance(letter, SizeOf):
            return self.scalars.number(self.sizes[letter.space])
        if letter not in self._names:
            self._names[letter] = self._computed(letter)
        return self.scalars.letter(self._names[letter])

    def _computed(self, letter: Letter) -> str:
        """The name of a number that is computed."""
        match letter:
            case LogOf(_, value):
                return self._of_number("log", value)
            case ExpOf(_, value):
                return self._of_number("exp", value)
            case RootOf(_, value):
                return self._of_number("root", value)
        raise self._refused(letter)

    def _of_number(self, function: str, value: Ratio) -> str:
        inside = self.ratio(value)
        needs, expression = inside.free(), ratio_expr(inside)
        made: Expr = Power(expression, _HALF)
        if function != "root":
            made = Exp(expression) if function == "exp" else Log(expression)
        return self._add(
            function,
            _SCALAR,
            value=made,
            needs=frozenset(n for n in needs if n in self.made),
            constant=not needs & self.moving,
            host=all(self.made[n].host if n in self.made else n not in self.moving for n in needs),
        )

    def _add(self, what: str, shape: Shape, **how: Any) -> str:
        """Something that is computed, called by ``what`` it is; see `Made`."""
        name = f"{what} {len(self.made)}"  # no symbol of an article is called so
        self.made[name] = Made(name, shape, **how)
        if shape == _SCALAR and not self.made[name].constant:
            self.moving.add(name)
        return name

    def _refused(self, letter: Letter) -> Unsupported:
        text = to_text(letter_expr(letter))
        return Unsupported(f"`{text}`, which no kernel computes; declare a symbol for its value")


def _gathered(value: Ratio) -> Ratio:
    """Products of different exponentials as one of a sum: each may be too large a number alone."""
    letters = [n for n in value.ordered() if isinstance(n, ExpOf) and n.value.free()]
    if not letters:
        return value
    above, below = _split(value.numerator, letters), _split(value.denominator, letters)
    first = next(iter(below))  # by which both are divided
    sides = [
        [(tuple(map(int.__sub__, powers, first)), rest) for powers, rest in parts.items()]
        for parts in (above, below)
    ]
    plain = all(sum(map(bool, powers)) < 2 for parts in sides for powers, _ in parts)
    if plain and (not any(first) or len(above) == len(below) == 1):
        return value
    zero, sums = value.scalars.number(0), []
    for parts in sides:
        total = zero
        for powers, rest in parts:
            inside = zero
            for power, letter in zip(powers, letters, strict=True):
                inside = inside + letter.value * value.scalars.number(power)
            inside = inside.cancelled()
            if any(powers):
                rest = rest * value.scalars.letter(ExpOf(inside.key(), inside))
            total = total + rest
        sums.append(total)
    return sums[0] / sums[1]


def _split(value: Ratio, letters: Sequence[Letter]) -> dict[tuple[int, ...], Ratio]:
    """A polynomial's coefficients by the powers of letters."""
    parts: dict[tuple[int, ...], Ratio] = {(): value}
    for letter in letters:
        parts = {
            (*powers, power): rest
            for powers, each in parts.items()
            for power, rest in each.coefficients(letter).items()
        }
    return parts
