"""What a verdict says it rests on, or would need: as demands on the points that are drawn."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from sslcheck.derive.article.article import Article
from sslcheck.derive.expr import Expr, Ident, Num, Prod, Sym
from sslcheck.derive.verdicts.condition import (
    AllTimes,
    AnyOf,
    BoundedBelow,
    Condition,
    Definite,
    Equals,
    Nonnegative,
    Nonsingular,
    Nonzero,
    Positive,
    SameSize,
    Starts,
    Stays,
    Supposed,
    While,
)
from sslcheck.derive.verdicts.result import ClaimResult
from sslcheck.derive.verdicts.verdict import Verdict
from sslcheck.numeric.look.errors import Unseen
from sslcheck.numeric.look.evaluate import Moment
from sslcheck.numeric.look.world import World

__all__ = ["Given", "ways_of"]

_FIRM = 0.05
"""How far from 0 a value is drawn that has to be positive, or a smallest eigenvalue."""


@dataclass(frozen=True, slots=True)
class Given:
    """Conditions that hold together.

    ``values`` are given to symbols at all times, ``starts`` to states at the start; ``positive``,
    ``nonzero``, ``definite`` and ``regular`` are what values must be; ``merged`` are spaces of one
    size; ``forever`` restricts a claim to solutions that exist for all times, ``later`` to times
    after the start.
    """

    values: dict[str, Expr] = field(default_factory=dict)
    starts: dict[str, Expr] = field(default_factory=dict)
    positive: tuple[Expr, ...] = ()
    nonzero: tuple[Expr, ...] = ()
    definite: tuple[Expr, ...] = ()
    bounded: tuple[Expr, ...] = ()
    regular: tuple[Expr, ...] = ()
    merged: dict[str, str] = field(default_factory=dict)
    forever: bool = False
    later: bool = False
    still: frozenset[str] = frozenset()
    """States that are what they are declared to be, though the flow does not keep it."""

    def within(self, world: World) -> World:
        """The world with the values inserted: at all times, or where a moment is drawn."""
        always = {n: v for n, v in self.values.items() if n not in world.moved}
        starts = {n: v for n, v in self.values.items() if n in world.moved} | self.starts
        return replace(
            world,
            expressions={**world.expressions, **always},
            instants={**world.instants, **starts},
            lasting=world.lasting | (self.values.keys() & world.moved),
            assumed={**dict.fromkeys(self.still, frozenset[str]()), **world.assumed},
            held=world.held | always.keys(),
        )

    @property
    def nodes(self) -> tuple[Expr, ...]:
        """All that is demanded of values."""
        return (*self.positive, *self.nonzero, *self.definite, *self.bounded, *self.regular)

    def met(self, moment: Moment) -> bool:
        """Whether a moment is as demanded, and not too close to where it is not."""
        for node in self.positive:
            if not float(moment.value(node).min()) > _FIRM:
                return False
        for node in self.nonzero:
            if not float(np.abs(moment.value(node)).min()) > 1e-3:
                return False
        for node in (*self.definite, *self.bounded):
            if not _least(moment, node) > _FIRM:
                return False
        for node in self.regular:
            if not float(np.linalg.svd(moment.value(node), compute_uv=False).min()) > _FIRM:
                return False
        return True


def _least(moment: Moment, node: Expr) -> float:
    value = moment.value(node)
    return float(np.linalg.eigvalsh((value + np.swapaxes(value, -1, -2)) / 2).min())


def ways_of(article: Article, result: ClaimResult) -> list[Given]:
    """The sets of conditions under which a claim is said to hold; one of them, empty, if always.

    Raises `Unseen` for a condition by which no points can be drawn, where the verdict hangs on it.
    """
    strict = result.verdict is Verdict.CONDITIONAL
    ways = [Given()]
    for condition in result.given:
        found: list[Given] = []
        for way in condition.ways if isinstance(condition, AnyOf) else ((condition,),):
            for known in ways:
                now: Given | None = known
                for part in way:
                    now = now and _with(now, part, article)
                if now is None and strict:
                    raise Unseen("a condition that cannot be looked at")
                found.append(now or known)
        ways = found
    return ways


def _with(known: Given, condition: Condition, article: Article) -> Given | None:
    """The conditions with one more, or None where points cannot be drawn by it."""
    match condition:
        case Supposed() | Stays():
            return known  # no other points or trajectories are drawn
        case Positive(value=v) | Nonnegative(value=v) | Nonzero(value=v) if v == Sym("t"):
            return replace(known, later=True)
        case Equals(name=name, value=value):
            return replace(known, values={**known.values, name: _sized(value, article, name)})
        case Starts(name=name, value=value):
            return replace(known, starts={**known.starts, name: _sized(value, article, name)})
        case Positive(value=value) | Nonnegative(value=value):
            return replace(known, positive=(*known.positive, value))
        case Nonzero(value=value):
            return replace(known, nonzero=(*known.nonzero, value))
        case Definite(value=value):
            return replace(known, definite=(*known.definite, value))
        case Nonsingular(value=value):
            return replace(known, regular=(*known.regular, value))
        case BoundedBelow(value=value, scalar=False):
            return replace(known, bounded=(*known.bounded, value))
        case SameSize(first=first, second=second):
            return replace(known, merged={**known.merged, first: second})
        case While(name=name):
            return replace(known, still=known.still | {name})
        case AllTimes():
            return replace(known, forever=True)
    return None


def _sized(value: Expr, article: Article, name: str) -> Expr:
    """A number in the shape of a symbol: 0 is written for a zero matrix."""
    shape = article.symbols[name].shape
    if not isinstance(value, Num) or shape == ("1", "1"):
        return value
    return Prod((value, Ident(shape[0]))) if shape[0] == shape[1] else value
