"""No symbol, index or space has a name of its own: any letters are read, printed and judged."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sslcheck.derive.decide.engine import verify
from sslcheck.derive.errors import LatexError
from sslcheck.derive.exact import Trials
from sslcheck.derive.expr import (
    At,
    Diag,
    Dot,
    Expr,
    Gradient,
    Maximum,
    Num,
    Partial,
    Power,
    Prod,
    Quotient,
    Relation,
    Sum,
    Sym,
    Trace,
    Transpose,
)
from sslcheck.derive.latex import read_expression
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.reading.loading import parse_article
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.text.printing import to_latex
from sslcheck.derive.traverse import map_children

HALF = Fraction(1, 2)
SYMBOLS = {
    s.name: s
    for s in (
        Symbol("W", ("h", "d"), role="state"),
        Symbol("C", ("d", "d"), frozenset({"symmetric"})),
        Symbol(r"\mathcal{L}", defined=True),
        Symbol("a"),
        Symbol("p_k", index="k", role="state"),
        Symbol(r"\lambda_{k}'", index="k"),
        Symbol("s_i", index="i"),
        Symbol("D", sign="positive"),
    )
}
SPACES = ("h", "d", "rank")
P, LAMBDA, W = Sym("p_k"), Sym(r"\lambda_{k}'"), Sym("W")


@pytest.mark.parametrize(
    ("node", "latex"),
    [
        (Diag(P, "k", "d"), r"\text{diag}(p_1, \dots, p_d)"),
        (
            Diag(Prod((P, LAMBDA)), "k", "rank"),
            r"\text{diag}(p_1 \lambda_1', \dots, p_{rank} \lambda_{rank}')",
        ),
        (
            Diag(Sum((P, Maximum(P, "k"))), "k", "d"),
            r"\text{diag}(p_1 + \max_k p_k, \dots, p_d + \max_k p_k)",
        ),
        (Maximum(Sym("s_i"), "i"), r"\max_i s_i"),
        (Gradient("W", Sym(r"\mathcal{L}")), r"\nabla_{W} \mathcal{L}"),
        (Gradient("W", Trace(Prod((W, Sym("C"), Transpose(W))))), None),
        (Gradient("W", Sum((Sym("a"), Trace(Prod((W, Transpose(W))))))), None),
        (Prod((Gradient("W", Trace(Prod((W, Transpose(W))))), Sym("C"))), None),
        (Prod((Dot(Prod((W, Transpose(W)))), W)), None),
        (Prod((Partial(Prod((Sym("a"), W)), "a"), Sym("C"))), None),
        (At(Prod((W, Transpose(W)))), r"\left. (W W^T) \right|_{t=0}"),
        (At(Dot(P)), r"\dot{p}_k(0)"),
        (Prod((At(Sum((P, Sym("a")))), At(P))), None),
        (Power(Sym("D"), HALF), "D^{1/2}"),
        (Power(Sym("a"), HALF), r"\sqrt{a}"),
    ],
)
def test_any_letter_is_printed_as_it_is_read(node: Expr, latex: str | None) -> None:
    text = to_latex(node)
    assert latex in (None, text)
    assert read_expression(text, SYMBOLS, SPACES) == node


@pytest.mark.parametrize(
    ("text", "node"),
    [
        (r"\frac{\partial \mathcal{L}}{\partial W}", Gradient("W", Sym(r"\mathcal{L}"))),
        (r"\frac{\partial}{\partial W} \mathcal{L}", Gradient("W", Sym(r"\mathcal{L}"))),
        (r"\frac{\partial \mathcal{L}}{\partial a}", Partial(Sym(r"\mathcal{L}"), "a")),
        (r"-a \nabla_W \mathcal{L} C", Prod((Sym("a"), Sym("C")))),
        (r"\nabla_W \|W\|^2", None),
        (r"(W W^T)(0)", At(Prod((W, Transpose(W))))),
        (r"\left. a \right|_{0}", At(Sym("a"))),
    ],
)
def test_gradients_and_initial_values_as_papers_write_them(text: str, node: Expr | None) -> None:
    read = read_expression(text, SYMBOLS, SPACES)
    if isinstance(node, Prod):  # the gradient of a symbol is one factor
        assert isinstance(read, Prod)
        assert Gradient("W", Sym(r"\mathcal{L}")) in read.factors
    elif node is not None:
        assert read == node
    else:
        assert isinstance(read, Gradient)


def test_two_indices_in_one_diagonal_are_refused() -> None:
    with pytest.raises(LatexError, match="over two indices"):
        read_expression(r"\text{diag}(p_1 s_1, \dots, p_d s_d)", SYMBOLS, SPACES)


def test_a_rewriter_takes_nodes_only() -> None:
    with pytest.raises(TypeError, match="no expression node: str"):
        map_children("W", lambda node: node)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "of",
    [
        Trace(Prod((W, Sym("C"), Transpose(W)))),
        Prod((Sym("a"), Trace(Prod((W, Transpose(W)))))),
        Sym(r"\mathcal{L}"),
    ],
)
def test_the_gradient_of_any_scalar_is_that_of_the_exact_route(of: Expr) -> None:
    loss = Sum((Trace(Prod((W, Sym("C"), Transpose(W)))), Sym("a")))
    setting = Setting(SYMBOLS, definitions={r"\mathcal{L}": loss})
    node = Gradient("W", of)
    normal = NormalForm(setting)
    derived = normal.expr(normal.element(node))
    assert Trials(setting).failing(Relation(node, "=", derived)) is None
    assert Trials(setting).failing(Relation(node, "=", Prod((Sym("a"), derived)))) is not None


def test_a_quotient_has_a_gradient_at_exact_points() -> None:
    w = Symbol("w", ("d", "1"), role="state")
    setting = Setting({"w": w})
    square = Prod((Transpose(Sym("w")), Sym("w")))
    node = Gradient("w", Power(square, Fraction(-1)))
    twice = Quotient(Sum((Sym("w"), Sym("w"))), Power(square, Fraction(2)))
    zero = Num(Fraction(0))
    assert Trials(setting).failing(Relation(Sum((node, twice)), "=", zero)) is None
    assert Trials(setting).failing(Relation(node, "=", twice)) is not None


ARTICLE = r"""
[article]
name = "blind"
[spaces]
m = "modes"
d = "inputs"
[symbols]
"V" = { shape = ["m", "d"], role = "state" }
"S" = { shape = ["d", "d"], properties = ["psd"] }
"L" = {}
'\epsilon' = { sign = "positive" }
"q_i" = { index = "i" }
"Q" = { shape = ["m", "m"] }
[objective]
symbol = "L"
equation = "1"
[rules]
step = '\epsilon'
"V" = 'V - \epsilon \nabla_V L'
[flows.f]
[definitions]
"Q" = '\text{diag}(q_1, \dots, q_m)'
[[equation]]
number = "1"
latex = 'L = \frac{1}{2} \text{tr}(V S V^T)'
[[equation]]
number = "2"
latex = '\dot{V} = -V S'
[[equation]]
number = "3"
latex = 'Q V = \text{diag}(q_1, \dots, q_m) V'
[[claim]]
id = "a"
equation = "2"
line = 1
kind = "identity"
flow = "f"
[[claim]]
id = "b"
equation = "3"
line = 1
kind = "identity"
"""


def test_an_objective_and_an_index_of_any_name() -> None:
    report = verify(parse_article(ARTICLE, "blind.toml"), ["a", "b"], ledger=False)
    assert [claim.verdict.value for claim in report.claims] == ["proved", "proved"]
    assert any(r"\nabla_{V} L" in step.latex for step in report.claims[0].steps)


def test_the_largest_mode_and_the_diagonal_run_over_one_space() -> None:
    setting = Setting(
        {
            "p_k": Symbol("p_k", index="k", sign="positive"),
            "D": Symbol("D", ("m", "m"), frozenset({"diagonal"})),
        },
        indices={"k": "m"},
    )
    total = Prod((Sym("D"), Diag(P, "k", "m")))
    assert (
        Trials(setting).failing(Relation(total, "=", Prod((Diag(P, "k", "m"), Sym("D"))))) is None
    )
    bound = Relation(Maximum(P, "k"), ">=", P)
    assert Trials(setting).failing(bound) is None
