"""Theorems about every depth."""

from __future__ import annotations

import pytest

from sslcheck.derive import load_article
from sslcheck.derive.article.article import Claim, Depths
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.coq.claims import goals
from sslcheck.derive.coq.depths import Runs
from sslcheck.derive.coq.theorems import theorem
from sslcheck.derive.coq.uncovered import Uncovered
from sslcheck.derive.decide.outcome import Statements
from sslcheck.derive.expr import Prod, Sym, Transpose


def claim(name: str) -> Claim:
    return next(c for c in load_article("deep-linear").claims if c.id == name)


def depths(name: str) -> Depths:
    found = claim(name).depths
    assert found is not None
    return found


def test_layers_and_runs_stand_for_letters() -> None:
    found = depths("3")
    (runs,) = (Runs.of(found, one) for one in found.covering)
    assert runs.matrices["W_{j+1}"] == ("j.+1", "j.+1")
    assert runs.matrices["W_{L:j+2}"] == ("L", "j.+1.+1")
    assert runs.spaces["n_{j-1}"] == "j.-1"
    assert [*runs.conditions] == ["(1 <= j)%N", "(j.+1 <= L)%N"]


def test_only_neighbours_from_above_are_a_run() -> None:
    found = depths("2")
    (runs,) = (Runs.of(found, one) for one in found.covering)
    above, own, below = map(Sym, ("W_{L:j+1}", "W_j", "W_{j-1:1}"))
    assert runs.product(Prod((above, own, below))) == [("L", "j.+1"), ("j", "j"), ("j.-1", "1")]
    for wrong in ((below, own), (above, below), (above, Transpose(own)), (above,)):
        assert runs.product(Prod(wrong)) == ()
    assert runs.product(None) == ()


@pytest.mark.parametrize(("name", "theorems"), [("2", 1), ("3.far", 2), ("4.square", 1)])
def test_the_end_to_end_matrix_is_the_run_of_all(name: str, theorems: int) -> None:
    loaded = load_article("deep-linear")
    texts = [
        theorem("it", goal)
        for goal in goals(Statements(Derivation(loaded), needs=False), claim(name))
    ]
    assert len(texts) == theorems
    assert "Theorem it :" in texts[-1].split("Section Layers.")[1]
    if name == "2":
        assert "let W : 'M[K_]_((n_at_ L), (n_at_ 0)) := (run W_at_ L 1) in" in texts[0]


def test_layers_that_are_no_chain() -> None:
    found = depths("2")
    with pytest.raises(Uncovered, match="chain"):
        Runs.of(Depths(found.instances), found.covering[0])
