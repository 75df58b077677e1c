"""The exit code of a report, its claims by their ids, its columns."""

from __future__ import annotations

import pytest
from tests.decided import decided
from tests.derive.verdicts.results import (
    CONDITIONAL,
    DISAGREEMENT,
    PROVED,
    REFUSED,
    REFUTED,
    UNDECIDED,
    result,
)

from sslcheck.derive.errors import UnknownName
from sslcheck.derive.verdicts.report import Report
from sslcheck.derive.verdicts.result import ClaimResult


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ([], 0),
        ([result(PROVED)], 0),
        ([result(CONDITIONAL, "η > 0")], 0),
        ([result(CONDITIONAL, correction=PROVED)], 0),
        ([result(REFUTED, correction=PROVED)], 0),
        ([result(PROVED), result(REFUTED, correction=PROVED), result(CONDITIONAL, "n = d")], 0),
        ([result(REFUTED)], 1),
        ([result(REFUTED, "α_p = 1")], 1),
        ([result(REFUTED, correction=REFUTED)], 1),
        ([result(REFUTED, correction=CONDITIONAL)], 1),
        ([result(CONDITIONAL)], 1),
        ([result(CONDITIONAL, correction=REFUTED)], 1),
        ([result(PROVED), result(REFUTED), result(PROVED)], 1),
        ([result(UNDECIDED)], 2),
        ([result(UNDECIDED, correction=PROVED)], 2),
        ([result(REFUTED), result(UNDECIDED)], 2),
        ([result(REFUTED, correction=UNDECIDED)], 1),
        ([result(REFUSED), result(UNDECIDED), result(REFUTED)], 3),
        ([result(REFUSED), result(DISAGREEMENT), result(PROVED)], 4),
    ],
)
def test_exit_code(claims: list[ClaimResult], code: int) -> None:
    assert Report("tiny", "A tiny article", tuple(claims)).exit_code == code


def test_a_claim_of_a_report_by_its_id() -> None:
    report = decided("directpred", "2", "3")
    assert report["2.1"] is report.claims[0]
    assert [claim.id for claim in report] == [claim.id for claim in report.claims]
    with pytest.raises(UnknownName, match=r"of equation \(2\) there are: 2.1, 2.2"):
        report["2"]
    with pytest.raises(KeyError, match=r"did you mean `3.balanced`"):
        report["3.balance"]


def test_columns_of_a_report() -> None:
    columns = decided("directpred", "2", "3").columns
    assert columns["claim"] == ["2.1", "2.2", "2.3", "2.eta", "3", "3.balanced"]
    assert columns["conditions"][5] == "η > 0"
    assert columns["instead verdict"][:2] == ["proved", ""]
    assert len(decided("directpred", "2", "3").to_csv().splitlines()) == 7
