"""What a claim is about: its flow, with what is inserted, and the symbols that it needs."""

from __future__ import annotations

from tests.numeric.look.articles import A, G, S, W, X, Y, article, flow_world, kind

from sslcheck.derive.expr import Dot, Sym
from sslcheck.numeric.look.world import world_of


def test_what_a_flow_moves() -> None:
    found = article(kind("vanishes", r"x \to 0"), X + Y + S, r"'\dot{x} = -y x'")
    world = flow_world(found, "f")
    assert world.moved == {"x"}
    assert world_of(found, found.claims[0]).moved == {"x"}


def test_all_that_a_rate_needs_is_named() -> None:
    found = article(kind("vanishes", r"W \to 0"), W + S + A + G, r"'\dot{W} = -a S W'")
    world = flow_world(found, "f")
    assert world.names(Sym("W")) >= {"W"}
    assert world.names(Dot(Sym("W"))) >= {"W", "S", "a"}
    assert "A" not in world.names(Dot(Sym("W")))


def test_a_claim_without_a_flow_moves_nothing() -> None:
    found = article(kind("identity", "S A = A S"), S + A)
    assert not world_of(found, found.claims[0]).moved
