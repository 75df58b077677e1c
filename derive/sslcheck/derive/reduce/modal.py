"""A flow on states that are diagonal in common bases: a few scalars for each mode."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from sslcheck.derive.algebra import letters as lt
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.rebuild import ratio_expr
from sslcheck.derive.article.article import Article, Flow, Hypothesis
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.expr import Diag, Dot, Expr, Prod, Relation, Sym, Transpose
from sslcheck.derive.models.model import Model
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.reduce.proof import prove
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.text.printing import to_text
from sslcheck.derive.text.reason import reason

__all__ = ["modal_model", "space_of_modes"]


@lru_cache(32)  # of one derivation, asked for by each run and each law
def modal_model(scene: Derivation, flow: str, data: tuple[str, ...]) -> Model | None:
    """The flow on states that are diagonal in common orthonormal bases, mode by mode.

    With one basis ``Q_s`` for each space s (its columns orthonormal, as many as the space that the
    states have most often has dimensions), every state is ``Q_r diag(q) Q_c^T`` and every data
    matrix M has ``M Q = Q diag(M_j)``. What the data are outside the basis must not matter: each
    data letter has to stand beside a state. None where such states do not stay such, and of
    vectors. Both routes prove the rates, or `RouteDisagreement` is raised.
    """
    article = scene.article
    derived = scene.flow(flow)
    states = [s for s in derived.rates if not article.symbols[s].scalar]
    plain = scene.normal(scene.setting((), flow))
    rated = [plain.whole(derived.rates[s]) for s in states]
    sides = {side for name in (*states, *data) for side in article.symbols[name].shape}
    if not states or "1" in sides or not all(_beside_states(e, {*states}, {*data}) for e in rated):
        return None
    modes = space_of_modes(article, states)
    index = _index(article, modes)
    entries = _entries(scene, states, data, index)
    aligned, hypothesis = _aligned(scene, entries, states, modes, index)
    restricted = Flow(
        "modes",
        hypothesis.text,
        base=flow,
        on=(hypothesis.name,),
        states=tuple(entries[s] for s in states),
    )
    small = Derivation(replace(aligned, flows={**article.flows, restricted.name: restricted}))
    try:
        found = small.flow(restricted.name)
    except (ArticleError, Unsupported):
        return None
    rates = {entries[s]: found.rates[entries[s]] for s in states}
    where = replace(small.setting((hypothesis.name,), flow, holds="along"), flow=rates)
    proof = tuple(Relation(Dot(hypothesis.lets[s]), "=", derived.rates[s]) for s in states)
    try:
        for relation in proof:
            prove(small, relation, where)
    except Unsupported:  # a route cannot say: then nothing is proved
        return None
    aligned_form = NormalForm(where, small.scalars)
    reader = _Modes(plain, aligned_form, {*states}, {*data}, modes, index)
    return Model(
        "modal",
        f"modes of the flow `{flow}` of {article.name}",
        Setting(symbols={n: s for n, s in aligned.symbols.items() if s.scalar}, flow=rates),
        {entries[s]: hypothesis.lets[s] for s in states},
        rates,
        tuple(entries[m] for m in data),
        dict.fromkeys((entries[m] for m in data), "diagonal"),
        proof,
        reader.express,
        entries,
        modes,
    )


def _aligned(
    scene: Derivation, entries: dict[str, str], states: list[str], modes: str, index: str
) -> tuple[Article, Hypothesis]:
    """The article with bases and entries of the modes, and the hypothesis that they exist."""
    article = scene.article
    spaces = dict.fromkeys(s for name in entries for s in article.symbols[name].shape)
    symbols = dict(article.symbols)
    for space in spaces:
        symbols[_basis(space)] = Symbol(_basis(space), (space, modes), frozenset({"orthonormal"}))
    lets: dict[str, Expr] = {}
    for name, entry in entries.items():
        if name in states:
            symbols[entry] = Symbol(entry, role="state", index=index)
        else:
            psd = "psd" in article.symbols[name].properties
            symbols[entry] = Symbol(entry, sign="nonnegative" if psd else "real", index=index)
        rows, cols = article.symbols[name].shape
        lets[name] = _in_bases(Diag(Sym(entry), index, modes), rows, cols)
    hypothesis = Hypothesis(
        "common bases",
        reason("every state and every data matrix is diagonal in common orthonormal bases"),
        lets,
        at_least=tuple((s, modes) for s in spaces if s != modes),
    )
    return replace(article, symbols=symbols, hypotheses={hypothesis.name: hypothesis}), hypothesis


@dataclass(frozen=True, slots=True)
class _Modes:
    """Reads quantities of the article mode by mode.

    ``plain`` reads them as the article writes them, ``aligned`` in the common bases.
    """

    plain: NormalForm
    aligned: NormalForm
    states: Set[str]
    data: Set[str]
    modes: str
    index: str

    def express(self, quantity: Expr) -> Expr:
        """The entry of a mode where the quantity is ``Q_r diag(q) Q_c^T``.

        Of a trace, the summand of a mode. Raises `Unsupported` for anything else.
        """
        shown = to_text(quantity)
        written = self.plain.whole(quantity)
        written = self.plain.whole(self.plain.expr(written))  # without stop-gradients
        if not _beside_states(written, self.states, self.data):
            raise Unsupported(
                f"`{shown}` has a part that no mode holds: what the data are where no state is"
            )
        element = self.aligned.element(self.plain.expr(written))
        if element.shape == ("1", "1"):
            inner = element
            if () in element.terms:
                raise Unsupported(f"`{shown}` has a term that is not a sum over the modes")
        else:
            inner = self._in_basis(element)
        total = self.aligned.scalars.number(0)
        for word, coeff in inner.terms.items():
            term = coeff
            for name, _ in word[1:] if word[:1] == (lt.TRACE,) else word:
                if not isinstance(name, lt.DiagOf):
                    raise Unsupported(f"`{shown}` is not diagonal in the common bases")
                term = term * self.aligned.scalars.letter(name.entry)
            total = total + term
        entry = ratio_expr(total)
        if element.shape != ("1", "1"):
            rebuilt = self.aligned.element(
                _in_bases(Diag(entry, self.index, self.modes), *element.shape)
            )
            if not (element - rebuilt).is_zero():
                raise Unsupported(f"`{shown}` is more than its part in the common bases")
        return entry

    def _in_basis(self, element: Element) -> Element:
        """``Q_r^T element Q_c``."""
        left, right = (self.aligned.element(Sym(_basis(s))) for s in element.shape)
        return left.T * element * right


def _in_bases(diagonal: Expr, rows: str, cols: str) -> Expr:
    return Prod((Sym(_basis(rows)), diagonal, Transpose(Sym(_basis(cols)))))


def _basis(space: str) -> str:
    return f"basis of {space}"  # no symbol of an article is called so


def space_of_modes(article: Article, states: Iterable[str]) -> str:
    """The space that the states have most often: they have as many modes as it has dimensions."""
    spaces = Counter(space for s in states for space in article.symbols[s].shape)
    return spaces.most_common(1)[0][0]


def _index(article: Article, modes: str) -> str:
    """The article's own index of the modes, or a letter that it has for nothing else."""
    spaces = article.indices
    own = (letter for letter, space in spaces.items() if space == modes)
    return next(chain(own, (c for c in "jklmnopqrstuvwxyzabcdefghi" if c not in spaces)))


