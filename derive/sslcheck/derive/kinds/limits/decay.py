"""Linear laws of a quantity, ``dE/dt = -H vec(E)``, and whether they let it decay."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice, product

from sslcheck.derive.algebra import letters as lt
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.linear_solve import solve_linear
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Expr, Ident, Num, Prod, Sym
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Symbol
from sslcheck.derive.signs.definiteness import sum_of_squares
from sslcheck.derive.signs.quadratic import Form, Key
from sslcheck.derive.signs.scalar import Signs, Way, minimal
from sslcheck.derive.verdicts.condition import Definite

__all__ = ["Decay", "applied", "linear_law"]

_CHOICES = 243
_NUMBERS: dict[str, tuple[int, ...]] = {
    "real": (0, 1, -1, 8, -8),
    "nonnegative": (0, 1, 8),
    "positive": (1, 8),
}


def linear_law(normal: NormalForm, element: Element, rate: Element) -> Form | None:
    """H with ``rate = -H vec(element)``, as a sum of Kronecker products, or None.

    Candidates are what surrounds a word of the element where it occurs in the rate. A rate of
    another shape has no law of this form.
    """
    if element.shape == ("1", "1") or rate.shape != element.shape:
        return None
    cores = sorted(filter(None, element.terms), key=lambda w: (-len(w), w))
    return next(filter(None, (_around(normal, core, element, rate) for core in cores)), None)


def _around(normal: NormalForm, core: lt.Word, element: Element, rate: Element) -> Form | None:
    """The law with what surrounds a word of the element in the rate."""
    alphabet, one = element.alphabet, normal.scalars.one
    rows, cols = element.shape
    around: dict[tuple[lt.Word, lt.Word], Element] = {}
    for word in rate.terms:
        for k in range(len(word) - len(core) + 1):
            if word[k : k + len(core)] == core:
                left, right = word[:k], word[k + len(core) :]
                before = Element(alphabet, (rows, rows), {left: one})
                after = Element(alphabet, (cols, cols), {right: one})
                around.setdefault((left, right), before * element * after)
    solution = solve_linear(rate, list(around.values()))
    if solution is None:
        return None
    terms: dict[Key, Ratio] = {}
    for (left, right), coeff in zip(around, solution, strict=True):
        if not coeff.is_zero():
            mirrored = alphabet.reduce((n, not t) for n, t in reversed(right))
            terms[mirrored, left] = -coeff
    return Form(normal, alphabet, (cols, rows), terms)


def applied(law: Form, element: Element) -> Element:
    """``H vec(element)`` as a matrix, of H as `linear_law` finds it."""
    alphabet, one = element.alphabet, law.normal.scalars.one
    rows, cols = element.shape
    total = alphabet.zero(element.shape)
    for (right, left), coeff in law.terms.items():
        before = Element(alphabet, (rows, rows), {left: one})
        after = Element(alphabet, (cols, cols), {lt.transposed(right): one})
        total = total + (before * element * after).scaled(coeff)
    return total


def _lasting_signs(normal: NormalForm, gaps: frozenset[str]) -> Signs:
    """Signs for all times: parameters keep their values; time, matrices with a gap, and positive
    states that do not decrease stay away from 0, and so do exponentials that do not fall.
    """
    setting = normal.setting

    def constant(name: lt.Letter) -> bool:
        symbol = setting.symbols.get(name) if isinstance(name, str) else None
        if isinstance(name, lt.OfMatrix):
            return not normal.functions.moves(name)
        return isinstance(name, lt.AtStart) or (symbol is not None and symbol.fixed)

    def steady(name: lt.Letter) -> bool:
        if name == "t" or name in gaps or constant(name):
            return True
        if isinstance(name, lt.ExpOf):
            return Signs(normal.functions).known_nonnegative(name.value)
        if isinstance(name, lt.RootOf):
            return lasting.known_positive(name.value)
        symbol = setting.symbols.get(name) if isinstance(name, str) else None
        if symbol is None or symbol.role != "state" or not symbol.scalar:
            return False
        try:
            rate = normal.rate(normal.element(Sym(symbol.name))).as_scalar()
        except Unsupported:
            return False
        return normal.functions.positive(name) and Signs(normal.functions).known_nonnegative(rate)

    lasting = Signs(normal.functions, steady, constant)
    return lasting


@dataclass(frozen=True, slots=True)
class Decay:
    """What the symmetric part of H says: ``ways`` make it bounded below, () among them if it is.

    ``ways`` is None where it is not known to be psd. ``gaps`` are matrices whose smallest
    eigenvalue a hypothesis bounds below.
    """

    form: Form
    gaps: frozenset[str] = frozenset()

    @property
    def part(self) -> Form:
        """``H + H^T``."""
        return self.form + self.form.T

    def ways(self) -> tuple[Way, ...] | None:
        """What bounds it below; None where it is not known to be psd."""
        normal = self.form.normal
        signs = _lasting_signs(normal, self.gaps)
        try:
            ways = sum_of_squares(self.part, signs).ways()
        except Unsupported:
            return None
        granted = {Definite(Sym(name)) for name in self.gaps}
        return minimal(tuple(c for c in way if c not in granted) for way in ways)

    def never(self, form: Form | None = None) -> bool:
        """Whether the size of the quantity cannot fall: minus the symmetric part is psd."""
        part = self.part if form is None else form + form.T
        try:
            sum_of_squares(-part, Signs(part.normal.functions))
        except Unsupported:
            return False
        return True

    def lasts(self, states: frozenset[str]) -> bool:
        """Whether the rate may stay positive while these states tend to 0."""
        try:
            return not self.never(_at(self.form, dict.fromkeys(states, 0)))
        except Unsupported:
            return False

    def stalled(
        self, admits: Callable[[Mapping[str, Expr]], bool] | None = None
    ) -> dict[str, Expr] | None:
        """Simple values of parameters and free functions at which the size cannot fall; only those
        that are admitted, as with some there is nothing that could.
        """
        setting = self.form.normal.setting
        free = [n for n in sorted(self.form.letters()) if _is_free(setting.symbols.get(n))]
        free = [n for n in free if n not in setting.lets and n not in self.gaps]
        options = {n: found for n in free if (found := _simple(setting.symbols[n]))}
        for choice in islice(product(*options.values()), _CHOICES):
            values = dict(zip(options, choice, strict=True))
            try:
                stalls = self.never(_at(self.form, values))
            except Unsupported:
                continue  # a divisor vanishes
            shown = {name: _value(setting.symbols[name], v) for name, v in values.items()}
            if stalls and (admits is None or admits(shown)):
                return shown
        return None


def _is_free(symbol: Symbol | None) -> bool:
    return symbol is not None and symbol.role in ("parameter", "function")


def _simple(symbol: Symbol) -> tuple[int, ...]:
    """Multiples of 1, or of the identity, that a symbol may be."""
    if symbol.scalar:
        return _NUMBERS[symbol.sign]
    if "orthonormal" in symbol.properties:
        return ()
    if symbol.shape[0] != symbol.shape[1]:
        return (0,)
    numbers = (0, 1, 8) if "psd" in symbol.properties else (0, 1, -1, 8, -8)
    return numbers[1:] if "invertible" in symbol.properties else numbers


def _value(symbol: Symbol, number: int) -> Expr:
    value = Num(Fraction(number))
    rows, cols = symbol.shape
    if symbol.scalar or rows != cols:
        return value
    return Prod((value, Ident(rows)))


def _at(form: Form, values: Mapping[str, int]) -> Form:
    """The form with letters as multiples of 1 or of the identity."""
    scalars = form.normal.scalars
    numbers = {name: scalars.number(value) for name, value in values.items()}
    letters = (letter for key in form.terms for word in key for letter, _ in word)
    if lt.closure(n for n in letters if isinstance(n, lt.OfMatrix)) & numbers.keys():
        raise Unsupported("what stands in an inverse, or under a root, is replaced")
    total = replace(form, terms={})
    for key, coeff in form.terms.items():
        factor = coeff.substitute(numbers)
        words: list[lt.Word] = []
        for word in key:
            for name, _ in word:
                factor = factor * numbers[name] if name in numbers else factor
            words.append(tuple(letter for letter in word if letter[0] not in numbers))
        if not factor.is_zero():
            total = total + replace(form, terms={tuple(words): factor})
    return total
