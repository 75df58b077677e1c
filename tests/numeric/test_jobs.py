"""The kinds of runs by their names in ``run.json``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.folder import UnusableFolder
from sslcheck.numeric.jobs import options_in
from sslcheck.numeric.options import InvalidOption, Options
from sslcheck.numeric.training.options import TrainOptions


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("simulation", Options(d=5)),
        ("flow", FlowOptions("two-layer", sizes={"d": 4}, values={"a": 0.5}, data={"S": "dense"})),
        ("training", TrainOptions(d=5)),
    ],
)
def test_options_come_back(kind: str, options: Any) -> None:
    document = {"kind": kind, "options": options.as_dict()}
    assert options_in(document, Path("run")) == options


@pytest.mark.parametrize("document", [{}, {"kind": "flow"}, {"kind": [], "options": {}},
                                      {"kind": "other", "options": {}}])  # fmt: skip
def test_what_is_no_run(document: dict[str, Any]) -> None:
    with pytest.raises(UnusableFolder, match="says of no run what it is"):
        options_in(document, Path("run"))


@pytest.mark.parametrize(
    "change", [{"sizes": {"d": "4"}}, {"sizes": ["d"]}, {"values": {"a": "x"}}, {"data": 3}]
)
def test_options_of_another_type(change: dict[str, Any]) -> None:
    options = {**FlowOptions("two-layer").as_dict(), **change}
    with pytest.raises(InvalidOption, match="must be of type Mapping"):
        options_in({"kind": "flow", "options": options}, Path("run"))
