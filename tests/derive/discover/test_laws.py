"""Dependences among rates, degree after degree."""

from __future__ import annotations

from collections.abc import Mapping

from tests.derive.forming import normal_form, side

from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.discover.laws import Search
from sslcheck.derive.discover.residues import Residues

RATES = {"u": {"v": "a"}, "v": {"u": "b"}, "w": {"w": "-c"}, "z": {"y": "1"}}


def searched(*degrees: tuple[str, tuple[str, ...]]) -> list[tuple[dict[str, Ratio], int]]:
    """The laws that products of each degree bring, for a multiple."""
    normal = normal_form()
    residues = Residues(normal)
    table = {n: {k: normal.scalar(side(c)) for k, c in r.items()} for n, r in RATES.items()}

    def exact(name: str) -> Mapping[str, Ratio]:
        return table[name]

    def rate(name: str) -> Mapping[str, int]:
        return {k: residues.of(c) for k, c in table[name].items()}

    multiples = {n: normal.scalar(side(m)) for m, names in degrees for n in names}
    search = Search(rate, exact, lambda name: name, multiples.__getitem__, residues)
    return [
        ({**law.terms}, law.degree)
        for degree, (_, names) in enumerate(degrees, 1)
        for law in search.laws(names, degree)
    ]


def test_a_product_that_is_moved_by_itself() -> None:
    ((terms, degree),) = searched(("-c", ("w", "z")))
    assert terms.keys() == {"w"}
    assert degree == 1


def test_a_multiple_that_comes_late_is_tried_on_all_that_came_before() -> None:
    assert searched(("0", ("w",))) == []
    ((terms, degree),) = searched(("0", ("w",)), ("-c", ("z",)))
    assert terms.keys() == {"w"}
    assert degree == 2


def test_a_dependence_of_the_random_values_only_is_none() -> None:
    normal = normal_form()
    one = normal.scalars.one
    residues = Residues(normal)
    search: Search[str, str] = Search(
        lambda _: {},
        lambda name: {name + "'": one},
        lambda name: name,
        lambda _: residues.zero,
        residues,
    )
    assert [*search.laws(["u"], 1)] == []
