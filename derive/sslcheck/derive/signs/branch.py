"""The sign of a scalar under declared signs, and under assumptions, branch by branch."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from sslcheck.derive.algebra.functions import Functions
from sslcheck.derive.algebra.letters import Unnamed
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.signs.scalar import Signs

__all__ = ["Branch", "Impossible", "NotReal", "Open"]

_SPARE = Unnamed("spare", "positive")


class Open(Exception):
    """A sign that is needed and not known: that of ``value``, one of ``possible``."""

    def __init__(self, value: Ratio, possible: frozenset[int]) -> None:
        super().__init__(value)
        self.value = value
        self.possible = possible


class Impossible(Exception):
    """What is assumed makes a divisor 0."""


class NotReal(Exception):
    """A square root of a negative number."""


@dataclass(frozen=True, slots=True)
class Branch:
    """What is known of the parameters: their declared signs, and signs that are assumed.

    ``values`` are letters that an assumed equation has eliminated.
    """

    functions: Functions
    assumed: tuple[tuple[Ratio, int], ...] = ()
    values: dict[str, Ratio] = field(default_factory=dict)

    def where(self, value: Ratio, sign: int) -> Branch:
        """The branch with the sign of a value assumed."""
        branch = replace(self, assumed=(*self.assumed, (value, sign)))
        if sign:
            return branch
        signed = self.functions.positive, self.functions.nonnegative  # such a sign would be lost
        names = sorted(value.free() - value.scalars.roots.keys())
        for name in sorted(names, key=lambda n: [has(n) for has in signed]):
            found = value.solved(name) if value.den == 1 else None
            if found is not None and self.nonzero(found[1]):
                known = {n: v.substitute({name: found[0]}) for n, v in self.values.items()}
                return replace(branch, values={**known, name: found[0]})
        return branch

    def inserted(self, value: Ratio) -> Ratio:
        """A value with eliminated letters replaced, in lowest terms."""
        return value.substitute(self.values).root_reduced().cancelled()

    def sign(self, value: Ratio) -> int:
        """The sign of a value; raises `Open` where it depends on something that is not known."""
        value = self.inserted(value)
        return self._polynomial(value.numerator) * self._polynomial(value.denominator)

    def real(self, value: Ratio) -> Ratio:
        """The value itself; raises `NotReal` where a root in it has a negative radicand."""
        for name in value.free() & value.scalars.roots.keys():
            if self.sign(self.real(value.scalars.roots[name])) == -1:
                raise NotReal
        return value

    def nonnegative(self, value: Ratio) -> bool:
        """Whether a value is known not to be negative."""
        try:
            return self.sign(value) >= 0
        except Open:
            value = self.inserted(value)
            below = self.known(value.denominator)
            return bool(below) and self.functions.signs(value.numerator) <= {0, below}
        except NotReal:
            return False

    def on_half(self, value: Ratio, name: str) -> int | None:
        """The sign of a value for all numbers >= 0 in place of a letter, None where not known."""
        nothing, spare = value.scalars.number(0), value.scalars.letter(_SPARE)
        first = self.known(value.substitute({name: nothing}))
        return first if self.known(value.substitute({name: spare})) == first else None

    def nonzero(self, value: Ratio) -> bool:
        """Whether a value is known not to be 0."""
        return self.known(value) in (1, -1)

    def known(self, value: Ratio) -> int | None:
        """The sign of a value, None where it is not known."""
        try:
            return self.sign(value)
        except (Open, NotReal, Unsupported):
            return None

    def _polynomial(self, value: Ratio) -> int:
        scalars = value.scalars
        if value.is_zero():
            return 0
        quick = self.functions.signs(value)
        if len(quick) == 1:
            return next(iter(quick))
        roots = [n for n in scalars.names if n in scalars.roots and n in value.free()]
        if roots:  # A + B r, with the root that was made last
            parts = value.coefficients(roots[-1])
            radicand = scalars.roots[roots[-1]]
            plain, other = parts.get(0, scalars.number(0)), parts[1]
            first = self.sign(plain)
            size = self.sign(radicand)
            if size == -1:
                raise NotReal
            second = self.sign(other) * size
            if first == second or not second:
                return first
            if not first:
                return second
            return first * self.sign(plain * plain - other * other * radicand)
        sign = 1
        lead = value.num.LC
        for part, power in value.factors():
            lead = lead / part.num.LC**power
            possible = self._possible(part)
            if len(possible) > 1:
                raise Open(part, possible)
            sign *= next(iter(possible)) ** power
        return sign if lead > 0 else -sign

    def _possible(self, part: Ratio) -> frozenset[int]:
        """The signs that an irreducible polynomial can have, as far as can be seen."""
        for value, sign in self.assumed:
            ratio = (part / value).cancelled()
            if not ratio.free():
                return frozenset((sign * (1 if ratio.num.LC * ratio.den.LC > 0 else -1),))
        found = self.functions.signs(part)
        if len(found) == 1:
            return found
        known = self._by_difference(part) or self._by_assumption(part)
        if known is None:
            signs = Signs(self.functions)
            shown = (s for s in (1, -1) if signs.known_positive(part * part.scalars.number(s)))
            known = next(shown, None)
        return frozenset((known,)) if known is not None else found

    def _by_difference(self, part: Ratio) -> int | None:
        """As a multiple of what is assumed and a rest of the same sign."""
        for value, sign in self.assumed:
            whole, known = map(part.scalars.align, (part.num, value.num))
            for monom, coeff in known.items():
                times = whole.get(monom, 0) / coeff
                rest = whole - known * times
                turn = sign if times > 0 else -sign
                if (
                    times
                    and sign
                    and self.functions.signs(Ratio(part.scalars, rest, part.den)) <= {0, turn}
                ):
                    return turn
        return None

    def _by_assumption(self, part: Ratio) -> int | None:
        """With ``p > 0`` solved for a letter as ``p = a positive number``."""
        scalars = part.scalars
        depth = len(self.assumed)  # no letter stands for two numbers
        for at, (value, sign) in enumerate(self.assumed):
            rest = replace(self, assumed=self.assumed[:at] + self.assumed[at + 1 :])
            for name in sorted(value.free() & part.free()) if sign else ():
                powers = value.coefficients(name)
                if set(powers) - {0, 1} or not rest.nonzero(powers[1]):
                    continue
                spare = scalars.letter(Unnamed(f"spare {depth}", "positive")) * scalars.number(sign)
                solved = (spare - powers.get(0, scalars.number(0))) / powers[1]
                moved = rest.inserted(part.substitute({name: solved}))
                if name in moved.free():
                    continue
                found = rest.known(moved)
                if found is not None:
                    return found
        return None
