"""The first route: an expression's normal form, valid for all sizes.

`NormalForm` reads an expression under a `Setting` and returns an `Element` of the typed word
algebra. Two expressions are equal for all sizes and all values exactly when the normal form of
their difference has no terms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from typing import Any

from sslcheck.derive import expr as e
from sslcheck.derive.algebra.cycles import dimension
from sslcheck.derive.algebra.determinants import determinant
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.entrywise import hadamard, ones
from sslcheck.derive.algebra.exponentials import matrix_exponential
from sslcheck.derive.algebra.functions import Functions
from sslcheck.derive.algebra.inverses import element_key
from sslcheck.derive.algebra.pseudo import pseudo_inverse
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.rebuild import element_expr
from sslcheck.derive.algebra.roots import of_one_degree
from sslcheck.derive.algebra.scalars import Scalars
from sslcheck.derive.algebra.splice import spliced
from sslcheck.derive.algebra.words import Alphabet
from sslcheck.derive.calculus import expectation, partial_derivative
from sslcheck.derive.calculus.entries import contracted, entry_at
from sslcheck.derive.calculus.flow import FlowDerivative
from sslcheck.derive.calculus.instants import Instants
from sslcheck.derive.calculus.leads import by_leads
from sslcheck.derive.calculus.networks import by_entries
from sslcheck.derive.calculus.relations import commuting_letters
from sslcheck.derive.calculus.stacked import Stacked, finished, plain, read_stacked, shown
from sslcheck.derive.calculus.totals import columns, total
from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.normal.gradients import gradient_by, refuse_made, refuse_trajectories
from sslcheck.derive.normal.products import inverse_by_factors, power, product
from sslcheck.derive.normal.supposed import Supposed
from sslcheck.derive.normal.symbols import Symbols
from sslcheck.derive.setting import Setting

__all__ = ["NormalForm"]


class NormalForm:
    """Normal forms of expressions under one setting.

    ``scalars`` may be shared between settings of one article, so that the polynomial ring is made
    once; ``size`` gives the dimension of a space where it is more than a letter. Raises
    `Unsupported` for what typed words cannot represent, `TooLarge` for what explodes.
    """

    def __init__(
        self,
        setting: Setting,
        scalars: Scalars | None = None,
        size: Callable[[str], e.Expr] | None = None,
    ) -> None:
        self.setting = setting
        self.scalars = scalars if scalars is not None else Scalars(_scalar_names(setting))
        self.alphabet = Alphabet(self.scalars, commuting=commuting_letters(setting))
        if size is not None:
            self.alphabet.size = lambda space: self._value(size(space))
            self.alphabet.products = False
        self.symbols = Symbols(setting, self.scalars, self.alphabet, self.whole)
        self.functions = Functions(setting, self.scalars)
        self.functions.definite = self.definite
        self._definites: dict[tuple[Any, ...], bool | None] = {}
        self._flow = FlowDerivative(self.functions, self.alphabet, self.whole)
        self.instants = Instants(self.functions, self.alphabet, self.symbols.initial)
        self._supposed = Supposed(self)
        self.declared_in = self  # the one whose declarations count, where this one knows fewer

    # -- reading --------------------------------------------------------------------------------

    def element(self, node: e.Expr) -> Element:
        """The normal form of an expression whose shapes conform, without products of traces.

        What argues about words one by one needs that; `whole` gives all that equations need.
        """
        return spliced(self.whole(node))

    def whole(self, node: e.Expr) -> Element:
        """The normal form of an expression whose shapes conform, products of traces included."""
        match node:
            case e.Num(value=value):
                return self.alphabet.scalar(self.scalars.number(value))
            case e.Ident(space=space):
                return self.alphabet.identity(self.setting.space(space))
            case e.Ones(space=space):
                return ones(self.alphabet, self.setting.space(space))
            case e.Size(space=space):
                return self.alphabet.scalar(dimension(self.alphabet, self.setting.space(space)))
            case e.Sym(name=name):
                return self.symbols.element(name)
            case e.Sum(terms=terms):
                parts = [self.whole(term) for term in terms]
                kept = [p for p in parts if p.terms]
                return reduce(lambda a, b: a + b, kept) if kept else parts[0]
            case e.Prod(factors=factors):
                try:
                    return product([self.whole(factor) for factor in factors])
                except Stacked:
                    return plain(read_stacked(self, node))
            case e.Hadamard(left=left, right=right):
                try:
                    return hadamard(self.whole(left), self.whole(right))
                except Stacked:
                    return plain(read_stacked(self, node))
            case e.Vec() | e.Kron():
                return plain(read_stacked(self, node))
            case e.Quotient(numerator=top, denominator=bottom):
                return self.whole(top).scaled(self.scalars.one / self._value(bottom))
            case e.Transpose(arg=arg):
                return self.whole(arg).T
            case e.PseudoInverse(arg=arg):
                return pseudo_inverse(self.whole(arg), self.functions)
            case e.Power(base=base, exponent=exponent):
                if exponent < 0 and (found := inverse_by_factors(self, base)) is not None:
                    return power(self, found, -exponent)
                return power(self, self.whole(base), exponent)
            case e.Dot(arg=arg):
                return self.whole_rate(self.whole(arg))
            case e.Partial(arg=arg, symbol=symbol):
                refuse_made(self, symbol)
                self.scalars.letter(symbol)
                with self.symbols.differentiated():
                    read = self.whole(arg)
                refuse_trajectories(self, symbol, arg, read)
                return self.instants.thawed(partial_derivative(read, symbol, self.functions))
            case e.Exp(arg=arg):
                return matrix_exponential(self.whole(arg), self.functions)
            case e.Log(arg=arg):
                return self.alphabet.scalar(self.functions.logarithm(self._value(arg)))
            case e.Integral(arg=arg, variable=variable):
                inside = self.whole(arg)
                if inside.shape != ("1", "1"):
                    raise Unsupported(
                        "the integral of a matrix: claim the rates of both sides, or write it of a"
                        " number, between constant vectors"
                    )
                return self.alphabet.scalar(self.functions.integral(inside.value(), variable))
            case e.At(arg=arg):
                return self.at_start(self.whole(arg))
            case e.Diag(entry=entry, index=index, size=size):
                space = self.setting.space(size)
                return self.functions.diagonal(self.alphabet, self._value(entry), index, space)
            case e.Maximum(arg=arg, index=index):
                return self.alphabet.scalar(self.functions.maximum(self._value(arg), index))
            case e.Total(arg=arg, index=index):
                return total(self.whole(arg), index, self.symbols.summed(node), self.functions)
            case e.Columns(entry=entry, index=index):
                return columns(self.whole(entry), index, self.symbols.summed(node), self.functions)
            case e.Entry(arg=arg, row=row, column=column):
                return entry_at(self.whole(arg), str(row), str(column))
            case e.IndexSum(arg=arg, index=index, space=space):
                return contracted(self.whole(arg), index, self.setting.space(space))
            case e.Trace(arg=arg):
                try:
                    return self.whole(arg).trace()
                except Stacked:
                    return plain(read_stacked(self, arg).trace())
            case e.Det(arg=arg):
                from sslcheck.derive.signs.invertible import is_invertible

                regular = is_invertible(self.declared_in, arg)
                return self.alphabet.scalar(determinant(self.whole(arg), self.functions, regular))
            case e.SquaredNorm(arg=arg):
                try:
                    inner = self.whole(arg)
                except Stacked:
                    stack = read_stacked(self, arg)
                    return plain((stack.T * stack).trace())
                return (inner.T * inner).trace()
            case e.StopGrad(arg=arg):
                with self.symbols.stopped():
                    return self.whole(arg)
            case e.Expect(arg=arg):
                if not self.setting.views:
                    raise ArticleError(
                        "an expectation needs an [expectation] table that declares the views"
                    )
                return expectation(self.whole(arg), [*map(self.symbols.law, self.setting.views)])
            case e.Gradient(symbol=symbol, of=of):
                return gradient_by(self, symbol, of)
        raise Unsupported(f"`{type(node).__name__}` has no normal form as a typed word")

    def scalar(self, node: e.Expr) -> Ratio:
        """The value of a scalar expression without traces."""
        return self.element(node).as_scalar()

    def _value(self, node: e.Expr) -> Ratio:
        return self.whole(node).value()

    def parts(self, node: e.Expr) -> tuple[list[Element], e.Expr | None]:
        """What a node is at the instant meant: elements, and as an expression where it has one.

        One element for what is, or stacks, a matrix; of a sum of Kronecker products what stands
        beside equal factors: the elements vanish together exactly where the node does.
        """
        try:
            whole = self.finished(self.whole(node))
        except Stacked:
            stacked = finished(self, read_stacked(self, node))
            return stacked.parts(), shown(self, stacked)
        return [whole], self.expr(whole)

    def stacked_words(self, node: e.Expr) -> list[Element]:
        """All words of a sum of Kronecker products, each by itself."""
        return read_stacked(self, node).words()

    def residual(self, relation: e.Relation) -> Element:
        """Normal form of ``lhs - rhs``, at time 0 where the setting restricts the initial state.

        Of stacked matrices that of the matrices. Raises `Unsupported` for Kronecker products.
        """
        first, *more = self.residuals(relation)
        if more:
            raise Stacked
        return first

    def residuals(self, relation: e.Relation) -> list[Element]:
        """The residual in parts, as `parts` tells them."""
        try:
            lhs, rhs = self.whole(relation.lhs), self.whole(relation.rhs)
        except Stacked:
            return [*map(by_entries, self.parts(e.difference(relation.lhs, relation.rhs))[0])]
        if not rhs.terms:
            return [by_entries(self.finished(lhs))]
        if not lhs.terms:
            return [by_entries(self.finished(-rhs))]
        return [by_entries(self.finished(lhs - rhs))]

    def remainders(self, relation: e.Relation) -> list[Element]:
        """The residual, in parts; zero where the setting's relations are found to make it so.

        They hold at the instant that a statement is about. With relations, that something is left
        does not show that the sides differ.
        """
        return [*map(self.reduced, self.residuals(relation))]

    def reduced(self, gap: Element) -> Element:
        """An element; zero where inverses and roots in it, or relations, make it so."""
        if gap.terms and (
            self._supposed.vanishes(gap)
            or self._supposed.vanishes(of_one_degree(gap, self.functions))
        ):
            return self.alphabet.zero(gap.shape)
        return gap

    def rewritten(self, element: Element) -> Iterator[Element]:
        """An element as the relations let it be written, where that is another one."""
        return by_leads(element, self._supposed.gaps, self.functions)

    def supposed_numbers(self, value: Ratio) -> list[Ratio]:
        """Numbers that are 0 by the relations, as far as they have to do with a value."""
        return self._supposed.numbers(value)

    @property
    def supposed(self) -> Sequence[Element]:
        """What the relations say to be zero at the times that statements are about."""
        return self._supposed.gaps

    def zero_with(self, value: Ratio) -> list[Ratio]:
        """Numbers that are 0 where the relations hold and a value is 0 as well."""
        return self._supposed.zero_with(value)

    def keeps(self, gap: Element) -> bool:
        """Whether an element that is zero at the start stays so by itself and by the relations."""
        return self._supposed.keeps(gap)

    def holds(self, relation: e.Relation) -> bool:
        """Whether an equation is an identity for all sizes under the setting."""
        return self.residual(relation).is_zero()

    def expr(self, element: Element) -> e.Expr:
        """An element as an expression again."""
        return element_expr(element)

    def finished(self, element: Element) -> Element:
        """Apply what holds at the instant only: values and properties declared for states."""
        return self.instants.finished(element)

    def at_start(self, element: Element) -> Element:
        """The value of an element at time 0."""
        return self.instants.start(element)

    def rate(self, element: Element) -> Element:
        """The time derivative along the setting's flow, without products of traces."""
        return spliced(self.whole_rate(element))

    def whole_rate(self, element: Element) -> Element:
        """The time derivative along the setting's flow, products of traces included."""
        return by_entries(self._flow.element(element))

    def scalar_rate(self, value: Ratio) -> Ratio:
        """The time derivative of a coefficient."""
        return self._flow.scalar(value)

    def definite(self, value: Element) -> bool | None:
        """Whether a matrix is found to be positive definite; None where not even semi-definite."""
        from sslcheck.derive.signs.definiteness import definite

        key = element_key(value)
        if key not in self._definites:
            self._definites[key] = None  # meanwhile nothing is known
            self._definites[key] = definite(self, value)
        return self._definites[key]


def _scalar_names(setting: Setting) -> list[str]:
    return ["t", *(n for n, s in setting.symbols.items() if s.scalar and s.role != "view")]
