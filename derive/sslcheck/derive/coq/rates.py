"""The product rule on written formulas: derivatives along the flow, written out.

The theorems state derivatives in full, for a reader to see; this is no part of what the kernel
checks.
"""

from __future__ import annotations

from sslcheck.derive import expr as e
from sslcheck.derive.coq.uncovered import Uncovered
from sslcheck.derive.setting import Setting
from sslcheck.derive.traverse import map_children

__all__ = ["dotted", "rate", "written_out"]


def dotted(name: str) -> e.Sym:
    """The symbol that stands for the rate of a symbol."""
    return e.Sym(f"\\dot{{{name}}}")


def written_out(node: e.Expr, setting: Setting) -> e.Expr:
    """A formula in which every derivative is written by rates of symbols."""
    if isinstance(node, e.Dot):
        return rate(written_out(node.arg, setting), setting)
    return map_children(node, lambda part: written_out(part, setting))


def rate(node: e.Expr, setting: Setting) -> e.Expr:
    """The derivative of a formula without derivatives, by rates of its symbols.

    `ZERO` where nothing in it moves. Raises `Uncovered` for what it has no rule for.
    """
    match node:
        case e.Num() | e.Ident() | e.Size():
            return e.ZERO
        case e.Sym(name="t"):
            return e.ONE
        case e.Sym(name=name):
            return dotted(name) if _moves(name, setting) else e.ZERO
        case e.Sum(terms=terms):
            return _sum([rate(term, setting) for term in terms])
        case e.Prod(factors=factors):
            parts = []
            for at, factor in enumerate(factors):
                moved = rate(factor, setting)
                if moved != e.ZERO:
                    parts.append(_product((*factors[:at], moved, *factors[at + 1 :])))
            return _sum(parts)
        case e.Transpose(arg=arg) | e.Trace(arg=arg) | e.StopGrad(arg=arg):
            moved = rate(arg, setting)
            return e.ZERO if moved == e.ZERO else type(node)(moved)
        case e.SquaredNorm(arg=arg):
            return rate(e.Trace(e.Prod((e.Transpose(arg), arg))), setting)
        case e.Quotient(numerator=top, denominator=bottom):
            above, below = rate(top, setting), rate(bottom, setting)
            parts = [] if above == e.ZERO else [e.Quotient(above, bottom)]
            if below != e.ZERO:
                parts.append(
                    e.negative(e.Quotient(_product((below, top)), e.Prod((bottom, bottom))))
                )
            return _sum(parts)
        case e.Power(base=base, exponent=exponent) if exponent.denominator == 1 and exponent > 0:
            return rate(e.Prod((base,) * int(exponent)), setting)
        case e.Diag(entry=entry, index=index, size=size):
            moved = rate(entry, setting)
            return e.ZERO if moved == e.ZERO else e.Diag(moved, index, size)
        case e.Exp(arg=arg):
            moved = rate(arg, setting)
            return e.ZERO if moved == e.ZERO else _product((moved, node))
    raise Uncovered(f"the derivative of `{type(node).__name__}`")


def _moves(name: str, setting: Setting) -> bool:
    value = setting.lets.get(name) or setting.definitions.get(name)
    if value is not None and name not in setting.flow:
        return rate(value, setting) != e.ZERO
    symbol = setting.symbols[name]
    return symbol.moves


def _sum(parts: list[e.Expr]) -> e.Expr:
    kept = [part for part in parts if part != e.ZERO]
    if len(kept) < 2:
        return kept[0] if kept else e.ZERO
    return e.Sum(tuple(kept))


def _product(factors: tuple[e.Expr, ...]) -> e.Expr:
    kept = tuple(factor for factor in factors if factor != e.ONE)
    return e.multiplied(kept)
