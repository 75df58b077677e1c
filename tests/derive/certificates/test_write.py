"""Certificates of articles: which claims have one, and whose they are."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import pytest
from tests.derive.certificates.written import certificates, changed, rejects, sealed, written

from sslcheck.derive import load_article
from sslcheck.derive import verify as verify_all
from sslcheck.derive.article.article import Claim
from sslcheck.derive.certificates import verifier
from sslcheck.derive.certificates.write import Certificates, differences
from sslcheck.derive.decide.outcome import Outcome, Statements
from sslcheck.derive.reading.loading import parse_article, shipped_text


def test_a_certificate_is_about_the_article_as_it_is_read() -> None:
    article, text = load_article("oja"), shipped_text("oja")
    found = written("oja")
    assert all(differences(article, text, certificate) == [] for certificate in found.values())
    assert differences(article, text + " ", found["3"]) == ["the article's file"]
    other = sealed(changed(found["3"], ("claim", "latex")))
    assert differences(article, text, other) == ["claim: latex"]


def test_what_has_no_certificate_says_why() -> None:
    """Of an undecided claim: two fixed points come from infinity there."""
    text = """
[article]
name = "open"
format = 2
[symbols]
x = { role = "state" }
e = {}
[flows.f]
equations = ['\\dot{x} = e x^2 - 1']
[[claim]]
id = "c"
kind = "threshold"
variable = "x"
parameter = "e"
reading = 'e = 0'
flow = "f"
"""
    (found,) = certificates(parse_article(text, "open.toml"), text).values()
    assert (found["uncovered"], found["claim"]) == ("the claim is undecided", None)
    assert verifier.verify(found) == "not covered"


@pytest.mark.parametrize("id_", ["2.first", "2.ends", "4.square"])
def test_a_claim_about_every_depth_has_a_block_for_each_that_covers_it(id_: str) -> None:
    article, text = load_article("deep-linear"), shipped_text("deep-linear")
    certificate = written("deep-linear", id_)[id_]
    claim = next(claim for claim in article.claims if claim.id == id_)
    assert claim.depths is not None
    shown = certificate["claim"]
    names = [one.said for one in claim.depths.instances]
    proved = shown["verdict"] == "proved"
    assert verifier.verify(certificate) == (
        "proved at each depth written out" if proved else "refuted"
    )
    assert [block["layout"] for block in shown["layouts"]] == (names if proved else names[:1])
    assert differences(article, text, certificate) == []
    for other, why in (
        (shown | {"layouts": shown["layouts"][1:]}, "layout" if proved else ""),
        (shown["layouts"][0], "claim"),
        (shown | {"layouts": [shown["layouts"][0] | {"layout": "L = 99"}]}, "L = 99"),
    ):
        assert why in "".join(differences(article, text, sealed(certificate | {"claim": other})))


def test_a_claim_that_cannot_be_read_has_no_certificate() -> None:
    text = """
