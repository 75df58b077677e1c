"""Words solved for a letter in them."""

from __future__ import annotations

from tests.derive.algebra.spelt import alphabet, word
from tests.derive.forming import normal_form, side

from sslcheck.derive.algebra.rewriting import solved


def test_a_word_in_which_nothing_is_to_be_solved() -> None:
    assert solved(alphabet(), word("A B A'")) is None


def test_a_sum_beside_its_inverse_on_either_side() -> None:
    normal = normal_form()
    normal.whole(side("(S + c I)^{-1}"))
    alphabet_, inverse = normal.alphabet, (next(iter(normal.alphabet.leading)), False)
    c = normal.scalars.letter("c")
    for there, left in ((word("S"), True), (word("S"), False)):
        whole = (*there, inverse) if left else (inverse, *there)
        found = dict(solved(alphabet_, whole) or [])
        assert found.keys() == {(), (inverse,)}
        assert (found[inverse,] + c).is_zero()
    assert solved(alphabet_, (*word("A"), inverse)) is None


def test_a_root_beside_itself() -> None:
    normal = normal_form()
    normal.whole(side("S^{1/2}"))
    (root,) = normal.alphabet.rewrites
    found = solved(normal.alphabet, (*word("A"), (root, False), (root, False)))
    assert found is not None
    assert [each for each, _ in found] == [word("A S")]
