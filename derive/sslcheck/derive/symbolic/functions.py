"""Normal forms, derivatives, expectations and Kronecker forms of SymPy's matrix expressions.

All functions take `MatrixSymbol`, `MatMul`, `MatAdd`, `Transpose`, `Trace`, `Identity`,
`ZeroMatrix`, `MatPow` with whole exponents, and scalars made of symbols, rational numbers, powers,
square roots of nonnegative symbols, and ``exp(rate*t)`` with the symbol called ``t`` as the time.
All raise

- `ShapeMismatch` where shapes do not conform. Sizes are compared as expressions, so an n x d and a
  d x n matrix do not add up, and a size of 3 is another one than n;
- `Unsupported`, naming the type, for any other node, such as an inverse or a Hadamard product;
- `TooLarge` where an expression would expand beyond `algebra.words.MAX_TERMS` words, or has an
  exponent above 1000.

Whole sizes are spaces like any other: statements are about all sizes. An identity that holds for
2 x 2 matrices only is therefore none here. The one exception is the size 1: a 1 x 1 product is a
scalar, and is treated as one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from sympy import Dummy
from sympy import Symbol as Scalar
from sympy.matrices.expressions import MatrixExpr, MatrixSymbol

from sslcheck.derive.algebra import Element
from sslcheck.derive.calculus import expectation as expected
from sslcheck.derive.calculus import gradient as matrix_gradient
from sslcheck.derive.calculus import kronecker_form, scalar_derivative
from sslcheck.derive.calculus.expectation import Law
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Expr, Sym
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting
from sslcheck.derive.symbolic.convert import TIME, Names, Size, show

__all__ = ["along_flow", "equal", "expectation", "gradient", "normal_form", "vec_form"]


def normal_form(
    expr: Any,
    *,
    symmetric: Iterable[Any] = (),
    diagonal: Iterable[Any] = (),
    orthonormal: Iterable[Any] = (),
) -> Any:
    """The canonical sum of products: what is equal for all sizes and values looks equal.

    Products are multiplied out, transposes pushed to the symbols, traces turned into one of their
    cyclic forms. ``orthonormal`` symbols have orthonormal columns, ``Q.T*Q = I``. The result has
    the shape of ``expr``. A root in a denominator stays there: `equal` decides such cases, too.

    >>> from sympy import MatrixSymbol, Trace, symbols
    >>> n, d = symbols("n d")
    >>> W, X = MatrixSymbol("W", n, d), MatrixSymbol("X", d, d)
    >>> normal_form((W * X * W.T).T - W * X * W.T + 2 * W * W.T, symmetric=[X])
    2*W*W.T
    >>> normal_form(Trace(X.T * W.T * W) - Trace(W * X * W.T))
    0

    Raises `ShapeMismatch`, `Unsupported` and `TooLarge` as every function of this module.
    """
    marks = _marks(symmetric=symmetric, diagonal=diagonal, orthonormal=orthonormal)
    names = Names([expr], properties=marks)
    node, size = names.read(expr)
    words = _words(names)
    return _result(names, words, words.whole(node), size)


def equal(
    a: Any,
    b: Any,
    *,
    symmetric: Iterable[Any] = (),
    diagonal: Iterable[Any] = (),
    orthonormal: Iterable[Any] = (),
    psd: Iterable[Any] = (),
) -> bool:
    """Whether ``a = b`` is an identity: for all sizes, and all values of the symbols.

    False means that it fails for some sizes and values (where a size is 2, say, an identity that
    holds for no larger matrices counts as false). ``psd`` symbols are symmetric.

    >>> from sympy import MatrixSymbol, Trace, symbols
    >>> n, d = symbols("n d")
    >>> W, X = MatrixSymbol("W", n, d), MatrixSymbol("X", d, d)
    >>> equal((W * X * W.T).T, W * X * W.T)
    False
    >>> equal((W * X * W.T).T, W * X * W.T, psd=[X])
    True

    Sides of different shapes raise `ShapeMismatch`; a scalar counts as 1 x 1.
    """
    marks = _marks(symmetric=symmetric, diagonal=diagonal, orthonormal=orthonormal, psd=psd)
    names = Names([a, b], properties=marks)
    (left, size), (right, other) = names.read(a), names.read(b)
    names.alike(size, other, lambda: "the two sides differ in shape")
    words = _words(names)
    return (words.whole(left) - words.whole(right)).is_zero()


def gradient(
    objective: Any,
    variable: Any,
    *,
    symmetric: Iterable[Any] = (),
    frozen: Collection[Any] | Mapping[Any, Any] = (),
) -> Any:
    """The gradient of a scalar, in the shape of ``variable`` (also: the derivative by a `Symbol`).

    ``frozen`` names what is behind the stop-gradient of eq. (1). As a mapping it says of what a
    frozen symbol is a copy: it is a constant to the gradient and is then replaced. So SimSiam,
    where the target network is the online one, is ``frozen={W_a: W}``.

    >>> from sympy import MatrixSymbol, Trace, symbols
    >>> n, d = symbols("n d")
    >>> W, W_a = MatrixSymbol("W", n, d), MatrixSymbol("W_a", n, d)
    >>> gradient(Trace(W * W.T) / 2 - Trace(W_a * W.T), W)
    W - W_a
    >>> gradient(Trace(W * W.T) / 2 - Trace(W_a * W.T), W, frozen={W_a: W})
    0

    Raises `Unsupported` where ``variable`` is symmetric (its entries are not independent) or
    itself frozen, and `ShapeMismatch` where ``objective`` is not a scalar.
    """
    marks = _marks(symmetric=symmetric)
    copies = dict(frozen) if isinstance(frozen, Mapping) else {}
    _symbol(variable, "the variable of a gradient")
    if variable in marks:
        raise Unsupported(f"the gradient with respect to the symmetric matrix `{variable}`")
    if variable in frozen:
        raise Unsupported(
            f"the gradient with respect to `{variable}`, which is frozen: give its copy behind the"
            " stop-gradient a symbol of its own"
        )
    names = Names([objective, variable, *frozen, *copies.values()], properties=marks)
    node, size = names.read(objective)
    names.alike(size, None, lambda: "the objective must be a scalar")
    words = _words(names)
    value = words.whole(node).value()
    name, shape = names.name(variable), _size(variable)
    if shape is None or (shape[0] == 1 and shape[1] == 1):
        slope = scalar_derivative(value, name, words.functions)
        result = words.alphabet.scalar(slope)
    else:
        words.whole(Sym(name))
        result = matrix_gradient(words.alphabet.scalar(value), name, words.functions)
    if copies:
        lets = {}
        for copy, original in copies.items():
            lets[names.name(copy)], other = names.read(original)
            say = partial("`{}` cannot be a copy of `{}`".format, copy, original)
            names.alike(_size(copy), other, say)
        words, result = _again(names, words, result, Setting(names.symbols, lets=lets))
    return _result(names, words, result, shape)


def along_flow(expr: Any, flow: Mapping[Any, Any], *, symmetric: Iterable[Any] = ()) -> Any:
    """The time derivative of ``expr`` where symbols move by ``flow``, by the product rule.

    ``flow`` maps a symbol to its time derivative; all others are constant, but for the time itself,
    the symbol called ``t``. A moving symbol that is ``symmetric`` is taken to be so at the moment
    considered, after differentiation: its flow need not keep it so.

    The integral of motion behind eq. (3), for the flow of eq. (2) without weight decay:

    >>> from sympy import MatrixSymbol, symbols
    >>> n, d = symbols("n d")
    >>> W, W_p = MatrixSymbol("W", n, d), MatrixSymbol("W_p", n, n)
    >>> G = MatrixSymbol("G", n, d)
    >>> flow = {W_p: G * W.T, W: W_p.T * G}
    >>> along_flow(W * W.T - W_p.T * W_p, flow)
    0

    Raises `ShapeMismatch` where a derivative has another shape than its symbol, and `Unsupported`
    where the rate of an exponential depends on a moving symbol.
    """
    marks = _marks(symmetric=symmetric)
    for symbol in flow:
        _symbol(symbol, "what moves along a flow")
        if _size(symbol) is None and symbol.name == TIME:
            raise Unsupported(f"`{TIME}` is the time: it has no flow of its own")
    still = {thing: found for thing, found in marks.items() if thing not in flow}
    names = Names([expr, *marks, *flow.values()], properties=still, moving=flow)
    rates: dict[str, Expr] = {}
    for symbol, rate in flow.items():
        rates[names.name(symbol)], size = names.read(rate)
        say = partial("`{}` and its derivative differ in shape".format, symbol)
        names.alike(_size(symbol), size, say)
    node, size = names.read(expr)
    words = _words(names, Setting(names.symbols, flow=rates))
    result = words.whole_rate(words.whole(node))
    if len(still) < len(marks):
        symbols = dict(names.symbols)
        for thing, found in marks.items():
            symbol = symbols[names.name(thing)]
            symbols[symbol.name] = replace(symbol, role="parameter", properties=found)
        words, result = _again(names, words, result, Setting(symbols))
    return _result(names, words, result, size)


def expectation(
    expr: Any, *, views: Collection[Any], mean: Any, second_moment: Any, noise: Any
) -> Any:
    """The expectation of what is quadratic in random views of one input.

    ``views`` are vectors (`MatrixSymbol` of one column) that are independent given the input, with
    conditional mean ``mean``: ``E[x1*x2.T] = second_moment`` and ``E[x1*x1.T] = second_moment +
    noise``, as in eq. (1). Both moments are d x d; where they are symbols, they are symmetric.

    >>> from sympy import Identity, MatrixSymbol, Trace, symbols
    >>> n, d, sigma = symbols("n d sigma")
    >>> W, X = MatrixSymbol("W", n, d), MatrixSymbol("X", d, d)
    >>> x1, x2, xbar = (MatrixSymbol(name, d, 1) for name in ("x1", "x2", "xbar"))
    >>> moments = {"mean": xbar, "second_moment": X, "noise": sigma**2 * Identity(d)}
    >>> expectation(W * x1 * (x1 - x2).T, views=(x1, x2), **moments)
    sigma**2*W

    Terms without views stay; terms of another degree raise `Unsupported`, and so do moments that
    are not symmetric.
    """
    random = (*views, mean)
    for view in random:
        _symbol(view, "a view")
        if _size(view) is None or view.cols != 1 or view.rows == 1:
            shape = show(_size(view))
            raise Unsupported(f"the view `{view}` is {shape}: views are vectors, d x 1 with d > 1")
    given = {"second_moment": second_moment, "noise": noise}
    marks = _marks(symmetric=[m for m in given.values() if isinstance(m, MatrixSymbol)])
    names = Names([expr, *given.values()], properties=marks, views=random)
    for view in random:
        say = partial("the views `{}` and `{}` differ in shape".format, view, mean)
        names.alike(_size(view), _size(mean), say)
    lets: dict[str, Expr] = {}
    for name, moment in given.items():
        lets[name], size = names.read(moment)
        say = partial("the {} of `{}` has another shape".format, name, mean)
        names.alike(size, (mean.rows, mean.rows), say)
    node, size = names.read(expr)
    words = _words(names, Setting(names.symbols, lets=lets))
    view_names = tuple(names.name(view) for view in views)
    moments = words.whole(Sym("second_moment")), words.whole(Sym("noise"))
    law = Law(view_names, names.name(mean), *moments)
    return _result(names, words, expected(words.whole(node), [law]), size)


def vec_form(expr: Any, variable: Any) -> list[tuple[Any, Any]]:
    """The Kronecker form of an expression that is linear in a matrix.

    The pairs ``(right_T, left)`` give ``vec(expr) = sum(kron(right_T, left)) * vec(variable)`` with
    ``vec(A*W*B) = kron(B.T, A) * vec(W)``, columns stacked: how eq. (4) finds its H. There is one
    pair for each distinct right factor.

    >>> from sympy import MatrixSymbol, symbols
    >>> n, d, eta = symbols("n d eta")
    >>> W, W_p = MatrixSymbol("W", n, d), MatrixSymbol("W_p", n, n)
    >>> X = MatrixSymbol("X", d, d)
    >>> vec_form(W_p.T * W_p * W * X + eta * W, W)
    [(I, eta*I), (X.T, W_p.T*W_p)]

    Raises `Unsupported` where a term does not have the form ``A*variable*B``, a term with the
    transpose of ``variable`` included.
    """
    _symbol(variable, "the variable of a vec form")
    size = _size(variable)
    if size is None:
        raise Unsupported(f"`{variable}` is a scalar: a vec form is linear in a matrix")
    names = Names([expr, variable])
    node, shape = names.read(expr)
    words = _words(names)
    name = names.name(variable)
    if shape is None or names.symbols[name].scalar:
        raise Unsupported("a vec form of scalars: write a gradient instead")
    terms = kronecker_form(_settled(words.whole(node)), name, str(variable))
    pairs = []
    for term in sorted(terms, key=lambda term: sorted(term.right.terms)):
        right = _result(names, words, term.right.T, (shape[1], size[1]))
        pairs.append((right, _result(names, words, term.left, (shape[0], size[0]))))
    return pairs


# -- shared ---------------------------------------------------------------------------------------


def _words(names: Names, setting: Setting | None = None) -> NormalForm:
    return NormalForm(setting if setting is not None else Setting(names.symbols), size=names.size)


def _settled(element: Element) -> Element:
    """Roots taken as one, and no term that is zero."""
    return element.scalar_map(lambda c: c.root_reduced().cancelled())


def _result(names: Names, words: NormalForm, element: Element, size: Size | None) -> Any:
    element = _settled(element)
    return names.written(words.expr(element), element.shape, size is not None)


def _again(
    names: Names, words: NormalForm, element: Element, setting: Setting
) -> tuple[NormalForm, Element]:
    """The element read again under another setting."""
    element = _settled(element)
    if not element.terms:
        return words, element
    other = _words(names, setting)
    return other, other.whole(words.expr(element))


def _size(symbol: Any) -> Size | None:
    return (symbol.rows, symbol.cols) if isinstance(symbol, MatrixExpr) else None


def _symbol(thing: Any, what: str) -> None:
    if type(thing) not in (MatrixSymbol, Scalar, Dummy):
        kind = type(thing).__name__
        raise Unsupported(f"{what} is a MatrixSymbol or a Symbol, not `{thing}` of type `{kind}`")


def _marks(**given: Iterable[Any]) -> dict[Any, frozenset[str]]:
    """The properties of each symbol."""
    marks: dict[Any, frozenset[str]] = {}
    for mark, things in given.items():
        for thing in things:
            if type(thing) is not MatrixSymbol:
                kind = type(thing).__name__
                raise Unsupported(f"only a MatrixSymbol is {mark}, not `{thing}` of type `{kind}`")
            if mark != "orthonormal":
                say = partial("`{}` is not square, so it cannot be {}".format, thing, mark)
                Names([thing]).same(thing.rows, thing.cols, say)
            elif thing.rows == 1 or (thing.rows - thing.cols).is_negative:
                raise Unsupported(
                    f"`{thing}` is {show(_size(thing))}: its columns cannot be orthonormal"
                )
            marks[thing] = marks.get(thing, frozenset()) | {mark}
            if "orthonormal" in marks[thing] and len(marks[thing]) > 1:
                others = " and ".join(sorted(marks[thing]))
                raise Unsupported(f"`{thing}` is declared {others}: no rule for both at once")
    return marks
