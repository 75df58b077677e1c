"""What is not negative as it is written: squares, and sums and products of what is not negative."""

from __future__ import annotations

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import (
    Exp,
    Expect,
    Expr,
    IndexSum,
    Num,
    Power,
    Prod,
    Quotient,
    SquaredNorm,
    Sum,
    Sym,
    Total,
)
from sslcheck.derive.normal import NormalForm

__all__ = ["plainly_nonnegative"]


def plainly_nonnegative(normal: NormalForm, node: Expr) -> bool:
    """Whether a number is not negative wherever it is one, before anything is multiplied out."""
    setting = normal.setting

    def plain(part: Expr) -> bool:
        return plainly_nonnegative(normal, part)

    match node:
        case Num(value=value):
            return value >= 0
        case SquaredNorm():
            return True
        case Power(base=base, exponent=exponent):
            even = exponent.denominator == 1 and exponent.numerator % 2 == 0
            return (even and _is_number(normal, base)) or plain(base)
        case Exp(arg=arg):
            return _is_number(normal, arg)
        case Prod(factors=parts) | Sum(terms=parts):
            return all(map(plain, parts))
        case Quotient(numerator=above, denominator=below):
            return plain(above) and plain(below)
        case Expect(arg=arg) | Total(arg=arg) | IndexSum(arg=arg):
            return plain(arg)
        case Sym(name=name) if name in setting.symbols and setting.symbols[name].scalar:
            given = {**setting.definitions, **setting.lets}.get(name)
            if given is not None:
                return plain(given)
            return normal.functions.nonnegative(name)
    return False


def _is_number(normal: NormalForm, node: Expr) -> bool:
    try:
        return normal.whole(node).shape == ("1", "1")
    except Unsupported:
        return False
