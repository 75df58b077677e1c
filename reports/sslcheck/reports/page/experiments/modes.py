"""Many independent modes in one run: each with its own data, rates and start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.reduce import modal_model
from sslcheck.numeric.device.arrays import open_arrays
from sslcheck.numeric.integrate import TSIT5, Integrator, Steps
from sslcheck.numeric.system import System, plan_of

__all__ = ["Modes", "RunFailed"]

Numbers = np.ndarray[Any, Any]

_STEPS = Steps(rtol=1e-6, atol=1e-10)


class RunFailed(SslcheckError, ArithmeticError):
    """A run for a figure did not reach its end time."""


class Modes:
    """The modal form of a target's flow, derived and proved, with numbers for each mode.

    States go by the names of the weights whose entries they are. ``numbers`` are the rates by their
    symbols and ``moments`` the data's eigenvalues, each a number or one for each mode: modes do not
    see one another, so a whole plane of parameters is one run.
    """

    def __init__(
        self,
        scene: Derivation,
        target: str,
        count: int,
        numbers: Mapping[str, Any],
        moments: tuple[Any, Any],
    ) -> None:
        roles = scene.article.roles_for("a figure")
        if target not in roles.targets:
            raise RunFailed(f"`{scene.article.name}` has no flow for the target `{target}`")
        flow = roles.targets[target].flow
        model = modal_model(scene, flow, roles.data)
        if model is None:
            raise RunFailed(f"aligned states of the flow `{flow}` do not stay aligned")
        self.entries = model.entries
        self.names = tuple(name for name, entry in model.entries.items() if entry in model.states)
        self.count = count
        self._arrays = open_arrays("numpy")
        plan = plan_of(model, {model.space: count})
        values = dict(zip(model.data, moments, strict=True)) | dict(numbers)
        filled = {k: np.broadcast_to(np.float64(v), (count,)) for k, v in values.items()}
        self._system = System(model, plan, self._arrays, filled)

    def rates(self, states: Mapping[str, Any]) -> dict[str, Numbers]:
        """The time derivatives of the states, by name."""
        out = np.empty(self.count * len(self.names))
        self._system.rate(self._flat(states), out)
        return self._named(out)

    def integrate(self, states: Mapping[str, Any], times: Numbers) -> dict[str, Numbers]:
        """The states at ``times``, from 0 on: by name, of shape (times, modes).

        Raises `RunFailed`.
        """
        start = self._flat(states)
        rows = [self._named(start)]
        at = Integrator(
            self._arrays, TSIT5, start.size, self._system.rate, float(times[-1]), _STEPS
        )
        waiting = [float(t) for t in times[1:]]
        outcome = at.begin(start)
        while outcome is None and waiting:
            outcome = at.advance()
            due = [t for t in waiting if t <= at.t]
            waiting = waiting[len(due) :]
            rows += [self._named(state) for _, state in at.states(due)]
        if outcome is not None:
            raise RunFailed(f"the run of {self.count} modes ended early: {outcome.message}")
        return {name: np.stack([row[name] for row in rows]) for name in self.names}

    def _flat(self, states: Mapping[str, Any]) -> Numbers:
        parts = [np.broadcast_to(np.float64(states[name]), (self.count,)) for name in self.names]
        return np.concatenate(parts)

    def _named(self, flat: Numbers) -> dict[str, Numbers]:
        parts = np.array(flat).reshape(len(self.names), self.count)
        return dict(zip(self.names, parts, strict=True))
