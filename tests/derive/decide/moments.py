"""Random identities between moments, true and false; numbers over a finite population tell which.

The right sides are made here by pairings of slots, in code that the package does not share.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from random import Random
from typing import Any

import numpy as np

__all__ = ["ARTICLE", "LAWS", "Identity", "identities"]

ARTICLE = r"""
[article]
name = "moments"
format = 2

[spaces]
d = "inputs"

[symbols]
A = { shape = ["d", "d"] }
B = { shape = ["d", "d"] }
w = { shape = ["d", "1"] }
b = { shape = ["d", "1"] }
c = { shape = ["d", "1"] }
S = { shape = ["d", "d"], properties = ["psd"] }
C = { shape = ["d", "d"], properties = ["psd"] }
N = { shape = ["d", "d"], properties = ["psd"] }
g = { shape = ["d", "1"], role = "view" }
"g'" = { shape = ["d", "1"], role = "view" }
m = { shape = ["d", "1"], role = "view" }
h = { shape = ["d", "1"], role = "view" }
e = { shape = ["d", "1"], role = "view" }
u = { shape = ["d", "1"], role = "view" }
"u'" = { shape = ["d", "1"], role = "view" }

[[expectation]]
views = ["g", "g'"]
mean = "m"
covariance = "C"
noise = "N"
expected = "c"
gaussian = true

[[expectation]]
views = ["h"]
second_moment = "S"
expected = "0"
gaussian = true

[[expectation]]
views = ["e"]
covariance = "S"
expected = "b"

