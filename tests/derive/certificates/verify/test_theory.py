"""What the verifier knows of signs, against numbers."""

from __future__ import annotations

from random import Random
from typing import Any

import numpy as np
import pytest
from tests.derive.certificates.written import a_block, a_setting, a_symbol

from sslcheck.derive.certificates import verifier


@pytest.mark.parametrize(
    ("tree", "signs"),
    [
        (["Sum", "p", ["Prod", -1, "r"]], {-1, 0, 1}),
        (["Prod", -2, ["Sum", "p", "n"]], {-1}),
        (["Sum", "n", ["Power", "r", "2"]], {0, 1}),
        (["Power", ["Sum", 1, ["Power", "r", "2"]], "-1"], {1}),
        (["Power", ["Sum", "n", ["Power", "r", "2"]], "1/2"], {0, 1}),
        (["Power", "r", "-2"], {1}),
        (["Sum", ["Power", ["Sum", "r", "p"], "2"], 1], {1}),
        (["Sum", "p", ["Prod", -1, "p"]], {0}),
        (["Sum", "s", ["Prod", -1, "r"]], {1}),
        (["Prod", 2, ["Sum", "r", ["Prod", -1, "s"]], "p"], {-1}),
    ],
)
def test_signs_are_those_of_terms_forms_and_what_is_supposed(tree: Any, signs: set[int]) -> None:
    symbols = {name: a_symbol() for name in "rspn"}
    symbols["p"]["sign"], symbols["n"]["sign"] = "positive", "nonnegative"
    assert verifier.Theory(a_setting(symbols, relations=[[">", "s", "r"]])).signs(tree) == signs


@pytest.mark.parametrize(
    ("rate", "signs"),
    [
        (["Power", "r", "-1"], {-1, 1}),
        (["Power", "r", "1/2"], {0, 1}),
        (["Power", "r", "-1/2"], {1}),
        (["Power", "r", "2"], {-1, 0, 1}),
        (["Sum", ["Power", "r", "-1"], ["Power", "r", "1/2"]], {1}),
    ],
)
def test_what_the_flow_divides_by_is_not_0(rate: Any, signs: set[int]) -> None:
    setting = a_setting({"r": a_symbol(role="state")}, flow={"r": rate}, along=True)
    assert verifier.Theory(setting).signs("r") == signs
    assert verifier.Theory(setting).signs("r", lasting=True) == signs | {0}


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
    theory = verifier.Theory(a_setting(symbols, at_least=[["n", "k"]]))
    told = 0
    for _ in range(150):
        space = rng.choice("nnk11")
        tree = _matrix(rng, space, space, 3)
        if rng.random() < 0.15:
            tree = ["Kron", tree, _matrix(rng, "k", "k", 2)]
        try:
            signs = theory.signs(tree)
        except verifier.Rejected:  # divided by 0
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


def _square(name: str) -> list[Any]:
    return [["Transpose", name], name]


