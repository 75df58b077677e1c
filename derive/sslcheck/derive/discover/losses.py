"""Which laws hold for every loss: with any function of time in place of the gradient.

Layers of one product move as ``left^T G right^T`` with one ``G``, the gradient with respect to the
product, beside what is their own, as weight decay. What is conserved whatever ``G(t)`` is needs
nothing of the loss or of the data (Marcotte, Gribonval, Peyré, arXiv:2307.00144).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import Letter, Word, transposed
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.discover.claims import Found, free_letter
from sslcheck.derive.discover.words import Letters
from sslcheck.derive.expr import Dot, Expr, Prod, Relation, Sym, Transpose, summed
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.reduce.proof import prove
from sslcheck.derive.setting import Setting, Symbol

__all__ = ["AnyLoss", "every_loss"]

_Core = frozenset[tuple[Word, object]]


@dataclass(frozen=True, slots=True)
class AnyLoss:
    """``letter`` (t) stands for ``gradient``; ``holds`` says of each law whether it does then."""

    letter: str
    gradient: Expr
    holds: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """The rate of a state as ``own + factor * before core after``, the core transposed or not."""

    before: Word
    after: Word
    factor: Ratio
    turned: bool
    core: Mapping[Word, Ratio]


def every_loss(
    scene: Derivation, normal: NormalForm, letters: Letters, laws: Sequence[Found]
) -> AnyLoss | None:
    """Which laws of a flow hold for every loss, by both routes; None where it has no gradient that
    two states share.

    Raises `RouteDisagreement` where the routes differ.
    """
    found = _shared(normal, letters)
    if found is None:
        return None
    core, places = found
    alphabet, setting = normal.alphabet, normal.setting
    first = next(iter(places.values()))
    shape = alphabet.word_shape(next(iter(first.core)))
    letter = free_letter(setting.symbols, "GHMKQ")
    rates = {n: _rate(normal, n, place, letter) for n, place in places.items()}
    symbols = {**setting.symbols, letter: Symbol(letter, shape, role="function")}
    other = replace(setting, symbols=symbols, flow={**setting.flow, **rates})
    holds = tuple(_holds(scene, other, law) for law in laws)
    return AnyLoss(letter, normal.expr(Element(alphabet, shape, dict(core))), holds)


def _holds(scene: Derivation, setting: Setting, law: Found) -> bool:
    said = Relation(Dot(law.quantity), "=", Prod((law.rate, law.quantity)))
    if not NormalForm(setting, scene.scalars).holds(said):
        return False
    prove(scene, said, setting)
    return True


def _rate(normal: NormalForm, state: Letter, place: _Place, letter: str) -> Expr:
    """The rate of a state with a letter for the core."""
    alphabet, own = normal.alphabet, normal.whole_rate(normal.alphabet.letter(state))
    own = Element(alphabet, own.shape, {w: c for w, c in own.terms.items() if w == _alone(state)})
    parts = [] if own.is_zero() else [normal.expr(own)]
    gradient: Expr = Transpose(Sym(letter)) if place.turned else Sym(letter)
    before, after = ([_product(normal, w)] if w else [] for w in (place.before, place.after))
    factor = normal.expr(alphabet.scalar(place.factor))
    parts.append(Prod((factor, *before, gradient, *after)))
    return summed(parts)


def _product(normal: NormalForm, word: Word) -> Expr:
    alphabet = normal.alphabet
    return normal.expr(Element(alphabet, alphabet.word_shape(word), {word: normal.scalars.one}))


def _alone(state: Letter) -> Word:
    return ((state, False),)


def _shared(
    normal: NormalForm, letters: Letters
) -> tuple[Mapping[Word, Ratio], dict[str, _Place]] | None:
    """The largest core that most states share, and where it stands in their rates."""
    found: dict[_Core, dict[str, _Place]] = {}
    for state in letters.states:
        rate = normal.whole_rate(normal.alphabet.letter(state))
        rest = {w: c for w, c in rate.terms.items() if w != _alone(state)}
        for key, place in _places(normal, rest):
            (word, *_), marks = place.core, normal.alphabet.properties
            name = word[0][0]
            if len(place.core) == len(word) == 1 and (name in letters.states or marks.get(name)):
                continue  # a state is no gradient, nor what is declared to be diagonal and the like
            found.setdefault(key, {}).setdefault(str(state), place)
    shared = [places for places in found.values() if len(places) > 1]
    if not shared:
        return None
    best = max(shared, key=lambda places: (len(places), _size(places)))
    return next(iter(best.values())).core, best


def _size(places: Mapping[str, _Place]) -> int:
    return sum(map(len, next(iter(places.values())).core))


def _places(normal: NormalForm, rest: Mapping[Word, Ratio]) -> Iterator[tuple[_Core, _Place]]:
    """All ways to read a sum as one product with a core."""
    if not rest:
        return
    words = [*rest]
    shortest = min(map(len, words))
    most = [
        sum(1 for _ in takewhile(_same, zip(*each, strict=False)))
        for each in (words, [word[::-1] for word in words])
    ]
    for start in range(most[0] + 1):
        for stop in range(min(most[1], shortest - 1 - start) + 1):
            core = {word[start : len(word) - stop]: c for word, c in rest.items()}
            before, after = words[0][:start], words[0][len(words[0]) - stop :]
            yield _normalised(normal, core, before, after)


def _same(letters: tuple[object, ...]) -> bool:
    return len(set(letters)) == 1


def _normalised(
    normal: NormalForm, core: Mapping[Word, Ratio], before: Word, after: Word
) -> tuple[_Core, _Place]:
    """A core in the orientation that comes first, its first coefficient 1."""
    mirrored = {normal.alphabet.reduce(transposed(word)): c for word, c in core.items()}
    turned = min(mirrored) < min(core)
    chosen = mirrored if turned else core
    factor = chosen[min(chosen)]
    scaled = {word: (c / factor).cancelled() for word, c in chosen.items()}
    key = frozenset((word, c.key()) for word, c in scaled.items())
    return key, _Place(before, after, factor, turned, scaled)
