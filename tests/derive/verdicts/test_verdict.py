"""Results as data: the exit code of a report, and what JSON has of a verdict."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.decided import decided

from sslcheck.derive.errors import UnknownName
from sslcheck.derive.expr import ZERO, Relation, Sym
from sslcheck.derive.text.reason import Tex, reason, written
from sslcheck.derive.verdicts.condition import Supposed
from sslcheck.derive.verdicts.verdict import (
    ClaimResult,
    Correction,
    HypothesisUse,
    Need,
    Report,
    RouteResult,
    Step,
    Verdict,
    Witness,
)


def result(verdict: Verdict, *conditions: str, correction: Verdict | None = None) -> ClaimResult:
    repaired = None if correction is None else Correction("corrected", "A = A", correction)
    return replace(
        ClaimResult("1", "1", "identity", (Tex("A = A"),), (), verdict),
        given=tuple(Supposed(reason(text)) for text in conditions),
        correction=repaired,
    )


PROVED, CONDITIONAL, REFUTED, UNDECIDED, DISAGREEMENT, REFUSED = Verdict


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


def test_json_has_reasons_in_plain_characters() -> None:
    said = reason("where ", Relation(Sym("\\eta"), "=", Sym("a")))
    plain = "where η = a"
    witness = Witness(
        {"n": 1}, {"a": [["1"]]}, Relation(Sym("a"), "=", ZERO), [["1"]], [["0"]], noted=said
    )
    claim = replace(
        result(CONDITIONAL),
        claimed=said,
        paper_says=said,
        because=said,
        given=(Supposed(said),),
        notes=(said,),
        hypotheses=(HypothesisUse("h", said, True, said),),
        needs=(Need(said, witness),),
        routes=(RouteResult("normal form", "holds", said),),
        steps=(Step(said, said, False, said),),
    )
    data = claim.as_dict()
    assert (data["why"], data["conditions"], data["remarks"]) == (plain, [plain], [plain])
    assert data["hypotheses"][0]["breaks"] == data["routes"][0]["detail"] == plain
    assert data["hypotheses"][0]["text"] == data["summary"] == data["paper"] == plain
    assert data["needs"][0]["condition"] == data["needs"][0]["witness"]["note"] == plain
    assert data["needs"][0]["witness"]["values"] == {"a": [["1"]]}
    assert data["needs"][0]["witness"]["statement"] == "a = 0"
    assert data["steps"][0]["latex"] == r"\text{where } \eta = a"
    assert data["steps"][0]["reason"] == data["steps"][0]["unchecked"] == plain
    assert not {"because", "given", "notes", "states", "obstacle"} & {*data, *data["steps"][0]}


def test_what_is_printed_is_a_formula_or_a_sentence() -> None:
    claim = result(PROVED)
    assert claim.printed == claim.as_dict()["printed"] == "A = A"
    assert replace(claim, stated=(Tex(r"\eta = σ²"),)).printed == r"\eta = σ²"
    assert replace(claim, stated=written(r"so $\eta = σ²$")).printed == "so η = σ²"


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


@pytest.mark.parametrize(
    ("verdict", "repaired", "fails"),
    [
        (PROVED, False, []),
        (CONDITIONAL, False, ["conditional"]),
        (REFUTED, True, ["corrected", "conditional"]),
        (REFUTED, False, ["refuted", "corrected", "conditional"]),
        (UNDECIDED, True, ["refuted", "corrected", "conditional"]),
    ],
)
def test_from_which_verdict_on_a_claim_fails(
    verdict: Verdict, repaired: bool, fails: list[str]
) -> None:
    claim = result(verdict, "n = d", correction=PROVED if repaired else None)
    assert [on for on in ("refuted", "corrected", "conditional") if claim.fails(on)] == fails
