"""The tables of an article file as records: what keys each may have, and of which types.

`article` holds what comes of them: these are still names and LaTeX. In words (`text`, `summary`,
`sentence`, `says`) a formula stands between dollars: ``the views agree: $N = 0$``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

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
    "LayersTable",
    "ObjectiveTable",
    "PaperTable",
    "RolesTable",
    "SymbolTable",
    "Table",
    "TargetTable",
]

Names = tuple[str, ...]
Meanings = Mapping[str, str]


class Table(msgspec.Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A table whose keys are the fields; ``meanings`` says what each is for."""

    meanings: ClassVar[Meanings] = {}


class HeadTable(Table, frozen=True):
    """``[article]``; a file without ``format`` is of 0.1."""

    name: str
    format: int | None = None
    title: str = ""
    source: str = ""
    summary_of: str = ""

    meanings: ClassVar[Meanings] = {
        "name": "What the file is called in messages and figures.",
        "format": "The format of the file: 2. A file without it is read as one of 0.1.",
        "title": "The title of the paper.",
        "source": "Authors, and where the text can be found.",
        "summary_of": "The paper that the text sums up, where the text is not the paper itself.",
    }


class SymbolTable(Table, frozen=True):
    """One of ``[symbols]``."""

    shape: tuple[str, str] = ("1", "1")
    properties: tuple[Property, ...] = ()
    sign: Sign = "real"
    role: Role = "parameter"
    index: str = ""
    text: str = ""

    meanings: ClassVar[Meanings] = {
        "shape": "Rows and columns, two of the spaces; `1` for one dimension, `d*n` for a product.",
        "properties": "What a matrix is, at all sizes.",
        "sign": "The sign of a scalar.",
        "role": "Whether it moves, and who gives it.",
        "index": "The index of a family, one for each mode or sample: `j` of `p_j`.",
        "text": "What it means, in words.",
    }


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

    meanings: ClassVar[Meanings] = {
        "text": "What is supposed, in words; verdicts quote it.",
        "let": "Values, `symbol = expression`, inserted wherever the symbol stands; of a defined"
        " symbol, an equation that its definition satisfies.",
        "relations": "Equations of which no side need be a symbol, such as `W W^T = I`, and"
        " inequalities, such as `C \\succeq \\mu I`.",
        "properties": "Properties by symbol, besides those that are declared.",
        "at_least": "Pairs of spaces: the first has at least the dimension of the second.",
        "flow": "The flow that takes the place of the claim's own.",
        "gap": "A square matrix whose smallest eigenvalue stays above a positive number.",
        "frozen": "Symbols that are held fixed in time.",
        "holds": "How it is meant where it speaks of states; without it, as the claim means it.",
    }


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

    meanings: ClassVar[Meanings] = {
        "text": "What the flow is, in words.",
        "from": "A flow declared above, of which this one takes what it does not say itself.",
        "on": "Hypotheses: the flow on the states that satisfy them.",
        "states": "With `on`: the scalars that move on the family of states, such as modes.",
        "let": "`symbol = expression`, inserted into the objective before the gradient is taken;"
        " with `from`, into the rates that are taken over.",
        "set": "`symbol = expression`, inserted after it: what a rule sets is held"
        " fixed in the gradient.",
        "equations": "Equations of motion, each with one rate on its left, alone or in a sum.",
        "stop_gradient": "Whether stop-gradients count; `false` shows what they are good for.",
    }


class LayersTable(Table, frozen=True):
    """``[layers]``: what ends with the index, there is one of for each layer."""

    index: str
    depth: str
    at_least: int = 1

    meanings: ClassVar[Meanings] = {
        "index": "The letter of a layer, such as `j`: `W_j` is then one symbol for each layer.",
        "depth": "The letter of the last layer, such as `L`; the first is 1.",
        "at_least": "The smallest depth that claims are about; without it, 1.",
    }


class EquationTable(Table, frozen=True):
    """``[[equation]]``."""

    number: str
    latex: str

    meanings: ClassVar[Meanings] = {
        "number": "The number in the text, as a string.",
        "latex": "The equation as printed. Each row of a display is a line, counted from 1.",
    }


class ExpectationTable(Table, frozen=True):
    """``[expectation]``, or one of ``[[expectation]]``: a random input and its views."""

    views: Names
    mean: str = ""
    second_moment: str = ""
    covariance: str = ""
    noise: str = ""
    expected: str = ""
    gaussian: bool = False

    meanings: ClassVar[Meanings] = {
        "views": "The random views of one input, independent of each other given the input; one"
        " alone is a random vector.",
        "mean": "The mean of a view given the input: a symbol of the role `view`.",
        "second_moment": "`E[mean mean^T]`; of a view without noise, its own. Symbols or formulas.",
        "covariance": "`Cov[mean]`, instead of the second moment, where `expected` is not 0.",
        "noise": "The mean covariance of a view given the input; one alone may have none.",
        "expected": "`E[view]`, such as `0`: without it what is of odd degree is not known.",
        "gaussian": "Whether the mean and what each view adds to it are Gaussian and independent:"
        " then all moments are known.",
    }