[[expectation]]
views = ["u", "u'"]
second_moment = "C"
noise = "N"
"""


@dataclass(frozen=True)
class Law:
    """Views, the mean, the moment of a pair, the noise, the expected value ("" for 0)."""

    views: tuple[str, ...]
    mean: str
    second: str
    noise: str
    expected: str | None
    most: int


LAWS = (
    Law(("g", "g'"), "m", "C", "N", "c", 4),
    Law(("h",), "", "S", "", "", 4),
    Law(("e",), "", "S", "", "b", 2),
    Law(("u", "u'"), "", "C", "N", None, 2),
)
OF = {name: law for law in LAWS for name in (*law.views, law.mean) if name}
FIXED = ("w", "b")

Word = tuple[tuple[str, bool], ...]
"""A product of letters, each transposed or not."""


@dataclass(frozen=True)
class Term:
    """A number, 1 x 1 products, traces, and a d x d product."""

    number: int
    outer: Word
    blocks: tuple[Word, ...] = ()
    traces: tuple[Word, ...] = ()

    def latex(self) -> str:
        parts = [f"({_latex(block)})" for block in self.blocks]
        parts += [rf"\text{{tr}}({_latex(word)})" for word in self.traces]
        return " ".join([f"({self.number})", *parts, _latex(self.outer)])

    def value(self, given: Mapping[str, Any]) -> Any:
        """For letters of shape (members, d, columns)."""
        total = self.number * _value(self.outer, given)
        for block in self.blocks:
            total = total * _value(block, given)
        for word in self.traces:
            trace = np.trace(_value(word, given), axis1=-2, axis2=-1)
            total = total * trace[..., None, None]
        return total


@dataclass(frozen=True)
class Identity:
    """``E[left] = right`` in LaTeX, and whether it is true."""

    latex: str
    true: bool


def identities(seed: int, count: int) -> Iterator[Identity]:
    """Random identities, about half of them true."""
    rng = Random(seed)
    worlds = [world(np.random.default_rng(k)) for k in range(2)]
    while count:
        left = _left(rng)
        degrees = Counter(OF[n] for w in (left.outer, *left.blocks) for n, _ in w if n in OF)
        if any(k > law.most or (law.expected is None and k != 2) for law, k in degrees.items()):
            continue
        right = [*_paired(left)]
        if len(right) > 40 or not degrees:
            continue
        if rng.random() < 0.5:
            right = _changed(rng, right)
        said = " + ".join(term.latex() for term in right) or "0"
        true = all(_true(left, right, *at) for at in worlds)
        yield Identity(rf"\mathbb{{E}}[{left.latex()}] = {said}", true)
        count -= 1


def _left(rng: Random) -> Term:
    some = rng.sample([*OF, *FIXED], rng.choice((1, 2, 2, 3)))
    middle: list[Word] = [(), (("A", False),), (("B", True),), (("A", True), ("B", False))]

    def block() -> Word:
        return ((rng.choice(some), True), *rng.choice(middle), (rng.choice(some), False))

    outer = ((rng.choice(some), False), (rng.choice(some), True))
    left = (("A", False),) if rng.random() < 0.3 else ()
    right = (("B", False),) if rng.random() < 0.3 else ()
    blocks = tuple(block() for _ in range(rng.choice((0, 1, 1, 2))))
    return Term(1, (*left, *outer, *right), blocks)


def _changed(rng: Random, terms: list[Term]) -> list[Term]:
    """One thing about the right side is another, which may make no difference."""
    if not terms:
        return [Term(1, (("S", False),))]
    k = rng.randrange(len(terms))
    term, kind = terms[k], rng.randrange(5)
    if kind == 0:
        return [*terms[:k], *terms[k + 1 :]]
    if kind == 1:
        return [*terms[:k], replace(term, number=rng.choice((-1, 2, 3))), *terms[k + 1 :]]
    if kind == 2:
        turned = tuple((n, not t) for n, t in reversed(term.outer))
        return [*terms[:k], replace(term, outer=turned), *terms[k + 1 :]]
    names = {"C": "S", "S": "C", "N": "C", "A": "B", "B": "A", "c": "b", "b": "c"}
    at = rng.randrange(len(term.outer))
    name, flipped = term.outer[at]
    name, flipped = (name, not flipped) if name in "AB" and kind == 3 else (
        names.get(name, name), flipped)  # fmt: skip
    outer = (*term.outer[:at], (name, flipped), *term.outer[at + 1 :])
    return [*terms[:k], replace(term, outer=outer), *terms[k + 1 :]]


# -- pairings --------------------------------------------------------------------------------------


def _paired(left: Term) -> Iterator[Term]:
    """The expectation as a sum over pairings, by walking from slot to slot."""
    words = [left.outer, *left.blocks]
    slots = [(k, i) for k, w in enumerate(words) for i, (n, _) in enumerate(w) if n in OF]
    for partners in _pairings(slots, words):
        choices = [_moments(words, one, two) for one, two in partners.items() if one <= two]
        for chosen in product(*choices):
            inserted = dict(zip([s for s, t in partners.items() if s <= t], chosen, strict=True))
            yield _walked(words, partners, inserted)


def _pairings(slots: list[Any], words: Sequence[Word]) -> Iterator[dict[Any, Any]]:
    if not slots:
        yield {}
        return
    first, *rest = slots
    law = OF[words[first[0]][first[1]][0]]
    if law.expected:
        for more in _pairings(rest, words):
            yield {first: first, **more}
    for other in rest:
        if OF[words[other[0]][other[1]][0]] is law:
            for more in _pairings([s for s in rest if s != other], words):
                yield {first: other, other: first, **more}


def _moments(words: Sequence[Word], one: Any, two: Any) -> list[str]:
    name, other = words[one[0]][one[1]][0], words[two[0]][two[1]][0]
    law = OF[name]
    if one == two:
        assert law.expected
        return [law.expected]
    same = name == other and name != law.mean and law.noise
    return [law.second, law.noise] if same else [law.second]


def _walked(
    words: Sequence[Word], partners: Mapping[Any, Any], inserted: Mapping[Any, str]
) -> Term:
    def moment(slot: Any) -> str:
        return inserted.get(slot) or inserted[partners[slot]]

    seen: set[Any] = set()

    def follow(k: int, i: int, step: int) -> tuple[list[tuple[str, bool]], Any]:
        """Letters from a place of a word on, and where it ends: outside, at a column, a circle."""
        found: list[tuple[str, bool]] = []
        while 0 <= i < len(words[k]):
            name, flipped = words[k][i]
            flipped = flipped if step > 0 else not flipped
            slot = (k, i)
            if name in FIXED or partners.get(slot) == slot:
                seen.add(slot)
                letter = name if name in FIXED else moment(slot)
                if not flipped:
                    return [*found, (letter, False)], "column"
                found.append((letter, True))
            elif slot in partners:
                if slot in seen:
                    return found, "circle"
                other = partners[slot]
                seen.update((slot, other))
                found.append((moment(slot), False))
                k, i = other
                # from a column into the row of another word, read away from it
                step = 1 if words[k][i][1] else -1
            else:
                found.append((name, flipped))
            i += step
        return found, "outside"

    first, end = follow(0, 0, 1)
    outer = first
    if end == "column":
        back, _ = follow(0, len(words[0]) - 1, -1)
        outer = first + [(n, not t) for n, t in reversed(back)]
    blocks, traces = [], []
    for k in range(1, len(words)):
        last = len(words[k]) - 1
        fixed = [i for i in (0, last) if words[k][i][0] in FIXED or partners[(k, i)] == (k, i)]
        for i in fixed:
            if (k, i) not in seen:
                blocks.append(tuple(follow(k, i, 1 if i == 0 else -1)[0]))
    for k in range(1, len(words)):
        if (k, 0) not in seen:
            slot = (k, len(words[k]) - 1)  # leave the word by its column, until it comes again
            traces.append(_circle(words, partners, moment, slot, seen))
    return Term(1, tuple(outer), tuple(blocks), tuple(traces))


def _circle(
    words: Sequence[Word], partners: Mapping[Any, Any], moment: Any, slot: Any, seen: set[Any]
) -> Word:
    found: list[tuple[str, bool]] = []
    while slot not in seen:
        other = partners[slot]
        seen.update((slot, other))
        found.append((moment(slot), False))
        k, i = other
        inner = words[k][1:-1]
        found += inner if i == 0 else [(n, not t) for n, t in reversed(inner)]
        slot = (k, len(words[k]) - 1 if i == 0 else 0)
    return tuple(found)


# -- numbers ---------------------------------------------------------------------------------------


def _latex(word: Word) -> str:
    return " ".join(f"{name}^T" if t else name for name, t in word).replace("'^T", "'^T")


def _value(word: Word, given: Mapping[str, Any]) -> Any:
    total: Any = None
    for name, flipped in word:
        value = np.swapaxes(given[name], -1, -2) if flipped else given[name]
        total = value if total is None else total @ value
    return total


def world(rng: np.random.Generator, size: int = 2) -> tuple[dict[str, Any], dict[Law, Any]]:
    """Values of the letters, and of each input the weights and values of its members."""
    given = {n: rng.standard_normal((1, size, size)) for n in "AB"}
    given |= {n: rng.standard_normal((1, size, 1)) for n in "wbc"}
    roots = {n: rng.standard_normal((size, size)) for n in "SCN"}
    given |= {n: (root @ root.T)[None] for n, root in roots.items()}
    points, chances = np.polynomial.hermite_e.hermegauss(3)
    chances = chances / chances.sum()
    members = {}
    for law in LAWS:
        count = (1 + len(law.views) * bool(law.noise)) * size
        grid = np.array([*product(points, repeat=count)])
        weights = np.array([np.prod(w) for w in product(chances, repeat=count)])
        middle = given[law.expected][0, :, 0] if law.expected else 0
        mean = middle + grid[:, :size] @ roots[law.second].T
        values = {law.mean: mean}
        for k, name in enumerate(law.views):
            part = grid[:, (k + 1) * size : (k + 2) * size] if law.noise else 0 * mean
            values[name] = mean + (part @ roots[law.noise].T if law.noise else part)
        members[law] = weights, {n: v[..., None] for n, v in values.items() if n}
    return given, members


def _true(left: Term, right: list[Term], given: Any, members: Any) -> bool:
    names = {n for w in (left.outer, *left.blocks) for n, _ in w}
    used = [law for law in LAWS if names & {*law.views, law.mean}]
    total = _over(left, used, given, members)
    found = sum((term.value(given) for term in right), np.zeros((1, 1, 1)))
    gap = np.abs(total - found[0]).max()
    return bool(gap < 1e-7 * (1 + np.abs(total).max()))


def _over(left: Term, used: list[Law], given: Any, members: Any) -> Any:
    """Input by input: all members of the last one at once, those before one after the other."""
    *before, last = used
    total: Any = 0
    for chosen in product(*(range(len(members[law][0])) for law in before)):
        weight, values = 1.0, dict(given)
        for law, k in zip(before, chosen, strict=True):
            weight *= members[law][0][k]
            values |= {n: v[k : k + 1] for n, v in members[law][1].items()}
        weights, many = members[last]
        total = total + weight * np.tensordot(weights, left.value({**values, **many}), axes=(0, 0))
    return total
