"""Which steps a page has shown already, so that none is shown twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sslcheck.derive.verdicts.evidence import Step
from sslcheck.reports.page.blocks import Link, Rich, StepList, Text, called

__all__ = ["Memory"]

_WORTH = 2  # steps that are worth a reference


class Memory:
    """Steps by where they stand. Without ``refer`` every step is shown each time.

    ``calls`` is what the page calls a claim.
    """

    def __init__(
        self,
        refer: bool = False,
        calls: Callable[[str], str] = lambda claim: called("claim", claim),
    ) -> None:
        self.refer = refer
        self._calls = calls
        self._seen: list[tuple[str, str, tuple[Step, ...]]] = []

    def shown(
        self,
        steps: Sequence[Step],
        claim: str,
        part: str,
        render: Callable[[Step], tuple[Rich, str]],
    ) -> Iterator[Text | StepList]:
        """The steps of a proof (of ``part`` of a claim: empty, or the kind of its correction).

        Steps that begin like those of a proof further up are referred to, but for the last.
        """
        lines = [render(step) for step in steps]
        if not self.refer:
            if lines:
                yield StepList(tuple(lines))
            return
        common, where, what = self._longest(steps)
        common = min(common, len(steps) - 1)
        if common < _WORTH:
            common = 0
        else:
            proof = f"the {what} statement of " if what else ""
            heading = self._calls(where)
            yield Text((f"Steps 1 to {common} are those of {proof}", Link(heading, heading), "."))
        if lines:
            yield StepList(tuple(lines[common:]), common + 1)
        self._seen.append((claim, part, tuple(steps)))

    def _longest(self, steps: Sequence[Step]) -> tuple[int, str, str]:
        """How many first steps an earlier proof shares, the claim of that one, and which part."""
        best = (0, "", "")
        for claim, part, seen in self._seen:
            count = 0
            while count < min(len(steps), len(seen)) and steps[count] == seen[count]:
                count += 1
            if count > best[0]:
                best = (count, claim, part)
        return best
