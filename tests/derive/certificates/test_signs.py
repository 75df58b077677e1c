"""Signs of random expressions, as the verifier sees them, against numbers."""

from __future__ import annotations

from random import Random
from typing import Any

import numpy as np
import pytest
from tests.derive.certificates.written import a_setting, a_symbol

from sslcheck.derive.certificates import verify

_SHAPES = {
    **dict.fromkeys("ASPDR", "nn"),
    **dict.fromkeys("abc", "11"),
    "C": "kk",
    "W": "nk",
    "Q": "nk",
    "u": "n1",
    "v": "k1",
}
_MARKS = {"S": ["symmetric"], "P": ["psd"], "D": ["psd", "invertible"], "R": ["invertible"]}
_MARKS |= {"Q": ["orthonormal"], "C": ["psd"]}
_SIGNS = {"a": "positive", "b": "nonnegative"}
_SIZES = ({"n": 3, "k": 2, "1": 1}, {"n": 1, "k": 1, "1": 1}, {"n": 2, "k": 1, "1": 1})
Array = Any


def _matrix(rng: Random, rows: str, cols: str, depth: int) -> Any:
    """A random expression of a shape, often with what it is times its transpose."""
    pick = rng.random() if depth else 1.0
    if pick < 0.3 and rows == cols:
        middle = rng.choice("nk1")
        inner = _matrix(rng, middle, cols, depth - 1)
        core = [_matrix(rng, middle, middle, depth - 1)] if rng.random() < 0.6 else []
        return ["Prod", ["Transpose", inner], *core, inner]
    if pick < 0.45:
        return ["Sum", *(_matrix(rng, rows, cols, depth - 1) for _ in range(2))]
    if pick < 0.6:
        return ["Prod", _matrix(rng, "1", "1", depth - 1), _matrix(rng, rows, cols, depth - 1)]
    if pick < 0.7:
        middle = rng.choice("nk1")
        return ["Prod", *(_matrix(rng, *s, depth - 1) for s in ((rows, middle), (middle, cols)))]
    if pick < 0.95 and rows == cols == "1":
        if rng.random() < 0.3:
            return ["Power", _matrix(rng, "1", "1", depth - 1), rng.choice(["2", "3", "-1", "-2"])]
        space = rng.choice("nk")
        several = [_matrix(rng, space, space, depth - 1) for _ in range(rng.choice((1, 2, 2, 3)))]
        return ["Trace", ["Prod", *several]]
    names: list[Any] = [n for n, shape in _SHAPES.items() if shape == rows + cols]
    turned = [n for n, shape in _SHAPES.items() if shape == cols + rows]
    if rows == cols:
        names += [-1, 2] if rows == "1" else [["Ident", rows]]
    found = rng.choice([*names, *(["Transpose", n] for n in turned)])
    return found


def _value(tree: Any, values: dict[str, Array], sizes: dict[str, int]) -> Array:
    match tree:
        case int():
            return np.array([[float(tree)]])
        case str():
            return values[tree]
        case ["Ident", space]:
            return np.eye(sizes[space])
        case ["Transpose", arg]:
            return _value(arg, values, sizes).T
        case ["Trace", arg]:
            return np.array([[np.trace(_value(arg, values, sizes))]])
        case ["Power", base, exponent]:
            return _value(base, values, sizes) ** int(exponent)
        case ["Kron", left, right]:
            return np.kron(_value(left, values, sizes), _value(right, values, sizes))
    parts = [_value(part, values, sizes) for part in tree[1:]]
    total = parts[0]
    for part in parts[1:]:
        scales = total.shape == (1, 1) or part.shape == (1, 1)
        total = total + part if tree[0] == "Sum" else total * part if scales else total @ part
    return total


def _drawn(rng: np.random.Generator, sizes: dict[str, int]) -> dict[str, Array]:
    found = {}
    for name, (rows, cols) in ((name, tuple(shape)) for name, shape in _SHAPES.items()):
        entries = rng.normal(size=(sizes[rows], sizes[cols]))
        marks = _MARKS.get(name, [])
        if "psd" in marks:
            thin = (
                entries if "invertible" in marks else entries[:, : rng.integers(0, sizes[cols] + 1)]
            )
            entries = thin @ thin.T
        elif "symmetric" in marks:
            entries = entries + entries.T
        elif "orthonormal" in marks:
            entries = np.linalg.qr(entries)[0]
        elif name in _SIGNS:
            entries = abs(entries) * (_SIGNS[name] == "positive" or rng.random() < 0.7)
        found[name] = entries
    return found


@pytest.mark.parametrize("seed", range(3))
def test_signs_of_random_expressions_are_those_of_numbers(seed: int) -> None:
    rng, draws = Random(seed), np.random.default_rng(seed)
    symbols = {
        name: a_symbol(*_MARKS.get(name, []), shape=[*shape], sign=_SIGNS.get(name, "real"))
        for name, shape in _SHAPES.items()
    }
    theory = verify.Theory(a_setting(symbols, at_least=[["n", "k"]]))
    told = 0
    for _ in range(150):
        space = rng.choice("nnk11")
        tree = _matrix(rng, space, space, 3)
        if rng.random() < 0.15:
            tree = ["Kron", tree, _matrix(rng, "k", "k", 2)]
        try:
            signs = theory.signs(tree)
        except verify.Rejected:  # divided by 0
            continue
        if len(signs) == 3 or not signs:
            continue
        told += 1
        for sizes in _SIZES:
            for _ in range(4):
                with np.errstate(all="ignore"):
                    value = _value(tree, _drawn(draws, sizes), sizes)
                if not np.isfinite(value).all():
                    continue
                scale = max(1.0, abs(value).max()) * 1e-9
                assert abs(value - value.T).max() < scale, tree
                found = np.linalg.eigvalsh(value)
                assert 1 in signs or found.max() < scale, (tree, signs, found)
                assert -1 in signs or found.min() > -scale, (tree, signs, found)
                if signs == {1} and found.min() <= scale:  # definite, though it may be small
                    assert np.linalg.cond(value) > 1e6 or found.min() > 0, (tree, found)
    assert told > 30
