"""What a flow keeps of what is declared about its states: signs and properties at later times."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import (
    DiagOf,
    ExpOf,
    Letter,
    OfMatrix,
    PseudoOf,
    RootOf,
    TraceOf,
    closure,
    inner,
)
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.scalars import Scalars
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Dot, Expr, Prod, Relation, Sum, Sym, Transpose, zeros
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.signs.definiteness import sum_of_squares
from sslcheck.derive.signs.lipschitz import rough
from sslcheck.derive.signs.quadratic import read_form
from sslcheck.derive.signs.scalar import Signs
from sslcheck.derive.traverse import within

__all__ = ["kept", "lasting"]


def kept(setting: Setting, scalars: Scalars) -> frozenset[str]:
    """The states whose declared sign and properties hold at all times if they do at the start."""
    return lasting(setting, scalars)[0]


def lasting(
    setting: Setting, scalars: Scalars
) -> tuple[frozenset[str], Mapping[str, frozenset[str]]]:
    """The states that keep all that is declared of them, and what others keep of it: such as that
    they are symmetric, where they do not stay psd or diagonal.

    The largest set of states that keep theirs while the others in it do (Nagumo: on the boundary of
    the set of admissible states the flow does not point outwards). What is supposed of one instant
    is not counted: it need not have been so before; what equations say of parameters is.
    """
    first = {
        n: replace(setting.symbols[n], properties=setting.at_first(n)) for n in setting.passing
    }
    always = tuple(r for r in setting.relations if not _moves(setting, r))
    symbols = {**setting.symbols, **first}
    setting = replace(setting, symbols=symbols, passing={}, relations=always)
    declared = {n: setting.symbols[n] for n in setting.flow if _declares(setting.symbols[n])}
    known = {n: replace(s, properties=_implied(s.properties)) for n, s in declared.items()}
    while True:
        others = _plain(setting.symbols, setting.flow.keys() - known.keys())
        symbols = {**setting.symbols, **others, **known}
        normal = NormalForm(replace(setting, symbols=symbols), scalars)
        left = {n: rest for n in known if _declares(rest := _left(normal, n))}
        if left == known:
            break
        known = left
    whole = [n for n, s in known.items() if declared[n].properties <= s.properties]
    return frozenset(whole), {n: s.properties for n, s in known.items() if n not in whole}


def _moves(setting: Setting, relation: Relation) -> bool:
    """Whether an equation speaks of what moves."""
    parts = within((relation.lhs, relation.rhs), setting.lets, setting.definitions)
    return any(
        isinstance(p, Sym) and p.name in setting.symbols and setting.symbols[p.name].moves
        for p in parts
    )


def _implied(marks: frozenset[str]) -> frozenset[str]:
    return marks | {"symmetric"} if marks & {"psd", "diagonal"} else marks


def _declares(symbol: Symbol) -> bool:
    return bool(symbol.properties) or symbol.sign != "real"


def _plain(symbols: Mapping[str, Symbol], names: Iterable[str]) -> dict[str, Symbol]:
    return {
        name: replace(symbols[name], sign="real", properties=frozenset[str]()) for name in names
    }


def _left(normal: NormalForm, name: str) -> Symbol:
    """A state with what it keeps while all have what is declared of them."""
    symbol = normal.setting.symbols[name]
    if not _sure(_is_smooth, normal, name):
        return replace(symbol, sign="real", properties=frozenset())
    if symbol.scalar:
        return symbol if _sure(_keeps_sign, normal, name) else replace(symbol, sign="real")
    marked = [n for n in normal.setting.flow if normal.setting.symbols[n].properties]
    if not _sure(lambda: not rough(normal, [name], marked)):
        return replace(symbol, properties=frozenset())
    marks = (m for m in symbol.properties if _sure(_keeps, normal, name, m, symbol))
    return replace(symbol, properties=frozenset(marks))


def _is_smooth(normal: NormalForm, name: str) -> bool:
    """Whether a rate has no pseudo-inverse of what moves: it is unbounded where a rank changes."""
    rate = normal.whole(Dot(Sym(name)))
    letters = closure(rate.letters()).union(*(c.deep() for c in rate.terms.values()))
    return not any(isinstance(n, PseudoOf) and normal.functions.moves(n) for n in letters)


def _sure(seen: Callable[..., bool], *of: object) -> bool:
    try:
        return seen(*of)
    except Unsupported:
        return False


def _keeps_sign(normal: NormalForm, name: str) -> bool:
    """Near 0 the rate is at least a multiple of the state, or of ``x ln x``.

    So the state stays positive if it is at the start: its logarithm falls at most exponentially.
    """
    rate = normal.whole(Dot(Sym(name))).value().root_reduced().cancelled()
    scalars = normal.scalars
    if not _divides(normal, rate.denominator, name):
        return False  # the rate may have no value at 0
    log = normal.functions.logarithm(scalars.letter(name)).ordered()
    num, names = scalars.align(rate.num), scalars.names
    rest = {}
    for monom, coeff in num.items():
        powers = {names[k]: e for k, e in enumerate(monom) if e}
        few = powers.pop(name, 0) and sum(powers.pop(n, 0) for n in log) <= 1
        if not few or not all(_bounded(normal, n, name) for n in powers):
            rest[monom] = coeff
    edge = Ratio(scalars, num.ring.from_dict(rest), rate.den).cancelled()
    return edge.is_zero() or normal.functions.known_nonnegative(edge)


def _divides(normal: NormalForm, below: Ratio, name: str) -> bool:
    """Whether a divisor stays positive where a positive state tends to 0 and no other does."""
    if name not in below.deep():
        return True
    if name in closure(n for letter in below.free() for n in inner(letter)):
        return False
    edge = below.substitute({name: normal.scalars.number(0)})
    return normal.functions.sign(below) == normal.functions.sign(edge) == 1


def _bounded(normal: NormalForm, letter: Letter, name: str) -> bool:
    """Whether a scalar letter is bounded where a positive state tends to 0 and all else is."""
    if letter == name or name not in closure((letter,)):
        return True
    if isinstance(letter, TraceOf):  # a polynomial, where it is made of symbols alone
        return all(isinstance(n, (str, DiagOf, TraceOf)) for n in closure((letter,)))
    if not isinstance(letter, (RootOf, ExpOf)) or name in letter.value.denominator.deep():
        return False
    if all(_bounded(normal, inner, name) for inner in letter.value.free()):
        return True
    (log,) = normal.functions.logarithm(normal.scalars.letter(name)).ordered()
    weight = letter.value.diff(log)
    power = (letter.value - weight * normal.scalars.letter(log)).is_zero()
    small = name not in weight.deep() and normal.functions.known_nonnegative(weight)
    return isinstance(letter, ExpOf) and power and small


def _keeps(normal: NormalForm, name: str, mark: str, symbol: Symbol) -> bool:
    """Whether the rate of a matrix is tangent to the set of matrices with a property."""
    state: Expr = Sym(name)
    if mark == "psd":
        return _keeps(normal, name, "symmetric", symbol) and _stays_inside(normal, name)
    if mark == "invertible":
        return _stays_inside(normal, name, definite="psd" in symbol.properties)
    if mark == "diagonal":
        rate = normal.finished(normal.element(Dot(state)))
        marks = rate.alphabet.properties
        return all("diagonal" in marks.get(n, ()) for word in rate.terms for n, _ in word)
    if mark == "symmetric":
        return _holds(normal, Relation(Dot(state), "=", Transpose(Dot(state))))
    if mark == "orthonormal":
        moved = Sum((Prod((Transpose(Dot(state)), state)), Prod((Transpose(state), Dot(state)))))
        return _holds(normal, Relation(moved, "=", zeros(symbol.shape[1])))
    return False


def _holds(normal: NormalForm, relation: Relation) -> bool:
    """Whether an equation holds, by what others say of parameters, too."""
    return all(rest.is_zero() for rest in normal.remainders(relation))


def _stays_inside(normal: NormalForm, name: str, definite: bool = True) -> bool:
    """Whether a matrix does not become singular; or, if ``definite``, does not leave the psd ones.

    With ``dW/dt = M W + W N`` its determinant is never 0 if it is not at the start (Liouville). A
    psd rest may come to that where the matrix is psd: on a vector of its kernel the rate is then
    not negative.
    """
    rate = normal.finished(normal.element(Dot(Sym(name))))
    moving = normal.setting.flow.keys()
    for coeff in rate.terms.values():
        made = [letter for letter in coeff.free() if not isinstance(letter, (str, TraceOf))]
        if (coeff.denominator.deep() | closure(made)) & moving:
            return False
    if any(isinstance(n, OfMatrix) and closure((n,)) & moving for n in rate.letters()):
        return False
    ends = (name, False)
    rest = {w: c for w, c in rate.terms.items() if not w or ends not in (w[0], w[-1])}
    if not rest or not definite:
        return not rest
    form = read_form(normal, normal.expr(Element(rate.alphabet, rate.shape, rest)))
    sum_of_squares(form, Signs(normal.functions))
    return form.is_symmetric
