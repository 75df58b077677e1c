"""Random identities between sums and products of matrices; numbers tell which are true."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np

__all__ = ["ARTICLE", "Identity", "identities"]

ARTICLE = r"""
[article]
name = "sums"
format = 2

[spaces]
d = "inputs"
N = "samples"

[symbols]
A = { shape = ["d", "d"] }
B = { shape = ["d", "d"] }
w = { shape = ["d", "1"] }
v = { shape = ["d", "1"] }
x_i = { shape = ["d", "1"], index = "i" }
y_i = { shape = ["d", "1"], index = "i" }
p_i = { index = "i" }
q_i = { index = "i" }
X = { shape = ["d", "N"] }
Y = { shape = ["d", "N"] }
P = { shape = ["N", "N"] }
Q = { shape = ["N", "N"] }
r = { shape = ["1", "N"] }
s = { shape = ["1", "N"] }

[modes]
i = "N"

[definitions]
X = '[x_1, \dots, x_N]'
Y = '(y_1, y_2, \dots, y_N)'
P = '\text{diag}(p_1, \dots, p_N)'
Q = '\text{diag}(q_1, \dots, q_N)'
r = '[p_1, \dots, p_N]'
s = '[q_1, \dots, q_N]'
"""
BIG = {"x_i": "X", "y_i": "Y"}
DIAGONAL = {"p_i": "P", "q_i": "Q"}
ROWS = {"p_i": "r", "q_i": "s"}


@dataclass(frozen=True)
class Identity:
    """In LaTeX, and whether it is true."""

    latex: str
    true: bool


def identities(seed: int, count: int) -> Iterator[Identity]:
    """About half of them true."""
    rng = Random(seed)
    world = [_world(np.random.default_rng(k)) for k in range(3)]
    for _ in range(count):
        left, right = _pair(rng)
        if rng.random() < 0.6:
            right = _changed(rng, right)
        true = all(np.allclose(_summed(left, at), _value(right, at)) for at in world)
        shown = rng.choice((r"\sum_i", r"\sum_{i=1}^{N}", r"\sum_{i}"))
        yield Identity(f"{shown} {_latex(left)} = {_latex(right)}", true)


Factor = tuple[str, str]
"""What it is: "" a matrix, "T" one transposed, "tr" or "()" a product in brackets."""


def _pair(rng: Random) -> tuple[list[Any], list[Any]]:
    """A term in members of the sum, and the sum of it."""
    weights = [rng.choice(("p_i", "q_i")) for _ in range(rng.choice((0, 0, 1, 2)))]
    inner = [(DIAGONAL[p], "") for p in weights]
    left: list[Any] = [(p, "") for p in weights]
    fixed = rng.choice(([], [("A", "")], [("B", "T")], [("A", "T"), ("B", "")]))
    one, two = rng.choice(("x_i", "y_i")), rng.choice(("x_i", "y_i"))
    end: list[Any] = rng.choice(([], [("v", "T")]))
    match rng.randrange(5):
        case 0:  # c A x y^T B
            tail = rng.choice(([], [("B", "")]))
            left += [*fixed, (one, ""), (two, "T"), *tail]
            return left, [*fixed, (BIG[one], ""), *inner, (BIG[two], "T"), *tail]
        case 1:  # c (x^T A y)
            left.append(("()", [(one, "T"), *fixed, (two, "")]))
            return left, [("tr", [*fixed, (BIG[two], ""), *inner, (BIG[one], "T")])]
        case 2:  # c A x (y^T w)
            left += [*fixed, (one, ""), ("()", [(two, "T"), ("w", "")]), *end]
            return left, [*fixed, (BIG[one], ""), *inner, (BIG[two], "T"), ("w", ""), *end]
        case 3:  # c p A x
            last = rng.choice(("p_i", "q_i"))
            left += [(last, ""), *fixed, (one, ""), *end]
            return left, [*fixed, (BIG[one], ""), *inner, (ROWS[last], "T"), *end]
    left += [("w", ""), ("v", "T")]
    plain = [("tr", inner)] if inner else [("N", "")]
    return left, [*plain, ("w", ""), ("v", "T")]


def _changed(rng: Random, right: list[Any]) -> list[Any]:
    """One factor is another one."""
    other = {"X": "Y", "Y": "X", "P": "Q", "Q": "P", "A": "B", "B": "A", "w": "v", "v": "w"}
    other |= {"r": "s", "s": "r"}
    k = rng.randrange(len(right))
    name, kind = right[k]
    if isinstance(kind, list):
        return [*right[:k], (name, _changed(rng, kind)), *right[k + 1 :]]
    if name in ("A", "B") and rng.random() < 0.5:
        return [*right[:k], (name, "" if kind else "T"), *right[k + 1 :]]
    if name in ("P", "Q") and rng.random() < 0.3:
        return [*right[:k], *right[k + 1 :]] if len(right) > 1 else [(name, ""), (name, "")]
    if name not in other or rng.random() < 0.1:
        return [(str(rng.choice((1, 2, -1))), ""), *right]
    return [*right[:k], (other[name], kind), *right[k + 1 :]]


def _latex(term: list[Any]) -> str:
    said = []
    for name, kind in term:
        if isinstance(kind, list):
            said.append(f"({_latex(kind)})" if name == "()" else rf"\text{{tr}}({_latex(kind)})")
        else:
            said.append(f"({name})" if name.lstrip("-").isdigit() else name + "^T" * bool(kind))
    return " ".join(said)


def _value(term: list[Any], given: dict[str, Any]) -> Any:
    number, matrix = 1.0, None
    for name, kind in term:
        if isinstance(kind, list):
            inner = _value(kind, given)
            number *= inner.item() if name == "()" else np.trace(inner)
            continue
        value = np.array([[float(name)]]) if name.lstrip("-").isdigit() else given[name]
        if value.shape == (1, 1):
            number *= value.item()
            continue
        value = value.T if kind else value
        matrix = value if matrix is None else matrix @ value
    return number * (np.ones((1, 1)) if matrix is None else matrix)


def _summed(term: list[Any], given: dict[str, Any]) -> Any:
    total: Any = 0
    for i in range(int(given["N"].item())):
        members = {n: given[big][:, i : i + 1] for n, big in BIG.items()}
        members |= {n: given[big][i : i + 1, i : i + 1] for n, big in DIAGONAL.items()}
        total = total + _value(term, {**given, **members})
    return total


def _world(rng: np.random.Generator) -> dict[str, Any]:
    size, count = 3, 4
    given = {n: rng.standard_normal((size, size)) for n in "AB"}
    given |= {n: rng.standard_normal((size, 1)) for n in "wv"}
    given |= {n: rng.standard_normal((size, count)) for n in "XY"}
    given |= {n: np.diag(rng.standard_normal(count)) for n in "PQ"}
    given |= {row: np.diag(given[DIAGONAL[p]])[None] for p, row in ROWS.items()}
    return {**given, "N": np.array([[float(count)]])}
