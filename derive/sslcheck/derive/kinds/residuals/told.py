"""Conditions that other ones say already: equations that are supposed, as ``w^T w = 1`` and
``W W^T = I``, the value of what is declared positive, and what else is required not to be 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from sslcheck.derive.algebra.letters import DetOf, TraceOf, transposed
from sslcheck.derive.algebra.rebuild import element_expr
from sslcheck.derive.errors import TooLarge, Unsupported
from sslcheck.derive.expr import Expr, Power, Prod, SquaredNorm, Trace, Transpose
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.verdicts.condition import Condition, FullRank, Nonsingular, Nonzero

__all__ = ["Told", "implied"]


@dataclass(frozen=True, eq=False)
class Told:
    """What is said not to be 0, or to have full rank; ``besides``, that some values are not 0."""

    normal: NormalForm
    besides: tuple[Expr, ...] = ()

    def all(self, conditions: Iterable[Condition]) -> bool:
        """Whether each of some conditions is told."""
        return all(map(self.says, conditions))

    def says(self, condition: Condition) -> bool:
        """Whether a condition is told: of a number also if with it at 0 another one would be 0."""
        return condition in self._sure or (
            isinstance(condition, Nonzero)
            and bool(self.normal.supposed)
            and self._excluded(condition.value)
        )

    def _excluded(self, value: Expr) -> bool:
        try:
            element = self.normal.finished(self.normal.whole(value))
            if element.shape != ("1", "1"):
                return False
            return any(map(self.normal.functions.nonzero, self.normal.zero_with(element.value())))
        except (Unsupported, TooLarge):
            return False

    @cached_property
    def _sure(self) -> frozenset[Condition]:
        regular = [*self._regular()]
        values = (*self.besides, *self._given(), *self._nonzero(), *(c.value for c in regular))
        return frozenset((*regular, *(one for value in values for one in implied(value))))

    def _given(self) -> Iterator[Expr]:
        """The values of parameters that are declared other than 0."""
        setting = self.normal.setting
        for name, value in setting.lets.items():
            symbol = setting.symbols[name]
            never = symbol.sign == "positive" or symbol.properties & {"invertible", "orthonormal"}
            if symbol.role == "parameter" and never:
                yield value

    def _nonzero(self) -> Iterator[Expr]:
        """Traces that are equal to what is not 0."""
        for letter in self._equal_to_nonzero():
            if isinstance(letter, TraceOf):
                yield self._shown(letter)

    def _equal_to_nonzero(self) -> Iterator[TraceOf | DetOf]:
        nonzero, scalars = self.normal.functions.nonzero, self.normal.scalars
        for gap in self.normal.supposed:
            value = gap.value().numerator if gap.shape == ("1", "1") else scalars.number(0)
            for letter in sorted(n for n in value.free() if isinstance(n, TraceOf | DetOf)):
                found = value.solved(letter)
                if found is not None and all(map(nonzero, found)):
                    yield letter

    def _regular(self) -> Iterator[Nonsingular | FullRank]:
        """Matrices whose determinant, or of which a square as a multiple of I, is not 0."""
        for letter in self._equal_to_nonzero():
            if isinstance(letter, DetOf):
                yield Nonsingular(element_expr(letter.value))
        for gap in self.normal.supposed:
            word = next(filter(None, gap.terms), ())
            half = word[len(word) // 2 :]
            square = word == (*transposed(half), *half) and gap.terms.keys() == {word, ()}
            if square and all(map(self.normal.functions.nonzero, gap.terms.values())):
                root = self.normal.alphabet.word(half)
                shown = self.normal.expr(root)
                yield (Nonsingular(shown) if root.shape[0] == root.shape[1] else FullRank(shown))

    def _shown(self, letter: TraceOf) -> Expr:
        normal = self.normal
        return normal.expr(normal.alphabet.scalar(normal.scalars.letter(letter)))


def implied(value: Expr) -> Iterator[Nonzero]:
    """What is not 0 where a value is not: the factors of a product, what a norm is of."""
    yield Nonzero(value)
    match value:
        case Prod(factors=factors):
            inner = factors
        case Transpose(arg=arg) | Trace(arg=arg) | SquaredNorm(arg=arg) | Power(base=arg):
            inner = (arg,)
        case _:
            return
    for one in inner:
        yield from implied(one)
