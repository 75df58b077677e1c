r"""What a draft suggests beside its equations: definitions, suppositions, an objective, its rules.

What a text says in so many words (``F := W W^\top``, a loss that is called as ``L(W)``) is written
down; all else stands behind ``#``, so that no guess becomes a hypothesis before its author says so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count

from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.expr import Dot, Expect, Expr, Relation, SquaredNorm, Sym, Trace, names_time
from sslcheck.derive.setting import Symbol
from sslcheck.derive.shapes import resolve_relation
from sslcheck.derive.sketch.forms import Row
from sslcheck.derive.sketch.inline import Inline
from sslcheck.derive.sketch.said import Equation, Mark, is_defined, marks, meant
from sslcheck.derive.text.printing import relation_latex, to_latex
from sslcheck.derive.text.toml import comment, key, quoted
from sslcheck.derive.traverse import walk

__all__ = ["Suggested"]

_CALLED = re.compile(r"[^=()]{1,40}\(([^()=]{1,80})\)\s*:?=")
_STEP = r"\delta"
_PROPERTIES = {"positive definite": ["psd", "invertible"]}
_MOST = 40  # suppositions that a draft holds


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a symbol may stand for; ``sure``: the text says so."""

    latex: str
    place: str
    sure: bool
    inline: bool = True


