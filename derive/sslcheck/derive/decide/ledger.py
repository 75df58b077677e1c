"""The assumption ledger: what becomes of a claim without each of its hypotheses."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sslcheck.derive.article.article import Claim
from sslcheck.derive.decide.outcome import Outcome, Statements
from sslcheck.derive.errors import ArticleError, ShapeMismatch, Unsupported
from sslcheck.derive.expr import Sym
from sslcheck.derive.kinds import KINDS
from sslcheck.derive.text.reason import Reason, joined, of_error, reason
from sslcheck.derive.verdicts.condition import with_lets
from sslcheck.derive.verdicts.evidence import HypothesisUse
from sslcheck.derive.verdicts.verdict import Verdict

__all__ = ["Entry"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A hypothesis of a claim or of its flow, which is to be dropped."""

    statements: Statements
    claim: Claim
    outcome: Outcome
    name: str

    def use(self) -> HypothesisUse:
        """What happens to the claim without the hypothesis."""
        if self.outcome.verdict not in (Verdict.PROVED, Verdict.CONDITIONAL):
            return self.unknown(reason(f"the claim is {self.outcome.verdict} with it"))
        if self.name not in self.claim.hypotheses:
            return self._used(True, reason("the flow is derived with it"))
        try:
            needed, breaks = self._without()
        except ArticleError as error:
            needed, breaks = True, reason("without it the claim cannot be put: ", of_error(error))
        except ShapeMismatch as error:
            core = error.core or str(error)
            needed, breaks = True, reason("without it the claim cannot be put: ", core)
        except Unsupported as error:
            needed, breaks = None, reason("undecided without it: ", of_error(error))
        return self._used(needed, breaks)

    def unknown(self, why: Reason) -> HypothesisUse:
        """An entry that says why nothing is known."""
        return self._used(None, why)

    def _used(self, needed: bool | None, breaks: Reason) -> HypothesisUse:
        text = self.statements.derivation.article.hypotheses[self.name].text
        return HypothesisUse(self.name, text, needed, breaks)

    def _without(self) -> tuple[bool | None, Reason]:
        judge, outcome = self.statements.judge, self.outcome
        others = tuple(h for h in self.claim.hypotheses if h != self.name)
        less = replace(self.claim, hypotheses=others)
        setting = self.statements.setting(less, dict(outcome.merged))
        for condition in outcome.applied:
            setting = condition.suppose(setting)
        # only what the verdict already asks for can mend the claim here
        judged = judge.judge(less, setting, repairs=bool(outcome.applied))
        said, repairing = {*outcome.applied}, {*judged.finding.conditions}
        # conditions that no setting can express are asked for again
        repaired = judged.finding.sufficient and bool(repairing) and repairing <= said
        if judged.finding.holds or repaired:
            return False, ()
        if judged.finding.holds is None and outcome.solved:
            fixed = with_lets(setting, outcome.solved)
            judged = judge.judge(replace(less, form=KINDS["identity"]()), fixed, repairs=False)
            names = joined([reason(Sym(name)) for name in outcome.solved], ", ")
            if judged.finding.holds is False:
                return True, reason("with the derived ", names, ", ", judged.finding.why)
        if judged.finding.holds is None:
            if judged.failing is not None:
                return True, reason("false without it: ", judged.failing.note)
            return None, reason("undecided without it: ", judged.finding.why)
        return True, judged.finding.why
