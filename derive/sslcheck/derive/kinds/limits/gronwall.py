"""How a finding on a law of decay is put: by Grönwall's inequality, or on a condition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from sslcheck.derive.expr import At, Dot, Exp, Expr, Num, Prod, Relation, SquaredNorm, Sym, negative
from sslcheck.derive.kinds.kind import Case
from sslcheck.derive.kinds.limits.existence import existence
from sslcheck.derive.kinds.limits.quantity import Law, moving_roles
from sslcheck.derive.text.reason import Reason, assigned, reason
from sslcheck.derive.verdicts.condition import Condition
from sslcheck.derive.verdicts.finding import Check, Finding, ProofStep, argued_step, identity_step

__all__ = ["BOUND", "conditional", "decays", "exponential", "gronwall", "law_check", "stalls"]


_ORDER = 2

BOUND = "a bound for all times, not an equation at a point"


def stalls(values: Mapping[str, Expr]) -> Reason:
    """A note on values at which the size of the quantity never falls."""
    return reason("with ", assigned(values), " its size never falls") if values else ()


def exponential(law: Law) -> Expr:
    """``e^{-rate t}``."""
    factors = law.rate.factors if isinstance(law.rate, Prod) else (law.rate,)
    return Exp(negative(Prod((*factors, Sym("t")))))


def decays(case: Case, law: Law) -> Finding:
    """The finding that a quantity tends to 0 by its law."""
    steps = (*law.steps, *gronwall(case, law))
    check = law_check(case, law)
    remarks = () if law.scalar else (reason("bound: ", _bound(law)),)
    given = existence(law.form.normal, law.form.normal.element(law.quantity), law.form)
    return Finding(True, (check,), steps, remarks=remarks, conditions=given)


def law_check(case: Case, law: Law) -> Check:
    """The point at which the law itself is checked."""
    relation = law.size
    if relation is None or law.name is not None:
        first = next(s.check for s in law.steps if s.check is not None)
        return replace(first, order=_ORDER) if law.scalar else first
    return Check(relation, case.setting, _ORDER)


def gronwall(case: Case, law: Law) -> tuple[ProofStep, ...]:
    """The steps from a law to the bound, or the solution, that tends to 0."""
    if law.scalar:
        solved = Relation(law.quantity, "=", Prod((exponential(law), At(law.quantity))))
        if moving_roles(law.form) or "t" in law.form.letters():
            return (argued_step(_bound(law), "Grönwall's inequality", BOUND),)
        return (argued_step(solved, "the solution of this equation", BOUND),)
    bound = argued_step(_bound(law), "Rayleigh quotient, then Grönwall's inequality", BOUND)
    if law.name is not None or law.size is None:
        return (bound,)
    return (identity_step(law.size, "the squared norm along the flow", case.setting), bound)


def _bound(law: Law) -> Relation:
    """The squared norm falls at least at a rate: by Grönwall it falls exponentially."""
    size = SquaredNorm(law.quantity)
    rate = "\\kappa_0" if law.name is not None else "\\lambda_0"
    number = Num(Fraction(4 if law.name is not None else 2))
    return Relation(Dot(size), "<=", negative(Prod((number, Sym(rate), size))))


def conditional(law: Law, condition: Condition, checks: tuple[Check, ...], why: Reason) -> Finding:
    """The finding that it tends to 0 on a condition, with points that show that it is needed."""
    given = existence(law.form.normal, law.form.normal.element(law.quantity), law.form)
    return Finding(
        False, checks, law.steps, why, (condition, *given), sufficient=True, complete=False
    )
