"""Plans: what is counted of one."""

from __future__ import annotations

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.emit import Plan, make_plan
from sslcheck.derive.emit.plan import Buffer
from sslcheck.derive.models.model import full_model


def plan(scene: Derivation, n: int, d: int) -> Plan:
    return make_plan(full_model(scene, "byol", {"X": "diagonal", "X'": "dense"}), {"n": n, "d": d})


def test_a_vector_has_no_columns() -> None:
    assert [Buffer("x", 3, cols).size for cols in (0, 1, 4)] == [3, 3, 12]


def test_what_is_held_is_data_constants_and_work(scene: Derivation) -> None:
    found = plan(scene, 2, 3)
    held = {b.name: b.size for b in found.data} | {
        c.buffer.name: c.buffer.size for c in found.constants
    }
    assert held["X"] == 3
    assert held["X_prime"] == 9
    assert found.memory(4) == 4 * (sum(held.values()) + sum(b.size for b in found.work))


def test_counts_are_sums_over_the_steps(scene: Derivation) -> None:
    found = plan(scene, 4, 5)
    assert found.flops == sum(step.flops for step in found.steps)
    assert found.traffic(2) == 2 * sum(step.bytes for step in found.steps)
    assert found.flops < plan(scene, 8, 5).flops
