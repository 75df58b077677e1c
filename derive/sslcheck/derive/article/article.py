"""Articles as data: what a file declares, typed and read. `loading` makes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from sslcheck.derive.article.proposed import proposed_roles
from sslcheck.derive.article.roles import MissingRole, Roles
from sslcheck.derive.errors import ArticleError, Spot
from sslcheck.derive.expr import Columns, Diag, Expr, Relation, Total, own_space
from sslcheck.derive.latex import Statement
from sslcheck.derive.layers.layout import Layout
from sslcheck.derive.setting import Holds, Symbol, Views
from sslcheck.derive.text.reason import Reason
from sslcheck.derive.text.words import counted
from sslcheck.derive.traverse import walk

if TYPE_CHECKING:
    from sslcheck.derive.kinds.kind import Kind

__all__ = ["Article", "Claim", "Depths", "Equation", "Flow", "Hypothesis", "Instance"]


class Bound(NamedTuple):
    """An inequality between parameters, also as an equation with a symbol for what one side is
    ``more``.
    """

    printed: Relation
    equation: Relation
    more: str


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A named assumption: what it lets, which properties it gives, which flow it asks for."""

    name: str
    text: Reason
    lets: Mapping[str, Expr] = field(default_factory=dict)
    properties: Mapping[str, frozenset[str]] = field(default_factory=dict)
    at_least: tuple[tuple[str, str], ...] = ()
    flow: str = ""
    gap: str = ""
    frozen: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()
    """Equations of which no side need be a symbol, such as ``A A^T = B^T B``."""
    holds: Holds | None = None
    """How what it says of states is meant; None: as the claim has it."""
    bounds: tuple[Bound, ...] = ()
    """Inequalities between parameters."""


@dataclass(frozen=True, slots=True)
class Flow:
    """How a flow comes about: from the training rules, from another flow, or from equations.

    ``lets`` are inserted into the objective before it is differentiated, ``sets`` into what comes
    out: a symbol that is set by a rule is held fixed in the gradient.
    """

    name: str
    text: Reason
    base: str = ""
    on: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    lets: Mapping[str, Expr] = field(default_factory=dict)
    equations: tuple[Relation, ...] = ()
    stop_gradient: bool = True
    sets: Mapping[str, Expr] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Equation:
    """A numbered equation, exactly as printed, and its rows as read."""

    number: str
    latex: str
    rows: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """What an equation or a sentence says, in a form that can be decided.

    ``statement`` is not yet checked for shapes: a shape that does not conform is a finding.
    """

    id: str
    equation: str
    form: Kind
    claimed: Reason
    """What it says, in words of the author."""
    stated: Reason
    """What is printed: a formula, or a sentence."""
    statement: Statement
    reading: str = ""
    """The statement, where it is not what is printed but stands for it."""
    row: Statement | None = None
    """The printed line, where there is a reading beside it."""
    flow: str = ""
    hypotheses: tuple[str, ...] = ()
    formulas: Mapping[str, Statement] = field(default_factory=dict)
    """Options of the kind that are LaTeX, as read."""
    holds: Holds | None = None
    """How hypotheses about states are meant; None: as the kind has it."""
    repair: str = ""
    """``corrected``, ``general`` or empty."""
    repaired: Claim | None = None
    in_paper: bool | None = None
    """Whether the paper that the article sums up says the same; None if nobody has looked."""
    paper_says: Reason = ()
    """What the paper says at this place."""
    beyond: bool = False
    """Whether the text does not say it: what the authors of the file ask besides."""
    refused: Reason = ()
    """Why the claim cannot be decided: it is not readable, or not of the form of its kind."""
    depths: Depths | None = None
    """Of an article about layers: the claim at small depths, and at a general one."""

    @property
    def kind(self) -> str:
        """The name of the claim's kind."""
        return self.form.tag


@dataclass(frozen=True, slots=True)
class Instance:
    """A claim about layers at one depth or, if ``general``, with letters for blocks of layers."""

    layout: Layout
    article: Article
    claim: Claim

    @property
    def said(self) -> str:
        """Which it is: ``L = 3, j = 2``."""
        return self.layout.said

    @property
    def told(self) -> Reason:
        """The same as data."""
        return self.layout.told

    @property
    def general(self) -> bool:
        """Whether it is about all larger depths."""
        return bool(self.layout.blocks)


@dataclass(frozen=True, slots=True)
class Shares:
    """What a statement about all layers is of each of them.

    ``instances`` cover, with small depths, every layer at every depth. ``sums`` are statements at
    small depths with the shares of their layers, which are to add up to them.
    """

    instances: tuple[Instance, ...]
    sums: tuple[tuple[Instance, tuple[Instance, ...]], ...]