def _entries(
    scene: Derivation, states: list[str], data: tuple[str, ...], index: str
) -> dict[str, str]:
    """What the entries of each matrix are called, no two alike and none as another symbol.

    The article's own name for the entries of a state may be one that the article moves itself.
    """
    found: dict[str, str] = {}
    symbols = scene.article.symbols
    for matrix in (*states, *data):
        own = f"{matrix}_{index}"
        name = _mode_name(scene, matrix, own) if matrix in states else own
        if name in found.values() or (name in symbols and not symbols[name].index):
            name = own
        while name in found.values() or (name in symbols and not symbols[name].index):
            name += "'"
        found[matrix] = name
    return found


def _mode_name(scene: Derivation, state: str, otherwise: str) -> str:
    """What the article itself calls the entries of a state in its basis."""
    for hypothesis in scene.article.hypotheses.values():
        match hypothesis.lets.get(state):
            case Prod(factors=(_, Diag(entry=Sym(name=name)), _)):
                return name
    return otherwise


def _beside_states(element: Element, states: Set[str], data: Set[str]) -> bool:
    """Whether every data letter has a state beside it, whose basis then suffices.

    That of traces in coefficients as well; inside an inverse and the like there is to be none.
    """
    pending = [*element.terms]
    letters: set[lt.Letter] = {n for coeff in element.terms.values() for n in coeff.deep()}
    for letter in lt.closure([*letters, *(n for word in pending for n, _ in word)]):
        if isinstance(letter, lt.TraceOf) and letter.word:
            pending.append((lt.TRACE, *letter.word))
        elif isinstance(letter, lt.OfMatrix | lt.DetOf) and letter.value.letters() & data:
            return False
    return all(_held(word, states, data) for word in pending if word)


def _held(word: lt.Word, states: Set[str], data: Set[str]) -> bool:
    names = [name for name, _ in word]
    if word[:1] == (lt.TRACE,):  # cyclic: the last letter is beside the first
        names = [names[-1], *names[1:], names[1]]
    return all(
        name not in data or bool({*names[max(at - 1, 0) : at + 2]} & states)
        for at, name in enumerate(names)
    )
