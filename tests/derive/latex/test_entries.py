"""Entries and the letters below them: what is summed over, what is free, and what is refused."""

from __future__ import annotations

import pytest

from sslcheck.derive.errors import LatexError, ShapeMismatch
from sslcheck.derive.expr import (
    Columns,
    Dot,
    Entry,
    Expr,
    Gradient,
    Ident,
    IndexSum,
    Prod,
    Relation,
    Sum,
    Sym,
    Total,
    Transpose,
)
from sslcheck.derive.latex import of_whole_matrices, read_expression, read_statement
from sslcheck.derive.latex.entries import bound_letters, letters_below
from sslcheck.derive.setting import Symbol
from sslcheck.derive.shapes import resolve_relation
from sslcheck.derive.traverse import free_indices

SYMBOLS = {
    s.name: s
    for s in (
        Symbol("A", ("n", "n")),
        Symbol("B", ("n", "n")),
        Symbol("W", ("n", "d"), role="state"),
        Symbol("W_{kl}", ("n", "d")),
        Symbol("S", ("d", "d")),
        Symbol("v", ("d", "1")),
        Symbol("u", ("n", "1")),
        Symbol("p_j", index="j"),
        Symbol("x_j", ("d", "1"), index="j"),
        Symbol("J"),
        Symbol("m"),
    )
}
SPACES = ("n", "d")
A, B, W, S = map(Sym, "ABWS")


def read(text: str) -> Relation:
    return read_statement(text, SYMBOLS, SPACES).relations[0]


@pytest.mark.parametrize(
    ("text", "node"),
    [
        (r"A_{ij}", Entry(A, "i", "j")),
        (r"A_{i,j}", Entry(A, "i", "j")),
        (r"A_{i j}", Entry(A, "i", "j")),
        (r"A_{p,q}", Entry(A, "p", "q")),
        (r"v_i", Entry(Sym("v"), "i")),
        (r"\delta_{ij}", Entry(Ident(), "i", "j")),
        (r"I_{ij}", Entry(Ident(), "i", "j")),
        (r"\dot{W}_{ij}", Entry(Dot(W), "i", "j")),
        (r"\frac{dW_{ij}}{dt}", Dot(Entry(W, "i", "j"))),
        (r"dW_{ij}/dt", Dot(Entry(W, "i", "j"))),
        (r"\frac{\partial J}{\partial W_{ij}}", Entry(Gradient("W", Sym("J")), "i", "j")),
        (r"\partial J / \partial W_{ij}", Entry(Gradient("W", Sym("J")), "i", "j")),
        (r"\partial_{W_{ij}} J", Entry(Gradient("W", Sym("J")), "i", "j")),
        (r"\nabla_{W_{ij}} J", Entry(Gradient("W", Sym("J")), "i", "j")),
        (r"\frac{\partial J(W)}{\partial W_{ij}}", Entry(Gradient("W", Sym("J")), "i", "j")),
        # a declared name wins
        (r"W_{kl}", Sym("W_{kl}")),
        (r"\sum_q A_{qq}", IndexSum(Entry(A, "q", "q"), "q")),
        (r"\sum_{k=1}^{n} A_{kk}", IndexSum(Entry(A, "k", "k"), "k", "n")),
        (r"\sum_{i,j} A_{ij}", IndexSum(IndexSum(Entry(A, "i", "j"), "j"), "i")),
        (r"\sum_{ij} A_{ij}", IndexSum(IndexSum(Entry(A, "i", "j"), "j"), "i")),
    ],
)
def test_what_is_read(text: str, node: Expr) -> None:
    assert read(f"{text} = 0").lhs == node


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (r"A_{11} = 0", "below an entry of `A`"),
        (r"A_{in} = 0", "below an entry of `A`"),
        (r"A_{im} = 0", "below an entry of `A`"),
        (r"A_{it} = 0", "below an entry of `A`"),
        (r"v_1 = 0", "below an entry of `v`"),
        (r"W_{ij} = W_{ik} S_{kj}", "`k` stands twice without a sum"),
        (r"A_{ij} B_{ij} = 0", "`i` stands twice without a sum"),
        (r"A_{ij} A_{ji} \ge 0", "`i` stands twice without a sum"),
        (r"\sum_k A_{ik} B_{kj} = A_{kj}", "stands outside of it"),
        (r"\sum_k A_{kk} \sum_k B_{kk} = 0", "inside of one over `k`"),
        (r"\sum_{i \ne j} A_{ij}^2 = 1", "may be read in two ways"),
        (r"\sum_{i \ne k} A_{ij}^2 = A_{jk}", "all but `k` of `i`"),
        (r"\sum_\mu A = B", r"a sum over `\mu` of what is always the same"),
        (r"\sum_k A = B", "a sum over `k` of what is always the same"),
        (
            r"\frac{\partial J}{\partial p_j} = A_{jj}",
            "a derivative by `p_j` beside entries at `j`",
        ),
    ],
)
def test_what_is_refused(text: str, said: str) -> None:
    with pytest.raises(LatexError) as caught:
        read(text)
    assert said in str(caught.value)


MODES, VECTORS = Columns(Sym("p_j"), "j", ""), Columns(Sym("x_j"), "j", "")


