"""Degree after degree."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.derive.flowing import LAYERS, flow_article, normal_of

from sslcheck.derive.discover.degrees import Degrees
from sslcheck.derive.discover.matrices import MatrixLaws
from sslcheck.derive.discover.residues import Residues
from sslcheck.derive.discover.tries import Tries
from sslcheck.derive.discover.words import letters_of
from sslcheck.derive.errors import TooLarge
from sslcheck.derive.text.printing import to_text
from sslcheck.derive.text.reason import plainly

EQUATIONS = [r"\dot{U} = V^T R - h U", r"\dot{V} = R U^T - h V"]


def searched(degree: int) -> tuple[Degrees, Tries, list[tuple[int, str]]]:
    symbols = {**LAYERS, "R": 'shape = ["n", "d"], role = "function"'}
    article = flow_article(symbols, EQUATIONS)
    normal, tries, told = normal_of(article), Tries(60.0), list[tuple[int, str]]()
    search = Degrees(
        article,
        normal,
        letters_of(normal),
        Residues(normal),
        tries,
        lambda done, name: told.append((done, name)),
    )
    for step in range(1, degree + 1):
        search.step(step)
    return search, tries, told


def test_what_is_new_and_what_follows() -> None:
    search, tries, told = searched(4)
    assert [to_text(law.quantity) for law in search.laws] == ["V^T V - U U^T"]
    assert len(search.elements) == 1
    assert [law.degree for law in search.following] == [2, 4, 4, 4]
    assert tries.notes == []
    assert told[0] == (0, "degree 1, matrices")
    assert (3, "degree 4, scalars") in told


def test_of_what_is_too_many_the_rest_is_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_many(self: MatrixLaws, degree: int) -> Iterator[object]:
        raise TooLarge("more than 7 products")
        yield

    monkeypatch.setattr(MatrixLaws, "step", too_many)
    search, tries, told = searched(2)
    assert [to_text(law.quantity) for law in search.laws] == ["tr(V V^T) - tr(U U^T)"]
    (note,) = map(plainly, tries.notes)
    assert note.startswith("laws that are matrices, of degree 1 and more, are not searched: more")
    assert (1, "degree 2, matrices") not in told
