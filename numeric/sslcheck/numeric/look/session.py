"""What every kind of claim needs for a look: draws, comparisons, counts, and the objection."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from sslcheck.derive import expr as e
from sslcheck.derive.article.article import Article, Claim
from sslcheck.derive.shapes import resolve_relation
from sslcheck.derive.traverse import walk
from sslcheck.numeric.look.draw import Mood, draw, fits, sizes_of
from sslcheck.numeric.look.entries import both_sides
from sslcheck.numeric.look.errors import Unseen
from sslcheck.numeric.look.evaluate import Moment
from sslcheck.numeric.look.given import Given
from sslcheck.numeric.look.jets import Array
from sslcheck.numeric.look.motions import KINDS
from sslcheck.numeric.look.scale import Scale
from sslcheck.numeric.look.trajectory import deadline_of
from sslcheck.numeric.look.world import World, world_of

__all__ = ["CLEAR", "Objection", "Session", "residual"]

CLEAR = 1e-6
"""A relative difference from here on is no rounding: evaluation is good to 1e-10."""

_MOST = 24
_MOODS = (
    Mood(),
    Mood(zero=0.5, motion=KINDS[1]),
    Mood(motion=KINDS[2], spread=1.5),
    Mood(zero=0.3, zero_state=0.4, motion=KINDS[3]),
)


@dataclass(frozen=True, slots=True)
class Objection:
    """Numbers that speak against a verdict: where, both sides, and how far they are apart.

    ``error`` is relative to the largest term. ``draw`` numbers the draw of the claim: the same
    number gives the same values again.
    """

    what: str
    sizes: dict[str, int]
    draw: int
    time: float = 0.0
    lhs: list[list[float]] = field(default_factory=list)
    rhs: list[list[float]] = field(default_factory=list)
    error: float = 0.0

    @property
    def gap(self) -> float:
        """The largest difference of the sides."""
        apart = np.abs(np.array(self.lhs) - np.array(self.rhs))
        return float(apart.max(initial=0.0))


def residual(lhs: Array, rhs: Array, scale: float = 0.0) -> float:
    """The largest difference of two sides, relative to the largest number among them."""
    most = max(scale, float(np.abs(lhs).max(initial=0.0)), float(np.abs(rhs).max(initial=0.0)))
    gap = float(np.abs(lhs - rhs).max(initial=0.0))
    return gap / most if most > 0 else 0.0


class Session:
    """One claim under look: its world, the time that is left, and what has been tried."""

    def __init__(
        self,
        article: Article,
        claim: Claim,
        seconds: float,
        given: Given | None = None,
        most: int = _MOST,
        conforming: bool = True,
    ) -> None:
        """Raises `Unseen`, and `ShapeMismatch` where the statement does not conform."""
        self.article, self.claim = article, claim
        self.given = given or Given()
        self.merged = self.given.merged
        self.world = self.given.within(world_of(article, claim))
        self.relations: tuple[e.Relation, ...] = ()
        if conforming:
            self.relations = tuple(
                self.resolved(r, claim.statement.source) for r in claim.statement.relations
            )
        self.check = deadline_of(seconds)
        self.most = most
        self.points = 0
        self.sizes: set[tuple[tuple[str, int], ...]] = set()
        self.round = 0
        self.empty = 0

    @property
    def started(self) -> bool:
        """Whether the claim supposes something of the start of trajectories."""
        supposed = {self.article.hypotheses[h].holds for h in self.claim.hypotheses}
        return "at the start" in {*supposed, self.claim.holds}

    def option(self, name: str) -> str:
        """An option of the claim's kind, empty where it is not given."""
        return str(getattr(self.claim.form, name, ""))

    @property
    def basis(self) -> tuple[str, ...]:
        """The symbols in which a matrix is sought."""
        return tuple(getattr(self.claim.form, "basis", ()))

    def resolved(self, relation: e.Relation, source: str) -> e.Relation:
        """A relation with the sizes of its identities filled in."""
        symbols = self.world.symbols
        return resolve_relation(
            relation, symbols, source=source, where=self.claim.id, merged=self.merged
        )

    def parts(self, *nodes: e.Expr) -> Iterator[e.Expr]:
        """All that stands in expressions, and in what their symbols stand for."""
        world = self.world
        values = (world.expressions[n] for n in world.names(*nodes) if n in world.expressions)
        for node in (*nodes, *values):
            yield from walk(node)

    def names(self, *more: e.Expr) -> frozenset[str]:
        """All symbols that matter."""
        sides = [side for r in self.relations for side in (r.lhs, r.rhs)]
        return self.world.names(*sides, *more)

    def moments(
        self,
        *more: e.Expr,
        world: World | None = None,
        on: Sequence[e.Relation] = (),
        time: float | None = 0.0,
        largest: int = 4,
        moods: Sequence[Mood] = _MOODS,
    ) -> Iterator[Moment]:
        """Admissible draws until the time is over or there are enough; at t = 0 or, if ``time`` is
        None, at random times.
        """
        world = world or self.world
        sides = [side for r in (*self.relations, *world.relations, *on) for side in (r.lhs, r.rhs)]
        names = world.names(*sides, *more, *self.given.nodes, *map(e.Sym, world.gaps))
        world = world.about(names)
        sizes = sizes_of(world, names, np.random.default_rng(1), largest)
        for k in range(self.most):
            self.round = k
            self.check()
            rng = np.random.default_rng((7, k))
            size = {**next(sizes)}
            for small, large in self.merged.items():
                size[small] = size[large]
            later = float(rng.uniform(0.1, 1.0)) if k % 3 or self.given.later else 0.0
            at = time if time is not None else later
            mood = moods[k % len(moods)]
            moment = draw(world, size, rng, mood, names, on=on, time=at)
            if moment is None or not self.given.met(moment):
                self.empty += 1
                continue
            if world.along and not self.steady(moment):
                self.empty += 1
                continue
            yield moment

    def seen(self, moment: Moment) -> None:
        """One more point at which the claim was evaluated."""
        self.points += 1
        self.sizes.add(tuple(sorted(moment.sizes.items())))

    def object(
        self, what: str, moment: Moment, lhs: Array | None = None, rhs: Array | None = None
    ) -> Objection:
        """The objection at a moment."""
        sides = [np.zeros((0, 0)) if x is None else np.asarray(x.real) for x in (lhs, rhs)]
        error = 0.0
        if lhs is not None and rhs is not None:
            error = residual(lhs, rhs, moment.scale.most)
        spaces = {s: k for s, k in moment.sizes.items() if s in self.article.spaces}
        left, right = (_rows(side) for side in sides)
        return Objection(what, spaces, self.round, moment.time, left, right, error)

    def sides(self, moment: Moment, relation: e.Relation) -> tuple[Array, Array, float]:
        """Both sides at a moment, finite and of one shape, and how far they are apart."""
        moment.scale = Scale()
        lhs, rhs = both_sides(moment, relation)
        if not (np.isfinite(lhs).all() and np.isfinite(rhs).all()):
            raise Unseen("a value that is not finite")
        return lhs, rhs, residual(lhs, rhs, moment.scale.most)

    def stable(self, moment: Moment, relation: e.Relation) -> bool:
        """Whether a difference survives a change of all inputs by 1e-10: it is no rounding.

        Where equations are met up to rounding, a root of what they make 0 is met up to its root.
        The differences themselves are compared: what they are relative to is not the same at a
        moment of which rates are known already, as their terms are not met again.
        """
        rng = np.random.default_rng(3)
        beside = moment.copy()
        parts = self.parts(relation.lhs, relation.rhs) if moment.world.relations else ()
        rooted = any(isinstance(p, e.Power) and p.exponent.denominator > 1 for p in parts)
        change = 1e-7 if rooted else 1e-10
        values = [*moment.fixed.values(), *(jet[0] for jet in moment.states.values())]
        largest = max((float(np.abs(value).max(initial=0.0)) for value in values), default=0.0)

        def near(value: Array) -> Array:
            size = np.abs(value)
            if moment.world.relations:  # met up to rounding, which later on has moved all states
                size = np.full(value.shape, largest)
            return np.asarray(value + change * size * rng.standard_normal(value.shape))

        beside.fixed = {name: near(value) for name, value in moment.fixed.items()}
        beside.states = {name: [near(jet[0])] for name, jet in moment.states.items()}
        before, after = (self.sides(where, relation) for where in (moment, beside))
        one, two = (float(np.abs(lhs - rhs).max(initial=0.0)) for lhs, rhs, _ in (before, after))
        return after[2] > CLEAR / 2 and abs(two - one) < 0.01 * one

    def kept(self, moment: Moment, tolerance: float = 1e-6) -> bool:
        """Whether what is assumed of states holds here as well, later on a trajectory."""
        world = moment.world
        for name, value in world.instants.items():
            if (
                name in world.lasting
                and residual(moment.value(e.Sym(name)), moment.value(value)) > tolerance
            ):
                return False
        if not self.given.met(moment) or (self.given.later and not moment.time):
            return False
        if world.at_start and not world.lasting:
            return True
        for relation in world.relations:
            if self.sides(moment, relation)[2] > tolerance:
                return False
        return all(fits(moment, name, tolerance) for name in world.assumed if name in world.moved)

    def steady(self, moment: Moment) -> bool:
        """Whether what is assumed of states is not left at once: its rate is 0, too."""
        for name, value in moment.world.instants.items():
            if name in moment.world.lasting:
                left, right = moment.rate(e.Sym(name)), moment.rate(value)
                moment.scale = Scale()
                moment.rate(value)
                if residual(left, right, moment.scale.most) > 1e-6:
                    return False
        return True


def _rows(value: Array) -> list[list[float]]:
    """Rows of a matrix; of several modes, one row each."""
    if value.ndim > 2:
        value = value.reshape(-1, value.shape[-1])
    rows: list[list[float]] = value.tolist()
    return rows
