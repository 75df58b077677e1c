"""Checking relations at exact points, and looking for the smallest point at which one is false."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, islice, zip_longest

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.exact import matrix
from sslcheck.derive.exact.check import Violation, attempt, violation
from sslcheck.derive.exact.construct import NoPoint, corrected, satisfying
from sslcheck.derive.exact.direction import worst_direction
from sslcheck.derive.exact.point import NO_MODE, Point
from sslcheck.derive.exact.sample import raised, sizes_allowed
from sslcheck.derive.exact.satisfy import satisfies
from sslcheck.derive.exact.scope import Scope
from sslcheck.derive.exact.shrink import (
    lowered_points,
    mixed_points,
    named_values,
    simple_points,
    simplest,
)
from sslcheck.derive.exact.squares import draw_point
from sslcheck.derive.exact.varied import reframed, zeroed
from sslcheck.derive.expr import Columns, Expr, Ident, Ones, Power, Relation, Size, Total
from sslcheck.derive.setting import Setting
from sslcheck.derive.text.reason import Reason, Tex, joined, reason
from sslcheck.derive.traverse import walk, within
from sslcheck.derive.verdicts.evidence import Witness

__all__ = ["Trials"]

_PATTERNS = ((2, 3, 1, 2), (3, 2, 2, 1), (1, 2, 3, 3))
"""Unequal sizes for the first, second, ... space of the generic points.

