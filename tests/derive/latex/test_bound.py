"""Sums over letters of their own, against sums in numbers."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from random import Random

import pytest

from sslcheck.derive import expr as e
from sslcheck.derive.errors import LatexError
from sslcheck.derive.expr import Expr
from sslcheck.derive.latex import read_expression, read_statement
from sslcheck.derive.latex.bound import letters_of
from sslcheck.derive.setting import Symbol

SYMBOLS = {
    "p_j": Symbol("p_j", index="j"),
    "q_j": Symbol("q_j", index="j"),
    "y_i": Symbol("y_i", index="i"),
    "x_j": Symbol("x_j", ("d", "1"), index="j"),
    "a": Symbol("a"),
}
SPACES = ("n", "d")
N = 3
VALUES = {"p_j": (2, -1, 3), "q_j": (1, 4, -2)}


def read(text: str) -> Expr:
    return read_expression(text, SYMBOLS, SPACES)


def value(node: Expr, at: Mapping[str, int]) -> Fraction:
    """The value at numbers for all modes, where each index has a value."""
    match node:
        case e.Num(value=number):
            return number
        case e.Sym(name="a"):
            return Fraction(5)
        case e.Sym(name=name):
            return Fraction(VALUES[name][at["j"]])
        case e.Sum(terms=terms):
            return sum((value(term, at) for term in terms), Fraction(0))
        case e.Prod(factors=factors):
            found = Fraction(1)
            for factor in factors:
                found *= value(factor, at)
            return found
        case e.Power(base=base, exponent=exponent):
            return value(base, at) ** int(exponent)
        case e.Quotient(numerator=above, denominator=below):
            return value(above, at) / value(below, at)
        case e.Total(arg=arg, index="j"):
            return sum((value(arg, {"j": k}) for k in range(N)), Fraction(0))
    raise AssertionError(node)


def drawn(rng: Random, letters: str, depth: int) -> tuple[str, str]:
    """A random summand: in LaTeX, and as Python has it."""
    kind = rng.choice(["leaf", "number"] if not depth else ["leaf", "sum", "product", "square"])
    if kind == "leaf":
        name, letter = rng.choice("pq"), rng.choice(letters)
        return f"{name}_{letter}", f"{name}[{letter}]"
    if kind == "number":
        number = rng.randint(1, 3)
        return str(number), str(number)
    (one, first), (two, second) = (drawn(rng, letters, depth - 1) for _ in range(2))
    if kind == "square":
        return f"({one})^2", f"({first})**2"
    sign = {"sum": rng.choice("+-"), "product": "*"}[kind]
    written = f"({one} {sign} {two})" if kind == "sum" else f"({one}) ({two})"
    return written, f"(({first}) {sign} ({second}))"


@pytest.mark.parametrize("seed", range(40))
def test_random_sums_have_the_value_of_the_numbers(seed: int) -> None:
    rng = Random(seed)
    latex, code = drawn(rng, "kj", 3)
    latex, code = f"{latex} p_k", f"({code}) * p[k]"  # by which it is known what k is
    lists = {name[0]: values for name, values in VALUES.items()}
    for left_out in (False, True):
        over = r"\sum_{k \ne j}" if left_out else r"\sum_k"
        node = read_statement(f"a + p_j = {over} {latex}", SYMBOLS, SPACES).relations[0].rhs
        for j in range(N):
            places = [k for k in range(N) if k != j or not left_out]
            wanted = sum(eval(code, {**lists, "j": j, "k": k}) for k in places)
            assert value(node, {"j": j}) == wanted, latex


@pytest.mark.parametrize("seed", range(20))
def test_random_double_sums(seed: int) -> None:
    latex, code = drawn(Random(seed), "mk", 3)
    latex, code = f"{latex} p_k q_m", f"({code}) * p[k] * q[m]"
    lists = {name[0]: values for name, values in VALUES.items()}
    everything = [(m, k) for m, k in product(range(N), repeat=2)]
    for sums in (r"\sum_m \sum_k", r"\sum_{k, m}", r"\sum_{k,m=1}^{n}"):
        node = read(rf"{sums} ({latex})")
        assert value(node, {}) == sum(eval(code, {**lists, "m": m, "k": k}) for m, k in everything)
        # one of the letters may be the declared one
        node = read(rf"{sums} ({latex})".replace("m", "j").replace(r"\suj", r"\sum"))
        assert value(node, {}) == sum(eval(code, {**lists, "m": m, "k": k}) for m, k in everything)
    for outer, inner in (("m", "k"), ("k", "m")):
        node = read(rf"\sum_{outer} \sum_{{{inner} \ne {outer}}} ({latex})")
        pairs = ((m, k) for m, k in product(range(N), repeat=2) if m != k)
        wanted = sum(eval(code, {**lists, "m": m, "k": k}) for m, k in pairs)
        assert value(node, {}) == wanted, latex


@pytest.mark.parametrize(
    ("text", "same"),
    [
        (r"\sum_k p_k", r"\sum_j p_j"),
        (r"\sum_{k=1}^{n} p_k^2", r"\sum_{j=1}^{n} p_j^2"),
        (r"\sum_k p_k p_j", r"p_j \sum_j p_j"),
        (r"\sum_k x_k^T x_j", r"(\sum_j x_j^T) x_j"),
        (r"\sum_k x_j^T a x_k", r"x_j^T \sum_j a x_j"),
        (r"\sum_k x_k x_j^T x_j", r"(\sum_j x_j) x_j^T x_j"),
        (r"\sum_k x_j^T x_j x_k", r"x_j^T x_j \sum_j x_j"),
        (r"\sum_k \frac{p_k}{p_j}", r"\frac{1}{p_j} \sum_j p_j"),
        (r"\sum_k x_k x_k^T", r"\sum_j x_j x_j^T"),
        (r"\sum_k y_k", r"\sum_i y_i"),
        (r"\max_k p_k", r"\max_j p_j"),
        (r"\max_{k} (p_k a)", r"\max_j (p_j a)"),
        (r"\prod_{k=1}^{n} (a p_k)", r"\det(\text{diag}(a p_1, \dots, a p_n))"),
        (r"\sum_m \dot{p}_m a", r"\sum_j \dot{p}_j a"),
        (r"\sum_j p_j \sum_k p_k", r"\sum_j p_j \sum_j p_j"),
    ],
)
def test_a_letter_is_called_as_it_is_declared(text: str, same: str) -> None:
    found, wanted = read(text), read(same)
    if isinstance(wanted, e.Prod):  # of what stands before a sum the order is free
        assert isinstance(found, e.Prod)
        assert {*map(str, found.factors)} == {*map(str, wanted.factors)}
        return
    assert found == wanted


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (r"p_k + \sum_k p_k", "without a sum"),
        (r"\sum_k \frac{1}{p_k + p_j}", "where `k` runs"),
        (r"\sum_k e^{p_k p_j}", "where `k` runs"),
        (r"\sum_k x_k x_j^T x_k", "where `k` runs"),
        (r"\sum_k \sum_j x_j x_k^T x_j", "where `j` runs"),
        (r"\sum_k \max_j p_k p_j", "where `j` runs"),
        (r"\prod_{k=1}^{n} (p_k p_j)", "where `k` runs"),
        (r"\max_k p_k p_j", "where `k` runs"),
        (r"\prod_{k=1}^{n} p_k p_k", "before a product"),
        (r"\prod_k p_k", "cannot be read"),
        (r"\prod_{k=2}^{n} p_k", "cannot be read"),
        (r"\sum_{k \ne j} p_k p_j", "two ways"),
        (r"\sum_k p_j", "always the same"),
        (r"\sum_{k=1}^{n} 1", "always the same"),
        (r"\sum_k p_k y_k", "more than one index"),
        (r"\sum_{j \ne k} p_j", "all but `k`"),
        (r"\sum_{k \ne i} p_k", "all but `i`"),
        (r"\sum_a p_a", "a sum over `a`, which is declared as a number"),
        (r"\max_a p_a", "a maximum over `a`, which is declared as a number"),
        (r"\prod_{a=1}^{n} p_a", "a product over `a`, which is declared as a number"),
        (r"\sum_n p_n", "which is a space"),
        (r"\sum_t p_t", "which is the time"),
        (r"p_k", "undeclared"),
    ],
)
def test_what_cannot_be_meant(text: str, why: str) -> None:
    with pytest.raises(LatexError, match=why):
        read(text)


def test_all_but_one_is_clear_where_the_one_stands_elsewhere() -> None:
    read_statement(r"\dot p_j = \sum_{k \ne j} p_k p_j", SYMBOLS, SPACES)
    with pytest.raises(LatexError, match="two ways"):
        read_statement(r"a = \sum_{k \ne j} p_k p_j", SYMBOLS, SPACES)


def test_a_symbol_that_is_declared_is_no_member() -> None:
    symbols = {**SYMBOLS, "p_k": Symbol("p_k")}
    found = read_expression(r"\sum_k p_k q_k", symbols, SPACES)
    assert found == read_expression(r"\sum_j p_k q_j", symbols, SPACES)


def test_letters_are_sought_where_there_are_indices() -> None:
    assert letters_of(r"\sum_k p_k", {"a": SYMBOLS["a"]}, SPACES) is None
    assert letters_of(r"p_j", SYMBOLS, SPACES) is None
    found = letters_of(r"\sum_k p_k", SYMBOLS, SPACES)
    assert found is not None
    assert found.family == {"p_k": "p_j", "q_k": "q_j", "y_k": "y_i", "x_k": "x_j"}


def test_the_index_of_another_family_may_run() -> None:
    for over in (r"\sum", r"\max"):
        assert read(rf"{over}_i p_i") == read(rf"{over}_j p_j")
    assert read(r"\sum_i p_i + \sum_i y_i") == read(r"\sum_j p_j + \sum_i y_i")
    with pytest.raises(LatexError, match="more than one index"):
        read(r"\sum_i p_i y_i")
    with pytest.raises(LatexError, match="without a sum"):
        read(r"p_i + \sum_i y_i")
