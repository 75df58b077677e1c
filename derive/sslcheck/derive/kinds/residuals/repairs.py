"""Which extra assumption would make a residual vanish: read off its factors, never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import AtStart, Letter, symbol_of
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.rebuild import ratio_expr
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Dot, Sym, zeros
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.signs.branch import Branch
from sslcheck.derive.verdicts.condition import AnyOf, Condition, Equals, Starts

__all__ = ["repairs"]

_MOST = 3  # more conditions at once say nothing to a reader


def repairs(
    normal: NormalForm, residuals: Iterable[Element], sides: Iterable[Element]
) -> tuple[Condition, ...]:
    """The smallest sets of conditions ``parameter = value`` under which all residuals vanish.

    Parameters are constants of the setting: rates, integration constants, initial values, and
    moments (psd matrices, which may be zero). Where several sets of the same size do, each is said
    to suffice. Empty if there is none that the declared signs allow, or only some that leave
    nothing of the statement's ``sides``.
    """
    pending = [r for r in residuals if not r.is_zero()]
    sides = list(sides)
    ways = _scalar_repairs(normal, pending, sides) or _matrix_repairs(normal, pending, sides)
    repairing = [way for way in ways if all(condition.repairs for condition in way)]
    ways = repairing or ways  # what only specialises is not put beside what repairs
    if len(ways) < 2:
        return ways[0] if ways else ()
    return (AnyOf(tuple(ways)),)


def _scalar_repairs(
    normal: NormalForm, residuals: list[Element], sides: list[Element]
) -> list[tuple[Condition, ...]]:
    parts = [part for r in residuals for c in r.terms.values() for part in _parts(normal, c)]
    for count in range(1, _MOST + 1):
        done = _ways(normal, parts, {}, count)
        done = [way for way in done if _says_something(sides, way)]
        if done:
            done.sort(key=lambda way: sorted(way))
            said = frozenset().union(*(c.free() for s in sides for c in s.terms.values()))
            found = (tuple(_told(normal, n, v, said) for n, v in sorted(w.items())) for w in done)
            return list(dict.fromkeys(found))
    return []


def _ways(
    normal: NormalForm, parts: list[Ratio], chosen: dict[Letter, Ratio], count: int
) -> list[dict[Letter, Ratio]]:
    """Choices of at most ``count`` more values with which all parts vanish.

    In each a root of each factor of the first part that is left; a factor solved for another letter
    would say the same in another way.
    """
    left = (part.substitute(chosen).root_reduced() for part in parts)
    first = next((part for part in left if not part.is_zero()), None)
    if first is None:
        return [chosen]
    found: list[dict[Letter, Ratio]] = []
    for factor, _ in first.factors() if count else ():
        for name, value in _solve(normal, factor):
            way = {n: v.substitute({name: value}) for n, v in chosen.items()} | {name: value}
            if all(_allowed(normal, n, v) for n, v in way.items()):
                further = _ways(normal, parts, way, count - 1)
                found += further
                if further:
                    break
    return found


def _parts(normal: NormalForm, coeff: Ratio) -> list[Ratio]:
    """The coefficient as a polynomial in what moves: each part must vanish by itself."""
    coeff = coeff.root_reduced()
    scalars, moves = coeff.scalars, normal.functions.moves
    num = scalars.align(coeff.num)
    names = scalars.names
    groups: dict[tuple[int, ...], dict[tuple[int, ...], object]] = {}
    for monom, c in num.items():
        fixed = tuple(0 if e and moves(names[k]) else e for k, e in enumerate(monom))
        varying = tuple(a - b for a, b in zip(monom, fixed, strict=True))
        groups.setdefault(varying, {})[fixed] = c
    return [Ratio(scalars, num.ring.from_dict(g), scalars.unit) for g in groups.values()]


def _parameter(normal: NormalForm, name: Letter) -> bool:
    if isinstance(name, AtStart):
        return isinstance(name.of, str)
    symbol = normal.setting.symbols.get(name) if isinstance(name, str) else None
    return symbol is not None and symbol.fixed


def _solve(normal: NormalForm, factor: Ratio) -> Iterator[tuple[Letter, Ratio]]:
    """A factor solved for each parameter that enters linearly."""
    if Branch(normal.functions).nonzero(factor):
        return  # it never vanishes
    for name in sorted(factor.free()):
        if _parameter(normal, name) and (found := factor.solved(name)):
            yield name, found[0]


def _allowed(normal: NormalForm, name: Letter, value: Ratio) -> bool:
    """Whether the declared signs admit a value, at least for some values of what stands in it."""
    symbol = normal.setting.symbols.get(symbol_of(name) or "")
    sign = symbol.sign if symbol is not None else "real"
    branch = Branch(normal.functions)
    if sign == "nonnegative" and value.is_zero():
        return True
    return sign == "real" or not branch.nonnegative(-value)


def _told(normal: NormalForm, name: Letter, value: Ratio, said: frozenset[Letter]) -> Condition:
    """The condition; ``said`` are the letters of the statement itself.

    A start is special where the state then never moves, or the statement is about any start.
    """
    state = symbol_of(name) or ""
    if state == name:
        return Equals(state, ratio_expr(value))
    special = name in said
    if state in normal.setting.flow and normal.scalar_rate(value).is_zero():
        rate = normal.element(Dot(Sym(state)))
        special |= rate.scalar_map(lambda c: c.substitute({state: value})).is_zero()
    return Starts(state, ratio_expr(value), special)


def _says_something(sides: list[Element], values: dict[Letter, Ratio]) -> bool:
    """Whether the sides have values where letters have these, and not all of them are 0."""
    try:
        inserted = [side.scalar_map(lambda coeff: coeff.substitute(values)) for side in sides]
    except Unsupported:
        return False  # a divisor vanishes
    return not _nothing_left(inserted)


def _nothing_left(sides: list[Element]) -> bool:
    return bool(sides) and all(side.is_zero() for side in sides)


def _matrix_repairs(
    normal: NormalForm, residuals: list[Element], sides: list[Element]
) -> list[tuple[Condition, ...]]:
    words = [word for r in residuals for word in r.terms]
    found: list[tuple[Condition, ...]] = []
    if not words:
        return found
    common = frozenset.intersection(*(frozenset(n for n, _ in word) for word in words))
    for name in sorted(common):
        symbol = normal.setting.symbols.get(name)
        if symbol is not None and symbol.role == "parameter" and "psd" in symbol.properties:
            nothing = normal.alphabet.zero(normal.alphabet.shapes[name])
            try:
                left = [side.substitute({name: nothing}, normal.functions) for side in sides]
            except Unsupported:  # the inverse of 0
                continue
            if _nothing_left(left):
                continue
            zero = zeros(symbol.shape[0])
            found.append((Equals(name, zero),))
    return found
