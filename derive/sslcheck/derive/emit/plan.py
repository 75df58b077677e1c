"""The plan of a kernel: which buffers, which steps in which order, and what they cost.

Data only. Scalars in it are expressions of `sslcheck.derive.expr`; no SymPy object is left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sslcheck.derive.emit.functions import Function
from sslcheck.derive.emit.names import Names
from sslcheck.derive.expr import Expr
from sslcheck.derive.models.model import Structure

__all__ = [
    "Apply",
    "Assign",
    "Buffer",
    "Combine",
    "Constant",
    "Diagonal",
    "Inner",
    "MatMul",
    "Operand",
    "Plan",
    "Prepared",
    "ScaleBy",
    "Step",
    "TraceOf",
]


@dataclass(frozen=True, slots=True)
class Buffer:
    """A named array of ``rows x cols`` (``cols`` 0: a vector; ``rows`` 0: a number)."""

    name: str
    rows: int
    cols: int

    @property
    def shape(self) -> tuple[int, ...]:
        """As array libraries have it."""
        if not self.rows:
            return ()
        return (self.rows, self.cols) if self.cols else (self.rows,)

    @property
    def size(self) -> int:
        """How many numbers it holds."""
        return max(self.rows, 1) * max(self.cols, 1)


@dataclass(frozen=True, slots=True)
class Operand:
    """A buffer as it enters a step."""

    name: str
    transposed: bool = False

    def __str__(self) -> str:
        return f"{self.name}.T" if self.transposed else self.name


@dataclass(frozen=True, slots=True)
class Constant:
    """An array made once from the data: the sum of ``coeff * product of operands``.

    A product of nothing is the identity.
    """

    buffer: Buffer
    terms: tuple[tuple[Expr, tuple[Operand, ...]], ...]


@dataclass(frozen=True, slots=True)
class MatMul:
    """``out = left right``; transposes are folded into the product."""

    out: str
    left: Operand
    right: Operand
    flops: int
    bytes: int


@dataclass(frozen=True, slots=True)
class ScaleBy:
    """``out = arg diag(vector)`` (``columns``), or ``diag(vector) arg``: no matrix product."""

    out: str
    arg: Operand
    vector: str
    columns: bool
    flops: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Combine:
    """``out = factor * sum of coeff * operand``, in place where the first operand is ``out``.

    A sum of nothing is zero. ``scratch`` names a buffer that may be written to on the way, where
    one is needed.
    """

    out: str
    factor: Expr
    terms: tuple[tuple[Expr, Operand], ...]
    scratch: str
    flops: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Inner:
    """``out += coeff * tr(left^T right)``, a scalar."""

    out: str
    coeff: Expr
    left: Operand
    right: Operand
    scratch: str
    flops: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Diagonal:
    """``out += sum of coeff * diag(vector)``; an empty name stands for the identity.

    ``out`` is a buffer in C order, so that its diagonal can be written to in place.
    """

    out: str
    terms: tuple[tuple[Expr, str], ...]
    flops: int
    bytes: int


@dataclass(frozen=True, slots=True)
class TraceOf:
    """``out += coeff * tr(diag(vector) arg)``, a scalar; ``vector`` or ``arg`` may be missing.

    Where both are, it is ``out += coeff``.
    """

    out: str
    coeff: Expr
    arg: Operand | None
    vector: str
    flops: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Apply:
    """``out = function(args)``: a matrix, the vector of a diagonal one, or a number.

    ``vectors`` says of each argument whether it is the vector of a diagonal matrix; ``scratch``
    names a buffer that may be written to on the way, where one is needed.
    """

    out: str
    function: Function
    args: tuple[Operand, ...]
    vectors: tuple[bool, ...]
    degree: int
    scratch: str
    flops: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Assign:
    """``out = value``, a number; on the ``host`` where it is made of parameters alone."""

    out: str
    value: Expr
    host: bool
    flops: int
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Prepared:
    """An array or a number that a function makes once of data and constants before it."""

    buffer: Buffer
    step: Apply | Assign


Step = MatMul | ScaleBy | Combine | Inner | Diagonal | TraceOf | Apply | Assign


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A kernel for one model at one set of sizes; counts are of numbers, not bytes, where named so.

    ``flops`` and ``traffic`` (bytes moved, at ``itemsize`` bytes a number, were nothing cached) are
    sums over the steps; ``work`` are the buffers that a caller has to provide besides states and
    outputs. Buffers have the identifiers that ``names`` gave them; ``scalars``, and the symbols in
    coefficients, are the article's.
    """

    title: str
    sizes: Mapping[str, int]
    structure: Mapping[str, Structure]
    states: tuple[Buffer, ...]
    data: tuple[Buffer, ...]
    scalars: tuple[str, ...]
    constants: tuple[Constant | Prepared, ...]
    outputs: tuple[Buffer, ...]
    work: tuple[Buffer, ...]
    steps: tuple[Step, ...]
    names: Names = field(repr=False, compare=False)

    @property
    def products(self) -> int:
        """Matrix products per evaluation."""
        return sum(isinstance(step, MatMul) for step in self.steps)

    @property
    def flops(self) -> int:
        """Floating-point operations per evaluation; those of inverses and the like are rounded."""
        return sum(step.flops for step in self.steps)

    def traffic(self, itemsize: int = 8) -> int:
        """Bytes read and written per evaluation."""
        return itemsize * sum(step.bytes for step in self.steps)

    def memory(self, itemsize: int = 8) -> int:
        """Bytes of data, constants and work buffers (states and outputs are the caller's)."""
        held = {b.name: b.size for b in (*self.data, *(c.buffer for c in self.constants))}
        return itemsize * (sum(held.values()) + sum(b.size for b in self.work))
