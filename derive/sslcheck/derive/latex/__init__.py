"""Reading the LaTeX of an article."""

from sslcheck.derive.latex.entries import of_whole_matrices
from sslcheck.derive.latex.reader import (
    Statement,
    on_one_line,
    presented,
    read_expression,
    read_rows,
    read_statement,
    split_rows,
)

__all__ = [
    "Statement",
    "of_whole_matrices",
    "on_one_line",
    "presented",
    "read_expression",
    "read_rows",
    "read_statement",
    "split_rows",
]