@pytest.mark.parametrize(
    ("order", "about", "marks", "fine"),
    [
        ("psd", ["Prod", ["Transpose", "L"], "P", "L"], ["psd"], True),
        ("psd", ["Prod", ["Transpose", "L"], "P", "L"], ["symmetric"], False),
        ("psd", ["Prod", "L", "P", "L"], ["psd"], False),
        ("psd", ["Prod", "P", "P"], ["symmetric"], True),
        ("psd", ["Prod", -1, "P"], ["psd"], False),
        ("psd", ["Sum", "P", ["Prod", -2, ["Transpose", "L"], "L"]], ["psd"], False),
        ("pd", "P", ["psd"], False),
        ("pd", "P", ["psd", "invertible"], True),
        ("pd", "P", ["symmetric", "invertible"], False),
        ("pd", ["Prod", ["Transpose", "L"], "P", "L"], ["psd", "invertible"], False),
        ("pd", ["Prod", ["Transpose", "M"], "P", "M"], ["psd", "invertible"], True),
        ("pd", ["Prod", "M", "P", ["Transpose", "M"]], ["psd", "invertible"], True),
        ("pd", ["Prod", ["Transpose", "Q"], "P", "Q"], ["psd", "invertible"], True),
        ("psd", ["Prod", "Q", ["Transpose", "Q"]], ["psd"], True),
        ("pd", ["Prod", "Q", ["Transpose", "Q"]], ["psd"], False),
        ("pd", ["Sum", "P", ["Ident", "n"]], ["psd"], True),
        ("pd", ["Sum", "P", ["Prod", "a", ["Ident", "n"]]], ["psd"], False),
        ("pd", ["Sum", "P", ["Prod", "b", ["Ident", "n"]]], ["psd"], True),
        (">=", ["Trace", ["Prod", "P", "R"]], ["psd"], True),
        (">=", ["Trace", ["Prod", "P", "R"]], ["symmetric"], False),
        (">=", ["Trace", ["Prod", "P", "P", "R"]], ["symmetric"], True),
        (">=", ["Trace", ["Prod", "P", "R", "P"]], ["symmetric"], True),
        (">=", ["Trace", ["Prod", "P", "R", "R"]], ["symmetric"], False),
        (">", ["Trace", ["Prod", "P", "R"]], ["psd", "invertible"], False),
        ("<=", ["Prod", -1, ["Trace", "P"]], ["psd"], True),
        (">", ["Trace", "P"], ["psd", "invertible"], True),
        ("<", ["Trace", "P"], ["psd", "invertible"], False),
        ("psd", ["Kron", "P", ["Prod", *_square("L")]], ["psd"], True),
        ("psd", ["Kron", "P", "L"], ["psd"], False),
        ("pd", ["Kron", "P", ["Ident", "d"]], ["psd"], False),
        ("pd", ["Kron", "P", ["Ident", "d"]], ["psd", "invertible"], True),
    ],
)
def test_a_sum_of_squares_is_seen_by_its_form(
    order: str, about: Any, marks: list[str], fine: bool
) -> None:
    """The statement is what the evidence says: all that is asked is the sign."""
    square, tall = {"shape": ["n", "n"]}, {"shape": ["n", "k"]}
    symbols = {
        "P": a_symbol(*marks, **square),
        "R": a_symbol("psd", **square),
        "L": a_symbol(**square),
        "M": a_symbol("invertible", **square),
        "Q": a_symbol("orthonormal", **tall),
        "a": a_symbol(sign="nonnegative"),
        "b": a_symbol(sign="positive"),
    }
    setting = a_setting(symbols, at_least=[["n", "k"]])
    claim = a_block("definite" if order[0] == "p" else "inequality", [order, about, 0])
    unit = [[[[[1, 0], [0, 1]]]], [[[[1], [0]]]], [[[[1]]]]]
    values = dict.fromkeys("PRLM", unit[0]) | {"Q": unit[1], "a": unit[2], "b": unit[2]}
    model = {"sizes": {"n": 2, "k": 1, "d": 1}, "values": values}
    squares = about if order[0] != "<" else ["Prod", -1, about]
    evidence = {"model": model, "multiples": [None], "squares": squares}
    if fine:
        verifier.holds(claim, setting, evidence)
        return
    with pytest.raises(verifier.Rejected, match="not of squares"):
        verifier.holds(claim, setting, evidence)


@pytest.mark.parametrize("along", [False, True])
def test_what_is_declared_of_a_state_counts_at_the_start(along: bool) -> None:
    """Later where that is supposed, or kept; of what no flow moves at each instant."""
    state = a_symbol("psd", shape=["n", "n"], role="state")
    setting = a_setting({"S": state}, flow={"S": ["Prod", -1, "S"]}, along=along)
    theory = verifier.Theory(setting)
    assert not theory.sure("S", False)
    assert verifier.Theory(setting, True).sure("S", False)
    for here, there in ((["psd"], True), (["symmetric"], False)):
        assert verifier.Theory(setting | {"here": {"S": here}}).sure("S", False) is there
    theory = verifier.Theory(setting)
    theory.kept = {"S"}
    assert theory.sure("S", False)
    assert verifier.Theory(setting | {"flow": {}}).sure("S", False) is not along
    plain = {"S": state | {"properties": []}}  # what is supposed is what is declared, too
    assert not verifier.Theory(setting | {"symbols": plain, "here": {"S": ["psd"]}}).sure(
        "S", False
    )


_SQUARE = {"shape": ["n", "n"]}
_GRAM = ["Prod", ["Transpose", "A"], "A"]
_TWICE = ["Prod", "x", "x"]


@pytest.mark.parametrize(
    ("known", "tree", "fine"),
    [
        ([], ["Sum", ["Ident", "n"], ["Power", "A", "2"]], False),  # A = [[0, 1], [-1, 0]]
        ([[">", _TWICE, 0]], ["Power", "x", "2"], True),
        ([[">=", _TWICE, 0]], ["Power", "x", "2"], False),
        ([[">", _TWICE, 0]], _TWICE, True),
        ([[">=", _TWICE, 0]], _TWICE, False),
        ([["pd", _GRAM, 0]], _GRAM, True),
        ([["psd", _GRAM, 0]], _GRAM, False),
        ([[">", "x", 0]], _GRAM, False),
        ([], ["Prod", ["Transpose", "B"], "B"], False),  # B is A, whatever is declared of it
        ([], ["Prod", ["Transpose", "C"], "C"], True),
    ],
)
def test_what_is_supposed_of_one_thing_is_not_of_another(known: Any, tree: Any, fine: bool) -> None:
    symbols = {"A": a_symbol(**_SQUARE), "x": a_symbol()}
    symbols |= {name: a_symbol("invertible", **_SQUARE) for name in "BC"}
    theory = verifier.Theory(a_setting(symbols, relations=known, values={"B": "A"}))
    assert theory.sure(tree, True) is fine