@pytest.mark.parametrize(
    ("text", "node"),
    [
        (r"\sum_j p_j A_{jj}", IndexSum(Prod((Entry(MODES, "j"), Entry(A, "j", "j"))), "j")),
        (r"\sum_k p_k A_{kk}", IndexSum(Prod((Entry(MODES, "k"), Entry(A, "k", "k"))), "k")),
        (r"\sum_j u_j x_j", IndexSum(Prod((Entry(Sym("u"), "j"), Entry(VECTORS, "", "j"))), "j")),
        (
            r"\sum_j (\sum_j p_j) A_{jj}",
            IndexSum(Prod((Total(Sym("p_j"), "j"), Entry(A, "j", "j"))), "j"),
        ),
    ],
)
def test_members_at_a_letter_of_entries_are_entries_of_all_of_them(text: str, node: Expr) -> None:
    assert read(f"{text} = 0").lhs == node


@pytest.mark.parametrize("text", ["z_i z_k = B_{ik}", "z_k = u_k", r"\sum_i u_i z_i = z_k u_k"])
def test_an_entry_that_may_be_a_member_is_refused(text: str) -> None:
    both = {s.name: s for s in (Symbol("z", ("n", "1")), Symbol("z_i", ("n", "1"), index="i"))}
    with pytest.raises(LatexError, match="an entry of `z`, or one of the `z_i`"):
        read_statement(text, {**SYMBOLS, **both}, SPACES)


def test_a_free_letter_of_members() -> None:
    assert read(r"p_j = A_{jj}").lhs == Entry(MODES, "j")
    found = resolve_relation(read(r"p_j = A_{jj}"), SYMBOLS).lhs
    assert isinstance(found, Entry)
    assert isinstance(found.arg, Columns)
    assert found.arg.size == "n"


@pytest.mark.parametrize("text", [r"A_{ij}^2 \le A_{ii} A_{jj}", r"\sum_{k \ne i} A_{ik} = A_{ii}"])
def test_a_letter_that_stands_once_in_a_term_is_none_that_einstein_sums_over(text: str) -> None:
    assert "i" in free_indices(read(text).lhs)


def test_an_expression_has_no_free_letters() -> None:
    assert read_expression(r"\sum_i A_{ii}", SYMBOLS, SPACES) == IndexSum(Entry(A, "i", "i"), "i")
    with pytest.raises(LatexError, match="an entry where none is meant"):
        read_expression("A_{ij}", SYMBOLS, SPACES)


@pytest.mark.parametrize(
    "text",
    [
        r"W_{ij} = \sum_k S_{ik} W_{kj}",
        r"\sum_k W_{kk} = 0",
        r"\sum_{k=1}^{d} A_{ik} = 0",
        r"v_i = u_i",
    ],
)
def test_a_letter_runs_over_one_space(text: str) -> None:
    with pytest.raises(ShapeMismatch, match="runs over two spaces") as caught:
        resolve_relation(read(text), SYMBOLS, source=text)
    assert "^" in str(caught.value)
    assert {*caught.value.spaces} == {"n", "d"}


def test_a_letter_of_two_sums_may_run_over_two_spaces() -> None:
    found = resolve_relation(read(r"\sum_k W_{ik} + \sum_k A_{ik} = 0"), SYMBOLS).lhs
    assert isinstance(found, Sum)
    assert [one.space for one in found.terms if isinstance(one, IndexSum)] == ["d", "n"]


def test_an_entry_has_as_many_letters_as_its_matrix_has_sides() -> None:
    for text in (r"(A B)_i = 0", r"(A u)_{ij} = 0", r"(u^T u)_i = 0"):
        with pytest.raises(LatexError, match="an entry of"):
            resolve_relation(read(text), SYMBOLS, source=text)
    resolve_relation(read(r"(u^T W)_i = v_i"), SYMBOLS)


UNITS = Entry(Ident(), "", "i"), Transpose(Entry(Ident(), "", "j"))


@pytest.mark.parametrize(
    ("text", "lhs", "rhs"),
    [
        (r"\dot{W}_{ij} = -W_{ij}", Dot(W), read("W = -W").rhs),
        (r"\frac{d}{dt} W_{ij} = 0", Dot(W), read("W = 0").rhs),
        (r"A_{ij} = B_{ji}", A, Transpose(B)),
        (r"m A_{ij} = 0", Prod((Sym("m"), A)), read("A = 0").rhs),
        (
            r"A_{ij} = B_{ij}^2",
            A,
            IndexSum(IndexSum(Prod((read("B_{ij}^2 = 0").lhs, *UNITS)), "i"), "j"),
        ),
    ],
)
def test_what_is_said_of_all_entries_as_said_of_matrices(text: str, lhs: Expr, rhs: Expr) -> None:
    assert of_whole_matrices(read(text), text, "") == Relation(lhs, "=", rhs)


@pytest.mark.parametrize("text", [r"A_{ij} \ge 0", r"A_{ij} + A_{kl} = 0"])
def test_what_has_no_form_in_matrices_is_refused(text: str) -> None:
    with pytest.raises(LatexError, match="where one about matrices is meant"):
        of_whole_matrices(read(text), text, "here")


def test_letters() -> None:
    assert bound_letters(r"\sum_{i,j=1}^{n} \sum_k \sum_{p \ne q} \sum_\alpha") == {*"ijkpq"}
    assert letters_below("ab", ()) == ()
    assert letters_below("in", ()) == ()
    assert letters_below("in", "n") == ("i", "n")
    assert letters_below("ab", "ab") == ("a", "b")
    assert letters_below("a, b", ()) == ("a", "b")
