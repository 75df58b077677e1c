"""Whether a value is the same for every mode: two modes are compared by letters of their own."""

from __future__ import annotations

from collections.abc import Iterable

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import DiagOf, OtherMode
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.expr import ONE, Expr, Maximum, Prod, Relation, Total, negative
from sslcheck.derive.normal import NormalForm

__all__ = ["apart", "depends", "same_for_all"]


def _indices(normal: NormalForm, value: Ratio) -> list[str]:
    """The indices that a scalar depends on."""
    declared = {s.index for s in normal.setting.symbols.values() if s.index}
    free = value.root_reduced().cancelled().free()
    return sorted(i for i in declared if any(normal.functions.indexed(n, i) for n in free))


def apart(normal: NormalForm, value: Ratio, index: str) -> Ratio:
    """The value at one mode less that at another; zero only if it does not depend on the mode."""
    value = value.root_reduced().cancelled()
    other = {
        name: normal.scalars.letter(OtherMode(name))
        for name in value.free()
        if normal.functions.indexed(name, index)
    }
    return (value - value.substitute(other)).cancelled()


def depends(normal: NormalForm, element: Element, but: Iterable[str] = ()) -> list[str]:
    """The indices outside sums and diagonals on which an element depends."""
    declared = {s.index for s in normal.setting.symbols.values() if s.index} - {*but}
    own = [n for n in element.letters() if not isinstance(n, DiagOf)]
    found = {i for i in declared if any(normal.functions.indexed(n, i) for n in own)}
    for value in element.terms.values():
        for index in _indices(normal, value):
            if index not in but and not apart(normal, value, index).is_zero():
                found.add(index)
    return sorted(found)


def same_for_all(value: Expr, index: str, scalar: bool = True) -> Relation:
    """That an expression has one value for all modes, for the second route."""
    if not scalar:  # as often as there are modes it is the sum over all
        return Relation(Prod((Total(ONE, index), value)), "=", Total(value, index))
    return Relation(Maximum(value, index), "=", negative(Maximum(negative(value), index)))
