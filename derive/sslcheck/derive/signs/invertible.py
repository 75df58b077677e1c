"""Which matrices are known to be invertible, so that their inverses may be written.

By what is declared, as products of such, or because they, or minus they, are positive definite as
sums of squares (``X X^T + \\lambda I`` with a positive ``\\lambda``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sslcheck.derive import expr as e
from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting
from sslcheck.derive.signs.definiteness import signs_of, sum_of_squares
from sslcheck.derive.signs.quadratic import read_forms
from sslcheck.derive.text.reason import raised
from sslcheck.derive.traverse import children

__all__ = ["is_definite", "is_invertible", "is_number", "made_of", "refuse_singular"]


def refuse_singular(normal: NormalForm, nodes: Iterable[e.Expr]) -> None:
    """Raise `ArticleError` where the inverse of a matrix is written that may be singular."""
    for node in made_of(normal.setting, nodes):
        if not isinstance(node, e.Power) or node.exponent >= 0:
            continue
        base = node.base
        if is_number(normal, base) or is_invertible(normal, base):
            continue
        inverse = "the inverse of ", base, ", which may be singular"
        if not isinstance(base, e.Sym):
            raise raised(
                ArticleError,
                *inverse,
                '; give it a symbol under [definitions] and declare that as "invertible", or add a'
                " positive multiple of the identity",
            )
        if "invertible" in normal.setting.symbols[base.name].properties:
            raise raised(
                ArticleError,
                *inverse,
                " at a later time: nothing shows that the flow keeps it invertible",
            )
        raise raised(
            ArticleError,
            *inverse,
            '; declare it `properties = ["invertible"]` (with "psd" where it is positive definite)',
        )


def is_invertible(normal: NormalForm, node: e.Expr, start: bool = False) -> bool:
    """Whether a square matrix is known to have an inverse where a statement is made.

    At the ``start`` all that is declared of states counts.
    """
    match node:
        case e.Ident() | e.Exp():
            return True
        case e.Sym(name=name):
            return _symbol(normal, name, start)
        case (
            e.Transpose(arg=arg)
            | e.StopGrad(arg=arg)
            | e.PseudoInverse(arg=arg)
            | e.Power(base=arg)
        ):
            return is_invertible(normal, arg, start)
        case e.At(arg=arg):
            return is_invertible(normal, arg, True)
        case e.Kron(left=left, right=right):
            return is_invertible(normal, left, start) and is_invertible(normal, right, start)
        case e.Prod(factors=factors) if all(_is_factor(normal, f, start) for f in factors):
            return True
    return any(is_definite(normal, each) for each in (node, e.negative(node)))


def _symbol(normal: NormalForm, name: str, start: bool) -> bool:
    setting = normal.setting
    symbol = setting.symbols[name]
    value = setting.lets.get(name) or setting.definitions.get(name)
    if start or value is not None or setting.holds_here(name):
        rows, cols = map(setting.space, symbol.shape)
        marks = setting.at_first(name) if start else symbol.properties
        if "invertible" in marks or ("orthonormal" in marks and rows == cols):
            return True
    if value is not None:
        return is_invertible(normal, value, start)
    return False


def _is_factor(normal: NormalForm, node: e.Expr, start: bool) -> bool:
    """Whether a factor of a product leaves it invertible: a number that is not 0, or a matrix."""
    try:
        element = normal.whole(node)
    except Unsupported:
        return False
    if element.shape == ("1", "1"):
        return normal.functions.nonzero(normal.finished(element).value())
    return element.shape[0] == element.shape[1] and is_invertible(normal, node, start)


def is_definite(normal: NormalForm, node: e.Expr) -> bool:
    """Whether a matrix is found to be positive definite, as a sum of squares."""
    try:
        form = next(read_forms(normal, node))
        if not form.spaces or not form.is_symmetric:
            return False
        return () in sum_of_squares(form, signs_of(form)).ways()
    except Unsupported:
        return False


def is_number(normal: NormalForm, node: e.Expr) -> bool:
    """Whether an expression is a scalar, as far as it can be read."""
    try:
        return normal.whole(node).shape == ("1", "1")
    except Unsupported:
        return False


def made_of(setting: Setting, nodes: Iterable[e.Expr]) -> Iterator[e.Expr]:
    """Expressions with all their parts, and with those of what stands for symbols in them."""
    pending, seen = [*nodes][::-1], set[str]()
    while pending:
        node = pending.pop()
        yield node
        if isinstance(node, e.Sym) and node.name not in seen:
            seen.add(node.name)
            tables = (setting.lets, setting.definitions, setting.initial, setting.flow)
            pending += [table[node.name] for table in tables if node.name in table]
        pending += children(node)
