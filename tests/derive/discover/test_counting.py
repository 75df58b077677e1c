"""Laws counted at small sizes."""

from __future__ import annotations

from tests.derive.flowing import LAYERS, flow_article, normal_of

from sslcheck.derive.discover.counting import counted, small_sizes
from sslcheck.derive.discover.orbits import Counts
from sslcheck.derive.discover.residues import Residues
from sslcheck.derive.discover.tries import Tries
from sslcheck.derive.discover.words import letters_of
from sslcheck.derive.latex import read_expression
from sslcheck.derive.text.reason import plainly

ARTICLE = flow_article(LAYERS, [r"\dot{U} = V^T R", r"\dot{V} = R U^T"])
NORMAL = normal_of(ARTICLE)


def count(laws: list[str], **sizes: int) -> tuple[Counts | None, Tries]:
    read = [NORMAL.whole(read_expression(t, NORMAL.setting.symbols, ("k",))) for t in laws]
    tries = Tries(4.0)
    found = counted(NORMAL, letters_of(NORMAL), Residues(NORMAL), read, sizes, tries)
    return found, tries


def test_laws_with_data_in_them_do_not_count() -> None:
    sizes = {"n": 2, "d": 2, "k": 2}
    assert count(["V^T V - U U^T", "V^T R U^T - U R^T V"], **sizes)[0] == Counts(sizes, 3, 3)


def test_why_nothing_is_known() -> None:
    found, tries = count(["V^T V - U U^T"], n=50, d=50, k=50)
    assert found is None
    assert plainly(tries.notes[0]).startswith("how many there can be is not known: ")


def test_sizes_go_by_turns_and_what_is_to_be_large_is() -> None:
    assert small_sizes(ARTICLE, NORMAL.setting) == {"n": 2, "d": 3, "k": 2}
    more = '[hypotheses.wide]\ntext = "wide"\nat_least = [["k", "d"]]'
    wide = flow_article(LAYERS, [r"\dot{U} = V^T R", r"\dot{V} = R U^T"], more)
    from sslcheck.derive.article.derivation import Derivation

    setting = Derivation(wide).setting(("wide",), "f", holds="along")
    assert small_sizes(wide, setting) == {"n": 2, "d": 3, "k": 3}
