"""The first route: an expression's normal form, valid for all sizes.

`NormalForm` reads an expression under a `Setting` and returns an `Element` of the typed word
algebra. Two expressions are equal for all sizes and all values exactly when the normal form of
their difference has no terms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from functools import cached_property, reduce
from typing import Any

from sslcheck.derive.algebra.cycles import dimension
from sslcheck.derive.algebra.determinants import determinant
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.entrywise import hadamard, ones
from sslcheck.derive.algebra.exponentials import matrix_exponential
from sslcheck.derive.algebra.functions import Functions
from sslcheck.derive.algebra.inverses import element_key, inverse, vanishes
from sslcheck.derive.algebra.letters import Frozen, Letter, UnitOf
from sslcheck.derive.algebra.pseudo import pseudo_inverse
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.rebuild import element_expr
from sslcheck.derive.algebra.roots import matrix_root, of_one_degree
from sslcheck.derive.algebra.scalars import Scalars
from sslcheck.derive.algebra.splice import spliced
from sslcheck.derive.algebra.words import Alphabet
from sslcheck.derive.calculus import (
    expectation,
    gradient,
    partial_derivative,
    scalar_derivative,
)
from sslcheck.derive.calculus.entries import contracted, entry_at
from sslcheck.derive.calculus.expectation import Law
from sslcheck.derive.calculus.flow import FlowDerivative
from sslcheck.derive.calculus.instants import Instants
from sslcheck.derive.calculus.networks import by_entries
from sslcheck.derive.calculus.relations import Relations, commuting_letters
from sslcheck.derive.calculus.stacked import Stacked, finished, plain, read_stacked, shown
from sslcheck.derive.calculus.totals import columns, total
from sslcheck.derive.errors import ArticleError, Unsupported
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
    difference,
)
from sslcheck.derive.setting import Setting, Symbol, Views

__all__ = ["NormalForm"]

_DEEPEST_ROOT = 12
_BOUND = frozenset({"symmetric", "psd", "diagonal", "orthonormal"})
"""Properties by which the entries of a matrix hang together."""


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
        size: Callable[[str], Expr] | None = None,
    ) -> None:
        self.setting = setting
        self.scalars = scalars if scalars is not None else Scalars(_scalar_names(setting))
        self.alphabet = Alphabet(self.scalars, commuting=commuting_letters(setting))
        if size is not None:
            self.alphabet.size = lambda space: self._value(size(space))
            self.alphabet.products = False
        self.functions = Functions(setting, self.scalars)
        self.functions.definite = self._definite
        self._definites: dict[tuple[Any, ...], bool | None] = {}
        self._flow = FlowDerivative(self.functions, self.alphabet, self.whole)
        self._instants = Instants(self.functions, self.alphabet, self._initial)
        self._cache: dict[tuple[str, int, bool], Element] = {}
        self._open: list[str] = []
        self._inside = 0  # gradients around what is read: elsewhere a stop-gradient is nothing
        self._frozen = False
        self._declared_in = self  # the one whose declarations count, where this one knows fewer

    # -- reading --------------------------------------------------------------------------------

    def element(self, node: Expr) -> Element:
        """The normal form of an expression whose shapes conform, without products of traces.

        What argues about words one by one needs that; `whole` gives all that equations need.
        """
        return spliced(self.whole(node))

    def whole(self, node: Expr) -> Element:
        """The normal form of an expression whose shapes conform, products of traces included."""
        match node:
            case Num(value=value):
                return self.alphabet.scalar(self.scalars.number(value))
            case Ident(space=space):
                return self.alphabet.identity(self.setting.space(space))
            case Ones(space=space):
                return ones(self.alphabet, self.setting.space(space))
            case Size(space=space):
                return self.alphabet.scalar(dimension(self.alphabet, self.setting.space(space)))
            case Sym(name=name):
                return self._symbol(name)
            case Sum(terms=terms):
                parts = [self.whole(term) for term in terms]
                kept = [p for p in parts if p.terms]
                return reduce(lambda a, b: a + b, kept) if kept else parts[0]
            case Prod(factors=factors):
                try:
                    return self._product([self.whole(factor) for factor in factors])
                except Stacked:
                    return plain(read_stacked(self, node))
            case Hadamard(left=left, right=right):
                try:
                    return hadamard(self.whole(left), self.whole(right))
                except Stacked:
                    return plain(read_stacked(self, node))
            case Vec() | Kron():
                return plain(read_stacked(self, node))
            case Quotient(numerator=top, denominator=bottom):
                return self.whole(top).scaled(self.scalars.one / self._value(bottom))
            case Transpose(arg=arg):
                return self.whole(arg).T
            case PseudoInverse(arg=arg):
                return pseudo_inverse(self.whole(arg), self.functions)
            case Power(base=base, exponent=exponent):
                if exponent < 0 and (found := self._inverse(base)) is not None:
                    return self._power(found, -exponent)
                return self._power(self.whole(base), exponent)
            case Dot(arg=arg):
                return self.whole_rate(self.whole(arg))
            case Partial(arg=arg, symbol=symbol):
                self._refuse_made(symbol)
                self.scalars.letter(symbol)
                return partial_derivative(self.whole(arg), symbol, self.functions)
            case Exp(arg=arg):
                return matrix_exponential(self.whole(arg), self.functions)
            case Log(arg=arg):
                return self.alphabet.scalar(self.functions.logarithm(self._value(arg)))
            case Integral(arg=arg):
                return self.alphabet.scalar(self.functions.integral(self._value(arg)))
            case At(arg=arg):
                return self.at_start(self.whole(arg))
            case Diag(entry=entry, index=index, size=size):
                space = self.setting.space(size)
                return self.functions.diagonal(self.alphabet, self._value(entry), index, space)
            case Maximum(arg=arg, index=index):
                return self.alphabet.scalar(self.functions.maximum(self._value(arg), index))
            case Total(arg=arg, index=index):
                return total(self.whole(arg), index, self._summed(node), self.functions)
            case Columns(entry=entry, index=index):
                return columns(self.whole(entry), index, self._summed(node), self.functions)
            case Entry(arg=arg, row=row, column=column):
                return entry_at(self.whole(arg), str(row), str(column))
            case IndexSum(arg=arg, index=index, space=space):
                return contracted(self.whole(arg), index, self.setting.space(space))
            case Trace(arg=arg):
                try:
                    return self.whole(arg).trace()
                except Stacked:
                    return plain(read_stacked(self, arg).trace())
            case Det(arg=arg):
                from sslcheck.derive.signs.invertible import is_invertible

                regular = is_invertible(self._declared_in, arg)
                return self.alphabet.scalar(determinant(self.whole(arg), self.functions, regular))
            case SquaredNorm(arg=arg):
                try:
                    inner = self.whole(arg)
                except Stacked:
                    stack = read_stacked(self, arg)
                    return plain((stack.T * stack).trace())
                return (inner.T * inner).trace()
            case StopGrad(arg=arg):
                with self.stopped():
                    return self.whole(arg)
            case Expect(arg=arg):
                if not self.setting.views:
                    raise ArticleError(
                        "an expectation needs an [expectation] table that declares the views"
                    )
                return expectation(self.whole(arg), [*map(self._law, self.setting.views)])
            case Gradient(symbol=symbol, of=of):
                return self._gradient(symbol, of)
        raise Unsupported(f"`{type(node).__name__}` has no normal form as a typed word")

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """What is read meanwhile stands under a stop-gradient."""
        before, self._frozen = self._frozen, self._frozen or self.setting.stop_gradient
        try:
            yield
        finally:
            self._frozen = before

    def scalar(self, node: Expr) -> Ratio:
        """The value of a scalar expression without traces."""
        return self.element(node).as_scalar()

    def _value(self, node: Expr) -> Ratio:
        return self.whole(node).value()

    def parts(self, node: Expr) -> tuple[list[Element], Expr | None]:
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

    def residual(self, relation: Relation) -> Element:
        """Normal form of ``lhs - rhs``, at time 0 where the setting restricts the initial state.

        Of stacked matrices that of the matrices. Raises `Unsupported` for Kronecker products.
        """
        first, *more = self.residuals(relation)
        if more:
            raise Stacked
        return first

    def residuals(self, relation: Relation) -> list[Element]:
        """The residual in parts, as `parts` tells them."""
        try:
            lhs, rhs = self.whole(relation.lhs), self.whole(relation.rhs)
        except Stacked:
            return [*map(by_entries, self.parts(difference(relation.lhs, relation.rhs))[0])]
        if not rhs.terms:
            return [by_entries(self.finished(lhs))]
        if not lhs.terms:
            return [by_entries(self.finished(-rhs))]
        return [by_entries(self.finished(lhs - rhs))]

    def remainders(self, relation: Relation) -> list[Element]:
        """The residual, in parts; zero where the setting's relations are found to make it so.

        They hold at the instant that a statement is about. With relations, that something is left
        does not show that the sides differ.
        """
        return [*map(self.reduced, self.residuals(relation))]

    def reduced(self, gap: Element) -> Element:
        """An element; zero where inverses and roots in it, or relations, make it so."""
        if gap.terms and (
            self._vanishes(gap) or self._vanishes(of_one_degree(gap, self.functions))
        ):
            return self.alphabet.zero(gap.shape)
        return gap

    def _vanishes(self, gap: Element) -> bool:
        if not gap.terms or vanishes(gap):
            return True
        return self._relations is not None and self._relations.vanishes(gap)

    @cached_property
    def _relations(self) -> Relations | None:
        """The equations that hold at the times that statements are about."""
        gaps: list[Element] = []
        moving: list[Element] = []
        for relation in self.setting.relations:
            if relation.op != "=":
                continue
            gap = self.residual(relation)
            letters = gap.letters().union(*(c.free() for c in gap.terms.values()))
            always = self.setting.kept is None or not any(map(self.functions.moves, letters))
            (gaps if always else moving).append(gap)
        gaps += self._lasting(moving, gaps)
        return Relations(self.functions, gaps) if gaps else None

    def _lasting(self, moving: list[Element], always: list[Element]) -> list[Element]:
        """Equations about states that hold at all times if they do at the start.

        Their rates are sums of multiples of these equations, so that all of them stay 0 (Grönwall).
        """
        while moving:
            known = Relations(self.functions, [*always, *moving])
            kept = [gap for gap in moving if self._stays(gap, known)]
            if len(kept) == len(moving):
                break
            moving = kept
        return moving

    def _stays(self, gap: Element, known: Relations) -> bool:
        try:
            rate = self.whole_rate(gap)
        except Unsupported:
            return False
        return not rate.terms or known.vanishes(rate)

    def holds(self, relation: Relation) -> bool:
        """Whether an equation is an identity for all sizes under the setting."""
        return self.residual(relation).is_zero()

    def expr(self, element: Element) -> Expr:
        """An element as an expression again."""
        return element_expr(element)

    def finished(self, element: Element) -> Element:
        """Apply what holds at the instant only: values and properties declared for states."""
        return self._instants.finished(element)

    def at_start(self, element: Element) -> Element:
        """The value of an element at time 0."""
        return self._instants.start(element)

    def rate(self, element: Element) -> Element:
        """The time derivative along the setting's flow, without products of traces."""
        return spliced(self.whole_rate(element))

    def whole_rate(self, element: Element) -> Element:
        """The time derivative along the setting's flow, products of traces included."""
        return by_entries(self._flow.element(element))

    def scalar_rate(self, value: Ratio) -> Ratio:
        """The time derivative of a coefficient."""
        return self._flow.scalar(value)

    def _definite(self, value: Element) -> bool | None:
        from sslcheck.derive.signs.definiteness import definite

        key = element_key(value)
        if key not in self._definites:
            self._definites[key] = None  # meanwhile nothing is known
            self._definites[key] = definite(self, value)
        return self._definites[key]

    # -- symbols --------------------------------------------------------------------------------

    def stands_for(self, name: str) -> Expr | None:
        """The value or definition of a symbol."""
        return self.setting.lets.get(name) or self.setting.definitions.get(name)

    def _symbol(self, name: str) -> Element:
        if name == "t":
            return self.alphabet.scalar(self.scalars.letter("t"))
        key = (name, bool(self._inside), self._frozen)
        if key not in self._cache:
            value = self.stands_for(name)
            if value is None:
                self._cache[key] = self._letter(name)
                return self._cache[key]
            if name in self._open:
                chain = " -> ".join([*self._open[self._open.index(name) :], name])
                raise ArticleError(f"`{name}` is defined through itself: {chain}")
            self._open.append(name)
            try:
                self._cache[key] = self._shaped(name, self.whole(value))
            finally:
                self._open.pop()
        return self._cache[key]

    def _initial(self, name: str) -> Element:
        return self._shaped(name, self.whole(self.setting.initial[name]))

    def _shaped(self, name: str, value: Element) -> Element:
        """A value with the shape of its symbol: the number 0 is a matrix of zeros there."""
        symbol = self.setting.symbols.get(name)
        if symbol is None or symbol.scalar or value.shape != ("1", "1") or not value.is_zero():
            return value
        rows, cols = map(self.setting.space, symbol.shape)
        return self.alphabet.zero((rows, cols))

    def _summed(self, node: Total | Columns) -> str:
        """The space that a sum runs over."""
        known = self.setting.indices.get(node.index, "")
        space = self.setting.space(node.size or known)
        if not space:
            raise Unsupported(f"the space of the index `{node.index}` is not known; say [modes]")
        if known and self.setting.space(known) != space:
            raise Unsupported(f"a sum over `{space}`, but its index runs over `{known}`")
        return space

    def _law(self, views: Views) -> Law:
        """The law of an input, its moments as elements."""
        rows = self.setting.space(self._declared(views.names[0]).shape[0])

        def moment(node: Expr | None, columns: str) -> Element | None:
            if node is None:
                return None
            found = self.whole(node)
            return found if found.terms else self.alphabet.zero((rows, columns))

        second, noise = moment(views.second, rows), moment(views.noise, rows)
        assert second is not None
        expected = moment(views.expected, "1")
        pairs = {(one, two): self.whole(node) for one, two, node in views.pairs}
        return Law(views.names, views.mean, second, noise, expected, views.gaussian, pairs)

    def _declared(self, name: str) -> Symbol:
        symbol = self.setting.symbols.get(name)
        if symbol is None:
            raise ArticleError(f"the symbol `{name}` is not declared in [symbols]")
        return symbol

    def _letter(self, name: str) -> Element:
        symbol = self._declared(name)
        # a state's properties may hold at one instant only: `finished` applies them
        passing = symbol.role == "state" and self.setting.kept is None
        marks = frozenset[str]() if passing else self.setting.marks_here(name)
        letter: Letter = Frozen(name) if self._frozen and self._inside else name
        if symbol.scalar and symbol.role != "view":
            if "orthonormal" in marks:
                letter = UnitOf(letter)
            return self.alphabet.scalar(self.scalars.letter(letter))
        if letter not in self.alphabet.shapes:
            rows, cols = symbol.shape
            self.alphabet.declare(
                letter, (self.setting.space(rows), self.setting.space(cols)), marks
            )
            if letter != name and name not in self.alphabet.shapes:
                self.alphabet.declare(name, self.alphabet.shapes[letter], marks)
        return self.alphabet.letter(letter)

    def _refuse_made(self, name: str) -> None:
        """Raise `Unsupported` for a derivative by what an expression stands for."""
        for known, where in (
            (self.setting.definitions, "defined"),
            (self.setting.lets, "supposed"),
        ):
            if name in known:
                raise Unsupported(
                    f"a derivative by `{name}`, which is {where} to be another expression; take it"
                    " by what that is made of"
                )

    def _gradient(self, name: str, of: Expr) -> Element:
        """Read what is differentiated with copies for what a stop-gradient keeps fixed."""
        if isinstance(of, Sym) and of.name != name:
            known = {*self.setting.lets, *self.setting.definitions}
            if of.name not in known and name not in known:
                raise ArticleError(
                    f"`{of.name}` is not defined, so it has no gradient with respect to `{name}`;"
                    " define it, or put a longer expression in parentheses"
                )
        self._refuse_made(name)
        variable = self._declared(name)
        if variable.index and not variable.scalar:
            raise Unsupported(f"the gradient by `{name}`, of which there is one for each index")
        if any(letter == name for (letter, _), _ in self.alphabet.commuting):
            raise Unsupported(f"the gradient by `{name}`, which is supposed to commute with others")
        if variable.role != "state" and variable.properties & _BOUND:
            return self._free_gradient(variable, of)
        self._inside += 1
        frozen, self._frozen = self._frozen, False
        try:
            if not variable.scalar:
                self._letter(name)
            value = self.whole(of)
        finally:
            self._inside -= 1
            self._frozen = frozen
        if variable.scalar:
            self.scalars.letter(name)
            slope = scalar_derivative(value.value(), name, self.functions, self.alphabet)
            return self._instants.thawed(self.alphabet.scalar(slope))
        return self._instants.thawed(gradient(value, name, self.functions))

    def _free_gradient(self, variable: Symbol, of: Expr) -> Element:
        """The gradient by a matrix whose entries hang together, as if they did not.

        Of a symmetric matrix it is that in the space of such matrices where it is one of them; so
        it is of a diagonal one. Raises `Unsupported` where it is not: others mean other things.
        """
        if self._inside:
            raise Unsupported(f"the gradient by `{variable.name}` inside of another one")
        symbols = dict(self.setting.symbols)
        symbols[variable.name] = replace(variable, properties=variable.properties - _BOUND)
        free = NormalForm(replace(self.setting, symbols=symbols))
        free._declared_in = self
        found = self.whole(free.expr(free.whole(Gradient(variable.name, of))))
        if not found.terms:
            return self.alphabet.zero(self._letter(variable.name).shape)
        inside = found.T
        if "diagonal" in variable.properties:
            inside = hadamard(self.alphabet.identity(found.shape[0]), found)
        if "orthonormal" not in variable.properties and not (found - inside).is_zero():
            kind = "diagonal" if "diagonal" in variable.properties else "symmetric"
            what = f"the gradient by the {kind} matrix `{variable.name}`, in which entries hang"
            raise Unsupported(f"{what} together: with all of them free it is not {kind}")
        return found

    # -- products -------------------------------------------------------------------------------

    def _inverse(self, node: Expr) -> Element | None:
        """The inverse of a product of square matrices, factor by factor; None for all else."""
        match node:
            case Transpose(arg=arg):
                found = self._inverse(arg)
                return None if found is None else found.T
            case Prod(factors=factors):
                parts = [self.whole(factor) for factor in factors]
                matrices = [p.shape for p in parts if p.shape != ("1", "1")]
                if not matrices or any(shape != matrices[0][::-1] for shape in matrices):
                    return None
                return self._product([self.whole(Power(f, Fraction(-1))) for f in factors[::-1]])
        return None

    def _product(self, factors: list[Element]) -> Element:
        scalars = [f for f in factors if f.shape == ("1", "1")]
        others = [f for f in factors if f.shape != ("1", "1")]
        return reduce(lambda a, b: a * b, scalars + others)

    def _power(self, base: Element, exponent: Fraction) -> Element:
        if (degree := exponent.denominator) > 1:
            if base.shape == ("1", "1") and degree > 2:
                return self.alphabet.scalar(self.functions.power(base.value(), exponent))
            if base.shape == ("1", "1"):
                base = self.alphabet.scalar(self.functions.root(base.value()))
            elif degree > _DEEPEST_ROOT:
                raise Unsupported(f"the exponent {exponent} of a matrix")
            else:
                base = matrix_root(base, degree, self.functions)
            exponent = Fraction(exponent.numerator)
        power = int(exponent)
        if base.shape == ("1", "1"):
            value = base.value()
            if power < 0 and value.is_zero():
                raise Unsupported("a negative power of an expression that is identically zero")
            return self.alphabet.scalar(value**power)
        if power < 0:
            return self._power(inverse(base, self.functions), Fraction(-power))
        result = self.alphabet.identity(base.shape[0])
        for _ in range(power):
            result = result * base
        return result


def _scalar_names(setting: Setting) -> list[str]:
    return ["t", *(n for n, s in setting.symbols.items() if s.scalar and s.role != "view")]
