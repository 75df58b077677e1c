"""Spaces that have to be equal, and those that are found by it."""

from __future__ import annotations

from sslcheck.derive.shapes.spaces import Spaces, join


def test_an_unknown_space_is_found_and_never_a_scalar() -> None:
    spaces = Spaces({})
    assert not spaces.unify(("?1",), ())
    assert spaces.unify(("?1",), ("?2",))
    assert spaces.unify(("?2",), ("d", "n"))
    assert join(spaces.settle(("?1",))) == "d*n"
    assert not spaces.unify(("?1",), ("n", "d"))
    assert not spaces.unify(("?3",), ("?3", "n"))


def test_products_of_numbers_have_no_order() -> None:
    spaces = Spaces({}, as_numbers=True)
    assert spaces.unify(("d", "n"), ("n", "d"))
    assert spaces.unify(("d", "?1"), ("n", "d"))
    assert spaces.settle(("?1",)) == ("n",)
    assert not spaces.unify(("d", "d"), ("n", "d"))


def test_spaces_that_are_equal_have_one_name() -> None:
    spaces = Spaces({"d": "n", "k": "d"})
    assert spaces.space("k*1*m") == ("n", "m")
    assert spaces.shape((("n",), ())) == ("n", "1")
    assert [spaces.show(s) for s in (((), ()), (("?1",), ("?1",)), (("n",), ("?1",)))] == [
        "a scalar",
        "a matrix",
        "n x ?",
    ]
