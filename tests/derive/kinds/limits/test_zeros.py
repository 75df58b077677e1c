"""What is 0 wherever some equations hold, as stationary points and limits use it."""

from __future__ import annotations

import pytest
from tests.derive.kinds import small
from tests.derive.kinds.small import MATRIX, STATE

NAMES = {
    "W": f"{STATE}, shape = ['n', 'd']",
    "V": f"{STATE}, {MATRIX}",
    "w": f"{STATE}, shape = ['n', '1']",
    "P": f"{MATRIX}, properties = ['psd']",
    "G": f"{MATRIX}, properties = ['psd', 'invertible']",
    "e": "sign = 'positive'",
}


@pytest.mark.parametrize(
    ("equation", "flow", "verdict"),
    [
        ("W = 0", r"\dot{W} = -W W^T W", "proved"),  # its fourth power is a multiple
        ("W^T W = 0", r"\dot{W} = -W W^T W", "proved"),
        ("V = 0", r"\dot{V} = -V V V", "refuted"),  # it may be nilpotent
        ("W = 0", r"\dot{W} = -P W W^T W", "refuted"),
        ("w = 0", r"\dot{w} = -G w", "proved"),
        ("w = 0", r"\dot{w} = -P w", "refuted"),
        (r"w^T P w = 0", r"\dot{w} = -P w", "proved"),
        (r"\text{tr}(W^T P W) = -e \|W\|_F^2", r"\dot{W} = -P W - e W", "proved"),
        (r"\text{tr}(W^T P W) = e \|W\|_F^2 + e", r"\dot{W} = -P W - e W", "refuted"),
        (r"(w^T P w) (w^T w - 1) = 0", r"\dot{w} = P w - (w^T P w) w", "proved"),
        (r"(w^T w)^2 = w^T w", r"\dot{w} = G w - (w^T G w) w", "proved"),
        (r"(w^T w - 1) w = 0", r"\dot{w} = G w - (w^T G w) w", "proved"),
        (r"(w^T w)^2 = w^T w", r"\dot{w} = P w - (w^T P w) w", "refuted"),  # its kernel
        (r"w^T w = 1", r"\dot{w} = G w - (w^T G w) w", "refuted"),
        (r"w^T G w = \|w\|^4", r"\dot{w} = G w - \|w\|^2 w", "proved"),
        (r"w = 0", r"\dot{w} = -(w^T G w) w", "proved"),
        (r"w = 0", r"\dot{w} = -(w^T P w) w", "refuted"),
        (r"w = 0", r"\dot{w} = -(w^T G w - 1) G w", "refuted"),
    ],
)
def test_what_follows_from_an_equation(equation: str, flow: str, verdict: str) -> None:
    found = small.decided("stationary", equation, NAMES, (flow,))
    assert str(found.verdict) in (verdict, "undecided" * (verdict == "refuted")), found.why
    assert found.verdict != "proved" or verdict == "proved"


@pytest.mark.parametrize(
    ("matrix", "target", "wanted"),
    [
        ("G", "(w^T w)^2 = w^T w", {"proved"}),
        ("P", "(w^T w)^2 = w^T w", {"undecided", "refuted"}),
        ("G", "w^T w = 1", {"undecided", "refuted"}),
        ("G", "(v^T v)^2 = v^T v", {"undecided", "refuted"}),
    ],
)
def test_what_is_away_from_0_is_so_with_a_definite_matrix(
    matrix: str, target: str, wanted: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no point of size 1 refutes before: what is shown wrongly is a disagreement."""
    monkeypatch.setattr("sslcheck.derive.kinds.stationary.smallest", lambda *_: None)
    flow = rf"\dot{{w}} = {matrix} w - (w^T {matrix} w) w"
    names = NAMES | {"v": "shape = ['n', '1']"}
    assert str(small.decided("stationary", target, names, (flow,)).verdict) in wanted
