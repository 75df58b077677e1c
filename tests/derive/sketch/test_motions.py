"""Equations of motion become flows as they belong together."""

from __future__ import annotations

from tests.derive.sketch.reading import solved

from sslcheck.derive.sketch.motions import motions


def flows(*rows: str, moving: str) -> tuple[tuple[int, ...], ...]:
    found = motions(solved(*rows).relations, moving.split())
    assert all(place == 0 for flow in found for _, place in flow)
    return tuple(tuple(k for k, _ in flow) for flow in found)


def test_states_in_each_others_equations() -> None:
    rows = [r"\dot{A} = -B", "F = A B", r"\dot{s}_j = -s_j", r"\dot{B} = -A"]
    assert flows(*rows, moving="A B s_j") == ((0, 3), (2,))


def test_a_second_equation_for_a_state() -> None:
    assert flows(r"\dot{A} = -A", r"\dot{A} = A", moving="A") == ((0,), (1,))


def test_scalars_may_stand_before_the_rate() -> None:
    assert flows(r"s_j \dot{p}_j = 1", moving="p_j") == ((0,),)


def test_second_derivatives_beside_others() -> None:
    rows = [r"\ddot{A} + s_j \dot{A} = -B", r"\ddot{s}_j = -s_j", r"\dot{B} = A"]
    assert flows(*rows, moving="A B s_j") == ((0, 1, 2),)
    assert flows(r"\ddot{A} + \ddot{B} = A", r"\ddot{A} \to 0", moving="A B") == ()


def test_what_is_no_motion() -> None:
    rows = [r"\frac{d}{dt} (A A^T) = A", r"\dot{A} + A = B", r"\dot{A} \to 0", "A = B"]
    assert flows(*rows, moving="A") == ()


def test_several_in_one_row() -> None:
    rows = [r"\dot{A} = -B, \quad F = A B, \quad \dot{B} = -A", r"\dot{F} = F"]
    assert motions(solved(*rows).relations, ["A", "B"]) == (((0, 0), (0, 2)),)


def test_what_one_row_says_is_of_one_flow() -> None:
    """Where one of its states moves otherwise than before, all of it is about another flow."""
    rows = [r"\dot{A} = -B", r"\dot{B} = -A", r"\dot{C} = B, \quad \dot{B} = C"]
    found = motions(solved(*rows).relations, ["A", "B", "C"])
    assert found == (((0, 0), (1, 0)), ((2, 0), (2, 1)))
