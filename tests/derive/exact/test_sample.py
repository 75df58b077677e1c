"""What is drawn at random has what is declared, and numbers are distinct."""

from __future__ import annotations

import numpy as np
from tests.derive.exact.symbols import SYMBOLS

from sslcheck.derive.exact import Trials
from sslcheck.derive.exact.sample import admissible
from sslcheck.derive.setting import Setting, Symbol


def test_no_two_numbers_are_drawn_equal() -> None:
    for seed in range(40):
        trials = Trials(Setting(SYMBOLS), seed=seed)
        for point in trials.points():
            scalars = [n for n, s in SYMBOLS.items() if s.scalar]
            values = [abs(point.symbol(name).at(0)[0][0]) for name in scalars]
            assert len({*values}) == len(values)


def test_there_are_three_patterns_of_sizes_one_without_equal_ones() -> None:
    sizes = [point.sizes for point in Trials(Setting(SYMBOLS)).points()]
    assert len(sizes) == 3
    assert any(len({s["n"], s["d"], s["m"]}) == 3 for s in sizes)


def test_draws_are_what_is_declared() -> None:
    declared = {
        "S": frozenset({"psd"}),
        "Y": frozenset({"symmetric"}),
        "D": frozenset({"diagonal"}),
        "U": frozenset({"orthonormal"}),
        "R": frozenset({"invertible"}),
        "Z": frozenset({"invertible", "symmetric"}),
    }
    symbols = {n: Symbol(n, ("n", "n"), marks) for n, marks in declared.items()}
    for seed in range(30):
        for point in Trials(Setting(symbols), seed=seed).points():
            found = {n: np.array(point.symbol(n).at(0), dtype=float) for n in symbols}
            size = len(found["U"])
            assert np.linalg.eigvalsh(found["S"])[0] > -1e-9
            assert np.allclose(found["S"], found["S"].T)
            assert np.allclose(found["Y"], found["Y"].T)
            assert np.allclose(found["D"], np.diag(np.diag(found["D"])))
            assert np.allclose(found["U"].T @ found["U"], np.eye(size))
            assert min(abs(np.linalg.det(found[n])) for n in ("R", "Z")) > 1e-9


def test_a_singular_value_is_not_one_of_an_invertible_symbol() -> None:
    regular = Symbol("R", ("n", "n"), frozenset({"invertible"}))
    assert admissible(regular, [[1, 2], [3, 4]], 0)
    assert not admissible(regular, [[1, 2], [2, 4]], 0)
    assert admissible(regular, [[0, 0], [0, 0]], 1)
