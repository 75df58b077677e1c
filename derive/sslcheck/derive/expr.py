"""Immutable expression nodes: what the reader produces and both decision routes interpret.

Nodes carry no algebra. A node says what was written; `algebra` turns it into a normal form and
`exact` evaluates it at rational points, each with its own code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

__all__ = [
    "AFTER",
    "MINUS_ONE",
    "ONE",
    "ZERO",
    "At",
    "Columns",
    "Demand",
    "Det",
    "Diag",
    "Dot",
    "Entry",
    "Exp",
    "Expect",
    "Expr",
    "Gradient",
    "Hadamard",
    "Ident",
    "IndexSum",
    "Integral",
    "Kron",
    "Log",
    "Maximum",
    "Num",
    "Ones",
    "Partial",
    "Power",
    "Prod",
    "PseudoInverse",
    "Quotient",
    "Relation",
    "Size",
    "Span",
    "SquaredNorm",
    "StopGrad",
    "Sum",
    "Sym",
    "Total",
    "Trace",
    "Transpose",
    "Vec",
    "difference",
    "multiplied",
    "names_time",
    "negative",
    "own_space",
    "summed",
    "unknown_space",
    "zeros",
]

Span = tuple[int, int]
"""Half-open character range of the source text that a node was read from."""

Demand = Literal["", "vector", "2-norm", "bars", "matrix", "pair", "single", "diagonal"]
"""What a notation demands of a node besides that it conforms: a column (or number), a vector, no
number; ``pair``, of the trace of ``A^T B``, that ``A`` and ``B`` have one shape; ``single``, of a
product, that one factor at most is a matrix; ``diagonal``, no vector and no number."""


@dataclass(frozen=True, slots=True)
class Expr:
    """Base of all nodes; where it was read, and its ``demand``, take no part in equality."""

    span: Span | None = field(default=None, compare=False, repr=False, kw_only=True)
    demand: Demand = field(default="", compare=False, repr=False, kw_only=True)

    def _repr_latex_(self) -> str:
        """How Jupyter shows it."""
        from sslcheck.derive.text.markup import inline
        from sslcheck.derive.text.printing import to_latex

        return inline(to_latex(self))


@dataclass(frozen=True, slots=True)
class _OfOne(Expr):
    """Base of what is made of one other node."""

    arg: Expr


@dataclass(frozen=True, slots=True)
class Num(Expr):
    """An exact rational number."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Sym(Expr):
    """A declared symbol by its LaTeX name (``W_p``, ``\\alpha_p``, ``p_j``); ``t`` is time.

    ``given``: the arguments that are printed behind it, as in ``L(W, V)``.
    """

    name: str
    given: tuple[str, ...] = field(default=(), compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Ident(Expr):
    """The identity ``I``; ``space`` is empty where the context fixes its size."""

    space: str = ""


@dataclass(frozen=True, slots=True)
class Ones(Expr):
    """The column of ones; ``space`` is empty where the context fixes its size."""

    space: str = ""


@dataclass(frozen=True, slots=True)
class Size(Expr):
    """The dimension of a space, a positive whole number: the trace of its identity."""

    space: str


@dataclass(frozen=True, slots=True)
class Sum(Expr):
    """A sum of one or more terms."""

    terms: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Prod(Expr):
    """An ordered product of one or more factors; scalars may stand anywhere in it."""

    factors: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Quotient(Expr):
    """``numerator / denominator`` with a scalar denominator."""

    numerator: Expr
    denominator: Expr


@dataclass(frozen=True, slots=True)
class Power(Expr):
    """``base ** exponent``: whole, one half (of a PSD matrix, its PSD square root), or any
    fraction of a positive scalar."""

    base: Expr
    exponent: Fraction


@dataclass(frozen=True, slots=True)
class PseudoInverse(_OfOne):
    """The pseudo-inverse of Moore and Penrose."""


@dataclass(frozen=True, slots=True)
class Transpose(_OfOne):
    """``arg^T``."""


@dataclass(frozen=True, slots=True)
class Dot(_OfOne):
    """The time derivative of ``arg`` along the flow."""


@dataclass(frozen=True, slots=True)
class Partial(_OfOne):
    """The derivative of ``arg`` with respect to the scalar parameter ``symbol``, all else fixed.

    Inside, ``Dot`` of a state stands for the right-hand side of its flow.
    """

    symbol: str


@dataclass(frozen=True, slots=True)
class Exp(_OfOne):
    """``e^{arg}`` of a scalar or a square matrix; ``x^a`` of positive ``x`` is ``e^{a \\ln x}``."""


@dataclass(frozen=True, slots=True)
class Log(_OfOne):
    """``\\ln arg``, the natural logarithm of a positive scalar."""


@dataclass(frozen=True, slots=True)
class Integral(_OfOne):
    """``\\int_0^t arg(t') dt'``; inside, the integration ``variable`` is written ``t``."""

    variable: str = field(default="t'", compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class At(_OfOne):
    """The value of ``arg`` at time 0."""


AFTER = "\n\n"
"""In `Expect.over`, between the views of one expectation and those of the next within it."""


@dataclass(frozen=True, slots=True)
class Expect(_OfOne):
    """The expectation over the views (and their inputs).

    ``over`` has the views that are printed below it, a line each, for the loader to check; those
    of one expectation after another are separated by `AFTER`.
    """

    over: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class StopGrad(_OfOne):
    """``arg``, a constant for differentiation."""


@dataclass(frozen=True, slots=True)
class SquaredNorm(_OfOne):
    """``\\|arg\\|^2``: the squared Euclidean or Frobenius norm."""


@dataclass(frozen=True, slots=True)
class Trace(_OfOne):
    """``tr(arg)``."""


@dataclass(frozen=True, slots=True)
class Det(_OfOne):
    """The determinant of ``arg``."""


@dataclass(frozen=True, slots=True)
class Vec(_OfOne):
    """The columns of ``arg`` stacked."""


@dataclass(frozen=True, slots=True)
class Kron(Expr):
    """The Kronecker product of ``left`` and ``right``."""

    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Hadamard(Expr):
    """The product by entries of ``left`` and ``right``, of one shape."""

    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Diag(Expr):
    """``diag(entry_1, ..., entry_size)``: ``entry`` is a scalar in symbols of ``index``."""

    entry: Expr
    index: str
    size: str


@dataclass(frozen=True, slots=True)
class Maximum(_OfOne):
    """``\\max_{index} arg``: the largest of an indexed scalar over all modes."""

    index: str


@dataclass(frozen=True, slots=True)
class Columns(Expr):
    """``[entry_1, ..., entry_size]``: a vector, or a number, of each ``index``."""

    entry: Expr
    index: str
    size: str


@dataclass(frozen=True, slots=True)
class Total(_OfOne):
    """``\\sum_{index} arg``: over all values of an index, which runs over the space ``size`` (over
    its own where that is empty).
    """

    index: str
    size: str = ""


@dataclass(frozen=True, slots=True)
class Entry(_OfOne):
    """``arg_{row column}``: one entry; of a vector ``row`` alone, and with ``column`` alone that
    column. Each is a letter, bound by an `IndexSum` or free, or a number from 0; empty if absent.
    """

    row: str | int
    column: str | int = ""


@dataclass(frozen=True, slots=True)
class IndexSum(_OfOne):
    """``\\sum_{index} arg``: over all values of an index of entries, of a ``space`` where known."""

    index: str
    space: str = ""


@dataclass(frozen=True, slots=True)
class Gradient(Expr):
    """``\\nabla_{symbol} of``: the gradient of a scalar, in the shape of ``symbol``."""

    symbol: str
    of: Expr


@dataclass(frozen=True, slots=True)
class Relation:
    """``lhs op rhs``; ``op`` is one of ``= >= > <= < psd pd ->`` (``psd``: lhs - rhs is PSD)."""

    lhs: Expr
    op: str
    rhs: Expr

    def _repr_latex_(self) -> str:
        """How Jupyter shows it."""
        from sslcheck.derive.text.markup import inline
        from sslcheck.derive.text.printing import relation_latex

        return inline(relation_latex(self))


ZERO, ONE, MINUS_ONE = Num(Fraction(0)), Num(Fraction(1)), Num(Fraction(-1))
"""The numbers 0, which also stands for a matrix of zeros beside another side, 1 and -1."""


def zeros(space: str) -> Expr:
    """The square matrix of zeros on a space."""
    return Prod((ZERO, Ident(space)))


def unknown_space(index: str) -> str:
    """What is wrong where an index may run over several spaces."""
    return (
        f"it is not known over which space the index `{index}` runs: it has the name of one, or"
        " diagonal matrices of several sizes are written with it; say it under [modes], as in"
        f' `{index} = "n"`'
    )


def own_space(index: str) -> str:
    """The space of an index for which none is named: as many dimensions as the index has values."""
    return f"number of {index}"


def summed(terms: Sequence[Expr], span: Span | None = None) -> Expr:
    """The sum of terms: a single one as it is, 0 for none."""
    return terms[0] if len(terms) == 1 else Sum(tuple(terms), span=span) if terms else ZERO


def multiplied(factors: Sequence[Expr], span: Span | None = None) -> Expr:
    """The product of factors: a single one as it is, 1 for none."""
    return factors[0] if len(factors) == 1 else Prod(tuple(factors), span=span) if factors else ONE


def negative(arg: Expr) -> Expr:
    """``-arg``, with the sign drawn into a number or a product."""
    match arg:
        case Num(value=value):
            return Num(-value)
        case Prod(factors=(Num(value=value), *rest)) if rest:
            return Prod((Num(-value), *rest)) if value != -1 or len(rest) > 1 else rest[0]
        case Prod(factors=factors):
            return Prod((MINUS_ONE, *factors))
    return Prod((MINUS_ONE, arg))


def difference(lhs: Expr, rhs: Expr) -> Expr:
    """``lhs - rhs``."""
    return lhs if rhs == ZERO else Sum((lhs, negative(rhs)))


def names_time(node: Expr) -> bool:
    """Whether a node is the time, a value at a time, or an integral over it."""
    return isinstance(node, (At, Integral)) or node == Sym("t")
