"""What printing asks of a node: how its text begins, what it may be taken for, its labels."""

from __future__ import annotations

import re
from fractions import Fraction

from sslcheck.derive import expr as e
from sslcheck.derive.traverse import map_children, walk

__all__ = [
    "is_argument",
    "is_digits",
    "is_matrix_root",
    "is_negative",
    "lowered",
    "member",
    "renamed",
]

_OPEN = (
    *(
        e.Dot,
        e.Expect,
        e.Gradient,
        e.Hadamard,
        e.IndexSum,
        e.Integral,
        e.Kron,
        e.Maximum,
        e.Partial,
        e.Sum,
        e.Total,
    ),
    *(e.Trace, e.Transpose),
)
"""What needs parentheses as a factor."""


def is_negative(node: e.Expr) -> bool:
    """Whether the printed expression begins with a sign."""
    match node:
        case e.Num(value=value):
            return value < 0
        case e.Prod(factors=(e.Num(value=value), _, *_)):
            return value < 0
        case e.Sum(terms=(first, *_)):
            return is_negative(first)
    return False


def is_argument(node: e.Expr) -> bool:
    """Whether a factor in parentheses may look like what something is a function of."""
    inner = node.base if isinstance(node, e.Power) else node
    if isinstance(inner, _OPEN) or (isinstance(node, e.Quotient) and not is_negative(node)):
        return False
    return not any(isinstance(part, (e.Ident, e.Transpose)) for part in walk(inner))


def is_digits(node: e.Expr) -> bool:
    """Whether the printed factor begins with a digit."""
    match node:
        case e.Num(value=value):
            return value >= 0 and value.denominator == 1
        case e.Power(base=e.Num() as base, exponent=exponent):
            return exponent != Fraction(1, 2) and is_digits(base)
    return False


def renamed(node: e.Expr, variable: e.Sym) -> e.Expr:
    """The integrand with its variable as it is called."""
    if isinstance(node, e.Integral):
        return node
    return variable if node == e.Sym("t") else map_children(node, lambda x: renamed(x, variable))


def member(node: e.Expr, index: str, label: str) -> e.Expr:
    """The entry of a ``diag`` with a number or the last index in place of ``index``."""
    match node:
        case e.Maximum(index=inner) | e.Total(index=inner) if inner == index:
            return node
        case e.Sym(name=name):
            own = re.escape(index)
            at = rf"([_^])(?:\{{(\(?)\s*{own}\s*(\)?)\}}|{own}(?![A-Za-z]))"
            return e.Sym(re.sub(at, lambda m: lowered(_within(m, label), m[1]), name, count=1))
    return map_children(node, lambda child: member(child, index, label))


def _within(match: re.Match[str], label: str) -> str:
    """A label in the parentheses of the one that it replaces, if there are some."""
    return f"{match[2] or ''}{label}{match[3] or ''}"


def lowered(label: str, sign: str = "_") -> str:
    """A label below (or above) what stands before it."""
    return f"{sign}{label}" if len(label) == 1 else f"{sign}{{{label}}}"


def is_matrix_root(base: e.Expr) -> bool:
    """A single capital letter, with what it carries: printed as a power, as matrices are."""
    if not isinstance(base, e.Sym):
        return False
    letter = re.fullmatch(r"(?:\\[a-z]+\s*\{?\s*)?\\?([A-Z]).*", base.name)
    return letter is not None
