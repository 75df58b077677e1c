"""The first route: an expression's normal form, valid for all sizes.

`NormalForm` reads an expression under a `Setting` and returns an `Element` of the typed word
algebra. Two expressions are equal for all sizes and all values exactly when the normal form of
their difference has no terms.
"""

from __future__ import annotations

from fractions import Fraction
from functools import reduce

from sslcheck.derive.algebra.functions import Functions
from sslcheck.derive.algebra.rebuild import DIAG, element_expr
from sslcheck.derive.algebra.scalars import Ratio, Scalars
from sslcheck.derive.algebra.words import Alphabet, Element
from sslcheck.derive.calculus import expectation, gradient, leibniz
from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.expr import (
    At,
    Diag,
    Dot,
    Exp,
    Expect,
    Expr,
    Gradient,
    Ident,
    Integral,
    Maximum,
    Num,
    Partial,
    Power,
    Prod,
    Quotient,
    Relation,
    SquaredNorm,
    StopGrad,
    Sum,
    Sym,
    Trace,
    Transpose,
)
from sslcheck.derive.setting import Setting, Symbol

__all__ = ["NormalForm"]

_FROZEN = "!"  # prefix of a letter under a stop-gradient: the same matrix, constant to a gradient


class NormalForm:
    """Normal forms of expressions under one setting.

    ``scalars`` may be shared between settings of one article, so that the polynomial ring is made
    once. Raises `Unsupported` for what typed words cannot represent, `TooLarge` for what explodes.
    """

    def __init__(self, setting: Setting, scalars: Scalars | None = None) -> None:
        self.setting = setting
        self.scalars = scalars if scalars is not None else Scalars(_scalar_names(setting))
        self.alphabet = Alphabet(self.scalars)
        self.functions = Functions(setting, self.scalars)
        self._cache: dict[str, Element] = {}
        self._rates: dict[str, Element] = {}
        self._open: list[str] = []
        self._frozen = 0

    # -- reading --------------------------------------------------------------------------------

    def element(self, node: Expr) -> Element:
        """The normal form of an expression whose shapes conform."""
        match node:
            case Num(value=value):
                return self.alphabet.scalar(self.scalars.number(value))
            case Ident(space=space):
                return self.alphabet.identity(self.setting.space(space))
            case Sym(name=name):
                return self._symbol(name)
            case Sum(terms=terms):
                parts = [self.element(term) for term in terms]
                kept = [p for p in parts if p.terms]
                return reduce(lambda a, b: a + b, kept) if kept else parts[0]
            case Prod(factors=factors):
                return self._product([self.element(factor) for factor in factors])
            case Quotient(numerator=top, denominator=bottom):
                return self.element(top).scaled(self.scalars.number(1) / self.scalar(bottom))
            case Transpose(arg=arg):
                return self.element(arg).T
            case Power(base=base, exponent=exponent):
                return self._power(self.element(base), exponent)
            case Dot(arg=arg):
                return self.rate(self.element(arg))
            case Partial(arg=arg, symbol=symbol):
                self.scalars.letter(symbol)
                return self.element(arg).scalar_map(lambda c: c.diff(symbol))
            case Exp(arg=arg):
                return self.alphabet.scalar(self.functions.exponential(self.scalar(arg)))
            case Integral(arg=arg):
                return self.alphabet.scalar(self.functions.integral(self.scalar(arg)))
            case At(arg=arg):
                return self.at_start(self.element(arg))
            case Diag(entry=entry, index=index, size=size):
                return self._diagonal(self.scalar(entry), index, self.setting.space(size))
            case Maximum(arg=arg, index=index):
                return self.alphabet.scalar(self.functions.maximum(self.scalar(arg), index))
            case Trace(arg=arg):
                return self.element(arg).trace()
            case SquaredNorm(arg=arg):
                inner = self.element(arg)
                return (inner.T * inner).trace()
            case StopGrad(arg=arg):
                self._frozen += self.setting.stop_gradient
                inner = self.element(arg)
                self._frozen -= self.setting.stop_gradient
                return inner
            case Expect(arg=arg):
                if self.setting.views is None:
                    raise ArticleError(
                        "an expectation needs an [expectation] table that declares the views"
                    )
                views = self.setting.views
                moments = self._symbol(views.second_moment), self._symbol(views.noise)
                return expectation(self.element(arg), views, *moments, _FROZEN)
            case Gradient(symbol=symbol, of=of):
                self._letter(symbol)
                return self._thawed(gradient(self.element(of), symbol))
        raise Unsupported(f"`{type(node).__name__}` has no normal form as a typed word")

    def scalar(self, node: Expr) -> Ratio:
        """The value of a scalar expression without traces."""
        return self.element(node).as_scalar()

    def residual(self, relation: Relation) -> Element:
        """Normal form of ``lhs - rhs``, at time 0 where the setting restricts the initial state."""
        lhs, rhs = self.element(relation.lhs), self.element(relation.rhs)
        if not rhs.terms:
            return self.finished(lhs)
        if not lhs.terms:
            return self.finished(-rhs)
        return self.finished(lhs - rhs)

    def holds(self, relation: Relation) -> bool:
        """Whether an equation is an identity for all sizes under the setting."""
        return self.residual(relation).is_zero()

    def expr(self, element: Element) -> Expr:
        """An element as an expression again."""
        return element_expr(self._thawed(element))

    # -- symbols --------------------------------------------------------------------------------

    def _symbol(self, name: str) -> Element:
        if name == "t":
            return self.alphabet.scalar(self.scalars.letter("t"))
        value = self.setting.lets.get(name) or self.setting.definitions.get(name)
        if value is None:
            return self._letter(name)
        key = f"{_FROZEN}{name}" if self._frozen else name
        if key not in self._cache:
            if name in self._open:
                chain = " -> ".join([*self._open[self._open.index(name) :], name])
                raise ArticleError(f"`{name}` is defined through itself: {chain}")
            self._open.append(name)
            self._cache[key] = self.element(value)
            self._open.pop()
        return self._cache[key]

    def _declared(self, name: str) -> Symbol:
        symbol = self.setting.symbols.get(name)
        if symbol is None:
            raise ArticleError(f"the symbol `{name}` is not declared in [symbols]")
        return symbol

    def _letter(self, name: str) -> Element:
        symbol = self._declared(name)
        if symbol.scalar and symbol.role != "view":
            return self.alphabet.scalar(self.scalars.letter(name))
        key = f"{_FROZEN}{name}" if self._frozen else name
        if key not in self.alphabet.shapes:
            rows, cols = symbol.shape
            # a state's properties may hold at time 0 only: `finished` applies them
            always = symbol.role != "state" or name in (self.setting.kept or ())
            marks = symbol.properties if always else frozenset[str]()
            self._register(key, (self.setting.space(rows), self.setting.space(cols)), marks)
        return self.alphabet.letter(key)

    def _register(self, key: str, shape: tuple[str, str], marks: frozenset[str]) -> None:
        self.alphabet.shapes[key] = shape
        self.alphabet.vectors = self.alphabet.vectors or "1" in shape
        if "psd" in marks:
            marks = marks | {"symmetric"}
        self.alphabet.properties[key] = marks

    def _thawed(self, element: Element) -> Element:
        """The element with letters under a stop-gradient as ordinary letters again."""
        frozen = [n for n in element.letters() if n.startswith(_FROZEN)]
        if not frozen:
            return element
        return element.substitute({n: self._letter(n.removeprefix(_FROZEN)) for n in frozen})

    def finished(self, element: Element) -> Element:
        """Apply what holds at the instant only: values and properties declared for states."""
        element = self._thawed(element)
        if self.setting.kept is not None:
            return element  # the statement is about all times
        if self.setting.initial:
            matrices: dict[str, Element] = {}
            values: dict[str, Ratio] = {}
            for name, value in self.setting.initial.items():
                if self._declared(name).scalar:
                    values[name] = self.scalar(value)
                else:
                    matrices[name] = self.element(value)
            for key in element.letters():
                inner = key.removeprefix(DIAG)
                if key.startswith(DIAG) and inner in values:
                    matrices[key] = self._diagonal(
                        values[inner], self.alphabet.indices[key], self.alphabet.shapes[key][0]
                    )
            element = element.substitute(matrices)
            element = element.scalar_map(lambda c: c.substitute(values))
        marks = {
            name: (s.properties | {"symmetric"}) if "psd" in s.properties else s.properties
            for name, s in self.setting.symbols.items()
            if s.role == "state" and s.properties
        }
        if not marks.keys() & element.letters():
            return element
        properties = {**self.alphabet.properties, **marks}
        final = Alphabet(self.scalars, self.alphabet.shapes, properties, self.alphabet.indices)
        moved = Element(final, element.shape, element.terms)
        if element.shape == ("1", "1"):
            return moved.mapped(lambda w: final.cyclic(w[1:]) if w else w)
        return moved.mapped(final.reduce)

    # -- time -----------------------------------------------------------------------------------

    def rate(self, element: Element) -> Element:
        """The time derivative of an element along the setting's flow."""
        return leibniz(element, self._letter_rate, self.scalar_rate)

    def _letter_rate(self, key: str) -> Element | None:
        if key.startswith(DIAG):
            inner = self.scalar_rate(self.scalars.letter(key.removeprefix(DIAG)))
            return self._diagonal(inner, self.alphabet.indices[key], self.alphabet.shapes[key][0])
        symbol = self.setting.symbols.get(key)
        if symbol is None or symbol.role not in ("state", "function"):
            return None
        if key not in self._rates:
            flow = self.setting.flow.get(key)
            if flow is not None:
                self._rates[key] = self.element(flow)
            else:
                name = f"\\dot{{{key}}}"
                self.scalars.shown[name] = Dot(Sym(key))
                self._register(name, self.alphabet.shapes[key], symbol.properties)
                self._rates[key] = self.alphabet.letter(name)
        return self._rates[key]

    def scalar_rate(self, value: Ratio) -> Ratio:
        """The time derivative of a coefficient."""
        total = self.scalars.number(0)
        for name in value.free():
            rate = self._name_rate(name)
            if rate is not None and rate.num:
                total = total + value.diff(name) * rate
        return total

    def _name_rate(self, name: str) -> Ratio | None:
        if name == "t":
            return self.scalars.number(1)
        if name in self.scalars.rates:
            return self.scalars.rates[name]
        if name in self.scalars.roots:
            half = self.scalars.number(Fraction(1, 2))
            return half * self.scalar_rate(self.scalars.roots[name]) / self.scalars.letter(name)
        symbol = self.setting.symbols.get(name)
        if symbol is None or symbol.role not in ("state", "function"):
            return None
        if name not in self._rates:
            flow = self.setting.flow.get(name)
            if flow is not None:
                self._rates[name] = self.element(flow)
            else:
                dotted = f"\\dot{{{name}}}"
                self.scalars.shown[dotted] = Dot(Sym(name))
                self._rates[name] = self.alphabet.scalar(self.scalars.letter(dotted))
        return self._rates[name].as_scalar()

    def at_start(self, element: Element) -> Element:
        """The value of an element at time 0."""
        matrices: dict[str, Element] = {}
        for key in element.letters():
            symbol = self.setting.symbols.get(key)
            if key in self.setting.initial:
                matrices[key] = self.element(self.setting.initial[key])
            elif symbol is not None and symbol.role in ("state", "function"):
                name = f"{key}(0)"
                self.scalars.shown[name] = At(Sym(key))
                self._register(name, self.alphabet.shapes[key], self.alphabet.properties[key])
                matrices[key] = self.alphabet.letter(name)
        return element.substitute(matrices).scalar_map(self._scalar_at_start)

    def _scalar_at_start(self, value: Ratio) -> Ratio:
        values: dict[str, Ratio] = {}
        for name in value.free():
            symbol = self.setting.symbols.get(name)
            if name == "t":
                values[name] = self.scalars.number(0)
            elif name in self.scalars.roots:
                values[name] = self.functions.root(self._scalar_at_start(self.scalars.roots[name]))
            elif isinstance(self.scalars.shown.get(name), Exp):
                values[name] = self.scalars.number(1)
            elif isinstance(self.scalars.shown.get(name), Integral):
                values[name] = self.scalars.number(0)
            elif name in self.setting.initial:
                values[name] = self.scalar(self.setting.initial[name])
            elif symbol is not None and symbol.role in ("state", "function"):
                self.scalars.shown[f"{name}(0)"] = At(Sym(name))
                values[name] = self.scalars.letter(f"{name}(0)")
        return value.substitute(values)

    # -- functions of scalars -------------------------------------------------------------------

    def _product(self, factors: list[Element]) -> Element:
        scalars = [f for f in factors if f.shape == ("1", "1")]
        others = [f for f in factors if f.shape != ("1", "1")]
        return reduce(lambda a, b: a * b, scalars + others)

    def _power(self, base: Element, exponent: Fraction) -> Element:
        if exponent == Fraction(1, 2):
            if base.shape == ("1", "1"):
                return self.alphabet.scalar(self.functions.root(base.as_scalar()))
            return self.functions.matrix_root(base)
        if exponent.denominator != 1:
            raise Unsupported(f"the exponent {exponent}: whole numbers and 1/2 are known")
        power = int(exponent)
        if base.shape == ("1", "1"):
            value = base.as_scalar()
            if power < 0 and value.is_zero():
                raise Unsupported("a negative power of an expression that is identically zero")
            return self.alphabet.scalar(value**power)
        if power < 0:
            raise Unsupported("inverses of matrices are outside the typed word algebra")
        result = self.alphabet.identity(base.shape[0])
        for _ in range(power):
            result = result * base
        return result

    def _diagonal(self, entry: Ratio, index: str, space: str) -> Element:
        entry = entry.root_reduced().cancelled()
        bad = Ratio(self.scalars, entry.den, self.scalars.unit).free()
        if any(self.functions.indexed(n, index) for n in bad):
            raise Unsupported("a diagonal matrix of quotients of indexed scalars")
        names = self.scalars.names
        total = self.alphabet.zero((space, space))
        num, ring = self.scalars.align(entry.num), self.scalars.ring
        for monom, coeff in num.items():
            letters, rest = [], list(monom)
            for at, power in enumerate(monom):
                if power and self.functions.indexed(names[at], index):
                    key = DIAG + names[at]
                    if key not in self.alphabet.shapes:
                        self._register(key, (space, space), frozenset({"diagonal"}))
                        self.alphabet.indices[key] = index
                    letters += [(key, False)] * power
                    rest[at] = 0
            scalar = Ratio(self.scalars, ring.from_dict({tuple(rest): coeff}), entry.den)
            word = self.alphabet.reduce(letters)
            total = total + Element(self.alphabet, (space, space), {word: scalar})
        return total


def _scalar_names(setting: Setting) -> list[str]:
    return ["t", *(n for n, s in setting.symbols.items() if s.scalar and s.role != "view")]
