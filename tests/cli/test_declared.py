"""Commands have the options that dataclasses declare, with their defaults, bounds and choices."""

from __future__ import annotations

import inspect
from dataclasses import MISSING, fields
from typing import Annotated, Any, get_args

import pytest
import typer

from sslcheck.cli.declared import help_of, takes
from sslcheck.cli.simulate import simulate
from sslcheck.cli.train import train
from sslcheck.numeric.choices import allowed
from sslcheck.numeric.declared import declared
from sslcheck.numeric.ensembles.options import EnsembleOptions
from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.options import Options
from sslcheck.numeric.training.options import TrainOptions

OWN = {"simulate": {"data", "init", "flow"}, "train": set[str]()}
"""What a command says of an option besides."""


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        (simulate, Options),
        (simulate, FlowOptions),
        (simulate, EnsembleOptions),
        (train, TrainOptions),
    ],
)
def test_each_option_is_a_parameter(command: Any, kind: type) -> None:
    known, parameters = declared(kind), inspect.signature(command).parameters
    for field in fields(kind):
        if field.name not in known or field.name in OWN[command.__name__]:
            continue
        about, parameter = known[field.name], parameters[field.name]
        value_type, told = get_args(parameter.annotation)
        assert field.default is not MISSING
        assert parameter.default == (None if about.instead else field.default)
        assert told.help == about.help
        if about.kind == "choice":
            assert get_args(value_type) == allowed(field.name)
        if about.kind == "count":
            assert told.min == about.given <= about.least


def test_what_a_command_names_itself_is_left_to_it() -> None:
    @takes(Options, TrainOptions)
    def command(
        context: typer.Context, *, eta: Annotated[float, typer.Option(help="mine")] = 7.0, **_: Any
    ) -> None:
        """Nothing."""

    parameters = inspect.signature(command).parameters
    assert next(iter(parameters)) == "context"
    assert parameters["eta"].default == 7.0
    assert parameters["d"].default == 512  # the first that has it
    assert "steps" in parameters
    assert "_" not in parameters
    assert help_of(Options, "d") == "Inputs."
