"""Random claims about matrices, true and false ones, against numbers.

    nice python -m tests.attack_matrices [COUNT] [--seed N]

A side is a random expression with Kronecker products, stacked matrices, products by entries,
pseudo-inverses, inverses and determinants; the other one is the same by rules of the textbook, and
in half of the claims something in it is changed. Numpy says at many sizes and ranks whether both
are equal: a claim that is proved must be, one that is refuted must not, and no two routes may
differ. Prints what is wrong, and ends with 1 if anything is.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from random import Random

import numpy as np
from tests.derive.valued import Values, valued

from sslcheck.derive import expr as e
from sslcheck.derive import verify
from sslcheck.derive.expr import Expr
from sslcheck.derive.reading.loading import parse_article
from sslcheck.derive.text.printing import to_latex
from sslcheck.derive.traverse import map_children, walk

__all__ = ["attack"]

SHAPES = {
    **dict.fromkeys("AB", ("n", "n")),
    **dict.fromkeys("RSDQ", ("n", "n")),
    "C": ("d", "d"),
    **dict.fromkeys("VW", ("n", "d")),
    "u": ("n", "1"),
    "v": ("d", "1"),
    "c": ("1", "1"),
}
PROPERTIES = {"R": "invertible", "S": "psd", "D": "diagonal", "Q": "orthonormal"}
_SIZES = ((2, 3), (3, 2), (1, 2), (2, 1), (2, 2))
_DRAWS = 12
_CLAIMS = 40  # of one article


# -- random expressions


def matrix(rng: Random, rows: str, cols: str, depth: int) -> Expr:
    """A random one of a shape."""

    def inner(r: str, c: str) -> Expr:
        return matrix(rng, r, c, depth - 1)

    pick = rng.random() if depth else 1.0
    if pick < 0.28:
        middle = rng.choice("nndd1")
        return e.Prod((inner(rows, middle), inner(middle, cols)))
    if pick < 0.42:
        return e.Hadamard(inner(rows, cols), inner(rows, cols))
    if pick < 0.52:
        return e.PseudoInverse(inner(cols, rows))
    if pick < 0.6:
        return e.Transpose(inner(cols, rows))
    if pick < 0.68:
        return e.Sum((inner(rows, cols), inner(rows, cols)))
    if pick < 0.74:
        scalar = e.Det(inner("n", "n")) if rng.random() < 0.5 else e.Sym("c")
        return e.Prod((scalar, inner(rows, cols)))
    letters: list[Expr] = [e.Sym(name) for name, shape in SHAPES.items() if shape == (rows, cols)]
    letters += [
        e.Transpose(e.Sym(n)) for n, s in SHAPES.items() if s == (cols, rows) != (rows, cols)
    ]
    letters += [e.Ident(rows)] if rows == cols != "1" else []
    letters += [e.Power(e.Sym("R"), Fraction(-1))] if rows == cols == "n" else []
    return rng.choice(letters)


def whole(rng: Random) -> Expr:
    """A random side of a claim: a matrix, a number, or one over a product of spaces."""
    pick = rng.random()
    if pick < 0.3:
        return matrix(rng, "n", rng.choice("nd"), 3)
    if pick < 0.45:
        return e.Trace(e.Prod((matrix(rng, "n", "d", 2), matrix(rng, "d", "n", 2))))
    if pick < 0.6:
        return e.Det(matrix(rng, "n", "n", 3))
    kron = e.Kron(matrix(rng, "d", "d", 2), matrix(rng, "n", "n", 2))
    stack = e.Vec(matrix(rng, "n", "d", 2))
    if pick < 0.75:
        return e.Prod((kron, stack))
    if pick < 0.85:
        return e.Prod((kron, e.Kron(matrix(rng, "d", "d", 1), matrix(rng, "n", "n", 1))))
    if pick < 0.93:
        return e.Prod((e.Transpose(stack), e.Vec(matrix(rng, "n", "d", 2))))
    return e.Hadamard(stack, e.Vec(matrix(rng, "n", "d", 1)))


# -- the same, and something else


def rewritten(rng: Random, node: Expr) -> Expr:
    """The same by other words: rules that hold for all matrices."""
    node = map_children(node, lambda part: rewritten(rng, part))
    if rng.random() < 0.3:
        return node
    match node:
        case e.Transpose(e.Prod((a, b))):
            return e.Prod((e.Transpose(b), e.Transpose(a)))
        case e.Transpose(e.Hadamard(a, b)):
            return e.Hadamard(e.Transpose(b), e.Transpose(a))
        case e.Transpose(e.Kron(a, b)):
            return e.Kron(e.Transpose(a), e.Transpose(b))
        case e.Transpose(e.PseudoInverse(a)):
            return e.PseudoInverse(e.Transpose(a))
        case e.PseudoInverse(e.PseudoInverse(a)):
            return a
        case e.PseudoInverse(a):
            return e.Prod((node, a, node))
        case e.Hadamard(a, b):
            return e.Hadamard(b, a)
        case e.Sum((a, b)):
            return e.Sum((b, a))
        case e.Prod((a, e.Sum((b, c)))):
            return e.Sum((e.Prod((a, b)), e.Prod((a, c))))
        case e.Trace(e.Prod((a, b))):
            return e.Trace(e.Prod((b, a)))
        case e.Det(e.Prod((a, b))) if not _numbers(a):
            return e.Prod((e.Det(b), e.Det(a))) if _square(a) else node
        case e.Det(e.Transpose(a)):
            return e.Det(a)
        case e.Prod((e.Kron(a, b), e.Vec(m))):
            return e.Vec(e.Prod((b, m, e.Transpose(a))))
        case e.Prod((e.Kron(a, b), e.Kron(c, d))):
            return e.Kron(e.Prod((a, c)), e.Prod((b, d)))
        case e.Prod((e.Transpose(e.Vec(a)), e.Vec(b))):
            return e.Trace(e.Prod((e.Transpose(a), b)))
        case e.Hadamard(e.Vec(a), e.Vec(b)):
            return e.Vec(e.Hadamard(a, b))
    return node


def _numbers(node: Expr) -> bool:
    return isinstance(node, e.Det) or node == e.Sym("c")


def _square(node: Expr) -> bool:
    value = valued(
        node, _values(np.random.default_rng(0), {"n": 2, "d": 3, "1": 1}), {"n": 2, "d": 3, "1": 1}
    )
    return value.shape == (2, 2)


def changed(rng: Random, node: Expr) -> Expr:
    """Something else: one part of it transposed, swapped, left out, or with another sign."""
    parts = [part for part in walk(node) if _mistakes(part)]
    if not parts:
        return e.Prod((e.Num(Fraction(2)), node))
    target = rng.choice(parts)
    wrong = rng.choice(_mistakes(target))
    return wrong if node is target else _with(node, target, wrong)


def _with(node: Expr, target: Expr, wrong: Expr) -> Expr:
    return map_children(node, lambda part: wrong if part is target else _with(part, target, wrong))


def _mistakes(node: Expr) -> list[Expr]:
    match node:
        case e.Sym(name) if SHAPES[name][0] == SHAPES[name][1] != "1":
            swapped = [e.Sym("B")] if name == "A" else []
            return [e.Transpose(node), *swapped]
        case e.Sym("V"):
            return [e.Sym("W")]
        case e.Kron(a, b):
            return [e.Kron(e.Transpose(a), b), e.Kron(a, e.Transpose(b))]
        case e.Sum((a, b)):
            return [a, e.Sum((a, e.Prod((e.Num(Fraction(-1)), b))))]
        case e.Det(a):
            return [e.Prod((node, node)), e.Det(e.Prod((e.Num(Fraction(-1)), a)))]
        case e.PseudoInverse(a):
            return [e.Transpose(a)]
        case e.Hadamard(a, _):
            return [a]
    return []


# -- numbers


def _values(rng: np.random.Generator, sizes: dict[str, int]) -> Values:
    """Matrices of any rank, as declared."""
    found: Values = {}
    for name, shape in SHAPES.items():
        value = rng.standard_normal([sizes[space] for space in shape])
        kind = PROPERTIES.get(name)
        if kind is None and name != "c" and rng.random() < 0.3:
            value[-1] = 0
        if kind == "psd":
            half = value[:, : rng.integers(1, len(value) + 1)]
            value = half @ half.T
        elif kind == "diagonal":
            value = np.diag(np.diag(value) * (rng.random(len(value)) < 0.8))
        elif kind == "orthonormal":
            value = np.linalg.qr(value)[0] * rng.choice([-1.0, 1.0], len(value))
        found[name] = value
    found["c"] = np.abs(found["c"]) + 0.2
    return found


def equal(left: Expr, right: Expr, seed: int) -> bool | None:
    """Whether both sides have the same value wherever they are looked at; None where unclear."""
    rng = np.random.default_rng(seed)
    for n, d in _SIZES:
        sizes = {"n": n, "d": d, "1": 1}
        for _ in range(_DRAWS):
            values = _values(rng, sizes)
            one, two = (valued(side, values, sizes) for side in (left, right))
            size = max(np.abs(one).max(), np.abs(two).max())
            gap = np.abs(one - two).max()
            if size > 1e5:
                continue
            if gap > 1e-5 * (1 + size):
                return False
            if gap > 1e-8 * (1 + size):
                return None
    return True


# -- claims


def _article(pairs: list[tuple[Expr, Expr]]) -> str:
    symbols = "\n".join(
        f"{name} = {{ shape = {list(shape)!r}"
        + (f", properties = ['{PROPERTIES[name]}']" if name in PROPERTIES else "")
        + (", sign = 'positive'" if name == "c" else "")
        + " }"
        for name, shape in SHAPES.items()
    )
    claims = "\n".join(
        f"[[claim]]\nid = '{k}'\nkind = 'identity'\n"
        f"reading = '''{to_latex(left)} = {to_latex(right)}'''"
        for k, (left, right) in enumerate(pairs)
    )
    head = "[article]\nname = 'attack'\nformat = 2\n[spaces]\nn = 'n'\nd = 'd'\n"
    return f"{head}[symbols]\n{symbols}\n{claims}\n"


def attack(count: int, seed: int) -> Iterator[tuple[str, str, str]]:
    """For each claim what is said, what numbers say, and the claim."""
    rng = Random(seed)
    for start in range(0, count, _CLAIMS):
        pairs: list[tuple[Expr, Expr]] = []
        for _ in range(min(_CLAIMS, count - start)):
            left = whole(rng)
            right = rewritten(rng, left)
            pairs.append((left, changed(rng, right) if rng.random() < 0.5 else right))
        report = verify(parse_article(_article(pairs), "attack.toml"), ledger=False, budget=5)
        for claim, (left, right) in zip(report.claims, pairs, strict=True):
            truth = equal(left, right, seed)
            said = {True: "true", False: "false", None: "unclear"}[truth]
            yield claim.verdict.value, said, f"{to_latex(left)} = {to_latex(right)}: {claim.why}"


WRONG = {
    ("proved", "false"),
    ("refuted", "true"),
    ("disagreement", "true"),
    ("disagreement", "false"),
}


def main(attack: Callable[[int, int], Iterator[tuple[str, str, str]]]) -> int:
    """Run an attack; 1 where a verdict is wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("count", nargs="?", type=int, default=400)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    for verdict, said, claim in attack(options.count, options.seed):
        counts[verdict, said] += 1
        if (verdict, said) in WRONG:
            print(f"{verdict}, but {said} in numbers: {claim}")
    for (verdict, said), number in sorted(counts.items()):
        print(f"{verdict:12} {said:8} {number}")
    return int(any(key in WRONG for key in counts))


if __name__ == "__main__":
    raise SystemExit(main(attack))
