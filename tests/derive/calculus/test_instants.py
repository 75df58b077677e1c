"""Values at the start and what holds at one instant, on a small setting read by hand."""

from __future__ import annotations

from typing import Any

import pytest
from tests.derive.kinds import small

from sslcheck.derive.algebra import Alphabet, Element, Ratio, Scalars
from sslcheck.derive.algebra.functions import Functions
from sslcheck.derive.algebra.letters import AtStart, Frozen, Letter, RateOf, UnitOf
from sslcheck.derive.calculus.instants import Instants
from sslcheck.derive.expr import Sym
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.verdicts.verdict import Verdict

SYMBOLS = {
    s.name: s
    for s in (
        Symbol("W", ("n", "n"), role="state"),
        Symbol("S", ("n", "n"), frozenset({"psd"}), role="state"),
        Symbol("Q", ("n", "n"), frozenset({"orthonormal"}), role="state"),
        Symbol("A", ("n", "n")),
        Symbol("z", role="state"),
        Symbol("y", role="state"),
        Symbol("u", properties=frozenset({"orthonormal"}), role="state"),
        Symbol("a", sign="positive"),
    )
}


class World:
    """No property of a state is known to the words, as in normal forms of moving things."""

    def __init__(self, **more: Any) -> None:
        self.scalars = Scalars()
        self.alphabet = Alphabet(self.scalars)
        for name, symbol in SYMBOLS.items():
            self.alphabet.declare(name, symbol.shape)
        self.functions = Functions(Setting(SYMBOLS, **more), self.scalars)
        self.instants = Instants(self.functions, self.alphabet, self.initial)

    def initial(self, name: str) -> Element:
        if name == "W":
            return self.letter("A")
        return self.alphabet.scalar(self.scalar("a"))

    def letter(self, name: Letter) -> Element:
        return self.alphabet.letter(name)

    def scalar(self, name: Letter) -> Ratio:
        return self.scalars.letter(name)


GIVEN = {"W": Sym("A"), "z": Sym("a")}


def test_at_the_start_states_are_letters_of_their_own() -> None:
    world = World()
    W, A = world.letter("W"), world.letter("A")
    found = world.instants.start((W * A).scaled(world.scalar("z")))
    start = world.letter(AtStart("W"))
    assert (found - (start * A).scaled(world.scalar(AtStart("z")))).is_zero()
    assert (world.instants.start(A) - A).is_zero()


def test_a_given_initial_value_is_put_in() -> None:
    world = World(initial=GIVEN, kept=frozenset())
    found = world.instants.start((world.letter("W") * world.letter("S")).scaled(world.scalar("z")))
    expected = (world.letter("A") * world.letter(AtStart("S"))).scaled(world.scalar("a"))
    assert (found - expected).is_zero()


def test_what_holds_at_an_instant_is_not_put_in_at_the_start() -> None:
    world = World(initial=GIVEN, passing={"S": frozenset({"psd"})})
    found = world.instants.start(world.letter("W").scaled(world.scalar("z")))
    assert (found - world.letter(AtStart("W")).scaled(world.scalar(AtStart("z")))).is_zero()
    world.instants.start(world.letter("S") * world.letter("Q"))
    assert world.alphabet.properties[AtStart("S")] == frozenset()
    assert world.alphabet.properties[AtStart("Q")] == {"orthonormal"}


def test_a_rate_at_the_start_is_no_rate_of_the_initial_value() -> None:
    world = World(initial=GIVEN, kept=frozenset())
    world.alphabet.declare(RateOf("W"), ("n", "n"))
    found = world.instants.start(world.letter(RateOf("W")))
    assert found.letters() == {AtStart(RateOf("W"))}


def test_time_integrals_and_exponentials_at_the_start() -> None:
    world = World()
    a, t, z = (world.scalar(name) for name in "atz")
    for value, expected in (
        (t * a, world.scalars.number(0)),
        (world.functions.exponential(a * t) * a, a),
        (world.functions.integral(z, "s") + a, a),
        (world.functions.root(a), world.functions.root(a)),
    ):
        found = world.instants.start(world.alphabet.scalar(value)).value()
        assert (found - expected).is_zero()


