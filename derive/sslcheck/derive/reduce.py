"""Exact reductions of a flow: smaller closed systems, found by search and proved.

A set of products of the states is closed when its time derivatives can be written in the set
itself. `gram_model` searches for one that leaves out the largest space; `modal_model` tries states
that are diagonal in common bases. Both return None where the flow does not close.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sslcheck.derive.algebra.words import Alphabet, Element, Word
from sslcheck.derive.article import Flow, Hypothesis
from sslcheck.derive.decide.finding import Check
from sslcheck.derive.decide.routes import Judge
from sslcheck.derive.decide.scene import Scene
from sslcheck.derive.emit.model import Model, full_model
from sslcheck.derive.emit.plan import Structure
from sslcheck.derive.errors import ArticleError, RouteDisagreement, Unsupported
from sslcheck.derive.expr import Diag, Dot, Expr, Prod, Relation, Sym, Transpose
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.printing import relation_latex, to_text
from sslcheck.derive.setting import Setting, Symbol

__all__ = ["gram_model", "modal_model"]

_MOST_PRODUCTS = 12
"""A set that has grown beyond this does not close: every derivative brings new words."""


def gram_model(
    scene: Scene, flow: str, structure: Mapping[str, Structure], hidden: str = "d"
) -> Model | None:
    """The smallest closed set of products that no longer has the space ``hidden``.

    For isotropic data and (2): ``W_p, W W^T, W_a W^T, W_a W_a^T``, n x n instead of n x d. Every
    closing identity is proved by the normal form and re-evaluated by the exact route.
    """
    full = full_model(scene, flow, structure)
    if any(kind != "isotropic" for kind in structure.values()):
        return None
    normal = NormalForm(full.setting, scene.scalars)
    search = _Closure(normal, full, hidden)
    if not search.closes():
        return None
    symbols = {n: s for n, s in full.setting.symbols.items() if s.scalar}
    symbols |= search.symbols
    setting = Setting(symbols=symbols, flow=search.rates)
    made = {n: p for n, p in search.products.items() if n not in full.states}
    named = {n: replace(search.symbols[n], role="parameter") for n in made}
    expanded = replace(full.setting, definitions=made, symbols={**full.setting.symbols, **named})
    proof = tuple(
        Relation(Dot(product), "=", search.rates[name]) for name, product in search.products.items()
    )
    for relation in proof:
        _prove(scene, relation, expanded)
    return Model(
        "gram",
        f"Gram matrices of the {full.title}",
        setting,
        search.products,
        search.rates,
        full.data,
        full.structure,
        proof,
    )


class _Closure:
    """Grows a set of products until their derivatives stay inside it, or it is too large."""

    def __init__(self, normal: NormalForm, full: Model, hidden: str) -> None:
        self.normal = normal
        self.hidden = hidden
        self.products: dict[str, Expr] = {}
        self.rates: dict[str, Expr] = {}
        self.symbols: dict[str, Symbol] = {}
        self._elements: dict[str, Element] = {}
        self._names: dict[Word, tuple[str, bool]] = {}
        for state in full.states:
            symbol = full.setting.symbols[state]
            if hidden not in symbol.shape:
                self._add(((state, False),))
            elif symbol.shape[1] == hidden:
                self._add(((state, False), (state, True)))

    def closes(self) -> bool:
        """Whether the set closes; fills ``products`` and ``rates``."""
        pending = list(self._elements)
        while pending:
            name = pending.pop(0)
            moved = self.normal.rate(self._elements[name])
            before = set(self._elements)
            terms = {}
            for word, coeff in moved.terms.items():
                terms[self._rewritten(word)] = coeff
            if len(self._elements) > _MOST_PRODUCTS:
                return False
            alphabet = Alphabet(self.normal.scalars)
            for known, symbol in self.symbols.items():
                alphabet.shapes[known] = symbol.shape
                alphabet.properties[known] = symbol.properties
            reduced = Element(alphabet, moved.shape, terms)
            self.rates[name] = self.normal.expr(reduced)
            pending.extend(n for n in self._elements if n not in before)
        return bool(self.products)

    def _rewritten(self, word: Word) -> Word:
        """A word with every passage through the hidden space replaced by its Gram matrix."""
        result: list[tuple[str, bool]] = []
        passage: list[tuple[str, bool]] = []
        for letter in word:
            passage.append(letter)
            if self.normal.alphabet.shape(letter)[1] != self.hidden:
                result.append(self._add(tuple(passage)))
                passage = []
        return tuple(result)

    def _add(self, word: Word) -> tuple[str, bool]:
        """The letter that stands for a product of letters, made now if it is new."""
        alphabet = self.normal.alphabet
        if word not in self._names:
            for name, _ in word:
                self.normal.element(Sym(name))
            turned = alphabet.reduce((n, not t) for n, t in reversed(word))
            if turned != word and turned < word:
                name, transposed = self._add(turned)
                self._names[word] = (name, not transposed)
                return self._names[word]
            shape = (alphabet.shape(word[0])[0], alphabet.shape(word[-1])[1])
            element = Element(alphabet, shape, {word: alphabet.scalars.one})
            product = self.normal.expr(element)
            name = to_text(product) if len(word) > 1 else word[0][0]
            marks = frozenset({"symmetric"}) if turned == word else frozenset[str]()
            self._names[word] = (name, False)
            self._elements[name] = element
            self.products[name] = product
            self.symbols[name] = Symbol(name, shape, marks, role="function")
        return self._names[word]


def modal_model(scene: Scene, flow: str, data: tuple[str, ...], modes: str = "n") -> Model | None:
    """The flow on states that are diagonal in common orthonormal bases, mode by mode.

    With one basis ``Q_s`` (its columns orthonormal, as many as ``modes``) for each space s, every
    state is ``Q_r diag(q) Q_c^T`` and every data matrix M has ``M Q = Q diag(M_j)``. What the data
    are outside the basis must not matter: each data letter has to stand beside a state. None where
    such states do not stay such.
    """
    article = scene.article
    derived = scene.flow(flow)
    states = [s for s in derived.rates if not article.symbols[s].scalar]
    if not states or not _beside_states(scene, flow, states, data):
        return None
    spaces = {s: None for name in (*states, *data) for s in article.symbols[name].shape}
    symbols = dict(article.symbols)
    for space in spaces:
        marks = frozenset({"orthonormal"})
        symbols[_basis(space)] = Symbol(_basis(space), (space, modes), marks)
    entries = {s: _mode_name(scene, s) for s in states}
    entries |= {m: f"{m}_j" for m in data}
    for name, entry in entries.items():
        role, sign = ("state", "real") if name in states else ("parameter", "nonnegative")
        symbols[entry] = Symbol(entry, sign=sign, role=role, index="j")  # type: ignore[arg-type]
    lets: dict[str, Expr] = {}
    for name, entry in entries.items():
        rows, cols = article.symbols[name].shape
        left, right = Sym(_basis(rows)), Transpose(Sym(_basis(cols)))
        lets[name] = Prod((left, Diag(Sym(entry), modes), right))
    hypothesis = Hypothesis(
        "common bases",
        "every state and every data matrix is diagonal in common orthonormal bases",
        lets,
        at_least=tuple((s, modes) for s in spaces if s != modes),
    )
    restricted = Flow(
        "modes",
        hypothesis.text,
        base=flow,
        on=(hypothesis.name,),
        states=tuple(entries[s] for s in states),
    )
    aligned = replace(
        article,
        symbols=symbols,
        hypotheses={hypothesis.name: hypothesis},
        flows={**article.flows, restricted.name: restricted},
    )
    small = Scene(aligned)
    try:
        found = small.flow(restricted.name)
    except (ArticleError, Unsupported):
        return None
    rates = {entries[s]: found.rates[entries[s]] for s in states}
    setting = Setting(symbols={n: s for n, s in symbols.items() if s.scalar}, flow=rates)
    where = small.setting((hypothesis.name,), flow)
    where = replace(where, flow=rates)
    proof = tuple(Relation(Dot(lets[s]), "=", derived.rates[s]) for s in states)
    for relation in proof:
        _prove(small, relation, where)
    return Model(
        "modal",
        f"modes of the flow `{flow}` of {article.name}",
        setting,
        {entries[s]: lets[s] for s in states},
        rates,
        tuple(entries[m] for m in data),
        dict.fromkeys((entries[m] for m in data), "diagonal"),
        proof,
    )


def _basis(space: str) -> str:
    return f"Q_{space}"


def _mode_name(scene: Scene, state: str) -> str:
    """What the article itself calls the entries of a state in its basis, or ``state_j``."""
    for hypothesis in scene.article.hypotheses.values():
        match hypothesis.lets.get(state):
            case Prod(factors=(_, Diag(entry=Sym(name=name)), _)):
                return name
    return f"{state}_j"


def _beside_states(scene: Scene, flow: str, states: list[str], data: tuple[str, ...]) -> bool:
    """Whether every data letter in the flow has a state beside it, whose basis then suffices."""
    normal = scene.normal(scene.setting((), flow))
    for state in states:
        for word in normal.element(scene.flow(flow).rates[state]).terms:
            names = [name for name, _ in word]
            for at, name in enumerate(names):
                near = names[max(at - 1, 0) : at] + names[at + 1 : at + 2]
                if name in data and not set(near) & set(states):
                    return False
    return True


def _prove(scene: Scene, relation: Relation, setting: Setting) -> None:
    """Both routes on an identity that the reduction rests on; raises where they do not agree."""
    if not NormalForm(setting, scene.scalars).holds(relation):
        raise RouteDisagreement(
            f"a reduction does not close: {relation_latex(relation)}; this is a bug of the checker"
        )
    if not Judge(scene).holds(Check(relation, setting)):
        raise RouteDisagreement(
            f"a reduction is false at an exact point: {relation_latex(relation)}; this is a bug of"
            " the checker"
        )