@dataclass(frozen=True, slots=True)
class Depths:
    """All instances of a claim that are decided, from the smallest depth on.

    Those that are ``general``, with the depths at which there are no blocks, cover every depth
    unless there is an ``obstacle``. Those in ``covering``, if any, cover every depth by themselves,
    if a block may be of no layers: they are for whoever proves it so. ``chains`` are the families
    with the space of the rows of layer ``j``, of which that of the columns is the one below.
    Where all ``shares`` hold, so does the claim at every depth. ``uniform`` are the hypotheses all
    equations of which say the same of each layer and the next, ``kept`` by flow and hypothesis that
    the flow keeps one that is supposed of the start.
    """

    instances: tuple[Instance, ...]
    obstacle: Reason = ()
    shares: Shares | None = None
    covering: tuple[Instance, ...] = ()
    chains: Mapping[str, str] = field(default_factory=dict)
    uniform: frozenset[str] = frozenset()
    kept: Mapping[tuple[str, str], Depths] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Article:
    """Everything that an article file declares.

    ``source`` is where its text comes from; ``summary_of`` names the paper that the text sums up,
    and is empty where it is its authors' own. ``problems`` is what could not be read and is not
    part of a claim: claims that need it are refused, the others are not.
    """

    name: str
    title: str
    source: str
    spaces: Mapping[str, str]
    symbols: Mapping[str, Symbol]
    definitions: Mapping[str, Expr]
    views: tuple[Views, ...]
    objective: Expr | None
    step: str
    rules: Mapping[str, Expr]
    flows: Mapping[str, Flow]
    hypotheses: Mapping[str, Hypothesis]
    equations: Mapping[str, Equation]
    claims: tuple[Claim, ...]
    summary_of: str = ""
    modes: Mapping[str, str] = field(default_factory=dict)
    """The space that an index runs over, where the article says it."""
    roles: Roles | None = None
    estimates: Mapping[str, Expr] = field(default_factory=dict)
    """What is no state and has a line in [rules]: what it is after a step."""
    problems: tuple[str, ...] = ()
    format: int = 2
    """Of the file; 0 for 0.1."""
    mistakes: tuple[tuple[Spot, str], ...] = ()
    """All that is wrong in the file with its line, in claims and elsewhere, each thing once."""

    def __repr__(self) -> str:
        counts = ", ".join(
            (counted(len(self.equations), "equation"), counted(len(self.claims), "claim"))
        )
        return f"<Article {self.name!r}: {self.title!r}, {counts}>"

    @property
    def indices(self) -> dict[str, str]:
        """The space that each index runs over, as declared or by the diagonals that are written.

        What the article defines and assumes says it before what it prints, which may be wrong;
        empty where several are printed, or one has the name of the index, and nothing says it.
        """
        pending = [*self.definitions.values(), *self.rules.values()]
        for hypothesis in self.hypotheses.values():
            pending += hypothesis.lets.values()
        for flow in self.flows.values():
            pending += flow.lets.values()
        relations = [r for flow in self.flows.values() for r in flow.equations]
        for equation in self.equations.values():
            relations += [r for row in equation.rows for r in row.relations]
        pending += [side for r in relations for side in (r.lhs, r.rhs)]
        found = dict(self.modes)
        for node in pending:
            for part in walk(node):
                if isinstance(part, (Columns, Diag, Total)) and part.size:
                    found.setdefault(part.index, part.size)
        written: dict[str, set[str]] = {}
        for relation in (r for claim in self.claims for r in claim.statement.relations):
            for part in (p for side in (relation.lhs, relation.rhs) for p in walk(side)):
                if isinstance(part, (Columns, Total)) and part.size:
                    found.setdefault(part.index, part.size)
                elif isinstance(part, Diag) and part.size:
                    written.setdefault(part.index, set()).add(part.size)
        for index, sizes in written.items():
            found.setdefault(index, min(sizes) if len(sizes) == 1 else "")
        for index in {s.index for s in self.symbols.values()} & self.spaces.keys():
            found.setdefault(index, "")
        return found

    def space_of(self, index: str) -> str:
        """The space that an index runs over: one of its own, where none is known."""
        return self.indices.get(index) or own_space(index)

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers of the equations, in order."""
        return tuple(self.equations)

    def check_read(self) -> None:
        """Raise `ArticleError` with what cannot be read, besides claims, if there is any."""
        if self.problems:
            raise ArticleError("\n".join(self.problems))

    def roles_for(self, purpose: str) -> Roles:
        """The roles, which ``purpose`` needs. Raises `MissingRole` where there are none.

        `ArticleError` where they, or what they rest on, cannot be read.
        """
        self.check_read()
        if self.roles is None:
            said = f"`{self.name}` does not say which symbol plays what, and {purpose} must know it"
            if table := proposed_roles(self):
                raise MissingRole(f"{said}; add to the file, if it is meant so:\n{table}")
            flow = next(iter(self.flows), "NAME")
            raise MissingRole(
                f"{said}: [roles] names a network as `online`, its `predictor` and its `target`,"
                " and no three states move so by [rules] here; a flow of any article is run by"
                f" `sslcheck simulate --article FILE --flow {flow}`"
            )
        return self.roles
