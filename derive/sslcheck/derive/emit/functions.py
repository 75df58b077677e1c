"""Functions that a kernel calls: their text, and what they cost.

Each is written in names that NumPy and CuPy both have, and waits for no device. Operations are
those of dense algorithms (G. H. Golub and C. F. Van Loan, Matrix Computations, 4th ed., 2013) in
units of n^3: an inverse by LU 2, symmetric eigenvectors 9, a singular value decomposition 21.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

__all__ = ["Function", "call_text", "cost", "helper_text"]

Function = Literal[
    "inverse",
    "pseudo-inverse",
    "root",
    "exponential",
    "entries",
    "diagonal",
    "column",
    "ones",
    "trace",
    "determinant",
    "log-determinant",
]
"""``entries``: the product by entries, where a column or a row stands for as many of it as the
others have. ``diagonal``: of one matrix, or of ``left`` times ``right^T``; ``trace``: of one, or of
``left^T`` times ``right``. ``column``: a column as a vector."""

_HALVINGS = 40
_ORDER = 8
_EXPONENTIAL = f'''def exponential(xp, matrix):
    """By a diagonal Pade approximant of a halved matrix, squared as often as it was halved."""
    size = xp.max(xp.sum(xp.abs(matrix), axis=1))
    halvings = xp.log2(xp.where(size > 0.5, 2.0 * size, xp.ones_like(size)))
    halvings = xp.ceil(xp.where(halvings < {_HALVINGS}.0, halvings, {_HALVINGS}.0 + 0.0 * halvings))
    small = matrix * 0.5**halvings
    term = xp.eye(matrix.shape[0], dtype=matrix.dtype)
    above, below, factor = term, term, 1.0
    for k in range(1, {_ORDER + 1}):
        factor *= ({_ORDER + 1} - k) / (k * ({2 * _ORDER + 1} - k))
        term = xp.matmul(small, term)
        above = above + factor * term
        below = below + (-1) ** k * factor * term
    found = xp.linalg.solve(below, above)
    for k in range({_HALVINGS}):
        found = xp.where(halvings > k, xp.matmul(found, found), found)
    return found
'''
_POWER = '''def power_of_psd(xp, matrix, exponent):
    """Of a symmetric positive semi-definite matrix, by its eigenvectors."""
    values, vectors = xp.linalg.eigh(matrix)
    some = xp.max(xp.abs(matrix)) != 0.0  # of zeros some libraries find nan
    values = xp.where(some & (values > 0.0), values, xp.zeros_like(values)) ** exponent
    vectors = xp.where(some, vectors, xp.zeros_like(vectors))
    return xp.matmul(vectors * values, vectors.T)
'''
_INVERTED = '''def pseudo_inverse(xp, matrix):
    """By singular values, those at the level of rounding left out."""
    left, values, right = xp.linalg.svd(matrix, full_matrices=False)
    least = max(matrix.shape) * float(xp.finfo(matrix.dtype).eps) * xp.max(values)
    known = values > least
    inverted = xp.where(known, 1.0 / xp.where(known, values, xp.ones_like(values)), 0.0 * values)
    return xp.matmul(right.T * inverted, left.T)
'''
_HELPERS: dict[Function, str] = {
    "exponential": _EXPONENTIAL,
    "root": _POWER,
    "pseudo-inverse": _INVERTED,
}
_TEXTS: dict[Function, tuple[str, str]] = {
    "inverse": ("xp.linalg.inv({})", "1.0 / {}"),
    "pseudo-inverse": ("pseudo_inverse(xp, {})", "pseudo_inverse(xp, xp.diag({}))"),
    "exponential": ("exponential(xp, {})", "xp.exp({})"),
    "diagonal": ("xp.diagonal({})", ""),
    "column": ("xp.reshape({}, (-1,))", ""),
    "trace": ("xp.trace({})", "xp.sum({})"),
    "determinant": ("xp.linalg.det({})", "xp.prod({})"),
    "log-determinant": ("xp.linalg.slogdet({})[1]", "xp.sum(xp.log({}))"),
}
"""Of a matrix, and of the vector of a diagonal one."""
_CUBES: dict[Function, int] = {
    "inverse": 2,
    "pseudo-inverse": 23,
    "root": 11,
    "exponential": 2 * (_ORDER + _HALVINGS) + 3,
    "determinant": 1,
    "log-determinant": 1,
}


def call_text(function: Function, args: Sequence[str], vectors: Sequence[bool], degree: int) -> str:
    """A call as an expression of Python; ``vectors``: which arguments are those of diagonals."""
    first = args[0]
    if function == "entries":
        return " * ".join(args)
    if function == "root":
        power = "0.5" if degree == 2 else f"(1.0 / {degree}.0)"
        return f"{first} ** {power}" if vectors[0] else f"power_of_psd(xp, {first}, {power})"
    if len(args) == 2:  # a diagonal, or a trace
        left = f"xp.diagonal({first})" if vectors[1] and not vectors[0] else first
        return f"xp.sum({left} * {args[1]}{', axis=1' if function == 'diagonal' else ''})"
    return _TEXTS[function][vectors[0]].format(first)


def helper_text(functions: Iterable[tuple[Function, bool]]) -> str:
    """The functions of our own that calls need, each called on a matrix or a vector."""
    wanted = dict.fromkeys(
        f for f, vector in functions if f in _HELPERS and (not vector or f == "pseudo-inverse")
    )
    return "".join(f"{_HELPERS[function]}\n\n" for function in wanted)


def cost(function: Function, shape: tuple[int, int], count: int, vector: bool) -> tuple[int, int]:
    """Operations and numbers moved, for ``count`` arguments of which one has this shape."""
    rows, cols = shape
    size = rows if vector else rows * cols
    if function in _CUBES and not vector:
        return _CUBES[function] * rows * cols * min(rows, cols), 2 * size
    if function in ("diagonal", "column", "trace"):
        return (0 if count == 1 else 2 * size), (2 * rows if count == 1 else 2 * size + rows)
    return max(count - 1, 1) * size, (count + 1) * size
