"""Numbers made of states that move by themselves: ``s = x + y`` with ``ds/dt = s (1 - s)``.

Where the rate of a number is a function of it and of constants alone, its limit is that of a scalar
flow. Of a matrix its squared norm may be such a number, and tends to 0 where the matrix does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sslcheck.derive.algebra.letters import DetOf, ExpOf, Letter, TraceOf
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import ZERO, Dot, Expr, Relation, SquaredNorm, Sym
from sslcheck.derive.kinds.kind import Case
from sslcheck.derive.kinds.limits.existence import existence, states_in
from sslcheck.derive.kinds.scalar.reached import reached
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Sign, Symbol
from sslcheck.derive.signs.scalar import Signs
from sslcheck.derive.text.reason import reason
from sslcheck.derive.traverse import inserted
from sslcheck.derive.verdicts.finding import Check, Finding, argued_step, identity_step

__all__ = ["by_itself"]

_ORDER = 2  # in time
_BOUND = "a limit, not an equation at a point"


def by_itself(case: Case) -> Finding | None:
    """That a quantity tends to its limit from every start, as a number that moves by itself does.

    None where that is not seen. What the number may be is not looked at: nothing is refuted.
    """
    normal, (relation,) = case.normal, case.relations
    quantity, limit = relation.lhs, relation.rhs
    try:
        if normal.element(quantity).shape != ("1", "1"):
            if not normal.element(limit).is_zero():
                return None
            quantity, limit = SquaredNorm(quantity), ZERO
        value = normal.finished(normal.whole(quantity)).value().root_reduced().cancelled()
        name = _new_name(case)
        moved = _of_itself(normal, value, name) if _is_smooth(normal, value) else None
        if moved is None:
            return None
        rate = normal.expr(normal.alphabet.scalar(moved))
        found = reached(_alone(case, name, value, rate, limit))
    except Unsupported:
        return None
    if found is None or not found.holds or found.conditions:
        return None
    setting = case.setting
    own = Check(Relation(Dot(quantity), "=", inserted(rate, Sym(name), quantity)), setting, _ORDER)
    last = argued_step(reason(relation), reason("as ", Sym(name), " = ", quantity, " does"), _BOUND)
    given = existence(normal, normal.element(relation.lhs), bounded=_bounded(normal, value))
    return Finding(
        True,
        (own, *found.checks),
        (identity_step(own.relation, "it moves by itself", setting), *found.steps, last),
        conditions=given,
    )


def _is_smooth(normal: NormalForm, value: Ratio) -> bool:
    """Whether a number has a rate wherever states go: it is made without roots and the like."""
    made = (n for n in value.deep() if normal.functions.moves(n))
    return all(isinstance(n, (str, DetOf, ExpOf, TraceOf)) for n in made)


def _new_name(case: Case) -> str:
    name = "s"
    while name in case.setting.symbols:
        name += "'"
    return name


def _alone(case: Case, name: str, value: Ratio, rate: Expr, limit: Expr) -> Case:
    """The same claim about a number of which only its sign and its rate are known."""
    setting, signs = case.setting, Signs(case.normal.functions)
    sign: Sign = "real"
    if signs.known_nonnegative(value):
        sign = "positive" if signs.known_positive(value) else "nonnegative"
    symbol = Symbol(name, sign=sign, role="state")
    symbols = {**setting.symbols, name: symbol}
    setting = replace(
        setting,
        symbols=symbols,
        flow={name: rate},
        initial={},
        relations=(),
        leftover=(),
        kept=frozenset({name}),
    )
    return replace(case, setting=setting, relations=(Relation(Sym(name), "->", limit),))


def _of_itself(normal: NormalForm, value: Ratio, name: str) -> Ratio | None:
    """The rate of a number as a function of it, by the name that is given; None where it is none.

    The number is linear in some power of a letter, for which it is then solved.
    """
    rate = normal.scalar_rate(value).root_reduced().cancelled()
    moves = normal.functions.moves
    for letter, power, slope, rest in _solved(normal, value):
        solved = (normal.scalars.letter(name) - rest) / slope
        parts = []
        for part in (rate.numerator, rate.denominator):
            powers = part.coefficients(letter)
            if any(k % power for k in powers):
                break
            zero = normal.scalars.number(0)
            parts.append(sum((c * solved ** (k // power) for k, c in powers.items()), zero))
        if len(parts) < 2 or parts[1].is_zero():
            continue
        made = (parts[0] / parts[1]).cancelled()
        if not any(map(moves, made.deep() - {name})):
            return made
    return None


def _solved(normal: NormalForm, value: Ratio) -> Iterator[tuple[Letter, int, Ratio, Ratio]]:
    """Letters that move, with a power, a factor and a rest: the value is ``factor letter^power``
    and the rest, of which the factor is constant.
    """
    moves = normal.functions.moves
    if any(map(moves, value.denominator.deep())):
        return
    for letter in sorted(n for n in value.free() if moves(n)):
        powers = value.numerator.coefficients(letter)
        rest = powers.pop(0, normal.scalars.number(0)) / value.denominator
        if len(powers) == 1 and letter not in rest.deep():
            ((power, factor),) = powers.items()
            if not any(map(moves, factor.deep())):
                yield letter, power, factor / value.denominator, rest


def _bounded(normal: NormalForm, value: Ratio) -> frozenset[str]:
    """States that are bounded where a number is: it is their size, and what is not negative."""
    signs, found = Signs(normal.functions), set[str]()
    for name in states_in(normal, normal.alphabet.scalar(value)):
        symbol = normal.setting.symbols[name]
        for letter, power, factor, rest in _solved(normal, value):
            square = isinstance(letter, TraceOf) and _is_square(letter, name)
            size = letter == name and (power % 2 == 0 or normal.functions.nonnegative(name))
            known = signs.known_positive(factor) and signs.known_nonnegative(rest)
            if known and (size if symbol.scalar else square):
                found.add(name)
    return frozenset(found)


def _is_square(letter: TraceOf, name: str) -> bool:
    """Whether a trace is the squared norm of a state."""
    return [n for n, _ in letter.word] == [name, name] and len({t for _, t in letter.word}) == 2
