"""The JSON document: schema, order, encoding."""

from __future__ import annotations

import json

from sslcheck.derive.verdicts.report import Report
from sslcheck.reports import as_json, environment

CLAIM_KEYS = {
    "id",
    "equation",
    "kind",
    "printed",
    "verdict",
    "conditions",
    "hypotheses",
    "witness",
    "correction",
    "routes",
    "steps",
    "seconds",
}


def test_schema(report: Report) -> None:
    document = json.loads(as_json(report, environment()))
    assert {"article", "claims", "environment"} <= document.keys()
    assert document["format"] == 1
    assert {"sslcheck", "python", "sympy", "platform"} == document["environment"].keys()
    first, second, _ = document["claims"]
    for claim in document["claims"]:
        assert claim.keys() >= CLAIM_KEYS
        assert isinstance(claim["equation"], str)
    assert (first["verdict"], second["verdict"]) == ("refuted", "proved")
    assert first["correction"]["verdict"] == "proved"
    assert first["correction"]["latex"] == r"\dot W_p = W_p W"
    assert first["routes"][0].items() >= {"name": "algebra", "result": "fails"}.items()
    assert first["witness"]["values"]["W_p"] == [["1", "-1/2"], ["0", "10"]]
    assert second["correction"] is None
    assert second["witness"] is None


def test_sorted_and_ascii(report: Report) -> None:
    text = as_json(report, environment())
    assert text.isascii()
    assert text == json.dumps(json.loads(text), indent=2, sort_keys=True) + "\n"
