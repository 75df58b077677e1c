"""The parts of the verifier with which evidence is sought: it is what they accept."""

from __future__ import annotations

from sslcheck.derive.certificates.verify.attraction import attracts
from sslcheck.derive.certificates.verify.calculus import STEP
from sslcheck.derive.certificates.verify.certificate import WRONG, digest, verify
from sslcheck.derive.certificates.verify.equations import polynomial, vanish
from sslcheck.derive.certificates.verify.folder import checked, main
from sslcheck.derive.certificates.verify.lemmas import plainly
from sslcheck.derive.certificates.verify.limits import TANGENT, kept
from sslcheck.derive.certificates.verify.lines import line
from sslcheck.derive.certificates.verify.meeting import meets
from sslcheck.derive.certificates.verify.points import Point
from sslcheck.derive.certificates.verify.proofs import (
    SCALAR,
    goals_of,
    holds,
    meant,
    met,
    remaining,
    said,
)
from sslcheck.derive.certificates.verify.refutations import entries, fails, free_of
from sslcheck.derive.certificates.verify.rejected import Nonconforming, Rejected
from sslcheck.derive.certificates.verify.theory import Theory
from sslcheck.derive.certificates.verify.trees import equations, gap_of, narrowed, throughout
from sslcheck.derive.certificates.verify.values import Value, form, holds_any, letter
from sslcheck.derive.certificates.verify.words import ANY, ONE, flip, order, times

__all__ = [
    "ANY",
    "ONE",
    "SCALAR",
    "STEP",
    "TANGENT",
    "WRONG",
    "Nonconforming",
    "Point",
    "Rejected",
    "Theory",
    "Value",
    "attracts",
    "checked",
    "digest",
    "entries",
    "equations",
    "fails",
    "flip",
    "form",
    "free_of",
    "gap_of",
    "goals_of",
    "holds",
    "holds_any",
    "kept",
    "letter",
    "line",
    "main",
    "meant",
    "meets",
    "met",
    "narrowed",
    "order",
    "plainly",
    "polynomial",
    "remaining",
    "said",
    "throughout",
    "times",
    "vanish",
    "verify",
]
