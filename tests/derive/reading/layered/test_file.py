"""What a file about layers says of one claim, and at which layouts it can."""

from __future__ import annotations

import tomllib

import pytest
from tests.derive.layered import HEAD, claim

from sslcheck.derive.layers.layout import Layout
from sslcheck.derive.reading.layered.declaration import read_layers
from sslcheck.derive.reading.layered.file import LayeredFile
from sslcheck.derive.reading.loading import parse_article
from sslcheck.derive.reading.mistakes import Mistakes, Source


@pytest.fixture
def file() -> LayeredFile:
    source = Source(tomllib.loads(HEAD + claim("W_{j+1} W_j = 0")), {})
    layers = read_layers(source, Mistakes(source))
    assert layers is not None
    return LayeredFile(source, "deep.toml", lambda _: parse_article("", "x.toml"), layers)


def test_what_is_printed_is_that_of_the_equation(file: LayeredFile) -> None:
    assert file.printed({"equation": "1"}).startswith("J = ")
    assert file.printed({"equation": "1", "reading": "A = A"}) == ""
    assert file.printed({"equation": "9"}) == ""
    assert file.texts({"id": "c", "reading": "a", "where": ["b", 3]}) == ["a", "b"]


@pytest.mark.parametrize(
    ("depth", "at", "admitted"), [(2, 1, True), (2, 2, False), (3, 2, True), (1, 1, False)]
)
def test_a_layout_must_have_all_layers(
    file: LayeredFile, depth: int, at: int, admitted: bool
) -> None:
    layout = Layout(depth, at, file.layers.names)
    assert file.admits(layout, file.entries[0]) == admitted
    assert file.is_whole(depth)
