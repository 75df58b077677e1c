"""What functions are sought among."""

from __future__ import annotations

import pytest
from tests.derive.flowing import LAYERS, STATE, flow_article, normal_of

from sslcheck.derive.discover.bases import functions, parameters, plain_halves
from sslcheck.derive.discover.halves import Half, Halves
from sslcheck.derive.discover.words import Letters, letters_of
from sslcheck.derive.errors import TooLarge

FLOW = [r"\dot{U} = V^T R - h U", r"\dot{V} = R U^T - h V"]


def layers(symbols: dict[str, str] = LAYERS, flow: list[str] = FLOW) -> tuple[Halves, Letters]:
    normal = normal_of(flow_article(symbols, flow))
    return Halves(normal), letters_of(normal)


def test_halves_of_one_shape_stand_together() -> None:
    found = {block.shape: [*map(shown, each)] for block, each in plain_halves(*layers(), 2)}
    assert found == {
        ("k", "d"): ["U"],
        ("n", "k"): ["V"],
        ("k", "k"): ["UU'", "V'V", ""],
        ("d", "d"): ["U'U", ""],
        ("d", "n"): ["U'V'", "R'"],  # data where products of states are
        ("n", "n"): ["VV'", ""],
    }


def shown(half: Half) -> str:
    return "".join(f"{name}{chr(39) * flipped}" for name, flipped in half.word)


def test_numbers_that_move_have_monomials() -> None:
    halves, letters = layers({"x": STATE, "y": STATE}, [r"\dot{x} = y", r"\dot{y} = -x"])
    ((block, each),) = plain_halves(halves, letters, 2)
    assert block.shape == ()
    x, y = halves.number("x"), halves.number("y")
    assert [half.scalars for half in each] == [
        (), ((x, 1),), ((y, 1),), ((x, 2),), ((x, 1), (y, 1)), ((y, 2),),
    ]  # fmt: skip


def test_parameters_that_are_not_negative() -> None:
    halves, letters = layers({**LAYERS, "b": ""}, [FLOW[0], r"\dot{V} = b R U^T"])
    assert parameters(halves, letters) == [halves.number("h")]


def test_too_many() -> None:
    halves, letters = layers()
    plain = [*plain_halves(halves, letters, 2)]
    h = ((halves.number("h"), 1),)
    assert len(functions(plain, [()], [(), h])) == 2 * len(plain)
    with pytest.raises(TooLarge, match="more than 60"):
        functions(plain * 9, [()], [()])
