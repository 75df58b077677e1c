"""Semidefinite programs in floating point, by the solver of the extra `sdp`."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse

from sslcheck.derive.discover.lyapunov import Entry, Gram, Program
from sslcheck.derive.errors import SslcheckError

__all__ = ["NoSolver", "solve", "solver"]

_ROOT = 2**0.5  # by which an entry beside the diagonal counts twice in a norm
_SOLVED = ("Solved", "AlmostSolved")


class NoSolver(SslcheckError, ImportError):
    """The solver is not installed."""


def solver() -> Any:
    """The module of the solver. Raises `NoSolver`."""
    try:
        import clarabel
    except ImportError as error:
        raise NoSolver(
            "Lyapunov functions are sought by the solver `clarabel`, which is not installed; get it"
            " by `pip install 'sslcheck-dynamics[sdp]'`, or leave `--lyapunov` out"
        ) from error
    return clarabel


def solve(program: Program, fixed: Entry, seconds: float) -> list[Gram] | None:
    """Symmetric psd matrices as a program wants them, with one entry that is 1, of the least cost.

    None where there are none, or none is found in these seconds (Goulart and Chen,
    arXiv:2405.12762: an interior-point method).
    """
    module, places = solver(), _Places(program)
    rows = [*program.rows, {fixed: 1}]
    entries = [
        (r, places.at(entry), float(value) * (1.0 if entry[1] == entry[2] else 1 / _ROOT))
        for r, row in enumerate(rows)
        for entry, value in row.items()
    ]
    at, columns, values = zip(*entries, strict=True)
    equations = sparse.csc_matrix((values, (at, columns)), shape=(len(rows), places.count))
    matrix = sparse.vstack([equations, -sparse.identity(places.count)], format="csc")
    right = np.zeros(matrix.shape[0])
    right[len(rows) - 1] = 1.0
    linear = np.zeros(places.count)
    for k, (size, cost) in enumerate(zip(program.sizes, program.costs, strict=True)):
        linear[[places.at((k, i, i)) for i in range(size)]] = cost
    cones = [module.ZeroConeT(len(rows)), *map(module.PSDTriangleConeT, program.sizes)]
    settings = module.DefaultSettings()
    settings.verbose, settings.time_limit = False, seconds
    empty = sparse.csc_matrix((places.count, places.count))
    found = module.DefaultSolver(empty, linear, matrix, right, cones, settings).solve()
    return places.matrices(np.asarray(found.x)) if str(found.status) in _SOLVED else None


class _Places:
    """Where the entries stand in one vector: upper triangles, column after column."""

    def __init__(self, program: Program) -> None:
        self._sizes = program.sizes
        lengths = [size * (size + 1) // 2 for size in program.sizes]
        self._starts = [sum(lengths[:k]) for k in range(len(lengths))]
        self.count = sum(lengths)

    def at(self, entry: Entry) -> int:
        """The place of an entry (matrix, row, column), the row not below the column."""
        matrix, row, column = entry
        return self._starts[matrix] + column * (column + 1) // 2 + row

    def matrices(self, values: np.ndarray[Any, Any]) -> list[Gram]:
        """The matrices, row after row."""
        return [
            [[self._value(values, k, *sorted((i, j))) for j in range(size)] for i in range(size)]
            for k, size in enumerate(self._sizes)
        ]

    def _value(self, values: np.ndarray[Any, Any], k: int, row: int, column: int) -> float:
        value = float(values[self.at((k, row, column))])
        return value if row == column else value / _ROOT
