"""What is wrong in a file: each mistake with its line, none told twice."""

from __future__ import annotations

import pytest

from sslcheck.derive.errors import ArticleError
from sslcheck.derive.reading.lines import Key
from sslcheck.derive.reading.loading import parse_toml
from sslcheck.derive.reading.mistakes import Mistakes, Rests, Source, in_order
from sslcheck.derive.text.reason import Place, of_error, raised, reason

TEXT = """\
[symbols]
W = {}
[flows.f]
equations = [
  "a",
  "b",
]
[[equation]]
number = "2"
[[claim]]
id = "c"
[[claim]]
id = 3
"""


@pytest.fixture
def source() -> Source:
    return parse_toml(TEXT, "x.toml")


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("symbols", "W"), "line 2: [symbols] W"),
        (("symbols", "V"), "line 1: [symbols] V"),
        (("flows", "f", "equations", 1), "line 6: [flows.f] equations"),
        (("equation", 0, "latex"), "line 8: equation (2) latex"),
        (("claim", 0, "kind"), "line 10: claim `c` kind"),
        (("claim", 1), "line 12: [[claim]] number 2"),
        (("roles",), "[roles]"),
        ((), "the file"),
    ],
)
def test_a_place_has_its_line_and_its_name(source: Source, path: Key, place: str) -> None:
    assert source.at(path) == place


def test_mistakes_are_told_with_their_place(source: Source) -> None:
    mistakes = Mistakes(source)
    assert not mistakes
    mistakes.tell(("symbols", "W"), "is wrong")
    assert mistakes
    assert mistakes.told == [((2, 1), reason("line 2: [symbols] W: is wrong"))]


def test_an_error_has_its_place_already(source: Source) -> None:
    mistakes = Mistakes(source)
    with mistakes.trying(("claim", 0)):
        raise ArticleError("line 11: a message")
    assert mistakes.told == [((10, 1), reason("line 11: a message"))]
    assert mistakes.cause == ""


def test_a_place_in_a_formula_stays_data(source: Source) -> None:
    mistakes = Mistakes(source)
    mistakes.tell(("claim", 0), "is wrong")
    error = raised(ArticleError, "line 1: undeclared", Place("a Q", (2, 3)))
    with mistakes.trying(("symbols", "W")):
        raise error
    assert in_order(mistakes.told)[0] == ((2, 1), of_error(error))


@pytest.mark.parametrize(
    ("value", "spot"),
    [
        (r"'\eta = b Q'", (2, 21)),
        (r'"\\eta = b Q"', (2, 22)),
        (
            """'\'\'
  c &= b \\\\
  \\eta &=   b Q'\'\'""",
            (4, 15),
        ),
        (
            """'\'\'\\eta =\r
 b Q'\'\'""",
            (3, 4),
        ),
        (r"'W Q = b, \eta = b Q'  # \eta = b Q", (2, 30)),
        (r"'\eta = b  R'", (2, 1)),  # as it is written out; what follows is another's
    ],
)
def test_a_place_in_a_formula_is_found_in_the_file(value: str, spot: tuple[int, int]) -> None:
    source = parse_toml(f"[[claim]]\nreading = {value}\nid = '\\eta = b Q'", "x.toml")
    place = Place(r"\eta = b Q", (9, 10))
    assert source.within(("claim", 0, "reading"), place) == spot


def test_what_rests_on_a_mistake_is_none_itself(source: Source) -> None:
    mistakes = Mistakes(source)
    for cause in ("first", "second"):
        with mistakes.trying(("claim", 0)):
            raise Rests(cause)
    assert (mistakes.told, mistakes.cause) == ([], "first")
    assert mistakes


def test_a_bug_is_not_a_mistake_of_the_file(source: Source) -> None:
    with pytest.raises(KeyError), Mistakes(source).trying(("claim", 0)):
        raise KeyError("x")
