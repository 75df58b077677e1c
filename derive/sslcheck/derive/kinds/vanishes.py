"""`vanishes`: a quantity tends to a limit, by a linear law for it and Grönwall's inequality."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from sslcheck.derive.algebra.letters import AtStart, entry_of
from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.algebra.words import Element
from sslcheck.derive.condition import AllTimes, AnyOf, BoundedBelow, Condition, Positive, with_lets
from sslcheck.derive.decay import Decay, linear_law
from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.existence import exist_for_all_times
from sslcheck.derive.expr import (
    At,
    Dot,
    Exp,
    Expr,
    Ident,
    Kron,
    Num,
    Prod,
    Relation,
    SquaredNorm,
    Sum,
    Sym,
    Trace,
    Transpose,
    Vec,
    difference,
    negative,
)
from sslcheck.derive.finding import Check, Finding, ProofStep, argued_step, identity_step
from sslcheck.derive.kinds.kind import Case, Kind
from sslcheck.derive.kinds.linear import Linear
from sslcheck.derive.kinds.lyapunov import solve_lyapunov
from sslcheck.derive.kinds.nothing import special_flows
from sslcheck.derive.linear_solve import multiple
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.quadratic import Form, Key, read_form
from sslcheck.derive.reason import Reason, joined, reason
from sslcheck.derive.setting import Setting

__all__ = ["Vanishes"]

_ORDER = 2
_DRIVE = Fraction(16)
_ZERO = Num(Fraction(0))
_BOUND = "a bound for all times, not an equation at a point"


class Vanishes(Kind, frozen=True, kw_only=True, tag="vanishes"):
    """On each trajectory time goes to infinity, and the quantity tends to its limit.

    The limit is constant in time. A linear law is derived for what is left of the quantity; it
    decays where the law's rate (a number, or the smallest eigenvalue of a matrix) is bounded below
    by a positive constant, or by a power of the time. Solutions that may not exist for all times
    are excepted by a condition. With ``unknown`` and ``basis`` a Lyapunov law is sought by name.
    """

    unknown: str = ""
    basis: tuple[str, ...] = ()

    names = ("unknown", "basis")
    signs = ("->",)
    reads = "`G \\to L` with a limit that is constant in time"
    holds = "along"

    def decide(self, case: Case) -> Finding:
        """The derivative of the rest G is ``-r G``, ``-(K G + G K)`` or ``-H vec(G)``.

        Where it is none of them, the claim may be false of a special flow that has such a law.
        """
        case = _with_gaps(case)
        finding = self._by_law(case)
        if finding is not None:
            return finding
        for names, special in special_flows(case, _gap_names(case)):
            found = self._by_law(special)
            lasts = not _times(special.normal, special.normal.element(case.relation.lhs))
            if found is not None and found.holds is False and lasts:
                zeros = [reason(Relation(Sym(name), "=", _ZERO)) for name in names]
                why = reason("with ", joined(zeros, ", "), ": ", found.why)
                return replace(found, why=why, conditions=(), sufficient=False, complete=False)
        return Finding(None, (), (), reason("no linear law for this quantity was found"))

    def _by_law(self, case: Case) -> Finding | None:
        normal, setting, relation = case.normal, case.setting, case.relation
        if not normal.rate(normal.element(relation.rhs)).is_zero():
            raise ArticleError(
                f"claim `{case.claim.id}`: the limit `{case.claim.statement.source.strip()}` moves;"
                " a claim of kind `vanishes` needs one that is constant in time"
            )
        limit = normal.element(relation.rhs)
        quantity = relation.lhs if limit.is_zero() else difference(relation.lhs, relation.rhs)
        element = normal.element(quantity)
        rate = normal.rate(element)
        nothing = Check(Relation(quantity, "=", _ZERO), setting)
        if rate.is_zero():
            constant = identity_step(
                Relation(Dot(quantity), "=", _ZERO), "it does not move", setting
            )
            if not normal.finished(element).is_zero():
                return Finding(False, (nothing,), (constant,), reason("it is constant"))
            return Finding(True, (nothing,), (constant,), conditions=_times(normal, element))
        law = _law(case, quantity, element, rate, self)
        return None if law is None else _decided(case, law)


@dataclass(frozen=True, slots=True)
class _Law:
    """``dG/dt = -rate G`` in one of its forms; ``rate`` is what must be bounded below."""

    quantity: Expr
    form: Form
    rate: Expr
    steps: tuple[ProofStep, ...]
    size: Relation | None = None
    name: Sym | None = None

    @property
    def scalar(self) -> bool:
        """Whether the rate is a number."""
        return not self.form.spaces


def _law(
    case: Case, quantity: Expr, element: Element, rate: Element, claim: Vanishes
) -> _Law | None:
    normal, setting = case.normal, case.setting
    factor = multiple(rate, element)
    if factor is not None:
        number = Form(normal, normal.alphabet, (), {((),): -factor})
        decay = normal.expr(normal.alphabet.scalar(-factor))
        moved = Relation(Dot(quantity), "=", negative(Prod((decay, quantity))))
        return _Law(
            quantity, number, decay, (identity_step(moved, "product rule along the flow", setting),)
        )
    if claim.unknown:
        found = _lyapunov(case, quantity, claim)
        if found is not None:
            return found
    form = linear_law(normal, element, rate)
    if form is None:
        return None
    own = _inner(form)
    stacked = Vec(quantity)
    if own is not None:
        shown = read_form(normal, own)
        size = _lyapunov_size(quantity, own)
        whole = own if shown.is_symmetric else Sum((own, Transpose(own)))
        moved = Relation(
            Dot(quantity),
            "=",
            negative(Sum((Prod((own, quantity)), Prod((quantity, Transpose(own)))))),
        )
        step = identity_step(moved, "product rule along the flow", setting)
    else:
        value = form.expr
        whole = value if form.is_symmetric else Sum((value, Transpose(value)))
        moved = Relation(Vec(Dot(quantity)), "=", negative(Prod((value, stacked))))
        step = identity_step(moved, "the flow in Kronecker form", setting)
        product = Prod((Num(Fraction(2)), Transpose(stacked), value, stacked))
        size = Relation(Dot(SquaredNorm(quantity)), "=", negative(product))
    return _Law(quantity, form, whole, (step,), size)


def _lyapunov(case: Case, quantity: Expr, claim: Vanishes) -> _Law | None:
    """The law ``-(K G + G K)`` with a K of the claim's own basis."""
    normal, matrix = case.normal, Sym(claim.unknown)
    moved = Relation(
        Dot(quantity), "=", negative(Sum((Prod((matrix, quantity)), Prod((quantity, matrix)))))
    )
    found = solve_lyapunov(normal, moved, claim.unknown, claim.basis)
    if found is None:
        return None
    inner = read_form(normal, found.value)
    (space,) = inner.spaces
    terms: dict[Key, Ratio] = {((), word): c for (word,), c in inner.terms.items()}
    mirrored: dict[Key, Ratio] = {(inner.mirror((w,))[0], ()): c for (w,), c in inner.terms.items()}
    zero = Form(normal, inner.alphabet, (space, space), {})
    form = replace(zero, terms=terms) + replace(zero, terms=mirrored)
    size = _lyapunov_size(quantity, matrix)
    whole: Expr = matrix if inner.is_symmetric else Sum((matrix, Transpose(matrix)))
    return _Law(quantity, form, whole, found.steps, size, matrix)


