"""From a factoring to steps in order, on as few buffers as their lifetimes allow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.rebuild import ratio_expr
from sslcheck.derive.emit.allocate import allocated
from sslcheck.derive.emit.constants import Constants
from sslcheck.derive.emit.factor import Factoring, Product, Term, canonical
from sslcheck.derive.emit.functions import cost
from sslcheck.derive.emit.names import Names
from sslcheck.derive.emit.nodes import Nodes, Ref
from sslcheck.derive.emit.numbers import Made
from sslcheck.derive.emit.plan import (
    Apply,
    Assign,
    Buffer,
    Combine,
    Constant,
    Diagonal,
    Inner,
    MatMul,
    Operand,
    Prepared,
    ScaleBy,
    Step,
    TraceOf,
)
from sslcheck.derive.expr import MINUS_ONE, ONE, Expr, negative
from sslcheck.derive.setting import Shape

__all__ = ["Schedule", "schedule"]


@dataclass(slots=True)
class Schedule:
    """Steps in order, the constants that they read and the buffers that they need."""

    steps: list[Step] = field(default_factory=list)
    constants: list[Constant | Prepared] = field(default_factory=list)
    work: list[Buffer] = field(default_factory=list)


def schedule(
    nodes: Nodes,
    factoring: Factoring,
    outputs: Mapping[str, tuple[Ratio, Ref]],
    zeros: Mapping[str, Shape],
    sizes: Mapping[str, int],
    names: Names,
    computed: Mapping[str, Made],
) -> Schedule:
    """Steps that leave ``factor * node`` in the buffer of each output, and 0 in ``zeros``.

    ``computed`` are the letters that are not given.
    """
    wanted = [ref.node for _, ref in outputs.values()]
    made = _Scheduler(nodes, factoring, sizes, names, wanted, computed)
    for name, (factor, ref) in sorted(outputs.items(), key=lambda o: made.simple(o[1][1])):
        made.output(name, factor, ref)
    for name, shape in zeros.items():
        made.zero(name, shape)
    result = Schedule(made.steps, made.constants.found)
    pinned = {name: nodes.shape(ref) for name, (_, ref) in outputs.items()}
    # a number is no array to lend
    pinned = {n: s for n, s in {**pinned, **zeros}.items() if s != ("1", "1")}
    result.steps, result.work = allocated(made.steps, made.shapes, pinned, sizes, names)
    return result


class _Scheduler:
    """Depth first: what an output needs is computed right before it, everything only once."""

    def __init__(
        self,
        nodes: Nodes,
        factoring: Factoring,
        sizes: Mapping[str, int],
        names: Names,
        wanted: list[int],
        computed: Mapping[str, Made],
    ) -> None:
        self.nodes = nodes
        self.factoring = factoring
        self.sizes = sizes
        self.names = names
        self.steps: list[Step] = []
        self.computed = computed
        self.constants = Constants(nodes, computed, sizes, names)
        self.shapes: dict[str, Shape] = {}
        self._at: dict[int, Operand] = {}
        self._made: dict[str, str] = {}
        self._products: dict[Product, str] = {}
        self._uses = self._product_uses()
        self._shared = {n for n in wanted if wanted.count(n) > 1} | {
            ref.node for product in self._uses for ref in (product.left, product.right)
        }

    def simple(self, ref: Ref) -> bool:
        """Whether an output takes no product: it is left to the end, its buffer helps till then."""
        terms = self.factoring.get(ref.node, ())
        return not any(isinstance(t.value, Product) for t in terms)

    def output(self, name: str, factor: Ratio, ref: Ref) -> None:
        """Compute an output; the factor goes into its last step."""
        node = self.nodes[ref]
        shape = self.nodes.shape(ref)
        if node.shape == ("1", "1"):
            self._scalar(name, factor, ref)
        elif node.diagonal or node.identity:
            self._sum(name, shape, factor, ref)
        elif ref.node in self._shared and self._lands(factor, ref):
            self._sum(name, shape, factor, ref)
            self._at[ref.node] = Operand(name, ref.transposed)
        elif node.leaf or ref.node in self._shared:
            self._combine(name, shape, [(self.scalar(factor), self._operand(ref))])
        else:
            self._sum(name, shape, factor, ref)

    def _lands(self, factor: Ratio, ref: Ref) -> bool:
        """Whether a node that others read, too, can be made in the buffer of its output."""
        node = self.nodes[ref]
        plain = factor.is_one()
        return plain and not (node.leaf or node.constant or ref.node in self._at)

    def zero(self, name: str, shape: Shape) -> None:
        """Compute an output that vanishes for all states; a number is 0 before the first step."""
        if shape != ("1", "1"):
            self._combine(name, shape, ())

    def _operand(self, ref: Ref) -> Operand:
        """Where a node or its transpose can be read, computing it now if need be."""
        if ref.node not in self._at:
            node = self.nodes[ref]
            if node.constant:
                self._at[ref.node] = Operand(self.constants.node(ref.node))
            elif node.letter is not None:
                self._at[ref.node] = Operand(self._letter(node.letter))
            else:
                name = self._fresh(node.shape)
                self._sum(name, node.shape, self.nodes.alphabet.scalars.one, Ref(ref.node))
                self._at[ref.node] = Operand(name)
        at = self._at[ref.node]
        return Operand(at.name, at.transposed != ref.transposed)

    def _fresh(self, shape: Shape) -> str:
        name = f"?{len(self.shapes)}"
        self.shapes[name] = shape
        return name

    # -- sums -----------------------------------------------------------------------------------

    def _sum(self, out: str, shape: Shape, factor: Ratio, ref: Ref) -> None:
        """``out = factor * node``: the first product lands in ``out``, the rest is added to it."""
        terms = [Term(t.coeff * factor, self._turned(t.value, ref)) for t in self.terms(ref)]
        products = [t for t in terms if isinstance(t.value, Product)]
        # operands first: nothing that they need may be written over ``out``
        for term in products:
            assert isinstance(term.value, Product)
            if canonical(self.nodes, term.value) not in self._products:
                self._operand(term.value.left)
                self._operand(term.value.right)
        addends: list[tuple[Expr, Operand]] = []
        landed = False
        for term in products:
            assert isinstance(term.value, Product)
            key = canonical(self.nodes, term.value)
            if self._uses[key] == 1 and not landed:
                self._product(out, term.value)
                addends.insert(0, (self.scalar(term.coeff), Operand(out)))
                landed = True
                continue
            if key not in self._products:
                # that of one reader lies as it is read, without a transpose
                made = term.value if self._uses[key] == 1 else key
                self._products[key] = self._fresh(
                    (self.nodes.shape(made.left)[0], self.nodes.shape(made.right)[1])
                )
                self._product(self._products[key], made)
            turned = self._uses[key] > 1 and key != term.value
            addends.append((self.scalar(term.coeff), Operand(self._products[key], turned)))
        diagonal: list[tuple[Expr, str]] = []
        for term in terms:
            if isinstance(term.value, Ref):
                node, coeff = self.nodes[term.value], self.scalar(term.coeff)
                if node.identity:
                    diagonal.append((coeff, ""))
                elif node.diagonal:
                    diagonal.append((coeff, self._operand(term.value).name))
                else:
                    addends.append((coeff, self._operand(term.value)))
        if addends != [(ONE, Operand(out))]:
            self._combine(out, shape, addends)
        if diagonal:
            size = self.sizes[shape[0]]
            vectors = sum(bool(name) for _, name in diagonal)
            flops, moved = size * (len(diagonal) + vectors), size * (2 + vectors)
            self.steps.append(Diagonal(out, tuple(diagonal), flops, moved))

    # -- letters that are computed ---------------------------------------------------------------

    def scalar(self, value: Ratio) -> Expr:
        """A coefficient, once all numbers in it are known."""
        for name in sorted(value.free() & self.computed.keys()):
            self._letter(name)
        return ratio_expr(value)

    def _letter(self, name: str) -> str:
        """Where a letter can be read, computing it now if need be."""
        made = self.computed.get(name)
        if made is None:
            return self.names.of(name)
        if made.constant:
            return self.constants.letter(name)
        if name not in self._made:
            self._made[name] = self._compute(made)
        return self._made[name]

    def _compute(self, made: Made) -> str:
        name = self.names.of(made.name) if made.shape == ("1", "1") else ""
        if made.value is not None:
            for need in sorted(made.needs):
                self._letter(need)
            self.steps.append(Assign(name, made.value, made.host, 1))
            return name
        assert made.function is not None
        if made.function == "trace":
            self._scalar(name, *self.nodes.intern(made.args[0]))
            return name
        args = [self._argument(arg) for arg in made.args]
        name = name or self._fresh((made.shape[0], "") if made.vector else made.shape)
        vectors = tuple(vector for _, vector in args)
        shape = made.args[0].shape if made.args else made.shape
        scratch = self._fresh(shape) if made.function == "diagonal" and len(args) == 2 else ""
        sizes = self.sizes[shape[0]], self.sizes[shape[1]]
        flops, moved = cost(made.function, sizes, len(args), all(vectors))
        operands = tuple(operand for operand, _ in args)
        self.steps.append(
            Apply(name, made.function, operands, vectors, made.degree, scratch, flops, moved)
        )
        return name

    def _argument(self, arg: Element) -> tuple[Operand, bool]:
        """Where an argument can be read, and whether it is the vector of a diagonal matrix."""
        factor, ref = self.nodes.intern(arg)
        node = self.nodes[ref]
        if factor.is_one() and not node.identity:
            return self._operand(ref), node.diagonal
        name = self._fresh(arg.shape)
        self.output(name, factor, ref)
        return Operand(name), False

    def terms(self, ref: Ref) -> tuple[Term, ...]:
        """What a node is the sum of; a letter or a constant is itself."""
        one = self.nodes.alphabet.scalars.one
        return self.factoring.get(ref.node) or (Term(one, Ref(ref.node)),)

    def _turned(self, value: Ref | Product, ref: Ref) -> Ref | Product:
        if not ref.transposed:
            return value
        transpose = self.nodes.transpose
        if isinstance(value, Ref):
            return transpose(value)
        return Product(transpose(value.right), transpose(value.left), value.inner)

    def _product_uses(self) -> dict[Product, int]:
        uses: dict[Product, int] = {}
        for terms in self.factoring.values():
            for term in terms:
                if isinstance(term.value, Product):
                    key = canonical(self.nodes, term.value)
                    uses[key] = uses.get(key, 0) + 1
        return uses

    # -- steps ----------------------------------------------------------------------------------

    def _count(self, shape: Shape) -> int:
        return self.sizes[shape[0]] * self.sizes[shape[1]]

    def _product(self, out: str, product: Product) -> None:
        nodes = self.nodes
        left, right = self._operand(product.left), self._operand(product.right)
        (rows, inner), (_, cols) = nodes.shape(product.left), nodes.shape(product.right)
        n, k, m = self.sizes[rows], self.sizes[inner], self.sizes[cols]
        if nodes[product.right].diagonal:
            self.steps.append(ScaleBy(out, left, right.name, True, n * m, 2 * n * m + m))
        elif nodes[product.left].diagonal:
            self.steps.append(ScaleBy(out, right, left.name, False, n * m, 2 * n * m + n))
        else:
            moved = n * k + k * m + n * m
            self.steps.append(MatMul(out, left, right, 2 * n * k * m, moved))

    def _combine(self, out: str, shape: Shape, terms: Sequence[tuple[Expr, Operand]]) -> None:
        size = self._count(shape)
        factor, terms = _factored(out, terms) if terms else (ONE, [])
        aside = any(coeff not in (ONE, MINUS_ONE) for coeff, _ in terms[1:])
        scratch = self._fresh(shape) if aside else ""
        flops = size * sum(1 + (coeff not in (ONE, MINUS_ONE)) for coeff, _ in terms)
        moved = size * (len(terms) + 1)
        self.steps.append(Combine(out, factor, tuple(terms), scratch, flops, moved))

    def _scalar(self, out: str, factor: Ratio, ref: Ref) -> None:
        for term in self.terms(ref):
            coeff = self.scalar(term.coeff * factor)
            if isinstance(term.value, Ref):
                self._trace(out, coeff, (term.value,))
                continue
            pair = (term.value.left, term.value.right)
            if any(self.nodes[r].diagonal for r in pair):
                self._trace(out, coeff, pair)
                continue
            if all(ref.transposed for ref in pair):  # entry by entry, both as they are stored
                pair = (Ref(pair[0].node), Ref(pair[1].node))
            left, right = map(self._operand, pair)
            shape = self.nodes.shape(pair[0])
            size = self._count(shape)
            scratch = self._fresh(shape)
            self.steps.append(Inner(out, coeff, left, right, scratch, 2 * size, 2 * size))

    def _trace(self, out: str, coeff: Expr, factors: tuple[Ref, ...]) -> None:
        """The trace of a matrix, of a diagonal one, or of a product of the two; of 1: itself."""
        arg: Operand | None = None
        vector = ""
        size = 1
        for ref in factors:
            node = self.nodes[ref]
            if node.identity:
                continue
            size = self.sizes[node.shape[0]]
            if node.diagonal:
                vector = self._operand(ref).name
            else:
                arg = self._operand(ref)
        both = arg is not None and bool(vector)
        cost = size * (1 + both)
        self.steps.append(TraceOf(out, coeff, arg, vector, cost, cost))


def _factored(
    out: str, terms: Sequence[tuple[Expr, Operand]]
) -> tuple[Expr, list[tuple[Expr, Operand]]]:
    """A factor that all terms share up to sign, and the terms in the order of least work.

    ``out`` itself comes first, then what has to be scaled: what is only added needs no scratch.
    """
    first = terms[0][0]
    factor: Expr = ONE
    if len(terms) > 1 and all(coeff in (first, negative(first)) for coeff, _ in terms):
        factor = first
        terms = [(ONE if coeff == first else MINUS_ONE, o) for coeff, o in terms]
    rank: dict[Expr, int] = {ONE: 1, MINUS_ONE: 2}
    return factor, sorted(terms, key=lambda t: (t[1].name != out, rank.get(t[0], 0)))
