"""What is 0 wherever some equations hold: by cofactors, squares, a definite factor, or a basis."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import Letter, TraceOf, Unnamed
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.calculus.relations import Relations
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import ZERO, Expr, Num, Prod, Relation, Sum, Sym, Trace, Transpose, Vec
from sslcheck.derive.kinds.limits.decay import linear_law
from sslcheck.derive.kinds.residuals.multiples import Multiple, combined
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting
from sslcheck.derive.signs.definiteness import signs_of, sum_of_squares
from sslcheck.derive.signs.quadratic import form_of
from sslcheck.derive.signs.scalar import Signs
from sslcheck.derive.verdicts.condition import Nonzero
from sslcheck.derive.verdicts.finding import ProofStep, argued_step, identity_step

__all__ = ["vanishing"]

_INVERSE, _AWAY = Unnamed("inverse"), Unnamed("away")


def vanishing(
    normal: NormalForm,
    written: Expr,
    target: Element,
    gaps: list[tuple[Expr, Element]],
    there: Setting,
) -> tuple[ProofStep, ...]:
    """The steps by which the target is 0 where the gaps are; none where that is not seen."""
    scalar = target.shape == ("1", "1")
    step = None
    if not scalar or any(gap.shape != ("1", "1") for _, gap in gaps):
        step = _combined(normal, written, target, gaps, there)
    if step is None:
        number = target if scalar else (target.T * target).trace()
        step = _nowhere_else(normal, number, [gap for _, gap in gaps])
    return _regular(normal, written, target, gaps, there) if step is None else (step,)


def _regular(
    normal: NormalForm,
    written: Expr,
    target: Element,
    gaps: list[tuple[Expr, Element]],
    there: Setting,
) -> tuple[ProofStep, ...]:
    """A gap is a definite matrix times the target, which is then 0 with it."""
    for shown, gap in gaps:
        law = linear_law(normal, target, gap)
        for form in (law, -law) if law is not None else ():
            try:
                squares = sum_of_squares(form + form.T, Signs(normal.functions))
            except Unsupported:
                continue
            if () not in squares.ways():
                continue
            sign = Fraction(-1 if form is law else 1)
            moved = Prod((Num(sign), form.expr, Vec(written)))
            step = identity_step(
                Relation(Vec(shown), "=", moved),
                "what is 0 there, as a matrix times the difference",
                replace(there, relations=()),
            )
            whole = Sum((form.expr, Transpose(form.expr)))
            return (
                step,
                identity_step(
                    Relation(whole, "pd", ZERO), "a sum of squares", replace(there, relations=())
                ),
                argued_step(
                    Relation(written, "=", ZERO),
                    "that matrix has no kernel: its symmetric part is positive definite",
                    "a consequence, with which the claim itself is evaluated",
                ),
            )
    return ()


def _combined(
    normal: NormalForm,
    written: Expr,
    target: Element,
    gaps: list[tuple[Expr, Element]],
    there: Setting,
) -> ProofStep | None:
    """The target, or a square of it, as a sum of multiples of what vanishes."""
    inside = frozenset[Letter]().union(*(gap.letters() for _, gap in gaps))
    for shown, goal, squares in _goals(normal, written, target, inside):
        total = combined(normal, goal, gaps, squares)
        if total is not None:
            why = "a combination of the equations, each of which is 0 there"
            if shown is not written:
                why = "what is 0 there, less squares: a sum of squares is 0, so each of them is"
            there = replace(there, relations=())
            return identity_step(Relation(shown, "=", total), why, there)
    return None


def _goals(
    normal: NormalForm, written: Expr, target: Element, inside: frozenset[Letter]
) -> Iterator[tuple[Expr, Element, list[Multiple]]]:
    """What is to be a combination: the target itself, its squares with other squares allowed.

    Those are with declared psd matrices between, and then with the squares of all that are
    ``inside`` of the equations.
    """
    yield written, target, []
    if target.shape == ("1", "1"):
        return
    setting = normal.setting
    declared = [Sym(n) for n, s in setting.symbols.items() if "psd" in s.properties]
    names = sorted(name for name in setting.symbols if name in inside)
    for left in (True, False):
        first, second = (written, Transpose(written)) if left else (Transpose(written), written)
        square = Prod((first, second))
        space = target.shape[1] if left else target.shape[0]
        inner = target.shape[0 if left else 1] == "1"  # w^T w is a trace
        known = [m for m in declared if setting.space(setting.symbols[m.name].shape[0]) == space]
        made = [m for name in names for m in _grams(setting, name, space)]
        for between in (known, made):
            others = [Prod((first, psd, second)) for psd in between]
            traces: list[Expr] = [Trace(e) for e in others]
            whole: list[tuple[Expr, list[Expr]]] = [] if inner else [(square, [*others])]
            for shown, parts in (*whole, (Trace(square), traces)):
                goal, *rest = (normal.finished(normal.whole(e)) for e in (shown, *parts))
                yield shown, goal, [Multiple(e, p) for e, p in zip(rest, parts, strict=True)]
        if not inner:
            fourth = Prod((square, square))  # of a symmetric matrix that is 0 with its square
            yield fourth, normal.finished(normal.whole(fourth)), []


def _grams(setting: Setting, name: str, space: str) -> Iterator[Expr]:
    """The squares of a matrix in a space: ``M M^T``, ``M^T M``."""
    rows, columns = map(setting.space, setting.symbols[name].shape)
    if rows == space != "1":
        yield Prod((Sym(name), Transpose(Sym(name))))
    if columns == space != "1":
        yield Prod((Transpose(Sym(name)), Sym(name)))


def _nowhere_else(normal: NormalForm, target: Element, gaps: list[Element]) -> ProofStep | None:
    """Of numbers: no point makes the equations 0 and the target 1 / y (Rabinowitsch).

    Of equations between matrices traces of their multiples count. Where the target is not 0, nor
    are its factors, and so some traces are positive: then ``w^T C w`` is, of a definite C.
    """
    alphabet, scalars = normal.alphabet, normal.scalars
    gaps = [_bare(normal, gap) for gap in gaps]
    one = alphabet.scalar(scalars.number(1))
    away = scalars.letter(_AWAY)
    letters = frozenset().union(*(c.free() for c in target.terms.values()))
    for letter in sorted(letters.union(*(c.free() for e in gaps for c in e.terms.values()))):
        if _is_away(normal, letter, target.value()):
            away = away * scalars.letter(letter)
    inverse = target.scaled(scalars.letter(_INVERSE))
    nowhere = Relations(normal.functions, [*gaps, one - inverse, one - alphabet.scalar(away)])
    if not (Relations(normal.functions, gaps).vanishes(target) or nowhere.vanishes(one)):
        return None
    return argued_step(
        Relation(normal.expr(target), "=", ZERO),
        "no point makes all equations 0 and this not 0 (by a Gröbner basis of them)",
        "a statement about polynomials, not an equation",
    )


def _is_away(normal: NormalForm, letter: Letter, value: Ratio) -> bool:
    """Whether a letter is positive wherever a value is not 0."""
    if isinstance(letter, TraceOf):
        form = form_of(normal, (), {((),): normal.scalars.one}, normal.alphabet)
        ways = signs_of(form).ways(normal.scalars.letter(letter)) or ()
        known = {Nonzero(Sym(n)) for n in normal.setting.symbols if _is_0_with(value, n)}
        return any(known.issuperset(way) for way in ways)
    return letter in normal.setting.symbols and normal.functions.positive(letter)


def _is_0_with(value: Ratio, name: str) -> bool:
    """Whether a number is 0 where a symbol is."""
    made = {n for n in value.free() if isinstance(n, TraceOf) and name in dict(n.word)}
    nothing = value.scalars.number(0)
    return value.numerator.substitute(dict.fromkeys({name, *made}, nothing)).is_zero()


def _bare(normal: NormalForm, gap: Element) -> Element:
    """A number that is to be 0 without its factors that never are."""
    if gap.terms.keys() != {()}:
        return gap
    signs, value = Signs(normal.functions), gap.value().cancelled()
    left = normal.scalars.one
    for factor, _ in value.factors():
        if not (signs.known_positive(factor) or signs.known_positive(-factor)):
            left = left * factor
    return normal.alphabet.scalar(left)
