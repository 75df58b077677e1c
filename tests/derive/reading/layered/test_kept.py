"""Claims that flows keep what is supposed of the start."""

import pytest
from tests.derive.layered import HEAD, claim

from sslcheck.derive.reading.loading import parse_article

START = 'holds = "at the start"\nhypotheses = ["balanced"]\nflow = "descent"'


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        (START, [("descent", "balanced")]),
        (START.replace("at the start", "along"), []),
        (START.replace("balanced", "first"), []),
    ],
)
def test_there_is_one_for_what_is_supposed_of_neighbours_at_the_start(
    more: str, wanted: list[tuple[str, str]]
) -> None:
    (found,) = parse_article(HEAD + claim("W = W", more=more), "deep.toml").claims
    assert found.depths is not None
    assert [*found.depths.kept] == wanted
    for depths in found.depths.kept.values():
        assert {one.claim.kind for one in depths.instances} == {"preserved"}
        assert any(one.general for one in depths.instances)
