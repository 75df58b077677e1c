"""The overview: columns, wrapping, the last line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sslcheck.derive.text.reason import reason
from sslcheck.derive.verdicts.evidence import Numbers, RouteResult
from sslcheck.derive.verdicts.report import Report
from sslcheck.derive.verdicts.result import ClaimResult
from sslcheck.derive.verdicts.verdict import Verdict
from sslcheck.reports import render_table, summary_line


def test_rows_and_last_line(report: Report) -> None:
    lines = render_table(report).splitlines()
    assert lines[0].split(maxsplit=1)[0] == "eq."
    assert lines[1].split()[:5] == ["2.1", "flow", "of", "W_p", "REFUTED"]
    assert lines[1].endswith("does not conform; corrected: PROVED   12 ms")
    assert "if η > 0 and X' > 0; otherwise H = 0" in lines[3]
    assert lines[-1] == (
        "2 equations, 3 claims: 1 proved, 1 conditional, 1 refuted (all corrected), 0 undecided"
        "   1.4 s"
    )


@pytest.mark.parametrize("width", [60, 80, 120])
def test_fits_the_width_with_long_cells(report: Report, width: int) -> None:
    first, *rest = report.claims
    claims = (
        replace(first, claimed=reason("word " * 40), because=reason("verylongword" * 20)),
        *rest,
    )
    table = render_table(replace(report, claims=claims), width)
    assert max(map(len, table.splitlines()[:-1])) <= width
    assert table.count("word") >= 40


def test_painting_does_not_move_columns(report: Report) -> None:
    plain = render_table(report)
    painted = render_table(report, paint=lambda _, text: f"\x1b[31m{text}\x1b[0m")
    assert "\x1b" not in plain
    assert painted.replace("\x1b[31m", "").replace("\x1b[0m", "") == plain


def test_control_characters_do_not_reach_the_terminal(report: Report, refuted: ClaimResult) -> None:
    nasty = replace(refuted, claimed=reason("a\x1b[2Jb\u202ec"), because=reason("x\ny\rz"))
    table = render_table(replace(report, claims=(nasty,)))
    assert "\x1b" not in table
    assert "\u202e" not in table
    assert "x y z" in table


@pytest.mark.parametrize(
    ("corrections", "expected"),
    [
        ([Verdict.PROVED, Verdict.PROVED], "2 refuted (all corrected),"),
        ([Verdict.PROVED, None], "2 refuted (1 corrected),"),
        ([Verdict.UNDECIDED, None], "2 refuted,"),
        ([], "0 refuted,"),
    ],
)
def test_says_corrected_only_if_so(
    refuted: ClaimResult, corrections: list[Verdict | None], expected: str
) -> None:
    assert refuted.correction is not None
    claims = tuple(
        replace(refuted, correction=replace(refuted.correction, verdict=v) if v else None)
        for v in corrections
    )
    assert expected in summary_line(Report("a", "A", claims))


def test_one_is_singular(refuted: ClaimResult) -> None:
    assert summary_line(Report("a", "A", (refuted,))).startswith("1 equation, 1 claim: ")


def test_no_claims() -> None:
    assert render_table(Report("a", "A", (), remarks=("empty",))).splitlines()[0] == "note: empty"


def test_what_the_numbers_object_to_leaves_room_for_the_rest(report: Report) -> None:
    seen = Numbers("object", 20, 3, "the trajectory has left the constraint, " * 5)
    claims = tuple(replace(claim, numbers=seen) for claim in report.claims)
    header, first, *_ = render_table(replace(report, claims=claims)).splitlines()
    assert "left the constraint" not in first
    assert header.index("numbers") > 80


def test_who_vouches_has_a_column_where_somebody_was_asked(report: Report) -> None:
    assert "vouched by" not in render_table(report)
    first, second, *rest = report.claims
    kernel = RouteResult("kernel", "holds")
    asked = (
        replace(first, routes=(*first.routes, RouteResult("certificate", "holds"), kernel)),
        replace(second, routes=(*second.routes, RouteResult("kernel", "silent"))),
        *rest,
    )
    header, *lines = render_table(replace(report, claims=asked), 200).splitlines()
    column = header.index("vouched by")
    assert lines[0][column:].startswith("certificate, kernel")
    assert any(line[column:].startswith("-  ") for line in lines)
