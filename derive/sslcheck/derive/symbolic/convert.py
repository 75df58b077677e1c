"""SymPy expressions to expression nodes and back, with every shape checked on the way in.

SymPy does not compare sizes that are symbols (``W*W`` of an n x d matrix is ``W**2`` to it), so
`Names` does, by its rules: sizes are expressions, and a 1 x 1 matrix is no number in a product,
which it is to `shapes`. Symbols go by numbered names inside: two objects of SymPy never share one,
whatever they are called, and names keep the alphabetical order, so normal forms do not depend on
the call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import partial
from typing import Any

from sympy import Add, Basic, Dummy, Integer, Mul, Pow, Rational, exp, expand, factorint
from sympy import Symbol as Scalar
from sympy.core.sorting import default_sort_key
from sympy.matrices.expressions import (
    Identity,
    MatAdd,
    MatMul,
    MatPow,
    MatrixExpr,
    MatrixSymbol,
    ZeroMatrix,
)
from sympy.matrices.expressions import Trace as MatrixTrace
from sympy.matrices.expressions import Transpose as MatrixTranspose

from sslcheck.derive import expr as e
from sslcheck.derive.algebra.polynomials import fraction
from sslcheck.derive.errors import ShapeMismatch, TooLarge, Unsupported
from sslcheck.derive.setting import Role, Shape, Sign, Symbol

__all__ = ["MAX_EXPONENT", "TIME", "Names", "Size"]

Size = tuple[Any, Any]
"""(rows, columns) as SymPy expressions."""

MAX_EXPONENT = 1000
"""Largest whole exponent that is multiplied out."""

TIME = "t"
"""The name of the SymPy symbol that is the time."""

_LARGEST_RADICAND = 10**12


class Names:
    """The symbols of a few SymPy expressions, and the conversion in both directions.

    ``moving`` are those that depend on time. Raises `Unsupported`, naming the type, for every node
    that has no counterpart, and `ShapeMismatch` where shapes do not conform.
    """

    def __init__(
        self,
        expressions: Iterable[Any],
        *,
        properties: dict[Any, frozenset[str]] | None = None,
        moving: Iterable[Any] = (),
        views: Iterable[Any] = (),
    ) -> None:
        found: set[Any] = set()
        for expression in (*expressions, *(properties or {}), *moving, *views):
            if isinstance(expression, Basic):
                found |= expression.atoms(MatrixSymbol, Scalar)
        self.symbols: dict[str, Symbol] = {}
        self._moving = frozenset(moving)
        self._spaces: dict[Any, str] = {}
        self._sizes: dict[str, Any] = {}
        self._names: dict[Any, str] = {}
        self._objects: dict[str, Any] = {}
        chance = frozenset(views)
        for rank, thing in enumerate(sorted(found, key=_order)):
            if isinstance(thing, MatrixSymbol):
                name = f"m{rank:05d}"
                shape = self._shape((thing.rows, thing.cols))
            else:
                name, shape = f"s{rank:05d}", ("1", "1")
                if thing.name == TIME:
                    name = TIME
            if name in self._objects:
                raise Unsupported(f"two different symbols are called `{TIME}`, which is the time")
            self._names[thing], self._objects[name] = name, thing
            if name != TIME:
                role: Role = "state" if thing in self._moving else "parameter"
                role = "view" if thing in chance else role
                marks = (properties or {}).get(thing, frozenset())
                self.symbols[name] = Symbol(name, shape, marks, _sign(thing), role)

    def name(self, thing: Any) -> str:
        """The name inside of a symbol."""
        return self._names[thing]

    # -- sizes ----------------------------------------------------------------------------------

    def _space(self, size: Any) -> str:
        if size == 1:
            return "1"
        key = expand(size)
        if key.is_number and not (key.is_Integer and key > 0):
            raise Unsupported(f"the size {size}: sizes are symbols or whole numbers from 1 up")
        if key not in self._spaces:
            name = self._spaces[key] = f"d{len(self._spaces)}"
            self._sizes[name] = key
        return self._spaces[key]

    def _shape(self, size: Size) -> Shape:
        return self._space(size[0]), self._space(size[1])

    def size(self, space: str) -> e.Expr:
        """The size of a space as a scalar: what the trace of its identity is."""
        return self.scalar(self._sizes[space])

    def same(self, one: Any, two: Any, say: Callable[[], str]) -> None:
        """Demand that two sizes are equal, else `ShapeMismatch`; ``say`` makes its message."""
        if self._space(one) != self._space(two):
            message = say()  # printing with SymPy takes longer than all the rest
            if str(one) == str(two):
                message += " (two different symbols have the same name)"
            raise ShapeMismatch(message, (str(one), str(two)))

    def alike(self, one: Size | None, two: Size | None, say: Callable[[], str]) -> None:
        """Demand that two shapes are equal; a scalar counts as 1 x 1."""

        def message() -> str:
            return f"{say()}: {show(one)} and {show(two)}"

        for left, right in zip(one or (1, 1), two or (1, 1), strict=True):
            self.same(left, right, message)

    # -- from SymPy -----------------------------------------------------------------------------

    def read(self, expression: Any) -> tuple[e.Expr, Size | None]:
        """An expression of SymPy as a node, with its size; a scalar has none."""
        if isinstance(expression, MatrixExpr):
            return self.matrix(expression)
        return self.scalar(expression), None

    def matrix(self, expression: Any) -> tuple[e.Expr, Size]:
        """A matrix expression as a node, with its size."""
        kind = type(expression)
        if kind is MatrixSymbol:
            return e.Sym(self._names[expression]), (expression.rows, expression.cols)
        if kind is Identity:
            rows = expression.rows
            return e.Ident(self._space(rows)), (rows, rows)
        if kind is ZeroMatrix:
            return self._zero((expression.rows, expression.cols))
        if kind is MatrixTranspose:
            node, (rows, cols) = self._matrix_argument(expression.arg)
            return e.Transpose(node), (cols, rows)
        if kind is MatAdd:
            parts = [self._matrix_argument(arg) for arg in expression.args]
            for _, size in parts:
                self.alike(parts[0][1], size, lambda: f"the sum `{expression}` does not conform")
            return e.Sum(tuple(node for node, _ in parts)), parts[0][1]
        if kind is MatMul:
            return self._product(expression)
        if kind is MatPow:
            node, (rows, cols) = self._matrix_argument(expression.base)
            self.same(rows, cols, lambda: f"`{expression}` is a power, of no square matrix")
            exponent = _whole(expression.exp)
            if exponent < 0:
                raise Unsupported(f"`{expression}`: inverses of matrices are outside the algebra")
            return e.Power(node, Fraction(exponent)), (rows, cols)
        raise _unknown(expression)

    def _matrix_argument(self, expression: Any) -> tuple[e.Expr, Size]:
        if not isinstance(expression, MatrixExpr):
            raise Unsupported(f"`{expression}` is a scalar where a matrix is needed")
        return self.matrix(expression)

    def _zero(self, size: Size) -> tuple[e.Expr, Size]:
        """Zero times a letter of that shape: the algebra's zeros have shapes, its numbers none."""
        shape = self._shape(size)
        name = f"z:{shape[0]}:{shape[1]}"
        self.symbols.setdefault(name, Symbol(name, shape))
        return e.Prod((e.ZERO, e.Sym(name))), size

    def _product(self, expression: Any) -> tuple[e.Expr, Size]:
        factors: list[e.Expr] = []
        size: Size | None = None
        for arg in expression.args:
            node, other = self.read(arg)
            factors.append(node)
            if other is None:
                continue
            if size is not None:
                say = partial(_product_message, expression, size, arg, other)
                self.same(size[1], other[0], say)
            size = (other if size is None else size)[0], other[1]
        if size is None:
            raise Unsupported(f"the matrix product `{expression}` has no matrix in it")
        return e.Prod(tuple(factors)), size

    def scalar(self, expression: Any) -> e.Expr:
        """A scalar expression as a node."""
        if isinstance(expression, (int, Fraction)) and not isinstance(expression, bool):
            return e.Num(Fraction(expression))
        kind = type(expression)
        if isinstance(expression, Rational) and expression.is_finite:
            return e.Num(fraction(expression))
        if kind in (Scalar, Dummy):
            if not expression.is_commutative:
                raise Unsupported(f"`{expression}` does not commute: write it as a MatrixSymbol")
            return e.ZERO if expression.is_zero else e.Sym(self._names[expression])
        if kind is Add:
            return e.Sum(tuple(self.scalar(arg) for arg in expression.args))
        if kind is Mul:
            return e.Prod(tuple(self.scalar(arg) for arg in expression.args))
        if kind is Pow:
            return self._power(expression)
        if kind is exp:
            return self._exponential(expression)
        if kind is MatrixTrace:
            node, (rows, cols) = self._matrix_argument(expression.arg)
            self.same(rows, cols, lambda: f"`{expression}` is a trace, of no square matrix")
            return e.Trace(node)
        raise _unknown(expression)

    def _power(self, expression: Any) -> e.Expr:
        base, exponent = expression.base, expression.exp
        if not isinstance(exponent, Rational) or exponent.q > 2:
            raise Unsupported(f"`{expression}`: whole exponents and halves of them are known")
        if exponent.q == 1:
            return e.Power(self.scalar(base), Fraction(_whole(exponent)))
        return e.Power(self._root(base), Fraction(_whole(Integer(exponent.p))))

    def _root(self, base: Any) -> e.Expr:
        """The square root, in roots of primes and of nonnegative symbols: these are independent."""
        if isinstance(base, Rational) and base.is_finite and base >= 0:
            if base.p * base.q > _LARGEST_RADICAND:
                raise TooLarge(f"the root of {base}: a radicand may be up to {_LARGEST_RADICAND}")
            outer, roots = Fraction(1, int(base.q)), list[e.Expr]()
            for prime, power in factorint(base.p * base.q).items():
                outer *= int(prime) ** (power // 2)
                if power % 2:
                    roots.append(e.Power(e.Num(Fraction(int(prime))), Fraction(1, 2)))
            return e.Prod((e.Num(outer), *roots))
        if type(base) in (Scalar, Dummy) and base.is_nonnegative:
            return e.Power(self.scalar(base), Fraction(1, 2))
        if type(base) is Mul:
            return e.Prod(tuple(self._root(arg) for arg in base.args))
        if type(base) is Pow and base.exp.is_Integer:
            return e.Power(self._root(base.base), Fraction(_whole(base.exp)))
        raise Unsupported(
            f"the root of `{base}`: roots are known of numbers and of products of symbols that are"
            " declared nonnegative"
        )

    def _exponential(self, expression: Any) -> e.Expr:
        terms = []
        for term in Add.make_args(expand(expression.args[0])):
            changing = sorted(map(str, self._moving & term.atoms(Scalar)))
            if changing:
                raise Unsupported(f"`{expression}`: the rate depends on {', '.join(changing)}")
            if term.atoms(MatrixTrace) or any(a.atoms(Add) for a in term.args):
                raise Unsupported(f"`{expression}`: a rate is a sum of products of symbols")
            time = self._objects.get(TIME)
            if time is None or term.as_independent(time, as_Add=False)[1] != time:
                raise Unsupported(
                    f"`{expression}`: an exponent is a rate times the time, the symbol `{TIME}`"
                )
            terms.append(e.Exp(self.scalar(term)))
        return e.Prod(tuple(terms))

    # -- to SymPy -------------------------------------------------------------------------------

    def write(self, node: e.Expr) -> Any:
        """A node as an expression of SymPy. Raises `Unsupported` for nodes without counterpart."""
        match node:
            case e.Num(value=value):
                return Rational(value.numerator, value.denominator)
            case e.Sym(name=name) if name in self._objects:
                return self._objects[name]
            case e.Ident(space=space):
                return Identity(1 if space == "1" else self._sizes[space])
            case e.Transpose(arg=arg):
                return self.write(arg).T
            case e.Trace(arg=arg):
                return MatrixTrace(self.write(arg))
            case e.Exp(arg=arg):
                return exp(self.write(arg))
            case e.Quotient(numerator=top, denominator=bottom):
                return _times([1 / self.write(bottom), self.write(top)])
            case e.Power(base=base, exponent=exponent):
                inner = self.write(base)
                power = Rational(exponent.numerator, exponent.denominator)
                return (MatPow if isinstance(inner, MatrixExpr) else Pow)(inner, power)
            case e.Prod(factors=factors):
                return _times([self.write(factor) for factor in factors])
            case e.Sum(terms=terms):
                parts = [self.write(term) for term in terms]
                if any(isinstance(part, MatrixExpr) for part in parts):
                    return MatAdd(*parts).doit(deep=False)
                return Add(*parts)
        raise Unsupported(f"`{type(node).__name__}` has no counterpart in SymPy")

    def written(self, node: e.Expr, shape: Shape, matrix: bool) -> Any:
        """As `write`, for a node of a known shape: a zero, or a number that is a 1 x 1 matrix."""
        value = self.write(node)
        if not matrix or isinstance(value, MatrixExpr):
            return value
        rows, cols = (Integer(1) if s == "1" else self._sizes[s] for s in shape)
        return ZeroMatrix(rows, cols) if value == 0 else MatMul(value, Identity(rows))


def show(size: Size | None) -> str:
    """A size for a message."""
    return "a scalar" if size is None else f"{size[0]} x {size[1]}"


def _product_message(expression: Any, size: Size, arg: Any, other: Size) -> str:
    return (
        f"the product `{expression}` does not conform: {show(size)} times `{arg}`,"
        f" which is {show(other)}"
    )


def _times(parts: list[Any]) -> Any:
    """A product; neighbours that are equal become a power, as in SymPy's own products."""
    scalar = Mul(*(part for part in parts if not isinstance(part, MatrixExpr)))
    runs: list[tuple[Any, int]] = []
    for part in parts:
        if not isinstance(part, MatrixExpr):
            continue
        for factor in part.args if isinstance(part, MatMul) else (part,):
            if not isinstance(factor, MatrixExpr):
                scalar = scalar * factor
            elif runs and runs[-1][0] == factor and factor.rows == factor.cols:
                runs[-1] = (factor, runs[-1][1] + 1)
            else:
                runs.append((factor, 1))
    if not runs:
        return scalar
    matrices = [base if count == 1 else MatPow(base, count) for base, count in runs]
    if scalar == 1:
        return matrices[0] if len(matrices) == 1 else MatMul(*matrices)
    return MatMul(scalar, *matrices)


def _order(thing: Any) -> tuple[Any, ...]:
    """By name first; the rest tells apart what has the same name."""
    assumed = () if isinstance(thing, MatrixSymbol) else thing.assumptions0.items()
    return thing.name, default_sort_key(thing), str(sorted(assumed))


def _sign(thing: Any) -> Sign:
    if isinstance(thing, MatrixSymbol):
        return "real"
    if thing.is_positive:
        return "positive"
    return "nonnegative" if thing.is_nonnegative else "real"


def _whole(exponent: Any) -> int:
    if not isinstance(exponent, Integer):
        raise Unsupported(f"the exponent `{exponent}`: only whole numbers are known")
    if abs(exponent) > MAX_EXPONENT:
        raise TooLarge(f"the exponent {exponent}: the limit is {MAX_EXPONENT}")
    return int(exponent)


def _unknown(expression: Any) -> Unsupported:
    kind = type(expression).__name__
    advice = "; write it as a Rational" if kind in ("Float", "float") else ""
    return Unsupported(f"`{expression}` is of the type `{kind}`, which is not supported{advice}")
