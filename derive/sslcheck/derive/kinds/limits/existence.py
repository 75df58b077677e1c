"""Whether the solutions of a flow exist for all times, by what its equations say of its size."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import inf
from typing import Any

from sslcheck.derive.algebra import letters as lt
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import ONE, ZERO, Dot, Expr, Power, Prod, Sum, Sym, Trace, Transpose
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.signs.definiteness import SumOfSquares
from sslcheck.derive.signs.quadratic import Form, Key
from sslcheck.derive.signs.scalar import Signs
from sslcheck.derive.signs.splits import form_splits
from sslcheck.derive.signs.squares import Monomial, Square, complete_squares, monomial_splits
from sslcheck.derive.verdicts.condition import AllTimes, Condition

__all__ = [
    "Stage",
    "degree",
    "existence",
    "has_values",
    "made_in",
    "names_in",
    "others_last",
    "stages",
    "states_in",
]


def existence(
    normal: NormalForm,
    element: Element,
    law: Form | None = None,
    bounded: frozenset[str] = frozenset(),
) -> tuple[Condition, ...]:
    """That solutions exist for all times, where that is not shown of the states that matter.

    These are the states in a quantity and in the ``law`` by which it decays; ``bounded`` ones are
    known to be so as long as they exist.
    """
    states = states_in(normal, element)
    alone = len(states) == 1 and _is_up_to_a_constant(element, min(states))
    about = states | lt.closure(law.letters() if law is not None else ())
    shown = all(_has_roots(normal, coeff) for coeff in element.terms.values())
    shown = shown and stages(normal, about, states if alone else bounded) is not None
    return () if shown else (AllTimes(),)


def others_last(normal: NormalForm, element: Element) -> bool:
    """Whether states that a quantity does not need exist for all times, if those that it needs do.

    A trajectory is one of all states of a flow, and ends where any of them does.
    """
    needs: dict[str, frozenset[str]] = {}
    for name in normal.setting.flow:
        try:
            rate = normal.whole(Dot(Sym(name)))
        except Unsupported:
            return False
        needs[name] = names_in(rate) & normal.setting.flow.keys()
    needed = states_in(normal, element)
    needed = needed.union(*(_reach(name, needs) for name in needed))
    others = needs.keys() - needed
    return not others or stages(normal, frozenset(others), needed) is not None


def states_in(normal: NormalForm, element: Element) -> frozenset[str]:
    """The states that move in an element."""
    names = names_in(element)
    return frozenset(n for n in normal.setting.flow if n in names)


def names_in(element: Element) -> frozenset[Any]:
    """The symbols in an element, those on diagonals, under roots and in traces, too."""
    words = (letter for word in element.terms for letter, _ in word)
    return lt.closure(words).union(*(coeff.deep() for coeff in element.terms.values()))


def _is_up_to_a_constant(element: Element, state: str) -> bool:
    """Whether the quantity is a state, up to a number and a constant."""
    if any(state in made_in(coeff) for coeff in element.terms.values()):
        return False
    if any(isinstance(n, lt.OfMatrix) and state in lt.closure((n,)) for n in element.letters()):
        return False
    if element.shape == ("1", "1"):
        return element.terms.keys() == {()} and not element.as_scalar().diff(state).free()
    words = [word for word in element.terms if (state, False) in word or (state, True) in word]
    in_scalars = any(state in coeff.free() for coeff in element.terms.values())
    return all(len(word) == 1 for word in words) and not in_scalars


@dataclass(frozen=True, slots=True)
class Stage:
    """States that do not blow up, given those of earlier stages.

    The derivative of the sum of ``weights`` times their squared norms is at most a multiple of it,
    less twice the ``squares``.
    """

    weights: Mapping[str, Expr]
    squares: Expr


def stages(
    normal: NormalForm, about: frozenset[str], bounded: frozenset[str] = frozenset()
) -> list[Stage] | None:
    """Why the states ``about`` and those that move them exist for all times; None if unknown.

    ``bounded`` are states known to be bounded as long as they exist. The others are taken in
    groups that move each other: a group does not blow up if it moves linearly, given those before
    it, or if the derivative of a weighted sum of its squared norms is at most a multiple of it.
    """
    try:
        moved = {n: normal.whole(Dot(Sym(n))) for n in normal.setting.flow}
    except Unsupported:
        return None
    if not all(has_values(normal, moved[name]) for name in bounded):
        return None
    rates = {name: rate for name, rate in moved.items() if name not in bounded}
    about = about.union(*(names_in(moved[name]) for name in bounded))
    needs = {name: names_in(rate) & rates.keys() for name, rate in rates.items()}
    reached = {name: _reach(name, needs) for name in rates}
    wanted = about.union(*(reached[name] for name in about if name in reached)) & rates.keys()
    groups = {frozenset({m for m in reached[n] if n in reached[m]} | {n}) for n in wanted}
    found: list[Stage] = []
    for group in sorted(groups, key=lambda g: len(reached[min(g)])):
        stage = _stays_finite(normal, rates, group)
        if stage is None:
            return None
        found.append(stage)
    return found


def has_values(normal: NormalForm, rate: Element) -> bool:
    """Whether no divisor of a rate gets to 0 and no radicand below it, wherever the states go."""
    moves, signs = normal.functions.moves, Signs(normal.functions)
    made = [n for n in names_in(rate) if isinstance(n, lt.OfMatrix)]
    if any(moves(n) and not isinstance(n, lt.HadamardOf) for n in made):
        return False
    for coeff in rate.terms.values():
        below = coeff.denominator
        changes = any(map(moves, below.deep()))
        if changes and not any(map(signs.known_positive, (below, -below))):
            return False
        if not _has_roots(normal, coeff):
            return False
    return True


def _has_roots(normal: NormalForm, coeff: Ratio) -> bool:
    """Whether what moves under a root stays nonnegative, and what a logarithm is of positive."""
    moves, signs = normal.functions.moves, Signs(normal.functions)
    for letter in coeff.deep():
        if not isinstance(letter, lt.Of) or not any(map(moves, letter.value.deep())):
            if isinstance(letter, lt.RootOf) and signs.known_positive(-letter.value):
                return False  # such as of -1
            continue
        if not signs.known_positive(letter.value.denominator):
            return False
        if isinstance(letter, lt.RootOf) and not signs.known_nonnegative(letter.value):
            return False
        if isinstance(letter, lt.LogOf) and not signs.known_positive(letter.value):
            return False
    return True


def made_in(coeff: Ratio) -> frozenset[Any]:
    """What the letters of a coefficient are made of that are no symbols."""
    return lt.closure(letter for letter in coeff.free() if not isinstance(letter, str))


def _reach(name: str, needs: Mapping[str, frozenset[str]]) -> frozenset[str]:
    found: set[str] = set()
    pending = [name]
    while pending:
        for other in needs[pending.pop()] - found:
            found.add(other)
            pending.append(other)
    return frozenset(found)


def _stays_finite(
    normal: NormalForm, rates: Mapping[str, Element], group: frozenset[str]
) -> Stage | None:
    if not all(has_values(normal, rates[name]) for name in group):
        return None
    terms = [each for name in group for each in rates[name].terms.items()]
    below = any(group & coeff.denominator.deep() for _, coeff in terms)
    if not below and all(degree(word, coeff, group) <= 1 for word, coeff in terms):
        return Stage(dict.fromkeys(group, ONE), ZERO)
    try:
        if below or any(group & (made_in(coeff) | _inside(word)) for word, coeff in terms):
            return _never_grows(normal, group)
        return _bounded_growth(normal, group)
    except Unsupported:
        return None


def _inside(word: lt.Word) -> frozenset[Any]:
    """What the letters of a word are made of that are no symbols, nor on a diagonal."""
    return lt.closure(name for name, _ in word if not isinstance(name, (str, lt.DiagOf)))


def degree(word: lt.Word, coeff: Ratio, group: frozenset[str]) -> float:
    """The total degree of a term in the states of a group; infinite of other functions of them."""
    names = coeff.scalars.names
    powers = [
        sum(e * _often(names[k], group) for k, e in enumerate(m) if e)
        for m in coeff.num.itermonoms()
    ]
    return sum(_often(name, group) for name, _ in word) + max(powers, default=0)


def _often(letter: lt.Letter, group: frozenset[str]) -> float:
    """How often states of a group are factors of a letter."""
    match letter:
        case lt.AtStart():
            return 0
        case lt.DiagOf(of) | lt.ColumnsOf(of):
            return _often(of, group)
        case lt.TraceOf(word):
            return sum(_often(each, group) for each, _ in word)
        case lt.HadamardOf(words):
            return sum(_often(each, group) for word in words for each, _ in word)
    if isinstance(letter, str):
        return letter in group
    return inf if lt.closure((letter,)) & group else 0


def _count(words: Iterable[lt.Word], group: Collection[str]) -> int:
    """How often states of a group stand in words, on diagonals too."""
    return sum(lt.entry_of(name) in group for word in words for name, _ in word)


def _never_grows(normal: NormalForm, group: frozenset[str]) -> Stage | None:
    """By the signs of its factors no term of the derivative of the size is positive."""
    lost = normal.alphabet.zero(("1", "1"))
    for name in sorted(group):
        state = normal.element(Sym(name))
        lost = lost - (state.T * normal.whole(Dot(Sym(name)))).trace()
    lost = normal.finished(lost)
    if lost.terms.keys() - {()} or not Signs(normal.functions).known_nonnegative(lost.value()):
        return None
    return Stage(dict.fromkeys(group, ONE), normal.expr(lost))


def _bounded_growth(normal: NormalForm, group: frozenset[str]) -> Stage | None:
    """Minus the derivative of the size is a sum of squares, up to multiples of the size."""
    symbols = normal.setting.symbols
    losses: dict[str, Element] = {}
    for name in sorted(group):
        moved = Prod((Transpose(Sym(name)), Dot(Sym(name))))
        losses[name] = -normal.element(moved if symbols[name].scalar else Trace(moved))
    weights = _weights(normal, losses)
    total = normal.alphabet.zero(("1", "1"))
    for name, loss in losses.items():
        total = total + loss.scaled(weights[name])
    signs = Signs(normal.functions)
    shown = {name: normal.expr(normal.alphabet.scalar(weight)) for name, weight in weights.items()}
    squares: list[Square[Key]] | list[Square[Monomial]]
    if all(symbols[name].scalar for name in group):
        names = sorted(group)
        scalars = _scalar_squares(normal, total, names, signs)
        squares, parts = scalars, [_scalar(normal, names, square) for square in scalars]
    elif any(group & coeff.free() for coeff in total.terms.values()):
        return None  # scalars and matrices that move each other
    else:
        form = Form(normal, normal.alphabet, (), {(w,): c for w, c in total.terms.items()})
        squares = _matrix_squares(form, group, signs)
        parts = [SumOfSquares(form, signs, (square,)).shown for square in squares]
    if not all(len(s.root) == 1 or signs.known_positive(s.weight) for s in squares):
        return None
    return Stage(shown, Sum((ZERO, *parts)))


def _scalar(normal: NormalForm, names: Sequence[str], square: Square[Monomial]) -> Expr:
    """``weight middle root^2``, of numbers."""

    def shown(coeff: Ratio, powers: Hashable) -> Expr:
        assert isinstance(powers, tuple)
        raised = (Power(Sym(n), Fraction(e)) for n, e in zip(names, powers, strict=True) if e)
        return Prod((normal.expr(normal.alphabet.scalar(coeff)), *raised))

    root = Sum((ZERO, *(shown(coeff, half) for half, coeff in square.root.items())))
    return Prod((shown(square.weight, square.middle), Power(root, Fraction(2))))


def _weights(normal: NormalForm, losses: Mapping[str, Element]) -> dict[str, Ratio]:
    """Weights with which a gradient flow in another metric loses what its objective gains."""
    one = normal.scalars.one
    weights: dict[str, Ratio] = {}
    signs = Signs(normal.functions)
    for name, loss in losses.items():
        weights[name] = one
        for other in [n for n in weights if n != name]:
            shared = [w for w in loss.terms if w in losses[other].terms and _count([w], {name})]
            shared = [w for w in shared if _count([w], {other})]
            if shared:
                word = max(shared, key=len)
                number = normal.scalars.number
                mine = loss.terms[word] / number(_count([word], {name}))
                theirs = losses[other].terms[word] / number(_count([word], {other}))
                ratio = (weights[other] * theirs / mine).cancelled()
                if signs.known_positive(ratio):
                    weights[name] = ratio
                    break
    return weights


def _matrix_squares(form: Form, group: frozenset[str], signs: Signs) -> list[Square[Key]]:
    high = {key: c for key, c in form.terms.items() if _count(key, group) > 2}

    def inside(middle: Hashable) -> bool:
        return isinstance(middle, tuple) and _count(middle[1:], group) > 0

    return complete_squares(
        high,
        lambda key: form_splits(form, key),
        form.mirror,
        signs.known_nonnegative,
        lambda half: _count(half, group),
        free=lambda middle, half: not inside(middle) and _count(half, group) <= 1,
    )


def _scalar_squares(
    normal: NormalForm, total: Element, names: list[str], signs: Signs
) -> list[Square[Monomial]]:
    value = total.as_scalar()
    terms: dict[Monomial, Ratio] = {(): value}
    for name in names:
        terms = {
            (*monomial, power): part
            for monomial, coeff in terms.items()
            for power, part in coeff.coefficients(name).items()
        }
    kept = [k for k, name in enumerate(names) if normal.functions.nonnegative(name)]

    flat: Hashable = (0,) * len(names)
    high = {m: c for m, c in terms.items() if sum(m) > 2}
    return complete_squares(
        high,
        lambda monomial: monomial_splits(monomial, kept),
        lambda monomial: monomial,
        signs.known_nonnegative,
        sum,
        free=lambda middle, half: middle == flat and sum(half) <= 1,
    )
