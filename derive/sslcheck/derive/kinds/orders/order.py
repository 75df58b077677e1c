"""What `definite` and `inequality` share: one side is at least the other, by sums of squares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import chain, combinations

from sslcheck.derive import expr as e
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import AtStart, Letter, OfMatrix
from sslcheck.derive.algebra.linear_solve import solve_linear
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.kinds.orders.edges import edges, stops
from sslcheck.derive.kinds.orders.homogeneous import homogeneous
from sslcheck.derive.kinds.orders.plainly import plainly_nonnegative
from sslcheck.derive.kinds.residuals.divisors import divided, nonzero
from sslcheck.derive.kinds.residuals.summands import termwise
from sslcheck.derive.kinds.residuals.told import Told, implied
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.signs.bounds import Bounds
from sslcheck.derive.signs.definiteness import SumOfSquares, signs_of, sum_of_squares
from sslcheck.derive.signs.minors import Product, with_minors
from sslcheck.derive.signs.numbers import as_products, shown_numbers
from sslcheck.derive.signs.quadratic import Form, read_forms
from sslcheck.derive.signs.scalar import Signs, minimal
from sslcheck.derive.text.reason import Reason, joined, of_error, reason, written
from sslcheck.derive.traverse import walk, within
from sslcheck.derive.verdicts.condition import AnyOf, Condition
from sslcheck.derive.verdicts.finding import Check, Finding, ProofStep, argued_step, identity_step

__all__ = ["by_combination", "by_rates", "order_finding"]

_FLIPPED = {"<=": ">=", "<": ">"}
_ITSELF = "an inequality, with which the claim itself is evaluated"


def order_finding(
    normal: NormalForm,
    relation: e.Relation,
    setting: Setting,
    before: tuple[ProofStep, ...] = (),
    squares_alone: bool = False,
) -> Finding:
    """``lhs - rhs`` as a weighted sum of squares: it is then not negative, or psd.

    It is positive (definite) if one of the squares is so; the squares say under which extra
    conditions there is one. What is not shown is refuted by an exact point, or left open. What the
    sides divide by is not to be 0. With ``squares_alone`` nothing else is tried.
    """
    found = _as_supposed(normal, relation, setting, before, squares_alone)
    found = found or _by_squares(normal, relation, setting, before, squares_alone)
    if found.holds is None and not found.conditions:
        found = _by_terms(normal, relation, setting, before) or found
    divided = nonzero(normal, (relation.lhs, relation.rhs)) if found.holds else ()
    return replace(found, conditions=(*found.conditions, *divided)) if divided else found


def _by_terms(
    normal: NormalForm, relation: e.Relation, setting: Setting, before: tuple[ProofStep, ...]
) -> Finding | None:
    """A sum over an index by its summands: there is one at least."""
    inside = termwise(relation, setting.symbols, setting.indices)
    if inside is None:
        return None
    found = _by_squares(normal, inside, setting, (), squares_alone=False)
    if not found.holds or found.conditions:
        return None
    said = argued_step(reason(relation), "so for each summand", _ITSELF)
    return replace(found, checks=(Check(relation, setting),), steps=(*before, *found.steps, said))


def _as_supposed(
    normal: NormalForm,
    relation: e.Relation,
    setting: Setting,
    before: tuple[ProofStep, ...],
    squares_alone: bool,
) -> Finding | None:
    """The difference as equations that are supposed let it be written, if that is seen at once."""
    if not setting.relations:
        return None
    gap = e.difference(relation.lhs, relation.rhs)
    try:
        whole = normal.finished(normal.whole(gap))
        ways = [(normal, element, True) for element in normal.rewritten(whole)]
        freely = NormalForm(replace(setting, relations=()), normal.scalars)
        ways += [(freely, element, squares_alone) for element in homogeneous(normal, whole)]
    except Unsupported:
        return None
    for by, element, alone in ways:
        nothing = e.ZERO if element.shape == ("1", "1") else e.zeros(element.shape[0])
        written = e.Relation(normal.expr(element), relation.op, nothing)
        found = _by_squares(by, written, by.setting, (), squares_alone=alone)
        if found.holds and not found.conditions:
            why = "by the equations that are supposed"
            step = identity_step(e.Relation(gap, "=", written.lhs), why, setting)
            check = Check(relation, setting)
            return replace(found, checks=(check,), steps=(*before, step, *found.steps))
    return None


def _by_squares(
    normal: NormalForm,
    relation: e.Relation,
    setting: Setting,
    before: tuple[ProofStep, ...],
    squares_alone: bool,
) -> Finding:
    check = Check(relation, setting)
    stated = relation
    if relation.op in _FLIPPED:
        stated = e.Relation(relation.rhs, _FLIPPED[relation.op], relation.lhs)
    gap = e.difference(stated.lhs, stated.rhs)
    strict = stated.op in ("pd", ">")
    if stated.op == ">=" and plainly_nonnegative(normal, gap):
        said = "squares, and sums and products of what is not negative"
        last = argued_step(stated, said, "an inequality, with which the claim itself is evaluated")
        return Finding(True, (check,), (*before, last))
    try:
        form, *others = _symmetric(normal, gap)
    except Unsupported as error:
        return Finding(None, (check,), before, of_error(error), decisive=True)
    if not form.is_symmetric:
        why = reason(gap, " is not symmetric")
        # of a state at the start nothing is known here that is declared of it, and what is supposed
        # there may last
        told = any(isinstance(n, (AtStart, OfMatrix)) for n in form.letters())
        whole = not told
        mirrored = e.Relation(e.Transpose(gap), "=", gap)
        return Finding(False, (Check(mirrored, setting),), before, why, complete=whole)
    moved = not form.spaces and not strict and any(isinstance(part, e.Dot) for part in walk(gap))
    if moved and (lost := by_rates(normal, gap, check)):
        return replace(lost, steps=(*before, *lost.steps))
    try:
        squares = _first_squares((form, *others))
    except Unsupported as error:
        if squares_alone:
            found = None
        elif len(form.spaces) == 1:
            found = _by_vector(normal, form, gap, strict, check)
        else:
            found = None if form.spaces or strict or moved else by_rates(normal, gap, check)
            if found is None and not form.spaces:
                found = _by_signs(normal, form, gap, strict, check)
        return found or Finding(None, (check,), before, of_error(error), decisive=True)
    steps = (*before, *_steps(form, squares.shown, gap, setting))
    ways = squares.ways() if strict else ((),)
    if strict and setting.relations:
        known_to = Told(normal)
        ways = tuple(tuple(one for one in way if not known_to.says(one)) for way in ways)
    if () in ways:
        return Finding(True, (check,), steps)
    moving = divided(normal, setting.flow.values())  # is 0 on no trajectory
    known: dict[Condition, Condition]
    known = {condition: given for given in moving for condition in implied(given.value)}
    if met := next((way for way in ways if known.keys() >= {*way}), ()):
        return Finding(True, (check,), steps, given=tuple({known[one]: None for one in met}))
    ways = minimal(tuple(one for one in way if one not in known) for way in ways)
    if not form.spaces and (found := _by_signs(normal, form, gap, strict, check)):
        return found
    matrix = stated.op == "pd" and stated.rhs == e.ZERO
    weak = replace(relation, op={">": ">=", "<": "<=", "pd": "psd"}.get(relation.op, relation.op))
    only = reason("only ", *(["positive semi-definite"] if matrix else [weak]))
    if not ways:
        return Finding(None, (check,), steps, only, decisive=True)
    either = AnyOf(ways)
    needed = argued_step(
        either.said,
        "each of these makes one of the squares, and so the sum, positive"
        + (" definite" if stated.op == "pd" else ""),
        "a condition, with which the claim itself is evaluated",
    )
    return Finding(
        None,
        tuple(
            Check(relation, s, note=_note(stated.op))
            for s in edges(form, setting, ways, squares.squares)
            if not stops(s, moving)
        ),
        (*steps, needed),
        reason(only, " without a further condition"),
        (either,),
        sufficient=True,
        decisive=True,
        then=(check,),
    )


def _symmetric(normal: NormalForm, gap: e.Expr) -> Iterator[Form]:
    """The ways to read it; a matrix that is symmetric for what is known besides is made so."""
    mirrored = e.Relation(
        e.Transpose(gap), "=", gap
    )  # by numbers in its words, as u^T v, or equations
    for form in read_forms(normal, gap):
        if form.is_symmetric or any(not r.is_zero() for r in normal.remainders(mirrored)):
            yield form
        else:
            half = normal.scalars.number(Fraction(1, 2))
            yield replace(form, terms={k: c * half for k, c in (form + form.T).terms.items()})


def _first_squares(forms: Iterable[Form]) -> SumOfSquares:
    """The first that is found to be a sum of squares; raises `Unsupported` if none is."""
    problem: Unsupported | None = None
    for form in forms:
        try:
            return sum_of_squares(form, signs_of(form))
        except Unsupported as error:
            problem = problem or error
    raise problem or Unsupported("nothing to show")


def _by_vector(
    normal: NormalForm, form: Form, gap: e.Expr, strict: bool, check: Check
) -> Finding | None:
    """A symmetric matrix by the number ``xi^T M xi``, for any vector or, if strict, a unit one."""
    name, setting = r"\xi", normal.setting
    while name in setting.symbols:
        name += "'"
    marks = frozenset({"orthonormal"} if strict else ())
    symbols = {**setting.symbols, name: Symbol(name, (form.spaces[0], "1"), marks)}
    beside = NormalForm(replace(setting, symbols=symbols), normal.scalars)
    number = e.Prod((e.Transpose(e.Sym(name)), gap, e.Sym(name)))
    try:
        inner = next(read_forms(beside, number))
    except Unsupported:
        return None
    found = _by_signs(beside, inner, number, strict, replace(check, setting=beside.setting))
    if found is None:
        return None
    why = "so for every vector" if not strict else "so for every vector of length 1"
    said = reason(e.Relation(gap, "pd" if strict else "psd", e.ZERO))
    last = argued_step(said, why, _ITSELF)
    return replace(found, checks=(check,), steps=(*found.steps, last))


def _by_signs(
    normal: NormalForm, form: Form, gap: e.Expr, strict: bool, check: Check
) -> Finding | None:
    """A number by the signs of its factors and letters, products of traces among them."""
    signs = signs_of(form)
    try:
        value = normal.finished(normal.whole(gap)).value()
        whole = Bounds(normal.functions, signs, shown_numbers(form, signs, _products(normal, gap)))
        plain = Bounds(normal.functions, signs)
        minors = ((one, plain.ways(one)) for one in with_minors(form, value))
        tried = chain([(value, whole.ways(value))], minors)
        found = next(((v, w) for v, w in tried if w and (not strict or () in w[0])), None)
    except Unsupported:
        return None
    if found is None:
        return by_combination(normal, form, value, gap, strict, check)
    shown, (_, by) = found
    reached = e.Relation(gap, "=", normal.expr(normal.alphabet.scalar(shown)))
    step = identity_step(reached, "products multiplied out", check.setting)
    op = ">" if strict else ">="
    said = [reason(bound) for bound in dict.fromkeys(bound.said for bound in by)]
    why = (
        "by the signs of its factors, of squares and traces of psd matrices, and of products of"
        " squares less that of the inner product (Cauchy and Schwarz), term by term in sums over"
        " eigenvalues"
    )
    argued = argued_step(
        e.Relation(reached.rhs, op, e.ZERO),
        reason("by ", joined(said, ", "), ", and signs and squares of what is left")
        if said
        else why,
        _ITSELF,
    )
    return Finding(True, (check,), (step, argued))


def by_combination(
    normal: NormalForm, form: Form, value: Ratio, gap: e.Expr, strict: bool, check: Check
) -> Finding | None:
    """A number as a sum of products of what is not negative, by equations that are supposed."""
    try:
        found = as_products(form, value, strict)
    except Unsupported:
        return None
    if found is None:
        return None
    parts, by = found
    shown = [
        e.Prod(tuple(normal.expr(normal.alphabet.scalar(f)) for f in (weight, *factors)))
        for weight, factors in parts
    ]
    total = e.summed(shown)
    why = "by the equations that are supposed"
    step = identity_step(e.Relation(gap, "=", total), why, check.setting)
    bounds: list[Reason | str] = ["by ", joined([*map(reason, by)], ", "), ", and "] if by else []
    argued = argued_step(
        e.Relation(total, ">" if strict else ">=", e.ZERO),
        reason(*bounds, "by signs, no factor is negative"),
        _ITSELF,
    )
    return Finding(True, (check,), (step, argued))


def _products(normal: NormalForm, gap: e.Expr) -> list[Product]:
    """The inner products of matrices of one shape whose norms stand in an expression."""
    setting = normal.setting
    norms: dict[Letter, Element] = {}
    for part in within((gap,), setting.lets, setting.definitions):
        match part:
            case e.Power(base=e.SquaredNorm(arg=arg), exponent=exponent) if exponent == Fraction(
                1, 2
            ):
                value = normal.finished(normal.whole(part)).value().cancelled()
                (letter, *more) = value.ordered() or (None,)
                if letter is not None and not more:
                    scale = (value / value.scalars.letter(letter)).cancelled()
                    if not scale.free() and normal.functions.sign(scale) == 1:
                        made = normal.finished(normal.whole(arg))
                        norms[letter] = made.scaled(scale.scalars.one / scale)
    return [
        (one, two, (norms[one].T * norms[two]).trace().value())
        for one, two in combinations(norms, 2)
        if norms[one].shape == norms[two].shape
    ]


def by_rates(normal: NormalForm, gap: e.Expr, check: Check) -> Finding | None:
    """A number as a sum of squares of the states' rates, as what a gradient flow loses is."""
    symbols = normal.setting.symbols
    squares: list[e.Expr] = []
    for name in normal.setting.flow:
        rate = e.Dot(e.Sym(name))
        squares.append(e.Power(rate, Fraction(2)) if symbols[name].scalar else e.SquaredNorm(rate))
    try:
        target = normal.finished(normal.whole(gap))
        columns = [normal.finished(normal.whole(square)) for square in squares]
        weights = solve_linear(target, columns)
        if (
            weights is None
            and squares
            and normal.holds(e.Relation(gap, "=", e.Sum(tuple(squares))))
        ):
            weights = [normal.scalars.number(1)] * len(squares)  # entrywise products move
    except Unsupported:
        return None
    signs = Signs(normal.functions)
    if weights is None or not all(map(signs.known_nonnegative, weights)):
        return None
    terms = [
        e.Prod((normal.expr(normal.alphabet.scalar(weight)), square))
        for weight, square in zip(weights, squares, strict=True)
        if not weight.is_zero()
    ]
    if not terms:
        return None
    whole = e.summed(terms)
    why = "the flow inserted on both sides: a sum of squares of rates, with weights not negative"
    return Finding(
        True, (check,), (identity_step(e.Relation(gap, "=", whole), why, check.setting),)
    )


def _note(op: str) -> Reason:
    return reason("it is singular here" if op == "pd" else "it is 0 here")


def _steps(form: Form, certificate: e.Expr, gap: e.Expr, setting: Setting) -> tuple[ProofStep, ...]:
    completed = identity_step(
        e.Relation(gap, "=", certificate),
        written("squares completed: a sum of $LᵀPL$ with weights, $P$ and weights not negative"),
        setting,
    )
    if not form.spaces:
        return (completed,)
    mirrored = identity_step(e.Relation(e.Transpose(gap), "=", gap), "it is symmetric", setting)
    return (completed, mirrored)
