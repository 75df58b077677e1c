"""What a kernel computes once, before a run: sums of products of data, and functions of these."""

from __future__ import annotations

from collections.abc import Mapping

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.rebuild import ratio_expr
from sslcheck.derive.emit.functions import cost
from sslcheck.derive.emit.names import Names
from sslcheck.derive.emit.nodes import Node, Nodes
from sslcheck.derive.emit.numbers import Made
from sslcheck.derive.emit.plan import Apply, Assign, Buffer, Constant, Operand, Prepared

__all__ = ["Constants"]


class Constants:
    """Constants in an order that works, each made when it is first asked for."""

    def __init__(
        self, nodes: Nodes, made: Mapping[str, Made], sizes: Mapping[str, int], names: Names
    ) -> None:
        self.nodes, self.made, self.sizes, self.names = nodes, made, sizes, names
        self.found: list[Constant | Prepared] = []
        self._sums: dict[int, str] = {}
        self._letters: dict[str, str] = {}

    def node(self, number: int) -> str:
        """The buffer of a constant node."""
        node = self.nodes[number]
        if node.letter is not None:
            return self.letter(node.letter)
        if number not in self._sums:
            self._sums[number] = self._sum(node)
        return self._sums[number]

    def letter(self, name: str) -> str:
        """The buffer of a letter of data, or of one that is made of data."""
        if name not in self.made:
            return self.names.of(name)
        if name not in self._letters:
            self._letters[name] = self._function(self.made[name])
        return self._letters[name]

    def numbers(self, names: frozenset[str]) -> None:
        """See to it that these numbers are known."""
        for name in sorted(names & self.made.keys()):
            self.letter(name)

    def _sum(self, node: Node) -> str:
        for word, coeff in node.words.items():
            self.numbers(coeff.free())
            for name, _ in word:
                self.letter(name)
        count = len(self._sums)
        buffer = Buffer(
            self.names.fresh(f"K{count}"),
            self.sizes[node.shape[0]],
            0 if node.diagonal else self.sizes[node.shape[1]],
        )
        terms = tuple(
            (ratio_expr(c), tuple(Operand(self.names.of(n), t) for n, t in w))
            for w, c in node.words.items()
        )
        self.found.append(Constant(buffer, terms))
        return buffer.name

    def _function(self, made: Made) -> str:
        self.numbers(made.needs)
        args = [self._argument(arg) for arg in made.args]
        name = self.names.of(made.name)
        if made.value is not None:
            self.found.append(Prepared(Buffer(name, 0, 0), Assign(name, made.value, made.host, 1)))
            return name
        assert made.function is not None
        rows, cols = (self.sizes[space] for space in made.shape)
        if made.shape == ("1", "1"):
            buffer = Buffer(name, 0, 0)
        else:
            buffer = Buffer(name, rows, 0 if made.vector else cols)
        vectors = tuple(vector for _, vector in args)
        shape = made.args[0].shape if made.args else made.shape
        flops, moved = cost(
            made.function, (self.sizes[shape[0]], self.sizes[shape[1]]), len(args), all(vectors)
        )
        operands = tuple(operand for operand, _ in args)
        step = Apply(name, made.function, operands, vectors, made.degree, "", flops, moved)
        self.found.append(Prepared(buffer, step))
        return name

    def _argument(self, arg: Element) -> tuple[Operand, bool]:
        """Where an argument can be read, and whether it is a vector."""
        factor, ref = self.nodes.intern(arg)
        node = self.nodes[ref]
        if factor.is_one():
            return Operand(self.node(ref.node), ref.transposed), node.diagonal
        whole = Node(dict(arg.terms), arg.shape, True, node.diagonal, False)
        return Operand(self._sum(whole)), node.diagonal
