"""Gaps: matrices whose smallest eigenvalue a hypothesis bounds below by a positive constant."""

from __future__ import annotations

from dataclasses import replace

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Expr, Ident, Kron, Num, Prod, Sum, Sym
from sslcheck.derive.kinds.kind import Case
from sslcheck.derive.kinds.limits.quantity import Law
from sslcheck.derive.kinds.linear import Linear
from sslcheck.derive.signs.quadratic import read_form

__all__ = ["gap_letters", "gap_names", "gap_value", "is_gap", "with_gaps"]


def gap_names(case: Case) -> list[str]:
    article = case.derivation.article
    names = case.derivation.hypotheses(case.claim.hypotheses, case.claim.flow)
    return [article.hypotheses[name].gap for name in names if article.hypotheses[name].gap]


def gap_letters(case: Case) -> frozenset[str]:
    """Symmetric letters whose smallest eigenvalue a hypothesis bounds below."""
    setting = case.setting
    return frozenset(
        name
        for name in gap_names(case)
        if setting.symbols[name].properties & {"symmetric", "psd"}
        and not {name} & {*setting.lets, *setting.definitions}
    )


def with_gaps(case: Case) -> Case:
    """A matrix with a gap is psd."""
    letters = gap_letters(case)
    symbols = case.setting.symbols
    marked = {
        n: replace(symbols[n], properties=symbols[n].properties | {"psd"})
        for n in letters
        if "psd" not in symbols[n].properties
    }
    if not marked:
        return case
    return replace(case, setting=replace(case.setting, symbols={**symbols, **marked}))


def is_gap(case: Case, law: Law) -> bool:
    """Whether a hypothesis bounds below the very matrix of the law."""
    if law.scalar or not law.form.is_symmetric:
        return False
    for name in gap_names(case):
        value = gap_value(case, law.quantity, name)
        if value is None:
            continue
        try:
            form = read_form(law.form.normal, value)
        except Unsupported:
            continue
        if len(form.spaces) == 1:
            inner = form.expr
            unit = Ident(form.spaces[0])
            form = read_form(law.form.normal, Sum((Kron(unit, inner), Kron(inner, unit))))
        if form.is_symmetric and (form + -law.form).is_zero:
            return True
    return False


def gap_value(case: Case, quantity: Expr, name: str) -> Expr | None:
    """What a gap is about: a letter with a value, or the matrix of a quantity's linear flow."""
    if name in case.setting.lets or name in case.setting.definitions:
        return Sym(name)
    for claim in case.derivation.article.claims:
        form = claim.form
        if not isinstance(form, Linear) or form.matrix != name or claim.refused:
            continue
        state, factor, _ = form.parts(claim, claim.statement.relations[0])
        if Sym(state) == quantity and factor < 0:
            return Prod((Num(-factor), form.derived(case, claim)))
    return None
