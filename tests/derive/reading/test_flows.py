"""What a flow says counts, or is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.derive.reading.tiny import said


def test_a_flow_that_is_derived_from_itself_cannot_be_written(tmp_path: Path) -> None:
    text = said(tmp_path, "[flows.decay]", "[flows.decay]\nfrom = 'decay'")
    assert "[flows.decay] from: `decay` is not a flow declared above" in text


def test_a_symbol_is_set_or_let(tmp_path: Path) -> None:
    both = "[flows.decay]\nlet = ['b = a']\nset = ['b = a']"
    text = said(tmp_path, "[flows.decay]", both)
    assert "[flows.decay] set: `b` is set, and let as well" in text


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("on = ['two']", "on: needs `from`"),
        ("from = 'decay'\non = ['two']\nlet = ['b = a']", "let: has no effect beside `on`"),
        ("from = 'decay'\non = ['two']\nset = ['b = a']", "set: has no effect beside `on`"),
        ("from = 'decay'\nstates = ['W']", "states: names the scalars that move on a family"),
        (
            "from = 'decay'\nstop_gradient = false",
            "stop_gradient: has no effect: the rates come from `decay`",
        ),
    ],
)
def test_what_a_flow_says_counts_or_is_refused(tmp_path: Path, more: str, message: str) -> None:
    text = said(tmp_path, "[[equation]]", f"[flows.more]\n{more}\n\n[[equation]]")
    assert f"[flows.more] {message}" in text


FLOW = "equations = ['\\dot{W} = -a W'"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (f"{FLOW}]", f"{FLOW}, '\\dot{{a}} + \\dot{{b}} = a']", "solve the equations for"),
        (f"{FLOW}]", f"{FLOW}, 'b = a']", "one rate stands on the left, maybe with a factor"),
        (f"{FLOW}]", f"{FLOW}, '\\ddot{{W}} = W']", "one for its first derivative"),
        (f"{FLOW}]", f"{FLOW}, '\\dot{{b}} = a']", "`b` is declared as a parameter; it must be"),
        (f"{FLOW}]", f"{FLOW}, '\\dot{{W}} = W']", "there are two equations for `W`; keep one"),
        (f"{FLOW}]", f"{FLOW}, '\\dot{{G}} = G']", "`G` is defined, so it has no equation of its"),
    ],
)  # fmt: skip
def test_each_equation_gives_the_rate_of_one_state(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert message in said(tmp_path, old, new)
