"""Which numbers are known to be positive, so that their logarithms and fractional powers exist."""

from __future__ import annotations

from collections.abc import Iterable

from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.expr import Det, Expr, Log, Power, Sym
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.signs.bounds import Bounds
from sslcheck.derive.signs.branch import Branch
from sslcheck.derive.signs.definiteness import signs_of, sum_of_squares
from sslcheck.derive.signs.invertible import is_definite, made_of
from sslcheck.derive.signs.quadratic import read_form
from sslcheck.derive.signs.scalar import Signs
from sslcheck.derive.text.reason import raised

__all__ = ["refuse_nonpositive"]


def refuse_nonpositive(normal: NormalForm, nodes: Iterable[Expr]) -> None:
    """Raise `ArticleError` where a logarithm or a power is written of what may be 0 or less."""
    for node in made_of(normal.setting, nodes):
        match node:
            case Log(arg=arg):
                what = "a logarithm, or a power with letters in its exponent, of "
            case Power(base=arg, exponent=exponent) if exponent.denominator > 2:
                what = f"the power {exponent} of "
            case _:
                continue
        if _is_positive(normal, arg) or (isinstance(arg, Det) and _is_definite(normal, arg.arg)):
            continue
        symbol = normal.setting.symbols.get(arg.name) if isinstance(arg, Sym) else None
        if symbol is not None and symbol.sign == "positive":
            raise raised(
                ArticleError,
                *(what, arg, ", which may come to 0 at a later time: nothing shows that the flow"),
                " keeps it positive",
            )
        if isinstance(arg, Det):
            advice = (
                "give the matrix a symbol under [definitions] and declare that"
                ' `properties = ["psd", "invertible"]`, or add a positive multiple of the identity'
            )
            raise raised(ArticleError, what, arg, ", which need not be positive; ", advice)
        advice = (
            'declare it `sign = "positive"`'
            if symbol is not None
            else 'give it a symbol under [definitions] and declare that `sign = "positive"`'
        )
        raise raised(ArticleError, what, arg, ", which need not be positive; ", advice)


def _is_positive(normal: NormalForm, node: Expr) -> bool:
    """Whether it is known; also where nothing can be said, which whoever evaluates it says."""
    try:
        value = normal.finished(normal.whole(node))
        if value.shape != ("1", "1"):
            return True
    except Unsupported:
        return True
    setting = normal.setting
    symbol = setting.symbols.get(node.name) if isinstance(node, Sym) else None  # none of the time
    if symbol is not None and symbol.sign == "positive":
        moves = any(map(normal.functions.moves, value.value().free()))
        if symbol.name in setting.definitions or symbol.name in setting.lets:
            return setting.kept is None or not moves or _is_bounded(normal, value.value())
    known = Branch(normal.functions).known(value.value()) == 1
    return known or _is_bounded(normal, value.value()) or _is_sum(normal, node)


def _is_sum(normal: NormalForm, node: Expr) -> bool:
    """Whether a number is positive as a sum of squares, such as the trace of a definite matrix."""
    try:
        form = read_form(normal, node)
        return () in sum_of_squares(form, signs_of(form)).ways()
    except Unsupported:
        return False


def _is_bounded(normal: NormalForm, value: Ratio) -> bool:
    """Whether a number is positive by bounds, such as that of ``e^(-k t)`` for times from 0 on."""
    return Bounds(normal.functions, Signs(normal.functions)).positive(value)


def _is_definite(normal: NormalForm, node: Expr) -> bool:
    """Whether a matrix is found to be positive definite, or declared to be where it stays so."""
    setting = normal.setting
    symbol = setting.symbols.get(node.name) if isinstance(node, Sym) else None
    if symbol is not None and {"psd", "invertible"} <= symbol.properties:
        still = not any(map(normal.functions.moves, normal.whole(node).letters()))
        return setting.kept is None or still or is_definite(normal, node)
    return is_definite(normal, node)