class ObjectiveTable(Table, frozen=True):
    """``[objective]``."""

    symbol: str
    equation: str

    meanings: ClassVar[Meanings] = {
        "symbol": "The symbol of what is minimised.",
        "equation": "The number of the equation that defines it: `J = ...`.",
    }


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
    estimate: str = ""
    memory: str = ""
    addition: str = ""
    rule: str | Names = ()
    targets: dict[str, dict[str, str]] = {}

    meanings: ClassVar[Meanings] = {
        "online": "The weights that are trained, outputs x inputs: a state.",
        "predictor": "The predictor, outputs x outputs: a state.",
        "target": "The weights of the target network, as `online`: a state.",
        "data": "Two second moments, inputs x inputs: of the mean view, and of the noise.",
        "decay": "The weight decay.",
        "average": "The rate of the target's moving average.",
        "ratio": "The learning rate of the predictor over that of the online network.",
        "noise": "The size of the noise: its second moment is `noise^2 I`.",
        "correlation": "The second moment of the outputs.",
        "commutator": "The commutator of that with the predictor.",
        "branches": "The lower and the upper fixed point of a mode.",
        "modes": "Hypotheses about the modes.",
        "estimate": "What a predictor is set from; `[rules]` says what it is after a step.",
        "memory": "The factor of the old estimate in its rule.",
        "addition": "What small eigenvalues of a predictor that is set are raised by.",
        "rule": "The hypotheses by which the predictor is set: the estimate is `U diag(s) U^T`, the"
        " predictor `U diag(p) U^T`, and p a formula in s.",
        "targets": "The flows by the kind of target network.",
    }


class TargetTable(Table, frozen=True):
    """``[roles.targets]``: the flows of one kind of target network; see `Target`."""

    flow: str
    symmetrised: str = ""
    title: str = ""

    meanings: ClassVar[Meanings] = {
        "flow": "The flow with this kind of target.",
        "symmetrised": "The same with the predictor's line symmetrised.",
        "title": "What figures call it.",
    }


class PaperTable(Table, frozen=True):
    """``in_paper`` of a claim: what the paper itself has at that place."""

    same: bool
    says: str

    meanings: ClassVar[Meanings] = {
        "same": "Whether the paper says the same.",
        "says": "What it says there.",
    }


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

    meanings: ClassVar[Meanings] = {
        "id": "A name for the claim, used once.",
        "kind": "What sort of statement it is.",
        "equation": "The number of the equation that it is about.",
        "line": "The line of the equation that is decided, from 1; without one all are.",
        "lines": "Several lines, decided as one statement.",
        "sentence": "The sentence of the text, where the claim is not printed as a formula.",
        "reading": "What is decided, in LaTeX: instead of a line, or where a sentence is meant.",
        "summary": "What the claim says, in a few words: the row shows them.",
        "flow": "The flow along which rates are taken.",
        "hypotheses": "What may be supposed.",
        "holds": "How hypotheses about states are meant.",
        "beyond": "Whether the text does not say it, and the author of the file asks.",
        "corrected": "What should stand there, where the claim is wrong: decided as well.",
        "general": "What holds without the condition that the text leaves out: decided as well.",
        "corrected_kind": "The kind of that, where it is another one.",
        "corrected_flow": "Its flow, where it is another one.",
        "corrected_hypotheses": "Its hypotheses, where they are others.",
        "in_paper": "What the paper has at that place, where the text sums it up.",
    }


class FileTable(Table, frozen=True):
    """An article file: its tables by their names."""

    article: HeadTable
    symbols: dict[str, SymbolTable]
    claim: tuple[ClaimTable, ...]
    spaces: dict[str, str] = {}
    layers: LayersTable | None = None
    definitions: dict[str, str] = {}
    expectation: ExpectationTable | tuple[ExpectationTable, ...] | None = None
    objective: ObjectiveTable | None = None
    rules: dict[str, str] = {}
    flows: dict[str, FlowTable] = {}
    modes: dict[str, str] = {}
    roles: RolesTable | None = None
    hypotheses: dict[str, HypothesisTable] = {}
    equation: tuple[EquationTable, ...] = ()

    meanings: ClassVar[Meanings] = {
        "article": "What the file is about.",
        "symbols": "Each letter of the formulas, by its name as LaTeX has it.",
        "claim": "What is to be decided: at least one.",
        "spaces": "The dimensions, by name, each with what it counts.",
        "layers": "That there are layers, as many as one likes, and their letters.",
        "definitions": "Abbreviations: a symbol and the expression that stands for it everywhere.",
        "expectation": "The random views of an input; a list of them for independent inputs.",
        "objective": "What is minimised.",
        "rules": "One step of training: `step` names the step size, each state has its next value;"
        " and so has the `estimate` of `[roles]`.",
        "flows": "How the states move.",
        "modes": "The space that an index runs over; one of its own, where no diagonal matrix or"
        " sum says it either.",
        "roles": "What plays which part in a simulation or a training run.",
        "hypotheses": "What claims may suppose.",
        "equation": "The equations as printed.",
    }
