"""Shapes of expressions: do they conform, and how large is each identity matrix.

A space is a tuple of atoms here: ``("d", "n")`` for ``d*n``, ``()`` for the one dimension of a
scalar. An identity of unknown size gets an atom ``?k`` that unification replaces.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from sslcheck.derive.errors import LatexError, ShapeMismatch
from sslcheck.derive.expr import (
    At,
    Columns,
    Det,
    Diag,
    Dot,
    Entry,
    Exp,
    Expect,
    Expr,
    Gradient,
    Hadamard,
    Ident,
    IndexSum,
    Integral,
    Kron,
    Log,
    Maximum,
    Num,
    Ones,
    Partial,
    Power,
    Prod,
    PseudoInverse,
    Quotient,
    Relation,
    Size,
    SquaredNorm,
    StopGrad,
    Sum,
    Sym,
    Total,
    Trace,
    Transpose,
    Vec,
)
from sslcheck.derive.latex.caret import located
from sslcheck.derive.setting import Shape, Symbol
from sslcheck.derive.text.reason import Reason, Tex, plainly, raised, reason
from sslcheck.derive.traverse import map_children, walk

__all__ = ["resolve", "resolve_relation"]

_Space = tuple[str, ...]
_Size = tuple[_Space, _Space]
_T = TypeVar("_T")
_SCALAR: _Size = ((), ())


def resolve(
    expr: Expr,
    symbols: Mapping[str, Symbol],
    *,
    source: str = "",
    where: str = "",
    merged: Mapping[str, str] = {},
    expected: Shape | None = None,
) -> tuple[Expr, Shape]:
    """``expr`` with the size of every identity filled in, and its shape.

    ``expected`` is the shape that it must have, ``merged`` maps spaces to those that they equal;
    the result is in terms of the latter. The spaces of ``vec`` and Kronecker products are joined
    by ``*`` (``d*n``). Raises `ShapeMismatch` where shapes do not conform and `LatexError` where a
    size cannot be determined; ``source`` and ``where`` are for their messages.
    """
    work = _Inference(symbols, source, where, merged)
    expr = work.number(expr)
    size = work.size(expr)
    if expected is not None:
        goal = work.space(expected[0]), work.space(expected[1])
        if not _is_zero(expr):
            place = f"it must be {work.show(goal)}"
            work.same(expr, size, goal, "the expression has the wrong shape", place)
        size = goal
    return work.fill(expr), work.shape(size)


def resolve_relation(
    relation: Relation,
    symbols: Mapping[str, Symbol],
    *,
    source: str = "",
    where: str = "",
    merged: Mapping[str, str] = {},
    as_numbers: bool = False,
) -> Relation:
    """Both sides as by `resolve`, with one shape for both; the number 0 fits any shape.

    ``as_numbers`` takes products of the same spaces in another order (``n*d`` for ``d*n``) for one
    space, as arrays of numbers do. Definiteness (``psd``, ``pd``) needs square sides. Raises as
    `resolve` does, and `LatexError` where matrices are compared as numbers are.
    """
    work = _Inference(symbols, source, where, merged, as_numbers)
    lhs, rhs = work.number(relation.lhs), work.number(relation.rhs)
    left, right = work.size(lhs), work.size(rhs)
    if not _is_zero(lhs) and not _is_zero(rhs):
        work.alike([(lhs, left), (rhs, right)], "the two sides differ in shape")
    for side, size in ((lhs, left), (rhs, right)):
        if relation.op in ("psd", "pd"):
            work.square(side, size, "only a square matrix can be definite")
        elif relation.op not in ("=", "->"):
            work.ordered(side, size, relation.op)
    return Relation(work.fill(lhs), relation.op, work.fill(rhs))


def _is_zero(expr: Expr) -> bool:
    return isinstance(expr, Num) and not expr.value


class _Inference:
    """One pass over one formula: number the identities, find the sizes, fill them in."""

    def __init__(
        self,
        symbols: Mapping[str, Symbol],
        source: str,
        where: str,
        merged: Mapping[str, str],
        as_numbers: bool = False,
    ) -> None:
        self._symbols = symbols
        self._source = source
        self._where = where
        self._merged = merged
        self._as_numbers = as_numbers
        self._found: dict[str, _Space] = {}
        self._indices: dict[str, _Space] = {}
        self._count = 0

    # Identities and ones

    def number(self, node: Expr) -> Expr:
        """Every identity, column of ones, or sum without a space gets one of its own, ``?k``."""
        if isinstance(node, (Ident, Ones, IndexSum)) and not node.space:
            self._count += 1
            node = replace(node, space=f"?{self._count}")
        if isinstance(node, Columns) and not node.size:
            self._count += 1
            node = replace(node, size=f"?{self._count}")
        return map_children(node, self.number)

    def fill(self, node: Expr) -> Expr:
        """Every ``?k`` gets the space that was found for it, ``diag(u)`` is ``I o (u 1^T)``."""
        if not self._count:
            return node
        filled = map_children(node, self.fill)
        match node, filled:
            case (Ident() | Ones() | IndexSum(), _):
                return replace(filled, space=self._filled(node, node.space))  # type: ignore[call-arg]
            case (Columns(size=size), _):
                return replace(filled, size=self._filled(node, size))  # type: ignore[call-arg]
            case Hadamard(Ident(), right), Hadamard(Ident(space) as unit, vector):
                if self._is_column(right):
                    crossed = Prod((vector, Transpose(Ones(space))), span=vector.span)
                    return replace(filled, left=unit, right=crossed)
        return filled

    def _filled(self, node: Expr, space: str) -> str:
        space = _join(self._settle((space,))) if space[0] == "?" else space
        if "?" in space:
            what = {Ident: "identity", Ones: "column of ones", IndexSum: "sum"}.get(type(node))
            advice = "Nothing in the formula has to have its size: write it with a matrix."
            raise self._error(
                f"the size of the {what or 'list'} cannot be determined", advice, node
            )
        return space

    def _is_column(self, node: Expr) -> bool:
        """Whether a node is a vector under ``diag``."""
        return node.demand == "diagonal" and not self._settle(self.size(node)[1])

    # Spaces

    def space(self, name: str) -> _Space:
        """Atoms of a space, each by its representative under ``merged``."""
        atoms: list[str] = []
        for atom in name.split("*"):
            seen = {atom}
            while (target := self._merged.get(atom)) is not None and target not in seen:
                atom = target
                seen.add(atom)
            atoms.append(atom)
        return tuple(atom for atom in atoms if atom != "1")

    def _settle(self, space: _Space) -> _Space:
        """``space`` with what has been found so far."""
        passed: list[str] = []  # of a chain of identities, which may be as long as the formula
        while any(atom in self._found for atom in space):
            passed += space if len(space) == 1 else ()
            parts = (self._found.get(atom, (atom,)) for atom in space)
            space = tuple(atom for part in parts for atom in part)
        self._found.update(dict.fromkeys(passed, space))
        return space

    def _unify(self, one: _Space, two: _Space) -> bool:
        """Make two spaces equal if that is possible. An identity is never taken for a scalar."""
        one, two = self._settle(one), self._settle(two)
        if one == two:
            return True
        for left, right in _both(one, two):
            if len(left) == 1 and left[0][0] == "?":
                if not right or left[0] in right:
                    return False
                self._found[left[0]] = right
                return True
        if self._as_numbers and len(one) == len(two):
            left, right = (tuple((a - b).elements()) for a, b in _both(Counter(one), Counter(two)))
            if not left or (len(left) == 1 < len(one) and self._unify(left, right)):
                return True
        return len(one) == len(two) > 1 and all(
            self._unify((left,), (right,)) for left, right in zip(one, two, strict=True)
        )

    # Messages

    def shape(self, size: _Size) -> Shape:
        """As `Shape`."""
        return _join(self._settle(size[0])), _join(self._settle(size[1]))

    def show(self, size: _Size) -> str:
        """For a message: ``n x d``."""
        rows, columns = ("?" if "?" in space else space for space in self.shape(size))
        if rows == columns in ("1", "?"):
            return "a scalar" if rows == "1" else "a matrix"
        return f"{rows} x {columns}"

    def _text(self, node: Expr) -> str:
        text = self._source[slice(*node.span)].strip() if node.span else ""
        return text or (node.name if isinstance(node, Sym) else "")

    def _is(self, node: Expr, size: _Size) -> Reason:
        text = self._text(node)
        return reason(Tex(text, quoted=True) if text else "one part", f" is {self.show(size)}")

    def _told(self, node: Expr, size: _Size) -> str:
        return plainly(self._is(node, size))

    def _located(self, headline: str, advice: str, first: Expr, last: Expr) -> Reason:
        span = (first.span[0], last.span[1]) if first.span and last.span else None
        return located(headline, advice, source=self._source, span=span, where=self._where)

    def _error(self, headline: str, advice: str, node: Expr) -> LatexError:
        return raised(LatexError, self._located(headline, advice, node, node))

    def _mismatch(
        self, headline: str, core: Reason, spaces: tuple[_Space, _Space], first: Expr, last: Expr
    ) -> ShapeMismatch:
        names = _join(self._settle(spaces[0])), _join(self._settle(spaces[1]))
        said = self._located(headline, plainly(core), first, last)
        return raised(ShapeMismatch, said, spaces=names, core=core)

    # Demands

    def same(self, node: Expr, size: _Size, goal: _Size, headline: str, place: str) -> None:
        """Demand that ``node`` has the size ``goal``."""
        for have, want in zip(size, goal, strict=True):
            if not self._unify(have, want):
                advice = reason(self._is(node, size), f", but {place}.")
                raise self._mismatch(headline, advice, (have, want), node, node)

    def alike(self, parts: list[tuple[Expr, _Size]], headline: str) -> _Size:
        """Demand one size of all parts; the size."""
        first, goal = parts[0]
        for node, size in parts[1:]:
            for have, want in zip(goal, size, strict=True):
                if not self._unify(have, want):
                    hint = "\nMultiply the scalar by a matrix of that shape, such as `I`."
                    more = hint if _SCALAR in (goal, size) else ""
                    both = self._is(first, goal), " but ", self._is(node, size)
                    advice = reason(*both, f".{more}")
                    raise self._mismatch(headline, advice, (have, want), first, node)
        return goal

    def square(self, node: Expr, size: _Size, why: str) -> _Size:
        """Demand a square matrix or a scalar."""
        if not self._unify(*size):
            advice = reason(self._is(node, size), ".")
            raise self._mismatch(why, advice, size, node, node)
        return size

    def scalar(self, node: Expr, size: _Size, why: str) -> _Size:
        """Demand a scalar."""
        for space in size:
            if self._settle(space):
                advice = reason(self._is(node, size), ", not a scalar.")
                raise self._mismatch(why, advice, (space, ()), node, node)
        return size

    def ordered(self, node: Expr, size: _Size, op: str) -> None:
        """Demand a side that the order of numbers compares."""
        if any(self._settle(space) for space in size):
            loewner = ("\\succ" if op in "<>" else "\\succeq") + " 0"
            advice = (
                f"{self._told(node, size)}. For the order of symmetric matrices write"
                f" `A {loewner}`, with what is greater on the left; for numbers take a trace."
            )
            raise self._error(f"`{op}` compares numbers, not matrices", advice, node)

    # Sizes

    def size(self, node: Expr) -> _Size:
        """The size of ``node``; raises where its parts do not conform."""
        size = self._size(node)
        if node.demand:
            self._demanded(node, size)
        return size

    def _demanded(self, node: Expr, size: _Size) -> None:
        """What the notation that a node was read from wants of its shape."""
        rows, columns = self._settle(size[0]), self._settle(size[1])
        match node.demand, node:
            case "vector", _ if columns:
                advice = f"{self._told(node, size)}; a covariance is of columns or numbers."
                raise self._error("the covariance of a matrix", advice, node)
            case "2-norm", _ if rows and columns:
                headline = "the 2-norm of a matrix is its largest singular value"
                advice = (
                    f"{self._told(node, size)}; only its Frobenius norm, `\\|...\\|_F`, is known."
                )
                raise self._error(headline, advice, node)
            case "matrix", _ if not rows and not columns:
                advice = f"{self._told(node, size)}; a commutator is of two square matrices."
                raise self._error("a bracket of scalars", advice, node)
            case "diagonal", _ if not rows:
                advice = (
                    f"{self._told(node, size)}; `diag` is of a square matrix, or of a column."
                    r" Of indexed numbers, `\text{diag}(p_1, \dots, p_n)` is the matrix."
                )
                raise self._error("`diag` of a row or a number", advice, node)
            case "single", Prod(factors):
                sizes = [self.size(factor) for factor in factors]
                if sum(any(map(self._settle, each)) for each in sizes) > 1:
                    advice = "It may be read in two ways: write parentheses around the product."
                    headline = r"`\odot` beside a product of matrices"
                    raise self._error(headline, advice, node)
            case "pair", Trace(Prod((Transpose(left), right))):
                one, two = self.size(left), self.size(right)
                if not all(map(self._unify, one, two)):
                    advice = f"{self._told(left, one)} but {self._told(right, two)}."
                    raise self._error("an inner product of unlike shapes", advice, node)

    def _size(self, node: Expr) -> _Size:
        match node:
            case Num() | Size():
                return _SCALAR
            case Ident(space):
                return self._atoms(space), self._atoms(space)
            case Ones(space):
                return self._atoms(space), ()
            case Entry():
                return self._entry(node)
            case IndexSum(arg, index, space):
                around = self._indices.pop(index, None)
                self._indices[index] = self._atoms(space)
                size = self.size(arg)
                del self._indices[index]
                self._indices |= {} if around is None else {index: around}
                return size
            case Sym("t") if "t" not in self._symbols:
                return _SCALAR
            case Sym(name):
                return self._declared(name, node)
            case Gradient(name, of):
                self.scalar(of, self.size(of), "only a scalar has a gradient")
                return self._declared(name, node)
            case Sum(terms):
                parts = [(term, self.size(term)) for term in terms if not _is_zero(term)]
                return self.alike(parts, "the sum does not conform") if parts else _SCALAR
            case Prod(factors):
                return self._product(factors)
            case Kron(left, right):
                (a, b), (c, d) = self.size(left), self.size(right)
                return a + c, b + d
            case Hadamard(left, right) if self._is_column(right):
                rows, _ = self.size(right)
                return self.alike([(left, self.size(left)), (right, (rows, rows))], "")
            case Hadamard(left, right):
                parts = [(left, self.size(left)), (right, self.size(right))]
                return self.alike(parts, "a product by entries of unlike shapes")
            case Quotient(over, under):
                self.scalar(under, self.size(under), "the denominator must be a scalar")
                return self.size(over)
            case Power(base):
                return self.square(base, self.size(base), "only a square matrix has powers")
            case Transpose(arg) | PseudoInverse(arg):
                rows, columns = self.size(arg)
                if isinstance(node, PseudoInverse) and not self._settle(rows + columns):
                    advice = (
                        "A number has the reciprocal `x^{-1}`; what else is meant has a symbol."
                    )
                    raise self._error("the pseudo-inverse of a number", advice, node)
                return columns, rows
            case Vec(arg):
                rows, columns = self.size(arg)
                return columns + rows, ()
            case Dot(arg) | Expect(arg) | StopGrad(arg) | At(arg) | Integral(arg):
                return self.size(arg)
            case Partial(arg, symbol):
                variable = Sym(symbol, span=node.span)
                self.scalar(variable, self.size(variable), "derivative by a matrix")
                return self.size(arg)
            case Exp(Prod((above, Log()))):  # a power
                self.scalar(above, self.size(above), "the exponent must be a scalar")
                return self.size(node.arg)
            case Exp(arg):
                why = "only a scalar or a square matrix can be an exponent"
                return self.square(arg, self.size(arg), why)
            case Log(arg):
                what = "logarithms, and powers with letters above, are of scalars"
                return self.scalar(arg, self.size(arg), what)
            case Maximum(arg, index):
                return self._maximum(node, arg, index)
            case Columns(entry, _, space):
                rows, columns = self.size(entry)
                if columns != ():
                    advice = "Write a vector of an index, as in `[x_1, \\dots, x_n]`."
                    raise self._error("a list of what are no columns", advice, node)
                return rows, self._atoms(space)
            case Total(arg, _, _):
                return self.size(arg)
            case Diag(entry, _, space):
                self.scalar(entry, self.size(entry), "the entries of a `diag` must be scalars")
                return self.space(space), self.space(space)
            case Trace(arg):
                self.square(arg, self.size(arg), "only a square matrix has a trace")
                return _SCALAR
            case Det(arg):
                self.square(arg, self.size(arg), "only a square matrix has a determinant")
                return _SCALAR
            case SquaredNorm(arg):
                self.size(arg)
                return _SCALAR
        raise TypeError(f"no shape rule for {type(node).__name__}")

    def _atoms(self, space: str) -> _Space:
        """A space that may be one that is not known yet."""
        return (space,) if space[0] == "?" else self.space(space)

    def _entry(self, node: Entry) -> _Size:
        """An entry: the space of each letter is the same wherever it stands."""
        rows, columns = map(self._settle, self.size(node.arg))
        sides = [(node.row, rows), (node.column, columns)]
        if node.row and not node.column and not rows:
            sides = [(node.row, columns)]
        elif node.row and not node.column and columns:
            advice = (
                f"{self._told(node.arg, (rows, columns))}: write two letters, as in `A_{{ij}}`."
            )
            raise self._error("an entry of a matrix with one letter", advice, node)
        for letter, space in sides:
            if letter == "":
                continue
            if not space:
                advice = (
                    f"{self._told(node.arg, (rows, columns))}: it has no entry with this index."
                )
                raise self._error("an entry of what has no such side", advice, node)
            known = self._indices.setdefault(str(letter), space)
            if not self._unify(known, space):
                one, two = self.shape((known, space))
                headline = f"the index `{letter}` runs over two spaces"
                core = reason(
                    Tex(str(letter), quoted=True), " runs over ", Tex(one, quoted=True), " and ",
                    Tex(two, quoted=True), ".",
                )  # fmt: skip
                raise self._mismatch(headline, core, (known, space), node, node)
        return (rows if node.column and not node.row else ()), ()

    def _declared(self, name: str, node: Expr) -> _Size:
        symbol = self._symbols.get(name)
        if symbol is None:
            advice = f"Declare `{name}` in [symbols]."
            raise self._error(f"undeclared symbol `{name}`", advice, node)
        return self.space(symbol.shape[0]), self.space(symbol.shape[1])

    def _product(self, factors: tuple[Expr, ...]) -> _Size:
        """Scalars may stand anywhere; what remains must conform from left to right."""
        total, last, last_size = _SCALAR, factors[0], _SCALAR
        for factor in factors:
            size = self.size(factor)
            if size == _SCALAR:
                continue
            if total != _SCALAR and not self._unify(total[1], size[0]):
                inner = self.shape((total[1], size[0]))
                both = self._is(last, last_size), " but ", self._is(factor, size)
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
                raise self._mismatch(headline, advice, spaces, last, factor)
            total = size if total == _SCALAR else (total[0], size[1])
            last, last_size = factor, size
        return total

    def _maximum(self, node: Expr, arg: Expr, index: str) -> _Size:
        names = (part.name for part in walk(arg) if isinstance(part, Sym))
        if not any(name in self._symbols and self._symbols[name].index == index for name in names):
            headline = f"the maximum over `{index}` of something without that index"
            advice = f"It must contain a symbol with the index `{index}`, such as `s_{index}`."
            raise self._error(headline, advice, node)
        return self.scalar(arg, self.size(arg), "only numbers have a maximum")


def _both(one: _T, two: _T) -> tuple[tuple[_T, _T], tuple[_T, _T]]:
    return (one, two), (two, one)


def _join(space: _Space) -> str:
    return "*".join(space) or "1"
