"""The size of each part of a formula, by the rule of its node."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sslcheck.derive import expr as e
from sslcheck.derive.latex.superscripts import LETTERS
from sslcheck.derive.setting import Symbol
from sslcheck.derive.shapes.demands import Demands
from sslcheck.derive.shapes.maxima import check_factors
from sslcheck.derive.shapes.notations import check_notation
from sslcheck.derive.shapes.spaces import SCALAR, Sides, Space, Spaces, join
from sslcheck.derive.text.reason import Tex, reason
from sslcheck.derive.traverse import map_children, walk

__all__ = ["Inference", "is_zero"]


def is_zero(expr: e.Expr) -> bool:
    """Whether a side is the number 0, which fits any shape."""
    return isinstance(expr, e.Num) and not expr.value


class Inference:
    """One pass over one formula: number the identities, find the sizes, fill them in."""

    def __init__(
        self,
        symbols: Mapping[str, Symbol],
        source: str,
        where: str,
        merged: Mapping[str, str],
        as_numbers: bool = False,
    ) -> None:
        self.spaces = Spaces(merged, as_numbers)
        self.demand = Demands(self.spaces, source, where)
        self._symbols = symbols
        self._indices: dict[str, Space] = {}
        self._count = 0

    # Identities and ones

    def number(self, node: e.Expr) -> e.Expr:
        """Every identity, column of ones, or sum without a space gets one of its own, ``?k``."""
        if isinstance(node, (e.Ident, e.Ones, e.IndexSum)) and not node.space:
            self._count += 1
            node = replace(node, space=f"?{self._count}")
        match node:
            case e.Kron(e.Ident(one, span=span), e.Ident(two, span=other)) if (
                span and span == other
            ):
                self._count += 1  # of `I_{dn}` the place tells the order
                return e.Ident(f"?{self._count}:{one}*{two}", span=span)
        if isinstance(node, e.Columns) and not node.size:
            self._count += 1
            node = replace(node, size=f"?{self._count}")
        return map_children(node, self.number)

    def fill(self, node: e.Expr) -> e.Expr:
        """Every ``?k`` gets the space that was found for it, ``diag(u)`` is ``I o (u 1^T)``."""
        if not self._count:
            return node
        filled = map_children(node, self.fill)
        match node, filled:
            case (e.Ident(space), _) if ":" in space:
                atoms = self.spaces.known((space,))
                return e.Kron(*(e.Ident(atom, span=node.span) for atom in atoms), span=node.span)
            case (e.Ident() | e.Ones() | e.IndexSum(), _):
                return replace(filled, space=self._filled(node, node.space))  # type: ignore[call-arg]
            case (e.Columns(size=size), _):
                return replace(filled, size=self._filled(node, size))  # type: ignore[call-arg]
            case e.Hadamard(e.Ident(), right), e.Hadamard(e.Ident(space) as unit, vector):
                if self._is_column(right):
                    crossed = e.Prod((vector, e.Transpose(e.Ones(space))), span=vector.span)
                    return replace(filled, left=unit, right=crossed)
        return filled

    def _filled(self, node: e.Expr, space: str) -> str:
        space = join(self.spaces.settle((space,))) if space[0] == "?" else space
        if "?" in space:
            what = {e.Ident: "identity", e.Ones: "column of ones", e.IndexSum: "sum"}.get(
                type(node)
            )
            advice = "Nothing in the formula has to have its size: write it with a matrix."
            raise self.demand.error(
                f"the size of the {what or 'list'} cannot be determined", advice, node
            )
        return space

    def _is_column(self, node: e.Expr) -> bool:
        """Whether a node is a vector under ``diag``."""
        return node.demand == "diagonal" and not self.spaces.settle(self.size(node)[1])

    # Sizes

    def size(self, node: e.Expr) -> Sides:
        """The size of ``node``; raises where its parts do not conform."""
        size = self._size(node)
        if node.demand:
            check_notation(self, node, size)
        return size

    def _size(self, node: e.Expr) -> Sides:
        match node:
            case e.Num() | e.Size():
                return SCALAR
            case e.Ident(space):
                return self._atoms(space), self._atoms(space)
            case e.Ones(space):
                return self._atoms(space), ()
            case e.Entry():
                return self._entry(node)
            case e.IndexSum(arg, index, space):
                around = self._indices.pop(index, None)
                self._indices[index] = self._atoms(space)
                size = self.size(arg)
                del self._indices[index]
                self._indices |= {} if around is None else {index: around}
                return size
            case e.Sym("t") if "t" not in self._symbols:
                return SCALAR
            case e.Sym(name):
                return self._declared(name, node)
            case e.Gradient(name, of):
                self.demand.scalar(of, self.size(of), "only a scalar has a gradient")
                return self._declared(name, node)
            case e.Sum(terms):
                parts = [(term, self.size(term)) for term in terms if not is_zero(term)]
                return self.demand.alike(parts, "the sum does not conform") if parts else SCALAR
            case e.Prod(factors):
                return self._product(factors)
            case e.Kron(left, right):
                (a, b), (c, d) = self.size(left), self.size(right)
                return a + c, b + d
            case e.Hadamard(left, right) if self._is_column(right):
                rows, _ = self.size(right)
                return self.demand.alike([(left, self.size(left)), (right, (rows, rows))], "")
            case e.Hadamard(left, right):
                parts = [(left, self.size(left)), (right, self.size(right))]
                return self.demand.alike(parts, "a product by entries of unlike shapes")
            case e.Quotient(over, under):
                if any(map(self.spaces.settle, size := self.size(under))):
                    advice = "Write its inverse, `A^{-1}`, on the side where it is meant."
                    told = f"{self.demand.told(under, size)}. {advice}"
                    raise self.demand.error("division by a matrix", told, under)
                return self.size(over)
            case e.Power(base):
                return self.demand.square(base, self.size(base), "only a square matrix has powers")
            case e.Transpose(arg) | e.PseudoInverse(arg):
                rows, columns = self.size(arg)
                if isinstance(node, e.PseudoInverse) and not self.spaces.settle(rows + columns):
                    advice = (
                        "A number has the reciprocal `x^{-1}`; what else is meant has a symbol."
                    )
                    raise self.demand.error("the pseudo-inverse of a number", advice, node)
                if "T" in self._symbols and not self.spaces.settle(rows + columns):
                    self._check_transpose(node)
                return columns, rows
            case e.Vec(arg):
                rows, columns = self.size(arg)
                return columns + rows, ()
            case e.Dot(arg) | e.Expect(arg) | e.StopGrad(arg) | e.At(arg) | e.Integral(arg):
                return self.size(arg)
            case e.Partial(arg, symbol):
                variable = e.Sym(symbol, span=node.span)
                self.demand.scalar(variable, self.size(variable), "derivative by a matrix")
                return self.size(arg)
            case e.Exp(e.Prod((above, e.Log(base)))):  # a power
                self.demand.scalar(above, self.size(above), "the exponent must be a scalar")
                self._number(base, "a matrix to a power in letters", LETTERS)
                return SCALAR
            case e.Exp(arg):
                why = "only a scalar or a square matrix can be an exponent"
                return self.demand.square(arg, self.size(arg), why)
            case e.Log(arg):
                advice = r"Known is that of its determinant, `\ln \det(A)`."
                return self._number(arg, "the logarithm of a matrix", advice)
            case e.Maximum(arg, index):
                return self._maximum(node, arg, index)
            case e.Columns(entry, _, space):
                rows, columns = self.size(entry)
                if columns != ():
                    advice = "Write a vector of an index, as in `[x_1, \\dots, x_n]`."
                    raise self.demand.error("a list of what are no columns", advice, node)
                return rows, self._atoms(space)
            case e.Total(arg, _, _):
                return self.size(arg)
            case e.Diag(entry, _, space):
                self.demand.scalar(
                    entry, self.size(entry), "the entries of a `diag` must be scalars"
                )
                return self.spaces.space(space), self.spaces.space(space)
            case e.Trace(arg):
                self.demand.square(arg, self.size(arg), "only a square matrix has a trace")
                return SCALAR
            case e.Det(arg):
                self.demand.square(arg, self.size(arg), "only a square matrix has a determinant")
                return SCALAR
            case e.SquaredNorm(arg):
                self.size(arg)
                return SCALAR
        raise TypeError(f"no shape rule for {type(node).__name__}")

    def _number(self, node: e.Expr, headline: str, advice: str) -> Sides:
        """The size of what has no matrix in its place, at any size."""
        size = self.size(node)
        if any(map(self.spaces.settle, size)):
            raise self.demand.error(headline, f"{self.demand.told(node, size)}. {advice}", node)
        return size

    def _atoms(self, space: str) -> Space:
        """A space that may be one that is not known yet."""
        return (space,) if space[0] == "?" else self.spaces.space(space)

    def _entry(self, node: e.Entry) -> Sides:
        """An entry: the space of each letter is the same wherever it stands."""
        rows, columns = map(self.spaces.settle, self.size(node.arg))
        sides = [(node.row, rows), (node.column, columns)]
        if node.row and not node.column and not rows:
            sides = [(node.row, columns)]
        elif node.row and not node.column and columns:
            told = self.demand.told(node.arg, (rows, columns))
            advice = f"{told}: write two letters, as in `A_{{ij}}`."
            raise self.demand.error("an entry of a matrix with one letter", advice, node)
        for letter, space in sides:
            if letter == "":
                continue
            if not space:
                told = self.demand.told(node.arg, (rows, columns))
                advice = f"{told}: it has no entry with this index."
                raise self.demand.error("an entry of what has no such side", advice, node)
            known = self._indices.setdefault(str(letter), space)
            if not self.spaces.unify(known, space):
                one, two = self.spaces.shape((known, space))
                headline = f"the index `{letter}` runs over two spaces"
                core = reason(
                    Tex(str(letter), quoted=True), " runs over ", Tex(one, quoted=True), " and ",
                    Tex(two, quoted=True), ".",
                )  # fmt: skip
                raise self.demand.mismatch(headline, core, (known, space), node, node)
        return (rows if node.column and not node.row else ()), ()

    def _declared(self, name: str, node: e.Expr) -> Sides:
        symbol = self._symbols.get(name)
        if symbol is None:
            advice = f"Declare `{name}` in [symbols]."
            raise self.demand.error(f"undeclared symbol `{name}`", advice, node)
        return self.spaces.space(symbol.shape[0]), self.spaces.space(symbol.shape[1])

    def _product(self, factors: tuple[e.Expr, ...]) -> Sides:
        """Scalars may stand anywhere; what remains must conform from left to right."""
        total, last, last_size = SCALAR, factors[0], SCALAR
        for k, factor in enumerate(factors):
            size = self.size(factor)
            if size == SCALAR:
                continue
            if total != SCALAR and not self.spaces.unify(total[1], size[0]):
                self._check_inner(factors[k:])
                inner = self.spaces.shape((total[1], size[0]))
                both = self.demand.said(last, last_size), " but ", self.demand.said(factor, size)
                names = [Tex(name, quoted=True) for name in inner]
                pair = reason(names[0], " and ", names[1])
                equal = reason(", or declare ", pair, " equal") if "1" not in inner else ()
                advice = reason(
                    *both,
                    ": the inner spaces ",
                    pair,
                    " differ.\nWrite the factors in an order that conforms",
                    equal,
                    ".",
                )
                headline, spaces = "the product does not conform", (total[1], size[0])
                raise self.demand.mismatch(headline, advice, spaces, last, factor)
            total = size if total == SCALAR else (total[0], size[1])
            last, last_size = factor, size
        return total

    def _check_inner(self, factors: tuple[e.Expr, ...]) -> None:
        """A row that does not conform with what is before it may begin an inner product."""
        rows, columns = map(self.spaces.settle, self.size(factors[0]))
        if rows:
            return
        for factor in factors[1:]:
            size = self.size(factor)
            if size != SCALAR and not self.spaces.unify(columns, size[0]):
                return
            columns = columns if size == SCALAR else self.spaces.settle(size[1])
            if not columns:
                advice = "Write parentheses around this number, as in `A (u^T v)`."
                raise self.demand.error("an inner product behind a matrix", advice, factors[0])

    def _maximum(self, node: e.Expr, arg: e.Expr, index: str) -> Sides:
        names = (part.name for part in walk(arg) if isinstance(part, e.Sym))
        if not any(name in self._symbols and self._symbols[name].index == index for name in names):
            headline = f"the maximum over `{index}` of something without that index"
            advice = f"It must contain a symbol with the index `{index}`, such as `s_{index}`."
            raise self.demand.error(headline, advice, node)
        if isinstance(arg, e.Prod) and not self.demand.text(arg).startswith("("):
            check_factors(self.demand, self._symbols, arg, index)
        return self.demand.scalar(arg, self.size(arg), "only numbers have a maximum")

    def _check_transpose(self, node: e.Expr) -> None:
        """A number is its own transpose; where ``T`` is a symbol this may be a power."""
        if self.demand.text(node).rstrip("} ").endswith("T"):
            advice = (
                r"`T` is a declared symbol: leave `T` out, or write `^\top` for a transpose,"
                r" `\exp(T \ln x)` for a power."
            )
            raise self.demand.error("this may be a transpose or a power", advice, node)
