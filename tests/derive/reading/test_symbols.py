"""Symbols: names that formulas can hold, and each mistake told once."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.derive.reading.tiny import GOOD, said

from sslcheck.derive import load_article, verify
from sslcheck.derive.reading.loading import mistakes_in


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('shape = ["n", "d"], role = "state"', 'shpae = ["n", "d"], role = "state"'),
        ('shape = ["n", "d"], role = "state"', 'shape = ["n", "x"], role = "state"'),
        ('role = "state"', 'role = "hero"'),
        ('role = "state"', 'role = "?"'),
        ('[spaces]\nn = "outputs"\nd = "inputs"\n', ""),
    ],
)
def test_one_mistake_in_a_symbol_is_told_once(tmp_path: Path, old: str, new: str) -> None:
    text = GOOD.replace(old, new, 1)
    if "[spaces]" in old:
        text = "spaces = ['n', 'd']\n" + text
    text += "[objective]\nsymbol = 'b'\nequation = '2'\n[rules]\nstep = 'a'\nW = 'W - a W'\n"
    text += "[[equation]]\nnumber = '2'\nlatex = 'b = \\text{tr}(G)'\n"
    assert len(mistakes_in(text, "x.toml")) == 1


@pytest.mark.parametrize("name", ["mu", "Wp", "lr_1"])
def test_a_name_that_no_formula_can_hold(tmp_path: Path, name: str) -> None:
    text = said(tmp_path, '"b" = {}', f'"b" = {{}}\n"{name}" = {{}}')
    assert f"[symbols] {name}: in a formula this is a product of letters; name it" in text


@pytest.mark.parametrize(
    ("new", "message"),
    [
        ('sign = "positive"', "S sign: only a number has one, and `S`"),
        ('index = "j"', "S index: only a number or a column has one"),
    ],
)
def test_what_a_matrix_cannot_have(tmp_path: Path, new: str, message: str) -> None:
    assert message in said(tmp_path, 'properties = ["psd"]', new)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("G^T", "no part of a name"),
        ("c^+", "no part of a name"),
        ("G^{1/2}", "no part of a name"),
        ("G^{21}", "may be a power of `G`"),
        ("G^b", "may be a power of `G`"),
    ],
)
def test_a_name_that_may_be_a_power(tmp_path: Path, name: str, says: str) -> None:
    text = said(tmp_path, '"b" = {}', f"'b' = {{}}\n'{name}' = {{}}")
    assert f"[symbols] {name}: in a formula" in text
    assert says in text


@pytest.mark.parametrize("name", [r"\dot{G}", r"\dot b", r"\ddot{b}_1"])
def test_a_rate_is_no_symbol(tmp_path: Path, name: str) -> None:
    text = said(tmp_path, '"b" = {}', f"'b' = {{}}\n'{name}' = {{}}")
    assert f"[symbols] {name}: in a formula a dot is the derivative in time" in text


@pytest.mark.parametrize("name", ["Z^{21}", r"\Sigma^{yx}", "G^*", "x^{(1)}", r"\hat{G}_i^{(2)}"])
def test_what_stands_above_a_letter_may_be_a_part_of_its_name(name: str) -> None:
    text = GOOD.replace('"b" = {}', f"'b' = {{}}\n'{name}' = {{}}")
    assert mistakes_in(text, "x.toml") == mistakes_in(GOOD, "x.toml")


def test_a_greek_letter_without_its_backslash(tmp_path: Path) -> None:
    text = said(tmp_path, '"b" = {}', '"b" = {}\n"eta_1" = {}')
    assert r"name it as LaTeX does, `'\eta_1'`" in text


@pytest.mark.parametrize("defined", ["", '"b" = "2 a"\n'])
@pytest.mark.parametrize(
    ("reading", "itself"), [("b (a + a) = 2 a b", False), ("b (b + a) = b b + a b", True)]
)
def test_a_number_that_is_defined_is_a_coefficient_of_itself_alone(
    tmp_path: Path, defined: str, reading: str, itself: bool
) -> None:
    tables, claims = GOOD.replace("[hypotheses", f"{defined}[hypotheses", 1).split("[[claim]]")
    claims = claims.replace("line = 1", f"reading = '{reading}'").replace("equation", "#")
    path = tmp_path / "tiny.toml"
    path.write_text(f"{tables}[[claim]]{claims}", "utf-8")
    (claim,) = verify(load_article(str(path))).claims
    assert ("or a product" in claim.why) == (bool(defined) and not itself)
