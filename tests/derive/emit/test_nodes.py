"""Sub-expressions that are one: up to a factor, and up to transposition."""

from __future__ import annotations

import pytest

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.emit.nodes import Nodes, Ref
from sslcheck.derive.expr import Expr, Prod, Sum, Sym, Transpose, negative
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting, Symbol

SYMBOLS = {
    "W": Symbol("W", ("n", "d"), role="state"),
    "V": Symbol("V", ("n", "d"), role="state"),
    "S": Symbol("S", ("d", "d"), frozenset({"symmetric"})),
    "D": Symbol("D", ("d", "d"), frozenset({"diagonal"})),
    "a": Symbol("a"),
}
W, V, S, D, A = map(Sym, SYMBOLS)
W_T, V_T = Transpose(W), Transpose(V)


@pytest.fixture
def normal() -> NormalForm:
    return NormalForm(Setting(SYMBOLS))


@pytest.fixture
def nodes(normal: NormalForm) -> Nodes:
    return Nodes(normal.alphabet, frozenset({"S", "D"}))


def ref(nodes: Nodes, normal: NormalForm, node: Expr) -> Ref:
    element: Element = normal.element(node)
    return nodes.intern(element)[1]


def test_a_multiple_is_the_same_node(nodes: Nodes, normal: NormalForm) -> None:
    factor, found = nodes.intern(normal.element(Prod((A, W, S))))
    assert found == ref(nodes, normal, Prod((W, S)))
    assert (factor - normal.scalars.letter("a")).is_zero()


def test_a_transpose_is_the_node_turned(nodes: Nodes, normal: NormalForm) -> None:
    found = ref(nodes, normal, Prod((W, V_T)))
    assert ref(nodes, normal, Prod((V, W_T))) == nodes.transpose(found) != found
    assert nodes.transpose(nodes.transpose(found)) == found


def test_a_symmetric_node_is_its_transpose(nodes: Nodes, normal: NormalForm) -> None:
    found = ref(nodes, normal, Prod((W, S, W_T)))
    assert nodes.transpose(found) == found
    skew = ref(nodes, normal, Sum((Prod((W, V_T)), negative(Prod((V, W_T))))))
    assert not nodes[skew].symmetric


def test_an_array_holds_the_letter_itself(nodes: Nodes, normal: NormalForm) -> None:
    found = ref(nodes, normal, W_T)
    assert found.transposed
    assert nodes[found].letter == "W"
    assert nodes.shape(found) == ("d", "n")


def test_what_is_computed_once_and_what_never(nodes: Nodes, normal: NormalForm) -> None:
    constant, diagonal, moving = (
        nodes[ref(nodes, normal, node)] for node in (Prod((S, D)), Prod((D, D)), Prod((W, S)))
    )
    assert constant.constant
    assert constant.leaf
    assert not constant.diagonal
    assert diagonal.diagonal
    assert not moving.constant
    assert not moving.leaf
    assert nodes[nodes.identity("n")].identity
    assert nodes.identity("n") != nodes.identity("d")