def _lyapunov_size(quantity: Expr, matrix: Expr) -> Relation:
    inner = Sum(
        (
            Trace(Prod((Transpose(quantity), matrix, quantity))),
            Trace(Prod((quantity, matrix, Transpose(quantity)))),
        )
    )
    return Relation(Dot(SquaredNorm(quantity)), "=", negative(Prod((Num(Fraction(2)), inner))))


def _inner(form: Form) -> Expr | None:
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


def _decided(case: Case, law: _Law) -> Finding:
    normal, setting = law.form.normal, case.setting
    gaps = _gap_letters(case)
    decay = Decay(law.form, gaps)
    ways = decay.ways()
    if ways is not None and () in ways:
        return _decays(case, law)
    if _gap_of_law(case, law):
        return _decays(case, law)
    nothing = Relation(law.quantity, "=", _ZERO)
    if decay.never():
        why = reason("its size never falls: minus the symmetric part of its rate is psd")
        why = reason("the rate ", law.rate, " is not positive") if law.scalar else why
        return Finding(False, (Check(nothing, setting),), law.steps, why)
    stalled = decay.stalled()
    if ways:
        at = setting if stalled is None else with_lets(setting, stalled)
        note = _stalls(stalled or {})
        condition: Condition = AnyOf(ways)
        why = _slow(law)
        if len(ways) == 1 == len(ways[0]):
            condition = ways[0][0]
        return _conditional(law, condition, (Check(nothing, at, note=note),), why)
    timed = _timed(normal, law.form)
    if law.scalar and ways is None and not timed:
        sign = Positive(law.rate, _only(law.form))
        edge = Check(nothing, with_lets(setting, stalled or {}), note=_stalls(stalled or {}))
        return _conditional(law, sign, (edge,), _slow(law))
    if law.scalar and "state" in timed:
        return _integrable(case, law)
    if ways is None and stalled is not None and "state" not in timed:
        note, at = _stalls(stalled), with_lets(setting, stalled)
        why = reason("the rate ", law.rate, " need not be positive definite")
        return Finding(False, (Check(nothing, at, note=note),), law.steps, why)
    if not timed:
        return Finding(None, (), law.steps, reason("the sign of the rate ", law.rate, " is open"))
    if isinstance(law.quantity, Sym) and not decay.lasts(frozenset({law.quantity.name})):
        why = reason("the rate ", law.rate, " tends to 0 with ", law.quantity)
        return Finding(None, (), law.steps, why)
    stops: Check | None = None
    if ways is not None and stalled is not None:
        stops = Check(nothing, with_lets(setting, stalled), note=_stalls(stalled))
    return _bounded_below(case, law, stops)


