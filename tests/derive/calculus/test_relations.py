"""Equations as hypotheses: what they make true is proved, and nothing else."""

from __future__ import annotations

import pytest

from sslcheck.derive.calculus.relations import Relations
from sslcheck.derive.exact import Trials
from sslcheck.derive.expr import Relation, Sym
from sslcheck.derive.latex import read_statement
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.shapes import resolve_relation

SPACES = ("n", "d")
SYMBOLS = {
    s.name: s
    for s in (
        Symbol("A", ("n", "d"), role="state"),
        Symbol("B", ("n", "d"), role="state"),
        Symbol("P", ("n", "n")),
        Symbol("C", ("n", "n"), frozenset({"symmetric"})),
        Symbol("w", ("n", "1")),
        Symbol(r"\lambda"),
        Symbol("a"),
        Symbol("b"),
        Symbol("p", sign="nonnegative"),
        Symbol("q", sign="positive"),
        Symbol("r", sign="positive"),
        Symbol("v", ("n", "1")),
    )
}


def relation(text: str) -> Relation:
    found = read_statement(text, SYMBOLS, SPACES).relations[0]
    return resolve_relation(found, SYMBOLS, source=text)


@pytest.mark.parametrize(
    ("given", "text", "proved"),
    [
        ("A A^T = B B^T", "A A^T A A^T = B B^T A A^T", True),
        ("A A^T = B B^T", "A A^T A A^T = B B^T B B^T", True),
        ("A A^T = B B^T", r"\text{tr}(A A^T)^2 = \text{tr}(B^T B)^2", True),
        ("A A^T = B B^T", r"\text{tr}(A A^T) P = \text{tr}(B B^T) P", True),
        ("A A^T = B B^T", "A^T A = B^T B", False),
        ("A A^T = B B^T", "A = B", False),
        ("P^2 = P", "P^4 = P", True),
        ("P^2 = P", "(I - P)^2 = I - P", True),
        ("P^2 = P", r"\text{tr}(P^3) = \text{tr}(P)", True),
        ("P^2 = P", "P^T P = P", False),
        (r"C w = \lambda w; w^T w = 1", r"w^T C w = \lambda", True),
        (r"C w = \lambda w; w^T w = 1", r"C C w = \lambda^2 w", True),
        (r"C w = \lambda w; w^T w = 1", r"w^T C = \lambda w^T", True),
        (r"C w = \lambda w; w^T w = 1", r"C w w^T C = \lambda^2 w w^T", True),
        (r"C w = \lambda w; w^T w = 1", r"C = \lambda I", False),
        (r"C w = \lambda w", r"w^T C w = \lambda", False),
        ("C v = 0", "v^T C w = 0", True),
        ("C v = 0", "w^T P C v = 0", True),
        ("C v = 0", "w^T C P v = 0", False),
        ("P v = 0", "v^T P w = 0", False),
        ("a^2 + b^2 = 1", "a^4 - b^4 = a^2 - b^2", True),
        ("a^2 + b^2 = 1", "a^2 P + b^2 P = P", True),
        ("a^2 + b^2 = 1", "a P + b P = P", False),
    ],
)
def test_what_follows_and_what_does_not(given: str, text: str, proved: bool) -> None:
    relations = tuple(map(relation, given.split(";")))
    statement = relation(text)
    normal = NormalForm(Setting(SYMBOLS, relations=relations))
    assert all(gap.is_zero() for gap in normal.remainders(statement)) is proved
    assert not NormalForm(Setting(SYMBOLS)).holds(statement)


@pytest.mark.parametrize(
    ("given", "text", "proved"),
    [
        # a power of both sides tells of what is not negative
        ("a = p^2", r"\sqrt{a} = p", True),
        ("a = b^2", r"\sqrt{a} = b", False),
        ("p^2 = q^2", "p = q", True),
        ("a^2 = b^2", "a = b", False),
        ("w^T w = v^T v; w^T v = 0", r"\|w + v\| = \|w - v\|", True),
        ("w^T w = v^T v", r"\|w + v\| = \|w - v\|", False),
        ("w^T w = v^T v", r"\|w\| = \|v\|", True),
        ("A A^T = B B^T", r"\|A\|_F = \|B\|_F", True),
        ("A A^T = B B^T", r"\|A\|_F = 2 \|B\|_F", False),
        ("B B^T = A A^T A A^T", "(B B^T)^{1/2} = A A^T", True),
        ("B B^T = C C", "(B B^T)^{1/2} = C", False),
        ("C^2 = C", "C^{1/2} = C", True),
        # the exponential of a sum with logarithms
        ("q r = 1", r"\ln q = -\ln r", True),
        ("q r = 1", r"\ln q = \ln r", False),
        ("q^2 r = 1", r"2 \ln q + \ln r = 0", True),
        # products with what is inverted
        ("C^2 = C", r"(I + C^2)^{-1} = I - \frac{1}{2} C", True),
        ("C^2 = C", r"(I + C^2)^{-1} = I - C", False),
    ],
)
def test_what_tells_that_a_difference_is_0(given: str, text: str, proved: bool) -> None:
    relations = tuple(map(relation, given.split(";")))
    normal = NormalForm(Setting(SYMBOLS, relations=relations))
    assert holds(normal, relation(text)) is proved


def test_what_vanishes_with_another_need_not_stay_with_it() -> None:
    """The rate of a number is its root: the solutions 0 and t^2 / 4 both begin at 0."""
    normal = NormalForm(Setting(SYMBOLS))
    relations = Relations(normal.functions, [normal.whole(Sym("p"))])
    root = normal.whole(relation(r"\sqrt{p} = 0").lhs)
    assert relations.vanishes(root)
    assert not relations.combine(root)


def holds(normal: NormalForm, statement: Relation) -> bool:
    return all(gap.is_zero() for gap in normal.remainders(statement))


def test_equations_are_used_after_the_derivative_is_taken() -> None:
    flow = {"A": relation("A = B").rhs, "B": relation("A = A - B").rhs}
    setting = Setting(SYMBOLS, flow=flow, relations=(relation("A A^T = B B^T"),))
    normal = NormalForm(setting)
    assert holds(normal, relation(r"\frac{d}{dt} (A A^T) = B A^T + A B^T"))
    assert not holds(normal, relation(r"\frac{d}{dt} (A A^T) = \frac{d}{dt} (B B^T)"))
    true = relation(r"\frac{d}{dt} (A B^T) = A A^T + A A^T - A B^T")
    assert holds(normal, true)
    assert Trials(setting).failing(true) is None
