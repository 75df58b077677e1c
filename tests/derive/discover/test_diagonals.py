"""Laws of diagonals."""

from __future__ import annotations

from tests.derive.flowing import LAYERS, STATE, flow_article, normal_of

from sslcheck.derive.discover import discover
from sslcheck.derive.discover.diagonals import DiagonalLaws, apart
from sslcheck.derive.discover.residues import Residues
from sslcheck.derive.discover.words import letters_of
from sslcheck.derive.latex import read_expression
from sslcheck.derive.text.printing import to_text
from sslcheck.derive.verdicts.verdict import Verdict

UNITS = 'shape = ["k", "k"], properties = ["diagonal"]'
RELU = {
    **LAYERS,
    "R": 'shape = ["n", "d"], role = "function"',
    "D": f'{UNITS}, role = "function"',
    "E": UNITS,
}


def laws(equations: list[str], degree: int, symbols: dict[str, str] = RELU) -> list[str]:
    normal = normal_of(flow_article(symbols, equations))
    search = DiagonalLaws(normal, letters_of(normal), Residues(normal))
    return [
        f"{to_text(normal.expr(normal.alphabet.scalar(law.rate)))}:"
        f" {to_text(normal.expr(search.element(space, law)))}"
        for step in range(1, degree + 1)
        for space, law in search.step(step)
    ]


def test_one_law_for_each_unit() -> None:
    found = laws([r"\dot{U} = D V^T R - h U", r"\dot{V} = R U^T D - h V"], 2)
    assert found == ["-2 h: -diag(U U^T) + diag(V^T V)"]


def test_other_sides_have_none() -> None:
    assert laws([r"\dot{U} = D V^T R", r"\dot{V} = -R U^T D"], 2) == [
        "0: diag(U U^T) + diag(V^T V)"
    ]
    assert laws([r"\dot{U} = D V^T R", r"\dot{V} = R U^T"], 2) == []
    assert laws([r"\dot{U} = V^T R", r"\dot{V} = R U^T"], 2) == []  # no diagonal letter


def test_a_diagonal_letter_passes_to_the_front() -> None:
    normal = normal_of(flow_article(RELU, [r"\dot{U} = D E V^T R", r"\dot{V} = R U^T D"]))

    def word(text: str) -> object:
        (found,) = normal.whole(read_expression(text, normal.setting.symbols, ("k",))).terms
        return apart(normal.alphabet, found)

    assert word("D U U^T V^T V E") == word("E V^T V U U^T D")
    assert word("V^T V D U U^T") != word("D V^T V U U^T")
    assert word("D E") == ((("D", False), ("E", False)), ())


def test_what_follows_from_them() -> None:
    symbols = {**RELU, "P": f"{UNITS}, {STATE}"}
    equations = [r"\dot{U} = D V^T R", r"\dot{V} = R U^T D", r"\dot{P} = -h P + (D - D) E"]
    found = discover(flow_article(symbols, equations), "f", (), 3)
    assert all(claim.verdict is Verdict.PROVED for claim in found.report.claims)
    assert [to_text(law.quantity) for law in found.laws] == ["P", "diag(V^T V) - diag(U U^T)"]
    following = [to_text(law.quantity) for law in found.following]
    assert "tr(V V^T) - tr(U U^T)" in following
    assert "P diag(V^T V) - P diag(U U^T)" in following
    assert "tr(P V^T V) - tr(P U U^T)" in following
