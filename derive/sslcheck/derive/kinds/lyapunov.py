"""`lyapunov`: a matrix obeys ``dQ/dt = -(K Q + Q K)`` for some K, which is derived."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.algebra.words import Element, Word
from sslcheck.derive.condition import with_lets
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.expr import Dot, Expr, Ident, Num, Prod, Relation, Sum, Sym, Transpose
from sslcheck.derive.finding import (
    Check,
    Finding,
    ProofStep,
    argued_step,
    identity_step,
)
from sslcheck.derive.kinds.kind import Case, Kind
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.printing import to_text
from sslcheck.derive.reason import Reason, joined, reason
from sslcheck.derive.shapes import resolve_relation

__all__ = ["LyapunovLaw", "SolvedLaw", "solve_lyapunov"]

_DEGREE = 2  # of K in its basis
_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class SolvedLaw:
    """The matrix K, and the steps from the flow to it."""

    value: Expr
    steps: tuple[ProofStep, ...]


class LyapunovLaw(Kind, frozen=True, kw_only=True, tag="lyapunov"):
    """There is a matrix K in the algebra of the basis, as declared, that solves the equation."""

    unknown: str
    basis: tuple[str, ...]
    probe: str = ""

    names = ("unknown", "basis")
    reads = "`\\dot{Q} = -(K Q + Q K)`"

    def formulas(self) -> dict[str, str]:
        """The probe is an equation."""
        return {"probe": self.probe} if self.probe else {}

    def decide(self, case: Case) -> Finding:
        """K is found among the polynomials in the claim's basis by comparing coefficients.

        Where there is none, the ``probe`` decides: a family of states on which Q vanishes. If dQ/dt
        does not vanish there, no K whatever can exist.
        """
        unknown, setting = self.unknown, case.setting
        found = solve_lyapunov(case.normal, case.relation, unknown, self.basis)
        if found is not None:
            solved = with_lets(setting, {unknown: found.value})
            return Finding(
                True,
                (Check(case.relation, solved),),
                found.steps,
                remarks=(reason("derived: ", Relation(Sym(unknown), "=", found.value)),),
                solved={unknown: found.value},
            )
        if not self.probe:
            why = reason("no ", Sym(unknown), f" of degree {_DEGREE} in the basis, and no probe")
            return Finding(None, (), (), why)
        return _refuted(case, self.basis)


def solve_lyapunov(
    normal: NormalForm, relation: Relation, unknown: str, basis: tuple[str, ...]
) -> SolvedLaw | None:
    """Solve a relation that is linear in ``unknown`` for a polynomial in the basis, or None.

    Works in the setting's finished words, so hypotheses on the state are used.
    """
    setting = normal.setting
    space = setting.symbols[unknown].shape[0]
    words: list[Expr] = []
    for degree in range(_DEGREE + 1):
        for names in product(basis, repeat=degree):
            words.append(Prod(tuple(Sym(n) for n in names)) if names else Ident(space))
    left = normal.finished(normal.element(relation.lhs))
    right = normal.element(relation.rhs)
    columns = [normal.finished(right.substitute({unknown: normal.element(word)})) for word in words]
    solution = _solve(left, columns)
    if solution is None:
        return None
    parts: list[Expr] = []
    for coeff, word in zip(solution, words, strict=True):
        if not coeff.is_zero():
            scalar = normal.expr(normal.alphabet.scalar(coeff))
            if scalar == Num(Fraction(1)):
                parts.append(word)
            else:
                factors = scalar.factors if isinstance(scalar, Prod) else (scalar,)
                rest = word.factors if isinstance(word, Prod) else (word,)
                parts.append(Prod((*factors, *rest)))
    parts = parts or [Prod((Num(_ZERO), Ident(space)))]
    matrix: Expr = Sum(tuple(parts)) if len(parts) > 1 else parts[0]
    solved = with_lets(setting, {unknown: matrix})
    steps = (
        identity_step(
            Relation(relation.lhs, "=", normal.expr(left)), "product rule along the flow", setting
        ),
        argued_step(
            Relation(Sym(unknown), "=", matrix),
            reason(
                f"coefficients compared over all words of degree at most {_DEGREE} in ",
                _listed([Sym(name) for name in basis]),
            ),
            reason("it defines ", Sym(unknown), ", which the next step inserts"),
        ),
        identity_step(relation, "inserted: both sides have the same normal form", solved),
        identity_step(Relation(Transpose(matrix), "=", matrix), "it is symmetric", setting),
    )
    return SolvedLaw(matrix, steps)


def _solve(target: Element, columns: list[Element]) -> list[Ratio] | None:
    """Coefficients with which the columns add up to the target, by elimination, or None."""
    scalars = target.alphabet.scalars
    zero = scalars.number(0)
    words: dict[Word, None] = {}
    for element in (target, *columns):
        words.update(dict.fromkeys(element.terms))
    rows = [
        [*(column.terms.get(word, zero) for column in columns), target.terms.get(word, zero)]
        for word in words
    ]
    pivots: list[int] = []
    at = 0
    for column in range(len(columns)):
        pick = next((r for r in range(at, len(rows)) if not rows[r][column].is_zero()), None)
        if pick is None:
            continue
        rows[at], rows[pick] = rows[pick], rows[at]
        lead = rows[at][column]
        rows[at] = [(entry / lead).cancelled() for entry in rows[at]]
        for r in range(len(rows)):
            factor = rows[r][column]
            if r != at and not factor.is_zero():
                rows[r] = [
                    (a - factor * b).cancelled() for a, b in zip(rows[r], rows[at], strict=True)
                ]
        pivots.append(column)
        at += 1
    if any(not row[-1].is_zero() for row in rows[at:]):
        return None
    values = [zero] * len(columns)
    for row, column in zip(rows, pivots, strict=False):
        values[column] = row[-1]
    return values


def _listed(values: list[Expr] | list[Sym]) -> Reason:
    return joined([reason(value) for value in values], ", ")


def _refuted(case: Case, basis: tuple[str, ...]) -> Finding:
    claim, setting, relation = case.claim, case.setting, case.relation
    where = f"claim `{claim.id}`, probe"
    read = claim.formulas["probe"]
    family = resolve_relation(
        read.relations[0],
        setting.symbols,
        source=read.source,
        where=where,
        merged=setting.merged,
    )
    if not isinstance(family.lhs, Sym) or not isinstance(relation.lhs, Dot):
        raise ArticleError(f"{where}: must read `state = expression`, for a claim `dQ/dt = ...`")
    quantity = relation.lhs.arg
    started = replace(setting, initial={**setting.initial, family.lhs.name: family.rhs})
    normal = case.derivation.normal(started)
    vanishes = Relation(quantity, "=", Num(_ZERO))
    still = Relation(relation.lhs, "=", Num(_ZERO))
    if not normal.holds(vanishes):
        raise ArticleError(f"{where}: `{to_text(quantity)}` does not vanish on this family")
    rate = normal.residual(still)
    steps = (
        identity_step(vanishes, reason("on the family ", family), started),
        identity_step(
            Relation(relation.lhs, "=", normal.expr(rate)),
            "its derivative there; a Lyapunov equation would make it 0",
            started,
        ),
    )
    if rate.is_zero():
        why = reason("neither a matrix nor a counterexample on the probe")
        return Finding(None, (), steps, why)
    blocks = _foreign(case.normal, relation.lhs, basis)
    why = reason("the equation would keep the family, which the flow leaves")
    if blocks:
        names: list[Expr] = [Sym(name) for name in basis]
        why = reason(why, ": ", _listed(blocks), " cannot be written in ", _listed(names))
    return Finding(False, (Check(still, started, note=reason("at time 0")),), steps, why)


def _foreign(normal: NormalForm, rate: Expr, basis: tuple[str, ...]) -> list[Expr]:
    """What is left of the words of ``rate`` after the basis' own words are cut out."""
    known: list[Word] = []
    for name in basis:
        element = normal.finished(normal.element(Sym(name)))
        known += [w for w in element.terms if w]
    known.sort(key=len, reverse=True)
    element = normal.finished(normal.element(rate))
    found: dict[Word, None] = {}
    for word in element.terms:
        rest = list(word)
        for cut in known:
            k = 0
            while k + len(cut) <= len(rest):
                if tuple(rest[k : k + len(cut)]) == cut:
                    del rest[k : k + len(cut)]
                else:
                    k += 1
        if rest:
            found.setdefault(tuple(rest))
    shape = element.shape
    one = normal.scalars.number(1)
    chosen = sorted(found, key=lambda w: (len(w), w))[:3]
    return [normal.expr(Element(element.alphabet, shape, {w: one})) for w in chosen]
