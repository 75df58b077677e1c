"""Energies that are no sums of squared norms: of motion with friction, and of gradient flows.

Of ``x' = v, v' = -D v - F(x)`` the energy is ``|v|^2 / 2`` and the potential of the force F, found
by integration along rays (Euler's theorem on homogeneous functions). Where the norms of all states
never rise, each function of the states is bounded that an article defines, and each inner product
with what is constant.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import inf

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.substitution import Substitution
from sslcheck.derive.errors import ShapeMismatch, Unsupported
from sslcheck.derive.expr import Sym
from sslcheck.derive.kinds.limits.decay import Decay, linear_law
from sslcheck.derive.kinds.limits.energy import monomials, never_negative, positive_constant
from sslcheck.derive.kinds.limits.existence import degree, names_in
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.signs.scalar import Signs

__all__ = ["Energy", "mechanical", "observed"]


@dataclass(frozen=True, slots=True)
class Energy:
    """A number that is bounded below along a flow.

    ``bounded``: where it never rises all states are bounded. If not, the flow is linear, and it is
    a quadratic form that is nowhere negative and bounds the velocities: on its kernel, which the
    flow keeps, nothing is lost, and beside it what tends to 0 does so exponentially.
    """

    value: Element
    bounded: bool
    why: str


def mechanical(
    normal: NormalForm, rates: Mapping[str, Element], centre: Mapping[str, Element]
) -> Energy | None:
    """Kinetic and potential energy of states that are places and their velocities."""
    pairs = _velocities(normal, rates)
    if not pairs or {*pairs, *pairs.values()} != rates.keys():
        return None
    still = {v: normal.alphabet.zero(rates[v].shape) for v in pairs.values()}
    numbers = {v: normal.scalars.number(0) for v in still}
    placed = Substitution(normal.alphabet, still, numbers, normal.functions)
    energy, bounded = normal.alphabet.zero(("1", "1")), True
    for place, velocity in pairs.items():
        force = -placed.element(rates[velocity])
        away = normal.element(Sym(place)) - centre[place]
        moved = normal.element(Sym(velocity))
        potential = _along_rays(normal, away, force, pairs)
        if potential is None:
            return None
        half = (moved.T * moved).trace().scaled(normal.scalars.number(Fraction(1, 2)))
        energy = energy + half + potential
        bounded = bounded and _confines(normal, away, force, potential)
    why = "kinetic and potential energy"
    if bounded:
        return Energy(energy, True, why)
    linear = all(_is_linear(rate, rates) for rate in rates.values())
    return Energy(energy, False, why) if linear and never_negative(normal, energy) else None


def observed(normal: NormalForm, rates: Mapping[str, Element]) -> Iterator[Energy]:
    """Functions of states whose norms never rise: inner products with constants, definitions."""
    states = {name: normal.element(Sym(name)) for name in rates}
    grown = normal.alphabet.zero(("1", "1"))
    for name, rate in rates.items():
        grown = grown + (states[name].T * rate).trace()
    if not never_negative(normal, normal.finished(-grown)):
        return
    setting, why = normal.setting, "the norms of the states never rise, so that this is bounded"
    letters = frozenset().union(*map(names_in, rates.values()))
    fixed = [n for n in setting.symbols if n in letters and not normal.functions.moves(n)]
    for state in states.values():
        for letter in fixed:
            other = normal.element(Sym(letter))
            if other.shape == state.shape and other.shape != ("1", "1"):
                yield Energy((other.T * state).trace(), True, why)
    for name in setting.definitions:
        try:
            value = normal.finished(normal.whole(Sym(name)))
        except (Unsupported, ShapeMismatch):
            continue
        moving = {n for n in names_in(value) if normal.functions.moves(n)}
        if value.shape == ("1", "1") and moving and moving <= rates.keys():
            yield Energy(value, True, why)


def _is_linear(element: Element, names: Iterable[str]) -> bool:
    """Whether these states enter at most once as a factor of each term."""
    group = frozenset(names)
    return all(degree(word, coeff, group) <= 1 for word, coeff in element.terms.items())


def _velocities(normal: NormalForm, rates: Mapping[str, Element]) -> dict[str, str]:
    """States with another state as their rate."""
    found: dict[str, str] = {}
    for name, rate in rates.items():
        for other in rates.keys() - {name}:
            if rate.shape == rates[other].shape and (rate - normal.element(Sym(other))).is_zero():
                found[name] = other
    return found


def _along_rays(
    normal: NormalForm, away: Element, force: Element, places: Collection[str]
) -> Element | None:
    """The potential of a force, if it has one: of degree k it is ``<x, F> / (k + 1)``.

    Away from 0 of linear forces alone.
    """
    number = normal.scalars.number
    if len(names_in(away)) > 1:
        linear = _is_linear(force, places)
        return (away.T * force).trace().scaled(number(Fraction(1, 2))) if linear else None
    total = normal.alphabet.zero(("1", "1"))
    for word, coeff in force.terms.items():
        for part in monomials(normal, coeff):
            power = degree(word, part, frozenset(places))
            if power == inf:
                return None
            term = replace(force, terms={word: part / number(int(power) + 1)})
            total = total + (away.T * term).trace()
    return total


def _confines(normal: NormalForm, away: Element, force: Element, potential: Element) -> bool:
    """Whether a potential grows without a bound wherever a state does."""
    if away.shape != ("1", "1"):
        law = linear_law(normal, away, -force)
        if law is None or any(map(normal.functions.moves, law.letters())):
            return False
        return () in (Decay(law).ways() or ())
    if len(names_in(away)) > 1:
        return positive_constant(normal, (force.as_scalar() / away.as_scalar()).cancelled())
    (place,) = names_in(away)
    signs, one = Signs(normal.functions), {place: normal.scalars.one}
    parts = monomials(normal, potential.as_scalar())
    return all(map(signs.known_nonnegative, parts)) and any(
        positive_constant(normal, part.substitute(one)) and place in part.free() for part in parts
    )