class Suggested:
    """What sentences and rows say of the symbols of a draft; ``rows`` are those that conform."""

    def __init__(
        self,
        sentences: Sequence[Inline],
        said: Sequence[Equation],
        rows: Mapping[int, Row],
        relations: Mapping[int, tuple[Relation, ...]],
        symbols: Mapping[str, Symbol],
        unwritten: Mapping[int, str],
    ) -> None:
        """``unwritten`` are rows as printed of which ``rows`` have the layers written out."""
        self.rows = rows
        self.unwritten = unwritten
        self.relations = relations
        self.symbols = symbols
        self.equations = [one for one in said if _conforms(one.relation, symbols)]
        self.marks: dict[str, list[Mark]] = {}
        printed = [Inline(0, "", row.source, "") for row in rows.values()]
        for mark in marks([*sentences, *printed], symbols):
            self.marks.setdefault(mark.name, []).append(mark)
        self.objective = self._objective()
        self.defining = {self.objective[1]} if self.objective[2] else set[int]()
        """The rows that there are to say what a symbol is."""
        self.beside = set[tuple[int, int]]()
        """The rows and relations of them that do."""
        self.meanings = self._meanings()

    def _objective(self) -> tuple[str, int, bool]:
        """What is minimised, the row that says what it is, and whether it is sure."""
        found = ("", -1, False)
        for k, row in self.rows.items():
            relation = self.relations[k][0]
            if row.line > 1 or not isinstance(relation.lhs, Sym) or relation.op != "=":
                continue
            symbol = self.symbols.get(relation.lhs.name)
            if symbol is None or not symbol.scalar or symbol.index:
                continue
            if r"\min" in row.source:
                return relation.lhs.name, k, True
            if any(isinstance(part, Dot) for part in walk(relation.rhs)):
                continue  # an energy
            measured = (Trace, SquaredNorm, Expect)
            if not found[0] and any(isinstance(part, measured) for part in walk(relation.rhs)):
                found = relation.lhs.name, k, _is_called(row.source)
        return found

    def _alone(self) -> Iterator[tuple[int, int, Relation]]:
        """The equations that are no parts of a chain, ``a = b = c``, with their rows and places."""
        for k, relations in self.relations.items():
            spans = [side.span for relation in relations for side in (relation.lhs, relation.rhs)]
            for place, relation in enumerate(relations):
                ends = spans.count(relation.lhs.span) + spans.count(relation.rhs.span)
                if k != self.objective[1] and relation.op == "=" and ends == 2:
                    yield k, place, relation

    def _meanings(self) -> dict[str, list[_Meaning]]:
        found: dict[str, list[_Meaning]] = {}
        for k, at, relation in self._alone():
            row, alone = self.rows[k], len(self.relations[k]) == 1
            inside = [n for n in walk(relation.rhs) if isinstance(n, (Sym, Dot))]
            named = isinstance(relation.lhs, Sym) and relation.lhs.name in self.symbols
            energy = named and self._is_energy(relation)
            moved = any(isinstance(n, Dot) for n in inside)
            if not named or relation.lhs in inside or (moved and not energy):
                continue
            first, last = relation.lhs.span or (0, 0), relation.rhs.span or (0, 0)
            source = row.source[first[0] : last[1]]
            sure = is_defined(source) or _is_called(source) or energy
            if not alone and not sure and any(map(names_time, walk(relation.rhs))):
                continue  # a solution beside its equation
            value = to_latex(relation.rhs)
            if k in self.unwritten:
                if not alone or _name(relation.lhs) not in self.unwritten[k]:
                    continue
                value = self.unwritten[k].partition("=")[2].strip(" .,;")
            said = _Meaning(value, f"equation ({row.number})", sure, inline=False)
            if sure and not any(one.sure for one in found.get(_name(relation.lhs), ())):
                self.defining |= {k} if alone else set()
                self.beside.add((k, at))
            found.setdefault(_name(relation.lhs), []).append(said)
        for equation in self.equations:
            means, place = meant(equation, self.symbols), f"line {equation.inline.line}"
            mean = isinstance(equation.relation.rhs, Expect)  # which [expectation] says
            if means == "defines" or (means == "may define" and not mean):
                said = _Meaning(to_latex(equation.relation.rhs), place, means == "defines")
                found.setdefault(_name(equation.relation.lhs), []).append(said)
        return found

    def _is_energy(self, relation: Relation) -> bool:
        """Whether a number is made of rates and more, so that it is no state by itself."""
        assert isinstance(relation.lhs, Sym)
        symbol = self.symbols[relation.lhs.name]
        measured = any(isinstance(part, (SquaredNorm, Trace)) for part in walk(relation.rhs))
        moved = any(isinstance(part, Dot) for part in walk(relation.rhs))
        return symbol.scalar and not symbol.index and measured and moved

    # -- what symbols are -----------------------------------------------------------------------

    def defined(self, name: str) -> bool:
        """Whether the text says for sure what a symbol stands for."""
        sure, _ = self._meaning(name)
        return sure is not None or (name == self.objective[0] and self.objective[2])

    def may_be_defined(self, name: str) -> bool:
        """Whether a sentence may define a symbol, or it may be what is minimised."""
        said = any(one.inline or one.sure for one in self.meanings.get(name, ()))
        return said or name == self.objective[0]

    def _meaning(self, name: str) -> tuple[_Meaning | None, bool]:
        """What the text says for sure that a symbol stands for; whether it says two things."""
        sure = {one.latex: one for one in self.meanings.get(name, ()) if one.sure}
        if len(sure) > 1 or (sure and name == self.objective[0]):
            return None, True
        return next(iter(sure.values()), None), False

    def declared(self, name: str) -> tuple[list[str], str]:
        """What is said of a symbol, as keys of its entry, and where."""
        symbol = self.symbols[name]
        held = self.marks.get(name, ())
        found = [mark for mark in held if not (mark.supposed and symbol.role == "state")]
        words = {mark.word for mark in found}
        parts = []
        if symbol.scalar:
            sizes = words & {"positive", "nonnegative"}
            parts = [f'sign = "{min(sizes)}"'] if sizes else []  # the weaker one: nonnegative
        elif properties := _properties(words, symbol):
            parts = [f"properties = [{', '.join(map(quoted, properties))}]"]
        lines = (mark.inline.line for mark in found)
        places = dict.fromkeys(f"line {line}" if line else "an equation" for line in lines)
        return parts, ", ".join([*places][:4])

    # -- parts of the file ----------------------------------------------------------------------

    def definitions(self) -> Iterator[str]:
        """The table of abbreviations."""
        if not self.meanings:
            return
        yield "\n" + comment(
            "What symbols stand for. Take the `#` away where one is an abbreviation: it then has no"
            "\n`role`. Where it is something that the text supposes, it is a hypothesis instead."
        )
        yield "[definitions]"
        for name, meanings in self.meanings.items():
            first, two = self._meaning(name)
            if two:
                yield "# Two things have one name: give one of them another."
            for meaning in dict.fromkeys(meanings):
                off = "" if meaning is first else "# "
                yield f"{off}{key(name)} = {quoted(meaning.latex)}  # {meaning.place}"

    def training(self, moving: Collection[str]) -> Iterator[str]:
        """The objective, and the rules of plain gradient descent on it."""
        name, k, sure = self.objective
        if not name:
            return
        inside = {*walk(self.relations[k][0].rhs)}
        states = [s for s in moving if s not in self.symbols or Sym(s) in inside]
        off = "" if sure else "# "
        yield ""
        if not sure:
            yield "# What is minimised, if it is:"
        yield f"{off}[objective]\n{off}symbol = {quoted(name)}"
        yield f"{off}equation = {quoted(self.rows[k].number)}"
        if states:
            step = self.step()
            yield "\n" + comment(
                "Training, if the flow comes of plain gradient descent: take the `#` away here and"
                f"\nat `{step}` in [symbols], and put in what the text adds (weight decay, rates)."
            )
            yield f"# [rules]\n# step = {quoted(step)}"
            for state in states:
                grad = state if len(state) == 1 else f"{{{state}}}"
                rule = rf"{state} - {step} \nabla_{grad} {name}"
                yield f"# {key(state)} = {quoted(rule)}"
            yield "#\n# [flows.descent]"

    def step(self) -> str:
        """A name for the size of a step that no symbol has."""
        names = chain([_STEP], (f"{_STEP}_{k}" for k in count()))
        return next(name for name in names if name not in self.symbols)

    def hypotheses(self) -> Iterator[str]:
        """What sentences suppose, all of it behind ``#``."""
        found: dict[str, tuple[str, int]] = {}
        for equation in self.equations:
            if meant(equation, self.symbols) == "supposed":
                named = isinstance(equation.relation.lhs, Sym)
                latex = relation_latex(equation.relation)
                told = f"{'let' if named else 'relations'} = [{quoted(latex)}]"
                found.setdefault(told, (_told(equation.inline), equation.inline.line))
        for name, said in self.marks.items():
            symbol = self.symbols[name]
            held = {mark.word for mark in said if mark.supposed and symbol.role == "state"}
            if not symbol.scalar and (properties := _properties(held, symbol)):
                inline = next(mark.inline for mark in said if mark.supposed)
                marked = ", ".join(map(quoted, properties))
                told = f"properties = {{ {key(name)} = [{marked}] }}"
                text = f"{_told(inline)}: {', '.join(properties)}"
                found.setdefault(told, (text, inline.line))
        taken: dict[int, int] = {}
        for told, (text, line) in [*found.items()][:_MOST]:
            if not taken:
                yield "\n# What sentences suppose: take the `#` away from what claims rest on.\n#"
            again = taken[line] = taken.get(line, 0) + 1
            name = f"line-{line}" + (f"-{again}" if again > 1 else "")
            yield f"# [hypotheses.{name}]\n# text = {quoted(text)}\n# {told}\n#"


def _conforms(relation: Relation, symbols: Mapping[str, Symbol]) -> bool:
    try:
        resolve_relation(relation, symbols)
    except SslcheckError:
        return False
    return True


def _name(node: Expr) -> str:
    return node.name if isinstance(node, Sym) else ""


def _is_called(source: str) -> bool:
    r"""Whether the left side is written as a function, ``L(W) = ...``, and not of the time."""
    called = _CALLED.match(source)
    return called is not None and called[1].strip() not in ("t", "0", r"\cdot")


def _properties(words: Collection[str], symbol: Symbol) -> list[str]:
    """Properties that a matrix of that shape may be declared with."""
    rows, columns = symbol.shape
    found = dict.fromkeys(p for word in sorted(words) for p in _PROPERTIES.get(word, [word]))
    if "orthonormal" in found:
        return ["orthonormal"] if columns != "1" else []
    square = rows == columns
    signs = {"positive", "nonnegative"}
    return [word for word in found if square and word not in signs]


def _told(inline: Inline) -> str:
    return f"line {inline.line}: ${inline.latex}$"
