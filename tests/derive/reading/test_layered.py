"""Articles with a table of layers."""

import pytest
from tests.derive.layered import HEAD, claim

from sslcheck.derive.errors import ArticleError
from sslcheck.derive.reading.loading import mistakes_in, parse_article
from sslcheck.derive.text.reason import plainly


def test_a_claim_has_its_instances_and_is_shown_as_printed() -> None:
    article = parse_article(HEAD + claim("W_{j+1} W_j = 0"), "deep.toml")
    (found,) = article.claims
    assert found.reading == "W_{j+1} W_j = 0"
    assert found.depths is not None
    assert not found.depths.obstacle
    said = [(one.said, one.general) for one in found.depths.instances]
    assert said[0] == ("L = 2, j = 1", False)
    assert [text for text, general in said if general] == [
        "any L, j = 1",
        "any L, j = L-1",
        "any L, j = 2",  # as elsewhere the first layer is named, and the last
        "any L, j = L-2",
        "any L, and any j inside",
    ]
    inside = found.depths.instances[-1].article
    assert inside.symbols["W_{L-1:j+2}"].role == "function"
    assert [*inside.flows] == ["descent", "far"]  # of the other one nothing is known there
    assert {"W_1", "W_2", "W_3"} <= article.symbols.keys()


@pytest.mark.parametrize(
    ("reading", "says"),
    [
        ("W_q = 0", "`q` is no index of layers"),
        ("W_9 = 0", "not all are there before depth"),
        (r"W_1 + \cdots + W_L = 0", "dots"),
        ("W_{j} Z_{j} = 0", "undeclared symbol `Z_1`"),
    ],
)
def test_what_is_wrong_with_a_claim_is_told_once(reading: str, says: str) -> None:
    (found,) = mistakes_in(HEAD + claim(reading), "deep.toml")
    assert says in found[1]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('depth = "L"', 'depth = "W"', "declared as something else"),
        ('depth = "L"', 'depth = "j"', "use two letters"),
        ('depth = "L"', "", "`depth` is missing"),
        (r"W = 'W_L \cdots W_1'", r"W = 'W_L \cdots W_q'", "`q` is no index"),
        (r"W = 'W_L \cdots W_1'", "W = 'W_j'", "stands for no layer"),
        ('step = "s"', "step = 's'\nW_L = 'W_L'", "this layer has two entries"),
    ],
)
def test_what_is_wrong_elsewhere(old: str, new: str, says: str) -> None:
    with pytest.raises(ArticleError, match=says):
        parse_article(HEAD.replace(old, new) + claim("W_1 = 0"), "deep.toml")


def test_no_layer_at_any_depth() -> None:
    (found,) = mistakes_in(HEAD + claim("W_0 = W_j"), "deep.toml")
    assert "no layer" in found[1]


PRINTED = r"""
[[equation]]
number = "2"
latex = 'W_{j+1} W_j = 0'
"""


@pytest.mark.parametrize("reading", ["W_1 = 0", "W_L = W_L", "W_j = W_j"])
def test_a_claim_may_name_an_equation_about_layers_that_are_not_there(reading: str) -> None:
    article = parse_article(HEAD + PRINTED + claim(reading, more='equation = "2"'), "deep.toml")
    (found,) = article.claims
    assert not found.refused
    assert found.equation == "2"
    assert article.equations["2"].latex == "W_{j+1} W_j = 0"
    assert found.depths is not None
    assert not any(one.claim.refused for one in found.depths.instances)


def test_the_loss_is_one_for_all_layers() -> None:
    text = HEAD.replace(r"\sum_{j=1}^{L} \|W_j\|_F^2", r"\|W_j\|_F^2")
    with pytest.raises(ArticleError, match="`j` stands for no layer"):
        parse_article(text + claim("W_1 = 0"), "deep.toml")


ROWS = r"""
[[equation]]
number = "3"
latex = '''
\begin{cases}
  \dot{a}_j = a_{j+1}, \quad j = 1, \dots, L-1 \\
  W_j = W_j
\end{cases}'''
"""


def _layers(more: str) -> list[tuple[int, int | None]]:
    """The small layouts of a claim about rows: depth, and layer."""
    text = HEAD + ROWS + f'\n[[claim]]\nid = "c"\nkind = "identity"\n{more}\n'
    (found,) = parse_article(text, "deep.toml").claims
    assert not found.refused
    assert found.depths is not None
    return [(one.layout.depth, one.layout.at) for one in found.depths.instances]


def test_a_claim_about_a_row_is_about_the_layers_of_that_row() -> None:
    first = _layers('equation = "3"\nline = 1\nflow = "near"')
    second = _layers('equation = "3"\nline = 2')
    assert (1, 1) in second
    assert {(2, 1), (3, 1), (3, 2)} <= {*first}
    assert not {(1, 1), (2, 2), (3, 3)} & {*first}
    (found,) = parse_article(
        HEAD + ROWS + '\n[[claim]]\nid = "c"\nkind = "identity"\nequation = "3"\nline = 2', "x"
    ).claims
    assert found.reading == ""
    assert plainly(found.stated) == "W_j = W_j"
