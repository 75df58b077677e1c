"""Files for the proved claims of an article."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.coq_whole import coverage
from tests.decided import decided

from sslcheck.derive import load_article
from sslcheck.derive.coq.write import certified, library


def test_the_file_says_which_claim_it_is() -> None:
    (found,) = certified(load_article("two-layer"), decided("two-layer"))
    assert found.file == "claim_two_layer_2.v"
    assert found.text.startswith("(* Claim 2 of `two-layer`, of kind integral:")
    assert "A A^T - B^T B = D" in found.text
    assert "Theorem claim_two_layer_2 :" in found.text


def test_each_proved_claim_has_a_file_or_a_reason() -> None:
    report = decided("stepwise")
    found = [*certified(load_article("stepwise"), report)]
    assert [c.claim for c in found] == [c.id for c in report.claims if c.verdict == "proved"]
    assert all(bool(c.file and c.text) != bool(c.why) for c in found)
    assert len({c.file for c in found if c.file}) == sum(bool(c.file) for c in found)


def test_the_library_has_no_axioms() -> None:
    words = " ".join(library().values()).split()
    assert not {"Axiom", "Parameter", "Admitted.", "admit.", "Conjecture"} & {*words}


@pytest.mark.slow
def test_the_readme_has_the_share_that_is_covered() -> None:
    covered, proved = coverage()
    readme = Path(__file__).parents[3].joinpath("derive", "README.md").read_text("utf-8")
    assert f"{covered} of the {proved} proved claims" in " ".join(readme.split())
