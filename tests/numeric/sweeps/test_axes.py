"""What is swept, by the names of options and of the article's parameters."""

from __future__ import annotations

import numpy as np
import pytest

from sslcheck.numeric.bounds import InvalidOption
from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.options import Options
from sslcheck.numeric.sweeps.axes import Axis, axes_of, pairs_over
from sslcheck.numeric.training.options import TrainOptions

FLOW = FlowOptions("exact-modes", flow="strengths")


def axes(given: list[str], base: Options | FlowOptions | TrainOptions) -> tuple[Axis, ...]:
    """The axes that the command line is given."""
    return axes_of(pairs_over(given), base)


def test_values_are_of_the_type_of_the_option() -> None:
    eta, d, method, flag, steps = axes(
        ["eta=0:0.3:4", "d=2,4", "method=rk4,tsit5", "symmetrised=true,false", "max-steps=1:5:3"],
        Options(),
    )
    assert eta.values == pytest.approx(np.linspace(0, 0.3, 4))
    assert d.values == (2, 4)
    assert method.values == ("rk4", "tsit5")
    assert flag.values == (True, False)
    assert (steps.name, steps.values) == ("max_steps", (1, 3, 5))
    assert (eta.numbers, method.numbers, flag.numbers) == (True, False, False)


@pytest.mark.parametrize("word", ["eta", "η", r"\eta"])
def test_a_parameter_of_the_article_is_the_option_that_it_is(word: str) -> None:
    for base in (Options(), TrainOptions()):
        (axis,) = axes([f"{word}=0.1"], base)
        assert (axis.name, axis.parameter) == ("eta", False)


@pytest.mark.parametrize("word", ["theta", "θ", r"\theta"])
def test_a_parameter_of_a_flow_is_set(word: str) -> None:
    plain = FLOW.as_dict()
    (axis,) = axes([f"{word}=0.1,2"], FLOW)
    axis.put(plain, axis.values[1])
    assert plain["values"] == {r"\theta": 2.0}
    assert FLOW.values == {}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "nothing is swept"),
        (["eta"], "is not NAME=VALUES"),
        (["eta=0.1", "eta=0.2"], "gives `eta` twice"),
        (["eta=0.1", r"\eta=0.2"], "gives `eta` twice"),
        (["eta=0.1,0.1"], "gives a value twice"),
        (["et=1"], "did you mean `eta`"),
        (["predictr=learned"], "nothing is called `predictr`"),
        (["seed=1,2"], "`--seeds N` counts them up"),
        (["article=oja"], "one article for each sweep"),
        (["eta=x"], "is not a number"),
        (["eta=nan"], "is not a finite number"),
        (["d=2.5"], "is not a whole number"),
        (["d=1:2:3"], "not whole"),
        (["eta=0:1:0"], "give from 1 to"),
        (["symmetrised=yes"], "is not true or false"),
        (["eta=0:1:1000000", "sigma2=0:1:1000"], "more than 10000000 cells"),
    ],
)
def test_what_cannot_be_swept_is_said(given: list[str], said: str) -> None:
    with pytest.raises(InvalidOption, match=said):
        axes(given, Options())
