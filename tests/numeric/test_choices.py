"""The choices of options: every option that has some is checked by them."""

from __future__ import annotations

from dataclasses import fields

import pytest

from sslcheck.numeric.choices import allowed
from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.options import InvalidOption, Options
from sslcheck.numeric.training.options import TrainOptions


@pytest.mark.parametrize("kind", [Options, TrainOptions, FlowOptions])
def test_a_default_is_one_of_the_choices_and_others_are_refused(kind: type) -> None:
    given = {"article": "oja"} if kind is FlowOptions else {}
    checked = 0
    for field in fields(kind):
        try:
            names = allowed(field.name)
        except KeyError:
            continue
        assert field.default in names
        with pytest.raises(InvalidOption, match=names[-1]):
            kind(**given, **{field.name: "neither"})
        checked += 1
    assert checked >= 4
