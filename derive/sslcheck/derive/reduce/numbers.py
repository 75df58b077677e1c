"""Closed sets of products of numbers that move: of scalars, or of the modes of one index.

With ``dx_i/dt = sum of c x^m`` the rate of ``x^k`` is a sum of ``c k_i x^(k + m - e_i)``. So the
products with ``k`` in the lattice that the ``m - e_i`` span move among themselves: those which all
signs and scalings leave alone that the flow does not see. The least of them make all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from itertools import combinations, combinations_with_replacement

from sslcheck.derive.algebra.letters import closure
from sslcheck.derive.algebra.ratios import Ratio, added_up
from sslcheck.derive.algebra.rebuild import ratio_expr
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Expr, Power, Prod, Sym, multiplied, summed
from sslcheck.derive.models.flow_model import scalar_model
from sslcheck.derive.models.model import TIME, Model
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.reduce.lattice import Lattice
from sslcheck.derive.reduce.proof import proved
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.text.printing import to_text

__all__ = ["closed_numbers"]

_MOST_DEGREE = 4
"""Of a product that is no product of others."""

_MOST_PRODUCTS = 12
_MOST_STATES = 8

Powers = tuple[int, ...]
"""Of each state."""


def closed_numbers(scene: Derivation, flow: str) -> tuple[Model, ...]:
    """Closed sets of products of the scalars of a flow, each proved, the smallest first.

    They grow from one or two of the least products, and from all of these; the flow itself is none.
    Raises `Unsupported` for rates that are no polynomials in what moves.
    """
    full = scalar_model(scene, flow)
    if len(full.states) > _MOST_STATES:
        raise Unsupported(f"a flow of more than {_MOST_STATES} numbers")
    rates = _Rates(NormalForm(full.setting, scene.scalars), full)
    found: dict[frozenset[Powers], None] = {}
    for states in rates.systems():
        least = rates.least(states)
        for seed in (*_few(least), least):
            closed = rates.grown(seed, least)
            if closed:
                found.setdefault(frozenset(closed))
    for known in (rates.units.values(), [rates.units.get(TIME.name, ())]):  # that all know
        found.pop(frozenset(known), None)
    ordered = sorted(found, key=lambda each: (len(each), sum(map(sum, each)), sorted(each)))
    return tuple(_model(scene, full, rates, sorted(each, reverse=True)) for each in ordered)


def _few(least: Sequence[Powers]) -> Iterator[Sequence[Powers]]:
    for count in (1, 2):
        yield from combinations(least, count)


class _Rates:
    """The rates of the numbers of a flow, as sums of products of them."""

    def __init__(self, normal: NormalForm, full: Model) -> None:
        self.normal = normal
        self.states = tuple(full.states)
        self.units = {n: tuple(int(n == m) for m in self.states) for n in self.states}
        self._rates = {
            n: self.split(normal.scalar_rate(normal.scalars.letter(n))) for n in self.states
        }

    def split(self, value: Ratio) -> dict[Powers, Ratio]:
        """A value as a polynomial in the states. Raises `Unsupported` where it is none."""
        value, names = value.cancelled(), {*self.states}
        made = [letter for letter in value.free() if not isinstance(letter, str)]
        if value.denominator.deep() & names or closure(made) & names:
            raise Unsupported("a rate that is no polynomial in what moves")
        parts: dict[Powers, Ratio] = {(0,) * len(names): value}
        for at, name in enumerate(self.states):
            grown: dict[Powers, Ratio] = {}
            for powers, coeff in parts.items():
                for power, rest in coeff.coefficients(name).items():
                    grown[(*powers[:at], power, *powers[at + 1 :])] = rest
            parts = grown
        return {powers: c for powers, c in parts.items() if not c.is_zero()}

    def systems(self) -> Iterator[tuple[str, ...]]:
        """Sets of states that move by themselves: what each needs, and all."""
        seen: set[tuple[str, ...]] = set()
        for name in self.states:
            needed, pending = {name}, [name]
            while pending:
                rate = self._rates[pending.pop()]
                inside = {n for m in rate for n, p in zip(self.states, m, strict=True) if p}
                pending += inside - needed
                needed |= inside
            seen.add(tuple(n for n in self.states if n in needed))
        seen.add(self.states)
        yield from sorted(seen, key=len)

    def least(self, states: Iterable[str]) -> list[Powers]:
        """The products of these states that the flow leaves in the set, which no others make."""
        names = [*states]
        lattice = Lattice(
            tuple(a - b for a, b in zip(powers, self.units[name], strict=True))
            for name in names
            for powers in self._rates[name]
        )
        found: list[Powers] = []
        for degree in range(1, _MOST_DEGREE + 1):
            for chosen in combinations_with_replacement(names, degree):
                powers = tuple(chosen.count(name) for name in self.states)
                if powers in lattice and _factors(powers, found) is None:
                    found.append(powers)
        return found

    def grown(self, seed: Iterable[Powers], least: Sequence[Powers]) -> list[Powers]:
        """The set that grows from products until it is closed; empty where that does not end."""
        closed = [*seed]
        for powers in closed:  # which grows
            for each in self.rate(powers):
                factors = _factors(each, closed)
                if factors is None:
                    factors = _factors(each, [*closed, *least])
                if factors is None:
                    return []
                closed += [f for f in dict.fromkeys(factors) if f not in closed]
            if len(closed) > _MOST_PRODUCTS:
                return []
        return closed

    def rate(self, powers: Powers) -> dict[Powers, Ratio]:
        """The rate of a product."""
        total: list[tuple[Powers, Ratio]] = []
        for name, power in zip(self.states, powers, strict=True):
            for moved, coeff in self._rates[name].items() if power else ():
                shift = zip(powers, moved, self.units[name], strict=True)
                key = tuple(a + b - c for a, b, c in shift)
                total.append((key, coeff * self.normal.scalars.number(power)))
        return {key: c for key, c in added_up(total).items() if not c.is_zero()}

    def product(self, powers: Powers) -> Expr:
        """A product as a formula."""
        return _product(zip(map(Sym, self.states), powers, strict=True))


class _Products:
    """A closed set, and what is written in it."""

    def __init__(self, rates: _Rates, closed: Sequence[Powers]) -> None:
        self._rates = rates
        self._closed = closed

    @cached_property
    def names(self) -> dict[Powers, str]:
        """A name for each: a state's own, or the product written out."""
        taken = self._rates.normal.setting.symbols
        found: dict[Powers, str] = {}
        for powers in self._closed:
            name = to_text(self._rates.product(powers))
            own = next((n for n, unit in self._rates.units.items() if unit == powers), "")
            while not own and name in taken:
                name += "'"
            found[powers] = own or name
        return found

    def written(self, parts: Mapping[Powers, Ratio]) -> Expr:
        """A polynomial in the states. Raises `Unsupported` where the set does not fix it."""
        terms: list[Expr] = []
        for powers, coeff in parts.items():
            factors = _factors(powers, self._closed)
            if factors is None:
                raise Unsupported(
                    f"`{to_text(self._rates.product(powers))}` is not fixed by"
                    f" {', '.join(f'`{n}`' for n in self.names.values())}; take the full model"
                )
            letters = [Sym(self.names[factor]) for factor in factors]
            value = ratio_expr(coeff)  # below, a power of `x y` would read x y^2
            terms.append(Prod((value, *letters)) if letters else value)
        return summed(terms)

    def express(self, quantity: Expr) -> Expr:
        """A quantity of the article in the products."""
        return self.written(self._rates.split(self._rates.normal.whole(quantity).value()))


