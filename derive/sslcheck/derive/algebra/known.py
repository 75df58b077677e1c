"""What a setting says of letters: their signs, their indices, and which move."""

from __future__ import annotations

from collections.abc import Callable

from sympy.polys.rings import PolyElement

from sslcheck.derive.algebra import letters as lt
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.scalars import Scalars
from sslcheck.derive.setting import Setting, Sign

__all__ = ["Known"]

_ANY = frozenset((-1, 0, 1))


class Known:
    """Signs, indices and motion of the letters of one setting."""

    def __init__(self, setting: Setting, scalars: Scalars) -> None:
        self.setting = setting
        self.scalars = scalars
        self.definite: Callable[[Element], bool | None] | None = None
        """Whether a matrix is found to be positive definite; None where not even semi-definite."""

    def nonnegative(self, letter: lt.Letter) -> bool:
        """Whether a scalar letter is known to be nonnegative."""
        match letter:
            case lt.RootOf() | lt.ExpOf() | lt.SizeOf() | lt.MinorOf():
                return True
            case lt.EigenvalueOf(_, sign) | lt.Unnamed(_, sign):
                return sign != "real"
            case lt.TraceOf(word):
                return self._square(word)
            case lt.DetOf(_, value):
                return self._definite(value) is not None
            case lt.MaxOf(_, value):
                return self.known_nonnegative(value)
        return letter == "t" or self._declared(letter) in ("positive", "nonnegative")

    def positive(self, letter: lt.Letter) -> bool:
        """Whether a scalar letter is known to be positive."""
        if isinstance(letter, (lt.EigenvalueOf, lt.Unnamed)):
            return letter.sign == "positive"
        if isinstance(letter, lt.DetOf):
            return self._definite(letter.value) is True
        if isinstance(letter, (lt.RootOf, lt.MaxOf)):
            return self.sign(letter.value) == 1
        return isinstance(letter, (lt.ExpOf, lt.SizeOf)) or self._declared(letter) == "positive"

    def _declared(self, letter: lt.Letter) -> Sign | None:
        """The sign that a symbol, its copy or its value at the start is declared to have."""
        name = lt.symbol_of(letter)
        symbol = self.setting.symbols.get(name) if name else None
        if symbol is None or name is None:
            return None
        start = isinstance(letter, lt.AtStart)
        if not start and not self.setting.holds_here(name):
            return "real"
        marks = self.setting.at_first(name) if start else symbol.properties
        return "nonnegative" if symbol.sign == "real" and "psd" in marks else symbol.sign

    def _definite(self, value: Element) -> bool | None:
        return None if self.definite is None else self.definite(value)

    def _square(self, word: lt.Word) -> bool:
        """Whether a cyclic word is ``u^T u`` or ``u^T P u`` with a psd parameter ``P``."""
        for k in range(len(word)):
            turned = word[k:] + word[:k]
            half = len(turned) // 2
            middle = turned[half] if len(turned) % 2 else None
            if middle is not None:
                name = middle[0] if isinstance(middle[0], str) else ""
                symbol = self.setting.symbols.get(name)
                if symbol is None or "psd" not in symbol.properties or symbol.role == "state":
                    continue
            left, right = turned[:half], turned[half + (middle is not None) :]
            if all(self._mirrors(a, b) for a, b in zip(left, reversed(right), strict=True)):
                return True
        return False

    def _mirrors(self, one: tuple[lt.Letter, bool], two: tuple[lt.Letter, bool]) -> bool:
        """Whether one letter is the transpose of the other."""
        if one[0] != two[0] or isinstance(one[0], lt.DiagOf):
            return one[0] == two[0]
        symbol = self.setting.symbols.get(one[0]) if isinstance(one[0], str) else None
        always = symbol is not None and symbol.role != "state"
        mirrored = {"symmetric", "psd", "diagonal"} & (symbol.properties if symbol else set())
        return one[1] is not two[1] or bool(always and mirrored)

    def determinant(self, value: Ratio) -> Element | None:
        """The positive definite matrix of which a number is the determinant; None if it is none."""
        (letter, *more) = value.ordered() or (None,)
        if more or not isinstance(letter, lt.DetOf) or self._definite(letter.value) is not True:
            return None
        return letter.value if (value - self.scalars.letter(letter)).is_zero() else None

    def signs(self, value: Ratio) -> frozenset[int]:
        """The signs that a scalar may have, by its coefficients and the signs of its letters."""
        below = self._signs(value.den)
        if len(below) > 1:
            return _ANY
        (turn,) = below
        return frozenset(turn * sign for sign in self._signs(value.num))

    def _signs(self, poly: PolyElement) -> frozenset[int]:
        if not poly:
            return frozenset((0,))
        names, found, strict = self.scalars.names, set[int](), False
        for monom, coeff in poly.items():
            letters = [(names[k], power) for k, power in enumerate(monom) if power]
            if not all(power % 2 == 0 or self.nonnegative(name) for name, power in letters):
                return _ANY
            found.add(1 if coeff > 0 else -1)
            strict = strict or all(self.positive(name) for name, _ in letters)
        if len(found) > 1:
            return _ANY
        return frozenset(found if strict else found | {0})

    def sign(self, value: Ratio) -> int | None:
        """The sign of a scalar, 0 if it vanishes identically, where `signs` leaves only one."""
        found = self.signs(value)
        return next(iter(found)) if len(found) == 1 else None

    def known_nonnegative(self, value: Ratio) -> bool:
        """Whether the declared signs show that a scalar is not negative."""
        return self.signs(value) <= {0, 1}

    def nonzero(self, value: Ratio) -> bool:
        """Whether the declared signs show that a scalar is not 0."""
        return 0 not in self.signs(value)

    def indexed(self, letter: lt.Letter, index: str) -> bool:
        """Whether a scalar letter has one value for each value of an index."""
        if isinstance(letter, str):
            symbol = self.setting.symbols.get(letter)
            return symbol is not None and symbol.index == index
        if isinstance(letter, lt.TraceOf):  # what is summed inside has no index any more
            plain = (n for n, _ in letter.word if not isinstance(n, lt.DiagOf))
            return any(self.indexed(n, index) for n in plain)
        if isinstance(letter, lt.SizeOf) or (
            isinstance(letter, lt.MaxOf) and letter.index == index
        ):
            return False
        return any(self.indexed(part, index) for part in lt.inner(letter))

    def moves(self, letter: lt.Letter) -> bool:
        """Whether a letter, of words or of coefficients, depends on time."""
        match letter:
            case str():
                symbol = self.setting.symbols.get(letter)
                return letter == "t" or (symbol is not None and symbol.moves)
            case lt.AtStart() | lt.SizeOf():
                return False
            case lt.IntegralOf():
                return True
        return any(map(self.moves, lt.inner(letter)))

    def opaque(self, element: Element) -> bool:
        """Whether letters occur that may satisfy relations which the normal form does not know."""
        special = (
            lt.DetOf,
            lt.RootOf,
            lt.ExpOf,
            lt.LogOf,
            lt.IntegralOf,
            lt.MaxOf,
            lt.AtStart,
            lt.RateOf,
            lt.UnitOf,
        )
        return any(
            isinstance(letter, special)
            for coeff in element.terms.values()
            for letter in coeff.deep()
        ) or any(
            isinstance(
                letter, (lt.RateOf, lt.HadamardOf, lt.PseudoOf, lt.MatrixRootOf, lt.MatrixExpOf)
            )
            or (isinstance(letter, lt.InverseOf) and letter.single is None)
            for letter in element.letters()
        )
