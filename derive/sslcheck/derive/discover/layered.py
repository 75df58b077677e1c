"""Laws of an article about layers, found at one depth, as claims about layer ``j``."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from sslcheck.derive.discover.claims import Found, free_letter
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.expr import Expr, Relation, Sym
from sslcheck.derive.setting import Symbol
from sslcheck.derive.text.printing import relation_latex
from sslcheck.derive.traverse import map_children, walk

__all__ = ["layer_of", "of_each_layer"]

_NUMBERED = re.compile(r"(?P<base>.+?)_\{?(?P<layer>\d+)\}?")
_LETTERS = "CDKQABEFGH"


def of_each_layer(
    laws: Sequence[Found], index: str, bases: Collection[str], taken: Collection[str], depth: int
) -> list[tuple[Relation, Symbol]]:
    """Statements about layer ``index``, and the one above it, each with its constant.

    ``bases`` are the names of which there is one for each layer, ``taken`` all names of the
    article. Raises `ArticleError` for a law that does not hold of each layer, or pair of
    neighbours, of the ``depth`` at which it was found.
    """
    found: dict[str, tuple[Relation, Symbol]] = {}
    places: dict[str, set[int]] = {}
    most: dict[str, int] = {}
    used = [*taken]
    for law in laws:
        names = [part.name for part in walk(law.quantity) if isinstance(part, Sym)]
        layers = {at for each in names if (at := layer_of(each, bases)) is not None}
        low, high = min(layers, default=1), max(layers, default=0)
        name = _named(index, low)
        quantity = _renamed(law.quantity, bases, name)
        same = relation_latex(Relation(quantity, "=", law.rate))
        if same not in found:
            letter = free_letter(used, _LETTERS)
            used.append(letter)
            own = f"{letter}_{index}" if layers else letter
            rows, columns = (_called(side, bases, name) for side in law.constant.shape)
            constant = replace(law.constant, name=own, shape=(rows, columns))
            found[same] = replace(law, quantity=quantity, constant=constant).relation, constant
        places.setdefault(same, set()).add(low)
        most[same] = depth - (high - low) if layers else 1
    for same, lowest in places.items():
        if lowest != {*range(1, most[same] + 1)}:
            told = relation_latex(found[same][0])
            raise ArticleError(
                f"`{told}` was found of some layers only, at depth {depth}: it cannot be written as"
                f" a claim about layer `{index}`; write what you need of it by hand"
            )
    return [*found.values()]


def layer_of(name: str, bases: Collection[str]) -> int | None:
    """The number of the layer that a symbol or space is of; None of what is of no layer."""
    match = _NUMBERED.fullmatch(name)
    return int(match["layer"]) if match and match["base"] in bases else None


def _named(index: str, low: int) -> Callable[[int], str]:
    """What is called a layer, where the lowest is the one of the index."""

    def name(layer: int) -> str:
        return index if layer == low else f"{{{index}{layer - low:+d}}}"

    return name


def _renamed(node: Expr, bases: Collection[str], name: Callable[[int], str]) -> Expr:
    if isinstance(node, Sym):
        return Sym(_called(node.name, bases, name))
    return map_children(node, lambda part: _renamed(part, bases, name))


def _called(known: str, bases: Collection[str], name: Callable[[int], str]) -> str:
    """A symbol or space by its new name."""
    layer = layer_of(known, bases)
    return known if layer is None else f"{known.rsplit('_', 1)[0]}_{name(layer)}"