def _stalls(values: Mapping[str, Expr]) -> Reason:
    """A note on values at which the size of the quantity never falls."""
    shown = [reason(Relation(Sym(name), "=", value)) for name, value in values.items()]
    return reason("with ", joined(shown, ", "), " its size never falls") if shown else ()


def _slow(law: _Law) -> Reason:
    if not law.scalar:
        return reason("the decay rate may be 0")
    return reason("it decays like ", _exponential(law), ", which needs a positive rate")


def _exponential(law: _Law) -> Expr:
    factors = law.rate.factors if isinstance(law.rate, Prod) else (law.rate,)
    return Exp(negative(Prod((*factors, Sym("t")))))


def _only(form: Form) -> tuple[str, ...]:
    """The symbol that the rate is, where it is one."""
    letters = form.letters()
    (coeff,) = form.terms.values()
    alone = len(letters) == 1 and coeff.num == form.normal.scalars.letter(min(letters)).num
    return tuple(letters) if alone and coeff.den == 1 else ()


def _decays(case: Case, law: _Law) -> Finding:
    steps = (*law.steps, *_gronwall(case, law))
    check = _law_check(case, law)
    remarks = () if law.scalar else (reason("bound: ", _bound(law)),)
    given = _times(law.form.normal, law.form.normal.element(law.quantity), law.form)
    return Finding(True, (check,), steps, remarks=remarks, conditions=given)


def _law_check(case: Case, law: _Law) -> Check:
    relation = law.size
    if relation is None or law.name is not None:
        first = next(s.check for s in law.steps if s.check is not None)
        return replace(first, order=_ORDER) if law.scalar else first
    return Check(relation, case.setting, _ORDER)


