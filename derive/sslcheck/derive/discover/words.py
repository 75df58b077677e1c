"""What quantities are made of: the letters of a flow, and all products of them up to a length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sslcheck.derive.algebra.cycles import expanded
from sslcheck.derive.algebra.letters import Letter, Word
from sslcheck.derive.algebra.words import Alphabet
from sslcheck.derive.errors import TooLarge
from sslcheck.derive.expr import Sym
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting

__all__ = ["Letters", "letters_of", "products"]

_MOST = 40_000
"""Products of a length: the rates of more of them take gigabytes."""


@dataclass(frozen=True, slots=True)
class Letters:
    """The matrices that a flow moves, the scalars that it moves, and the data beside them.

    ``left`` names states of which nothing is made here: something else stands for them.
    """

    states: tuple[Letter, ...]
    scalars: tuple[Letter, ...]
    data: tuple[Letter, ...]
    left: tuple[str, ...] = ()


def letters_of(normal: NormalForm) -> Letters:
    """The letters of a setting's flow."""
    setting = normal.setting
    states: list[Letter] = []
    scalars: list[Letter] = []
    left: list[str] = []
    data: set[Letter] = set()
    for name, rate in setting.flow.items():
        if normal.symbols.stands_for(name) is not None:
            left.append(name)
            continue
        data |= {n for n in normal.whole(rate).letters() if _is_data(setting, n)}
        whole = normal.whole(Sym(name))
        if setting.symbols[name].scalar:
            scalars.append(name)
        elif whole.terms.keys() == {((name, False),)}:
            states.append(name)
        else:
            left.append(name)
    ordered = tuple(n for n in setting.symbols if n in data)
    return Letters(tuple(states), tuple(scalars), ordered, tuple(left))


def _is_data(setting: Setting, letter: Letter) -> bool:
    symbol = setting.symbols.get(letter) if isinstance(letter, str) else None
    return symbol is not None and symbol.role == "parameter" and not symbol.index


def products(alphabet: Alphabet, letters: Iterable[Letter], most: int) -> Iterator[list[Word]]:
    """The words of 1, 2, ... ``most`` letters, each transposed or not, in normal form.

    A word that holds a 1 x 1 product, or that a relation makes a sum of others, is none of them.
    Raises `TooLarge` where there are too many.
    """
    single = {alphabet.reduce([(n, flipped)]) for n in letters for flipped in (False, True)}
    steps = sorted(single)
    last = steps
    for length in range(1, most + 1):
        yield last
        grown: dict[Word, None] = {}
        for word in last if length < most else ():
            cols = alphabet.shape(word[-1])[1]
            for (letter,) in steps:
                if alphabet.shape(letter)[0] == cols:
                    longer = alphabet.reduce((*word, letter))
                    if len(longer) > length and expanded(alphabet, longer).keys() == {longer}:
                        grown[longer] = None
            if len(grown) > _MOST:
                raise TooLarge(f"more than {_MOST} products of {length + 1} letters")
        last = [*grown]
