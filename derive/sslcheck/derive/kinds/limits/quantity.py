"""The law by which a quantity moves: ``dG/dt`` is ``-r G``, ``-(K G + G K)`` or ``-H vec(G)``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from sslcheck.derive import expr as e
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import AtStart, entry_of
from sslcheck.derive.algebra.linear_solve import multiple
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.kinds.kind import Case
from sslcheck.derive.kinds.limits.decay import linear_law
from sslcheck.derive.kinds.lyapunov import lyapunov_law
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.signs.quadratic import Form, Key, read_form
from sslcheck.derive.verdicts.finding import ProofStep, identity_step

__all__ = ["Law", "find_law", "moving_roles"]

_ORDER = 2  # in time


@dataclass(frozen=True, slots=True)
class Law:
    """``dG/dt = -rate G`` in one of its forms; ``rate`` is what must be bounded below.

    Of a Lyapunov law that gives its matrix a ``name``, ``value`` is that matrix.
    """

    quantity: e.Expr
    form: Form
    rate: e.Expr
    steps: tuple[ProofStep, ...]
    size: e.Relation | None = None
    name: e.Sym | None = None
    value: e.Expr | None = None

    @property
    def scalar(self) -> bool:
        """Whether the rate is a number."""
        return not self.form.spaces


def find_law(case: Case, quantity: e.Expr, unknown: str, basis: tuple[str, ...]) -> Law | None:
    """The law of a quantity along the flow, or None; with a Lyapunov law by a name if possible."""
    normal, setting = case.normal, case.setting
    element = normal.element(quantity)
    rate = normal.rate(element)
    factor = multiple(rate, element)
    why = "product rule along the flow"
    if factor is None or any(map(normal.functions.moves, factor.deep())):
        kept = _conserved(normal, element, rate)
        if kept is not None:
            factor, why = kept, "both sides agree at the start, and their difference never moves"
    if factor is not None:
        number = Form(normal, normal.alphabet, (), {((),): -factor})
        decay = normal.expr(normal.alphabet.scalar(-factor))
        moved = e.Relation(e.Dot(quantity), "=", e.negative(e.Prod((decay, quantity))))
        return Law(quantity, number, decay, (identity_step(moved, why, setting, _ORDER),))
    if unknown:
        found = _lyapunov(case, quantity, unknown, basis)
        if found is not None:
            return found
    form = linear_law(normal, element, rate)
    if form is None:
        return None
    own = _inner(form)
    stacked = e.Vec(quantity)
    if own is not None:
        shown = read_form(normal, own)
        size = _lyapunov_size(quantity, own)
        whole = own if shown.is_symmetric else e.Sum((own, e.Transpose(own)))
        moved = e.Relation(
            e.Dot(quantity),
            "=",
            e.negative(e.Sum((e.Prod((own, quantity)), e.Prod((quantity, e.Transpose(own)))))),
        )
        step = identity_step(moved, "product rule along the flow", setting)
    else:
        value = form.expr
        whole = value if form.is_symmetric else e.Sum((value, e.Transpose(value)))
        moved = e.Relation(e.Vec(e.Dot(quantity)), "=", e.negative(e.Prod((value, stacked))))
        step = identity_step(moved, "the flow in Kronecker form", setting)
        product = e.Prod((e.Num(Fraction(2)), e.Transpose(stacked), value, stacked))
        size = e.Relation(e.Dot(e.SquaredNorm(quantity)), "=", e.negative(product))
    return Law(quantity, form, whole, (step,), size)


def _conserved(normal: NormalForm, element: Element, rate: Element) -> Ratio | None:
    """r with ``dG/dt = r G``, where both sides start alike and their difference never moves."""
    factor = multiple(normal.rate(rate), rate)
    if factor is None or any(map(normal.functions.moves, factor.deep())):
        return None
    rest = normal.expr(normal.finished(rate - element.scaled(factor)))
    shown = (e.Relation(side, "=", e.ZERO) for side in (e.Dot(rest), e.At(rest)))
    seen = all(gap.is_zero() for relation in shown for gap in normal.remainders(relation))
    return factor if seen else None


def _lyapunov(case: Case, quantity: e.Expr, unknown: str, basis: tuple[str, ...]) -> Law | None:
    """The law ``-(K G + G K)`` with a K of the claim's own basis."""
    normal, matrix = case.normal, e.Sym(unknown)
    if normal.element(quantity).shape != normal.element(matrix).shape:
        return None  # the law that is named is that of another quantity
    found = lyapunov_law(normal, quantity, unknown, basis)
    if found is None:
        return None
    inner = read_form(normal, found.value)
    (space,) = inner.spaces
    terms: dict[Key, Ratio] = {((), word): c for (word,), c in inner.terms.items()}
    mirrored: dict[Key, Ratio] = {(inner.mirror((w,))[0], ()): c for (w,), c in inner.terms.items()}
    zero = Form(normal, inner.alphabet, (space, space), {})
    form = replace(zero, terms=terms) + replace(zero, terms=mirrored)
    size = _lyapunov_size(quantity, matrix)
    whole: e.Expr = matrix if inner.is_symmetric else e.Sum((matrix, e.Transpose(matrix)))
    return Law(quantity, form, whole, found.steps, size, matrix, found.value)


def _lyapunov_size(quantity: e.Expr, matrix: e.Expr) -> e.Relation:
    inner = e.Sum(
        (
            e.Trace(e.Prod((e.Transpose(quantity), matrix, quantity))),
            e.Trace(e.Prod((quantity, matrix, e.Transpose(quantity)))),
        )
    )
    return e.Relation(
        e.Dot(e.SquaredNorm(quantity)), "=", e.negative(e.Prod((e.Num(Fraction(2)), inner)))
    )


def _inner(form: Form) -> e.Expr | None:
    """K, where the law is ``-(K G + G K^T)``."""
    left = {key[1:]: c for key, c in form.terms.items() if not key[0]}
    right = {key[:1]: c for key, c in form.terms.items() if not key[1]}
    ((first, second),) = [form.spaces]
    if first != second or len(left) + len(right) - (((),) in left) != len(form.terms):
        return None
    half = form.normal.scalars.number(Fraction(1, 2))
    if ((),) in left:
        left[(),] = left[(),] * half
        right[(),] = left[(),]
    one = Form(form.normal, form.alphabet, (first,), left)
    other = replace(one, terms=right)
    return one.expr if (one + -other).is_zero else None


def moving_roles(form: Form) -> frozenset[str]:
    """The roles of the letters of a law that are not constant in time."""
    symbols = form.normal.setting.symbols
    letters = {entry_of(name) for name in form.letters()} - {"t"}
    roles = {
        symbols[name].role if name in symbols else "function"
        for name in letters
        if not isinstance(name, AtStart)
    }
    return frozenset(roles & {"state", "function"})
