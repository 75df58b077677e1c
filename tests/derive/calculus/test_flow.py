"""Rates of letters of every sort along a flow: what moves, how, and what stands still."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sslcheck.derive.algebra import Alphabet, Element, Ratio, Scalars
from sslcheck.derive.algebra.functions import Functions
from sslcheck.derive.algebra.letters import AtStart, DiagOf, Frozen, Letter, RateOf
from sslcheck.derive.calculus.flow import FlowDerivative
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Expr, Sym
from sslcheck.derive.setting import Setting, Symbol

SYMBOLS = {
    s.name: s
    for s in (
        Symbol("W", ("n", "n"), role="state"),
        Symbol("V", ("n", "n"), frozenset({"symmetric", "psd"}), role="state"),
        Symbol("G", ("n", "n"), frozenset({"symmetric", "orthonormal"}), role="function"),
        Symbol("A", ("n", "n")),
        Symbol("z", role="state", sign="positive"),
        Symbol("f", role="function"),
        Symbol("a", sign="positive"),
        Symbol("p_j", role="state", index="j", sign="positive"),
    )
}
FLOW: dict[str, Expr] = {"W": Sym("rate of W"), "z": Sym("rate of z"), "p_j": Sym("rate of p_j")}


class World:
    """``W' = A W``, ``z' = a z``, ``p_j' = a p_j^2``; the functions ``f`` and ``G`` are free."""

    def __init__(self) -> None:
        shapes: dict[Letter, tuple[str, str]] = {n: s.shape for n, s in SYMBOLS.items()}
        marks: dict[Letter, frozenset[str]] = {n: s.properties for n, s in SYMBOLS.items()}
        self.scalars = Scalars()
        self.alphabet = Alphabet(self.scalars, shapes, marks)
        self.functions = Functions(Setting(SYMBOLS, flow=FLOW), self.scalars)
        self.asked: list[str] = []
        self.flow = FlowDerivative(self.functions, self.alphabet, self.read)

    def read(self, node: Expr) -> Element:
        assert isinstance(node, Sym)
        self.asked.append(node.name)
        a, z, p = (self.scalars.letter(name) for name in ("a", "z", "p_j"))
        rates = {
            "rate of W": self.alphabet.letter("A") * self.alphabet.letter("W"),
            "rate of z": self.alphabet.scalar(a * z),
            "rate of p_j": self.alphabet.scalar(a * p * p),
        }
        return rates[node.name]

    def letter(self, name: Letter) -> Ratio:
        return self.scalars.letter(name)


@pytest.fixture
def world() -> World:
    """A small flow, read by hand."""
    return World()


def test_a_state_moves_by_its_flow_and_what_is_fixed_does_not(world: World) -> None:
    W, A = world.alphabet.letter("W"), world.alphabet.letter("A")
    assert (world.flow.element(W) - A * W).is_zero()
    assert (world.flow.element(W.T * W) - (W.T * A.T * W + W.T * A * W)).is_zero()
    assert world.flow.element(A).is_zero()
    assert world.flow.matrix("A") is None
    assert world.flow.matrix(AtStart("W")) is None


def test_a_flow_is_read_once_for_each_state(world: World) -> None:
    for _ in range(3):
        world.flow.matrix("W")
        world.flow.scalar(world.letter("z"))
    assert world.asked == ["rate of W", "rate of z"]


def test_what_no_flow_moves_has_a_rate_of_its_own(world: World) -> None:
    for name in ("V", "G"):
        found = world.flow.matrix(name)
        assert found is not None
        assert found.letters() == {RateOf(name)}
        twice = world.flow.matrix(RateOf(name))
        assert twice is not None
        assert twice.letters() == {RateOf(RateOf(name))}
    f = world.letter("f")
    assert (world.flow.scalar(f) - world.letter(RateOf("f"))).is_zero()


def test_a_rate_shares_the_properties_that_are_linear_and_no_others(world: World) -> None:
    for name in ("V", "G"):
        world.flow.matrix(name)
        assert world.alphabet.properties[RateOf(name)] == {"symmetric"}
        assert world.alphabet.shapes[RateOf(name)] == ("n", "n")


def test_coefficients_follow_the_chain_rule(world: World) -> None:
    a, z, t = (world.letter(name) for name in "azt")
    two = world.scalars.number(2)
    assert (world.flow.scalar(a * z * z) - two * a * a * z * z).is_zero()
    assert (world.flow.scalar(t * z / a) - (z / a + t * z)).is_zero()
    assert world.flow.scalar(a).is_zero()
    assert (world.flow.scalar(a / z) + a * a / z).is_zero()


def test_rates_of_roots_exponentials_and_integrals(world: World) -> None:
    a, z, t, f = (world.letter(name) for name in "aztf")
    root = world.functions.root(z)
    half = world.scalars.number(Fraction(1, 2))
    assert (world.flow.scalar(root) - half * a * root).root_reduced().is_zero()
    grown = world.functions.exponential(-a * t)
    assert (world.flow.scalar(grown) + a * grown).is_zero()
    assert (world.flow.scalar(world.functions.integral(f * z, "s")) - f * z).is_zero()


def test_a_constant_root_and_a_value_at_the_start_stand_still(world: World) -> None:
    assert world.flow.scalar(world.functions.root(world.letter("a"))).is_zero()
    assert world.flow.scalar(world.letter(AtStart("z"))).is_zero()


def test_a_trace_moves_as_the_product_in_it(world: World) -> None:
    W, A = world.alphabet.letter("W"), world.alphabet.letter("A")
    found = world.flow.scalar((W * W).trace().value())
    expected = (A * W * W).trace().scaled(world.scalars.number(2)).value()
    assert (found - expected).is_zero()


def test_a_copy_under_a_stop_gradient_moves_with_time(world: World) -> None:
    world.alphabet.declare(Frozen("W"), ("n", "n"))
    assert world.flow.matrix(Frozen("W")) is world.flow.matrix("W")
    z, a = world.letter("z"), world.letter("a")
    assert (world.flow.scalar(world.letter(Frozen("z"))) - a * z).is_zero()


def test_a_diagonal_matrix_moves_entry_by_entry(world: World) -> None:
    p, a = world.letter("p_j"), world.letter("a")
    made = world.functions.diagonal(world.alphabet, p * a, "j", "n")
    P = world.alphabet.letter(DiagOf("p_j", "j", "n"))
    assert (world.flow.element(made) - (P * P).scaled(a * a)).is_zero()
    still = DiagOf("a", "j", "n")
    assert world.flow.matrix(still) is None


def test_a_maximum_of_what_moves_has_no_rate(world: World) -> None:
    largest = world.functions.maximum(world.letter("p_j"), "j")
    with pytest.raises(Unsupported, match="maximum over moving values"):
        world.flow.scalar(largest)
