"""What JSON has of a verdict."""

from __future__ import annotations

from dataclasses import replace

from tests.derive.verdicts.results import CONDITIONAL, result

from sslcheck.derive.expr import ZERO, Relation, Sym
from sslcheck.derive.text.reason import reason
from sslcheck.derive.verdicts.condition import Supposed
from sslcheck.derive.verdicts.evidence import HypothesisUse, Need, RouteResult, Step, Witness


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
