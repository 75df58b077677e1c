"""An equation against all others is found; one that only says more than they do is not."""

from __future__ import annotations

import pytest
from tests.derive.sketch.reading import solved

from sslcheck.derive.sketch.unify import Looks

NETWORK = [
    r"J = \frac{1}{2} \text{tr}(B A S A^T B^T) - \text{tr}(B A R^T)",
    r"\dot{A} = -B^T (B A S - R)",
    r"\dot{B} = -(B A S - R) A^T",
]


def test_nothing_is_wrong() -> None:
    found = solved(*NETWORK, "A A^T - B^T B = D")
    assert found.misprints == ()
    shapes = {name: found.spaces.shape(name) for name in "ABSRD"}
    (h, d), (m, _) = shapes["A"], shapes["B"]
    assert len({h, d, m}) == 3
    assert shapes == {"A": (h, d), "B": (m, h), "S": (d, d), "R": (m, d), "D": (h, h)}


@pytest.mark.parametrize(
    ("row", "wrong", "instead"),
    [
        (2, r"\dot{B} = -(A B S - R) A^T", "`B A` in place of `A B`"),
        (1, r"\dot{A} = -B (B A S - R)", "`B^T` in place of `B`"),
        (0, r"J = \text{tr}(B A S A^T B) - \text{tr}(B A R^T)", "`B^T` in place of `B`"),
    ],
)
def test_spaces_that_all_others_keep_apart(row: int, wrong: str, instead: str) -> None:
    rows = [*NETWORK, "A A^T - B^T B = D", "F = B A S A^T B^T"]
    rows[row] = wrong
    (misprint,) = solved(*rows).misprints
    assert (misprint.row, misprint.instead, misprint.rivals) == (row, instead, ())
    found, right = solved(*rows), solved(*NETWORK, "A A^T - B^T B = D", "F = B A S A^T B^T")
    spaces = ({len({*s.spaces.shape(name)}) for name in "ABR"} for s in (found, right))
    assert [*spaces] == [{2}, {2}]


def test_a_row_that_cannot_conform() -> None:
    rows = [*NETWORK, r"A = \text{tr}(B A S A^T B^T)"]
    (misprint,) = solved(*rows).misprints
    assert (misprint.row, misprint.instead) == (3, "")


def test_two_that_contradict_each_other_are_both_named() -> None:
    known = {"A": ("n", "d"), "B": ("k", "m")}
    (misprint,) = solved("A = C", "B = C", known=known).misprints
    assert {misprint.row, *misprint.rivals} == {0, 1}


def test_square_because_an_equation_says_so() -> None:
    """No change of the row keeps the spaces apart, or there is nothing to change."""
    assert solved("W = A B", r"\dot{A} = W B^T", r"\dot{B} = A^T W", "W = s I").misprints == ()
    assert solved(r"\dot{W} = -W X", "F = W X W^T", "W = W^T").misprints == ()


def test_a_search_among_long_rows_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """What has been found stays; the shapes are those of all rows that conform."""
    seen: list[Looks] = []

    def kept(count: int) -> Looks:
        seen.append(Looks(min(count, 600)))
        return seen[-1]

    monkeypatch.setattr("sslcheck.derive.sketch.misprints.Looks", kept)
    found = solved(
        *NETWORK, "A A^T - B^T B = D", "F = B A S A^T B^T", r"\dot{B} = -(A B S - R) A^T"
    )
    (looks,) = seen
    assert looks.spent()
    assert looks.left > -600
    assert found.misprints == ()
    assert found.spaces.shape("S") == (found.spaces.shape("A")[1],) * 2
