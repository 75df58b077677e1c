"""The schema for editors accepts and refuses what the loader does, key by key."""

from __future__ import annotations

import copy
import random
import tomllib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import tomlkit
from tests.derive.reading.validate import faults

from sslcheck.derive.kinds import KINDS
from sslcheck.derive.reading.loading import mistakes_in, shipped_articles, shipped_text
from sslcheck.derive.reading.records import fields_of
from sslcheck.derive.reading.schema import article_schema
from sslcheck.derive.reading.tables import (
    ClaimTable,
    EquationTable,
    ExpectationTable,
    FlowTable,
    HeadTable,
    HypothesisTable,
    ObjectiveTable,
    PaperTable,
    RolesTable,
    SymbolTable,
    TargetTable,
)

Path = tuple[str | int, ...]
FULL = r"""
[article]
name = "full"
format = 2
title = "every table"
source = "s"
summary_of = "t"
[spaces]
n = "n"
d = "d"
[symbols]
W = { shape = ["n", "d"], role = "state", text = "weights" }
P = { shape = ["n", "n"], role = "state", properties = ["symmetric"] }
A = { shape = ["n", "d"], role = "state" }
X = { shape = ["d", "d"], properties = ["psd"] }
N = { shape = ["d", "d"], properties = ["psd"] }
C = { shape = ["n", "n"], role = "constant" }
x_1 = { shape = ["d", "1"], role = "view" }
x_2 = { shape = ["d", "1"], role = "view" }
m = { shape = ["d", "1"], role = "view" }
G = { shape = ["n", "n"] }
L = {}
u = { sign = "positive" }
v = { sign = "positive" }
b = { sign = "positive" }
r = { sign = "positive" }
p_k = { index = "k", role = "state", sign = "positive" }
[definitions]
G = "W X W^T"
[expectation]
views = ["x_1", "x_2"]
mean = "m"
second_moment = "X"
noise = "N"
[objective]
symbol = "L"
equation = "1"
[rules]
step = "u"
W = 'W - u \nabla_W L'
P = 'P - u \nabla_P L'
A = 'A - u (A - W)'
[modes]
k = "n"
[flows.f]
text = "t"
[flows.g]
from = "f"
stop_gradient = true
let = ['X = v N']
states = []
on = []
[flows.p]
equations = ['\dot{p}_k = -p_k']
[hypotheses.h]
text = "t"
let = ['X = v N']
relations = []
properties = { P = ["psd"] }
at_least = [["d", "n"]]
flow = "f"
holds = "along"
[roles]
online = "W"
predictor = "P"
target = "A"
data = ["X", "N"]
decay = "u"
average = "b"
ratio = "r"
[roles.targets]
ema = { flow = "f", title = "t" }
[[equation]]
number = "1"
latex = 'L = \text{tr}(P W X W^T P^T) - \text{tr}(P W A^T)'
[[claim]]
id = "a"
equation = "1"
line = 1
kind = "identity"
summary = "s"
flow = "f"
hypotheses = ["h"]
in_paper = { same = true, says = "s" }
[[claim]]
id = "b"
kind = "integral"
constant = "C"
flow = "f"
reading = 'W W^T - P^T P = C'
corrected = 'p_k \to 0'
corrected_kind = "stability"
corrected_flow = "p"
corrected_hypotheses = []
[[claim]]
id = "c"
kind = "threshold"
variable = "p_k"
parameter = "v"
flow = "p"
reading = 'v = 1'
"""
RECORDS: dict[Path, Any] = {
    ("article",): HeadTable,
    ("symbols", "W"): SymbolTable,
    ("expectation",): ExpectationTable,
    ("objective",): ObjectiveTable,
    ("flows", "g"): FlowTable,
    ("hypotheses", "h"): HypothesisTable,
    ("roles",): RolesTable,
    ("roles", "targets", "ema"): TargetTable,
    ("equation", 0): EquationTable,
    ("claim", 0): ClaimTable,
    ("claim", 0, "in_paper"): PaperTable,
    ("claim", 1): KINDS["integral"],
    ("claim", 2): KINDS["threshold"],
}
ODD: tuple[object, ...] = (3.5, True, "no such word", ["no such word"], [[1]], {"a": 1}, 2)
SCHEMA = article_schema()


def refused(data: dict[str, Any]) -> tuple[bool, bool]:
    """By the schema, by the loader."""
    return bool(faults(data, SCHEMA)), bool(mistakes_in(tomlkit.dumps(data), "x.toml"))


