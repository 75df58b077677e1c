"""Gram matrices of a flow's states: a closed set of products without the space of the inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sslcheck.derive.algebra.letters import ExpOf, Letter, LogOf, RootOf, SizeOf, TraceOf
from sslcheck.derive.algebra.rebuild import letter_expr
from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.algebra.words import TRACE, Alphabet, Element, Word
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Dot, Expr, Relation, Sym
from sslcheck.derive.models.model import Model, Structure, full_model
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.reduce.proof import prove
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.text.printing import to_text

__all__ = ["gram_model"]

_MOST_PRODUCTS = 12
"""A set that has grown beyond this does not close: every derivative brings new words."""


def gram_model(
    scene: Derivation, flow: str, structure: Mapping[str, Structure], hidden: str = ""
) -> Model | None:
    """The smallest closed set of products that no longer has the space ``hidden``, that of the data
    if none is named.

    For isotropic data and (2): ``W_p, W W^T, W_a W^T, W_a W_a^T``, n x n instead of n x d. Every
    closing identity is proved by the normal form and re-evaluated by the exact route, which raises
    `RouteDisagreement` where it fails. None where no set closes.
    """
    full = full_model(scene, flow, structure)
    if any(kind != "isotropic" for kind in structure.values()) or full.rates.keys() - full.states:
        return None
    for name in structure:
        hidden = hidden or scene.article.symbols[name].shape[1]
    search = _Closure(NormalForm(full.setting, scene.scalars), full, hidden)
    if not search.closes():
        return None
    symbols = {n: s for n, s in full.setting.symbols.items() if s.scalar}
    symbols |= search.symbols
    made = {n: p for n, p in search.products.items() if n not in full.states}
    named = {n: replace(search.symbols[n], role="parameter") for n in made}
    expanded = replace(full.setting, definitions=made, symbols={**full.setting.symbols, **named})
    proof = tuple(
        Relation(Dot(product), "=", search.rates[name]) for name, product in search.products.items()
    )
    for relation in proof:
        prove(scene, relation, expanded)
    return Model(
        "gram",
        f"Gram matrices of the {full.title}",
        Setting(symbols=symbols, flow=search.rates),
        search.products,
        search.rates,
        full.data,
        full.structure,
        proof,
        search.express,
    )


class _Closure:
    """Grows a set of products until their derivatives stay inside it, or it is too large."""

    def __init__(self, normal: NormalForm, full: Model, hidden: str) -> None:
        self.normal = normal
        self.hidden = hidden
        self._closed = False
        self._possible = True
        self.products: dict[str, Expr] = {}
        self.rates: dict[str, Expr] = {}
        self.symbols: dict[str, Symbol] = {}
        self._elements: dict[str, Element] = {}
        self._names: dict[Word, tuple[str, bool]] = {}
        for state in full.states:
            symbol = full.setting.symbols[state]
            if hidden not in symbol.shape:
                self._letter(((state, False),))
            elif symbol.shape == (hidden, hidden) or "1" in symbol.shape:
                self._possible = False  # no product of it is a matrix without the hidden space
            else:
                turned = symbol.shape[0] == hidden
                self._letter(((state, turned), (state, not turned)))

    def closes(self) -> bool:
        """Whether the set closes; fills ``products`` and ``rates``."""
        pending = list(self._elements) if self._possible else []
        while pending:
            name = pending.pop(0)
            before = set(self._elements)
            self.rates[name] = self._reduced(self.normal.whole_rate(self._elements[name]))
            if len(self._elements) > _MOST_PRODUCTS:
                return False
            pending.extend(n for n in self._elements if n not in before)
        self._closed = True
        return self._possible and bool(self.products)

    def express(self, quantity: Expr) -> Expr:
        """A quantity of the article in the letters of the closed set.

        Raises `Unsupported` where the set does not fix it.
        """
        written = self.normal.whole(quantity)
        element = self.normal.whole(self.normal.expr(written))  # without stop-gradients
        if self.hidden in written.shape:
            raise Unsupported(
                f"`{to_text(quantity)}` has the shape {' x '.join(written.shape)}, and the Gram"
                f" matrices leave the space `{self.hidden}` out; take the full model"
            )
        return self._reduced(element)

    def _reduced(self, element: Element) -> Expr:
        """An element with every passage through the hidden space replaced by its Gram matrix."""
        alphabet = Alphabet(self.normal.scalars)
        words = {word: self._rewritten(word) for word in element.terms}
        terms = {words[w]: self._coefficient(c, alphabet) for w, c in element.terms.items()}
        for known, symbol in self.symbols.items():
            alphabet.shapes[known] = symbol.shape
            alphabet.properties[known] = symbol.properties
        return self.normal.expr(Element(alphabet, element.shape, terms))

    def _coefficient(self, value: Ratio, alphabet: Alphabet) -> Ratio:
        """A coefficient with its traces, those under roots and the like too, over the letters."""
        found: dict[Letter, Ratio] = {}
        for letter in value.ordered():
            if isinstance(letter, TraceOf):
                word = self._rewritten((TRACE, *letter.word))
                found[letter] = alphabet.scalars.letter(TraceOf(word[1:]))
            elif isinstance(letter, RootOf | ExpOf | LogOf):
                inside = self._coefficient(letter.value, alphabet)
                found[letter] = self.normal.functions.again(letter, inside)
            elif not isinstance(letter, str | SizeOf):
                raise Unsupported(f"`{to_text(letter_expr(letter))}` beside Gram matrices")
        return value.substitute(found)

    def _rewritten(self, word: Word) -> Word:
        if word[:1] == (TRACE,):
            return (TRACE, *self._rewritten(self._opened(word[1:])))
        result: list[tuple[str, bool]] = []
        passage: list[tuple[str, bool]] = []
        for letter in word:
            if not isinstance(letter[0], str):
                raise Unsupported(f"`{to_text(letter_expr(letter[0]))}` beside Gram matrices")
            passage.append(letter)
            if self.normal.alphabet.shape(letter)[1] != self.hidden:
                result.append(self._letter(tuple(passage)))
                passage = []
        return tuple(result)

    def _opened(self, cycle: Word) -> Word:
        """A cyclic word, rotated so that no passage through the hidden space is cut."""
        for at, letter in enumerate(cycle):
            if self.normal.alphabet.shape(letter)[0] != self.hidden:
                return cycle[at:] + cycle[:at]
        raise Unsupported(f"a trace over the space `{self.hidden}` alone is no function of states")

    def _called(self, product: Expr) -> str:
        """The text of a product, or more of it where two have the same."""
        name = to_text(product)
        while name in self.products or name in self.normal.setting.symbols:
            name += "'"
        return name

    def _letter(self, word: Word) -> tuple[str, bool]:
        """The letter that stands for a product of letters, made if it is new and may be made."""
        alphabet = self.normal.alphabet
        if word in self._names:
            return self._names[word]
        for name, _ in word:
            self.normal.element(Sym(name))
        turned = alphabet.reduce((n, not t) for n, t in reversed(word))
        if turned != word and turned < word:
            name, transposed = self._letter(turned)
            self._names[word] = (name, not transposed)
            return self._names[word]
        shape = (alphabet.shape(word[0])[0], alphabet.shape(word[-1])[1])
        element = Element(alphabet, shape, {word: alphabet.scalars.one})
        product = self.normal.expr(element)
        name = self._called(product) if len(word) > 1 else word[0][0]
        if self._closed:
            raise Unsupported(
                f"`{name}` is not fixed by the states of the reduced model,"
                f" {', '.join(f'`{n}`' for n in self.products)}; take the full model"
            )
        marks = frozenset({"symmetric"}) if turned == word else frozenset[str]()
        self._names[word] = (name, False)
        self._elements[name] = element
        self.products[name] = product
        self.symbols[name] = Symbol(name, shape, marks, role="function")
        return self._names[word]
