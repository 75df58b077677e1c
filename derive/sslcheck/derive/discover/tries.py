"""Searches that may take too long: what they did not come to is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from sslcheck.derive.decide.budget import time_limit
from sslcheck.derive.errors import OutOfTime, SslcheckError, TooLarge, Unsupported
from sslcheck.derive.text.reason import Reason, of_error, reason

__all__ = ["Tries"]

Value = TypeVar("Value")

_ENDS = (OutOfTime, TooLarge, Unsupported)


@dataclass(slots=True)
class Tries:
    """Runs searches for ``budget`` processor seconds each; ``notes`` tell what is missing."""

    budget: float
    notes: list[Reason] = field(default_factory=list)

    def note(self, told: str) -> None:
        """Say something of the search."""
        self.notes.append(reason(told))

    def of(
        self,
        missing: str,
        search: Callable[[], Value],
        ends: tuple[type[SslcheckError], ...] = _ENDS,
    ) -> Value | None:
        """What is found; None where one of the ``ends`` came first, which is told."""
        try:
            with time_limit(self.budget):
                return search()
        except ends as error:
            self.notes.append(reason(missing, of_error(error)))
            return None
