"""What is random: views that are columns, their moments, and which are needed."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.derive.reading.tiny import said

from sslcheck.derive.reading.loading import parse_article

_VIEWS = "".join(
    f"[symbols.{name}]\nrole = 'view'\nshape = ['{rows}', '{columns}']\n"
    for name, rows, columns in [
        ("x", "n", "1"), ("x_2", "n", "1"), ("y", "d", "1"), ("v", "n", "n"),
    ]
) + "[symbols.z]\nshape = ['n', '1']\n"  # fmt: skip

WRONG = {
    "`A` is random: give it the role `view`": "views = ['A']\nsecond_moment = 'S'",
    "`v` is n x n; views of an input are columns": "views = ['v']\nsecond_moment = 'S'",
    "`y` is d x 1; all views of an input are n x 1, as `x`":
        "views = ['x', 'y']\nsecond_moment = 'S'\nnoise = 'S'",
    "names no view": "views = []\nsecond_moment = 'S'",
    "give one of `second_moment` and `covariance`": "views = ['x']",
    "where `expected` is not 0, give `covariance`":
        "views = ['x']\nsecond_moment = 'S'\nexpected = 'z'",
    "`expected` is missing": "views = ['x']\nsecond_moment = 'S'\ngaussian = true",
    "`noise` is missing": "views = ['x', 'x_2']\nsecond_moment = 'S'",
    "second_moment: is not random itself":
        "views = ['x']\nsecond_moment = 'x x^T'",
    "noise: is not random itself":
        "views = ['x']\nsecond_moment = 'S'\nnoise = '\\mathbb{E}[S]'",
    "`x` belongs to two inputs":
        "views = ['x']\nsecond_moment = 'S'\n[[expectation]]\nviews = ['x']\n"
        "second_moment = 'S'",
    "the expression has the wrong shape":
        "views = ['x']\ncovariance = 'S'\nexpected = 'S'",
}  # fmt: skip


@pytest.mark.parametrize(("message", "table"), WRONG.items(), ids=WRONG)
def test_what_is_wrong_about_an_input(tmp_path: Path, message: str, table: str) -> None:
    text = said(tmp_path, "[article]", f"{_VIEWS}[[expectation]]\n{table}\n[article]")
    assert message in text


@pytest.mark.parametrize(
    ("moment", "role", "said"),
    [
        ("S", "parameter", {"symmetric", "psd"}),
        ("S S", "parameter", {"symmetric"}),  # is one anyway
        ("S", "state", {"symmetric"}),  # counts where the flow keeps it
    ],
)
def test_a_moment_is_no_less_than_0(moment: str, role: str, said: set[str]) -> None:
    text = (
        "[article]\nname = 'one'\nformat = 2\n[spaces]\nn = 'inputs'\n"
        "[symbols]\nx = { shape = ['n', '1'], role = 'view' }\n"
        f"S = {{ shape = ['n', 'n'], properties = ['symmetric'], role = '{role}' }}\n"
        f"[expectation]\nviews = ['x']\nsecond_moment = '{moment}'\n"
        "[[claim]]\nid = 'c'\nkind = 'identity'\nreading = 'S = S'\n"
    )
    assert parse_article(text, "one.toml").symbols["S"].properties == said
