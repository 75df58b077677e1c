"""JUnit XML of verdicts, read back by an XML parser."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from tests.decided import decided

from sslcheck.derive import Verdict
from sslcheck.derive.text.reason import reason
from sslcheck.derive.verdicts.report import Report
from sslcheck.reports.junit import as_junit


@pytest.fixture(scope="module")
def report() -> Report:
    return decided("directpred", "2", "3")


@pytest.mark.parametrize(
    ("fail_on", "failed"),
    [
        ("refuted", set()),
        ("corrected", {"2.1", "2.eta"}),
        ("conditional", {"2.1", "2.eta", "3.balanced"}),
    ],
)
def test_what_fails_is_what_makes_the_exit_code(
    report: Report, fail_on: str, failed: set[str]
) -> None:
    suite = ET.fromstring(as_junit(report, fail_on))
    found = {
        str(case.get("name")).split()[0]
        for case in suite.iter("testcase")
        if case.find("failure") is not None
    }
    assert found == failed
    assert suite.get("failures") == str(len(failed))
    assert suite.get("tests") == str(len(report.claims))
    assert report.exit_code_on(fail_on) == int(bool(failed))


def test_a_failure_says_what_is_wrong_and_what_is_right(report: Report) -> None:
    suite = ET.fromstring(as_junit(report, "corrected"))
    (case,) = (c for c in suite.iter("testcase") if str(c.get("name")).startswith("2.1"))
    failure = case.find("failure")
    assert failure is not None
    assert failure.text is not None
    assert failure.get("type") == "REFUTED"
    assert "does not conform unless n = d" in str(failure.get("message"))
    assert "instead (PROVED): \\dot{W}_p" in failure.text


def test_what_cannot_be_read_is_an_error(report: Report) -> None:
    refused = replace(report.claims[0], verdict=Verdict.REFUSED)
    bad = replace(report, claims=(refused,), problems=("no such letter",))
    suite = ET.fromstring(as_junit(bad))
    assert (suite.get("errors"), suite.get("failures"), suite.get("tests")) == ("2", "0", "2")


def test_nothing_of_the_article_is_markup(report: Report) -> None:
    attack = 'a" <script>&x;\x00\x1b\ud800]]>'
    claim = replace(report.claims[0], id=attack, claimed=reason(attack), because=reason(attack))
    suite = ET.fromstring(as_junit(replace(report, claims=(claim,), article=attack)).encode())
    assert [*suite.iter("script")] == []
    assert str(suite.get("name")).startswith('a" <script>&x;')
