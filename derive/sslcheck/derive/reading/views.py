"""The table ``[expectation]``: what is random, and its moments."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sslcheck.derive.expr import Expect, Expr, Ident, Prod, Sym
from sslcheck.derive.reading.lines import Key
from sslcheck.derive.reading.mistakes import Mistakes
from sslcheck.derive.reading.records import record
from sslcheck.derive.reading.tables import ExpectationTable
from sslcheck.derive.setting import Views
from sslcheck.derive.traverse import walk

if TYPE_CHECKING:
    from sslcheck.derive.reading.parts import Parts

__all__ = ["read_views"]


def read_views(parts: Parts, path: Key, mistakes: Mistakes) -> None:
    """All inputs, which are independent of each other."""
    data = parts.source.data["expectation"]
    inputs = data if isinstance(data, list) else [data]
    found: list[Views] = []
    for k, one in enumerate(inputs):
        place = (*path, k) if isinstance(data, list) else path
        views = _input(parts, one, place, mistakes)
        for name in views.random if views else ():
            if any(name in other.random for other in found):
                mistakes.tell(place, f"`{name}` belongs to two inputs; they are independent")
        found += [views] if views else []
    parts.views = () if mistakes else tuple(found)
    for one in parts.views:
        for moment in filter(None, (one.second, one.noise)):
            _note_no_less_than_0(parts, moment)


def _note_no_less_than_0(parts: Parts, moment: Expr) -> None:
    """Declare of what a moment is that it is no less than 0, as there is no such law otherwise."""
    factors = moment.factors if isinstance(moment, Prod) else (moment,)
    names = [factor.name for factor in factors if isinstance(factor, Sym)]
    if len(names) != 1 or any(not isinstance(factor, (Sym, Ident)) for factor in factors):
        return
    symbol = parts.symbols[names[0]]
    if symbol.defined or symbol.role == "state":  # which its formula says, or its flow
        return
    if not symbol.scalar:
        symbol = replace(symbol, properties=symbol.properties | {"psd"})
    elif symbol.sign == "real":
        symbol = replace(symbol, sign="nonnegative")
    parts.symbols[symbol.name] = symbol


def _input(parts: Parts, data: object, path: Key, mistakes: Mistakes) -> Views | None:
    table = record(data, ExpectationTable, path, mistakes.tell)
    if table is None:
        return None
    known, zero = len(mistakes.told), table.expected.strip() == "0"
    random = [*table.views, *filter(None, [table.mean])]
    if not table.views:
        mistakes.tell((*path, "views"), "names no view; give one at least")
    parts.declared(random, path, mistakes.tell)
    given = [parts.symbols[name] for name in random if name in parts.symbols]
    for symbol in given:
        if symbol.role != "view":
            mistakes.tell(path, f"`{symbol.name}` is random: give it the role `view`")
        elif symbol.shape != (given[0].shape[0], "1"):
            need = "views of an input are columns"
            if symbol.shape[1] == "1":
                need = f"all views of an input are {given[0].shape[0]} x 1, as `{given[0].name}`"
                need += f"; targets of it are a definition, `{symbol.name} = A {given[0].name} + e`"
            mistakes.tell(path, f"`{symbol.name}` is {' x '.join(symbol.shape)}; {need}")
    if bool(table.second_moment) == bool(table.covariance):
        mistakes.tell(path, "give one of `second_moment` and `covariance`")
    elif table.second_moment and table.expected and not zero:
        mistakes.tell(path, "where `expected` is not 0, give `covariance`: of what is left")
    if (table.covariance or table.gaussian) and not table.expected:
        mistakes.tell(path, "`expected` is missing: `E[view]`, such as `expected = '0'`")
    if len(table.views) > 1 and not table.noise:
        mistakes.tell(path, "`noise` is missing: by it the views of an input differ")
    if len(mistakes.told) > known:
        return None
    rows = given[0].shape[0]

    def moment(key: str, latex: str, columns: str) -> Expr | None:
        with mistakes.trying((*path, key)):
            found = parts.expression(latex, (*path, key), (rows, columns)) if latex else None
            for node in walk(found) if found else ():
                if isinstance(node, Expect) or (
                    isinstance(node, Sym) and parts.symbols[node.name].role == "view"
                ):
                    mistakes.tell((*path, key), "is not random itself; name it by a symbol")
                    break
            return found
        return None

    key = "covariance" if table.covariance else "second_moment"
    second = moment(key, table.covariance or table.second_moment, rows)
    noise = moment("noise", table.noise, rows)
    expected = moment("expected", table.expected, "1")
    if second is None:
        return None
    return Views(table.views, table.mean, second, noise, expected, table.gaussian)
