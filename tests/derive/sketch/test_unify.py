"""Variables become equal where the shape rules ask for it, and only there."""

from __future__ import annotations

from sslcheck.derive.latex import read_statement
from sslcheck.derive.setting import Shape, Symbol
from sslcheck.derive.sketch.unify import Looks, Spaces, is_variable, names_of

RAW: dict[str, Shape] = {
    "A": ("v0", "v1"),
    "B": ("v2", "v3"),
    "H": ("v4", "v5"),
    "x": ("v6", "1"),
    "s": ("1", "1"),
}


def added(*rows: str, spaces: Spaces | None = None) -> Spaces | None:
    found: Spaces | None = spaces or Spaces(RAW)
    for row in rows:
        symbols = {name: Symbol(name, shape) for name, shape in RAW.items()}
        assert found is not None
        found = found.add(read_statement(row, symbols, {"n": ""}).relations)
    return found


def shapes(*rows: str) -> dict[str, Shape]:
    spaces = added(*rows)
    assert spaces is not None
    return {name: spaces.shape(name) for name in RAW}


def test_products_sums_transposes() -> None:
    found = shapes("A B = A B A B", "A = B^T")
    assert found["A"] == found["B"][::-1]
    assert len({*found["A"]}) == 2
    found = shapes("A B x = x")
    assert found["A"] == (found["B"][1], found["B"][0])
    assert found["B"][1] == found["x"][0]


def test_a_trace_a_power_a_norm() -> None:
    assert len({*shapes(r"\text{tr}(A B) = s")["A"]}) == 2
    assert len({*shapes("A^2 = B")["A"]}) == 1
    assert shapes(r"\|A\|_F^2 = s")["A"] == RAW["A"]


def test_products_of_spaces() -> None:
    found = shapes(r"\frac{d}{dt} \text{vec}(A) = -H \text{vec}(A)")
    assert found["H"] == ("v1*v0", "v1*v0")
    found = shapes(r"H = A \otimes B", "A = A^T", "B = s I")
    assert found["H"][0] == found["H"][1] == f"{found['A'][0]}*{found['B'][0]}"


def test_what_cannot_be() -> None:
    assert added("A = s") is None
    assert added("x^T x = A B") is None
    assert added("I = s") is None
    start = Spaces(RAW)
    assert start.equal("v0", "1") is None
    assert start.equal("v0", "v0*v1") is None
    assert start.equal("n", "d") is None
    assert start.equal("n*d", "n*d*n") is None
    after = start.equal("v0*n", "d*v1")
    assert after is not None
    assert (after.space("v0"), after.space("v1")) == ("d", "n")


def test_a_relation_that_fails_leaves_no_trace() -> None:
    start = added("A B = A B A B")
    assert start is not None
    before = dict(start.found)
    assert added("B = s", spaces=start) is None
    assert start.found == before


def test_messages() -> None:
    spaces = Spaces({"A": ("n", "d"), "B": ("n", "n")})
    symbols = spaces.symbols(["A", "B"])
    (relation,) = read_statement("A B = B", symbols, {}).relations
    assert names_of(relation) == {"A", "B"}
    assert "`A` is n x d but `B` is n x n" in spaces.message(relation, "A B = B", "(1)")
    (relation,) = read_statement("B A = A", symbols, {}).relations
    assert spaces.message(relation, "B A = A", "(1)") == ""
    assert is_variable("v12")
    assert not is_variable("v")


def test_a_search_that_has_looked_enough_learns_no_more() -> None:
    symbols = {name: Symbol(name, shape) for name, shape in RAW.items()}
    relations = read_statement("A B = B A", symbols, {}).relations
    looks = Looks(1000)
    spaces = Spaces(RAW, looks=looks).add(relations)
    assert spaces is not None
    assert spaces.found
    assert 0 < looks.left < 1000
    again = Spaces(RAW, looks=Looks(0)).add(relations)
    assert again is not None
    assert not again.found
    assert Spaces(RAW, looks=Looks(0)).add(read_statement("A = s", symbols, {}).relations)
