"""Random claims with roots of matrices, and whether numbers bear them out.

    nice python -m tests.derive.decide.root_claims 300 --seed 7

decides that many and lists each verdict that numbers contradict (there should be none), and the
shares of the others.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from random import Random

import numpy as np

from sslcheck.derive import verify
from sslcheck.derive.reading.loading import parse_article

__all__ = ["claims", "holds", "verdicts"]

HEAD = r"""
[article]
name = "roots"
format = 2
[spaces]
n = "rows"
d = "columns"
[symbols]
W = { shape = ["n", "d"] }
A = { shape = ["n", "n"] }
B = { shape = ["n", "n"] }
S = { shape = ["n", "n"], properties = ["symmetric"] }
P = { shape = ["n", "n"], properties = ["psd"] }
R = { shape = ["n", "n"], properties = ["psd"] }
Y = { shape = ["n", "n"], properties = ["psd", "invertible"] }
X = { shape = ["d", "d"], properties = ["psd"] }
U = { shape = ["n", "n"], properties = ["orthonormal"] }
k = { sign = "positive" }
F = { shape = ["n", "n"] }
G = { shape = ["n", "n"], properties = ["psd", "invertible"] }
[definitions]
F = "W X W^T"
G = "F + k I"
"""

_Term = tuple[str, ...]
"""Factors as they are written; in a claim they stand between sums and traces."""

_PSD = (
    *("P", "R", "Y", "F", "G", "(A A^T)", "(A^T A)", "(W W^T)", "(P + R)", "(P + k I)"),
    *("(S^2)", "(P R P)", "(A P A^T)", "(U P U^T)", "(k P)", "(4 R)", "(P^2)", "(P^3)"),
    *("(Y^{-1})", "(P^{1/2} R P^{1/2})", "(A A^T + Y)", "(W (X + X^2) W^T)"),
)
_REGULAR = ("Y", "G", "(Y^{-1})", "(A A^T + Y)")
_PLAIN = ("A", "B", "A^T", "S", "P", "R", "Y", "F", "U", "U^T")
_TURNED = {"(A A^T)": ("A", "(A^T A)"), "(A^T A)": ("A^T", "(A A^T)")}


def _factor(rng: Random) -> str:
    roll = rng.random()
    if roll < 0.45:
        return f"{rng.choice(_PSD)}^{{{rng.choice(('1/2', '1/2', '1/2', '1/3', '2/3', '3/2'))}}}"
    if roll < 0.55:
        return f"{rng.choice(_REGULAR)}^{{-1/2}}"
    return rng.choice((*_PLAIN, *_PSD[:10]))


def _parts(factor: str) -> tuple[str, str]:
    base, _, power = factor.partition("^{")
    if "(" in factor and factor.startswith("("):
        at = factor.rindex(")") + 1
        base, power = factor[:at], factor[at:].removeprefix("^{")
    return base, power.removesuffix("}")


def _changed(term: _Term, rng: Random) -> _Term:
    """Another product: the same by some rule, or by none."""
    k = rng.randrange(len(term))
    base, power = _parts(term[k])
    left, right = term[:k], term[k + 1 :]
    options: list[_Term] = []
    if base in _PSD:
        if not power:
            options += [(f"{base}^{{1/2}}",) * 2, (f"{base}^{{1/3}}", f"{base}^{{2/3}}")]
        if power == "1/2":
            options += [(base, f"{base}^{{-1/2}}")] if base in _REGULAR else []
            options += [(f"({base}^2)^{{1/4}}",), (f"({base}^{{1/3}})^{{3/2}}",), (base,)]
        if power == "-1/2":
            options += [(f"{base}^{{1/2}}", f"{base}^{{-1}}"), (f"({base}^{{-1}})^{{1/2}}",)]
        if power == "2/3":
            options += [(f"{base}^{{1/3}}",) * 2, (f"{base}^{{1/3}}",)]
        if power == "3/2":
            options += [(base, f"{base}^{{1/2}}"), (f"{base}^{{1/2}}", base)]
    options.append((f"({term[k]})^T",))
    found = [(*left, *option, *right) for option in options]
    if right:
        found += [(*left, right[0], term[k], *right[1:])] * (
            3 if base == _parts(right[0])[0] else 1
        )
        front = _TURNED.get(base)
        if front and power == "1/2" and right[0] == front[0]:
            found += [(*left, front[0], f"{front[1]}^{{1/2}}", *right[1:])] * 3
    return rng.choice(found)


def _start(rng: Random) -> _Term:
    term = [_factor(rng) for _ in range(rng.choice((1, 2, 2, 3)))]
    k = rng.randrange(len(term))
    base, _ = _parts(term[k])
    if rng.random() < 0.4 and base in _PSD:  # what it commutes with beside it
        term.insert(k + 1, rng.choice((base, f"{base}^{{1/2}}", *_TURNED.get(base, ())[:1])))
    return tuple(term)


def _written(terms: list[_Term], traced: bool) -> str:
    products = [" ".join(term) for term in terms]
    if traced:
        products = [rf"\text{{tr}}({product})" for product in products]
    return " + ".join(products)


def claims(seed: int) -> Iterator[str]:
    """Statements, one after the other."""
    rng = Random(seed)
    while True:
        terms = [_start(rng) for _ in range(rng.choice((1, 1, 1, 2)))]
        other = list(terms)
        for _ in range(rng.choice((1, 1, 2))):
            at = rng.randrange(len(other))
            other[at] = _changed(other[at], rng)
        traced = rng.random() < 0.3
        if traced and rng.random() < 0.5:
            cut = rng.randrange(len(other[0]))
            other[0] = other[0][cut:] + other[0][:cut]
        left, right = _written(terms, traced), _written(other, traced)
        if left != right:
            yield f"{left} = {right}"


# -- in numbers -----------------------------------------------------------------------------------


class _Matrix:
    """A matrix with the operations of the format, for Python to evaluate."""

    def __init__(self, value: np.ndarray) -> None:
        self.value = value

    def power(self, exponent: float) -> _Matrix:
        if exponent == int(exponent):
            return _Matrix(np.linalg.matrix_power(self.value, int(exponent)))
        values, vectors = np.linalg.eigh((self.value + self.value.T) / 2)
        return _Matrix((vectors * np.maximum(values, 0) ** exponent) @ vectors.T)

    @property
    def T(self) -> _Matrix:
        return _Matrix(self.value.T)

    def __mul__(self, other: _Matrix) -> _Matrix:
        return _Matrix(self.value @ other.value)

    def __add__(self, other: _Matrix) -> _Matrix:
        return _Matrix(self.value + other.value)


class _Reader:
    """A recursive reader of the little language above, which shares nothing with the package's."""

    def __init__(self, text: str, values: dict[str, _Matrix]) -> None:
        self.rest = text.replace(r"\text{tr}", "t").replace(" ", "")
        self.values = values

    def sum(self) -> _Matrix:
        total = self.product()
        while self.rest.startswith("+"):
            self.rest = self.rest[1:]
            total = total + self.product()
        return total

    def product(self) -> _Matrix:
        total = self.factor()
        while self.rest and self.rest[0] not in "+)=":
            total = total * self.factor()
        return total

    def factor(self) -> _Matrix:
        head, self.rest = self.rest[0], self.rest[1:]
        if head in "(t":
            if head == "t":
                self.rest = self.rest[1:]
            found = self.sum()
            self.rest = self.rest[1:]
            if head == "t":
                found = _Matrix(np.array([[np.trace(found.value)]]))
        else:
            found = self.values[head]
        while self.rest.startswith("^"):
            self.rest = self.rest[1:]
            if self.rest.startswith("{"):
                inner, self.rest = self.rest[1:].split("}", 1)
            else:
                inner, self.rest = self.rest[0], self.rest[1:]
            over, _, under = inner.partition("/")
            found = found.T if inner == "T" else found.power(int(over) / int(under or 1))
        return found


