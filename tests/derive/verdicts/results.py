"""Small results for tests: a claim with a verdict, conditions, and what should stand instead."""

from __future__ import annotations

from dataclasses import replace

from sslcheck.derive.text.reason import Tex, reason
from sslcheck.derive.verdicts.condition import Supposed
from sslcheck.derive.verdicts.evidence import Correction
from sslcheck.derive.verdicts.result import ClaimResult
from sslcheck.derive.verdicts.verdict import Verdict


def result(verdict: Verdict, *conditions: str, correction: Verdict | None = None) -> ClaimResult:
    repaired = None if correction is None else Correction("corrected", "A = A", correction)
    return replace(
        ClaimResult("1", "1", "identity", (Tex("A = A"),), (), verdict),
        given=tuple(Supposed(reason(text)) for text in conditions),
        correction=repaired,
    )


PROVED, CONDITIONAL, REFUTED, UNDECIDED, DISAGREEMENT, REFUSED = Verdict
