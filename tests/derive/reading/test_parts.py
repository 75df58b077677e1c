"""Every kind of bad article ends in an error that names the place and the remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.derive.reading.tiny import GOOD, claim, said

from sslcheck.derive import load_article, verify
from sslcheck.derive.reading.loading import mistakes_in


def test_the_good_article_is_good(tmp_path: Path) -> None:
    path = tmp_path / "tiny.toml"
    path.write_text(GOOD, "utf-8")
    report = verify(load_article(str(path)))
    assert [(claim.id, str(claim.verdict)) for claim in report.claims] == [("1", "proved")]
    assert (report.article, report.title) == ("tiny", "A tiny article")


CHANGES: dict[str, tuple[str, str, list[str]]] = {
    "not TOML": ("[symbols]", "[symbols", ["tiny.toml: not valid TOML", "line 10"]),
    "unknown table": (
        "[symbols]", "[symbol]",
        ["tiny.toml line 10: [symbol]: unknown table; did you mean `symbols`"],
    ),
    "unknown key": (
        'role = "state"', 'rule = "state"',
        ["line 11: [symbols] W rule: unknown key; did you mean `role`"],
    ),
    "unknown key of a claim": ("line = 1", "lin = 1", ["claim", "`line`|`lines`"]),
    "unknown top key": ("", "colour = 'red'\n", ["line 2: [colour]: unknown table"]),
    "unknown table before what is missing without it": (
        "[spaces]", "[space]", ["[space]: unknown table; did you mean `spaces`"],
    ),
    "unknown key before what is wrong without it": (
        'shape = ["n", "d"], role', 'shap = ["n", "d"], properties = ["psd"], role',
        ["W shap: unknown key", "`shape`"],
    ),
    "misspelt key that is needed": (
        'kind = "identity"', 'knid = "identity"',
        ["claim `1` knid: unknown key; did you mean `kind`"],
    ),
    "key of another table": (
        'let = ["b = a"]', 'latex = "b = a"',
        ["[hypotheses.one] latex: unknown key; did you mean `let`"],
    ),
    "a number of thousands of digits": (
        "line = 1", "line = 1" + "0" * 5000, ["tiny.toml: holds a whole number of too many digits"],
    ),
    "hexadecimal digits by the thousand": (
        "line = 1", "lines = 0x1" + "0" * 5000, ["list of whole numbers", "too many digits"],
    ),
    "missing key": (
        'kind = "identity"\n', "",
        ["line 35: claim `1`: `kind` is missing; it must be a string"],
    ),
    "missing name": ('name = "tiny"\n', "", ["[article]", "`name` is missing", "a string"]),
    "missing symbols": ('"b" = {}', '"b" = 3', ["[symbols]", "b", "must be a table", "3"]),
    "wrong type": (
        "line = 1", 'line = "one"',
        ["claim `1` line: must be a whole number; got 'one'"],
    ),
    "wrong type of a list": ('let = ["b = a"]', 'let = "b = a"', ["one", "list of strings"]),
    "unknown space": ('["n", "d"]', '["n", "m"]', ["W", "two spaces out of", "d, n"]),
    "unknown property": (
        '["psd"]', '["pds"]',
        ["line 13: [symbols] S properties: unknown property `pds`; did you mean `psd`"],
    ),
    "property of a rectangle": (
        '["n", "d"], role', '["n", "d"], properties = ["psd"], role',
        ["W", "cannot be psd", "not square"],
    ),
    "unknown sign": (
        'sign = "positive"', 'sign = "negative"',
        ["a sign: unknown sign `negative`; did you mean `nonnegative`?"],
    ),
    "unknown role": (
        'role = "state"', 'role = "hero"',
        ["W role: unknown role `hero`; known: state, function"],
    ),
    "definition of nothing": ('"G" = "W', '"H" = "W', ["[definitions] H", "not declared"]),
    "undeclared symbol": ('"G" = "W W^T"', '"G" = "W Z^T"', ["[definitions] G", "`Z`", "declare"]),
    "undeclared symbol in an equation": ("G = W W^T\"\n\n[[", "G = W Q^T\"\n\n[[", ["(1)", "`Q`"]),
    "unbalanced brace": ('"G" = "W W^T"', '"G" = "W W^{T"', ["[definitions] G", "{"]),
    "unknown command": ('"G" = "W W^T"', "\"G\" = '\\foo W'", ["[definitions] G", "\\foo"]),
    "shapes in a definition": ('"G" = "W W^T"', '"G" = "W W"', ["G", "n x d", "inner spaces"]),
    "shape of a definition": ('"G" = "W W^T"', '"G" = "W^T W"', ["G", "d x d", "n x n"]),
    "shapes in a let": ('let = ["b = a"]', 'let = ["A = W W"]', ["one", "n x d", "inner spaces"]),
    "shape of a let": ('let = ["b = a"]', 'let = ["A = W"]', ["one", "n x d", "n x n"]),
    "a let of a product": ('let = ["b = a"]', 'let = ["a b = a"]', ["one", "symbol = expression"]),
    "two values in one let": (
        'let = ["b = a"]', 'let = ["b = a", "b = 1"]', ["one", "`b` is given two values"],
    ),
    "an inequality as a let": (
        'let = ["b = a"]', 'let = ["b > a"]', ["[hypotheses.one] let: must be an equation"],
    ),
    "enormous exponent": (
        '"G" = "W W^T"', '"G" = "A^{100000000}"', ["G", "exponent larger than 32", "whole number"],
    ),
    "enormous exponent in a claim": (
        "", claim(reading="A^{99999999999} = A"), ["claim `2`", "exponent larger"],
    ),
    "enormous number": (
        "", claim(reading="b = 1" + "0" * 6000), ["claim `2`", "characters|digits|large"],
    ),
    "duplicate claims": ("", claim(id="1"), ["line 41: claim `1` id: another claim has this id"]),
    "duplicate equations": (
        "", "[[equation]]\nnumber = '1'\nlatex = 'A = A'\n", ["two equations have the number 1"],
    ),
    "claim on no equation": (
        "", claim(equation="7"),
        ["claim `2` equation: unknown equation `7`; known: 1"],
    ),
    "line beyond the end": ("line = 1", "line = 2", ["claim `1`", "equation (1) has 1 line"]),
    "claim without a statement": (
        "", claim("sentence = 'so'", reading=""), ["claim `2`", "`line`", "`reading`"],
    ),
    "two repairs": (
        "", claim(corrected="A = A", general="A = A"), ["claim `2`", "not both"],
    ),
    "unknown hypothesis": (
        "", claim("hypotheses = ['three']"), ["unknown hypothesis `three`; known: one, two"],
    ),
    "unknown flow": ("", claim(flow="dekay"), ["unknown flow `dekay`", "decay"]),
    "unknown kind": ("", claim(kind="truth"), ["claim `2`", "unknown kind `truth`", "identity"]),
    "flow from nowhere": ("equations = [", 'from = "x"\nequations = [', ["decay", "`x`", "above"]),
    "a state that is none": (
        "equations = [", 'states = ["A"]\nequations = [', ["decay", "`A`", "state"],
    ),
    "frozen stranger": ('let = ["b = a"]', 'frozen = ["z"]', ["one", "`z`", "not declared"]),
    "gap of a stranger": ('let = ["b = a"]', 'gap = "z"', ["one", "`z`", "not declared"]),
    "two values of a symbol": (
        "", claim("hypotheses = ['one', 'two']"), ["contradictory", "`one`", "`two`", "drop"],
    ),
    "objective without an equation": (
        "", "[objective]\nsymbol = 'a'\nequation = '9'\n",
        ["[objective] equation: unknown equation `9`; known: 1"],
    ),
    "objective that is not defined": (
        "", "[objective]\nsymbol = 'a'\nequation = '1'\n", ["does not define `a`"],
    ),
    "expectation of strangers": (
        "",
        "[expectation]\nviews = ['x']\nmean = 'm'\nsecond_moment = 'S'\nnoise = 'S'\n",
        ["`x`", "not declared"],
    ),
    "rule of a stranger": (
        "", "[rules]\nstep = 'a'\nA = 'A'\n",
        ["[rules] A: `A` is declared as a parameter; it must be a state, or the `estimate` of"
         " [roles]"],
    ),
    "a number that is invertible": (
        "", "[symbols.q]\nproperties = ['invertible']\n",
        ["a number is not declared invertible; give it a sign"],
    ),
    "rules without a step": (
        "", "[rules]\nW = 'W'\n",
        ["[rules] step: must name the symbol of the step size"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "parts"), CHANGES.values(), ids=CHANGES)
def test_a_bad_article_names_place_and_remedy(
    tmp_path: Path, old: str, new: str, parts: list[str]
) -> None:
    if old == "" and "[" not in new:
        old, new = "[article]", new + "[article]"
    text = said(tmp_path, old, new)
    for part in parts:
        assert any(choice in text for choice in part.split("|")), part


@pytest.mark.parametrize(
    ("definitions", "circles"),
    [('"G" = "G + A"', ["G -> G"]), ('"G" = "A W W^T"\n"A" = "G"', ["G -> A -> G", "A -> G -> A"])],
)
def test_a_definition_through_itself_is_refused(
    tmp_path: Path, definitions: str, circles: list[str]
) -> None:
    text = said(tmp_path, '"G" = "W W^T"', definitions)
    assert any(circle in text for circle in circles)


@pytest.mark.parametrize(
    "latex", ["(" * 3000 + "A" + ")" * 3000, r"\dot{" * 900 + "A" + "}" * 900, "-" * 3000 + "b"]
)
def test_a_deeply_nested_formula(tmp_path: Path, latex: str) -> None:
    assert "claim `2` reading: " in said(tmp_path, "", claim(reading=f"{latex} = {latex}"))


def test_a_number_that_is_none_is_told_once() -> None:
    text = GOOD.replace('number = "1"', "number = 1")
    ((_, message),) = mistakes_in(text, "x.toml")
    assert message.endswith("must be a string; got 1; write '1'")


@pytest.mark.parametrize("least", [r"\min_W \;", r"\operatorname{minimize}_{W} ", r"\min"])
def test_what_is_minimised_may_say_so(least: str) -> None:
    """In the equation of [objective] alone: elsewhere the least value may be meant."""
    row = rf"[[equation]]{chr(10)}number = '9'{chr(10)}latex = '{least} J = a \text{{tr}}(W W^T)'"
    text = GOOD.replace('"b" = {}', '"b" = {}\n"J" = {}') + row
    assert not mistakes_in(f"{text}\n[objective]\nsymbol = 'J'\nequation = '9'\n", "tiny.toml")
    assert mistakes_in(text, "tiny.toml")
