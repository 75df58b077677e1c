"""The tables of an article file as records: what keys each may have, and of which types.

`article` holds what comes of them: these are still names and LaTeX. In words (`text`, `summary`,
`sentence`, `says`) a formula stands between dollars: ``the views agree: $N = 0$``.
"""

from __future__ import annotations

import msgspec

from sslcheck.derive.setting import Holds, Property, Role, Sign

__all__ = [
    "ClaimTable",
    "EquationTable",
    "ExpectationTable",
    "FileTable",
    "FlowTable",
    "HeadTable",
    "HypothesisTable",
    "ObjectiveTable",
    "PaperTable",
    "RolesTable",
    "SymbolTable",
    "Table",
    "TargetTable",
]

Names = tuple[str, ...]


class Table(msgspec.Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A table whose keys are the fields."""


class HeadTable(Table, frozen=True):
    """``[article]``; a file without ``format`` is of 0.1."""

    name: str
    format: int | None = None
    title: str = ""
    source: str = ""
    summary_of: str = ""


class SymbolTable(Table, frozen=True):
    """One of ``[symbols]``."""

    shape: Names = ("1", "1")
    properties: tuple[Property, ...] = ()
    sign: Sign = "real"
    role: Role = "parameter"
    index: str = ""
    text: str = ""


class HypothesisTable(Table, frozen=True):
    """``[hypotheses.NAME]``; a formula in ``text`` stands between dollars."""

    text: str = ""
    let: Names = ()
    relations: Names = ()
    properties: dict[str, tuple[Property, ...]] = {}
    at_least: tuple[tuple[str, str], ...] = ()
    flow: str = ""
    gap: str = ""
    frozen: Names = ()
    holds: Holds | None = None


class FlowTable(Table, frozen=True):
    """``[flows.NAME]``: ``let`` is inserted into the objective, ``set`` into its gradient."""

    text: str = ""
    from_: str = ""
    on: Names = ()
    states: Names = ()
    let: Names = ()
    set: Names = ()
    equations: Names = ()
    stop_gradient: bool = True


class EquationTable(Table, frozen=True):
    """``[[equation]]``."""

    number: str
    latex: str


class ExpectationTable(Table, frozen=True):
    """``[expectation]``."""

    views: Names
    mean: str
    second_moment: str
    noise: str


class ObjectiveTable(Table, frozen=True):
    """``[objective]``."""

    symbol: str
    equation: str


class RolesTable(Table, frozen=True):
    """``[roles]``: what plays which part in a simulation or a training run; see `Roles`."""

    online: str
    predictor: str
    target: str
    data: tuple[str, str]
    decay: str
    average: str
    ratio: str
    noise: str = ""
    correlation: str = ""
    commutator: str = ""
    branches: Names = ()
    modes: Names = ()
    rule: str = ""
    targets: dict[str, dict[str, str]] = {}


class TargetTable(Table, frozen=True):
    """``[roles.targets]``: the flows of one kind of target network; see `Target`."""

    flow: str
    symmetrised: str = ""
    title: str = ""


class PaperTable(Table, frozen=True):
    """``in_paper`` of a claim: what the paper itself has at that place."""

    same: bool
    says: str


class ClaimTable(Table, frozen=True):
    """``[[claim]]``, besides the options of its kind.

    A formula in ``summary`` or ``sentence`` stands between dollars.
    """

    id: str
    kind: str
    equation: str = ""
    line: int | None = None
    lines: tuple[int, ...] = ()
    sentence: str = ""
    reading: str = ""
    summary: str = ""
    flow: str = ""
    hypotheses: Names = ()
    holds: Holds | None = None
    beyond: bool = False
    corrected: str = ""
    general: str = ""
    corrected_kind: str = ""
    corrected_flow: str = ""
    corrected_hypotheses: Names | None = None
    in_paper: PaperTable | None = None


class FileTable(Table, frozen=True):
    """An article file: its tables by their names."""

    article: HeadTable
    symbols: dict[str, SymbolTable]
    claim: tuple[ClaimTable, ...]
    spaces: dict[str, str] = {}
    definitions: dict[str, str] = {}
    expectation: ExpectationTable | None = None
    objective: ObjectiveTable | None = None
    rules: dict[str, str] = {}
    flows: dict[str, FlowTable] = {}
    modes: dict[str, str] = {}
    roles: RolesTable | None = None
    hypotheses: dict[str, HypothesisTable] = {}
    equation: tuple[EquationTable, ...] = ()
