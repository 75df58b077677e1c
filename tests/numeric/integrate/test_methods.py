"""Methods by their names, and which one is taken by itself."""

from __future__ import annotations

import pytest

from sslcheck.numeric.choices import allowed
from sslcheck.numeric.integrate import METHODS, method_of
from sslcheck.numeric.options import Options
from sslcheck.numeric.simulation import Simulation


def test_choices_are_the_methods() -> None:
    assert set(allowed("method")) == {"auto", *METHODS}


@pytest.mark.parametrize("name", METHODS)
def test_one_that_is_named_is_taken(name: str) -> None:
    assert method_of(name, 2**40).name == method_of(name, 0).name == name


def test_where_products_are_large_evaluations_are_spared() -> None:
    small, large = (
        Simulation(Options(d=d, model="full", saves=2, t_end=0.1)).integrator for d in (16, 320)
    )
    assert (small.name, large.name) == ("tsit5", "adams")