def _values(rng: np.random.Generator, n: int, d: int) -> dict[str, _Matrix]:
    def psd(size: int, rank: int) -> np.ndarray:
        root = rng.normal(size=(size, rank))
        return root @ root.T

    values = {
        "W": rng.normal(size=(n, d)),
        "A": rng.normal(size=(n, n)),
        "B": rng.normal(size=(n, n)),
        "S": (half := rng.normal(size=(n, n))) + half.T,
        "P": psd(n, n),
        "R": psd(n, max(n - 1, 1)),
        "Y": psd(n, n) + np.eye(n) / 2,
        "X": psd(d, d),
        "U": np.linalg.qr(rng.normal(size=(n, n)))[0],
        "I": np.eye(n),
        "4": 4 * np.eye(n),
        "k": 0.7 * np.eye(n),
    }
    values["F"] = values["W"] @ values["X"] @ values["W"].T
    values["G"] = values["F"] + values["k"]
    return {name: _Matrix(value) for name, value in values.items()}


def holds(claim: str) -> bool | None:
    """Whether a claim is true at random points; None where they do not tell."""
    worst = 0.0
    for seed, (n, d) in enumerate(((1, 1), (2, 3), (3, 2), (4, 4), (3, 5))):
        values = _values(np.random.default_rng(seed), n, d)
        left, right = (_Reader(side, values).sum().value for side in claim.split(" = "))
        size = 1 + np.abs(left).max() + np.abs(right).max()
        worst = max(worst, float(np.abs(left - right).max()) / size)
    return True if worst < 1e-7 else False if worst > 1e-4 else None


def verdicts(some: list[str]) -> list[str]:
    """What the checker says of each claim."""
    rows = [HEAD]
    for k, claim in enumerate(some):
        rows += ["[[claim]]", f"id = '{k}'", "kind = 'identity'", f"reading = '{claim}'"]
    result = verify(parse_article("\n".join(rows), "roots.toml"), ledger=False)
    return [claim.verdict.value for claim in result.claims]


def _main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    made = claims(options.seed)
    some = [next(made) for _ in range(options.count)]
    said: Counter[tuple[bool | None, str]] = Counter()
    for claim, verdict in zip(some, verdicts(some), strict=True):
        true = holds(claim)
        said[true, verdict] += 1
        wrong = "refuted" if true else "proved"
        if (true is not None and wrong == verdict) or verdict in (
            "disagreement",
            "refused",
            "conditional",
        ):
            print(f"{verdict}, though numbers say {true}: {claim}")
        elif verdict == "undecided":
            print(f"  undecided ({true}): {claim}")
    print(dict(said))


if __name__ == "__main__":
    _main()
