"""Expressions to normal forms."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.derive.certificates.verify.by_hand import a_model
from tests.derive.certificates.written import a_setting, a_symbol
from tests.drawing import examples

from sslcheck.derive.certificates import verifier
from sslcheck.derive.certificates.proofs import value_tree


def test_what_each_mode_has_of_its_own_is_no_number_before_a_diagonal_matrix() -> None:
    mode = a_symbol() | {"role": "function", "index": "j"}
    matrix = a_symbol() | {"shape": ["n", "n"]}
    setting = a_setting({"x": mode, "A": matrix}) | {"indices": {"j": "n"}}
    theory = verifier.Theory(setting)
    for moved in (["Diag", ["Dot", "x"], "j", "n"], ["Dot", ["Dot", ["Diag", "x", "j", "n"]]]):
        assert not theory.zero(theory.gap(["Prod", moved, "A"], ["Prod", "A", moved]))
    setting["symbols"]["v"] = a_symbol() | {"shape": ["n", "1"], "index": "j"}
    for entry in (["Trace", ["Prod", ["Transpose", "v"], "v"]], ["Maximum", "x", "k"]):
        held = ["Diag", entry, "j", "n"]
        assert not theory.zero(theory.gap(["Prod", held, "A"], ["Prod", "A", held]))
    rate = ["Dot", ["Diag", "x", "j", "n"]]
    assert theory.zero(theory.gap(rate, ["Diag", ["Dot", "x"], "j", "n"]))


_SQUARES = ["A", "S", "Q", ["Ident", "n"], ["Transpose", "A"], ["Diag", "s", "j", "n"]]


def _square(random: Random, depth: int) -> Any:
    """A square matrix."""
    if not depth:
        return random.choice(_SQUARES)
    one, two, three = (_square(random, depth - 1) for _ in range(3))
    maps = ["Prod", ["Kron", one, ["Transpose", two]], ["Kron", three, one]]
    return random.choice(
        [
            ["Sum", one, ["Prod", random.randint(-2, 2), two]],
            ["Prod", one, two],
            ["Prod", ["Trace", one], ["Transpose", "x"], two, "x", three],
            ["Prod", ["Trace", maps], one],
            ["Transpose", ["Prod", one, two, three]],
            ["Prod", ["Power", ["Sum", 1, ["Power", ["Trace", one], "2"]], "-1"], two],
            ["Power", one, "2"],
        ]
    )


def test_words_have_the_values_of_matrices() -> None:
    """At a point: an expression, and the sum of words that it is; a map as what it does."""
    square = {"shape": ["n", "n"]}
    symbols = {"A": a_symbol(**square), "S": a_symbol("symmetric", **square)}
    symbols |= {"Q": a_symbol("orthonormal", **square), "x": a_symbol(shape=["n", "1"])}
    setting = a_setting(symbols | {"s": a_symbol(index="j")}, indices={"j": "n"})
    values = {"A": [[[[1, 2], [0, -1]]]], "S": [[[[2, 1], [1, 0]]]], "Q": [[[[0, -1], [1, 0]]]]}
    model = a_model({"n": 2}, x=[[[[1], [-2]]]], s=[[[[2]]], [[[3]]]], **values)
    point, random = verifier.Point(setting, model), Random(1)
    point.check()
    for _ in range(examples(150)):
        theory = verifier.Theory(setting)
        tree, other, stacked = (_square(random, random.randint(0, 2)) for _ in range(3))
        shown = value_tree(theory.value(tree))
        assert not point.value(["Sum", tree, ["Prod", -1, shown]]), tree
        moved = ["Prod", ["Kron", tree, other], ["Vec", stacked]]
        shown = value_tree(verifier.Value("n", "n", theory.value(moved).terms))
        assert not point.value(["Sum", moved, ["Prod", -1, ["Vec", shown]]]), moved