def changed(change: Callable[[Any], None], *path: str | int) -> dict[str, Any]:
    """The full article with something changed in the table at a path."""
    data = copy.deepcopy(tomllib.loads(FULL))
    table: Any = data
    for key in path:
        table = table[key]
    change(table)
    return data


def test_the_full_article_is_accepted() -> None:
    assert refused(tomllib.loads(FULL)) == (False, False)


@pytest.mark.parametrize("name", shipped_articles())
def test_shipped_articles_are_accepted(name: str) -> None:
    assert faults(tomllib.loads(shipped_text(name)), SCHEMA) == []


@pytest.mark.parametrize("path", [(), *RECORDS], ids=str)
def test_an_unknown_key(path: Path) -> None:
    assert refused(changed(lambda t: t.update(strange=1), *path)) == (True, True)


def test_a_missing_key() -> None:
    for path, kind in RECORDS.items():
        for key, field in fields_of(kind).items():
            if field.required:
                data = changed(lambda t, key=key: t.pop(key), *path)  # type: ignore[misc]
                assert refused(data) == (True, True), (path, key)
    for key in ("article", "symbols", "claim"):
        assert refused(changed(lambda t, key=key: t.pop(key))) == (True, True)  # type: ignore[misc]


def values() -> Iterator[tuple[Path, str, object]]:
    for path, kind in RECORDS.items():
        for key in fields_of(kind):
            for value in ODD:
                yield path, key, value


def test_a_value_of_another_type() -> None:
    """What the schema refuses the loader refuses, and a value of no right type both do."""
    seen = 0
    for path, key, value in random.Random(1).sample([*values()], 40):
        by_schema, by_loader = refused(changed(lambda t, k=key, v=value: t.update({k: v}), *path))  # type: ignore[misc]
        assert by_loader or not by_schema, (path, key, value)
        if value in (3.5, [[1]]):
            assert by_schema, (path, key, value)
            seen += 1
    assert seen > 5


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ((), {"claim": []}),
        (("article",), {"format": 3}),
        (("spaces",), {"n": 3}),
        (("definitions",), {"G": 3}),
        (("rules",), {"W": ["W"]}),
        (("modes",), {"k": 1}),
        (("symbols", "W"), {"shape": ["n"]}),
        (("symbols", "W"), {"role": "states"}),
        (("symbols", "W"), {"sign": "negative"}),
        (("symbols", "P"), {"properties": ["symetric"]}),
        (("hypotheses", "h"), {"at_least": [["d", "n", "d"]]}),
        (("hypotheses", "h"), {"holds": "always"}),
        (("roles",), {"data": ["X"]}),
        (("roles",), {"targets": {"ema": {"title": "t"}}}),
        (("claim", 0), {"kind": "identiy"}),
        (("claim", 0), {"kind": ""}),
        (("claim", 0), {"corrected_kind": "identiy"}),
        (("claim", 0), {"constant": "C"}),  # of another kind
        (("claim", 1), {"corrected_kind": "threshold"}),  # without its options
        (("claim", 2), {"kind": "common"}),  # with those of another
        (("claim", 0), {"lines": 1}),
    ],
)
def test_refused_by_both(path: Path, change: dict[str, object]) -> None:
    assert refused(changed(lambda t: t.update(change), *path)) == (True, True)


def test_a_claim_that_says_nothing() -> None:
    assert refused(changed(lambda t: t.pop("line"), "claim", 0)) == (False, False)

    def said(table: dict[str, object]) -> None:
        del table["line"]
        table["sentence"] = "so it is"

    assert refused(changed(said, "claim", 0)) == (True, True)

    def alone(table: dict[str, object]) -> None:
        del table["line"], table["equation"]

    assert refused(changed(alone, "claim", 0)) == (True, True)


def test_each_kind_has_its_options_and_no_other() -> None:
    claim = SCHEMA["definitions"]["ClaimTable"]
    assert claim["properties"]["kind"]["enum"] == [*KINDS]
    options = {name: {*fields_of(kind)} for name, kind in KINDS.items()}
    assert set(claim["dependencies"]) == set().union(*options.values())
    for option, needs in claim["dependencies"].items():
        having = [name for name in KINDS if option in options[name]]
        assert needs["anyOf"][0]["properties"]["kind"]["enum"] == having
    assert {*claim["properties"]} == {*fields_of(ClaimTable)}.union(*options.values())
