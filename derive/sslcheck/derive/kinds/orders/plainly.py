"""What is not negative as it is written: squares, and sums and products of what is not negative."""

from __future__ import annotations

from sslcheck.derive import expr as e
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.normal import NormalForm

__all__ = ["plainly_nonnegative"]


def plainly_nonnegative(normal: NormalForm, node: e.Expr) -> bool:
    """Whether a number is not negative wherever it is one, before anything is multiplied out."""
    setting = normal.setting

    def plain(part: e.Expr) -> bool:
        return plainly_nonnegative(normal, part)

    match node:
        case e.Num(value=value):
            return value >= 0
        case e.SquaredNorm():
            return True
        case e.Power(base=base, exponent=exponent):
            even = exponent.denominator == 1 and exponent.numerator % 2 == 0
            return (even and _is_number(normal, base)) or plain(base)
        case e.Exp(arg=arg):
            return _is_number(normal, arg)
        case e.Prod(factors=parts) | e.Sum(terms=parts):
            return all(map(plain, parts))
        case e.Quotient(numerator=above, denominator=below):
            return plain(above) and plain(below)
        case e.Expect(arg=arg) | e.Total(arg=arg) | e.IndexSum(arg=arg):
            return plain(arg)
        case e.Sym(name=name) if name in setting.symbols and setting.symbols[name].scalar:
            given = {**setting.definitions, **setting.lets}.get(name)
            if given is not None:
                return plain(given)
            return normal.functions.nonnegative(name)
    return False


def _is_number(normal: NormalForm, node: e.Expr) -> bool:
    try:
        return normal.whole(node).shape == ("1", "1")
    except Unsupported:
        return False
