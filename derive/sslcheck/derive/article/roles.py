"""Which symbol of an article plays what, for those who integrate and train what it derives.

The algebra asks for no roles. A run has to know more: which matrix is the online network and which
the predictor, which number is the weight decay, which flow belongs to which kind of target network.
The table ``[roles]`` says so; `Roles` is what it says, checked when it is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sslcheck.derive.errors import SslcheckError

__all__ = ["MissingRole", "Roles", "Target"]


class MissingRole(SslcheckError, ValueError):
    """A command needs to know which symbol plays what, and the article does not say it."""


@dataclass(frozen=True, slots=True)
class Target:
    """The flow of one kind of target network, and that with the predictor's line symmetrised.

    ``symmetrised`` is empty where the article has no such flow; ``title`` is how a figure calls it.
    """

    flow: str
    symmetrised: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Roles:
    """Names of symbols, hypotheses and flows, by what they are to a run.

    ``online`` (outputs x inputs), ``predictor`` (outputs x outputs) and ``target`` (as ``online``)
    are the weights; ``data`` the second moments (inputs x inputs) of the mean view and of the
    noise; ``decay``, ``average`` and ``ratio`` the weight decay, the rate of the target's moving
    average, and the learning rate of the predictor over that of the online network. The others may
    be empty: ``noise`` with ``noise moment = noise^2 I``, the ``correlation`` of the outputs and
    its ``commutator`` with the predictor, the lower and the upper fixed point of a mode in
    ``branches``, hypotheses in ``modes`` that say what else a mode has. A predictor that is not
    trained is set from the ``estimate`` by the hypotheses in ``rule``; ``memory`` is the factor of
    the old value in its recursion, ``addition`` what the rule adds to small eigenvalues.
    """

    online: str
    predictor: str
    target: str
    data: tuple[str, str]
    decay: str
    average: str
    ratio: str
    outputs: str
    """The space of the outputs: of the rows of ``online``."""
    inputs: str
    """The space of the inputs: of its columns."""
    noise: str = ""
    correlation: str = ""
    commutator: str = ""
    branches: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    estimate: str = ""
    memory: str = ""
    addition: str = ""
    rule: tuple[str, ...] = ()
    targets: Mapping[str, Target] = field(default_factory=dict)

    @property
    def mean(self) -> str:
        """The second moment of the mean view."""
        return self.data[0]

    @property
    def spread(self) -> str:
        """The second moment of the noise."""
        return self.data[1]

    @property
    def weights(self) -> tuple[str, str, str]:
        """The predictor, the online network and the target."""
        return self.predictor, self.online, self.target
