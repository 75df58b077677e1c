"""Evidence for limits: the law by which what is left of one moves, and why that decays."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from typing import Any

from sslcheck.derive.algebra.linear_solve import multiple
from sslcheck.derive.certificates import verifier
from sslcheck.derive.certificates.orders import marks
from sslcheck.derive.certificates.proofs import combined, value_tree
from sslcheck.derive.certificates.trees import tree
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Expr, Ident, Kron, Num, Prod, Relation, Sum, Sym, difference
from sslcheck.derive.kinds import Case
from sslcheck.derive.kinds.limits.existence import stages
from sslcheck.derive.kinds.limits.gaps import gap_names, gap_value, with_gaps
from sslcheck.derive.kinds.limits.quantity import Law, find_law
from sslcheck.derive.kinds.limits.resting import resting
from sslcheck.derive.kinds.vanishes import Vanishes
from sslcheck.derive.signs.definiteness import sum_of_squares
from sslcheck.derive.signs.quadratic import read_form
from sslcheck.derive.signs.scalar import Signs
from sslcheck.derive.traverse import inserted
from sslcheck.derive.verdicts.condition import BoundedBelow, Condition
from sslcheck.derive.verdicts.evidence import Witness

__all__ = ["decaying", "existing", "gaps", "keeping", "resting_at", "written_out"]


def gaps(case: Case) -> list[Expr]:
    """Matrices whose smallest eigenvalue the hypotheses of a claim bound below."""
    quantity = _quantity(case)
    return [gap_value(case, quantity, name) or Sym(name) for name in gap_names(case)]


def written_out(case: Case, conditions: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """Conditions in which the matrix of a Lyapunov law is written out where it has a name."""
    form = case.claim.form
    if not isinstance(form, Vanishes) or not form.unknown:
        return conditions
    law = _law(case)
    return tuple(
        replace(c, value=inserted(c.value, law.name, law.value))
        if isinstance(c, BoundedBelow) and law.name is not None and law.value is not None
        else c
        for c in conditions
    )


def decaying(
    case: Case, given: dict[str, Any], bounds: Iterable[Relation], endless: bool
) -> dict[str, Any]:
    """``H`` of ``dG/dt = -H vec(G)``, and ``H + H^T`` as a sum of squares.

    In ``bounds`` are matrices less what their smallest eigenvalues stay above. If solutions are not
    supposed to be ``endless``, also why they exist at all times.
    """
    law = _law(case)
    found: dict[str, Any] = {"law": tree(law.form.expr), "kept": keeping(case, given)}
    if not endless:
        quantity = _quantity(case)
        falls = {quantity.name} if isinstance(quantity, Sym) else {*()}
        found["exists"] = existing(case, frozenset(falls))
    for relation in bounds:
        match relation.lhs:
            case Sum((value, Prod((Num(value=Fraction(numerator=-1)), *bound)))):
                whole = _on_both_sides(law, value)
                if (read_form(law.form.normal, whole) - law.form).is_zero:
                    parts = [_on_both_sides(law, part) for part in (relation.lhs, Prod((*bound,)))]
                    return found | {"squares": ["Sum", *(["Prod", 2, tree(p)] for p in parts)]}
    return found | {"squares": _squares(law)}


def _on_both_sides(law: Law, value: Expr) -> Expr:
    """Of a K the matrix of ``K G + G K``; what is as large as the law's matrix is one already."""
    spaces = read_form(law.form.normal, value).spaces
    if len(spaces) == len(law.form.spaces):
        return value
    unit = Ident(*spaces)
    return Sum((Kron(unit, value), Kron(value, unit)))


def existing(case: Case, falls: frozenset[str]) -> list[dict[str, Any]]:
    """Why all states exist at all times, those that fall being bounded."""
    normal, about = case.normal, frozenset(case.setting.flow)
    found = stages(normal, about) or stages(normal, about, falls)
    if found is None:
        raise Unsupported("solutions that may not exist at all times")
    return [
        {
            "weights": {name: tree(weight) for name, weight in stage.weights.items()},
            "squares": ["Prod", 2, tree(stage.squares)],
        }
        for stage in found
    ]


def keeping(case: Case, given: dict[str, Any]) -> dict[str, Any]:
    """The states that are seen to stay what they are declared to be, as many as there are."""
    marked = [n for n in case.setting.flow if marks(case.setting.symbols[n])]
    states = [n for n in marked if n not in given["here"]]
    for count in range(len(states), 0, -1):
        for names in combinations(states, count):
            with suppress(*verifier.WRONG):
                found = {name: _kept(case, given, name, names) for name in names}
                verifier.kept(given, found)
                return found
    return {}


def _kept(case: Case, given: dict[str, Any], name: str, names: Iterable[str]) -> Any:
    """The f of ``dx/dt >= f x`` for a number, for a matrix what the rates of equations are."""
    normal, symbol = case.normal, case.setting.symbols[name]
    if symbol.sign != "real":
        rate = normal.rate(normal.element(Sym(name)))
        edge = rate.scalar_map(lambda c: c.substitute({name: normal.scalars.number(0)}))
        factor = multiple(rate - edge, normal.element(Sym(name)))
        return tree(normal.expr(normal.alphabet.scalar(factor or normal.scalars.number(0))))
    theory = verifier.Theory(verifier.throughout(given))
    theory.kept, theory.assumed = {*names}, verifier.equations(theory.setting)
    return [_inside(theory, name, mark) for mark in sorted(symbol.properties)]


def _inside(theory: verifier.Theory, name: str, mark: str) -> Any:
    """Why a matrix keeps a property; ``M``, ``N`` and ``R`` of a rate ``M W + W N + R``."""
    if mark in verifier.TANGENT:
        goal = ["Dot", verifier.TANGENT[mark](name)]
        return None if theory.zero(theory.value(goal)) else combined(theory, goal)
    if mark == "diagonal":
        return theory.flow[name]
    value = theory.value(theory.flow[name])
    parts: list[dict[Any, Any]] = [{}, {}, {}]
    for (scalars, word), c in value.terms.items():
        first, last = (word[k : k + 1 or None] for k in (0, -1))
        ends = [bool(x) and x[0][0] == name and not x[0][4] for x in (last, first)]
        for at, inner in ((0, word[:-1]), (1, word[1:])):
            if ends[at]:
                parts[at][scalars, inner] = Fraction(c) / sum(ends)
        if not any(ends):
            parts[2][scalars, word] = c
    return [value_tree(verifier.Value(value.rows, value.cols, part)) for part in parts]


def _law(case: Case) -> Law:
    case, form = with_gaps(case), case.claim.form
    assert isinstance(form, Vanishes)
    law = find_law(case, _quantity(case), form.unknown, form.basis)
    if law is None:
        raise Unsupported("a limit without a linear law")
    return law


def _quantity(case: Case) -> Expr:
    relation = case.relation
    limit = case.normal.element(relation.rhs)
    return relation.lhs if limit.is_zero() else difference(relation.lhs, relation.rhs)


def _squares(law: Law) -> Any:
    signs = Signs(law.form.normal.functions)
    return tree(sum_of_squares(law.form + law.form.T, signs).shown)


def resting_at(case: Case) -> Witness | None:
    """A point at which nothing moves and a quantity is not at its limit, if one is found."""
    check = resting(case, _quantity(case))
    if check is None:
        return None
    there = {**check.setting.lets, **check.setting.initial}
    rows = {n: [[str(v.value)]] for n, v in there.items() if isinstance(v, Num)}
    return Witness({}, rows, None, [], [])
