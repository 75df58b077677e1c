"""Conditions as data: what a statement needs beside its hypotheses, and how it is supposed.

A condition is told (`said`) in one place and supposed (`suppose`) in one place. What a setting
cannot express (a bound for all times, a solution that exists for all times) is told only, and so
is what a setting has already (a hypothesis of the article).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from sslcheck.derive import expr as e
from sslcheck.derive.setting import Setting
from sslcheck.derive.text.reason import Math, Reason, Tex, joined, plainly, reason, sized

__all__ = [
    "AllTimes",
    "AnyOf",
    "BoundedBelow",
    "Condition",
    "Definite",
    "Equals",
    "FullRank",
    "Nonnegative",
    "Nonsingular",
    "Nonzero",
    "Positive",
    "SameSize",
    "Starts",
    "Stays",
    "Supposed",
    "While",
    "made_positive",
    "with_lets",
]


@dataclass(frozen=True, slots=True)
class Condition(ABC):
    """Something that must be added for a statement to hold."""

    @property
    def repairs(self) -> bool:
        """Whether a statement that holds under it is right but for the condition.

        False where the condition annuls or specialises what the statement is about.
        """
        return True

    @property
    @abstractmethod
    def said(self) -> Reason:
        """The condition as a sentence."""

    @property
    def text(self) -> str:
        """The condition in plain characters."""
        return plainly(self.said)

    @property
    def demand(self) -> e.Relation | None:
        """What it says of each point; None where that is no relation."""
        return None

    @property
    def implies(self) -> tuple[Condition, ...]:
        """Weaker ones: what is definite or has full rank is not 0."""
        return ()

    def suppose(self, setting: Setting) -> Setting:
        """The setting with the condition supposed."""
        return setting


@dataclass(frozen=True, slots=True)
class Equals(Condition):
    """A symbol has a value at all times."""

    name: str
    value: e.Expr

    @property
    def repairs(self) -> bool:
        """A special value is none."""
        return False

    @property
    def said(self) -> Reason:
        """``a = 0``."""
        match self.value:
            case e.Prod((e.Num(value=0), e.Ident())):
                return reason(e.Relation(e.Sym(self.name), "=", self.value.factors[0]))
        return reason(e.Relation(e.Sym(self.name), "=", self.value))

    def suppose(self, setting: Setting) -> Setting:
        """The value in place of the symbol."""
        return with_lets(setting, {self.name: self.value})


@dataclass(frozen=True, slots=True)
class Starts(Condition):
    """A state has a value at the start.

    ``special`` where it then never moves, or where the statement is about any value there.
    """

    name: str
    value: e.Expr
    special: bool = False

    @property
    def repairs(self) -> bool:
        """Whether it leaves the statement what it says."""
        return not self.special

    @property
    def said(self) -> Reason:
        """``x(0) = 1``."""
        return reason(e.Relation(e.At(e.Sym(self.name)), "=", self.value))

    def suppose(self, setting: Setting) -> Setting:
        """The value as an initial value."""
        return replace(setting, initial={**setting.initial, self.name: self.value})


@dataclass(frozen=True, slots=True)
class _Stated(Condition):
    """Something that is said of a value in a few signs or words behind it."""

    value: e.Expr
    mark: ClassVar[str] = ""
    """In LaTeX, within the formula."""
    words: ClassVar[str] = ""

    @property
    def said(self) -> Reason:
        """``a > 0``, ``L is nonsingular``."""
        return reason(Math(self.value, self.mark), self.words)


@dataclass(frozen=True, slots=True)
class Positive(_Stated):
    """A scalar is positive; ``symbols`` must be positive for it to be so."""

    mark: ClassVar[str] = "> 0"
    symbols: tuple[str, ...] = ()

    @property
    def implies(self) -> tuple[Condition, ...]:
        """It is not 0."""
        return (Nonzero(self.value),)

    @property
    def demand(self) -> e.Relation:
        """``a > 0``."""
        return e.Relation(self.value, ">", e.ZERO)

    def suppose(self, setting: Setting) -> Setting:
        """The symbols declared positive."""
        return made_positive(setting, self.symbols)


class Nonnegative(_Stated):
    """A scalar is not negative."""

    mark: ClassVar[str] = "\\geq 0"

    @property
    def demand(self) -> e.Relation:
        """``a >= 0``."""
        return e.Relation(self.value, ">=", e.ZERO)


class Nonzero(_Stated):
    """A scalar, or a matrix, is not 0."""

    mark: ClassVar[str] = "\\neq 0"

    @property
    def demand(self) -> e.Relation:
        """``|a|^2 > 0``."""
        return e.Relation(e.SquaredNorm(self.value), ">", e.ZERO)


class Definite(_Stated):
    """A symmetric matrix is positive definite, ``X > 0`` in the Loewner order."""

    mark: ClassVar[str] = "\\succ 0"

    @property
    def implies(self) -> tuple[Condition, ...]:
        """It is not 0."""
        return (Nonzero(self.value),)

    @property
    def demand(self) -> e.Relation:
        """``X > 0`` in the Loewner order."""
        return e.Relation(self.value, "pd", e.ZERO)

    def suppose(self, setting: Setting) -> Setting:
        """A symbol that is psd declared invertible as well."""
        symbol = setting.symbols.get(self.value.name) if isinstance(self.value, e.Sym) else None
        if symbol is None or "psd" not in symbol.properties:
            return setting
        definite = replace(symbol, properties=symbol.properties | {"invertible"})
        return replace(setting, symbols={**setting.symbols, symbol.name: definite})


class _Injective(_Stated):
    """The columns of a matrix are linearly independent."""

    @property
    def implies(self) -> tuple[Condition, ...]:
        """It is not 0."""
        return (Nonzero(self.value),)

    @property
    def demand(self) -> e.Relation:
        """``L^T L > 0`` in the Loewner order."""
        return e.Relation(e.Prod((e.Transpose(self.value), self.value)), "pd", e.ZERO)


class Nonsingular(_Injective):
    """A square matrix has an inverse."""

    words: ClassVar[str] = " is nonsingular"


class FullRank(_Injective):
    """The columns of a matrix are linearly independent."""

    words: ClassVar[str] = " has full column rank"


@dataclass(frozen=True, slots=True)
class SameSize(Condition):
    """Two spaces have the same dimension."""

    first: str
    second: str

    @property
    def said(self) -> Reason:
        """``d = n``."""
        return sized(self.second, self.first)


@dataclass(frozen=True, slots=True)
class BoundedBelow(Condition):
    """A number, or the smallest eigenvalue, stays above a positive one: no setting says it."""

    value: e.Expr
    bound: str
    scalar: bool = False

    @property
    def demand(self) -> e.Relation | None:
        """``r > 0`` of a number."""
        return e.Relation(self.value, ">", e.ZERO) if self.scalar else None

    @property
    def said(self) -> Reason:
        """The smallest eigenvalue, or the number, at all times."""
        what = "" if self.scalar else "the smallest eigenvalue of "
        bound = Tex(f"{self.bound} > 0")
        return reason(what, self.value, " is at least ", bound, " for all ", e.Sym("t"))


@dataclass(frozen=True, slots=True)
class AllTimes(Condition):
    """The solution exists for all times: no setting says it."""

    @property
    def said(self) -> Reason:
        """On solutions that exist for all t."""
        return reason("on solutions that exist for all ", e.Sym("t"))


@dataclass(frozen=True, slots=True)
class While(Condition):
    """A state still is what it is declared to be, which its flow is not seen to keep."""

    name: str
    what: str

    @property
    def said(self) -> Reason:
        """A state is orthonormal."""
        return reason(e.Sym(self.name), f" is {self.what}, which the flow is not seen to keep")


@dataclass(frozen=True, slots=True)
class Stays(Condition):
    """Only trajectories count that stay where the hypotheses want them: there a law holds."""

    law: e.Relation

    @property
    def said(self) -> Reason:
        """On trajectories that stay there: ``x = y``."""
        return reason("on trajectories that stay there: ", self.law)


@dataclass(frozen=True, slots=True)
class Supposed(Condition):
    """A hypothesis of the article, in its author's words; ``meant`` says when it is to hold."""

    hypothesis: Reason
    meant: str = ""

    @property
    def said(self) -> Reason:
        """The layers are balanced (at the start)."""
        return reason(self.hypothesis, f" ({self.meant})" if self.meant else "")


@dataclass(frozen=True, slots=True)
class AnyOf(Condition):
    """Each of several sets of conditions suffices."""

    ways: tuple[tuple[Condition, ...], ...]

    @property
    def repairs(self) -> bool:
        """Whether each way does."""
        return all(condition.repairs for way in self.ways for condition in way)

    @property
    def said(self) -> Reason:
        """The ways, one after the other."""
        ways = [joined([c.said for c in way], " and ") for way in self.ways]
        each = reason(" (each suffices)" if len(ways) > 1 else "")
        return reason(joined(ways, ", or "), each)


def with_lets(setting: Setting, lets: Mapping[str, e.Expr]) -> Setting:
    """The setting with further replacements; a replaced state no longer moves by the flow."""
    flow = {name: rate for name, rate in setting.flow.items() if name not in lets}
    return replace(setting, lets={**setting.lets, **lets}, flow=flow)


def made_positive(setting: Setting, names: Iterable[str]) -> Setting:
    """The setting with some symbols declared positive."""
    changed = {name: replace(setting.symbols[name], sign="positive") for name in names}
    return replace(setting, symbols={**setting.symbols, **changed})
