"""How to compute a set of polynomials in words with the cheapest products, shared where possible.

A branch-and-bound search: each node is written as a sum of products of smaller nodes, by taking a
common beginning or a common end out of its words; a product that two nodes use counts once. So
chains are put in the best order for the given sizes and common sub-products are found in one go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sslcheck.derive.algebra.letters import TRACE, Word
from sslcheck.derive.algebra.ratios import Ratio, added_up
from sslcheck.derive.emit.nodes import Nodes, Ref
from sslcheck.derive.errors import TooLarge

__all__ = ["Factoring", "Product", "Term", "canonical", "factorise"]

_MOST_VISITS = 30_000  # half a second; a flow takes a few hundred, its objective some thousands
_MOST_RESTS = 300  # parts of one sum; beyond them only the way that takes most words at once
_MOST_COVERS = 300  # of one part, the cheapest; a flow takes some tens


@dataclass(frozen=True, slots=True)
class Product:
    """``left right``, or for a scalar their inner product ``tr(left^T right)``."""

    left: Ref
    right: Ref
    inner: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """A scalar times a leaf (a letter, a constant, an identity) or times a product.

    In a scalar sum the leaf's trace is meant.
    """

    coeff: Ratio
    value: Ref | Product


Factoring = Mapping[int, tuple[Term, ...]]
"""For each node that is computed, the terms that it is the sum of."""


def canonical(nodes: Nodes, product: Product) -> Product:
    """Of a product and its transpose, the one that stands for both."""
    left, right = product.left, product.right
    if product.inner:
        return min(product, Product(right, left, True), key=_order)
    return min(product, Product(nodes.transpose(right), nodes.transpose(left)), key=_order)


def _order(product: Product) -> tuple[int, bool, int, bool]:
    left, right = product.left, product.right
    return (left.node, left.transposed, right.node, right.transposed)


def factorise(nodes: Nodes, wanted: list[Ref], sizes: Mapping[str, int]) -> Factoring:
    """The cheapest way found to compute the ``wanted`` nodes at the given sizes.

    Raises `TooLarge` where no way at all is found within the limit of the search.
    """
    search = _Search(nodes, sizes)
    search.run(tuple(dict.fromkeys(r.node for r in wanted)), {}, frozenset(), 0)
    if search.best is None:
        raise TooLarge(f"no plan within {_MOST_VISITS} steps of the search; split the expression")
    return search.best


class _Search:
    def __init__(self, nodes: Nodes, sizes: Mapping[str, int]) -> None:
        self.nodes = nodes
        self.sizes = sizes
        self.best: Factoring | None = None
        self.bound = 0
        self.visits = 0
        self._options: dict[int, list[tuple[Term, ...]]] = {}
        self._rests = 0

    def cost(self, product: Product) -> int:
        """Floating-point operations of one product; a diagonal factor makes it a scaling."""
        left, right = self.nodes.shape(product.left), self.nodes.shape(product.right)
        rows, inner, cols = self.sizes[left[0]], self.sizes[left[1]], self.sizes[right[1]]
        if product.inner:
            return 2 * rows * inner if self.dense(product) else 2 * rows
        return 2 * rows * inner * cols if self.dense(product) else rows * cols

    def dense(self, product: Product) -> bool:
        """Whether neither factor is diagonal."""
        return not (self.nodes[product.left].diagonal or self.nodes[product.right].diagonal)

    def run(
        self,
        pending: tuple[int, ...],
        chosen: dict[int, tuple[Term, ...]],
        products: frozenset[Product],
        cost: int,
    ) -> None:
        """Depth first, cheapest option first, cut off where the best plan so far is no worse."""
        while pending and (pending[0] in chosen or self.nodes[pending[0]].leaf):
            pending = pending[1:]
        if self.best is not None and (cost >= self.bound or self.visits > _MOST_VISITS):
            return
        if not pending:
            self.best, self.bound = chosen, cost
            return
        node, *rest = pending
        self.visits += 1 + len(self.options(node)) // 8
        ranked = []
        for at, terms in enumerate(self.options(node)):
            new = {
                canonical(self.nodes, t.value) for t in terms if isinstance(t.value, Product)
            } - products
            ranked.append((sum(map(self.cost, new)), len(terms), at, terms, new))
        for extra, _, _, terms, new in sorted(ranked, key=lambda r: r[:3]):
            below = [r.node for p in new for r in (p.left, p.right)]
            following = (*sorted(below), *rest)
            self.run(following, {**chosen, node: terms}, products | new, cost + extra)

    def options(self, node: int) -> list[tuple[Term, ...]]:
        """All ways to write a node as a sum of leaves and products."""
        if node not in self._options:
            record, nodes = self.nodes[node], self.nodes
            number = record.shape == ("1", "1")  # no constant of a plan
            leaves: list[Term] = []
            others: dict[Word, Ratio] = {}
            for word, coeff in record.words.items():
                if not word:
                    leaves.append(Term(coeff, nodes.identity(record.shape[0])))
                elif not number and (len(word) == 1 or {n for n, _ in word} <= nodes.data):
                    leaves.append(self._term(coeff, {word: nodes.alphabet.scalars.one}))
                else:
                    others[word] = coeff
            self._rests = 0
            covers = self._covers(others, {})
            self._options[node] = [(*leaves, *terms) for terms in covers]
        return self._options[node]

    def _term(self, coeff: Ratio, words: Mapping[Word, Ratio]) -> Term:
        factor, ref = self._ref(words)
        return Term(coeff * factor, ref)

    def _ref(self, words: Mapping[Word, Ratio]) -> tuple[Ratio, Ref]:
        shape = self.nodes.word_shape(next(iter(words)))
        return self.nodes.intern(self.nodes.element(words, shape))

    def _covers(
        self, words: Mapping[Word, Ratio], known: dict[frozenset[Word], list[tuple[Term, ...]]]
    ) -> list[tuple[Term, ...]]:
        """Ways to write a sum of words as products: the first word's product, then the rest.

        Many ways leave the same rest: ``known`` remembers what was found for it. All ways of a
        flow's line are found; of a sum so long that there are too many, some that look good.
        """
        if not words:
            return [()]
        left = frozenset(words)
        if left in known:
            return known[left]
        found: list[tuple[Term, ...]] = []
        first = next(iter(words))
        ways = [*(self._traces if first[0] == TRACE else self._products)(first, words)]
        self._rests += 1
        if self._rests > _MOST_RESTS:
            ways = [max(ways, key=lambda way: len(way[0]))]
        seen: set[tuple[Product, frozenset[Word]]] = set()
        for group, term in ways:
            if isinstance(term.value, Product):
                mark = (canonical(self.nodes, term.value), group)
                if mark in seen:
                    continue
                seen.add(mark)
            rest = {w: c for w, c in words.items() if w not in group}
            found += ((term, *more) for more in self._covers(rest, known))
        if len(found) > _MOST_COVERS:
            found = sorted(found, key=self._new_cost)[:_MOST_COVERS]
        known[left] = found
        return found

    def _new_cost(self, terms: tuple[Term, ...]) -> int:
        """What the products of a sum cost if none of them is shared."""
        return sum(self.cost(t.value) for t in terms if isinstance(t.value, Product))

    def _products(
        self, first: Word, words: Mapping[Word, Ratio]
    ) -> Iterator[tuple[frozenset[Word], Term]]:
        """A common beginning or end taken out, of every length that ``first`` allows."""
        one = self.nodes.alphabet.scalars.one
        for cut in range(1, len(first)):
            head, tail = first[:cut], first[cut:]
            begin = {w: w[cut:] for w in words if w[:cut] == head and len(w) > cut}
            size = len(tail)
            end = {w: w[:-size] for w in words if w[-size:] == tail and len(w) > size}
            for group in (begin, {first: tail}):
                left, (factor, right) = self._ref({head: one})[1], self._quotient(group, words)
                yield frozenset(group), Term(factor, Product(left, right))
            for group in (end, {first: head}):
                right, (factor, left) = self._ref({tail: one})[1], self._quotient(group, words)
                yield frozenset(group), Term(factor, Product(left, right))

    def _traces(
        self, first: Word, words: Mapping[Word, Ratio]
    ) -> Iterator[tuple[frozenset[Word], Term]]:
        """``tr(u v)`` as the inner product of ``u^T`` and ``v``, for every cut of the cycle.

        A single letter, and a product of diagonal ones, are left: their trace is a short sum.
        """
        one = self.nodes.alphabet.scalars.one
        factor, ref = self._ref({first[1:]: one})
        if len(first) == 2 or self.nodes[ref].diagonal:
            yield frozenset({first}), Term(words[first] * factor, ref)
            return
        for turn in self._turns(first[1:]):
            for cut in range(1, len(turn)):
                head = turn[:cut]
                group = {first: turn[cut:]}
                for word in words:
                    for other in self._turns(word[1:]) if word != first else ():
                        if other[:cut] == head and len(other) > cut:
                            group[word] = other[cut:]
                            break
                left, (factor, right) = (
                    self.nodes.transpose(self._ref({head: one})[1]),
                    self._quotient(group, words),
                )
                yield frozenset(group), Term(factor, Product(left, right, inner=True))

    def _quotient(
        self, group: Mapping[Word, Word], words: Mapping[Word, Ratio]
    ) -> tuple[Ratio, Ref]:
        reduce = self.nodes.alphabet.reduce
        return self._ref(added_up((reduce(part), words[word]) for word, part in group.items()))

    def _turns(self, word: Word) -> Iterator[Word]:
        """The rotations of a cyclic word and of its transpose."""
        reduce = self.nodes.alphabet.reduce
        turned = tuple(reduce([(n, not t)])[0] for n, t in reversed(word))
        for cycle in (word, turned):
            for k in range(len(cycle)):
                yield cycle[k:] + cycle[:k]
