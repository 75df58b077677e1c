"""`vanishes`: a quantity tends to a limit, by a linear law for it and Grönwall's inequality."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import ClassVar

from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.expr import ZERO, Dot, Power, Relation, SquaredNorm, Sym, difference
from sslcheck.derive.kinds.kind import Case, Kind
from sslcheck.derive.kinds.limits.cascade import driven, of_higher_order
from sslcheck.derive.kinds.limits.continuous import follows
from sslcheck.derive.kinds.limits.ends import ends
from sslcheck.derive.kinds.limits.energy import dissipated
from sslcheck.derive.kinds.limits.existence import existence, others_last
from sslcheck.derive.kinds.limits.gaps import gap_names, gap_value, with_gaps
from sslcheck.derive.kinds.limits.gronwall import law_check
from sslcheck.derive.kinds.limits.invariance import at_rest
from sslcheck.derive.kinds.limits.itself import by_itself
from sslcheck.derive.kinds.limits.met import some_last, stays_positive
from sslcheck.derive.kinds.limits.nothing import special_flows
from sslcheck.derive.kinds.limits.quantity import find_law
from sslcheck.derive.kinds.limits.rate import decided
from sslcheck.derive.kinds.limits.resting import resting
from sslcheck.derive.kinds.limits.settling import settles
from sslcheck.derive.kinds.residuals.divisors import nonzero
from sslcheck.derive.kinds.scalar.reached import reached
from sslcheck.derive.kinds.scalar.signed import signs_needed
from sslcheck.derive.setting import Symbol
from sslcheck.derive.signs.quadratic import read_form
from sslcheck.derive.text.reason import assigned, of_error, reason
from sslcheck.derive.verdicts.condition import AllTimes, BoundedBelow, Positive
from sslcheck.derive.verdicts.finding import Check, Finding, identity_step

__all__ = ["Vanishes"]

_DRIVERS = 3


class Vanishes(Kind, frozen=True, kw_only=True, tag="vanishes"):
    """On each trajectory time goes to infinity, and the quantity tends to its limit.

    The limit is constant in time. A linear law is derived for what is left of the quantity; it
    decays where the law's rate (a number, or the smallest eigenvalue of a matrix) is bounded below
    by a positive constant, or by a power of the time. A continuous function of states that tend to
    limits tends to its value there, and what an energy loses tends to 0 (LaSalle): the distance
    from a fixed point, kinetic and potential energy, what is defined of bounded states. Solutions
    that may not exist for all times, as any state of the flow may blow up, are excepted by a
    condition. With ``unknown`` and ``basis`` a Lyapunov law is sought by name.
    """

    unknown: str = ""
    basis: tuple[str, ...] = ()

    names = ("unknown", "basis")
    signs = ("->",)
    several = True
    meanings: ClassVar[Mapping[str, str]] = {
        "unknown": "the matrix K of a Lyapunov law, where one is sought by name",
        "basis": "matrices of whose products that K is made",
    }
    reads = "`G \\to L` with a limit that is constant in time, or several of them"
    holds = "along"
    any_motion = True
    endless = True

    def decide(self, case: Case) -> Finding:
        """The derivative of the rest G is ``-r G``, ``-(K G + G K)`` or ``-H vec(G)``.

        Where it is none of them, the claim may be false of a special flow that has such a law.
        """
        if len(case.relations) > 1:
            parts = [self.decide(replace(case, relations=(r,))) for r in case.relations]
            return _all(parts)
        case = with_gaps(_without_root(case))
        finding = self._seen(case)
        if finding is None or not finding.holds:
            finding = _unless_it_rests(case, finding)
        if finding is None or finding.holds is None:
            finding = self._of_what_a_norm_is_of(case) or self._of_a_special_flow(case) or finding
        elif not finding.holds and not finding.conditions and case.repairs:
            special = self._of_a_special_flow(case)
            finding = special if special is not None and special.conditions else finding
        if finding is None:
            return Finding(None, (), (), reason("no linear law for this quantity was found"))
        finding = _where_a_gap_is(case, _where_it_exists(case, finding))
        finding = _where_all_last(case, finding)
        return _unless_it_ends(case, finding)

    def _of_what_a_norm_is_of(self, case: Case) -> Finding | None:
        """A norm tends to 0 where the matrix does, of which there may be a law."""
        node = case.relation.lhs
        if not isinstance(node, SquaredNorm) or case.relation.rhs != ZERO:
            return None
        found = self._seen(replace(case, relations=(Relation(node.arg, "->", ZERO),)))
        return None if found is None or found.holds is None else found

    def _of_a_special_flow(self, case: Case) -> Finding | None:
        """That the limit is false where some letters are 0; with what must be positive instead."""
        first: Finding | None = None
        for values, special in special_flows(case, gap_names(case)):
            names = tuple(n for n, value in values.items() if value == ZERO)
            numbers = bool(names) and all(_is_number(case.setting.symbols[n]) for n in names)
            if first is not None and not numbers:  # nothing else is repaired
                continue
            try:
                found = self._by_law(special)
                if found is None or found.holds is None:
                    found = of_higher_order(special) or _unless_it_rests(special, None)
            except Unsupported:
                continue
            lasts = not existence(special.normal, special.normal.element(case.relation.lhs))
            if found is None or found.holds is not False or not lasts or _is_open(found):
                continue
            why = reason("with ", assigned(values), ": ", found.why)
            told = replace(found, why=why, conditions=(), sufficient=False, complete=False)
            if not case.repairs:
                return told
            if numbers and (asked := signs_needed(case, names, self._seen)):
                plain = asked == tuple(Positive(Sym(n), (n,)) for n in names)
                return replace(told, conditions=asked, sufficient=not plain)
            first = first or told
        return first

    def _seen(self, case: Case, more: int = _DRIVERS) -> Finding | None:
        """By a law, or by what its parts tend to; the ``more`` parts may follow each other."""
        finding: Finding | None
        try:
            finding = self._by_laws(case, more)
        except Unsupported as error:
            finding = by_itself(case) or Finding(None, (), (), of_error(error))
        if not more or (finding is not None and not _is_doubtful(finding)):
            return finding
        if finding is not None and _is_open(finding) and not _is_of_a_number(case):
            return finding  # what a bounded factor does is known of numbers alone
        found = follows(case, lambda toward: self._seen(toward, more - 1))
        better = finding is None or not finding.holds or (found and not found.conditions)
        return found if found is not None and better else finding

    def _by_laws(self, case: Case, more: int) -> Finding | None:
        """By a law of its own, or of what moves it."""
        finding = self._by_law(case)
        if finding is not None and finding.holds is not None and not _is_open(finding):
            return (at_rest(case) if finding.sufficient else None) or finding
        opened = finding is not None and finding.holds is not None
        settled = self._settles(case, lambda toward: self._seen(toward, more - 1)) if more else None
        if settled is not None and (settled.holds is not None or opened):
            freely = reached(case) if settled.conditions else None
            return freely if freely is not None and freely.holds else settled
        if opened:
            return at_rest(case) or finding
        found = reached(case) or dissipated(case) or at_rest(case)
        found = found or of_higher_order(case) or by_itself(case)
        if (found is None or found.sufficient) and more:
            found = driven(case, lambda toward: self._seen(toward, more - 1)) or found
        return found or finding

    def _settles(self, case: Case, tends: Callable[[Case], Finding | None]) -> Finding | None:
        """By a law whose rate tends to a positive one."""
        limit = case.normal.element(case.relation.rhs)
        rest = difference(case.relation.lhs, case.relation.rhs)
        law = find_law(case, case.relation.lhs if limit.is_zero() else rest, "", ())
        return None if law is None else settles(case, law, law_check(case, law), tends)

    def _by_law(self, case: Case) -> Finding | None:
        normal, setting, relation = case.normal, case.setting, case.relation
        if not normal.rate(normal.element(relation.rhs)).is_zero():
            raise ArticleError(
                f"the limit `{case.claim.statement.source.strip()}` moves;"
                " a claim of kind `vanishes` needs one that is constant in time"
            )
        limit = normal.element(relation.rhs)
        quantity = relation.lhs if limit.is_zero() else difference(relation.lhs, relation.rhs)
        element = normal.element(quantity)
        rate = normal.rate(element)
        nothing = Check(Relation(quantity, "=", ZERO), setting)
        if normal.reduced(rate).is_zero():
            constant = identity_step(
                Relation(Dot(quantity), "=", ZERO), "it does not move", setting
            )
            if not normal.reduced(normal.finished(element)).is_zero():
                return Finding(False, (nothing,), (constant,), reason("it is constant"))
            return Finding(True, (nothing,), (constant,), conditions=existence(normal, element))
        law = find_law(case, quantity, self.unknown, self.basis)
        return None if law is None else decided(case, law)


def _is_number(symbol: Symbol) -> bool:
    """Whether a symbol is a number that does not move."""
    return symbol.scalar and symbol.role == "parameter"


def _is_open(finding: Finding) -> bool:
    """Whether it is only known where the quantity tends to its limit: it may do so elsewhere."""
    return any(isinstance(condition, BoundedBelow) for condition in finding.conditions)


def _is_of_a_number(case: Case) -> bool:
    return case.normal.element(case.relation.lhs).shape == ("1", "1")


def _is_doubtful(finding: Finding) -> bool:
    """Whether it is undecided, or on a condition that another proof may not need."""
    return finding.holds is None or AllTimes() in finding.conditions or _is_open(finding)


def _unless_it_rests(case: Case, finding: Finding | None) -> Finding | None:
    """A finding that the limit is not reached, or not seen to be, with a start that shows it."""
    normal, relation = case.normal, case.relation
    limit = normal.element(relation.rhs)
    rests = resting(
        case, relation.lhs if limit.is_zero() else difference(relation.lhs, relation.rhs)
    )
    if rests is None:
        return finding
    if finding is None or finding.holds is None:
        steps = () if finding is None else finding.steps
        return Finding(False, (rests,), steps, rests.note, complete=False)
    return replace(finding, checks=(*finding.checks, rests))


def _without_root(case: Case) -> Case:
    """A norm, or a power of it, tends to 0 where its square does."""
    node = case.relation.lhs
    while isinstance(node, Power) and node.exponent > 0:
        node = node.base
    if not isinstance(node, SquaredNorm) or case.relation.rhs != ZERO:
        return case
    return replace(case, relations=(replace(case.relation, lhs=node),))


def _where_it_exists(case: Case, finding: Finding) -> Finding:
    """What the quantity divides by is not to be 0."""
    sides = (case.relation.lhs, case.relation.rhs)
    divided = nonzero(case.normal, sides) if finding.holds else ()
    return replace(finding, conditions=(*finding.conditions, *divided)) if divided else finding


def _where_a_gap_is(case: Case, finding: Finding) -> Finding:
    """A finding, if some trajectory is seen that has the gaps that are supposed; else undecided."""
    if finding.holds is None:
        return finding
    for name in gap_names(case):
        try:
            form = read_form(case.normal, gap_value(case, case.relation.lhs, name) or Sym(name))
            seen = stays_positive(case, form)
        except Unsupported:
            seen = False
        if not seen:
            why = reason("no trajectory is seen on which ", Sym(name), " stays away from 0")
            return Finding(None, (), finding.steps, why)
    return finding


def _where_all_last(case: Case, finding: Finding) -> Finding:
    """That all states of the flow exist for all times, also those that the quantity is not of."""
    lasting = AllTimes()
    if not (finding.holds or finding.sufficient) or lasting in finding.conditions:
        return finding
    gap = difference(case.relation.lhs, case.relation.rhs)
    if others_last(case.normal, case.normal.element(gap)):
        return finding
    return replace(finding, conditions=(*finding.conditions, lasting))


def _unless_it_ends(case: Case, finding: Finding) -> Finding:
    """A finding on solutions that exist for all times says nothing where none does."""
    if not any(isinstance(condition, AllTimes) for condition in finding.conditions):
        return finding
    grows = ends(case.normal)
    if grows is not None:
        why = reason("no solution exists for all times: ", grows)
        slower = replace(grows, op={">=": "<", "<=": ">"}[grows.op])
        note = reason("it grows at least as fast")
        check = Check(slower, case.setting, note=note)
        return Finding(False, (check,), finding.steps, why, complete=False)
    if some_last(case):
        return finding
    why = reason("no solution is seen to exist for all times")
    return replace(finding, holds=None, checks=(), why=why, conditions=(), sufficient=False)


def _all(findings: list[Finding]) -> Finding:
    """What several limits say together: one that is not reached refutes them; where each is on
    some conditions, they are on all of them.
    """
    false = [found for found in findings if found.holds is False]
    unknown = next((found for found in findings if found.holds is None), None)
    if not false and unknown is not None:
        return unknown
    whole = Finding(
        True,
        tuple(check for found in findings for check in found.checks),
        tuple(step for found in findings for step in found.steps),
        conditions=tuple(dict.fromkeys(c for found in findings for c in found.conditions)),
        remarks=tuple(dict.fromkeys(r for found in findings for r in found.remarks)),
    )
    if not false:
        return whole
    bare = next((found for found in false if not found.conditions), None)
    if bare is not None or unknown is not None:
        return replace(bare or false[0], conditions=(), sufficient=False)
    return replace(
        false[0],
        conditions=whole.conditions,
        sufficient=all(found.sufficient for found in false),
        firm=tuple(check for found in false for check in found.firm),
        then=tuple(check for found in false for check in found.then),
    )
