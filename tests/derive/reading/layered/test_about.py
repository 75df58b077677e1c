"""What claims are about, and those that are about no layer."""

from __future__ import annotations

import pytest
from tests.derive.layered import HEAD, claim

from sslcheck.derive.reading.loading import mistakes_in, parse_article
from sslcheck.derive.text.reason import plainly


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


def test_no_layer_at_any_depth() -> None:
    (found,) = mistakes_in(HEAD + claim("W_0 = W_j"), "deep.toml")
    assert "no layer" in found[1]


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
