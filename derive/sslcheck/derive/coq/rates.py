"""The product rule on written formulas: derivatives along the flow, written out.

The theorems state derivatives in full, for a reader to see; this is no part of what the kernel
checks.
"""

from __future__ import annotations

from fractions import Fraction

from sslcheck.derive.coq.uncovered import Uncovered
from sslcheck.derive.expr import (
    ZERO,
    Diag,
    Dot,
    Exp,
    Expr,
    Ident,
    Num,
    Power,
    Prod,
    Quotient,
    Size,
    SquaredNorm,
    StopGrad,
    Sum,
    Sym,
    Trace,
    Transpose,
    negative,
)
from sslcheck.derive.setting import Setting
from sslcheck.derive.traverse import map_children

__all__ = ["dotted", "rate", "written_out"]

_ONE = Num(Fraction(1))


def dotted(name: str) -> Sym:
    """The symbol that stands for the rate of a symbol."""
    return Sym(f"\\dot{{{name}}}")


def written_out(node: Expr, setting: Setting) -> Expr:
    """A formula in which every derivative is written by rates of symbols."""
    if isinstance(node, Dot):
        return rate(written_out(node.arg, setting), setting)
    return map_children(node, lambda part: written_out(part, setting))


def rate(node: Expr, setting: Setting) -> Expr:
    """The derivative of a formula without derivatives, by rates of its symbols.

    `ZERO` where nothing in it moves. Raises `Uncovered` for what it has no rule for.
    """
    match node:
        case Num() | Ident() | Size():
            return ZERO
        case Sym(name="t"):
            return _ONE
        case Sym(name=name):
            return dotted(name) if _moves(name, setting) else ZERO
        case Sum(terms=terms):
            return _sum([rate(term, setting) for term in terms])
        case Prod(factors=factors):
            parts = []
            for at, factor in enumerate(factors):
                moved = rate(factor, setting)
                if moved != ZERO:
                    parts.append(_product((*factors[:at], moved, *factors[at + 1 :])))
            return _sum(parts)
        case Transpose(arg=arg) | Trace(arg=arg) | StopGrad(arg=arg):
            moved = rate(arg, setting)
            return ZERO if moved == ZERO else type(node)(moved)
        case SquaredNorm(arg=arg):
            return rate(Trace(Prod((Transpose(arg), arg))), setting)
        case Quotient(numerator=top, denominator=bottom):
            above, below = rate(top, setting), rate(bottom, setting)
            parts = [] if above == ZERO else [Quotient(above, bottom)]
            if below != ZERO:
                parts.append(negative(Quotient(_product((below, top)), Prod((bottom, bottom)))))
            return _sum(parts)
        case Power(base=base, exponent=exponent) if exponent.denominator == 1 and exponent > 0:
            return rate(Prod((base,) * int(exponent)), setting)
        case Diag(entry=entry, index=index, size=size):
            moved = rate(entry, setting)
            return ZERO if moved == ZERO else Diag(moved, index, size)
        case Exp(arg=arg):
            moved = rate(arg, setting)
            return ZERO if moved == ZERO else _product((moved, node))
    raise Uncovered(f"the derivative of `{type(node).__name__}`")


def _moves(name: str, setting: Setting) -> bool:
    value = setting.lets.get(name) or setting.definitions.get(name)
    if value is not None and name not in setting.flow:
        return rate(value, setting) != ZERO
    symbol = setting.symbols[name]
    return symbol.moves


def _sum(parts: list[Expr]) -> Expr:
    kept = [part for part in parts if part != ZERO]
    if len(kept) < 2:
        return kept[0] if kept else ZERO
    return Sum(tuple(kept))


def _product(factors: tuple[Expr, ...]) -> Expr:
    kept = tuple(factor for factor in factors if factor != _ONE)
    return kept[0] if len(kept) == 1 else Prod(kept)
