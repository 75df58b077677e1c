"""Small pieces of text: times, numbers, counts, and why a verdict is what it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sslcheck.derive.text.reason import Place, plainly, reason
from sslcheck.derive.verdicts.evidence import Numbers
from sslcheck.derive.verdicts.report import Report
from sslcheck.derive.verdicts.result import ClaimResult
from sslcheck.derive.verdicts.verdict import Verdict
from sslcheck.reports.text import conditions_title, duration, grounds, number, numbers, repair


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 ms"), (0.9994, "999 ms"), (0.9996, "1.0 s"), (59.94, "59.9 s"), (59.96, "1 min 0 s"),
     (125, "2 min 5 s")],
)  # fmt: skip
def test_times_in_the_unit_that_suits_them(seconds: float, text: str) -> None:
    assert duration(seconds) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "-"), (float("nan"), "-"), (0.012345, "0.0123"), (4091.0, "4091"), (4091.5, "4.09e+03"),
     (1e6, "1e+06"), (-2000.0, "-2000"), (float("inf"), "inf")],
)  # fmt: skip
def test_numbers(value: float | None, text: str) -> None:
    assert number(value) == text


def test_conditions_lead_where_they_decide(report: Report) -> None:
    refuted, proved, conditional = report.claims
    said = str(grounds(conditional))
    assert said.index("η > 0") < said.index("otherwise")
    assert "all sizes" in str(grounds(proved))
    assert refuted.correction is not None
    assert repair(refuted.correction) == "corrected: PROVED"
    assert "corrected: PROVED" in str(grounds(refuted))


def test_a_refusal_is_told_without_its_place(refuted: ClaimResult) -> None:
    told = reason("what is this?", Place("a ! b", (2, 3)), "\n  Say it.")
    claim = replace(refuted, verdict=Verdict.REFUSED, because=told, correction=None)
    assert plainly(grounds(claim)) == "what is this?\n  Say it."


def test_what_conditions_are_to_a_verdict() -> None:
    assert conditions_title(Verdict.PROVED) == "given"
    assert conditions_title(Verdict.CONDITIONAL) == "on condition of"
    assert conditions_title(Verdict.REFUTED) == "would hold with"


def test_what_the_numbers_found(refuted: ClaimResult) -> None:
    assert numbers(refuted) == ""
    for result, text in (("agree", "agree: 24 points, 1 size"), ("silent", "-")):
        assert numbers(replace(refuted, numbers=Numbers(result, 24, 1))) == text
