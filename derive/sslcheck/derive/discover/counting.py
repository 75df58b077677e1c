"""The laws that are proved, counted at small sizes against all that there can be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.article.article import Article
from sslcheck.derive.discover.orbits import Counts, Orbits
from sslcheck.derive.discover.residues import Residues
from sslcheck.derive.discover.tries import Tries
from sslcheck.derive.discover.words import Letters
from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting

__all__ = ["counted", "small_sizes"]


def counted(
    normal: NormalForm,
    letters: Letters,
    residues: Residues,
    proved: Iterable[Element],
    sizes: Mapping[str, int],
    tries: Tries,
) -> Counts | None:
    """How many of the laws are independent, and how many there are at most.

    Those with data in them do not count: the bound is on functions of the states and of time that
    are conserved whatever the data.
    """
    data = {*letters.data}
    plain = [element for element in proved if data.isdisjoint(element.letters())]
    return tries.of(
        "how many there can be is not known: ",
        lambda: Orbits(normal, letters, residues, sizes).counts(plain, tries.budget / 2),
        (SslcheckError,),
    )


def small_sizes(article: Article, setting: Setting) -> dict[str, int]:
    """Two and three by turns, and what is to be at least as large as another so."""
    sizes: dict[str, int] = {}
    for k, space in enumerate(article.spaces):
        sizes[setting.space(space)] = 2 + k % 2
    for larger, least in setting.at_least:
        one, two = setting.space(larger), setting.space(least)
        if "1" not in (one, two) and one in sizes and two in sizes:
            sizes[one] = max(sizes[one], sizes[two])
    return {space: sizes[setting.space(space)] for space in article.spaces}
