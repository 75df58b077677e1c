"""All that is listed as understood is read, and means what its plain form does."""

from __future__ import annotations

import pytest

from sslcheck.derive import verify
from sslcheck.derive.errors import LatexError
from sslcheck.derive.latex import read_expression, read_statement
from sslcheck.derive.latex.constructs import CONSTRUCTS, REFUSALS, Construct, Refusal
from sslcheck.derive.reading.loading import parse_article
from sslcheck.derive.setting import Symbol
from sslcheck.derive.shapes import resolve_relation
from sslcheck.derive.text.printing import relation_latex

SPACES = {"n": "outputs", "d": "inputs"}
SHAPES = {
    "W": ("n", "d"),
    **dict.fromkeys(("A", "B"), ("n", "n")),
    **dict.fromkeys(("w", "v"), ("d", "1")),
    **dict.fromkeys(("a", "b", "L", "p_j"), ("1", "1")),
}
SYMBOLS = {name: Symbol(name, s, index="j" if name == "p_j" else "") for name, s in SHAPES.items()}
SYMBOLS["W"] = Symbol("W", SHAPES["W"], role="state")
ARTICLE = r"""
[article]
name = "constructs"
format = 2
[spaces]
n = "outputs"
d = "inputs"
[symbols]
W = { shape = ["n", "d"], role = "state" }
A = { shape = ["n", "n"], properties = ["invertible"] }
B = { shape = ["n", "n"] }
w = { shape = ["d", "1"], role = "view" }
v = { shape = ["d", "1"], role = "view" }
m = { shape = ["d", "1"], role = "view" }
Z = { shape = ["d", "d"], properties = ["psd"] }
Y = { shape = ["d", "d"], properties = ["psd"] }
a = {}
b = { sign = "positive" }
p_j = { index = "j" }
L = {}
[modes]
j = "n"
[expectation]
views = ["w", "v"]
mean = "m"
second_moment = "Z"
noise = "Y"
[objective]
symbol = "L"
equation = "1"
[flows.f]
equations = ['\dot{W} = A W']
[[equation]]
number = "1"
latex = 'L = \frac{1}{2} \text{tr}(W^T A W)'
"""
SAID = [c for c in CONSTRUCTS if c.plain and not set("=<>") & set(c.plain)]
"""Constructs in expressions."""


def name_of(construct: Construct) -> str:
    return construct.example


def relations(text: str) -> tuple[str, ...]:
    """A statement, as it is printed once its shapes are known."""
    found = read_statement(text, SYMBOLS, SPACES).relations
    return tuple(relation_latex(resolve_relation(r, SYMBOLS)) for r in found)


def is_statement(text: str) -> bool:
    try:
        read_expression(text, SYMBOLS, SPACES)
    except LatexError:
        return True
    return False


@pytest.mark.parametrize("construct", CONSTRUCTS, ids=name_of)
def test_each_example_is_read(construct: Construct) -> None:
    for text in filter(None, (construct.example, construct.plain)):
        if is_statement(text):
            assert relations(text)


@pytest.mark.parametrize(
    "construct", [c for c in CONSTRUCTS if c.plain and is_statement(c.plain)], ids=name_of
)
def test_statements_are_their_plain_forms(construct: Construct) -> None:
    assert relations(construct.example) == relations(construct.plain)


def decided(claims: list[str]) -> list[str]:
    """The verdicts of identities."""
    tables = (
        f"[[claim]]\nid = \"{k}\"\nkind = 'identity'\nflow = 'f'\nreading = '''{claim}'''\n"
        for k, claim in enumerate(claims)
    )
    article = parse_article(ARTICLE + "".join(tables), "x.toml")
    return [f"{c.verdict.value} {c.why}".strip() for c in verify(article, ledger=False).claims]


DECIDED = [c for c in CONSTRUCTS if c.plain and not is_statement(c.plain)]
UNDECIDED = {r"\|w\|", r"\mathrm{Cov}(w, v)"}
"""What is read, but what no claim is decided with as yet."""


def test_expressions_are_their_plain_forms() -> None:
    said = decided([f"{c.example} = {c.plain}" for c in DECIDED])
    got = {c.example: verdict.split()[0] for c, verdict in zip(DECIDED, said, strict=True)}
    assert {got.pop(example) for example in UNDECIDED} <= {"undecided", "proved"}
    assert got == dict.fromkeys(got, "proved"), said


def test_and_not_twice_as_much() -> None:
    known = [c for c in DECIDED if c.example not in UNDECIDED]
    said = decided([f"{c.example} = 2 ({c.plain})" for c in known])
    got = {c.example: verdict.split()[0] for c, verdict in zip(known, said, strict=True)}
    assert got == dict.fromkeys(got, "refuted"), said


@pytest.mark.parametrize("construct", CONSTRUCTS, ids=name_of)
def test_what_is_printed_is_read_again(construct: Construct) -> None:
    text = construct.example if is_statement(construct.example) else f"{construct.example} = 0"
    for relation in read_statement(text, SYMBOLS, SPACES).relations:
        known = resolve_relation(relation, SYMBOLS)
        (again,) = read_statement(relation_latex(known), SYMBOLS, SPACES).relations
        assert resolve_relation(again, SYMBOLS) == known


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.written)
def test_what_is_refused_says_what_to_do(refusal: Refusal) -> None:
    text = refusal.written.replace(" c", " a").replace("...", "a").replace("(x)(y)", "(w)(v)")
    with pytest.raises(LatexError) as caught:
        read_statement(f"{text} = 0", SYMBOLS, SPACES)
    assert (
        "\n".join(refusal.instead.lower().split("`")[:1]).rstrip(".") in str(caught.value).lower()
    )
