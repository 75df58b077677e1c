"""Linear maps on matrices in Kronecker form: ``vec(A W B) = (B^T kron A) vec(W)``."""

from __future__ import annotations

from dataclasses import dataclass

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import Letter, OfMatrix, Word, transposed
from sslcheck.derive.algebra.ratios import Ratio, added_up
from sslcheck.derive.calculus.traces import parts
from sslcheck.derive.errors import Unsupported

__all__ = ["KroneckerTerm", "kronecker_form"]


@dataclass(frozen=True, slots=True)
class KroneckerTerm:
    """``right^T kron left``: the map ``W -> left W right`` with ``right`` a single word."""

    left: Element
    right: Element


def kronecker_form(element: Element, name: Letter, text: str = "") -> tuple[KroneckerTerm, ...]:
    """Write ``element`` as ``sum_k left_k W right_k``, one term per distinct right factor.

    Raises `Unsupported` where a term does not have the letter ``name`` exactly once, untransposed;
    a scalar product that holds it (``u^T w``) is put back into the word. ``text`` is what messages
    call it.
    """
    alphabet = element.alphabet
    text = text or str(name)
    if not element.terms:
        return ()
    if name not in alphabet.shapes:
        raise Unsupported(f"`{text}` does not move by itself, so the flow is not linear in it")
    rows, cols = alphabet.shapes[name]
    one = alphabet.scalars.one
    pieces: list[tuple[Word, Element]] = []
    for word, coeff in _whole_words(element, name, text):
        at = [k for k, (letter, _) in enumerate(word) if letter == name]
        inside = (letter for letter, _ in word if isinstance(letter, OfMatrix))
        if any(name in letter.value.letters() for letter in inside):
            raise Unsupported(
                f"`{text}` stands in an inverse or a root, so the flow is not linear in it"
            )
        if len(at) != 1 or word[at[0]][1]:
            raise Unsupported(f"a term is not linear in `{text}`, so it has no Kronecker form")
        left, right = word[: at[0]], word[at[0] + 1 :]
        pieces.append((right, Element(alphabet, (element.shape[0], rows), {left: coeff})))
    return tuple(
        KroneckerTerm(left, Element(alphabet, (cols, element.shape[1]), {right: one}))
        for right, left in added_up(pieces).items()
    )


def _whole_words(element: Element, name: Letter, text: str) -> list[tuple[Word, Ratio]]:
    """The terms, with a 1 x 1 product that holds the letter put back where it splits off."""
    alphabet = element.alphabet
    found: list[tuple[Word, Ratio]] = []
    scalar = element.shape == ("1", "1")
    terms = {(): element.value()} if scalar else element.terms
    for word, coeff in terms.items():
        for blocks, rest in parts(coeff, lambda letter: letter == name, f"`{text}`"):
            whole = word
            if blocks:
                block = blocks[0].word
                if (name, True) in block:
                    block = transposed(block)
                spaces = [alphabet.shape(letter)[0] for letter in word]
                spaces += [alphabet.shape(letter)[1] for letter in word[-1:]]
                cut = spaces.index("1") if "1" in spaces else -1
                if not word and element.shape == ("1", "1"):
                    cut = 0
                if cut < 0 or len(blocks) > 1 or alphabet.word_shape(block) != ("1", "1"):
                    raise Unsupported(f"a term is not linear in `{text}` of the form A {text} B")
                whole = word[:cut] + block + word[cut:]
            found.append((whole, rest))
    return found
