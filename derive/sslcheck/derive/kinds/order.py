"""What `definite` and `inequality` share: one side is at least the other, by sums of squares."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from sslcheck.derive.condition import AnyOf, Condition, Definite, Nonzero, Positive, with_lets
from sslcheck.derive.definiteness import sum_of_squares
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import (
    ZERO,
    Expr,
    Ident,
    Num,
    Prod,
    Relation,
    Sym,
    Transpose,
    difference,
    zeros,
)
from sslcheck.derive.finding import Check, Finding, ProofStep, argued_step, identity_step
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.quadratic import Form, Key, read_form
from sslcheck.derive.reason import Reason, of_error, reason, written
from sslcheck.derive.setting import Setting
from sslcheck.derive.signs import Signs, Way
from sslcheck.derive.squares import Square

__all__ = ["order_finding"]

_FLIPPED = {"<=": ">=", "<": ">"}
_NEVER_ZERO = {"orthonormal", "invertible"}


def order_finding(
    normal: NormalForm, relation: Relation, setting: Setting, before: tuple[ProofStep, ...] = ()
) -> Finding:
    """``lhs - rhs`` as a weighted sum of squares: it is then not negative, or psd.

    It is positive (definite) if one of the squares is so; the squares say under which extra
    conditions there is one. What is not shown is refuted by an exact point, or left open.
    """
    check = Check(relation, setting)
    stated = relation
    if relation.op in _FLIPPED:
        stated = Relation(relation.rhs, _FLIPPED[relation.op], relation.lhs)
    gap = stated.lhs if stated.rhs == ZERO else difference(stated.lhs, stated.rhs)
    try:
        form = read_form(normal, gap)
    except Unsupported as error:
        return Finding(None, (check,), before, of_error(error), decisive=True)
    if not form.is_symmetric:
        mirrored = Relation(Transpose(gap), "=", gap)
        why = reason(gap, " is not symmetric")
        return Finding(False, (Check(mirrored, setting),), before, why)
    signs = Signs(normal.functions)
    try:
        squares = sum_of_squares(form, signs)
    except Unsupported as error:
        return Finding(None, (check,), before, of_error(error), decisive=True)
    steps = (*before, *_steps(form, squares.shown, gap, setting))
    strict = stated.op in ("pd", ">")
    ways = squares.ways() if strict else ((),)
    if () in ways:
        return Finding(True, (check,), steps)
    only = "positive semi-definite" if stated.op == "pd" else "not negative"
    if not ways:
        return Finding(None, (check,), steps, reason(f"only {only}"), decisive=True)
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
            for s in _edges(form, setting, ways, squares.squares)
        ),
        (*steps, needed),
        reason(f"only {only} without a further condition"),
        (either,),
        sufficient=True,
        decisive=True,
        firm=(_firm(relation, setting, ways),),
    )


def _note(op: str) -> Reason:
    return reason("it is singular here" if op == "pd" else "it is 0 here")


def _steps(form: Form, certificate: Expr, gap: Expr, setting: Setting) -> tuple[ProofStep, ...]:
    completed = identity_step(
        Relation(gap, "=", certificate),
        written("squares completed: a sum of $LᵀPL$ with weights, $P$ and weights not negative"),
        setting,
    )
    if not form.spaces:
        return (completed,)
    mirrored = identity_step(Relation(Transpose(gap), "=", gap), "it is symmetric", setting)
    return (completed, mirrored)


def _edges(
    form: Form, setting: Setting, ways: tuple[Way, ...], squares: tuple[Square[Key], ...]
) -> list[Setting]:
    """Where all ways fail: what may vanish does, with the identity where it does not matter."""
    alone = {need for way in ways if len(way) == 1 for need in way}
    symbols = setting.symbols
    free = [n for n in form.letters() if n in symbols and n not in setting.lets]
    psd = [n for n in free if "psd" in symbols[n].properties]
    tight: dict[str, Expr] = {
        n: Ident(symbols[n].shape[0])
        for n in psd
        if any(Definite(Sym(n)) in way for way in ways) and Definite(Sym(n)) not in alone
    }
    vanishing: dict[str, Expr] = {}
    for name in free:
        symbol = symbols[name]
        if symbol.scalar:
            if symbol.sign != "positive":
                vanishing[name] = ZERO
        elif symbol.shape[0] == symbol.shape[1] and not symbol.properties & _NEVER_ZERO:
            vanishing[name] = zeros(symbol.shape[0])
    singular = {**vanishing, **{k: v for s in squares for k, v in _kernel(s, setting).items()}}
    return [with_lets(setting, lets) for lets in (tight, {}, vanishing, singular)]


def _kernel(square: Square[Key], setting: Setting) -> dict[str, Expr]:
    """The value of a letter at which ``letter + number`` is 0."""
    words = {
        tuple(letter for word in half for letter in word): c for half, c in square.root.items()
    }
    shift = words.pop((), None)
    if shift is None or len(words) != 1 or shift.free():
        return {}
    (((name, _), *more),) = words
    if more or name not in setting.symbols or "psd" in setting.symbols[name].properties:
        return {}
    number = next(iter(shift.num.values())) / next(iter(shift.den.values()))
    value = Num(-Fraction(int(number.numerator), int(number.denominator)))
    return {name: Prod((value, Ident(setting.symbols[name].shape[0])))}


def _firm(relation: Relation, setting: Setting, ways: tuple[Way, ...]) -> Check:
    """The claim where one of the ways holds, for generic points have definite moments already.

    Where no way is one that a setting can grant, what is left is that nothing is negative.
    """
    if not any(all(map(_granted, way)) for way in ways):
        weak = {"pd": "psd", ">": ">=", "<": "<="}[relation.op]
        return Check(Relation(relation.lhs, weak, relation.rhs), setting)
    symbols = {
        n: replace(s, sign="positive") if s.sign == "nonnegative" else s
        for n, s in setting.symbols.items()
    }
    return Check(relation, replace(setting, symbols=symbols))


def _granted(condition: Condition) -> bool:
    """Whether generic points of positive scalars satisfy a condition."""
    match condition:
        case Positive(symbols=symbols):
            return bool(symbols)
        case Nonzero(value=value):
            return isinstance(value, Sym)
    return isinstance(condition, Definite)
