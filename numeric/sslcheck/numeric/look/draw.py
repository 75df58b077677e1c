"""Admissible random moments: sizes, parameters, functions of time and states as they are declared.

What is given by an expression is checked against its own declaration, and the draw thrown away
where it does not fit; relations are met by least squares on what was drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod

import numpy as np

from sslcheck.derive.expr import Expr, Relation, Sym, difference, own_space
from sslcheck.derive.setting import Symbol
from sslcheck.numeric.look.errors import Unseen
from sslcheck.numeric.look.evaluate import Moment, Motion, Sizes
from sslcheck.numeric.look.jets import Array
from sslcheck.numeric.look.motions import KINDS, motion
from sslcheck.numeric.look.scale import Scale
from sslcheck.numeric.look.world import World
from sslcheck.numeric.look.zeroed import zeroed

__all__ = ["Mood", "draw", "drawn", "fits", "place", "shape_of", "sizes_of"]

_TRIES = 60
_LARGEST = 4
_MODES = 3
_MET = 1e-11
_NEAR = 1e-9  # how far values may be from where relations hold
_SINGULAR = 1e-6  # least over largest singular value of what counts as invertible


@dataclass(frozen=True, slots=True)
class Mood:
    """How often what may be 0 is drawn as 0, of data and of states, and how functions go on."""

    zero: float = 0.0
    zero_state: float = 0.0
    motion: str = KINDS[0]
    spread: float = 1.0


def sizes_of(
    world: World, names: frozenset[str], rng: np.random.Generator, largest: int = _LARGEST
) -> Iterator[Sizes]:
    """Sizes that are admitted, endlessly, most of them unequal. Raises `Unseen` without any."""
    used = {part for n in names for side in world.symbols[n].shape for part in side.split("*")}
    used |= {s for pair in world.at_least for s in pair}
    used |= set(world.indices.values())
    used = {s for s in used if s in world.spaces}
    spaces = [s for s in world.spaces if s in used]
    rest = {s: 2 for s in world.spaces if s not in used}
    most = largest if len(spaces) < 4 else min(largest, 3)
    counts = list(product(range(1, most + 1), repeat=len(spaces)))
    if len(counts) > 4096:
        counts = [counts[k] for k in rng.permutation(len(counts))[:4096]]
    options = [dict(zip(spaces, c, strict=True)) for c in counts]
    options = [o for o in options if _admitted(world, names, {**rest, **o})]
    if not options:
        raise Unseen("no sizes are admitted")

    def unequal(option: dict[str, int]) -> int:
        return len(set(option.values())) - (3 if 1 in option.values() else 0)

    best = max(map(unequal, options))
    first = [o for o in options if unequal(o) == best]
    while True:
        for group in (first, first, first, options):
            yield {**rest, **group[int(rng.integers(len(group)))]}


def _admitted(world: World, names: frozenset[str], sizes: Sizes) -> bool:
    def size(space: str) -> int:
        return prod(1 if part == "1" else sizes[part] for part in space.split("*"))

    if any(size(large) < size(small) for large, small in world.at_least):
        return False
    tall = (s for n in names if "orthonormal" in (s := world.symbols[n]).properties)
    return all(size(s.shape[0]) >= size(s.shape[1]) for s in tall)


def draw(
    world: World,
    sizes: Sizes,
    rng: np.random.Generator,
    mood: Mood,
    names: frozenset[str],
    *,
    on: Sequence[Relation] = (),
    time: float = 0.0,
) -> Moment | None:
    """A moment that satisfies every declaration and hypothesis, or None where none was found.

    ``names`` are the symbols that matter; ``on`` are further equations that it is to satisfy.
    """
    relations = (*world.relations, *on)
    related = world.names(*(side for r in relations for side in (r.lhs, r.rhs)))
    for _ in range(_TRIES):
        moment: Moment | None = drawn(world, sizes, rng, mood, time)
        if relations and moment is not None:
            moment = _projected(moment, relations)
        if moment is None:
            continue
        try:
            with np.errstate(all="ignore"):  # what is no number is not admissible
                admitted = place(moment)
                told = (n for n in names if n in related or _given(world, n))
                admitted = admitted and all(fits(moment, name) for name in told)
            if admitted:
                return moment
        except (np.linalg.LinAlgError, FloatingPointError):
            continue
    return None


def _given(world: World, name: str) -> bool:
    given = name in world.expressions or name in world.instants
    return given and world.symbols[name].role != "view"


def drawn(world: World, sizes: Sizes, rng: np.random.Generator, mood: Mood, time: float) -> Moment:
    """A moment with everything that is free drawn as it is declared; not yet checked."""
    indices = [s.index for s in world.symbols.values() if s.index]
    indices = list(dict.fromkeys((*indices, *world.indices)))
    modes = {
        index: sizes.get(world.indices.get(index, own_space(index)), _MODES) for index in indices
    }
    moment = Moment(world, sizes, modes, {}, {}, {}, time)
    motions: dict[str, Motion] = {}
    for name, symbol in world.symbols.items():
        if name in world.expressions or name in world.instants or symbol.role == "view":
            continue
        shape = shape_of(moment, symbol)
        moving = name in world.moved
        if moving:
            value = structured(symbol, shape, rng, mood.zero_state, mood.spread)
            moment.states[name] = [value]
        elif symbol.moves:
            motions[name] = motion(symbol, shape, rng, mood.motion, mood.zero_state)
        else:
            moment.fixed[name] = structured(symbol, shape, rng, mood.zero, mood.spread)
    moment.motions = motions
    return moment


def shape_of(moment: Moment, symbol: Symbol) -> tuple[int, ...]:
    """The shape of the array that holds a symbol, with an axis for its index."""
    rows, columns = map(moment.size, symbol.shape)
    if not symbol.index:
        return rows, columns
    order = list(moment.modes)
    axes = [1] * len(order)
    axes[len(order) - 1 - order.index(symbol.index)] = moment.modes[symbol.index]
    while axes and axes[0] == 1 and len(axes) > 1:
        axes.pop(0)
    return (*axes, rows, columns)


def _zero_or(rng: np.random.Generator, chance: float) -> bool:
    """Whether what may be 0 is 0 this time."""
    return bool(rng.random() < chance)


def structured(
    symbol: Symbol, shape: tuple[int, ...], rng: np.random.Generator, zero: float, spread: float
) -> Array:
    """A value with the sign and the properties that are declared."""
    rows, columns = shape[-2:]
    marks = symbol.properties
    if "invertible" in marks:
        zero = 0.0
    if symbol.scalar and "orthonormal" not in marks:
        if _zero_or(rng, zero) and symbol.sign != "positive":
            return np.zeros(shape)
        if symbol.sign != "real" or "psd" in marks:
            return np.exp(0.6 * spread * rng.standard_normal(shape))
        return np.asarray(spread * rng.standard_normal(shape))
    if "orthonormal" in marks:
        value: Array = np.linalg.qr(rng.standard_normal(shape))[0]
        return np.asarray(value * rng.choice((-1.0, 1.0), (1, columns)))
    if _zero_or(rng, zero / 2):
        if rows == columns and _zero_or(rng, 0.4):
            return np.eye(rows) * (1.0 if "psd" in marks else rng.choice((-1.0, 1.0)))
        return np.zeros(shape)
    singular = _zero_or(rng, zero)
    if "diagonal" in marks:
        entries = rng.standard_normal(rows)
        entries = np.abs(entries) + 0.2 if "psd" in marks else entries
        if singular:
            entries[rng.integers(rows)] = 0
        return np.diag(entries)
    if "psd" in marks:
        basis = np.linalg.qr(rng.standard_normal((rows, rows)))[0]
        values = rng.uniform(0.2, 2.5, rows)
        if singular:
            values[rng.integers(rows)] = 0
        return np.asarray((basis * values) @ basis.T)
    value = spread * rng.standard_normal(shape)
    return (value + value.T) / np.sqrt(2) if "symmetric" in marks else value


def place(moment: Moment) -> bool:
    """The states that are given at this instant, one after the other."""
    world = moment.world
    if not world.instants:
        return True
    everything = {**world.expressions, **world.instants}
    draft = replace(moment, world=replace(world, expressions=everything, instants={}))
    for name, value in world.instants.items():
        found = draft.value(value)
        shape = shape_of(moment, world.symbols[name])
        while found.ndim > len(shape) and found.shape[0] == 1:
            found = found[0]
        try:
            found = np.array(np.broadcast_to(found, shape), dtype=float)
        except ValueError:
            return False
        if not np.isfinite(found).all():
            return False
        moment.states[name] = [found]
    return True


def fits(moment: Moment, name: str, tolerance: float = 1e-9) -> bool:
    """Whether a symbol's value here has the sign and the properties that are declared of it."""
    symbol = moment.world.symbols[name]
    try:
        value = moment.value(Sym(name))
    except Unseen:
        return True
    if not np.isfinite(value).all():
        return False
    scale = tolerance * (1 + float(np.abs(value).max(initial=0.0)))
    if symbol.scalar and "orthonormal" not in symbol.properties:
        least = float(value.min())
        if symbol.sign == "positive":
            return least > 0
        return least >= -scale or not (symbol.sign == "nonnegative" or "psd" in symbol.properties)
    mirrored = np.swapaxes(value, -1, -2)
    off = 0.0
    if symbol.properties & {"symmetric", "psd", "diagonal"}:
        off = float(np.abs(value - mirrored).max(initial=0.0))
    if "diagonal" in symbol.properties:
        off = max(off, float(np.abs(value * (1 - np.eye(value.shape[-1]))).max(initial=0.0)))
    if "orthonormal" in symbol.properties:
        gram = mirrored @ value - np.eye(value.shape[-1])
        off = max(off, float(np.abs(gram).max(initial=0.0)))
    if off > scale:
        return False
    if "invertible" in symbol.properties:
        singular = np.linalg.svd(value, compute_uv=False)
        if float((singular[..., -1] / singular[..., 0]).min()) < _SINGULAR:
            return False
    return "psd" not in symbol.properties or float(np.linalg.eigvalsh(value).min()) >= -scale


# -- relations ------------------------------------------------------------------------------------


def _projected(moment: Moment, relations: Sequence[Relation]) -> Moment | None:
    """The values that the relations contain, moved until these hold."""
    world = moment.world
    gaps: list[Expr] = [difference(r.lhs, r.rhs) for r in relations if r.op == "="]
    inside = world.names(*gaps)
    free = [n for n in inside if n in moment.fixed or n in moment.states or n in moment.motions]
    if not gaps:
        return moment
    if not free:
        return moment if _met(moment, gaps) else None
    found = zeroed(moment, free, gaps, place, tries=60)
    if found is None:
        return None
    there, left, away = found
    return there if left <= _MET and away <= _NEAR and _met(there, gaps) else None


def _met(moment: Moment, gaps: Sequence[Expr]) -> bool:
    """Whether what is to be 0 is small beside its own terms, which may be small themselves."""
    if not place(moment):
        return False
    for gap in gaps:
        moment.scale = Scale()
        left = float(np.abs(moment.value(gap)).max(initial=0.0))
        most = moment.scale.most
        if not left <= _MET * (min(1.0, most) if most else 1.0):
            return False
    return True
