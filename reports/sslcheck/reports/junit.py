"""A report as JUnit XML, which servers that run tests know how to show."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from sslcheck.derive.verdicts.report import Report
from sslcheck.derive.verdicts.result import ClaimResult
from sslcheck.derive.verdicts.verdict import Verdict

__all__ = ["as_junit"]

_ERRORS = (Verdict.REFUSED, Verdict.DISAGREEMENT)
_NOT_XML = re.compile("[^\t\n\r -퟿-�\U00010000-\U0010ffff]")


def as_junit(report: Report, fail_on: str = "refuted") -> str:
    """A test case for each claim; it has failed where `ClaimResult.fails` says so.

    What is refused, and what could not be read besides claims, is an error.
    """
    suite = ET.Element("testsuite", name=_clean(report.article))
    failed = [claim for claim in report.claims if claim.fails(fail_on)]
    wrong = [claim for claim in failed if claim.verdict in _ERRORS]
    for claim in report.claims:
        case = _case(suite, f"{report.article}.({claim.equation})", f"{claim.id} {claim.summary}")
        case.set("time", f"{claim.seconds:.3f}")
        if claim in failed:
            tag = "error" if claim.verdict in _ERRORS else "failure"
            found = ET.SubElement(case, tag, type=claim.verdict.upper(), message=_clean(claim.why))
            found.text = _clean(_said(claim))
        else:
            ET.SubElement(case, "system-out").text = _clean(_said(claim))
    for problem in report.problems:
        case = _case(suite, report.article, "reading")
        ET.SubElement(case, "error", type="REFUSED", message=_clean(problem))
    suite.set("tests", str(len(report.claims) + len(report.problems)))
    suite.set("failures", str(len(failed) - len(wrong)))
    suite.set("errors", str(len(wrong) + len(report.problems)))
    suite.set("time", f"{report.seconds:.3f}")
    ET.indent(suite)
    text = ET.tostring(suite, encoding="unicode")
    return f"<?xml version='1.0' encoding='UTF-8'?>\n{text}\n"


def _case(suite: ET.Element, place: str, name: str) -> ET.Element:
    return ET.SubElement(suite, "testcase", classname=_clean(place), name=_clean(name))


def _said(claim: ClaimResult) -> str:
    """The verdict, its reason, its conditions, and what should stand there."""
    lines = [f"{claim.verdict.upper()} {claim.why}".rstrip(), f"printed: {claim.printed}"]
    lines += [f"on condition of: {condition}" for condition in claim.conditions]
    if claim.correction is not None:
        lines.append(f"instead ({claim.correction.verdict.upper()}): {claim.correction.latex}")
    return "\n".join(lines)


def _clean(text: str) -> str:
    """Without characters that XML cannot hold."""
    return _NOT_XML.sub("�", text)