[article]
name = "refused"
format = 2
[symbols]
x = {}
[[claim]]
id = "c"
kind = "identity"
reading = 'x = y'
"""
    article = parse_article(text, "refused.toml")
    block = {"latex": "x = y", "statement": [], "verdict": "proved"}
    (found,) = certificates(article, text).values()
    assert found["uncovered"]
    assert differences(article, text, sealed(found | {"claim": block})) == ["claim"]


def test_layouts_are_of_one_verdict() -> None:
    found = written("deep-linear", "2.first")["2.first"]
    wrong = written("deep-linear", "2.ends")["2.ends"]["claim"]
    shown = found["claim"]
    for other in (
        shown | {"verdict": "refuted"},
        shown | {"verdict": "conditional"},
        shown | {"layouts": []},
        shown | {"layouts": [*shown["layouts"], shown["layouts"][0]]},
        shown | {"layouts": [*shown["layouts"], *wrong["layouts"]]},
        wrong | {"verdict": "proved"},
        None,
    ):
        assert rejects(sealed(found | {"claim": other}))


def test_a_claim_is_decided_once_for_its_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    article, text = load_article("oja"), shipped_text("oja")
    decided: list[str] = []
    outcome = Statements.outcome

    def counted(statements: Statements, claim: Claim) -> Outcome:
        decided.append(claim.statement.source)
        return outcome(statements, claim)

    monkeypatch.setattr(Statements, "outcome", counted)
    verify_all(article, ledger=False)
    alone = [*decided]
    decided.clear()
    report = verify_all(article, ledger=False, vouch=Certificates(article, text))
    assert decided == alone
    said = {claim.id: claim.routes[-1] for claim in report.claims}
    uncovered = {c["id"] for c in written("oja").values() if c["uncovered"]}
    assert {route.name for route in said.values()} == {"certificate"}
    assert {id_ for id_, route in said.items() if route.result == "silent"} == uncovered


def test_what_the_verifier_rejects_is_no_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    def reject(_: object) -> str:
        raise verifier.Rejected("not so")

    monkeypatch.setattr("sslcheck.derive.certificates.verifier.verify", reject)
    article = load_article("two-layer")
    vouch = Certificates(article, shipped_text("two-layer"))
    report = verify_all(article, ledger=False, vouch=vouch)
    (claim,) = report.claims
    assert (claim.routes[-1].result, claim.routes[-1].detail) == ("silent", "not so")
    (certificate,) = report.certificates.values()
    assert certificate["claim"] is None


def test_certificates_do_not_depend_on_the_hashes_of_a_run() -> None:
    """Sets of names come in another order with another seed."""
    code = (
        "import sys, json; from tests.derive.certificates.written import written;"
        "print(json.dumps([written('oja', '5', '6'), written('deep-linear-2', '3.stationary')]))"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in "12"
    ]
    assert runs[0] == runs[1]


_ENDS = """
[article]
name = "ends"
format = 2
[symbols]
p = { role = "state", sign = "positive" }
y = { role = "state" }
k = { sign = "positive" }
[flows.f]
equations = ['\\dot{p} = RATE', '\\dot{y} = LAW']
[[claim]]
id = "c"
kind = "vanishes"
flow = "f"
reading = 'y \\to 0'
"""


@pytest.mark.parametrize("law", ["-k y", "-k y^3"])
def test_a_limit_is_about_all_states_as_a_trajectory_ends_where_any_does(law: str) -> None:
    """With `p' = p` all solutions last, with `p' = p^2` none does, whatever y does."""
    lasts, ends = (_ENDS.replace("LAW", law).replace("RATE", rate) for rate in ("p", "p^2"))
    (found,) = certificates(parse_article(lasts, "ends.toml"), lasts).values()
    assert verifier.verify(found) == "proved"
    article = parse_article(ends, "ends.toml")
    forged = found | {
        "article": {"name": "ends", "sha256": hashlib.sha256(ends.encode()).hexdigest()}
    }
    assert differences(article, ends, sealed(forged)) == ["claim: setting"]
    forged["claim"]["setting"]["flow"]["p"] = ["Power", "p", "2"]
    assert differences(article, ends, sealed(forged)) == []
    with pytest.raises(verifier.Rejected, match="states that may not exist at all times"):
        verifier.verify(sealed(forged))
    forged["claim"]["theorems"][0]["evidence"]["exists"] = []
    with pytest.raises(verifier.Rejected, match="another state"):
        verifier.verify(sealed(forged))


def test_a_claim_that_no_certificate_can_state_has_no_other() -> None:
    """A matrix that is to be diagonal at all times, and is not seen to stay so."""
    text = """
[article]
name = 'diagonal'
format = 2
[spaces]
n = 'n'
[symbols]
W = { shape = ['n', 'n'], role = 'state' }
A = { shape = ['n', 'n'] }
[flows.f]
equations = ['\\dot{W} = A']
[hypotheses.h]
text = 'W is diagonal'
properties = { W = ['diagonal'] }
holds = 'along'
[[claim]]
id = 'c'
kind = 'identity'
flow = 'f'
hypotheses = ['h']
reading = 'A = A^T'
"""
    article, found = parse_article(text, "d.toml"), written("oja")["3"]
    named = {"name": "diagonal", "sha256": hashlib.sha256(text.encode()).hexdigest()}
    other = sealed(found | {"article": named, "id": "c", "correction": None})
    assert differences(article, text, other) == ["claim"]


@pytest.mark.parametrize("name", ["deep-linear-2", "oja"])
def test_no_claim_is_taken_for_another(name: str) -> None:
    """Each with the block of the next: whole, or the statement as it is printed and meant alone."""
    article, text, found = load_article(name), shipped_text(name), written(name)
    plain = [c for c in found.values() if c["claim"] and "layouts" not in c["claim"]]
    parts = {"latex", "latex_sha256", "statement"}
    assert len(plain) > 10
    for one, other in zip(plain, [*plain[1:], plain[0]], strict=True):
        moved = {key: other["claim"][key] for key in parts}
        for block in (other["claim"], one["claim"] | moved):
            told = differences(article, text, sealed(one | {"claim": block}))
            assert bool(told) is (block != one["claim"])
