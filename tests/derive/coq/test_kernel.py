"""Theorems in the kernel of Coq: true ones accepted, false ones rejected."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from tests.coq_whole import accepted, false_variants
from tests.decided import decided
from tests.derive.coq.test_claims import goals_of

from sslcheck.derive import load_article
from sslcheck.derive.coq.kernel import checked, compiled, vouched
from sslcheck.derive.coq.proofs import HEAD
from sslcheck.derive.coq.theorems import theorem
from sslcheck.derive.coq.uncovered import CoqMissing
from sslcheck.derive.coq.write import Certified, certified, library

coq = pytest.mark.skipif(shutil.which("coqc") is None, reason="coqc is not installed")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("theorems")
    for name, text in library().items():
        (place / name).write_text(text, encoding="utf-8")
        if refused := compiled(place, name):
            pytest.skip(f"coqc lacks libcoq-mathcomp-algebra: {refused[-200:]}")
    return place


TRUE = [
    ("stepwise", "4.kept"),  # what is supposed
    ("deep-linear", "4.trace"),  # every depth
    ("stepwise", "3.stay"),  # modes, and what is orthonormal
    ("dimensional-collapse", "2.never"),  # order
    ("non-contrastive", "8.fixed"),  # roots
    ("exact-modes", "6"),  # a closed form
    ("oja", "3.climb"),  # traces
    ("non-contrastive", "4.psd"),  # stacked columns
]


@coq
@pytest.mark.slow
def test_what_is_true_is_accepted(folder: Path) -> None:
    """In one file: to begin takes `coqc` longer than most of the theorems."""
    goals = [goal for claim in TRUE for goal in goals_of(*claim)]
    assert len(goals) > len(TRUE)
    text = "\n".join(theorem(f"t{at}", goal) for at, goal in enumerate(goals))
    (folder / "true.v").write_text(f"{HEAD}\n{text}\n", encoding="utf-8")
    assert compiled(folder, "true.v") == ""


@coq
@pytest.mark.slow
@pytest.mark.parametrize(("article", "claim"), TRUE[1:])
def test_what_is_false_is_rejected(folder: Path, article: str, claim: str) -> None:
    variants = [v for goal in goals_of(article, claim) for _, v in false_variants(goal)]
    assert accepted(folder, "variant", variants[0]) is False


@pytest.mark.parametrize(
    ("article", "claim", "transposed"),
    [("deep-linear", "4.square", 0), ("stepwise", "4.stationary", 0), ("deep-linear", "4", 1)],
)
def test_what_is_symmetric_is_no_false_variant(article: str, claim: str, transposed: int) -> None:
    (goal,) = goals_of(article, claim)
    assert [name for name, _ in false_variants(goal)].count("transposed") == transposed


@coq
@pytest.mark.slow
@pytest.mark.parametrize("claim", ["2.penalty", "3.half"])
def test_what_is_refuted_is_rejected(folder: Path, claim: str) -> None:
    assert not all(accepted(folder, "one", goal) for goal in goals_of("deep-linear", claim))


@coq
@pytest.mark.slow
def test_what_is_declared_is_needed(folder: Path) -> None:
    (goal,) = goals_of("stepwise", "3.stay")
    bare = {n: replace(s, properties=frozenset()) for n, s in goal.setting.symbols.items()}
    assert accepted(folder, "bare", replace(goal, setting=replace(goal.setting, symbols=bare))) is (
        False
    )


@coq
@pytest.mark.slow
def test_what_rests_on_an_axiom_is_not_accepted(folder: Path) -> None:
    (folder / "axiom.v").write_text(
        "Axiom no : False.\nTheorem it : 1 = 2. Proof. case no. Qed.\nPrint Assumptions it.\n"
    )
    assert "Axioms:" in compiled(folder, "axiom.v")


def test_without_coqc_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CoqMissing, match="apt-get install coq"):
        checked(tmp_path, [])


def test_the_report_carries_who_vouches() -> None:
    report = decided("two-layer")
    (written,) = certified(load_article("two-layer"), report)
    (claim,) = vouched(report, [written], {written.claim: ""}).claims
    assert (claim.routes[-1].name, claim.routes[-1].result) == ("kernel", "holds")
    (claim,) = vouched(report, [written], {written.claim: "Error"}).claims
    assert claim.routes[-1].result == "silent"
    (claim,) = vouched(report, [Certified(written.claim, why="not covered")], {}).claims
    assert claim.routes[-1].detail == "not covered"
