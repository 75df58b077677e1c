"""Signs of scalars: by declared signs, by what is assumed, and not otherwise."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest
from tests.derive.letters import Scalars

from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.signs.branch import Branch, NotReal, Open


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("a + b", 1),
        ("a + c", 1),
        ("-a b", -1),
        ("a - a", 0),
        (r"\frac{a + b}{-a}", -1),
        ("c", None),
        ("r", None),
        ("a - b", None),
        ("r^2 + a", 1),
        ("-(r^2 + r + 1)", -1),  # no real zero
        ("r^4 - r^2 + 1", 1),
        ("r^2 - r b + b^2", 1),
        ("r^2 + r - 1", None),
        ("r^2 + c r + a", None),  # its discriminant may have any sign
        (r"a + \sqrt{b}", 1),
        (r"\sqrt{a^2 + b} - a", 1),
        (r"a - \sqrt{a^2 + b}", -1),
        (r"\sqrt{2} - \frac{3}{2}", -1),
        (r"\sqrt{2} - \frac{7}{5}", 1),
    ],
)
def test_by_declared_signs(value: Scalars, text: str, sign: int | None) -> None:
    assert value.branch.known(value(text)) == sign


def test_what_is_not_known_is_asked_for(value: Scalars) -> None:
    with pytest.raises(Open) as question:
        value.branch.sign(value("-a (r - b)"))
    assert question.value.possible == {-1, 0, 1}
    with pytest.raises(Open) as question:
        value.branch.sign(value("a c"))
    assert question.value.possible == {0, 1}


@pytest.mark.parametrize(
    ("assumed", "sign", "text", "known"),
    [
        ("r", 1, "a r", 1),
        ("r", -1, "-a r", 1),
        ("a - b", 1, "b - a", -1),
        ("a - b", 1, "2 a - 2 b + c", 1),  # a multiple and what is not negative
        ("a - b", 1, "a - b - c", None),
        ("a - b", 1, "b - a - c", -1),
        ("a - b", 1, "b - a + c", None),
        ("b - a", 1, "a - b - c", -1),
        ("b - a", 1, "a - b + c", None),
        ("r - a", 1, "r + a", 1),  # r = a + a positive number
        ("r - a", 1, "r", 1),
        ("r - a", -1, "r", None),
        ("r - a", 0, "r", 1),
        ("r - a", 0, "r - b", None),
        ("r", 0, r"\frac{a + r}{a}", 1),
    ],
)
def test_by_what_is_assumed(
    value: Scalars, assumed: str, sign: int, text: str, known: int | None
) -> None:
    assert value.branch.where(value(assumed), sign).known(value(text)) == known


@pytest.mark.parametrize("text", ["c - r", "c - 2 r", "r - 2 c", "c + 1 - r", "c r - 1"])
def test_two_assumptions_say_nothing_of_each_other(value: Scalars, text: str) -> None:
    """c and r are two positive numbers, not one."""
    branch = value.branch.where(value("c"), 1).where(value("r"), 1)
    assert branch.known(value(text)) is None
    assert branch.known(value("c + r")) == 1


TERMS = ("a", "c", "r", "q", "c r", "r^2", "1")
LEVELS = {"a": (1, 5), "c": (0, 1, 4), "r": (-3, 0, 2), "q": (-2, 1, 3)}


def test_what_is_known_is_so_at_all_points_that_are_as_assumed(value: Scalars) -> None:
    rng, known = Random(7), 0
    points = [dict(zip(LEVELS, p, strict=True)) for p in product(*LEVELS.values())]

    def drawn(*most: int) -> Ratio:
        terms = rng.sample(TERMS, rng.choice(most))
        return value(" ".join(rng.choice("+-") + term for term in terms).lstrip("+"))

    def sign(part: Ratio, point: dict[str, int]) -> int:
        at = part.substitute({n: value.normal.scalars.number(v) for n, v in point.items()})
        return 0 if at.is_zero() else 1 if at.num.LC > 0 else -1

    for _ in range(200):
        assumed = [(drawn(1, 1, 2), rng.choice((1, -1))) for _ in range(rng.choice((1, 2, 3)))]
        branch, part = Branch(value.normal.functions, tuple(assumed)), drawn(1, 2, 2, 3)
        if (said := branch.known(part)) is not None:
            met = (p for p in points if all(sign(one, p) == s for one, s in assumed))
            assert {sign(part, p) for p in met} <= {said}
            known += 1
    assert known > 30


def test_a_value_that_may_be_0_is_still_not_negative(value: Scalars) -> None:
    assert value.branch.nonnegative(value("c"))
    assert value.branch.nonnegative(value(r"\frac{c}{a}"))
    assert not value.branch.nonnegative(value("r"))
    assert not value.branch.nonnegative(value("-c"))
    assert not value.branch.nonnegative(value(r"\frac{c}{r}"))


def test_roots_of_negative_numbers_are_not_real(value: Scalars) -> None:
    root = value(r"\sqrt{r}")
    assert value.branch.where(value("r"), 1).real(root) is root
    with pytest.raises(NotReal):
        value.branch.where(value("r"), -1).real(root)


def test_the_sign_for_all_numbers_from_0_on(value: Scalars) -> None:
    assert value.branch.on_half(value("x + a"), "x") == 1
    assert value.branch.on_half(value("-x^2 - a"), "x") == -1
    assert value.branch.on_half(value("x - a"), "x") is None
    assert value.branch.on_half(value("x"), "x") is None  # 0 at 0, positive above


def test_a_letter_inside_a_root_is_not_solved_for(value: Scalars) -> None:
    found = value("a r + b").solved("r")
    assert found is not None
    assert (found[0] - value(r"-\frac{b}{a}")).is_zero()
    inside = value(r"r - \sqrt{b + r^2}")
    assert inside.solved("r") is None
    assert "r" not in value.branch.where(inside, 0).values
