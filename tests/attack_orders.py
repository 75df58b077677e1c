"""Random inequalities between matrices and between numbers, true and false ones, against numbers.

    nice python -m tests.attack_orders [COUNT] [--seed N]

Sides are sums of products of psd matrices, projections, traces and products by entries. Numpy looks
for a place at which an inequality fails, at many sizes and ranks: one that is proved must have
none, one that is refuted must have one. Prints what is wrong, and ends with 1 if anything is.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from random import Random

import numpy as np
from tests.attack_matrices import main
from tests.derive.valued import Values, valued

from sslcheck.derive import expr as e
from sslcheck.derive import verify
from sslcheck.derive.expr import Expr, Relation, difference
from sslcheck.derive.reading.loading import parse_article
from sslcheck.derive.text.printing import relation_latex

__all__ = ["attack"]

SHAPES = {
    **dict.fromkeys("ABMSRP", ("n", "n")),
    "Q": ("n", "r"),
    "W": ("n", "d"),
    "u": ("n", "1"),
    "v": ("n", "1"),
}
PROPERTIES = {
    "M": ["symmetric"],
    "S": ["psd"],
    "R": ["psd"],
    "P": ["psd", "invertible"],
    "Q": ["orthonormal"],
}
_SIZES = ((1, 1, 1), (2, 1, 1), (2, 3, 2), (3, 2, 1), (3, 3, 2), (4, 2, 3))
_DRAWS = 50
_CLAIMS = 40  # of one article
_TWO = Fraction(2)


# -- random sides


def _square(half: Expr) -> Expr:
    return e.Prod((half, e.Transpose(half)))


def _psd(rng: Random, depth: int) -> Expr:
    """A random psd matrix."""
    pick = rng.random() if depth else 0.0
    if pick < 0.45:
        letters: list[Expr] = [e.Sym(name) for name in "SRP"]
        letters += [_square(part) for part in (*map(e.Sym, "WAQu"), e.Ones("n"))]
        letters += [e.Ident("n"), e.Prod((e.Sym("W"), e.PseudoInverse(e.Sym("W"))))]
        return rng.choice(letters)
    inner = _psd(rng, depth - 1)
    if pick < 0.6:
        return e.Hadamard(inner, _psd(rng, depth - 1))
    if pick < 0.75:
        outer = e.Sym(rng.choice("ABM"))
        return e.Prod((outer, inner, e.Transpose(outer)))
    if pick < 0.92:
        return e.Prod((e.Trace(inner), _psd(rng, depth - 1)))
    return e.Power(inner, _TWO)


def _number(rng: Random) -> Expr:
    """A random number, most often not negative."""
    one, two = _psd(rng, 1), _psd(rng, 1)
    a, b, s = map(e.Sym, "ABS")
    cube = e.Power(s, Fraction(3))
    u, v = e.Sym("u"), e.Sym("v")
    return rng.choice(
        [
            e.Trace(e.Prod((one, two))),
            e.Prod((e.Trace(one), e.Trace(two))),
            e.Trace(e.Power(one, _TWO)),
            e.Power(e.Trace(one), _TWO),
            e.Power(e.Trace(rng.choice([a, e.Prod((e.Transpose(a), b)), e.Prod((s, s))])), _TWO),
            e.Trace(rng.choice([e.Prod((a, a)), e.Prod((a, b)), e.Hadamard(a, a)])),
            e.Prod((e.Size("n"), e.SquaredNorm(rng.choice([a, s])))),
            e.Prod((e.SquaredNorm(a), e.SquaredNorm(b))),
            e.Prod((e.Trace(s), e.Trace(cube))),
            e.Power(e.Prod((e.Transpose(u), s, v)), _TWO),
            e.Prod((e.Transpose(u), s, u, e.Transpose(v), s, v)),
        ]
    )


def _known(rng: Random) -> tuple[Expr, Expr]:
    """Two matrices, or numbers, of which the first is at least the second."""
    inner = _psd(rng, 1)
    a, b, s, w = map(e.Sym, "ABSW")
    outer = e.Sym(rng.choice("ABM"))
    below = rng.choice([_square(e.Sym("Q")), e.Prod((w, e.PseudoInverse(w)))])
    many = e.Prod((e.Size("n"), e.Ident("n")))
    big, small = rng.choice(
        [
            (e.Ident("n"), below),
            (many, _square(e.Ones("n"))),
            (e.Prod((e.Trace(inner), e.Ident("n"))), inner),
            (e.Prod((e.Trace(s), s)), e.Power(s, _TWO)),
        ]
    )
    pick = rng.random()
    if pick < 0.2:
        return big, small
    if pick < 0.4:
        turned = e.Transpose(outer)
        return e.Prod((outer, big, turned)), e.Prod((outer, small, turned))
    if pick < 0.55:
        other = _psd(rng, 0)
        return e.Trace(e.Prod((big, other))), e.Trace(e.Prod((small, other)))
    if pick < 0.7:
        return e.Hadamard(big, other := _psd(rng, 0)), e.Hadamard(small, other)
    if pick < 0.85:
        inner_product = e.Trace(e.Prod((e.Transpose(a), s, b)))
        one, two = (e.Trace(e.Prod((e.Transpose(x), s, x))) for x in (a, b))
        return e.Prod((one, two)), e.Power(inner_product, _TWO)
    return e.Prod((e.SquaredNorm(a), e.SquaredNorm(b))), e.SquaredNorm(e.Prod((a, b)))


def _relation(rng: Random) -> Relation:
    if rng.random() < 0.5:
        left, right = _known(rng)
        op = ">=" if isinstance(right, (e.Trace, e.SquaredNorm, e.Power)) else "psd"
        op = "psd" if right == e.Power(e.Sym("S"), _TWO) else op
        if rng.random() < 0.3:
            right = e.Prod((e.Num(_TWO), right))
        return Relation(left, op, right)
    if rng.random() < 0.5:
        left, right, op = _psd(rng, 2), _psd(rng, 1), "psd"
        more = _psd(rng, 1)
    else:
        left, right, op = _number(rng), _number(rng), ">="
        more = _number(rng)
    if rng.random() < 0.3:
        sign = rng.choice([1, -1])
        left = e.Sum((left, more if sign > 0 else e.Prod((e.Num(Fraction(-1)), more))))
    return Relation(left, op, right)


# -- numbers


def _values(rng: np.random.Generator, sizes: dict[str, int]) -> Values:
    """Matrices of any rank, as declared, some of them alike."""
    found: Values = {}
    for name, shape in SHAPES.items():
        rows, cols = (sizes[space] for space in shape)
        value = rng.standard_normal((rows, cols)) * rng.choice([0.2, 1.0, 4.0])
        if name == "M" or (name == "A" and rng.random() < 0.3):
            value = value + value.T if name == "M" else value - value.T
        elif name in "SR":
            value = value[:, : rng.integers(1, rows + 1)]
            value = value @ value.T
        elif name == "P":
            value = value @ value.T + 1e-3 * np.eye(rows)
        elif name == "Q":
            value = np.linalg.qr(value)[0][:, :cols]
        if name in "SRWABu" and rng.random() < 0.15:
            value = 0 * value
        found[name] = value
    for one, two in ("AB", "SR", "uv"):
        if rng.random() < 0.3:
            found[two] = found[one] * rng.choice([1.0, 0.01])
    return found


def holds(relation: Relation, seed: int) -> bool:
    """Whether an inequality holds wherever it is looked at."""
    rng = np.random.default_rng(seed)
    gap = difference(relation.lhs, relation.rhs)
    for n, d, r in _SIZES:
        sizes = {"n": n, "d": d, "r": r, "1": 1}
        for _ in range(_DRAWS):
            values = _values(rng, sizes)
            value = valued(gap, values, sizes)
            size = 1 + sum(
                np.abs(valued(s, values, sizes)).max() for s in (relation.lhs, relation.rhs)
            )
            if size < 1e7 and np.linalg.eigvalsh((value + value.T) / 2)[0] < -1e-7 * size:
                return False
    return True


# -- claims


def _article(relations: list[Relation]) -> str:
    symbols = "\n".join(
        f"{name} = {{ shape = {list(shape)!r}, properties = {PROPERTIES.get(name, [])!r} }}"
        for name, shape in SHAPES.items()
    )
    claims = "\n".join(
        f"[[claim]]\nid = '{k}'\nkind = 'inequality'\nreading = '''{relation_latex(relation)}'''"
        for k, relation in enumerate(relations)
    )
    head = "[article]\nname = 'attack'\nformat = 2\n[spaces]\nn = 'n'\nd = 'd'\nr = 'r'\n"
    return f"{head}[symbols]\n{symbols}\n{claims}\n"


def attack(count: int, seed: int) -> Iterator[tuple[str, str, str]]:
    """For each claim what is said, what numbers say, and the claim."""
    rng = Random(seed)
    for start in range(0, count, _CLAIMS):
        relations = [_relation(rng) for _ in range(min(_CLAIMS, count - start))]
        report = verify(parse_article(_article(relations), "attack.toml"), ledger=False, budget=10)
        for claim, relation in zip(report.claims, relations, strict=True):
            said = "true" if holds(relation, seed) else "false"
            yield claim.verdict.value, said, f"{relation_latex(relation)}: {claim.why}"


if __name__ == "__main__":
    raise SystemExit(main(attack))