def _gronwall(case: Case, law: _Law) -> tuple[ProofStep, ...]:
    if law.scalar:
        solved = Relation(law.quantity, "=", Prod((_exponential(law), At(law.quantity))))
        timed = _timed(law.form.normal, law.form) or "t" in law.form.letters()
        if timed:
            return (argued_step(_bound(law), "Grönwall's inequality", _BOUND),)
        return (argued_step(solved, "the solution of this equation", _BOUND),)
    bound = argued_step(_bound(law), "Rayleigh quotient, then Grönwall's inequality", _BOUND)
    if law.name is not None or law.size is None:
        return (bound,)
    return (identity_step(law.size, "the squared norm along the flow", case.setting), bound)


def _bound(law: _Law) -> Relation:
    """The squared norm falls at least at a rate: by Grönwall it falls exponentially."""
    size = SquaredNorm(law.quantity)
    rate = "\\kappa_0" if law.name is not None else "\\lambda_0"
    number = Num(Fraction(4 if law.name is not None else 2))
    return Relation(Dot(size), "<=", negative(Prod((number, Sym(rate), size))))


def _conditional(
    law: _Law, condition: Condition, checks: tuple[Check, ...], why: Reason
) -> Finding:
    given = _times(law.form.normal, law.form.normal.element(law.quantity), law.form)
    return Finding(
        False,
        checks,
        law.steps,
        why,
        (condition, *given),
        sufficient=True,
        complete=False,
    )


def _bounded_below(case: Case, law: _Law, stops: Check | None) -> Finding:
    """An asymptotic statement: it holds where the rate is bounded below.

    What is not so is shown by a rate that stops everything, or by a point of growth.
    """
    driven, with_what = _driven(case.setting)
    size = Relation(Dot(SquaredNorm(law.quantity)), "<=", _ZERO)
    note = reason("it grows here", with_what, ": its squared norm has a positive derivative")
    check = stops or Check(size, driven, note=note)
    if law.scalar:
        condition = BoundedBelow(law.rate, "κ₀", scalar=True)
        check = stops or Check(Relation(law.quantity, "=", _ZERO), case.setting)
        why = reason("its rate ", law.rate, " may tend to 0")
        return _conditional(law, condition, (check,), why)
    if law.name is None:
        condition = BoundedBelow(law.rate, "λ₀")
        return _conditional(law, condition, (check,), reason("the decay rate may be 0"))
    value = next(step for step in law.steps if step.check is None)
    why = reason("an asymptotic statement: it decays where ", value.states, " is bounded below")
    found = _conditional(law, BoundedBelow(law.rate, "κ₀"), (check,), why)
    return replace(found, steps=(*found.steps, *_gronwall(case, law)))


def _integrable(case: Case, law: _Law) -> Finding:
    """A number as rate that moves: where it decays itself, its integral is finite."""
    normal, setting = law.form.normal, case.setting
    (rate,) = law.form.terms.values()
    moved = normal.scalar_rate(rate)
    ratio = (-moved / rate).cancelled()
    own = Decay(Form(normal, normal.alphabet, (), {((),): ratio}))
    ways = own.ways()
    shown = law.rate
    if ways is not None and () in ways:
        decay = normal.expr(normal.alphabet.scalar(ratio))
        relation = Relation(Dot(shown), "=", negative(Prod((decay, shown))))
        step = identity_step(relation, "the rate decays itself", setting)
        why = reason("its rate ", shown, " tends to 0 so fast that it has a finite integral")
        nothing = Check(Relation(law.quantity, "=", _ZERO), setting)
        return Finding(False, (nothing,), (*law.steps, step), why)
    why = reason("the rate ", shown, " moves, and is not known to stay away from 0")
    return Finding(None, (), law.steps, why)


