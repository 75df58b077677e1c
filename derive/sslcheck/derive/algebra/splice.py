"""Products of vectors written back into words: ``(w^T C w) w`` as ``w w^T C w``.

The normal form keeps a 1 x 1 product as a coefficient. What goes through words one by one, such as
a kernel, multiplies the vectors where the word passes through the space of dimension 1.
"""

from __future__ import annotations

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import TraceOf, Word
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.words import Alphabet
from sslcheck.derive.errors import Unsupported

__all__ = ["spliced"]


def spliced(element: Element) -> Element:
    """The element without products in coefficients; `Unsupported` where a word has no room."""
    if not element.has_products():
        return element
    alphabet = element.alphabet
    total = alphabet.zero(element.shape)
    pending = list(element.terms.items())
    while pending:
        word, coeff = pending.pop()
        products = [name for name in coeff.free() if isinstance(name, TraceOf)]
        product = min(products, key=repr, default=None)
        if product is None:
            total = total + Element(alphabet, element.shape, {word: coeff})
            continue
        for power, rest in _powers(coeff, product).items():
            pending.append((_inserted(alphabet, word, product, power), rest))
    return total


def _powers(coeff: Ratio, product: TraceOf) -> dict[int, Ratio]:
    try:
        return coeff.coefficients(product)
    except ValueError:
        raise Unsupported("a division by a product of vectors beside a matrix") from None


def _inserted(alphabet: Alphabet, word: Word, product: TraceOf, power: int) -> Word:
    """The word with a 1 x 1 product at the first place where it passes through dimension 1."""
    if not power:
        return word
    turns = [k for k, letter in enumerate(product.word) if alphabet.shape(letter)[0] == "1"]
    places = [k for k, letter in enumerate(word) if alphabet.shape(letter)[0] == "1"]
    if word and alphabet.shape(word[-1])[1] == "1":
        places.append(len(word))
    if not turns or not places:
        raise Unsupported("products of traces, or a trace beside a matrix")
    turned = product.word[turns[0] :] + product.word[: turns[0]]
    return alphabet.reduce((*word[: places[0]], *(turned * power), *word[places[0] :]))
