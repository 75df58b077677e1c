"""The line of every key, and texts that would cost the TOML parser too much."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Iterator
from importlib import resources

import pytest

from sslcheck.derive.errors import ArticleError
from sslcheck.derive.reading.lines import Key, key_spots

TEXT = (
    r"""# a comment with [brackets] = "and signs"
a.b = 1
'c d'."e\u0066" = { x = [1, { y = 2 }], z = '''
two ' lines''' }

[t]
list = [
  "one # no comment",
  [2, 3],   # a comment
]
time = 1979-05-27T07:32:00.5Z
s = "\"quoted\" = [ \\"

[[many]]
k = 1
[many.sub]
k = 2
[[many]]
k = """
    + '"""\n""" three quotes\\""""'
    + "\n"
)


def paths(value: object, path: Key = ()) -> Iterator[Key]:
    """The path of each value in a parsed file."""
    entries: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        entries = list(value.items())
    elif isinstance(value, list):
        entries = list(enumerate(value))
    for key, inner in entries:
        yield (*path, key)
        yield from paths(inner, (*path, key))


@pytest.mark.parametrize("name", ["directpred", "two-layer"])
def test_every_key_of_a_shipped_article_has_its_line(name: str) -> None:
    file = resources.files("sslcheck.derive") / "articles" / f"{name}.toml"
    text = file.read_text(encoding="utf-8")
    spots = key_spots(text, "x")
    assert spots.keys() == set(paths(tomllib.loads(text)))
    for path, spot in spots.items():
        rest = text.splitlines()[spot.line - 1][spot.column - 1 :]
        if isinstance(path[-1], str):
            assert rest.lstrip("'\"[").startswith((path[-1], f"{path[0]}.{path[-1]}")), path


def test_every_notation_of_toml() -> None:
    text = TEXT.replace('"""\n""" three', '"""\n"" three')
    spots = key_spots(text, "x")
    assert spots.keys() == set(paths(tomllib.loads(text)))
    assert spots["c d", "ef", "x", 1, "y"] == (3, 31)
    assert spots["t", "list", 1] == (9, 3)
    assert (spots["many", 0, "sub", "k"], spots["many", 1, "k"]) == ((17, 1), (19, 1))


@pytest.mark.parametrize(
    "text",
    [
        "a." * 50_000 + "a = 1",
        "[" + "a." * 50_000 + "a]",
        "x = " + "[" * 50_000,
        "x = " + "{a = " * 20_000,
        "x = {" + "a." * 50_000 + "a = 1}",
        "\n\nx = " + "[1, " * 50_000,
    ],
)
def test_what_is_too_deep_is_refused_at_once(text: str) -> None:
    started = time.perf_counter()
    with pytest.raises(ArticleError, match=r"x.toml line [13]: nested too deeply"):
        key_spots(text, "x.toml")
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    "text", ["[", "[[", "]", "=", "x = {", "x = {,}", "x = [", "x = {[", '"""', "'", '"\\', "a b c"]
)
def test_what_is_no_toml_is_left_to_the_parser(text: str) -> None:
    assert isinstance(key_spots(text, "x"), dict)


def test_long_texts_take_time_in_proportion() -> None:
    started = time.perf_counter()
    for text in ('"""' * 30_000, "'" * 60_001, "x = 1\n" * 6_000, "x = [" + "1," * 20_000 + "]"):
        key_spots(text, "x")
    assert time.perf_counter() - started < 10
