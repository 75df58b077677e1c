"""Formulas read with what is declared so far, and what rests on parts that cannot be read."""

from __future__ import annotations

import pytest
from tests.derive.reading.tiny import GOOD

from sslcheck.derive.errors import ArticleError, SslcheckError
from sslcheck.derive.expr import Prod, Sym
from sslcheck.derive.reading.loading import parse_toml
from sslcheck.derive.reading.mistakes import Mistakes, Rests
from sslcheck.derive.reading.parts import Parts
from sslcheck.derive.setting import Symbol, Views
from sslcheck.derive.text.reason import plainly

AT = ("flows", "decay")


@pytest.fixture
def parts() -> Parts:
    return Parts(parse_toml(GOOD, "tiny.toml"))


def test_an_expression_has_the_shape_of_what_it_stands_for(parts: Parts) -> None:
    assert parts.expression("A", AT, ("n", "n")) == Sym("A")
    with pytest.raises(SslcheckError, match=r"line \d+: \[flows\.decay\]"):
        parts.expression("A", AT, ("n", "d"))


def test_one_equation_is_one(parts: Parts) -> None:
    assert parts.relation("a = b", AT).lhs == Sym("a")
    with pytest.raises(SslcheckError, match="one equation is expected; got `a = b = a`"):
        parts.relation("a = b = a", AT)


@pytest.mark.parametrize(
    ("latex", "message"),
    [
        (["a \\ge b"], "must be an equation; got `a \\ge b`"),
        (["2 a = b"], "must have the form `symbol = expression`"),
        (["a = b", "a = 2 b"], "`a` is given two values; drop one"),
    ],
)
def test_values_of_symbols(parts: Parts, latex: list[str], message: str) -> None:
    mistakes = Mistakes(parts.source)
    parts.values(latex, AT, mistakes)
    assert [message in plainly(said) for _, said in mistakes.told] == [True]
    fine = Mistakes(parts.source)
    assert parts.values(["a = b"], AT, fine) == {"a": Sym("b")}
    assert not fine


def test_what_needs_a_broken_part_rests_on_it(parts: Parts) -> None:
    parts.broken["definitions", "G"] = "the cause"
    with pytest.raises(Rests, match="the cause"):
        parts.statement("A = G", AT)
    assert parts.statement("A = S", AT).relations


def test_arguments_that_are_left_out(parts: Parts) -> None:
    parts.symbols |= {"L": Symbol("L", defined=True), "x": Symbol("x"), "y": Symbol("y")}
    parts.definitions["L"] = Prod((Sym("a"), Sym("x")))
    assert parts.relation("L(a, x) = b", AT).lhs == Sym("L")
    assert parts.relation(r"b = \frac{\partial L(x)}{\partial x}", AT).op == "="  # of one alone
    for latex, why in (
        ("L(x, a) = b", r"`L\(x, a\)`, where it is `L\(a, x\)` before"),
        ("L(a, y) = b", "where it is"),
        ("b = L(a, x, y)", "which is defined without `y`"),
        (r"b = \frac{\partial L(y)}{\partial y}", "where it is"),
    ):
        with pytest.raises(ArticleError, match=why):
            parts.relation(latex, AT)


def test_names_of_parts(parts: Parts) -> None:
    parts.broken["flows", "gone"] = "the cause"
    mistakes = Mistakes(parts.source)
    parts.known("flows", ["decay", "gone"], AT, mistakes)
    assert (mistakes.told, mistakes.cause) == ([], "the cause")
    parts.known("hypotheses", ["on"], AT, mistakes)
    assert "unknown hypothesis `on`; did you mean `one`?" in plainly(mistakes.told[0][1])
    parts.flows.clear()
    parts.known("flows", ["going"], AT, mistakes)
    assert "unknown flow `going`; did you mean `gone`?" in plainly(mistakes.told[1][1])


