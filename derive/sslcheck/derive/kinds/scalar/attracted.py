"""Whether a fixed point of several scalars attracts, by the eigenvalues of its Jacobian.

Where all of them have negative real parts it does; where one has a positive real part, only what
starts on a set of measure 0 tends to it (Lyapunov's first method; the stable manifold theorem).
Otherwise the linear part tells nothing, unless it is all that there is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar

from sslcheck.derive.algebra.polynomials import fraction
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import ZERO, Dot, Expr, Num, Power, Relation, Sum, Sym
from sslcheck.derive.kinds.scalar.coupled import Coupled
from sslcheck.derive.kinds.scalar.flow_claim import FlowClaim, Leaf, at_values, with_values
from sslcheck.derive.kinds.scalar.numbers import negative_radicands, number, sign_of
from sslcheck.derive.setting import Setting
from sslcheck.derive.signs.branch import Branch, NotReal
from sslcheck.derive.text.reason import Reason, joined, reason
from sslcheck.derive.verdicts.finding import Check, ProofStep, argued_step, identity_step

__all__ = ["Attracted"]

_AFFIRMED = 3
_LOOKED = 40
_CLOSE = Fraction(1, 10**6)
_EIGENVALUES = "about solutions, not an equation at a point"


@dataclass(frozen=True, slots=True)
class Attracted(FlowClaim[bool | None]):
    """The point of a flow attracts: what starts close to it tends to it.

    An answer is None where the linear part tells nothing.
    """

    flow: Coupled
    not_known: ClassVar[str] = "the linear part at the point does not tell: an eigenvalue may have"
    not_known += " the real part 0"

    @property
    def branch(self) -> Branch:
        """What is declared of the parameters."""
        return Branch(self.case.normal.functions)

    def parameters(self) -> frozenset[str]:
        """The letters of flow and point but the variables."""
        values = (*self.flow.rates.values(), *self.flow.point.values())
        letters = frozenset[str]().union(*(value.deep() for value in values))
        return frozenset(n for n in letters if isinstance(n, str)) - self.flow.rates.keys()

    def inserted(self) -> tuple[ProofStep, ...]:
        """The flow of each variable."""
        return tuple(
            identity_step(
                Relation(Dot(Sym(name)), "=", self.shown(rate)),
                "the flow inserted",
                self.case.setting,
            )
            for name, rate in self.flow.rates.items()
        )

    # -- by formulas ----------------------------------------------------------------------------

    def answer(self, branch: Branch) -> bool | None:
        """Whether the point attracts in a branch of signs."""
        flow = self.flow
        try:
            for value in flow.point.values():
                branch.real(value)
        except NotReal:
            return False
        if any(branch.sign(flow.point[name]) < 0 for name in self.bounded()):
            return False
        if any(branch.sign(value) <= 0 for value in flow.needed):
            return None
        if any(branch.sign(flow.at(rate)) for rate in flow.rates.values()):
            return False
        zero = False
        for value in flow.demands:
            sign = branch.sign(value)
            if sign < 0:
                return False
            zero = zero or not sign
        if not zero:
            return True
        isolated = not any(self.crosses(branch, part) for part in self.shared())
        return None if isolated and not flow.affine else False

    def right(self, answer: bool | None) -> bool:
        """Whether it attracts."""
        return answer is True

    def bounded(self) -> list[str]:
        """The variables that stay nonnegative."""
        setting = self.case.setting
        signed = [n for n in self.flow.rates if setting.symbols[n].sign != "real"]
        return [n for n in signed if setting.holds_here(n)]

    def shared(self) -> list[Ratio]:
        """The factors that all rates have, where the variables may be any numbers."""
        if self.bounded():
            return []
        first, *others = ([p for p, _ in r.factors()] for r in self.flow.rates.values())
        return [p for p in first if all(any(_same(p, q) for q in other) for other in others)]

    def crosses(self, branch: Branch, part: Ratio) -> bool:
        """Whether a scalar is 0 on a curve or surface through the point."""
        at = self.flow.at
        slopes = (branch.sign(at(part.diff(name))) for name in self.flow.rates)
        return branch.sign(at(part)) == 0 and any(slopes)

    def steps(self, leaves: list[Leaf[bool | None]]) -> Iterator[ProofStep]:
        """What the Jacobian says."""
        here = self.started(self.case.setting)
        for stated, value in zip(self.flow.stated, self.flow.demands, strict=True):
            said, why = Relation(stated, "=", self.shown(value)), self.meaning(stated)
            if self.rooted():
                yield argued_step(said, why, "it is looked at where the roots are rational")
            else:
                yield identity_step(said, why, here)
        yield argued_step(
            joined([reason(Relation(self.shown(v), ">", ZERO)) for v in self.flow.demands], ", "),
            "all eigenvalues of the Jacobian have negative real parts, so that what starts close to"
            " the point tends to it",
            _EIGENVALUES,
        )

    def rooted(self) -> bool:
        """Whether roots stand in the point."""
        values = self.flow.point.values()
        return any(value.free() & value.scalars.roots.keys() for value in values)

    def meaning(self, stated: Expr) -> str:
        """Which of the scalars it is."""
        if len(self.flow.rates) != 2:
            return "of the characteristic polynomial of the Jacobian at the point"
        first = stated == self.flow.stated[0]
        return f"{'minus the trace' if first else 'the determinant'} of the Jacobian at the point"

    def remarks(self) -> tuple[Reason, ...]:
        """That it is about what starts close by, and which signs are not kept."""
        symbols = self.case.setting.symbols
        lost = [n for n in self.flow.rates if symbols[n].sign != "real" and n not in self.bounded()]
        return (
            reason("of solutions that start close to the point; other points may attract as well"),
            *(reason("the flow is not seen to keep ", Sym(n), f" {symbols[n].sign}") for n in lost),
        )

    # -- at exact parameters --------------------------------------------------------------------

    def tested(self, at: Mapping[str, Fraction]) -> Check | bool | None:
        """A statement that the claim implies and that is false at the parameters."""
        try:
            return self._tested(at)
        except Unsupported:
            return None

    def rational(self, at: Mapping[str, Fraction]) -> dict[str, Fraction] | None:
        """The point at exact parameters, where it is one of rational numbers."""
        found = {}
        for name, value in self.flow.point.items():
            exact = number(value, at)
            if exact is None or not exact.is_Rational:
                return None
            found[name] = fraction(exact)
        return found

    def _tested(self, at: Mapping[str, Fraction]) -> Check | bool | None:
        flow = self.flow
        for name, value in flow.point.items():
            exact, shown = number(value, at), self.shown(value)
            if exact is None:
                radicand = next(negative_radicands(value, at), None)
                if radicand is None:
                    return None
                note = reason("a root of it is in the claimed limit")
                return self.stated(Relation(self.shown(radicand), ">=", ZERO), at, note)
            if name in self.bounded() and sign_of(exact) == -1:
                note = reason("the claimed limit of ", Sym(name))
                return self.stated(Relation(shown, ">=", ZERO), at, note)
        if self.rational(at) is None:
            return None  # the second route cannot look there
        if any(sign_of(number(value, at)) != 1 for value in flow.needed):
            return None
        for name, rate in flow.rates.items():
            sign = sign_of(number(flow.at(rate), at))
            if sign is None:
                return None
            if sign:
                return self.there(Relation(Dot(Sym(name)), "=", ZERO), at, "no fixed point")
        signs = [sign_of(number(value, at)) for value in flow.demands]
        wrong = [-1, 0] if flow.affine else [-1]
        for sign, stated in zip(signs, flow.stated, strict=True):
            if sign in wrong:
                why = f"not all eigenvalues have negative real parts: {self.meaning(stated)}"
                return self.there(Relation(stated, ">" if flow.affine else ">=", ZERO), at, why)
        if None in signs or 0 in signs:
            return None if None in signs else self.beside(at)
        return True

    def beside(self, at: Mapping[str, Fraction]) -> Check | None:
        """A check that fails because fixed points are as close to the point as one likes."""
        known = self.rational(at) or {}
        for part in self.shared():
            for name in self.flow.rates:
                solved = part.solved(name)
                near = {n: v + _CLOSE for n, v in known.items() if n != name}
                if solved is None or number(part, {**at, **known}) != 0:
                    continue
                exact = number(solved[0], {**at, **near})
                if number(solved[1], {**at, **known}) and exact is not None and exact.is_Rational:
                    return self.resting({**near, name: fraction(exact)}, at)
        return None

    def resting(self, values: Mapping[str, Fraction], at: Mapping[str, Fraction]) -> Check:
        """A check that fails because nothing moves at these values of the variables."""
        squares = tuple(Power(Dot(Sym(name)), Fraction(2)) for name in self.flow.rates)
        note = "a fixed point close by; it lies on a curve of them"
        where = {name: Num(value) for name, value in values.items()}
        return self.there(Relation(Sum(squares), ">", ZERO), at, note, where)

    def explained(
        self, leaves: list[Leaf[bool | None]], at: Mapping[str, Fraction], failing: Check
    ) -> Reason:
        """What the check says."""
        return failing.note

    # -- for the second route -------------------------------------------------------------------

    def checks(self, leaves: list[Leaf[bool | None]]) -> Iterator[Check]:
        """That the point is one of rest, and the signs of what the Jacobian says: at parameters at
        which it is rational, and at all if it has no roots.
        """
        rational = [at for at in self.points(_LOOKED) if self.rational(at) is not None]
        if not self.rooted() or not rational:
            here = self.started(self.case.setting)
            for name in self.flow.rates:
                yield Check(Relation(Dot(Sym(name)), "=", ZERO), here)
        for at in rational[:_AFFIRMED]:
            yield from self.confirming(at)

    def confirming(self, at: Mapping[str, Fraction]) -> Iterator[Check]:
        """The claim at a point of the parameters."""
        for name in self.flow.rates:
            yield self.there(Relation(Dot(Sym(name)), "=", ZERO), at, "the point")
        for stated in self.flow.stated:
            yield self.there(Relation(stated, ">", ZERO), at, self.meaning(stated))

    def there(
        self,
        relation: Relation,
        at: Mapping[str, Fraction],
        note: str,
        where: Mapping[str, Expr] | None = None,
    ) -> Check:
        """A statement at the point, or at other values of the variables."""
        known = {name: Num(value) for name, value in (self.rational(at) or {}).items()}
        setting = self.started(with_values(self.case.setting, at), where or known)
        return Check(relation, setting, note=reason(at_values(at, ": "), note))

    def started(self, setting: Setting, where: Mapping[str, Expr] | None = None) -> Setting:
        """The setting in which the variables start at the point."""
        values = where or {name: self.shown(value) for name, value in self.flow.point.items()}
        symbols = {
            name: replace(symbol, sign="real") if name in values else symbol
            for name, symbol in setting.symbols.items()
        }
        return replace(setting, symbols=symbols, initial={**setting.initial, **values})


def _same(one: Ratio, other: Ratio) -> bool:
    """Whether two irreducible polynomials are one, up to a number."""
    return not (one / other).cancelled().free()