@pytest.mark.parametrize(
    ("tree", "degree"),
    [
        (["Prod", "x", "x", "y"], 3),
        (["Prod", ["Power", "a", "-1"], "x"], 1),
        (["Power", "x", "1/2"], None),  # x' = x^(1/2) has two solutions from 0 on
        (["Power", "x", "-1"], None),  # it blows up
        (["Power", "b", "-1"], None),
        (["Power", ["Sum", "y", 1], "1/2"], None),
    ],
)
def test_the_degree_is_that_of_a_polynomial(tree: Any, degree: int | None) -> None:
    signs = {"x": "positive", "y": "real", "a": "positive", "b": "real"}
    theory = verifier.Theory(a_setting({n: a_symbol(sign=sign) for n, sign in signs.items()}))
    if degree is not None:
        assert theory.degree(theory.value(tree), {"x", "y"}) == degree
        return
    with pytest.raises(verifier.Rejected, match="no polynomial"):
        theory.degree(theory.value(tree), {"x", "y"})


def test_what_names_the_time_moves() -> None:
    theory = verifier.Theory(a_setting({"a": a_symbol(), "f": a_symbol(role="function")}))
    moving = ("t", "f", ["Integral", "a"], ["Exp", ["Prod", -1, "t"]])
    assert theory.steady(["Exp", "a"])
    assert not any(map(theory.steady, moving))


@pytest.mark.parametrize(
    ("square", "known"),
    [
        ("x", "x"),
        (_TWICE, "x"),  # it may be negative
        (["Prod", "b", "b"], ["Prod", -1, "b"]),
        (1, ["Prod", ["Power", "x", "2"], ["Power", "x", "-2"]]),  # no value where x is 0
    ],
)
def test_a_root_is_not_negative_and_has_the_square(square: Any, known: Any) -> None:
    theory = verifier.Theory(a_setting({"x": a_symbol(), "b": a_symbol(sign="positive")}))
    theory.take([[["Power", "b", "4"], ["Prod", "b", "b"]], [["Prod", "b", "b"], "b"]])
    assert theory.same(["Power", ["Power", "b", "4"], "-1/2"], ["Power", "b", "-2"])
    assert theory.same(["Power", ["Power", "b", "4"], "3/2"], ["Power", "b", "6"])
    with pytest.raises(verifier.Rejected, match="no square root"):
        theory.take([[square, known]])


def test_the_root_of_a_matrix_is_psd() -> None:
    """`(U D U^T)^{1/2}` is `U D^{1/2} U^T`, and nothing else of which that is the square."""
    symbols = {"U": a_symbol("orthonormal", shape=["n", "k"]), "S": a_symbol(shape=["n", "n"])}
    symbols |= {"a": a_symbol(sign="nonnegative", index="j"), "b": a_symbol(index="j")}
    setting = a_setting(symbols | {"N": a_symbol("symmetric", shape=["n", "n"])})
    setting["indices"] = {"j": "k"}
    known = ["Prod", "U", ["Diag", "a", "j", "k"], ["Transpose", "U"]]
    other = ["Prod", "U", ["Diag", "b", "j", "k"], ["Transpose", "U"]]
    theory = verifier.Theory(setting)
    theory.take([[["Prod", known, known], known]])
    root = ["Power", ["Prod", known, known], "1/2"]
    assert theory.same(root, known)
    assert not theory.same(root, other)
    assert theory.same(["Power", ["Prod", known, known], "3/2"], ["Prod", known, known, known])
    for square, wrong in ((other, other), ("N", "N"), (known, ["Prod", -1, known])):
        with pytest.raises(verifier.Rejected, match="no square root"):
            theory.take([[["Prod", square, square], wrong]])
    for unknown in (["Power", "S", "1/2"], ["Power", ["Prod", known, known], "1/3"]):
        with pytest.raises(verifier.Rejected, match="a power that is not known"):
            theory.value(unknown)


@pytest.mark.parametrize(("role", "signs"), [("parameter", {1}), ("function", {0, 1})])
def test_a_square_of_what_moves_may_come_close_to_0(role: str, signs: set[int]) -> None:
    symbols = {"L": a_symbol("invertible", shape=["n", "n"], role=role)}
    theory = verifier.Theory(a_setting(symbols, along=True))
    square = ["Prod", ["Transpose", "L"], "L"]
    assert theory.signs(square) == {1}
    assert theory.signs(square, lasting=True) == signs
