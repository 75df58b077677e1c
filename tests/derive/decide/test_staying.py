"""What is wanted at all times and the flow does not keep: something is said of what stays."""

from __future__ import annotations

import pytest
from tests.derive.kinds.deciding import decided

from sslcheck.derive.verdicts.result import ClaimResult

PSD, ORTHONORMAL = "V = ['psd']", "W = ['orthonormal']"
LEAVES = {PSD: r"\dot{V} = -V - I", ORTHONORMAL: r"\dot{W} = c W"}
SOME_STAY = {PSD: r"\dot{V} = A - V", ORTHONORMAL: r"\dot{W} = A W"}
KEEPS = {PSD: r"\dot{V} = S - V", ORTHONORMAL: r"\dot{W} = (A - A^T) W"}


def found(kind: str, reading: str, flow: dict[str, str], wanted: str) -> ClaimResult:
    more = f"[hypotheses.h]\ntext = 'it stays'\nproperties = {{ {wanted} }}\nholds = 'along'"
    options = f"kind = '{kind}'\nhypotheses = ['h']"
    if kind == "integral":
        options += "\nconstant = 'K'"
    return decided(options, reading, (flow[wanted],), more=more)


@pytest.mark.parametrize(
    ("kind", "reading", "wanted"),
    [
        ("inequality", r"\text{tr}(V) \ge 0", PSD),
        ("integral", r"(V + I) \exp(t) = K", PSD),
        ("vanishes", r"V \to -I", PSD),
        ("identity", r"\frac{d}{dt} (W^T W) = 2 c I", ORTHONORMAL),
        ("vanishes", r"W \to 0", ORTHONORMAL),
    ],
)
def test_nothing_is_said_of_no_trajectory(kind: str, reading: str, wanted: str) -> None:
    claim = found(kind, reading, LEAVES, wanted)
    assert claim.verdict.value == "undecided"
    assert claim.why.startswith("no trajectory is seen on which "), claim.why


@pytest.mark.parametrize(
    ("kind", "reading", "wanted", "some", "all_"),
    [
        ("inequality", r"\text{tr}(V) \ge 0", PSD, "proved", "proved"),
        ("inequality", r"\text{tr}(V) \ge 1", PSD, "refuted", "refuted"),
        ("inequality", r"\text{tr}(A) \ge 0", PSD, "undecided", "refuted"),  # true
        ("vanishes", r"V \to A", PSD, "proved", "refuted"),
        ("vanishes", r"V \to 0", PSD, "refuted", "refuted"),
        ("identity", "W^T (A + A^T) W = 0", ORTHONORMAL, "undecided", "refuted"),
        ("inequality", r"\|W\|_F^2 \le d", ORTHONORMAL, "proved", "proved"),
        ("inequality", r"\|W\|_F^2 \le 1", ORTHONORMAL, "refuted", "refuted"),
    ],
)
def test_of_those_that_stay_it_is_true_or_false(
    kind: str, reading: str, wanted: str, some: str, all_: str
) -> None:
    for flow, verdict in ((SOME_STAY, some), (KEEPS, all_)):
        claim = found(kind, reading, flow, wanted)
        assert claim.verdict.value == verdict, claim.why
        said = any("which the flow is not seen to keep" in text for text in claim.conditions)
        assert said == (flow is SOME_STAY and verdict == "proved")
    assert (claim.witness is None) == (all_ == "proved")


def test_a_point_that_need_not_stay_is_said_to_be_one_of_an_instant() -> None:
    reading, flow = r"x \to 0", (r"\dot{x} = -b x", r"\dot{y} = y - x y")
    given = "\n[hypotheses.h]\ntext = 'unit'\nrelations = ['y^2 = y']\nholds = 'along'"
    claim = decided("kind = 'vanishes'\nhypotheses = ['h']", reading, flow, more=given)
    assert claim.verdict.value == "conditional", claim.why
    assert claim.witness is not None
    assert claim.witness.note.endswith("need not be one of a trajectory that stays")
