"""Numbers with their nouns."""

from __future__ import annotations

import pytest

from sslcheck.derive.text.words import counted, did_you_mean, gist


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 boxes"), (1, "1 box"), (2, "2 boxes"), (-1, "-1 boxes")]
)
def test_one_is_singular(number: int, text: str) -> None:
    assert counted(number, "box", "boxes") == text


def test_a_plural_ends_in_s() -> None:
    assert counted(3, "claim") == "3 claims"


def test_the_nearest_name_may_have_been_meant() -> None:
    assert did_you_mean("flo", ["x", "flow", "flows"]) == "; did you mean `flow`?"
    assert did_you_mean("velocity", iter(["flow"])) == did_you_mean("flow", []) == ""


@pytest.mark.parametrize("message", ["", "=====\n\n-----", "=====\n  it is broken  \n====="])
def test_gist_is_a_line_with_words(message: str) -> None:
    assert gist(ValueError(message)) == ("it is broken" if "it" in message else "ValueError")
