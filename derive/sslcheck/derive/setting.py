"""What an expression is about: its symbols, and the assumptions under which it is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from sslcheck.derive.expr import Expr, Relation, own_space

__all__ = [
    "MEANINGS",
    "PROPERTIES",
    "Holds",
    "Property",
    "Role",
    "Setting",
    "Shape",
    "Sign",
    "Symbol",
    "Views",
    "stand_in",
]

Shape = tuple[str, str]
"""(row space, column space); the space ``"1"`` has one dimension, so a scalar is ``("1", "1")``."""

Sign = Literal["positive", "nonnegative", "real"]
Role = Literal["state", "function", "parameter", "constant", "view"]

Property = Literal["symmetric", "psd", "diagonal", "orthonormal", "invertible"]
Holds = Literal["at an instant", "along", "at the start"]
"""What a hypothesis about a state is meant to say: of each point of the state space that has the
property, of each trajectory that has it at all times, or of each trajectory that starts with it.
"""

PROPERTIES: tuple[Property, ...] = get_args(Property)
"""What a symbol may be declared to be; ``orthonormal`` means orthonormal columns, ``Q^T Q = I``,
and ``psd`` and ``invertible`` together that it is positive definite."""

MEANINGS: Mapping[Sign | Role | Property | Holds, str] = {
    "parameter": "given, and the same at all times; with an index, one for each mode",
    "state": "moves by a flow, from any start that its declaration admits",
    "function": "any smooth function of time, within its sign and properties",
    "constant": "exists by the claim (for some C): may depend on parameters and on the start,"
    " never on time, nor on a mode unless it carries the index",
    "view": "random, as `[expectation]` says",
    "real": "any number",
    "nonnegative": "0 or more",
    "positive": "more than 0",
    "symmetric": "equal to its transpose",
    "psd": "symmetric and positive semi-definite: 0 is one",
    "diagonal": "nothing off the diagonal; square",
    "orthonormal": "orthonormal columns, `Q^T Q = I`; the rows are as many at least",
    "invertible": "has an inverse; with `psd`, positive definite",
    "at an instant": "of each point of the state space with the property: differentiated first,"
    " restricted afterwards",
    "along": "of each trajectory that has the property at all times, on which the state moves by"
    " its own equation as well",
    "at the start": "of each trajectory that begins with the property; it counts later only where"
    " the flow is proved to keep it",
}
"""What the words mean that a symbol or a hypothesis is declared with."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A declared letter.

    ``role``: a ``state`` moves by a flow, a ``function`` is an arbitrary function of time, a
    ``parameter`` is fixed and given, a ``constant`` is fixed but exists only by the claim ("for
    some C"), a ``view`` is a random vector. ``index`` is the mode index (``j`` in ``p_j``) or
    empty. ``defined``: it stands for an expression, as the objective does.
    """

    name: str
    shape: Shape = ("1", "1")
    properties: frozenset[str] = frozenset()
    sign: Sign = "real"
    role: Role = "parameter"
    index: str = ""
    text: str = ""
    defined: bool = False

    @property
    def scalar(self) -> bool:
        """Whether the symbol is 1 x 1."""
        return self.shape == ("1", "1")

    @property
    def moves(self) -> bool:
        """Whether its value may depend on time."""
        return self.role in ("state", "function")

    @property
    def fixed(self) -> bool:
        """Whether it is one value for all times, given or not."""
        return self.role in ("parameter", "constant")


@dataclass(frozen=True, slots=True)
class Views:
    """Random views of one input: independent given the input, with conditional mean ``mean``.

    Either ``E[mean mean^T] = second_moment``, or ``E[mean] = expected`` and ``Cov[mean] = second``.
    ``E[Var[view | input]] = noise``, None where a single view is all that there is of an input.
    ``gaussian``: the mean and what each view adds to it are Gaussian and independent.
    """

    names: tuple[str, ...]
    mean: str
    """The symbol of it, or empty."""
    second: Expr
    noise: Expr | None = None
    expected: Expr | None = None
    gaussian: bool = False
    pairs: tuple[tuple[str, str, Expr], ...] = ()
    """``(u, v, E[u v^T])`` where it is given for each two views: nothing else is known then."""

    @property
    def random(self) -> frozenset[str]:
        """All symbols that are random with the input."""
        return frozenset({*self.names, self.mean} - {""})

    @property
    def moments(self) -> tuple[Expr, ...]:
        """All that is said of their law."""
        return tuple(m for m in (self.second, self.noise, self.expected) if m is not None)


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """The assumptions under which statements are judged; all of it data. Compared by identity.

    ``definitions`` and ``lets`` replace a symbol by an expression at all times (a definition is the
    article's abbreviation, a let is a hypothesis); ``initial`` replaces a state at time 0 only, or
    at the instant that a statement is about; ``flow`` gives the derivative of each state.
    ``merged`` maps a space to the space that it
    is assumed equal to (``{"d": "n"}``). A state without a flow is an arbitrary function of time.
    """

    symbols: Mapping[str, Symbol]
    definitions: Mapping[str, Expr] = field(default_factory=dict)
    lets: Mapping[str, Expr] = field(default_factory=dict)
    initial: Mapping[str, Expr] = field(default_factory=dict)
    flow: Mapping[str, Expr] = field(default_factory=dict)
    merged: Mapping[str, str] = field(default_factory=dict)
    relations: tuple[Relation, ...] = ()
    """Equations that hold besides: of the states where they are looked at, of all else always."""
    began: bool = False
    """Whether what is supposed of states is so at the start, and statements are about all times."""
    at_least: tuple[tuple[str, str], ...] = ()
    """Pairs ``(larger, smaller)`` of spaces: the first has at least the dimension of the second."""
    views: tuple[Views, ...] = ()
    """The random inputs, independent of each other."""
    indices: Mapping[str, str] = field(default_factory=dict)
    """The space that each index runs over, where one is named."""
    stop_gradient: bool = True
    kept: frozenset[str] | None = None
    """None where a statement is about one instant: all that is declared of the states holds there.
    Otherwise it is about trajectories, and these are the states that keep what is declared."""
    weaker: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """What other states keep of what is declared, along trajectories."""
    passing: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """What a hypothesis about one instant says of states: it need not be so at the start."""
    wanted: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The properties that states have on whole trajectories, by what is supposed of all times."""
    leftover: tuple[Relation, ...] = ()
    """What a trajectory must satisfy besides, to stay where a hypothesis wants it at all times."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "merged", {**self.merged, **_forced_equal(self)})

    def holds_here(self, name: str) -> bool:
        """Whether what is declared of a symbol is true at the times that a statement speaks of."""
        symbol = self.symbols.get(name)
        moves = symbol is not None and symbol.role == "state"
        return not moves or self.kept is None or name in self.kept

    def marks_here(self, name: str) -> frozenset[str]:
        """The properties of a symbol at the times that a statement speaks of."""
        if self.holds_here(name):
            return self.symbols[name].properties
        return self.weaker.get(name, frozenset())

    def at_first(self, name: str) -> frozenset[str]:
        """The properties that a symbol has at time 0."""
        return self.symbols[name].properties - self.passing.get(name, frozenset())

    def below(self) -> dict[str, set[str]]:
        """The spaces of which a space has at least the dimension, by what is supposed.

        Orthonormal columns live in a space that has at least as many dimensions as they are.
        """
        tall = [s.shape for s in self.symbols.values() if "orthonormal" in s.properties]
        known: dict[str, set[str]] = {}
        for larger, smaller in (*self.at_least, *tall):
            one, two = self.space(larger), self.space(smaller)
            if one != two and "*" not in one + two:
                known.setdefault(one, set()).add(two)
        reached: dict[str, set[str]] = {}
        for space in known:
            pending = [space]
            while pending:
                for other in known.get(pending.pop(), set()) - reached.setdefault(space, set()):
                    reached[space].add(other)
                    pending.append(other)
        return reached

    def space_of(self, index: str) -> str:
        """The space that an index runs over: one of its own, where none is named.

        An empty name, where several are, says that it is not known.
        """
        return self.space(self.indices.get(index, own_space(index)))

    def space(self, name: str) -> str:
        """The representative of a space under ``merged``."""
        while name in self.merged:
            name = self.merged[name]
        return name


def _forced_equal(setting: Setting) -> dict[str, str]:
    """Spaces that inequalities between dimensions in a circle make equal, by a representative."""
    reached = setting.below()
    merged: dict[str, str] = {}
    for space in sorted(reached):
        circle = sorted(o for o in reached[space] if space in reached.get(o, ()))
        if circle and space != circle[0]:
            merged[space] = circle[0]
    return merged


def stand_in(name: str) -> str:
    """The name of a symbol by which a state is expressed: ``A = \\hat{A}^T``."""
    return f"\\hat{{{name}}}"
