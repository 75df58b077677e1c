"""Random claims about entries and sums over their letters, true and false ones, against numbers.

    nice python -m tests.attack_entries [COUNT] [--seed N]

A side is a sum over letters of a product of entries; the other one is the same by rules of the
textbook (factors in another order, other letters, a product of matrices for two of them), or its
rate by the product rule, and in half of the claims a letter in it is changed. `einsum` says in
whole numbers whether both are equal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np
from numpy.typing import NDArray
from tests.attack_matrices import main

from sslcheck.derive import verify
from sslcheck.derive.reading.loading import parse_article

__all__ = ["attack"]

SHAPES = {
    **dict.fromkeys("AB", "rr"),
    **{"P": "rr", "S": "ss"},
    **dict.fromkeys("WV", "rs"),
    **{"u": "r", "v": "s", r"\delta": "rr"},
}
SPACE = {**dict.fromkeys("ijkl", "r"), **dict.fromkeys("mnq", "s")}
_SIZES = {"r": 3, "s": 4}
_CLAIMS = 30  # of one article
_ARTICLE = """
[article]
name = "attack"
format = 2
[spaces]
r = "rows"
s = "columns"
[symbols]
A = { shape = ["r", "r"] }
B = { shape = ["r", "r"] }
P = { shape = ["r", "r"], properties = ["psd"] }
S = { shape = ["s", "s"], properties = ["psd"] }
W = { shape = ["r", "s"], role = "state" }
V = { shape = ["r", "s"] }
u = { shape = ["r", "1"] }
v = { shape = ["s", "1"] }
[flows.descent]
equations = ['\\dot{W} = -W S']
"""

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Entry:
    """The entry of a product of matrices, each transposed or not, at letters."""

    names: tuple[tuple[str, bool], ...]
    letters: str

    @property
    def text(self) -> str:
        parts = [f"{name}^T" if turned else name for name, turned in self.names]
        alone = len(parts) == 1 and not self.names[0][1]
        whole = parts[0] if alone else f"({' '.join(parts)})"
        return f"{whole}_{{{self.letters}}}"

    def value(self, values: dict[str, Whole]) -> Whole:
        """The matrix of which it is an entry."""
        found = None
        for name, turned in self.names:
            value = values[name].T if turned else values[name]
            found = value if found is None else found @ value
        assert found is not None
        return found


@dataclass(frozen=True)
class Term:
    """A product of entries, summed over some of their letters."""

    factors: tuple[Entry, ...]
    bound: str

    @property
    def free(self) -> str:
        """The letters that are not summed over."""
        return "".join(sorted({x for f in self.factors for x in f.letters} - {*self.bound}))

    @property
    def text(self) -> str:
        sums = "".join(rf"\sum_{x} " for x in self.bound)
        return sums + " ".join(factor.text for factor in self.factors)

    def value(self, values: dict[str, Whole], free: str) -> Whole:
        """Its value for all values of the letters that are free in the claim."""
        given = [factor.value(values) for factor in self.factors]
        at = [factor.letters for factor in self.factors]
        for x in sorted({*free} - {*self.free}):
            given.append(np.ones(_SIZES[SPACE[x]], dtype=np.int64))
            at.append(x)
        return np.asarray(np.einsum(f"{','.join(at)}->{free}", *given))


def term(rng: Random) -> Term:
    """A random one, in which a letter that is summed over stands twice as a rule."""
    factors: list[Entry] = []
    letters = {"r": rng.sample("ijkl", 3), "s": rng.sample("mnq", 2)}
    for _ in range(rng.randint(1, 4)):
        name = rng.choice(list(SHAPES))
        at = "".join(rng.choice(letters[space]) for space in SHAPES[name])
        factors.append(Entry(((name, False),), at))
    used = sorted({x for factor in factors for x in factor.letters})
    once = [x for x in used if sum(f.letters.count(x) for f in factors) == 1 or rng.random() < 0.1]
    once = [x for x in once if x != "q"]  # which is a letter of sums alone
    free = rng.sample(once, min(len(once), rng.choice((0, 1, 2, 2))))
    return Term(tuple(factors), "".join(x for x in used if x not in free))


def rewritten(rng: Random, one: Term) -> Term:
    """The same by other words."""
    factors = rng.sample(one.factors, len(one.factors))
    for x in one.bound:
        found = [f for f in factors if x in f.letters]
        if len(found) == 2 and all(len({*f.letters}) == len(f.letters) == 2 for f in found):
            if rng.random() < 0.5 or any(r"\delta" in str(f.names) for f in found):
                continue
            left, right = found
            left = left if left.letters[1] == x else _turned(left)
            right = right if right.letters[0] == x else _turned(right)
            both = Entry(left.names + right.names, left.letters[0] + right.letters[1])
            factors = [f for f in factors if f not in found] + [both]
            one = replace(one, bound=one.bound.replace(x, ""))
        elif rng.random() < 0.4:
            other = next((y for y in "ijklmnq" if SPACE[y] == SPACE[x] and y not in used(one)), x)
            factors = [replace(f, letters=f.letters.replace(x, other)) for f in factors]
            one = replace(one, bound=one.bound.replace(x, other), factors=tuple(factors))
    factors = [_turned(f) if len(f.letters) == 2 and rng.random() < 0.2 else f for f in factors]
    return Term(tuple(factors), one.bound)


def used(one: Term) -> set[str]:
    """All letters of a term."""
    return {*one.bound} | {x for factor in one.factors for x in factor.letters}


def _turned(factor: Entry) -> Entry:
    if factor.names[0][0] == r"\delta":
        return replace(factor, letters=factor.letters[::-1])
    names = tuple((name, not turned) for name, turned in reversed(factor.names))
    return Entry(names, factor.letters[::-1])


def changed(rng: Random, one: Term) -> Term:
    """Another one: letters of an entry exchanged, one letter for another, or a factor lost."""
    k = rng.randrange(len(one.factors))
    factor = one.factors[k]
    pick = rng.random()
    if pick < 0.5 and len(factor.letters) == 2 and len({SPACE[x] for x in factor.letters}) == 1:
        factor = replace(factor, letters=factor.letters[::-1])
    elif pick < 0.8:
        at = rng.randrange(len(factor.letters))
        others = [x for x in used(one) if SPACE[x] == SPACE[factor.letters[at]]]
        new = factor.letters[:at] + rng.choice(sorted(others)) + factor.letters[at + 1 :]
        factor = replace(factor, letters=new)
    elif len(one.factors) > 1:
        left = (*one.factors[:k], *one.factors[k + 1 :])
        return _closed(Term(left, one.bound))
    return _closed(Term((*one.factors[:k], factor, *one.factors[k + 1 :]), one.bound))


def _closed(one: Term) -> Term:
    """Without sums over letters that no longer stand in it."""
    inside = {x for factor in one.factors for x in factor.letters}
    return replace(one, bound="".join(x for x in one.bound if x in inside))


def rate(one: Term) -> list[Term]:
    """Minus the terms of its rate under `\\dot W = -W S`."""
    found = []
    for k, factor in enumerate(one.factors):
        if factor.names == (("W", False),):
            moved = replace(factor, names=(("W", False), ("S", False)))
            found.append(Term((*one.factors[:k], moved, *one.factors[k + 1 :]), one.bound))
    return found


def equal(left: list[Term], right: list[Term], seed: int) -> bool:
    """Whether two sums of terms are equal, for all values of their letters, at several draws."""
    draws = (np.random.default_rng((seed, k)) for k in range(4))
    return all(_equal(left, right, rng) for rng in draws)


def _equal(left: list[Term], right: list[Term], rng: np.random.Generator) -> bool:
    values: dict[str, Whole] = {r"\delta": np.eye(_SIZES["r"], dtype=np.int64)}
    for name, spaces in SHAPES.items():
        shape = [_SIZES[space] for space in spaces]
        values.setdefault(name, rng.integers(-4, 5, shape))
    for name in "PS":
        values[name] = values[name] @ values[name].T
    free = "".join(sorted({x for one in (*left, *right) for x in one.free}))
    one, two = (sum(t.value(values, free) for t in side) for side in (left, right))
    return bool(np.array_equal(one, two))


def attack(count: int, seed: int) -> Iterator[tuple[str, str, str]]:
    """For each claim what is said, what numbers say, and the claim."""
    rng = Random(seed)
    for start in range(0, count, _CLAIMS):
        claims: list[tuple[str, bool]] = []
        for _ in range(min(_CLAIMS, count - start)):
            one = term(rng)
            moved = rate(one) if rng.random() < 0.3 else []
            right = [rewritten(rng, each) for each in moved or [one]]
            if rng.random() < 0.5:
                right[0] = changed(rng, right[0])
            if moved:
                text = rf"\frac{{d}}{{dt}} ({one.text}) = -{' - '.join(t.text for t in right)}"
            else:
                text = f"{one.text} = {right[0].text}"
            claims.append((text, equal(moved or [one], right, seed)))
        tables = "\n".join(
            f"[[claim]]\nid = '{k}'\nkind = 'identity'\nflow = 'descent'\nreading = '''{text}'''"
            for k, (text, _) in enumerate(claims)
        )
        article = parse_article(_ARTICLE + tables, "attack.toml")
        report = verify(article, ledger=False, budget=5)
        for claim, (text, truth) in zip(report.claims, claims, strict=True):
            yield claim.verdict.value, "true" if truth else "false", f"{text}: {claim.why}"


if __name__ == "__main__":
    raise SystemExit(main(attack))
