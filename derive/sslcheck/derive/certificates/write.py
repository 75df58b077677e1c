"""The certificate of each verdict of an article, and whether one is about an article."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sslcheck.derive.article.article import Article, Claim, Depths
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.certificates import verifier
from sslcheck.derive.certificates.stated import WRONG, Stated, block_of
from sslcheck.derive.decide.depths import AtDepths
from sslcheck.derive.decide.engine import Deciders, Vouched
from sslcheck.derive.decide.outcome import Outcome, Statements
from sslcheck.derive.text.reason import reason
from sslcheck.derive.verdicts.evidence import RouteResult
from sslcheck.derive.verdicts.verdict import Verdict

__all__ = ["FORMAT", "Certificates", "differences"]

FORMAT = 3


@dataclass(frozen=True, slots=True)
class Certificates:
    """The certificates of an article's claims, made while these are decided; ``text`` is its file.

    To be given to `sslcheck.derive.verify` as ``vouch``; its report then has one for each claim.
    What cannot be made, or the verifier rejects, says why, as ``uncovered``.
    """

    article: Article
    text: str

    def __call__(self, by: Deciders, claim: Claim, *outcomes: Outcome | None) -> Vouched:
        """Make the certificate of a claim, and re-check it as it will be read."""
        found = _certificate(by, claim, outcomes, _named(self.article, self.text))
        try:
            verifier.verify(json.loads(json.dumps(found)))
        except verifier.WRONG as error:
            found = _sealed(found | {"uncovered": f"{error}", "claim": None, "correction": None})
        why = found["uncovered"]
        says = reason(why or "re-checked by a program that shares no code")
        return Vouched(RouteResult("certificate", "silent" if why else "holds", says), found)


def differences(article: Article, text: str, certificate: Mapping[str, Any]) -> list[str]:
    """In what a certificate is not about an article as its file is read now; none if it is."""
    if certificate["article"] != _named(article, text):
        return ["the article's file"]
    claims = {claim.id: claim for claim in article.claims}
    if certificate["id"] not in claims:
        return ["the claim"]
    claim, found = claims[certificate["id"]], []
    by = Deciders(Statements(Derivation(article), needs=False), AtDepths(needs=False))
    for key, meant in (("claim", claim), ("correction", claim.repaired)):
        shown = certificate[key]
        if shown is None:
            continue
        if meant is None or ("layouts" in shown) is (meant.depths is None):
            found.append(key)
        elif meant.depths is None:
            found += _apart(key, by.statements, meant, shown)
        else:
            found += _other_layouts(key, by, meant.depths, shown)
    return found


def _apart(key: str, statements: Statements, claim: Claim, block: Mapping[str, Any]) -> list[str]:
    try:
        read = Stated.of(statements, claim).block
    except WRONG:  # what no certificate can say
        return [key]
    parts = (part for part in read if part != "means")  # these are looked at by `verify`
    return [f"{key}: {part}" for part in parts if block.get(part) != read[part]]


def _other_layouts(key: str, by: Deciders, depths: Depths, shown: Mapping[str, Any]) -> list[str]:
    """In what blocks are not those of a claim at the depths that cover all, or at one of them."""
    instances = {one.said: one for one in depths.instances}
    names = [block["layout"] for block in shown["layouts"]]
    found = [f"{key}: {name}" for name in names if name not in instances]
    if shown["verdict"] != Verdict.REFUTED and names != [*instances]:
        found.append(f"{key}: layouts")
    for block in shown["layouts"] if not found else ():
        one = instances[block["layout"]]
        place = f"{key}: {block['layout']}"
        found += _apart(place, by.depths.statements(one), one.claim, block)
    return found


def _named(article: Article, text: str) -> dict[str, str]:
    return {"name": article.name, "sha256": hashlib.sha256(text.encode()).hexdigest()}


def _certificate(
    by: Deciders, claim: Claim, outcomes: Sequence[Outcome | None], article: dict[str, str]
) -> dict[str, Any]:
    written: dict[str, Any] = {"format": FORMAT, "article": article, "id": claim.id}
    written |= {"uncovered": "", "claim": None, "correction": None}
    claims = (claim, claim.repaired)
    try:
        for key, meant, outcome in zip(("claim", "correction"), claims, outcomes, strict=True):
            if meant is not None and outcome is not None and meant.depths is not None:
                written[key] = _layouts(by.depths, meant.depths, outcome)
            elif meant is not None and outcome is not None:
                written[key] = block_of(by.statements, meant, outcome)
    except WRONG as error:
        written |= {"uncovered": str(error) or type(error).__name__, "claim": None}
    return _sealed(written)


def _layouts(by: AtDepths, depths: Depths, outcome: Outcome) -> dict[str, Any]:
    """A claim about every depth, at those that cover all, or at one where it is refuted."""
    blocks = []
    for one in depths.instances:
        statements = by.statements(one)
        found = statements.outcome(one.claim)
        if (found.verdict is Verdict.REFUTED) is (outcome.verdict is Verdict.REFUTED):
            blocks.append({"layout": one.said} | block_of(statements, one.claim, found))
            if found.verdict is Verdict.REFUTED:
                break
    return {"verdict": str(outcome.verdict), "layouts": blocks}


def _sealed(written: dict[str, Any]) -> dict[str, Any]:
    body = {key: value for key, value in written.items() if key != "sha256"}
    return body | {"sha256": verifier.digest(body)}
