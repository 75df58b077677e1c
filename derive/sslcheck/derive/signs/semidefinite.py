"""Which matrices are known to be positive semi-definite, so that their roots may be written.

By what is declared, or as sums of squares (``W X W^T`` with a psd ``X``).
"""

from __future__ import annotations

from collections.abc import Iterable

from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.expr import At, Expr, Ident, Power, StopGrad, Sym, Transpose
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.signs.definiteness import signs_of, sum_of_squares
from sslcheck.derive.signs.invertible import is_number, made_of
from sslcheck.derive.signs.quadratic import read_forms
from sslcheck.derive.text.reason import raised

__all__ = ["refuse_indefinite"]


def refuse_indefinite(normal: NormalForm, nodes: Iterable[Expr]) -> None:
    """Raise `ArticleError` where the root of a matrix is written that may not be psd."""
    for power in made_of(normal.setting, nodes):
        if not isinstance(power, Power) or power.exponent.denominator == 1:
            continue
        if is_number(normal, power.base):
            continue
        if not _is_psd(normal, power.base):
            remedy = (
                '; declare it `properties = ["psd"]`'
                if isinstance(power.base, Sym)
                else "; give it a symbol under [definitions] and declare that as `psd`"
            )
            raise raised(
                ArticleError,
                "the root of ",
                power.base,
                ", which may not be positive semi-definite where the statement is made",
                remedy,
            )


def _is_psd(normal: NormalForm, node: Expr, start: bool = False) -> bool:
    """Whether a matrix is known to be psd; at the ``start`` all that is declared of states counts.

    What cannot be read has other faults, which are told elsewhere.
    """
    match node:
        case Ident():
            return True
        case Transpose(arg=arg) | StopGrad(arg=arg):
            return _is_psd(normal, arg, start)
        case At(arg=arg):
            return _is_psd(normal, arg, True)
        case Power(exponent=exponent) if exponent.denominator > 1:
            return True
        case Sym(name=name):
            setting = normal.setting
            value = setting.lets.get(name) or setting.definitions.get(name)
            marks = setting.at_first(name) if start else setting.symbols[name].properties
            here = start or value is not None or setting.holds_here(name)
            if here and "psd" in marks:
                return True
            if value is not None:
                return _is_psd(normal, value, start)
    try:
        form = next(read_forms(normal, node))
        sum_of_squares(form, signs_of(form))
    except Unsupported:
        return False
    return form.is_symmetric