def test_the_start_of_a_function_is_the_function_of_the_start() -> None:
    world = World(initial=GIVEN, kept=frozenset())
    z, y = world.scalar("z"), world.scalar("y")
    value = world.functions.root(z * z * z) + y
    found = world.instants.start(world.alphabet.scalar(value)).value()
    a = world.scalar("a")
    expected = a * world.functions.root(a) + world.scalar(AtStart("y"))
    assert (found - expected).root_reduced().is_zero()


def test_the_start_keeps_the_marks_of_its_letter() -> None:
    world = World()
    world.alphabet.properties["W"] = frozenset({"symmetric"})
    found = world.instants.start(world.letter("W"))
    assert (found - found.T).is_zero()


def test_copies_under_a_stop_gradient_thaw() -> None:
    world = World()
    world.alphabet.declare(Frozen("W"), ("n", "n"))
    frozen = world.letter(Frozen("W")).scaled(world.scalar(Frozen("z")))
    found = world.instants.thawed(frozen * world.letter("A"))
    assert (found - (world.letter("W") * world.letter("A")).scaled(world.scalar("z"))).is_zero()
    assert frozen.letters() == {Frozen("W")}


def test_at_an_instant_given_values_replace_states() -> None:
    world = World(initial=GIVEN)
    found = world.instants.finished(world.letter("W").scaled(world.scalar("z")))
    assert (found - world.letter("A").scaled(world.scalar("a"))).is_zero()


def test_at_an_instant_declared_properties_of_states_hold() -> None:
    world = World()
    S, Q, W = (world.letter(name) for name in "SQW")
    assert not (S - S.T).is_zero()
    assert world.instants.finished(S - S.T).is_zero()
    assert world.instants.finished(Q.T * Q - world.alphabet.identity("n")).is_zero()
    assert not world.instants.finished(W - W.T).is_zero()
    assert not (S - S.T).is_zero()  # the alphabet itself has learnt nothing


def test_an_orthonormal_number_is_1_or_minus_1_at_an_instant() -> None:
    world = World()
    u = world.scalar("u")
    found = world.instants.finished(world.alphabet.scalar(u * u * u)).value().root_reduced()
    assert (found - world.scalar(UnitOf("u"))).is_zero()
    assert not (found - world.scalars.one).is_zero()


@pytest.mark.parametrize("kept", [frozenset(), frozenset({"S"})])
def test_what_is_about_all_times_is_left_as_it_is(kept: frozenset[str]) -> None:
    world = World(initial=GIVEN, kept=kept)
    element = (world.letter("S") - world.letter("S").T).scaled(world.scalar("z"))
    assert world.instants.finished(element) is element


def test_without_anything_declared_of_its_letters_an_element_stays() -> None:
    symbols = {n: s for n, s in SYMBOLS.items() if n != "u"}
    world = World()
    instants = Instants(Functions(Setting(symbols), world.scalars), world.alphabet, world.initial)
    element = world.letter("W")
    assert instants.finished(element) is element


@pytest.mark.parametrize(
    ("kind", "statement", "verdict"),
    [
        ("identity", "b(t) = a(0)", Verdict.REFUTED),
        ("identity", "b(t) = a(0) e^t", Verdict.PROVED),
        ("identity", "a(0) = b(0)", Verdict.PROVED),
        ("identity", "a(0) = b", Verdict.REFUTED),
        ("identity", "C(0) B(t) = B(0)^2 e^t", Verdict.PROVED),
        ("identity", "C(0) B(t) = B(0)^2", Verdict.REFUTED),
        ("solution", "b = a(0) e^t", Verdict.PROVED),
        ("solution", "b = a(0)", Verdict.REFUTED),
    ],
)
def test_a_start_that_is_given_by_that_of_another_state(
    kind: str, statement: str, verdict: Verdict
) -> None:
    """What stands for ``a(0)`` is ``b(0)``, not the ``b`` of now."""
    state = "role = 'state', sign = 'positive'"
    names = {"a": state, "b": state, **dict.fromkeys("BC", f"{small.MATRIX}, {small.STATE}")}
    flow = (r"\dot{a} = a b", r"\dot{b} = b", r"\dot{B} = B", r"\dot{C} = B C")
    options = {"unknown": "b"} if kind == "solution" else {}
    let = "a = b''', '''C = B"
    found = small.decided(kind, statement, names, flow, let=let, holds="at the start", **options)
    assert found.verdict is verdict, found.why