def _timed(normal: NormalForm, form: Form) -> frozenset[str]:
    """The roles of the letters of a law that are not constant in time."""
    symbols = normal.setting.symbols
    letters = {entry_of(name) for name in form.letters()} - {"t"}
    roles = {
        symbols[name].role if name in symbols else "function"
        for name in letters
        if not isinstance(name, AtStart)
    }
    return frozenset(roles & {"state", "function"})


def _driven(setting: Setting) -> tuple[Setting, Reason]:
    """Free scalar functions of time at a large constant value, where a bound is most strained."""
    names = [
        name
        for name, symbol in setting.symbols.items()
        if symbol.role == "function" and symbol.scalar and name not in setting.lets
    ]
    driven = [reason(", with ", Relation(Sym(name), "=", Num(_DRIVE))) for name in names]
    return with_lets(setting, {name: Num(_DRIVE) for name in names}), joined(driven, "")


def _times(normal: NormalForm, element: Element, law: Form | None = None) -> tuple[Condition, ...]:
    """That solutions exist for all times, where that is not shown of the states that matter."""
    states = {n for n in normal.setting.flow if n in _names(element)}
    alone = len(states) == 1 and _moves_alone(element, min(states))
    bounded = frozenset(states) if alone else frozenset[str]()
    about = frozenset(states) | (law.letters() if law is not None else frozenset())
    about = frozenset(entry_of(name) for name in about)
    return () if exist_for_all_times(normal, about, bounded) else (AllTimes(),)


def _names(element: Element) -> frozenset[str]:
    words = {entry_of(name) for name in element.letters()}
    return frozenset(words).union(*(coeff.free() for coeff in element.terms.values()))


def _moves_alone(element: Element, state: str) -> bool:
    """Whether the quantity is a state up to a number and a constant."""
    if element.shape == ("1", "1"):
        return element.terms.keys() == {()} and not element.as_scalar().diff(state).free()
    words = [word for word in element.terms if (state, False) in word or (state, True) in word]
    in_scalars = any(state in coeff.free() for coeff in element.terms.values())
    return all(len(word) == 1 for word in words) and not in_scalars


# -- gaps ---------------------------------------------------------------------------------------


def _gap_names(case: Case) -> list[str]:
    article = case.derivation.article
    names = case.derivation.hypotheses(case.claim.hypotheses, case.claim.flow)
    return [article.hypotheses[name].gap for name in names if article.hypotheses[name].gap]


def _gap_letters(case: Case) -> frozenset[str]:
    """Symmetric letters whose smallest eigenvalue a hypothesis bounds below."""
    setting = case.setting
    return frozenset(
        name
        for name in _gap_names(case)
        if setting.symbols[name].properties & {"symmetric", "psd"}
        and not {name} & {*setting.lets, *setting.definitions}
    )


def _with_gaps(case: Case) -> Case:
    """A matrix with a gap is psd."""
    letters = _gap_letters(case)
    symbols = case.setting.symbols
    marked = {
        n: replace(symbols[n], properties=symbols[n].properties | {"psd"})
        for n in letters
        if "psd" not in symbols[n].properties
    }
    if not marked:
        return case
    return replace(case, setting=replace(case.setting, symbols={**symbols, **marked}))


def _gap_of_law(case: Case, law: _Law) -> bool:
    """Whether a hypothesis bounds below the very matrix of the law."""
    if law.scalar or not law.form.is_symmetric:
        return False
    for name in _gap_names(case):
        value = _gap_value(case, law, name)
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


def _gap_value(case: Case, law: _Law, name: str) -> Expr | None:
    """What a gap is about: a letter with a value, or the matrix of a linear flow of the article."""
    if name in case.setting.lets or name in case.setting.definitions:
        return Sym(name)
    for claim in case.derivation.article.claims:
        form = claim.form
        if not isinstance(form, Linear) or form.matrix != name or claim.refused:
            continue
        state, factor, _ = form.parts(claim, claim.statement.relations[0])
        if Sym(state) == law.quantity and factor < 0:
            return Prod((Num(-factor), form.derived(case, claim)))
    return None