def test_a_state_is_declared_as_one(parts: Parts) -> None:
    mistakes = Mistakes(parts.source)
    parts.check_state("W", AT, mistakes)
    assert not mistakes
    parts.check_state("A", AT, mistakes)
    parts.check_state("Z", AT, mistakes)
    texts = [plainly(said).split(": ", 2)[-1] for _, said in mistakes.told]
    assert texts[0] == "`A` is declared as a parameter; it must be a state"
    assert texts[1].startswith("the symbol `Z` is not declared in [symbols]")


def test_an_expectation_is_over_all_views(parts: Parts) -> None:
    parts.symbols |= {name: Symbol(name, ("n", "1"), role="view") for name in ("x", "y", "m")}
    parts.views = (Views(("x", "y"), "m", Sym("A"), Sym("S")),)
    parts.definitions["G"] = Sym("y")
    for below in ("", "_{x, y}", "_B", "_{y,x}"):
        assert parts.statement(rf"A = \mathbb{{E}}{below} [x y^T]", AT).relations
    assert parts.statement(r"A = \mathbb{E}_x [x x^T]", AT).relations
    for below in ("_x", "_m", "_{y}"):
        with pytest.raises(ArticleError, match="alone is unknown"):
            parts.statement(rf"A = \mathbb{{E}}{below} [x y^T]", AT)
        with pytest.raises(ArticleError, match="alone is unknown"):
            parts.expression(rf"\mathbb{{E}}{below} x y^T", AT, ("n", "n"))
    parts.symbols["z"] = Symbol("z", ("n", "1"), role="view")
    parts.views += (Views(("z",), "", Sym("S")),)
    for below in ("", "_{x, y, z}"):
        assert parts.statement(rf"A = \mathbb{{E}}{below} [x y^T z z^T]", AT).relations
    assert parts.statement(r"A = \mathbb{E}_z [z z^T]", AT).relations
    assert parts.statement(r"A = \mathbb{E}_{x,y} [x m^T]", AT).relations
    for below in ("_{x, y}", "_z"):
        with pytest.raises(ArticleError, match="alone is unknown"):
            parts.statement(rf"A = \mathbb{{E}}{below} [x z^T]", AT)
    for hidden in ("G", "m"):
        with pytest.raises(ArticleError, match="alone is unknown"):
            parts.statement(rf"A = \mathbb{{E}}_x [x {hidden}]", AT)


def test_expectations_one_after_the_other(parts: Parts) -> None:
    parts.symbols |= {name: Symbol(name, ("n", "1"), role="view") for name in ("x", "y", "m", "z")}
    parts.views = Views(("x", "y"), "m", Sym("A"), Sym("S")), Views(("z",), "", Sym("S"))
    for below in (r"_x \mathbb{E}_z", r" \mathbb{E}_z", r"_z \mathbb{E}_x", r"_x[\mathbb{E}_{x,z}"):
        end = "]" if "[" in below else ""
        (found,) = parts.statement(rf"A = \mathbb{{E}}{below} [x z^T x z^T]{end}", AT).relations
        assert found.rhs == parts.statement(r"A = \mathbb{E}[x z^T x z^T]", AT).relations[0].rhs
    for below in (r"_x \mathbb{E}_y", r" \mathbb{E}_y", r"_{x,y} \mathbb{E}_y", r"_z \mathbb{E}_y"):
        with pytest.raises(ArticleError, match="alone is unknown"):  # not independent
            parts.statement(rf"A = \mathbb{{E}}{below} [x y^T]", AT)
    with pytest.raises(ArticleError, match="over `x` alone is unknown"):  # squared inside
        parts.statement(r"A = \mathbb{E}_x [(\mathbb{E}_z [x^T z])^2 A]", AT)
    for name in "xz":
        text = rf"A = \mathbb{{V}}_{name}[x^T z] A"
        with pytest.raises(ArticleError, match=f"over `{name}` alone is unknown"):
            parts.statement(text, AT)