Two by two matrices alone would not do: an antisymmetric one cannot tell ``K C + C K`` from
``tr(K) C``.
"""

_LARGER = ((4, 2, 1, 4), (2, 4, 4, 1), (4, 4, 4, 4))
"""Tried where no point of those sizes satisfies the hypotheses: four squares add up to anything."""

_SQUARES = ((4, 1, 4, 1), (1, 4, 1, 4), (4, 4, 1, 1))
"""Where a root of a dimension is asked for, which is rational at these alone."""

_ATTEMPTS = 9
_DRAWS = 3
_SIMPLEST = 40
_MIXED = 80
_LARGEST = 3
_EXCESS = 2
"""How far sizes may exceed 1 in total where the smallest counterexample is sought."""


class Trials:
    """Generic points of a setting, drawn when first needed and shared by all checks.

    ``order`` is the highest power of time up to which equations are compared; ``extra`` are further
    expressions whose square roots must be rational at the points.
    """

    def __init__(
        self, setting: Setting, order: int = 0, extra: Sequence[Expr] = (), seed: int = 0
    ) -> None:
        self.setting = setting
        self.order = order
        self.scope = Scope(setting)
        self._extra = tuple(extra)
        self._seed = seed
        self._points: dict[tuple[tuple[Expr, ...], int], Point | None] = {}
        self._witnesses: dict[tuple[Relation, bool], Witness | None] = {}
        self._tried: dict[tuple[Relation, int | None], Point | None] = {}
        self._sizes = [self._pattern(pattern) for pattern in _PATTERNS]
        if self.scope.spaces and all(sizes[self.scope.spaces[0]] > 1 for sizes in self._sizes):
            # larger than others it was raised: what is false of one dimension alone would be missed
            self._sizes.append(dict.fromkeys(self.scope.spaces, 1))
        self._larger = [self._pattern(pattern) for pattern in _LARGER if setting.relations]

    def _pattern(self, pattern: Sequence[int]) -> dict[str, int]:
        spaces = self.scope.spaces
        sizes = {s: pattern[i % len(pattern)] for i, s in enumerate(spaces)}
        return raised(self.scope, sizes)

    def _point(self, roots: tuple[Expr, ...], number: int) -> Point:
        key = (roots, number)
        if key not in self._points:
            sizes = self._sizes[number % len(self._sizes)]
            if any(isinstance(part, Size) for root in roots for part in walk(root)):
                sizes = self._pattern(_SQUARES[number % len(_SQUARES)])
            if number >= _ATTEMPTS:
                sizes = self._larger[number - _ATTEMPTS]
            try:
                if not sizes_allowed(self.scope, sizes):
                    raise NoPoint("no sizes were found that the hypotheses allow")
                self._points[key] = self._drawn(sizes, self._seed + number, roots, self.order)
            except NoPoint:
                self._points[key] = None
        point = self._points[key]
        if point is None:
            raise NoPoint("no exact point was found that satisfies the hypotheses")
        return point

    def _drawn(
        self, sizes: Mapping[str, int], seed: int, roots: tuple[Expr, ...], order: int
    ) -> Point:
        return satisfying(draw_point(self.scope, sizes, seed, roots), roots, order)

    @property
    def constrained(self) -> bool:
        """Whether the setting says more than what each independent symbol is by itself."""
        return bool(self.scope.equations or self.scope.derived)

    def model(self) -> Point | None:
        """A point that satisfies everything that the setting says, if one is found."""
        try:
            return next(self.points(), None)
        except Unsupported:
            return None

    def points(self, roots: tuple[Expr, ...] = ()) -> Iterator[Point]:
        """The generic points, one for each pattern of sizes; of more draws under equations."""
        numbers, found = [*range(self._count())], False
        while numbers:
            for number in numbers:
                try:
                    yield self._point(roots, number)
                    found = True
                except (NoPoint, ZeroDivisionError):
                    continue
            numbers = self._beyond() if not found and numbers[0] < _ATTEMPTS else []

    def _beyond(self) -> list[int]:
        """The numbers of the points of larger sizes."""
        return [_ATTEMPTS + k for k in range(len(self._larger))]

    def _count(self) -> int:
        """How many points: equations may have solutions of several kinds."""
        return len(self._sizes) * (2 if self.setting.relations else 1)

    def failing(self, relation: Relation, most: int | None = None) -> Point | None:
        """The first generic point at which ``relation`` is false; None where it holds at all tried.

        ``most`` bounds the number of points; without it there is one for each pattern of sizes.
        Unsupported or ShapeMismatch where a side has no value; Unsupported also where every point
        divides by zero, or none satisfies the setting.
        """
        key = (relation, most)
        if key not in self._tried:
            self._tried[key] = self._first_failing(relation, most)
        return self._tried[key]

    def insist(self, relation: Relation) -> bool:
        """Whether ``relation`` is false at one of more points; `counterexample` knows it then.

        The few that `failing` tries may agree by chance, as ``P P`` of two by two is symmetric
        where the trace of ``P`` is 0, or as they are small: squares of commutators of two by two
        commute with all matrices.
        """
        found = self._first_failing(relation, _ATTEMPTS) or self._at_large(relation)
        found = found or self._elsewhere(relation)
        if found is not None:
            self._tried[relation, None] = found
            self._witnesses = {k: w for k, w in self._witnesses.items() if k[0] != relation}
        return found is not None

    def _at_large(self, relation: Relation) -> Point | None:
        """A point of large sizes at which ``relation`` is false."""
        roots = self.scope.closure((relation.lhs, relation.rhs, *self._extra))[1]
        for number, pattern in enumerate(_LARGER):
            try:
                point = self._drawn(self._pattern(pattern), self._seed + number, roots, self.order)
                if violation(relation, point, self.order) is not None:
                    return point
            except (NoPoint, ZeroDivisionError):
                continue
        return None

    def _elsewhere(self, relation: Relation) -> Point | None:
        """A point in other frames, or where a symbol is 0, at which ``relation`` is false."""
        roots = self.scope.closure((relation.lhs, relation.rhs, *self._extra))[1]
        for number in range(self._count() if self.setting.relations else 0):
            sizes = self._sizes[number % len(self._sizes)]
            try:
                found = [reframed(self._point(roots, number))]
                drawn = draw_point(self.scope, sizes, self._seed + number, roots)
            except (Unsupported, ZeroDivisionError):
                continue
            for point in chain(found, zeroed(drawn)):
                if _fails(relation, self.order, point):
                    return point
        return None

    def formed(self, relation: Relation) -> None:
        """Evaluate the sides at sizes of which no two are equal; ShapeMismatch if that fails."""
        sizes = raised(self.scope, {s: 2 + k for k, s in enumerate(self.scope.spaces)})
        roots = self.scope.closure((relation.lhs, relation.rhs, *self._extra))[1]
        violation(relation, draw_point(self.scope, sizes, self._seed, roots), 0)

    def _first_failing(self, relation: Relation, most: int | None) -> Point | None:
        roots = self.scope.closure((relation.lhs, relation.rhs, *self._extra))[1]
        if most is None:  # of what is under a root the sign is lost, which few points show
            rooted = any(isinstance(root, Power) for root in roots)
            most = _ATTEMPTS if rooted else self._count()
        checked, jumps = 0, self._jumps(relation)
        why = Unsupported("every point tried divides by zero")
        for number in (*range(_ATTEMPTS), *self._beyond()):
            if number >= _ATTEMPTS and checked:
                break
            try:
                point = self._point(roots, number)
                if violation(relation, point, self.order) is not None:
                    return point
                for lower in lowered_points(point) if jumps else ():
                    if _fails(relation, self.order, lower):
                        return lower
            except NoPoint as none:
                why = none
                continue
            except ZeroDivisionError:
                continue
            checked += 1
            if checked == most:
                break
        if not checked:
            raise why
        return None

    def _jumps(self, relation: Relation) -> bool:
        """Whether a pseudo-inverse stands in a side, or in what stands for a symbol there."""
        names = self.scope.closure((relation.lhs, relation.rhs))[0]
        values = [self.scope.replacement(name) for name in names]
        sides = (relation.lhs, relation.rhs, *filter(None, values))
        return any(self.scope.facts(side).jumps for side in sides)

    def counterexample(
        self, relation: Relation, note: Reason = (), state_orders: bool = True
    ) -> Witness | None:
        """The smallest point found at which ``relation`` is false, with the simplest values.

        Sizes grow from 1. ``state_orders=False`` compares at time 0 only. An equation that holds at
        all generic points has none; other relations are also tried at the boundary of what the
        assumptions allow.
        """
        key = (relation, state_orders)
        if key not in self._witnesses:
            self._witnesses[key] = self._search(relation, self.order if state_orders else 0)
        witness = self._witnesses[key]
        if witness is None or not note:
            return witness
        return replace(witness, noted=joined([*filter(None, (note, witness.noted))], "; "))

    def _search(self, relation: Relation, order: int) -> Witness | None:
        known = self.failing(relation) if relation.op == "=" else None
        if relation.op == "=" and known is None:
            return None
        names, roots = self.scope.closure((relation.lhs, relation.rhs, *self._extra))
        for sizes in chain(self._ascending(relation, names), self._sizes):
            point, found = self._at_sizes(relation, sizes, order, roots)
            if point is not None and found is not None:
                # a higher order would cost more and tell less
                still = partial(_fails, relation, found.order)
                if not (sizes_allowed(self.scope, point.sizes) and satisfies(point, found.order)):
                    continue
                return self._witness(relation, simplest(point, still), found.order, names)
        if known is None or (found := violation(relation, known, order)) is None:
            return None  # it fails at a higher order than is asked for
        still = partial(_fails, relation, found.order)
        return self._witness(relation, simplest(known, still), found.order, names)

    def _at_sizes(
        self, relation: Relation, sizes: Mapping[str, int], order: int, roots: tuple[Expr, ...]
    ) -> tuple[Point | None, Violation | None]:
        """A failure at these sizes: at a generic point, or for an inequality at a simpler one."""
        drawn: list[Point] = []
        for number in range(_DRAWS):
            try:
                point = self._drawn(sizes, self._seed + number, roots, order)
                found = violation(relation, point, order)
            except (Unsupported, ZeroDivisionError):
                continue
            if found is not None:
                return point, found
            if relation.op == "=" and not self.setting.relations:
                return None, None  # one generic point tells: these sizes are too small
            drawn.append(point)
        if not drawn or relation.op == "=":
            return None, None
        equal = Relation(relation.lhs, "=", relation.rhs)
        if all(attempt(equal, point, order) is None for point in drawn):
            return None, None  # both sides are the same function at these sizes
        first = drawn[0]
        tried = zip_longest(islice(simple_points(first), _SIMPLEST), mixed_points(first, _MIXED))
        other = map(reframed, drawn if self.scope.equations else ())
        for simpler in filter(None, chain(other, chain.from_iterable(tried))):
            found = attempt(relation, simpler, order)
            if found is not None and satisfies(simpler):
                return simpler, found
            if self.scope.equations:
                moved = corrected(simpler)
                if moved is None or moved is simpler:
                    continue  # it satisfies them as it stands, and has been tried
                found = attempt(relation, moved, order)
                if found is not None:
                    return moved, found
        return None, None

    def _ascending(self, relation: Relation, names: frozenset[str]) -> Iterator[dict[str, int]]:
        """Small sizes of the spaces that matter, smallest total first; others 1."""
        scope = self.scope
        used = dict.fromkeys(
            atom
            for name, symbol in self.setting.symbols.items()
            if name in names
            for space in symbol.shape
            for atom in scope.atoms(space)
        )
        written = chain.from_iterable(map(scope.atoms, self._written_spaces(relation)))
        used |= dict.fromkeys((*self._mode_spaces(names), *written))
        spaces = list(used)
        for total in range(len(spaces), len(spaces) + _EXCESS + 1):
            for choice in _compositions(total, len(spaces)):
                sizes = dict.fromkeys(scope.spaces, 1) | dict(zip(spaces, choice, strict=True))
                if sizes_allowed(scope, sizes):
                    yield sizes

    def _witness(
        self, relation: Relation, point: Point, order: int, names: frozenset[str]
    ) -> Witness:
        found = violation(relation, point, order)
        assert found is not None
        notes: list[Reason] = []
        sides = relation.lhs, relation.rhs
        if found.order:
            power = Tex(f"t^{found.order}" if found.order > 1 else "t")
            notes.append(
                reason(
                    "these are the coefficients of ", power, " in the Taylor series of the sides"
                )
            )
        if found.mode > 0 or (found.mode != NO_MODE and len(point.modes(*sides)) > 1):
            notes.append(reason(f"these are the sides of mode {found.mode + 1}"))
        if found.place and max(point.sizes.values()) > 1:
            at = joined([reason(Tex(x), f" = {k + 1}") for x, k in found.place.items()], ", ")
            notes.append(reason("these are the sides at ", at))
        if relation.op in ("psd", "pd"):
            gap = matrix.add(found.lhs, matrix.scale(-1, found.rhs))
            notes.append(worst_direction(gap))
        return Witness(
            sizes=self._named_sizes(relation, point, names),
            values=named_values(point),
            of=None,
            lhs=matrix.text(found.lhs),
            rhs=matrix.text(found.rhs),
            noted=joined([*filter(None, notes)], "; "),
            op=relation.op,
        )

    def _named_sizes(
        self, relation: Relation, point: Point, names: frozenset[str]
    ) -> dict[str, int]:
        """The dimensions of the spaces in which the symbols live, or that are named."""
        scope = self.scope
        shapes = [s.shape for name, s in self.setting.symbols.items() if name in names]
        spaces = [*self._mode_spaces(names)]
        for space in (*chain.from_iterable(shapes), *self._written_spaces(relation)):
            spaces += [part.strip() for part in space.split("*")]
        return {s: scope.dimension(s, point.sizes) for s in dict.fromkeys(spaces) if s != "1"}

    def _written_spaces(self, relation: Relation) -> list[str]:
        """The spaces that are named, or summed over, in what is said."""
        setting, found = self.setting, list[str]()
        for part in within((relation.lhs, relation.rhs), setting.lets, setting.definitions):
            match part:
                case Ident(space=space) | Ones(space=space) | Size(space=space):
                    found.append(space)
                case Total() | Columns():
                    found.append(self.scope.summed(part))
        return [space for space in found if space]

    def _mode_spaces(self, names: frozenset[str]) -> list[str]:
        """The spaces over which the indices of the symbols run."""
        scope = self.scope
        indices = frozenset[str]().union(*map(scope.indices_of, names))
        return [*dict.fromkeys(scope.modes(index) for index in sorted(indices))]


def _fails(relation: Relation, order: int, point: Point) -> bool:
    return attempt(relation, point, order) is not None and satisfies(point, order)


def _compositions(total: int, count: int) -> Iterator[tuple[int, ...]]:
    """All ways to write ``total`` as ``count`` sizes from 1 to the largest tried."""
    if count == 0:
        if total == 0:
            yield ()
        return
    for first in range(1, min(_LARGEST, total - count + 1) + 1):
        for rest in _compositions(total - first, count - 1):
            yield (first, *rest)
