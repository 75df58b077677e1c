"""What follows from known laws."""

from __future__ import annotations

from tests.derive.flowing import LAYERS, flow_article, normal_of

from sslcheck.derive.algebra.letters import Word
from sslcheck.derive.discover.follow import Known
from sslcheck.derive.discover.residues import PRIME, Monomial, Residues
from sslcheck.derive.discover.words import letters_of
from sslcheck.derive.expr import Expr
from sslcheck.derive.latex import read_expression
from sslcheck.derive.normal import NormalForm

RATE = 7


def reader() -> tuple[NormalForm, Known, Residues]:
    symbols = {**LAYERS, "B": 'shape = ["k", "k"]'}
    equations = [r"\dot{U} = B U + V^T R", r"\dot{V} = R U^T"]
    normal = normal_of(flow_article(symbols, equations))
    letters = letters_of(normal)
    residues = Residues(normal)
    return normal, Known(normal.alphabet, residues, letters.data), residues


def words(normal: NormalForm, residues: Residues, text: str) -> dict[Word, int]:
    rows = residues.rows(normal.whole(read(normal, text)))
    return {word: c for (word, _), c in rows.items()}


def read(normal: NormalForm, text: str) -> Expr:
    return read_expression(text, normal.setting.symbols, ("n", "d", "k"))


def test_products_transposes_and_data_on_either_side_follow() -> None:
    normal, known, residues = reader()
    law = words(normal, residues, "V^T V - U U^T")
    known.add(("k", "k"), RATE, 2, law)
    assert known.implies(("k", "k"), RATE, 2, law)
    more = words(normal, residues, "B V^T V - B U U^T + V^T V B^T - U U^T B^T")
    assert known.implies(("k", "k"), RATE, 3, more)
    square = "V^T V V^T V - V^T V U U^T - U U^T V^T V + U U^T U U^T"
    assert known.implies(("k", "k"), 2 * RATE, 4, words(normal, residues, square))


def test_what_does_not_follow() -> None:
    normal, known, residues = reader()
    known.add(("k", "k"), RATE, 2, words(normal, residues, "V^T V - U U^T"))
    other = words(normal, residues, "V^T V + U U^T")
    assert not known.implies(("k", "k"), RATE, 2, other)
    square = "V^T V V^T V - V^T V U U^T - U U^T V^T V + U U^T U U^T"
    assert not known.implies(("k", "k"), RATE, 4, words(normal, residues, square))


def test_traces_and_their_products_follow() -> None:
    normal, known, residues = reader()
    known.add(("k", "k"), RATE, 2, words(normal, residues, "V^T V - U U^T"))

    def scalar(text: str) -> dict[Monomial, int]:
        return residues.split(normal.whole(read(normal, text)).value())

    trace = r"(\text{tr}(V^T V) - \text{tr}(U U^T))"
    assert known.implies(None, RATE, 2, scalar(trace))
    assert known.implies(None, 2 * RATE, 4, scalar(trace + trace))
    assert not known.implies(None, 2 * RATE, 4, scalar(trace + r"\text{tr}(V^T V)"))
    known.add(None, PRIME - RATE, 2, scalar(r"\text{tr}(V^T V)"))
    assert known.implies(None, 0, 4, scalar(trace + r"\text{tr}(V^T V)"))


def test_diagonals_follow_from_matrices_and_bring_traces() -> None:
    normal, known, residues = reader()
    law = words(normal, residues, "V^T V - U U^T")
    known.add("k", RATE, 2, law)
    assert known.implies("k", RATE, 2, law)
    assert not known.implies("k", 2 * RATE, 2, law)
    assert not known.implies(("k", "k"), RATE, 2, law)
    trace = residues.split(
        normal.whole(read(normal, r"\text{tr}(V^T V) - \text{tr}(U U^T)")).value()
    )
    assert known.implies(None, RATE, 2, trace)
    product = words(normal, residues, "U R^T V")
    known.add(("k", "k"), RATE, 3, product)
    assert known.implies("k", RATE, 3, known._folded(product))
