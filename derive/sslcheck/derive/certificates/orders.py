"""Evidence for what is not negative: sums of squares, and conditions that make them positive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from sslcheck.derive import expr as e
from sslcheck.derive.certificates.trees import setting_tree, tree
from sslcheck.derive.kinds import Case
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.signs.definiteness import sum_of_squares
from sslcheck.derive.signs.quadratic import read_form
from sslcheck.derive.signs.scalar import Signs
from sslcheck.derive.verdicts.condition import (
    AllTimes,
    BoundedBelow,
    Condition,
    Definite,
    FullRank,
    Nonnegative,
    Nonsingular,
    Nonzero,
    Positive,
    While,
    made_positive,
    with_lets,
)

__all__ = ["Supposed", "bounded", "gap", "marks", "squares", "supposed"]


def squares(case: Case, value: e.Expr, lets: Mapping[str, e.Expr]) -> Any:
    """A sum of squares that an expression is; raises `Unsupported` where none is found."""
    normal = case.derivation.normal(with_lets(case.setting, lets)) if lets else case.normal
    return tree(sum_of_squares(read_form(normal, value), Signs(normal.functions)).shown)


@dataclass(frozen=True, slots=True)
class Supposed:
    """A setting with conditions, and what of them a setting does not say."""

    setting: Setting
    relations: tuple[e.Relation, ...] = ()
    always: tuple[e.Relation, ...] = ()
    lasts: bool = False
    """Whether only solutions count that exist for all times."""
    here: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """What states are supposed to be at the instant meant."""
    stays: tuple[e.Relation, ...] = ()
    """What hypotheses suppose at all times, of which no proof makes use."""

    def tree(self, roots: Iterable[e.Expr], rates: Mapping[str, e.Expr]) -> dict[str, Any]:
        """The setting as far as expressions are about it, with all that is supposed."""
        return setting_tree(self.setting, roots, rates, self.always, self.here, self.stays)


def supposed(normal: NormalForm, found: Supposed, conditions: Iterable[Condition]) -> Supposed:
    """A setting with conditions supposed."""
    for condition in conditions:
        before = found.setting
        found = replace(found, setting=condition.suppose(before))
        match condition:
            case AllTimes():
                found = replace(found, lasts=True)
            case While(name=name):
                found = replace(found, here={**found.here, name: marks(before.symbols[name])})
            case BoundedBelow(value=value):
                found = bounded(normal, found, value)
            case Definite(value=e.Sym(name)) if name not in {*before.lets, *before.definitions}:
                symbol = before.symbols[name]
                marked = replace(symbol, properties=symbol.properties | {"psd", "invertible"})
                symbols = {**before.symbols, name: marked}
                found = replace(found, setting=replace(before, symbols=symbols))
            case Positive(value=e.Sym(name)) if name in before.symbols:
                found = replace(found, setting=made_positive(before, (name,)))
            case _:
                found = replace(found, relations=(*found.relations, *_said(condition)))
    return found


def _said(condition: Condition) -> tuple[e.Relation, ...]:
    """A condition on a value as a relation."""
    match condition:
        case Definite(value=value):
            return (e.Relation(value, "pd", e.ZERO),)
        case Nonsingular(value=value) | FullRank(value=value):
            return (e.Relation(e.Prod((e.Transpose(value), value)), "pd", e.ZERO),)
        case Positive(value=value):
            return (e.Relation(value, ">", e.ZERO),)
        case Nonnegative(value=value):
            return (e.Relation(value, ">=", e.ZERO),)
        case Nonzero(value=value):
            return (e.Relation(e.Power(value, Fraction(2)), ">", e.ZERO),)
    return ()


def bounded(normal: NormalForm, found: Supposed, value: e.Expr) -> Supposed:
    """A value stays above a positive number at all times, which gets a name of its own."""
    symbols, name = found.setting.symbols, "bound"
    while name in symbols:
        name += "'"
    spaces = read_form(normal, value).spaces
    units = [*map(e.Ident, spaces)]
    bound = e.Prod((e.Sym(name), *([e.Kron(*units)] if len(units) > 1 else units)))
    relation = e.Relation(e.difference(value, bound), "psd" if spaces else ">=", e.ZERO)
    symbols = {**symbols, name: Symbol(name, sign="positive")}
    setting = replace(found.setting, symbols=symbols)
    return replace(found, setting=setting, always=(*found.always, relation))


def marks(symbol: Symbol) -> frozenset[str]:
    """What a symbol is declared to be."""
    return symbol.properties | {symbol.sign} - {"real"}


def gap(relation: e.Relation) -> e.Expr:
    """What is not negative."""
    if relation.op in ("<", "<="):
        relation = e.Relation(relation.rhs, ">", relation.lhs)
    return e.difference(relation.lhs, relation.rhs)
