"""The verdict on a claim about layers, from those at small depths and at a general one.

What is false at one depth is false. What is proved at each depth without blocks, and with a letter
for each block of layers whatever moves it, is proved at every depth.
"""

from __future__ import annotations

from dataclasses import replace

from sslcheck.derive.article.article import Depths, Instance, Shares
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.decide.outcome import Outcome, Statements
from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.expr import Expr, Sum, negative
from sslcheck.derive.layers.layout import Layout
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.text.reason import Reason, joined, of_error, reason
from sslcheck.derive.verdicts.evidence import RouteResult, Step
from sslcheck.derive.verdicts.verdict import Verdict

__all__ = ["AtDepths"]

_SHOWN = (Verdict.PROVED, Verdict.CONDITIONAL)
Decided = tuple[Instance, Outcome]


class AtDepths:
    """Decides claims about layers of one article; what is derived at a layout is kept."""

    def __init__(self, needs: bool) -> None:
        self._needs = needs
        self._statements: dict[Layout, Statements] = {}

    def statements(self, instance: Instance) -> Statements:
        """What decides an instance."""
        if instance.layout not in self._statements:
            derivation = Derivation(instance.article)
            self._statements[instance.layout] = Statements(derivation, self._needs)
        return self._statements[instance.layout]

    def outcome(self, depths: Depths) -> Outcome:
        """The verdict on a claim at every depth."""
        small = []
        for instance in depths.instances:
            if not instance.general:
                small.append((instance, self._one(instance)))
                if small[-1][1].verdict in (Verdict.REFUTED, Verdict.DISAGREEMENT):
                    break
        refuted = next((d for d in small if d[1].verdict is Verdict.REFUTED), None)
        general = [(one, self._one(one)) for one in depths.instances if one.general and not refuted]
        if stopped := next((d for d in small if d[1].verdict not in _SHOWN), None):
            at, found = stopped
            verdict = found.verdict
            if verdict is Verdict.REFUSED and len(small) > 1 and small[0] is not stopped:
                verdict = Verdict.UNDECIDED
            return replace(
                found, verdict=verdict, because=reason("at ", at.told, ": ", found.because)
            )
        if name := _one_for_all(depths):
            why = f"`{name}` is one for all layers, but the claim is decided layer by layer: give"
            return Outcome(Verdict.UNDECIDED, reason(f"{why} it the index, if each has its own"))
        found = _proved(depths, small, general)
        if found.verdict is Verdict.UNDECIDED and depths.shares and self._adds_up(depths.shares):
            shares = [(one, self._one(one)) for one in depths.shares.instances]
            apart = _proved(replace(depths, obstacle=()), small, shares)
            return apart if apart.verdict in _SHOWN else found
        return found

    def _adds_up(self, shares: Shares) -> bool:
        """Whether both sides of statements at small depths are the sums of the shares of their
        layers, so that these were read as what they are.
        """
        try:
            for whole, parts in shares.sums:
                normal, sides = self._sides(whole)
                apart = [self._sides(part)[1] for part in parts]
                for side, *of_layers in zip(sides, *apart, strict=True):
                    rest = Sum((side, *map(negative, of_layers)))
                    if not normal.element(rest).is_zero():
                        return False
        except SslcheckError:
            return False
        return bool(shares.sums)

    def _sides(self, instance: Instance) -> tuple[NormalForm, tuple[Expr, Expr]]:
        """The sides of a statement, along the flow."""
        statements, claim = self.statements(instance), instance.claim
        normal = statements.derivation.normal(statements.setting(claim))
        (relation,) = claim.statement.relations
        lhs, rhs = (normal.expr(normal.element(side)) for side in (relation.lhs, relation.rhs))
        return normal, (lhs, rhs)

    def _one(self, instance: Instance) -> Outcome:
        if instance.general and not instance.claim.form.any_motion:
            why = f"claims of kind `{instance.claim.kind}` are decided at small depths only"
            return Outcome(Verdict.UNDECIDED, reason(why))
        if instance.general and instance.claim.refused:  # it can be read at small depths
            why = "it, or its flow, speaks of layers in a run, of which one letter stands for all"
            return Outcome(Verdict.UNDECIDED, reason(why))
        if instance.claim.refused:
            return Outcome(Verdict.REFUSED, instance.claim.refused)
        try:
            return self.statements(instance).outcome(instance.claim)
        except SslcheckError as error:
            if not instance.general:
                raise
            obstacle = of_error(error)
            if instance.claim.flow and not any(instance.layout.layers):  # none has a line
                obstacle = reason("how the product of a run of layers moves is not known")
            return Outcome(Verdict.UNDECIDED, obstacle)


def _one_for_all(depths: Depths) -> str:
    """What is to exist by a claim about each layer, and is not one for each; empty if nothing."""
    seen: dict[int, list[frozenset[str]]] = {}
    for one in depths.instances:
        if one.layout.at is not None and not one.general:
            names = frozenset(getattr(one.claim.form, o, "") for o in one.claim.form.sought)
            seen.setdefault(one.layout.depth, []).append(names - {""})
    return min(
        (name for sets in seen.values() for a in sets[1:] for name in a & sets[0]), default=""
    )


def _if(found: Outcome) -> Reason:
    """Under which conditions something is shown at one depth; empty if under none."""
    if found.verdict is Verdict.PROVED:
        return ()
    return reason(" if ", joined([c.said for c in found.applied or found.given], " and "))


def _proved(depths: Depths, small: list[Decided], general: list[Decided]) -> Outcome:
    """The verdict where nothing is false at small depths."""
    at = joined([one.told for one, _ in small], "; ")
    missing = depths.obstacle
    for one, found in general:
        if found.verdict not in _SHOWN and not missing:
            # what is false of any function of time need not be false of layers
            more = reason("more is needed than that a run of layers is any function of time")
            why = more if found.verdict is Verdict.REFUTED else found.because
            missing = reason(one.told, ": ", why)
    conditions = {
        frozenset(condition.said for condition in found.given)
        for _, found in (*small, *general)
        if found.verdict is Verdict.CONDITIONAL
    }
    held = next((f for _, f in small if f.verdict is Verdict.CONDITIONAL), small[-1][1])
    second = RouteResult("exact evaluation", "holds", reason("at ", at))
    if missing or len(conditions) > 1:
        why = missing or reason("its conditions are others at other depths")
        each = [reason(one.told, *_if(found)) for one, found in small]
        said = reason("it holds at ", joined(each, "; "), ", but not every depth is shown; ", why)
        first = RouteResult("normal form", "silent", why)
        return Outcome(Verdict.UNDECIDED, said, routes=(first, second), steps=held.steps)
    steps: list[Step] = []
    for one, found in [*[d for d in small if not general], *general]:
        letters = "the letter of a run of layers is any function of time: their number is any"
        why = reason(letters if one.general else "all layers written out")
        if one.layout.share:
            why = reason("a rate is the sum of those as one layer moves and all others rest")
        no_number = reason("it says which depths the next steps are about")
        steps += [Step(one.told, why, False, no_number), *found.steps]
    how = reason("all sizes, every depth")
    first = RouteResult("normal form", "holds", how)
    named = [*[held for _ in conditions], *(found for _, found in general or small)]
    given = {c.said: c for found in named for c in found.given}
    return replace(
        held,
        verdict=Verdict.CONDITIONAL if conditions else Verdict.PROVED,
        because=held.because if conditions else how,
        given=tuple(given.values()),
        routes=(first, second),
        steps=tuple(steps),
        notes=(reason("every depth"),),
    )
