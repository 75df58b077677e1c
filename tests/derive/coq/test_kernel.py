"""Theorems in the kernel of Coq: true ones accepted, false ones rejected."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from tests.coq_whole import accepted, false_variants, theorems
from tests.decided import decided

from sslcheck.derive import load_article
from sslcheck.derive.coq.kernel import checked, compiled, vouched
from sslcheck.derive.coq.uncovered import CoqMissing
from sslcheck.derive.coq.write import Certified, certified, library
from sslcheck.derive.verdicts.verdict import Verdict

coq = pytest.mark.skipif(shutil.which("coqc") is None, reason="coqc is not installed")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("theorems")
    for name, text in library().items():
        (place / name).write_text(text, encoding="utf-8")
        if refused := compiled(place, name):
            pytest.skip(f"coqc lacks libcoq-mathcomp-algebra: {refused[-200:]}")
    return place


@coq
@pytest.mark.slow
@pytest.mark.parametrize("article", ["deep-linear", "stepwise"])
def test_proved_claims_are_accepted_and_refuted_ones_rejected(folder: Path, article: str) -> None:
    draw = Random(0)
    for verdict in (Verdict.PROVED, Verdict.REFUTED):
        found = [goals for _, goals in theorems(article, verdict) if goals is not None]
        for goals in draw.sample(found, min(2, len(found))):
            passed = [accepted(folder, "one", goal) for goal in goals]
            assert all(passed) is (verdict is Verdict.PROVED)


@coq
@pytest.mark.slow
def test_false_variants_are_rejected(folder: Path) -> None:
    (goals,) = (g for name, g in theorems("deep-linear-2", Verdict.PROVED) if name == "4")
    assert goals is not None
    variants = [v for goal in goals for v in false_variants(goal)]
    assert len(variants) == 3
    for _, goal in variants:
        assert accepted(folder, "variant", goal) is False


@coq
@pytest.mark.slow
@pytest.mark.parametrize(("article", "claim"), [("directset", "4"), ("stepwise", "3.stay")])
def test_what_is_declared_is_needed(folder: Path, article: str, claim: str) -> None:
    (goals,) = (g for name, g in theorems(article, Verdict.PROVED) if name == claim)
    assert goals is not None
    bare = {n: replace(s, properties=frozenset()) for n, s in goals[0].setting.symbols.items()}
    goal = replace(goals[0], setting=replace(goals[0].setting, symbols=bare))
    assert accepted(folder, "bare", goal) is False


@coq
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
