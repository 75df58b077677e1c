"""What is declared of states and their flow does not keep, where a claim about an instant uses it.

Of a claim with rates that is a condition, "while z is positive". One without any says of the flow
that it stays so, and nothing is left of it under that condition: it is false if a trajectory
leaves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sslcheck.derive.article.article import Claim
from sslcheck.derive.article.moving import parts_of
from sslcheck.derive.decide.routes import Judge
from sslcheck.derive.errors import ArticleError, ShapeMismatch, Unsupported
from sslcheck.derive.expr import Dot, Gradient, Log, Power
from sslcheck.derive.kinds.residuals.divisors import has_kinks
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.signs.kept import lasting
from sslcheck.derive.text.reason import reason
from sslcheck.derive.traverse import within
from sslcheck.derive.verdicts.condition import While
from sslcheck.derive.verdicts.finding import Check

__all__ = ["Keeping", "told"]

_ORDER = 3  # Taylor order to which a trajectory is followed
_WEAK = {"pd": "psd", ">": ">=", "<": "<="}


@dataclass(frozen=True, slots=True)
class Keeping:
    """A claim about an instant that is proved under a setting."""

    judge: Judge
    claim: Claim
    setting: Setting

    @property
    def has_rates(self) -> bool:
        """Whether the claim says how something moves, by its kind or in its statement."""
        parts = parts_of(self.claim, self.judge.derivation.article.definitions)
        moves = any(isinstance(part, (Dot, Gradient)) for part in parts)
        return moves or not self.claim.form.over_time

    @property
    def lost(self) -> list[Symbol]:
        """The states of which the proof needs what is declared, and the flow does not keep it."""
        derivation, setting = self.judge.derivation, self.setting
        keeps, weaker = lasting(setting, derivation.scalars)
        lost = [
            symbol
            for name, symbol in derivation.article.symbols.items()
            if name in setting.flow and name not in keeps and told(symbol)
        ]
        if not lost or self._holds_without(lost, weaker):
            return []
        return [s for s in lost if not self._holds_without([s], weaker)] or lost

    def _holds_without(self, lost: Sequence[Symbol], weaker: Mapping[str, frozenset[str]]) -> bool:
        """Whether a proof needs nothing of what is declared of states but that inverses exist, and
        what they keep of it (``weaker``, by name): such as that a psd one stays symmetric.

        Where an inverse of the statement does not exist it says nothing, and so nothing false. The
        root of what comes to 0 and rests there has a rate.
        """
        for spared in (frozenset[str](), frozenset({"invertible"})):
            symbols = dict(self.setting.symbols)
            for symbol in lost:
                rest = symbols[symbol.name].properties - (symbol.properties - spared)
                rest |= weaker.get(symbol.name, frozenset())
                symbols[symbol.name] = replace(symbols[symbol.name], sign="real", properties=rest)
            there = replace(self.setting, symbols=symbols)
            try:
                judged = self.judge.judge(self.claim, there, repairs=False)
            except ArticleError:  # it cannot be said: an inverse may not exist
                continue
            sides = [s for r in self.claim.statement.relations for s in (r.lhs, r.rhs)]
            kinks = has_kinks(self.judge.derivation.normal(there), sides)
            return judged.finding.holds is True and not kinks
        return False

    @property
    def conditions(self) -> tuple[While, ...]:
        """That the states still are what they are declared to be."""
        return tuple(While(symbol.name, told(symbol)) for symbol in self.lost)

    def leaves(self) -> Check | None:
        """A relation of a claim without rates that is false on a trajectory, soon after its start.

        Starts at the edge of what is declared count for what is not strict: those close by leave
        as well, where the flow is smooth there.
        """
        if self.has_rates:
            return None
        closed = {s.name: _closed(self.setting.symbols[s.name]) for s in self.lost}
        edge = any(self.setting.symbols[name] != symbol for name, symbol in closed.items())
        if edge and not self._smooth():
            return None
        symbols: Mapping[str, Symbol] = {**self.setting.symbols, **closed}
        setting = replace(self.setting, symbols=symbols)
        note = reason("and so where one starts close to this edge") if edge else ()
        for relation in self.judge.resolved(self.claim, self.setting):
            weak = replace(relation, op=_WEAK.get(relation.op, relation.op))
            check = Check(weak, setting, _ORDER, note)
            try:
                if self.judge.witness(check) is not None:
                    return check
            except (Unsupported, ShapeMismatch):
                continue
        return None

    def _smooth(self) -> bool:
        """Whether no roots or logarithms stand in the statement or in the flow."""
        setting = self.setting
        sides = [s for r in self.claim.statement.relations for s in (r.lhs, r.rhs)]
        parts = within([*sides, *setting.flow.values()], setting.lets, setting.definitions)
        return not any(
            isinstance(part, Log) or (isinstance(part, Power) and part.exponent.denominator > 1)
            for part in parts
        )


def told(symbol: Symbol) -> str:
    """What is declared of a symbol, in words; empty where nothing is."""
    return " and ".join([*sorted(symbol.properties), *({symbol.sign} - {"real"})])


def _closed(symbol: Symbol) -> Symbol:
    """A symbol with the limits of what it is declared to be."""
    sign = "nonnegative" if symbol.sign == "positive" else symbol.sign
    return replace(symbol, sign=sign, properties=symbol.properties - {"invertible"})
