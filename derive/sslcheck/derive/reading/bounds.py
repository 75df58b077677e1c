r"""Hypotheses that are inequalities, such as ``C \succeq \mu I`` and ``\eta < 1``.

What one side is more than the other is a symbol of its own that is not negative: ``a >= b`` says
the same as ``a = b + s`` of some ``s >= 0``, the order of symmetric matrices the same with a psd
``S``. So all that is known of equations counts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sslcheck.derive.article.article import Bound
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.expr import Expr, Ident, Num, Prod, Relation, Sum, Sym, negative
from sslcheck.derive.kinds.residuals.summands import stands_free
from sslcheck.derive.setting import Sign, Symbol
from sslcheck.derive.shapes import resolve
from sslcheck.derive.traverse import free_indices, symbols_in, within

if TYPE_CHECKING:
    from sslcheck.derive.reading.declared import Declared

__all__ = ["read_bound"]

_LESS = {"<=": ">=", "<": ">"}
_SIGNS: dict[str, Sign] = {">": "positive", ">=": "nonnegative"}
_MARKS = {"psd": frozenset({"psd"}), "pd": frozenset({"psd", "invertible"})}


def read_bound(parts: Declared, hypothesis: str, latex: str, relation: Relation) -> Bound:
    """An inequality of a hypothesis as an equation, the symbol of which is declared.

    A bare symbol on one side is what the equation gives, unless what is declared of it would be
    forgotten so. Raises `ArticleError` for what is no inequality, and for one about what a claim
    is to find, what is random, the time, and each entry of a matrix.
    """
    more, less, op = relation.lhs, relation.rhs, relation.op
    if op in _LESS:
        more, less, op = less, more, _LESS[op]
    if op not in (*_SIGNS, *_MARKS):
        raise ArticleError(f"relations: must be an equation or an inequality; got `{latex}`")
    inside = symbols_in(within((more, less), parts.definitions))
    symbols = [parts.symbols[name] for name in sorted(inside & parts.symbols.keys())]
    other = next((f"`{s.name}`" for s in symbols if s.role in ("constant", "view")), "")
    other = other or ("the time" if "t" in inside else "")
    over = {s.index for s in symbols if s.index and _runs(parts, (more, less), s.index)}
    other = other or ("entries" if free_indices(more, less) else "")
    other = other or ("two families at once" if len(over) > 1 else "")
    if other:
        raise ArticleError(
            f"an inequality about {other}: `{latex}`; it can be supposed of parameters, states and"
            " functions. Declare a sign or a property in [symbols], as of a symbol for the"
            " difference of the sides"
        )
    difference = Sum((more, negative(less)))  # a side may be 0, which has every shape
    shape = resolve(difference, parts.symbols, source=latex)[1]
    name = _name(parts, hypothesis, shape == ("1", "1"))
    parts.symbols[name] = Symbol(
        name,
        shape,
        _MARKS.get(op, frozenset()),
        _SIGNS.get(op, "real"),
        "function" if any(symbol.moves for symbol in symbols) else "parameter",
        index="".join(over),
        text=f"what the sides of ${latex}$ differ by",
    )
    if _is_given(parts, more, less) and (
        _says_nothing(parts, more) or _says_as_much(parts, more, less, op)
    ):
        return Bound(relation, Relation(more, "=", Sum((less, Sym(name)))), name)
    if _is_given(parts, less, more) and _says_nothing(parts, less):
        return Bound(relation, Relation(less, "=", Sum((more, negative(Sym(name))))), name)
    return Bound(relation, Relation(Sum((more, negative(Sym(name)))), "=", less), name)


def _runs(parts: Declared, sides: tuple[Expr, Expr], index: str) -> bool:
    """Whether an inequality is one for each member of a family."""
    return any(stands_free(side, index, parts.symbols) for side in sides)


def _is_given(parts: Declared, side: Expr, other: Expr) -> bool:
    """Whether a side is a symbol that the other one may give."""
    known = parts.definitions
    inside = symbols_in(within((other,), known))
    return isinstance(side, Sym) and side.name not in inside and side.name not in known


def _says_nothing(parts: Declared, side: Expr) -> bool:
    """Whether nothing is declared of a symbol that would be forgotten where it is given."""
    symbol = parts.symbols[side.name] if isinstance(side, Sym) else None
    return symbol is not None and symbol.sign == "real" and not symbol.properties - {"symmetric"}


def _says_as_much(parts: Declared, side: Expr, less: Expr, op: str) -> bool:
    """Whether all that is declared of a symbol is seen of ``less`` and more."""
    symbol = parts.symbols[side.name] if isinstance(side, Sym) else None
    if symbol is None or symbol.properties - {"symmetric", "psd", "invertible"}:
        return False
    strict = symbol.sign == "positive" or "invertible" in symbol.properties
    return _is_psd(parts, less, strict and op not in (">", "pd"))


def _is_psd(parts: Declared, side: Expr, strict: bool) -> bool:
    """Whether it is seen that a side is not negative, or ``strict``: that it is positive."""
    match side:
        case Num(value=value):
            return value > 0 or (value == 0 and not strict)
        case Ident():
            return True
        case Sym(name=name) if name in parts.symbols:
            symbol = parts.symbols[name]
            definite = symbol.sign == "positive" or {"psd", "invertible"} <= symbol.properties
            return definite or (
                not strict and (symbol.sign != "real" or "psd" in symbol.properties)
            )
        case Prod(factors=factors):
            matrices = [f for f in factors if not _is_scalar(parts, f)]
            return len(matrices) < 2 and all(_is_psd(parts, f, strict) for f in factors)
        case Sum(terms=terms):
            positive = not strict or any(_is_psd(parts, term, strict) for term in terms)
            return positive and all(_is_psd(parts, term, strict=False) for term in terms)
    return False


def _is_scalar(parts: Declared, node: Expr) -> bool:
    return resolve(node, parts.symbols, expected=None)[1] == ("1", "1")


def _name(parts: Declared, hypothesis: str, scalar: bool) -> str:
    """A name that no symbol has, by that of the hypothesis."""
    word = re.sub(r"[^A-Za-z0-9]", "", hypothesis) or "0"
    letter, number = (r"\xi" if scalar else r"\Xi"), 1
    while (name := f"{letter}_{{{word}{number if number > 1 else ''}}}") in parts.symbols:
        number += 1
    return name