def _product(letters: Iterable[tuple[Sym, int]]) -> Expr:
    factors: list[Expr] = [
        letter if power == 1 else Power(letter, Fraction(power))
        for letter, power in letters
        if power
    ]
    return multiplied(factors)


def _factors(powers: Powers, known: Sequence[Powers]) -> list[Powers] | None:
    """Products that one is the product of; none of 1."""
    if not any(powers):
        return []
    for at, each in enumerate(known):
        left = tuple(a - b for a, b in zip(powers, each, strict=True))
        if min(left) >= 0:
            rest = _factors(left, known[at:])
            if rest is not None:
                return [each, *rest]
    return None


def _model(scene: Derivation, full: Model, rates: _Rates, closed: Sequence[Powers]) -> Model:
    """A closed set as a model, its identities proved."""
    products = _Products(rates, closed)
    known = full.setting.symbols
    symbols = {n: s for n, s in known.items() if n not in full.states}
    states: dict[str, Expr] = {}
    flow: dict[str, Expr] = {}
    for powers, name in products.names.items():
        used = [n for n, p in zip(rates.states, powers, strict=True) if p]
        index = next((known[n].index for n in used if known[n].index), "")
        states[name] = rates.product(powers)
        flow[name] = products.written(rates.rate(powers))
        symbols[name] = known.get(name) or Symbol(name, role="state", index=index)
    moved = {n: p for n, p in states.items() if p != TIME}  # its own rate is known
    proof = proved(scene, full, symbols, moved, flow)
    return replace(
        full,
        name="gram",
        title=f"products of the {full.title}",
        setting=Setting(symbols=symbols, flow=flow),
        states=states,
        rates=flow,
        proof=proof,
        express=products.express,
    )
